/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-comparison.h"
#include "pn-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
clear_mark (gpointer data)
{
  g_free (((PnPlotMark *) data)->word);
}

PnFigureRun *
pn_figure_run_new (const char *name, guint run)
{
  PnFigureRun *self = g_new0 (PnFigureRun, 1);

  self->name = g_strdup (name);
  self->run = run;
  self->training_loss = pn_series_new ();
  self->training_accuracy = pn_series_new ();
  self->validation_loss = pn_series_new ();
  self->validation_accuracy = pn_series_new ();
  for (int i = 0; i < PN_N_MEASURES; i++)
    self->measures[i] = pn_series_new ();
  self->split = NAN;
  self->checks = g_array_new (FALSE, TRUE, sizeof (PnCheckRecord));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PnPlotMark));
  g_array_set_clear_func (self->marks, clear_mark);
  return self;
}

static void
clear_band (PnFigureBand *band)
{
  g_clear_pointer (&band->low, pn_series_free);
  g_clear_pointer (&band->high, pn_series_free);
}

void
pn_figure_run_free (PnFigureRun *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  pn_series_free (self->training_loss);
  pn_series_free (self->training_accuracy);
  pn_series_free (self->validation_loss);
  pn_series_free (self->validation_accuracy);
  for (int i = 0; i < PN_N_MEASURES; i++)
    {
      pn_series_free (self->measures[i]);
      clear_band (&self->measure_bands[i]);
    }
  clear_band (&self->loss_band);
  clear_band (&self->accuracy_band);
  g_array_unref (self->marks);
  g_array_unref (self->checks);
  g_free (self);
}

static void
append_known (PnSeries *series, double x, double y)
{
  if (!isnan (y))
    pn_series_append (series, x, y);
}

static gboolean
checks_measure_training (const PnHistoryRow *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (rows[i].check && !isnan (rows[i].training_accuracy))
      return TRUE;
  return FALSE;
}

static void
gather_checks (PnFigureRun *self, const PnHistoryRow *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      PnCheckRecord check = { .step = (guint64) rows[i].step,
                              .epoch = rows[i].epoch,
                              .training_seconds = rows[i].seconds,
                              .accuracy = rows[i].validation_accuracy,
                              .train_accuracy = rows[i].training_accuracy,
                              .learning_rate = rows[i].learning_rate,
                              .gradient_norm = rows[i].gradient_norm };

      if (rows[i].check)
        g_array_append_val (self->checks, check);
    }
}

/* The step where the curves split, NaN if they don't. */
static double
find_split (const GArray *checks)
{
  gssize split = pn_comparison_split ((const PnCheckRecord *) (gpointer) checks->data, checks->len);

  return split >= 0 ? (double) g_array_index (checks, PnCheckRecord, split).step : NAN;
}

/* By the last row that says in which epoch it is. */
static double
find_steps_per_epoch (const PnHistoryRow *rows, gsize n)
{
  for (gsize i = n; i-- > 0;)
    if (rows[i].epoch > 0 && rows[i].step > 0)
      return rows[i].step / rows[i].epoch;
  return 0;
}

PnTimeline
pn_figure_run_timeline (const PnFigureRun *self, PnXUnit unit)
{
  return (PnTimeline){ .unit = unit,
                       .checks = (const PnCheckRecord *) (gpointer) self->checks->data,
                       .n_checks = self->checks->len,
                       .steps_per_epoch = self->steps_per_epoch,
                       .batch = self->batch };
}

static void
gather_measure (PnFigureRun *self, PnMetric metric)
{
  PnTimeline timeline = pn_figure_run_timeline (self, PN_X_STEP);
  PnSeries *series = self->measures[metric - PN_METRIC_FIRST_MEASURE];

  pn_series_truncate (series, 0);
  for (guint i = 0; i < self->checks->len; i++)
    append_known (series, (double) timeline.checks[i].step,
                  pn_metric_measure (metric, &timeline, i));
}

void
pn_figure_run_set_batch (PnFigureRun *self, double batch)
{
  self->batch = batch;
  gather_measure (self, PN_METRIC_THROUGHPUT);
}

static void
copy_head (PnSeries *to, const PnSeries *from, gsize n)
{
  pn_series_append_many (to, from->x, from->y, MIN (from->length, n));
}

PnFigureRun *
pn_figure_run_head (const PnFigureRun *self, gsize n)
{
  PnFigureRun *head = pn_figure_run_new (self->name, self->run);

  copy_head (head->training_loss, self->training_loss, n);
  copy_head (head->training_accuracy, self->training_accuracy, n);
  copy_head (head->validation_loss, self->validation_loss, n);
  copy_head (head->validation_accuracy, self->validation_accuracy, n);
  for (int i = 0; i < PN_N_MEASURES; i++)
    copy_head (head->measures[i], self->measures[i], n);
  g_array_append_vals (head->checks, self->checks->data, self->checks->len);
  head->steps_per_epoch = self->steps_per_epoch;
  head->batch = self->batch;
  return head;
}

PnFigureRun *
pn_figure_run_new_from_rows (const char *name, guint run, const PnHistoryRow *rows, gsize n)
{
  PnFigureRun *self = pn_figure_run_new (name, run);
  gboolean from_checks = checks_measure_training (rows, n);

  for (gsize i = 0; i < n; i++)
    {
      if (rows[i].check == from_checks)
        append_known (self->training_accuracy, rows[i].step, rows[i].training_accuracy);
      if (!rows[i].check)
        append_known (self->training_loss, rows[i].step, rows[i].training_loss);
      append_known (self->validation_loss, rows[i].step, rows[i].validation_loss);
      append_known (self->validation_accuracy, rows[i].step, rows[i].validation_accuracy);
    }
  gather_checks (self, rows, n);
  self->split = find_split (self->checks);
  self->steps_per_epoch = find_steps_per_epoch (rows, n);
  gather_measure (self, PN_METRIC_LEARNING_RATE);
  gather_measure (self, PN_METRIC_GRADIENT_NORM);
  return self;
}

static const char *
mark_word (const PnMark *mark)
{
  if (mark->text != NULL)
    return mark->text;
  return mark->kind == PN_MARK_BEST         ? _ ("best")
         : mark->kind == PN_MARK_EARLY_STOP ? _ ("early stop")
         : mark->kind == PN_MARK_DIVERGED   ? _ ("diverged")
                                            : NULL;
}

static void
add_marks (PnFigureRun *self, PnHistory *history)
{
  gsize n;
  const PnMark *marks = pn_history_marks (history, &n);

  for (gsize i = 0; i < n; i++)
    {
      PnPlotMark mark = { marks[i].step, g_strdup (mark_word (&marks[i])), self->run };

      g_array_append_val (self->marks, mark);
    }
}

PnFigureRun *
pn_figure_run_new_from_history (const char *name, guint run, PnHistory *history)
{
  g_autoptr (GArray) rows = pn_history_csv_rows (history);
  PnFigureRun *self = pn_figure_run_new_from_rows (
      name, run, (const PnHistoryRow *) (gpointer) rows->data, rows->len);

  self->steps_per_epoch = (double) pn_history_steps_per_epoch (history);
  add_marks (self, history);
  return self;
}
