/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

/* All three panes, whatever filled the window; that comes back afterwards. */
static void
enter_presentation (PnWindow *self, gboolean on)
{
  if (on)
    g_object_get (self->panes, "maximised", &self->maximised_before, NULL);
  g_object_set (self->panes, "presentation", on, "maximised", on ? -1 : self->maximised_before,
                NULL);
}

/* The read-out of the plots, and what the words below the pad say more. */
static void
let_tips_stay (PnWindow *self, gboolean stay)
{
  pn_plot_pane_set_tips_stay (self->plot_pane, stay);
  pn_tip_take_over (self->pad_tip, GTK_WIDGET (self->answer), stay);
  pn_tip_take_over (self->pad_tip, GTK_WIDGET (self->accuracy_label), stay);
  if (!stay)
    pn_tip_hide (self->pad_tip);
}

static gboolean
hide_tips (PnWindow *self)
{
  gboolean network = pn_network_view_hide_tip (self->network_view);
  gboolean plots = pn_plot_pane_hide_tip (self->plot_pane);
  gboolean pad = pn_tip_hide (self->pad_tip);

  return network || plots || pad;
}

void
pn_window_change_presentation_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PnWindow *self = user_data;
  gboolean on = g_variant_get_boolean (value);
  g_autoptr (GVariant) before = g_action_get_state (G_ACTION (action));

  if (g_variant_equal (before, value))
    return;
  g_simple_action_set_state (action, value);
  enter_presentation (self, on);
  g_object_set (self->plot_pane, "single", on, "line-scale", on ? 2.0 : 1.0, NULL);
  g_object_set (self->network_view, "line-scale", on ? 2.0 : 1.0, "tips-stay", on, NULL);
  let_tips_stay (self, on);
  gtk_widget_set_visible (self->status_bar, !on);
  pn_window_update_presentation (self);
  if (on)
    gtk_window_fullscreen (GTK_WINDOW (self));
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
}

/* Pages have no room for larger text: a telephone is not read from the back row. */
void
pn_window_update_presentation (PnWindow *self)
{
  PnLayoutMode mode = pn_panes_get_mode (self->panes);
  gboolean pages = mode == PN_LAYOUT_PAGES;
  gboolean on;

  g_object_get (self->panes, "presentation", &on, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->runs_toggle), mode > PN_LAYOUT_WIDE && !pages && !on);
  gtk_widget_set_visible (GTK_WIDGET (self->side_toggle), mode == PN_LAYOUT_CENTRE && !on);
  gtk_widget_set_visible (self->export_button, !on && !pages);
  gtk_widget_set_visible (GTK_WIDGET (self->accuracy_label), on);
  if (on && !pages)
    gtk_widget_add_css_class (GTK_WIDGET (self), "presentation");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presentation");
}

/* Tooltips that stay go first; then out of the presentation, or else back from the one pane
 * that fills the window. */
void
pn_window_all_panes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  gboolean presentation;

  if (hide_tips (self))
    return;
  g_object_get (self->panes, "presentation", &presentation, NULL);
  if (presentation)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "presentation",
                                        g_variant_new_boolean (FALSE));
  else
    g_object_set (self->panes, "maximised", -1, NULL);
}
