/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-tip.h"

#define TIP_CHARS 36 /* a line of it */

struct _PnTip
{
  GtkPopover parent_instance;

  GtkLabel *label;
  GtkWidget *subject; /* whose text it shows, if that was taken over */
};

G_DEFINE_FINAL_TYPE (PnTip, pn_tip, GTK_TYPE_POPOVER)

static void
set_text (PnTip *self, const char *text)
{
  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
point_to_subject (PnTip *self, GtkWidget *subject)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  graphene_rect_t bounds;

  g_set_weak_pointer (&self->subject, subject);
  if (gtk_widget_compute_bounds (subject, parent, &bounds))
    gtk_popover_set_pointing_to (
        GTK_POPOVER (self), &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                             (int) bounds.size.width, (int) bounds.size.height });
}

/* GTK asks once the pointer rests, the widget's own answer being the last: it is not heard. */
static gboolean
query_tooltip_cb (GtkWidget *subject,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  gpointer data)
{
  PnTip *self = data;
  const char *text = gtk_widget_get_tooltip_text (subject);

  if (text == NULL || keyboard)
    return FALSE;
  g_signal_stop_emission_by_name (subject, "query-tooltip");
  set_text (self, text);
  point_to_subject (self, subject);
  gtk_popover_popup (GTK_POPOVER (self));
  return FALSE;
}

static void
text_changed_cb (PnTip *self, GParamSpec *pspec, GtkWidget *subject)
{
  const char *text = gtk_widget_get_tooltip_text (subject);

  if (self->subject != subject)
    return;
  if (text != NULL)
    set_text (self, text);
  else
    pn_tip_hide (self);
}

void
pn_tip_show (PnTip *self, const char *text, const GdkRectangle *place)
{
  g_return_if_fail (PN_IS_TIP (self) && text != NULL && place != NULL);

  g_clear_weak_pointer (&self->subject);
  set_text (self, text);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), place);
  gtk_popover_popup (GTK_POPOVER (self));
}

void
pn_tip_take_over (PnTip *self, GtkWidget *widget, gboolean take)
{
  g_return_if_fail (PN_IS_TIP (self) && GTK_IS_WIDGET (widget));

  g_signal_handlers_disconnect_by_data (widget, self);
  if (!take)
    return;
  g_signal_connect_object (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), self, 0);
  g_signal_connect_object (widget, "notify::tooltip-text", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

gboolean
pn_tip_hide (PnTip *self)
{
  g_return_val_if_fail (PN_IS_TIP (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  gtk_popover_popdown (GTK_POPOVER (self));
  return TRUE;
}

static void
pn_tip_dispose (GObject *object)
{
  g_clear_weak_pointer (&PN_TIP (object)->subject);
  G_OBJECT_CLASS (pn_tip_parent_class)->dispose (object);
}

static void
pn_tip_class_init (PnTipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pn_tip_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TOOLTIP);
}

static void
pn_tip_init (PnTip *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, TIP_CHARS);
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->label));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
}

GtkWidget *
pn_tip_new (GtkWidget *parent)
{
  GtkWidget *self = g_object_new (PN_TYPE_TIP, NULL);

  gtk_widget_set_parent (self, parent);
  return self;
}
