/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history-csv.h"
#include "pn-history.h"
#include "pn-metric.h"

G_BEGIN_DECLS

/* A figure for a report: loss, accuracy, both side by side or another metric, drawn from runs'
 * histories on a light ground with legend and labels. The same for the window and for
 * perceptron-cli.
 */

/* The least and the most of a group of runs, point for point of the series that is their mean. */
typedef struct
{
  PnSeries *low; /* NULL: not a group */
  PnSeries *high;
} PnFigureBand;

/* What a figure shows of a run; x of everything is the step, and the figure's options say what is
 * drawn instead. Free with pn_figure_run_free().
 */
typedef struct
{
  char *name;
  guint run; /* colour and marker */
  PnSeries *training_loss;
  PnSeries *training_accuracy;
  PnSeries *validation_loss;
  PnSeries *validation_accuracy;
  PnSeries *measures[PN_N_MEASURES]; /* of PN_METRIC_FIRST_MEASURE and those behind it, at checks */
  GArray *marks;                     /* PnPlotMark, drawn where the options say so */
  double split;   /* step of another mark, on accuracies: pn_comparison_split(); NaN for none */
  GArray *checks; /* PnCheckRecord: step, epoch and seconds, for other axes than steps */
  double steps_per_epoch; /* 0 where it isn't known */
  double batch; /* examples a step, set with pn_figure_run_set_batch(); 0 where it isn't known */
  PnFigureBand loss_band; /* of the validation curves of a group */
  PnFigureBand accuracy_band;
  PnFigureBand measure_bands[PN_N_MEASURES];
  gsize
      n_validation; /* images of a check, whose accuracy ends in its 95 % interval; 0: not known */
} PnFigureRun;

/* Without points; fill the series. */
PnFigureRun *pn_figure_run_new (const char *name, guint run);

/* From a history's rows, or from a history. The training loss is the batch's at each step; the
 * training accuracy that over all training images at each check, where it was measured, else the
 * batches'.
 */
PnFigureRun *
pn_figure_run_new_from_rows (const char *name, guint run, const PnHistoryRow *rows, gsize n);
PnFigureRun *pn_figure_run_new_from_history (const char *name, guint run, PnHistory *history);
/* How many examples a step takes, without which the run knows neither examples nor throughput. */
void pn_figure_run_set_batch (PnFigureRun *self, double batch);
/* Runs that differ by their seed as one: the mean of their curves as far as all of them go, about
 * those of checks a band from the least to the most of them, and their number in the name.
 * Seconds are their mean too. No marks: each run has its own.
 */
PnFigureRun *
pn_figure_run_new_group (const char *name, guint run, const PnFigureRun *const *runs, guint n);
void pn_figure_run_free (PnFigureRun *self);

/* The first `n` points of each curve, for a look at a file's beginning. */
PnFigureRun *pn_figure_run_head (const PnFigureRun *self, gsize n);

/* Borrows the run's checks. */
PnTimeline pn_figure_run_timeline (const PnFigureRun *self, PnXUnit unit);

/* One flag for each PnMetric. */
typedef enum
{
  PN_FIGURE_LOSS = 1 << PN_METRIC_LOSS,
  PN_FIGURE_ACCURACY = 1 << PN_METRIC_ACCURACY,
  PN_FIGURE_BOTH = PN_FIGURE_LOSS | PN_FIGURE_ACCURACY,
  PN_FIGURE_LEARNING_RATE = 1 << PN_METRIC_LEARNING_RATE,
  PN_FIGURE_GRADIENT_NORM = 1 << PN_METRIC_GRADIENT_NORM,
  PN_FIGURE_THROUGHPUT = 1 << PN_METRIC_THROUGHPUT,
} PnFigureMetrics;

/* Of loss and accuracy. */
typedef enum
{
  PN_FIGURE_TRAINING = 1 << 0,
  PN_FIGURE_VALIDATION = 1 << 1,
  PN_FIGURE_ALL = PN_FIGURE_TRAINING | PN_FIGURE_VALIDATION,
} PnFigureSplits;

/* Widths of one and of two columns of a journal's page, in millimetres. */
#define PN_FIGURE_ONE_COLUMN 84.0
#define PN_FIGURE_TWO_COLUMNS 174.0

typedef struct
{
  PnFigureMetrics metrics;
  PnFigureSplits splits;
  double width_mm;
  double height_mm;
  double dpi; /* of PNG */
  PnXUnit x_unit;
  gboolean log_x;
  gboolean log_y;      /* of all but accuracy */
  double smoothing;    /* β of the training loss; 0 is off */
  gboolean marks;      /* early stop, best … */
  double text_pt;      /* size of the smaller text: labels and legend */
  const char *family;  /* not owned */
  PnNumbers numbers;   /* English, or the user's */
  const char *x_label; /* not owned; NULL is the x unit in the user's language */
} PnFigureOptions;

/* Both metrics, both splits, two columns wide, 300 dpi, smoothed, English numbers. */
PnFigureOptions pn_figure_options_default (void);

typedef enum
{
  PN_FIGURE_PNG,
  PN_FIGURE_SVG,
  PN_FIGURE_PDF,
  PN_FIGURE_CSV, /* columns run, metric, split, x unit, value: the numbers themselves */
  PN_FIGURE_TEX, /* pgfplots, to be included by \input; needs \usepgfplotslibrary{groupplots} */
  PN_N_FIGURE_FORMATS,
} PnFigureFormat;

/* By a path's ending. The error lists the known ones. */
gboolean pn_figure_format_from_path (const char *path, PnFigureFormat *format, GError **error);

/* Whether all runs can be drawn over that axis; the error says which one can't, and why. */
gboolean
pn_figure_check_unit (const PnFigureRun *const *runs, gsize n_runs, PnXUnit unit, GError **error);

/* Whether all runs have the metrics that are asked for, but for loss and accuracy; the error says
 * which one hasn't, and why.
 */
gboolean pn_figure_check_metrics (const PnFigureRun *const *runs,
                                  gsize n_runs,
                                  PnFigureMetrics metrics,
                                  GError **error);

/* 10 to 2,000 mm, 20 to 2,400 dpi, at most 100 million pixels; some metric and split. */
gboolean pn_figure_options_validate (const PnFigureOptions *options, GError **error);

/* Draws the figure into `rect`, in units of 1/72 inch: for a preview, scale the canvas. Ground and
 * all. */
void pn_figure_draw (const PnFigureRun *const *runs,
                     gsize n_runs,
                     const PnFigureOptions *options,
                     PnCanvas *canvas,
                     const PnRect *rect);

/* The file's bytes. `data` (may be NULL) is text that travels inside, compressed in PNG (chunk
 * iTXt, keyword "perceptron"), as it is in SVG (<metadata id="perceptron">); the other formats
 * leave it out. Errors: options, runs that don't know what is asked for, memory.
 */
GBytes *pn_figure_export (const PnFigureRun *const *runs,
                          gsize n_runs,
                          const PnFigureOptions *options,
                          PnFigureFormat format,
                          const char *data,
                          GError **error);

/* The same into a file, whole or not at all. */
gboolean pn_figure_save (const PnFigureRun *const *runs,
                         gsize n_runs,
                         const PnFigureOptions *options,
                         const char *path,
                         const char *data,
                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnFigureRun, pn_figure_run_free)

G_END_DECLS
