/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-axis.h"
#include "pn-legend.h"
#include "pn-series.h"

G_BEGIN_DECLS

/* PnPlot: curves over two axes. A struct that the owner fills and that draws itself; nothing in it
 * depends on a size or a canvas. Main thread.
 */

typedef enum
{
  PN_PLOT_FREE, /* y spans the data */
  PN_PLOT_LOSS, /* y from 0 to a robust maximum: the first steps may lie above and are clamped */
  PN_PLOT_FROM_ZERO, /* y from 0 to the data's maximum */
  PN_PLOT_ACCURACY,  /* y up to 1, from 0, 0.5 or 0.88, which the title says */
} PnPlotKind;

typedef struct
{
  char *name;        /* in legend and read-out; NULL is in neither */
  guint run;         /* colour and marker */
  gboolean training; /* dashed and thinner */
  gboolean ghost;    /* undone: grey, without marker, in no legend */
  gboolean smooth;   /* drawn smoothed as the plot says, the raw line faint behind it */
  gboolean hidden;
  PnSeries *data;     /* append with pn_curve_append() only */
  PnSeries *smoothed; /* of the same length */
  PnSmoother smoother;
  double *band_low;  /* set with pn_curve_set_band(); NULL: none */
  double *band_high; /* as long as the data */
  double end_low;    /* of an interval about the last point: pn_curve_set_end_interval() */
  double end_high;   /* equal ends are none */
  double *restarts;  /* set with pn_curve_set_restarts() */
  gsize n_restarts;
} PnCurve;

typedef struct
{
  double x;
  char *word; /* "early stop", "best", "learning rate 0.05" */
  guint run;
} PnPlotMark;

typedef struct
{
  PnPlotKind kind;
  char *title; /* above, bold; NULL none */
  char *
      x_label; /* "step": at the right end of the axis, or centred below where there is a y_label */
  char *y_label;         /* along the axis, as figures have it; NULL none */
  char *empty_text;      /* shown where there is no point to draw */
  gboolean x_fractional; /* x is not counted in whole numbers: words have decimals */
  PnScale x_scale;
  PnScale y_scale;
  gboolean one_kind; /* the curves are neither of validation nor of training: no word says so */
  double x_extent;   /* x spans at least this much while it follows */
  gboolean legend;   /* below the plot */
  gboolean follow;   /* the axes follow the data; else `x_view` and `y_view` hold */
  PnAxis x_view;
  PnAxis y_view;
  double smoothing; /* β; set with pn_plot_set_smoothing() */
  gboolean hover;   /* a rule at `hover_x`, with the values of all runs */
  gboolean pinned;
  double hover_x;
  GPtrArray *curves; /* PnCurve, owned, drawn in this order */
  GArray *marks;     /* PnPlotMark */
} PnPlot;

/* Where things are in a rectangle: for drawing, and to turn pixels into data for hit tests. */
typedef struct
{
  PnRect area;   /* of the curves */
  PnRect legend; /* of no height if there is none */
  PnAxis x;
  PnAxis y;
  double accuracy_from; /* the lower end of an accuracy axis that the title names; 0 none */
} PnPlotFrame;

PnPlot *pn_plot_new (PnPlotKind kind, const char *title, const char *x_label);
void pn_plot_free (PnPlot *self);

/* Drops curves and marks. */
void pn_plot_clear (PnPlot *self);

/* The curve belongs to the plot. A `smooth` one is smoothed with the plot's β. */
PnCurve *
pn_plot_add_curve (PnPlot *self, const char *name, guint run, gboolean training, gboolean smooth);
void pn_curve_append (PnCurve *self, double x, double y);
void pn_curve_append_many (PnCurve *self, const double *x, const double *y, gsize n);

/* Keeps the first `length` points; what follows is smoothed as if the others had never been. */
void pn_curve_truncate (PnCurve *self, gsize length);

/* Behind each of these x, which rise, the smoothing begins anew: what was before, as a loss that
 * exploded, says nothing about what follows. Copied.
 */
void pn_curve_set_restarts (PnCurve *self, const double *x, gsize n);

/* What the curve's last point may as well be, drawn as a whisker there and named in the legend: the
 * 95 % interval of an accuracy. NaN takes it away.
 */
void pn_curve_set_end_interval (PnCurve *curve, double low, double high);

/* A band about the curve, point for point of its data, which must not grow afterwards: from the
 * least to the most of those whose mean it is. Copied.
 */
void pn_curve_set_band (PnCurve *curve, const double *low, const double *high);

void pn_plot_add_mark (PnPlot *self, double x, const char *word, guint run);
void pn_plot_set_smoothing (PnPlot *self, double beta);

/* The legend's entries: what solid and dashed mean (if there are both), then each run once. The
 * names belong to the curves. Free the array with g_array_unref().
 */
GArray *pn_plot_legend (const PnPlot *self);

gboolean pn_plot_is_empty (const PnPlot *self);

/* How many points of the curves that are shown a logarithmic axis leaves out, because they are not
 * positive; and that in words, NULL if there are none. The caller frees these.
 */
gsize pn_plot_count_dropped (const PnPlot *self);
char *pn_plot_dropped_words (const PnPlot *self, const PnNumbers *numbers);

PnPlotFrame
pn_plot_layout (const PnPlot *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style);

/* Draws all but the hover rule, which pn_plot_draw_hover() adds on top, so that a widget can keep
 * the picture while the pointer moves. `frame` is of the same rect; both functions leave the ground
 * alone.
 */
void pn_plot_draw (const PnPlot *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style);
void pn_plot_draw_frame (const PnPlot *self,
                         PnCanvas *canvas,
                         const PnRect *rect,
                         const PnPlotFrame *frame,
                         const PnStyle *style);
void pn_plot_draw_hover (const PnPlot *self,
                         PnCanvas *canvas,
                         const PnPlotFrame *frame,
                         const PnStyle *style);

/* Data to canvas units and back. */
double pn_plot_frame_x (const PnPlotFrame *frame, double x);
double pn_plot_frame_y (const PnPlotFrame *frame, double y);
double pn_plot_frame_data_x (const PnPlotFrame *frame, double px);
double pn_plot_frame_data_y (const PnPlotFrame *frame, double py);

/* Zooms both axes at a point, moves by a distance in canvas units, follows the data again. The
 * first two end following and start from what `frame` shows.
 */
void pn_plot_zoom (PnPlot *self, const PnPlotFrame *frame, double px, double py, double factor);
void pn_plot_pan (PnPlot *self, const PnPlotFrame *frame, double dx, double dy);
void pn_plot_follow (PnPlot *self);

/* A title or axis name as it is shown, with where an accuracy axis starts: "Accuracy (from 0.88)".
 * NULL stays NULL. The caller frees it.
 */
char *pn_plot_title (const char *title, double accuracy_from, const PnNumbers *numbers);

/* The plot in words, for a screen reader: title, and each run's last value. The caller frees it. */
char *pn_plot_describe (const PnPlot *self, const PnNumbers *numbers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnPlot, pn_plot_free)

G_END_DECLS
