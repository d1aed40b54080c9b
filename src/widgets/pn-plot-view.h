/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"
#include "pn-run-curves.h"

G_BEGIN_DECLS

/* PnPlotView: loss or accuracy of the document's checked runs, while they train too. It follows the
 * data until the user zooms (scrolling, pinching, + and −) or moves it (dragging); a double click,
 * or Home, follows again. A vertical rule reads out all runs under the pointer, or at the place
 * that the left and right arrows choose; a click or Return pins it. A menu, at its button, by the
 * secondary button of the pointer or the Menu key, chooses the axes.
 *
 * Properties:
 *   "document" (PnDocument), "metric" (PnMetric): what it shows, also action "plot.metric" (int32)
 *   "hover-x" (double): where the rule stands on the x axis, −1 for none; bind it between plots
 *   "pinned" (gboolean): the rule stays; bind it too
 *   "following" (gboolean, read-only): the axes follow the data
 *   "legend" (gboolean): a legend below the plot
 *   "offer-actions" (gboolean): the empty plot holds the button that will fill it, *Train* (action
 *       "win.train") or *Get MNIST (11 MB)* ("win.get-mnist")
 *   "line-scale" (double): factor on the width of lines, for presentations
 *   "log-y" (gboolean): the y axis is logarithmic
 * Actions: "plot.follow", "plot.log-y", "plot.copy", Ctrl+C: a figure of it, as the export dialog
 * makes them, to the clipboard; "win.show-message" tells when it is there. The menu also offers
 * those of "plots", as PnPlotPane has them. Signal "plot-changed": there are other curves, points
 * or looks.
 */
#define PN_TYPE_PLOT_VIEW (pn_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (PnPlotView, pn_plot_view, PN, PLOT_VIEW, GtkWidget)

GtkWidget *pn_plot_view_new (PnMetric metric);

void pn_plot_view_set_document (PnPlotView *self, PnDocument *document);
/* What the x axis counts, and whether it is logarithmic. The rule goes, the axes follow the data.
 */
void pn_plot_view_set_x (PnPlotView *self, PnXUnit unit, gboolean log);
/* The axes follow the data again. */
void pn_plot_view_follow (PnPlotView *self);
/* Shows at once what is being drawn little by little. */
void pn_plot_view_skip (PnPlotView *self);

/* From now on the rule stays where the pointer has rested, until pn_plot_view_hide_tip(): for
 * presentations. */
void pn_plot_view_set_tips_stay (PnPlotView *self, gboolean stay);
/* Takes away a rule that stays; FALSE where there is none. */
gboolean pn_plot_view_hide_tip (PnPlotView *self);

/* What is drawn, for whoever draws something beside it; owned by the view. */
const PnPlot *pn_plot_view_get_plot (PnPlotView *self);

G_END_DECLS
