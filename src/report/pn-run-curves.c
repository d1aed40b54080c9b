/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-comparison.h"
#include "pn-run-curves.h"

#define CHUNK 1024

typedef enum
{
  TRAINING,
  VALIDATION,
  GHOST_TRAINING,
  GHOST_VALIDATION,
  N_CURVES,
} Kind;

struct _PnRunCurves
{
  PnMetric metric;
  PnXUnit unit;
  double batch;
  gsize n_validation;
  PnCurve *curves[N_CURVES];
};

/* Where a curve's points come from: record `i` of something that holds `n` of them. */
typedef struct
{
  gsize n;
  const PnStepRecord *steps; /* one of these two */
  const PnCheckRecord *checks;
  PnMetric metric;
  gboolean training; /* of the checks: over the training images */
  const PnTimeline *timeline;
} Source;

static void
get_point (const Source *source, gsize i, double *x, double *y)
{
  gboolean loss = source->metric == PN_METRIC_LOSS;

  if (source->steps)
    {
      *x = pn_timeline_map (source->timeline, (double) source->steps[i].step);
      *y = loss ? source->steps[i].loss : source->steps[i].accuracy;
    }
  else
    {
      const PnCheckRecord *check = &source->checks[i];

      *x = pn_timeline_map (source->timeline, (double) check->step);
      if (source->metric > PN_METRIC_ACCURACY)
        *y = pn_metric_measure (source->metric, source->timeline, i);
      else if (source->training)
        *y = loss ? check->train_loss : check->train_accuracy;
      else
        *y = loss ? check->loss : check->accuracy;
    }
}

/* A new check moves what is before it by a rounding error. */
static gboolean
is_same_place (double x, double other)
{
  return fabs (x - other) <= 1e-9 * fabs (x);
}

/* Whether the last point that the curve has is still in the source where it was. */
static gboolean
is_continued (const PnCurve *curve, const Source *source)
{
  gsize last = curve->data->length - 1;
  double x, y;

  get_point (source, last, &x, &y);
  return is_same_place (curve->data->x[last], x)
         && (curve->data->y[last] == y || (isnan (y) && isnan (curve->data->y[last])));
}

static void
append_from (PnCurve *curve, const Source *source)
{
  double x[CHUNK], y[CHUNK];

  while (curve->data->length < source->n)
    {
      gsize begin = curve->data->length, n = MIN (source->n - begin, CHUNK);

      for (gsize i = 0; i < n; i++)
        get_point (source, begin + i, &x[i], &y[i]);
      pn_curve_append_many (curve, x, y, n);
    }
}

static gboolean
catch_up (PnCurve *curve, const Source *source)
{
  gsize before = curve->data->length;
  gboolean cut = before > source->n;

  if (cut)
    pn_curve_truncate (curve, source->n);
  if (curve->data->length > 0 && !is_continued (curve, source))
    {
      pn_curve_truncate (curve, 0);
      cut = TRUE;
    }
  append_from (curve, source);
  return cut || curve->data->length != before;
}

