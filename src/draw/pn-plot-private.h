/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-plot.h"

G_BEGIN_DECLS

/* Ranges that follow the data, in pn-plot-range.c. `wanted` is the number of ticks that fit. */
PnAxis pn_plot_follow_x (const PnPlot *self);
PnAxis pn_plot_follow_y (const PnPlot *self, int wanted, double *accuracy_from);

/* How many ticks fit an axis of that length. */
int pn_plot_y_ticks_wanted (const PnStyle *style, double height);

/* The axes with their numbers and names, in pn-plot-axes.c as pn_plot_layout() is; an empty plot
 * has names alone.
 */
void pn_plot_draw_axes (const PnPlot *self,
                        PnCanvas *canvas,
                        const PnRect *rect,
                        const PnPlotFrame *frame,
                        const PnStyle *style);

/* The width of thin lines, and the size of the markers at the ends of curves. */
double pn_plot_hair (const PnStyle *style);
double pn_plot_marker_size (const PnStyle *style);

/* What to draw of a curve: smoothed where it is to be and the plot smooths. */
const PnSeries *pn_plot_curve_series (const PnPlot *self, const PnCurve *curve);

/* A place on the x axis as a number for people. The caller frees it. */
char *pn_plot_format_x (const PnPlot *self, const PnNumbers *numbers, double x);

/* Whether `x`, of the data, lies within the plot. NaN doesn't. */
gboolean pn_plot_frame_shows (const PnPlotFrame *frame, double x);

/* The vertical lines, in pn-plot-marks.c, and their words, in pn-plot-words.c: over the curves,
 * where they can't be beside them.
 */
void pn_plot_draw_mark_words (const PnPlot *self,
                              PnCanvas *canvas,
                              const PnPlotFrame *frame,
                              const PnStyle *style);
void pn_plot_draw_marks (const PnPlot *self,
                         PnCanvas *canvas,
                         const PnPlotFrame *frame,
                         const PnStyle *style);

/* The line of a series, in pn-plot-line.c. */
void pn_plot_draw_line (PnCanvas *canvas,
                        const PnPlotFrame *frame,
                        const PnSeries *series,
                        gboolean clamp,
                        PnColor color,
                        const PnStroke *pen);

G_END_DECLS
