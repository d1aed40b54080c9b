/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-network-canvas-private.h"

#define TIP_CHARS 36 /* a line of it */

/* What the picture says of what the pointer rests on: as a tooltip, or so that it stays. */

static GtkWidget *
tip_new (PnNetworkCanvas *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *tip = g_object_new (GTK_TYPE_POPOVER, "accessible-role", GTK_ACCESSIBLE_ROLE_TOOLTIP,
                                 "autohide", FALSE, "can-focus", FALSE, "child", label, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TIP_CHARS);
  gtk_widget_set_parent (tip, GTK_WIDGET (self));
  return tip;
}

static void
show_tip (PnNetworkCanvas *self, const char *text, const GdkRectangle *place)
{
  if (self->tip == NULL)
    self->tip = tip_new (self);
  gtk_label_set_label (GTK_LABEL (gtk_popover_get_child (GTK_POPOVER (self->tip))), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tip), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->tip), place);
  gtk_popover_popup (GTK_POPOVER (self->tip));
}

/* GTK asks once the pointer rests; what stays takes the place of what GTK would show. */
static gboolean
query_tooltip_cb (PnNetworkCanvas *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  gpointer data)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);
  g_autofree char *text = NULL;
  PnTopologyItem item;
  GdkRectangle place;
  PnRect rect;

  if (layout == NULL || keyboard)
    return FALSE;
  item = pn_network_canvas_hit (self, x, y);
  text = pn_network_picture_explain (self->picture, &item);
  if (text == NULL)
    return FALSE;
  rect = pn_topology_layout_locate (layout, &item);
  place = (GdkRectangle){ (int) rect.x, (int) rect.y, (int) rect.width, (int) rect.height };
  if (self->tips_stay)
    show_tip (self, text, &place);
  gtk_tooltip_set_tip_area (tooltip, &place);
  gtk_tooltip_set_text (tooltip, text);
  return !self->tips_stay;
}

gboolean
pn_network_canvas_hide_tip (PnNetworkCanvas *self)
{
  if (self->tip == NULL || !gtk_widget_get_visible (self->tip))
    return FALSE;
  gtk_popover_popdown (GTK_POPOVER (self->tip));
  return TRUE;
}

void
pn_network_canvas_set_tips_stay (PnNetworkCanvas *self, gboolean stay)
{
  self->tips_stay = stay;
  if (!stay)
    pn_network_canvas_hide_tip (self);
}

void
pn_network_canvas_add_tips (PnNetworkCanvas *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