/* How many of the source's steps have a place on the axis that will stay. */
static gsize
count_sure (const Source *source)
{
  double last = pn_timeline_last_sure (source->timeline);
  gsize low = 0, high = source->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if ((double) source->steps[middle].step <= last)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Whether a check has what the metric asks for: of what is recorded from some day on, each that was
 * made since, but the first, which has neither a batch nor time behind it.
 */
static gboolean
has_measures (const Source *source)
{
  if (source->metric <= PN_METRIC_ACCURACY)
    return TRUE;
  for (gsize i = source->n; i-- > 0;)
    if (isfinite (pn_metric_measure (source->metric, source->timeline, i)))
      return TRUE;
  return FALSE;
}

/* The checks measure the training accuracy in all of a run or in none of it. */
static gboolean
training_is_measured (const PnCheckRecord *checks, gsize n, PnMetric metric)
{
  return metric == PN_METRIC_ACCURACY && n > 0 && isfinite (checks[0].train_accuracy);
}

static gboolean
catch_up_pair (PnRunCurves *self,
               Kind training,
               Kind validation,
               PnHistory *history,
               PnHistoryLength length)
{
  PnTimeline timeline = { .unit = self->unit };
  Source checks = { .metric = self->metric, .timeline = &timeline }, batches = checks;
  gboolean changed;

  if (history)
    timeline = pn_timeline_of_history (history, self->unit, self->batch);
  if (history && pn_timeline_is_known (&timeline))
    {
      checks.checks = pn_history_checks (history, &checks.n);
      batches.steps = pn_history_steps (history, &batches.n);
      checks.n = MIN (checks.n, length.n_checks);
      batches.n = MIN (batches.n, length.n_steps);
      batches.n = self->metric > PN_METRIC_ACCURACY ? 0 : count_sure (&batches);
      checks.n = has_measures (&checks) ? checks.n : 0;
    }
  if (training_is_measured (checks.checks, checks.n, self->metric))
    {
      batches = checks;
      batches.training = TRUE;
    }
  if (!!self->curves[training]->smooth == batches.training)
    {
      self->curves[training]->smooth = !batches.training;
      pn_curve_truncate (self->curves[training], 0);
    }
  changed = catch_up (self->curves[training], &batches);
  changed |= catch_up (self->curves[validation], &checks);
  return changed;
}

/* Where training went back to its last good state. */
static void
restart_smoothing (PnRunCurves *self, PnCurve *curve, PnHistory *history)
{
  PnTimeline timeline = { .unit = self->unit };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (double));
  gsize n = 0;
  const PnMark *marks = history ? pn_history_marks (history, &n) : NULL;

  if (history)
    timeline = pn_timeline_of_history (history, self->unit, self->batch);
  for (gsize i = 0; i < n; i++)
    if (marks[i].kind == PN_MARK_DIVERGED)
      {
        double x = pn_timeline_map (&timeline, (double) marks[i].step);

        g_array_append_val (places, x);
      }
  pn_curve_set_restarts (curve, (const double *) (gpointer) places->data, places->len);
}

gboolean
pn_run_curves_update (PnRunCurves *self, PnHistory *history, PnHistory *ghost)
{
  g_return_val_if_fail (PN_IS_HISTORY (history), FALSE);

  return pn_run_curves_update_to (self, history, pn_history_get_length (history), ghost);
}

static void
update_interval (PnRunCurves *self)
{
  PnCurve *curve = self->curves[VALIDATION];
  PnShare share = { NAN, NAN, NAN };

  if (self->metric == PN_METRIC_ACCURACY && curve->data->length > 0)
    share = pn_share_new (curve->data->y[curve->data->length - 1], self->n_validation);
  pn_curve_set_end_interval (curve, share.low, share.high);
}

gboolean
pn_run_curves_update_to (PnRunCurves *self,
                         PnHistory *history,
                         PnHistoryLength length,
                         PnHistory *ghost)
{
  const PnHistoryLength all = { G_MAXSIZE, G_MAXSIZE, G_MAXSIZE };
  gboolean changed;

  g_return_val_if_fail (PN_IS_HISTORY (history), FALSE);

  restart_smoothing (self, self->curves[TRAINING], history);
  restart_smoothing (self, self->curves[GHOST_TRAINING], ghost);
  changed = catch_up_pair (self, TRAINING, VALIDATION, history, length);
  changed |= catch_up_pair (self, GHOST_TRAINING, GHOST_VALIDATION, ghost, all);
  update_interval (self);
  return changed;
}

void
pn_run_curves_set_n_validation (PnRunCurves *self, gsize n)
{
  self->n_validation = n;
}

void
pn_run_curves_set_unit (PnRunCurves *self, PnXUnit unit, double batch)
{
  gboolean counts = unit == PN_X_EXAMPLES || self->metric == PN_METRIC_THROUGHPUT;

  if (unit == self->unit && (batch == self->batch || !counts))
    return;
  self->unit = unit;
  self->batch = batch;
  for (int i = 0; i < N_CURVES; i++)
    pn_curve_truncate (self->curves[i], 0);
}

