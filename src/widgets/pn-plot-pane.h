/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"
#include "pn-plot-view.h"

G_BEGIN_DECLS

/* PnPlotPane: loss and accuracy side by side, above one another where that is too narrow, with one
 * legend below both and one rule through both.
 *
 * Properties: "document" (PnDocument); "line-scale" (double), as the views'; "single" (gboolean):
 * loss only, for presentations; "x-unit" (PnXUnit) and "log-x" (gboolean): the x axis of both.
 * Actions, for what is inside: "plots.x" (string, as the unit's name), "plots.next-x",
 * "plots.log-x".
 */
#define PN_TYPE_PLOT_PANE (pn_plot_pane_get_type ())
G_DECLARE_FINAL_TYPE (PnPlotPane, pn_plot_pane, PN, PLOT_PANE, GtkWidget)

GtkWidget *pn_plot_pane_new (void);

void pn_plot_pane_set_document (PnPlotPane *self, PnDocument *document);
/* A run that is over in less than a second is drawn over one all the same; this shows it at once.
 */
void pn_plot_pane_skip (PnPlotPane *self);
/* As pn_plot_view_set_tips_stay() and pn_plot_view_hide_tip(), for both. */
void pn_plot_pane_set_tips_stay (PnPlotPane *self, gboolean stay);
gboolean pn_plot_pane_hide_tip (PnPlotPane *self);
PnPlotView *pn_plot_pane_get_view (PnPlotPane *self, PnMetric metric);

G_END_DECLS
