/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-network-canvas-private.h"
#include "pn-tip.h"

/* What the picture says of what the pointer rests on: as a tooltip, or so that it stays. */

static void
show_tip (PnNetworkCanvas *self, const char *text, const GdkRectangle *place)
{
  if (self->tip == NULL)
    self->tip = pn_tip_new (GTK_WIDGET (self));
  pn_tip_show (PN_TIP (self->tip), text, place);
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
  return self->tip != NULL && pn_tip_hide (PN_TIP (self->tip));
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