PnRunCurves *
pn_run_curves_new (PnPlot *plot, PnMetric metric)
{
  PnRunCurves *self = g_new0 (PnRunCurves, 1);

  self->metric = metric;
  for (int i = 0; i < N_CURVES; i++)
    {
      gboolean training = i == TRAINING || i == GHOST_TRAINING;

      self->curves[i] = pn_plot_add_curve (plot, NULL, 0, training, training);
      self->curves[i]->ghost = i == GHOST_TRAINING || i == GHOST_VALIDATION;
    }
  return self;
}

void
pn_run_curves_free (PnRunCurves *self)
{
  g_free (self);
}

void
pn_run_curves_set_look (PnRunCurves *self, const char *name, guint run, gboolean hidden)
{
  for (int i = 0; i < N_CURVES; i++)
    {
      g_free (self->curves[i]->name);
      self->curves[i]->name = g_strdup (name);
      self->curves[i]->run = run;
      self->curves[i]->hidden = hidden;
    }
}

static int
rank (const PnCurve *curve)
{
  return curve->ghost ? 0 : curve->training ? 1 : 2;
}

void
pn_run_curves_sort (PnPlot *plot)
{
  g_autoptr (GPtrArray) unsorted = g_ptr_array_new ();

  for (guint i = 0; i < plot->curves->len; i++)
    g_ptr_array_add (unsorted, plot->curves->pdata[i]);
  /* By hand, because g_ptr_array_sort() doesn't keep the runs' order. */
  for (guint level = 0, next = 0; level < 3; level++)
    for (guint i = 0; i < unsorted->len; i++)
      if (rank (unsorted->pdata[i]) == (int) level)
        plot->curves->pdata[next++] = unsorted->pdata[i];
}

static const char *
mark_word (const PnMark *mark)
{
  if (mark->text)
    return mark->text;
  switch (mark->kind)
    {
    case PN_MARK_EARLY_STOP:
      return _ ("early stop");
    case PN_MARK_BEST:
      return _ ("best");
    case PN_MARK_DIVERGED:
      return _ ("diverged");
    case PN_MARK_SETTING:
    case PN_MARK_EDIT:
    default:
      return _ ("changed");
    }
}

/* Where training and validation part, on the plot that shows it. */
static void
add_split (PnPlot *plot, PnHistory *history, gsize n_shown, const PnTimeline *timeline, guint run)
{
  gsize n;
  const PnCheckRecord *checks = pn_history_checks (history, &n);
  gssize split = pn_comparison_split (checks, n);

  if (plot->kind == PN_PLOT_ACCURACY && split >= 0 && (gsize) split < n_shown)
    pn_plot_add_mark (plot, pn_timeline_map (timeline, (double) checks[split].step), _ ("split"),
                      run);
}

void
pn_run_curves_add_marks (PnPlot *plot,
                         PnHistory *history,
                         PnHistoryLength length,
                         const PnTimeline *timeline,
                         guint run)
{
  gsize n_marks;
  const PnMark *marks = pn_history_marks (history, &n_marks);

  for (gsize i = 0; i < MIN (length.n_marks, n_marks); i++)
    pn_plot_add_mark (plot, pn_timeline_map (timeline, (double) marks[i].step),
                      mark_word (&marks[i]), run);
  add_split (plot, history, length.n_checks, timeline, run);
}

PnPlot *
pn_run_curves_new_plot (PnMetric metric)
{
  PnPlot *plot = pn_plot_new (pn_metric_plot_kind (metric), pn_metric_title (metric), NULL);

  plot->one_kind = metric > PN_METRIC_ACCURACY;
  pn_run_curves_set_plot_unit (plot, PN_X_STEP);
  pn_plot_set_smoothing (plot, PN_RUN_CURVES_SMOOTHING);
  return plot;
}

void
pn_run_curves_set_plot_unit (PnPlot *plot, PnXUnit unit)
{
  g_free (plot->x_label);
  plot->x_label = g_strdup (pn_x_unit_label (unit));
  plot->x_fractional = !pn_x_unit_is_whole (unit);
}
