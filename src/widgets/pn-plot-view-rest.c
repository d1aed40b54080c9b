/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-view-private.h"

#define REST 500 /* milliseconds without motion: as long as GTK's tooltips wait */

/* In a presentation the rule stays where the pointer has rested; on its way out it would be taken
 * along to the edge.
 */

static void
rested_cb (gpointer data)
{
  PnPlotView *self = data;

  self->rest_source = 0;
  self->rested_x = self->plot->hover ? self->plot->hover_x : -1;
}

void
pn_plot_view_await_rest (PnPlotView *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  if (self->tips_stay)
    self->rest_source = g_timeout_add_once (REST, rested_cb, self);
}

void
pn_plot_view_go_to_rest (PnPlotView *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  pn_plot_view_set_hover (self, self->rested_x);
}

void
pn_plot_view_take_rule (PnPlotView *self)
{
  self->rested_x = -1;
  pn_plot_view_set_pinned (self, FALSE);
  pn_plot_view_go_to_rest (self);
}

gboolean
pn_plot_view_hide_tip (PnPlotView *self)
{
  gboolean shown;

  g_return_val_if_fail (PN_IS_PLOT_VIEW (self), FALSE);

  shown = self->tips_stay && self->plot->hover;
  if (shown)
    pn_plot_view_take_rule (self);
  return shown;
}

void
pn_plot_view_set_tips_stay (PnPlotView *self, gboolean stay)
{
  g_return_if_fail (PN_IS_PLOT_VIEW (self));

  self->tips_stay = stay;
  self->rested_x = -1;
  if (!self->plot->pinned)
    pn_plot_view_go_to_rest (self);
}
