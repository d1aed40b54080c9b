/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-plot.h"

G_BEGIN_DECLS

/* PnLegendView: the legend of a plot as a widget of its own, so that plots side by side share one.
 * As high as its width makes it; nothing at all for an empty plot.
 *
 * Properties: "line-scale" (double): factor on the width of lines.
 */
#define PN_TYPE_LEGEND_VIEW (pn_legend_view_get_type ())
G_DECLARE_FINAL_TYPE (PnLegendView, pn_legend_view, PN, LEGEND_VIEW, GtkWidget)

GtkWidget *pn_legend_view_new (void);

/* Shows the plot's entries of now, nothing for NULL; cheap where they are those that it shows
 * already. Keeps nothing of `plot`.
 */
void pn_legend_view_update (PnLegendView *self, const PnPlot *plot);

G_END_DECLS
