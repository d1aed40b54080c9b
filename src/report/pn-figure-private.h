/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-figure.h"

G_BEGIN_DECLS

/* What the data is called inside of a figure: a keyword, an id, and with its ending a file. */
#define PN_FIGURE_DATA_KEY "perceptron"
#define PN_FIGURE_DATA_FILE "perceptron.json"

#define PN_FIGURE_FORMAT "perceptron-figure"
#define PN_FIGURE_VERSION 1

#define PN_FIGURE_POINTS_PER_MM (72 / 25.4)

/* What the options ask for. */
gboolean pn_figure_has_metric (const PnFigureOptions *options, PnMetric metric);
guint pn_figure_n_panels (const PnFigureOptions *options);

/* One panel as a plot, with axis names for paper; the caller frees it. */
PnPlot *pn_figure_plot (const PnFigureRun *const *runs,
                        gsize n_runs,
                        const PnFigureOptions *options,
                        PnMetric metric);

PnStyle pn_figure_style (const PnFigureOptions *options);

/* The whole figure's rectangle in points, and that of panel `index` of `n`. */
PnRect pn_figure_rect (const PnFigureOptions *options);
PnRect pn_figure_panel (const PnFigureOptions *options, const PnRect *around, guint index, guint n);

/* A picture of its own kind as a figure's file: `draw` fills the rectangle, in points, ground and
 * all. `title` names a PDF.
 */
typedef struct
{
  void (*draw) (PnCanvas *canvas, const PnRect *rect, gpointer data);
  gpointer data;
  const char *title;
} PnFigurePainter;

/* PNG, SVG or PDF; the options are valid. `data` as in pn_figure_export(). */
GBytes *pn_figure_paint (const PnFigurePainter *painter,
                         const PnFigureOptions *options,
                         PnFigureFormat format,
                         const char *data,
                         GError **error);

/* Text formats. */
char *
pn_figure_to_csv (const PnFigureRun *const *runs, gsize n_runs, const PnFigureOptions *options);
char *
pn_figure_to_tex (const PnFigureRun *const *runs, gsize n_runs, const PnFigureOptions *options);

G_END_DECLS
