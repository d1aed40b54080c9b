/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-run-curves.h"

#define STEPS_PER_CHECK 10

/* What a run reports: a loss that falls, a check now and then. */
static PnEvent
step_event (guint64 step)
{
  return (PnEvent){ .kind = PN_EVENT_STEP,
                    .step = step,
                    .loss = 2.0 / (1 + step / 50.0) + 0.1 * (step % 7),
                    .accuracy = 1 - 1.0 / (1 + step / 40.0) };
}

static PnEvent
check_event (guint64 step, double train_accuracy)
{
  return (PnEvent){ .kind = PN_EVENT_VALIDATION,
                    .step = step,
                    .epoch = step / 100.0,
                    .loss = 2.1 / (1 + step / 50.0),
                    .accuracy = 0.95 - 1.0 / (2 + step / 40.0),
                    .train_loss = NAN,
                    .train_accuracy = train_accuracy,
                    .training_seconds = (double) step * step / 1e4,
                    .learning_rate = 0.1 / (1 + step),
                    .gradient_norm = step > 0 ? 1.0 / step : NAN };
}

/* Steps after `from` up to `to`, with the checks between them. */
static void
report (PnHistory *history, guint64 from, guint64 to, double train_accuracy)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (PnEvent));

  for (guint64 step = from + 1; step <= to; step++)
    {
      PnEvent event;

      if ((step - 1) % STEPS_PER_CHECK == 0)
        {
          event = check_event (step - 1, train_accuracy);
          g_array_append_val (events, event);
        }
      event = step_event (step);
      g_array_append_val (events, event);
    }
  pn_history_append (history, (const PnEvent *) (gpointer) events->data, events->len);
}

static const PnCurve *
curve (const PnPlot *plot, gboolean training, gboolean ghost)
{
  for (guint i = 0; i < plot->curves->len; i++)
    {
      const PnCurve *candidate = plot->curves->pdata[i];

      if (!!candidate->training == training && !!candidate->ghost == ghost)
        return candidate;
    }
  g_assert_not_reached ();
}

static void
assert_series_equal (const PnSeries *a, const PnSeries *b)
{
  g_assert_cmpuint (a->length, ==, b->length);
  g_assert_cmpmem (a->x, a->length * sizeof (double), b->x, b->length * sizeof (double));
  g_assert_cmpmem (a->y, a->length * sizeof (double), b->y, b->length * sizeof (double));
}

/* Bit by bit is the same as all at once, the smoothed line too. */
static void
test_incremental (void)
{
  for (int metric = 0; metric <= PN_METRIC_ACCURACY; metric++)
    {
      g_autoptr (PnPlot) plot = pn_run_curves_new_plot (metric);
      g_autoptr (PnPlot) whole = pn_run_curves_new_plot (metric);
      g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, metric);
      g_autoptr (PnRunCurves) all = pn_run_curves_new (whole, metric);
      g_autoptr (PnHistory) history = pn_history_new ();

      for (guint64 step = 0; step < 5000; step += 1 + step / 3)
        {
          report (history, step, MIN (step + 1 + step / 3, 5000), NAN);
          g_assert_true (pn_run_curves_update (curves, history, NULL));
          g_assert_false (pn_run_curves_update (curves, history, NULL));
        }
      pn_run_curves_update (all, history, NULL);
      g_assert_cmpuint (curve (plot, TRUE, FALSE)->data->length, ==, 5000);
      g_assert_cmpuint (curve (plot, FALSE, FALSE)->data->length, ==, 500);
      assert_series_equal (curve (plot, TRUE, FALSE)->data, curve (whole, TRUE, FALSE)->data);
      assert_series_equal (curve (plot, TRUE, FALSE)->smoothed,
                           curve (whole, TRUE, FALSE)->smoothed);
    }
}

static void
test_values (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new ();
  const PnCurve *training = curve (plot, TRUE, FALSE), *validation = curve (plot, FALSE, FALSE);

  report (history, 0, 30, NAN);
  pn_run_curves_update (curves, history, NULL);
  g_assert_true (training->data->x[29] == 30);
  g_assert_true (fabs (training->data->y[29] - step_event (30).loss) <= 1e-6);
  g_assert_true (validation->data->x[1] == 10);
  g_assert_true (validation->data->y[1] == check_event (10, NAN).loss);
  g_assert_true (training->smooth);
  g_assert_false (validation->smooth);
}

/* An accuracy that was measured over all training images is exact: it isn't smoothed. */
static void
test_measured_training (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_ACCURACY);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_ACCURACY);
  g_autoptr (PnHistory) history = pn_history_new ();
  const PnCurve *training = curve (plot, TRUE, FALSE);

  report (history, 0, 30, 0.75);
  pn_run_curves_update (curves, history, NULL);
  g_assert_false (training->smooth);
  g_assert_cmpuint (training->data->length, ==, 3);
  g_assert_true (training->data->y[2] == 0.75);
}

static void
test_truncated (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new (), ghost = NULL;

  report (history, 0, 100, NAN);
  pn_run_curves_update (curves, history, NULL);
  ghost = pn_history_copy (history, G_MAXUINT64);
  pn_history_truncate (history, 40);
  g_assert_true (pn_run_curves_update (curves, history, ghost));
  g_assert_cmpuint (curve (plot, TRUE, FALSE)->data->length, ==, 40);
  g_assert_cmpuint (curve (plot, TRUE, TRUE)->data->length, ==, 100);
  g_assert_true (pn_run_curves_update (curves, history, NULL));
  g_assert_cmpuint (curve (plot, TRUE, TRUE)->data->length, ==, 0);
}

/* What exploded before training went back to a good state doesn't linger in the smoothed line. */
static void
test_diverged (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new ();
  PnEvent exploded = { .kind = PN_EVENT_STEP, .step = 21, .loss = 1e15 };

  report (history, 0, 20, NAN);
  pn_history_append (history, &exploded, 1);
  pn_run_curves_update (curves, history, NULL);
  g_assert_true (curve (plot, TRUE, FALSE)->smoothed->y[20] > 1e9);
  pn_history_add_mark (history, 21, PN_MARK_DIVERGED, NULL);
  report (history, 21, 60, NAN);
  pn_run_curves_update (curves, history, NULL);
  g_assert_true (curve (plot, TRUE, FALSE)->smoothed->y[20] > 1e9);
  g_assert_true (curve (plot, TRUE, FALSE)->smoothed->y[21] == (float) step_event (22).loss);
  g_assert_true (curve (plot, TRUE, FALSE)->smoothed->y[59] < 3);
}

/* Cut and grown beyond its old length between two updates; another history altogether. */
static void
test_replaced (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new (), other = pn_history_new ();
  PnEvent event = { .kind = PN_EVENT_STEP, .loss = 0.125 };

  report (history, 0, 50, NAN);
  pn_run_curves_update (curves, history, NULL);
  pn_history_truncate (history, 20);
  for (event.step = 21; event.step <= 80; event.step++)
    pn_history_append (history, &event, 1);
  pn_run_curves_update (curves, history, NULL);
  g_assert_cmpuint (curve (plot, TRUE, FALSE)->data->length, ==, 80);
  g_assert_true (curve (plot, TRUE, FALSE)->data->y[30] == 0.125);
  pn_run_curves_update (curves, other, NULL);
  g_assert_true (pn_plot_is_empty (plot));
}

/* A loss that isn't a number stays in the data, and doesn't make each update start afresh. */
static void
test_not_finite (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new ();
  PnEvent event = { .kind = PN_EVENT_STEP, .step = 1, .loss = NAN };

  pn_history_append (history, &event, 1);
  g_assert_true (pn_run_curves_update (curves, history, NULL));
  g_assert_false (pn_run_curves_update (curves, history, NULL));
  g_assert_cmpuint (curve (plot, TRUE, FALSE)->data->length, ==, 1);
  g_assert_true (isnan (curve (plot, TRUE, FALSE)->data->y[0]));
}

static void
test_order_and_looks (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) first = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) second = pn_run_curves_new (plot, PN_METRIC_LOSS);
  const PnCurve *curves[8];

  pn_run_curves_set_look (first, "First", 0, FALSE);
  pn_run_curves_set_look (second, "Second", 1, TRUE);
  pn_run_curves_sort (plot);
  g_assert_cmpuint (plot->curves->len, ==, 8);
  for (guint i = 0; i < 8; i++)
    curves[i] = plot->curves->pdata[i];
  for (int i = 0; i < 4; i++)
    g_assert_true (curves[i]->ghost);
  g_assert_true (curves[4]->training && curves[5]->training);
  g_assert_false (curves[6]->training || curves[7]->training);
  g_assert_cmpstr (curves[6]->name, ==, "First");
  g_assert_cmpstr (curves[7]->name, ==, "Second");
  g_assert_true (curves[7]->hidden && curves[5]->hidden && !curves[6]->hidden);
}

static void
test_marks (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new ();
  PnTimeline timeline = pn_timeline_of_history (history, PN_X_STEP, 0);

  pn_history_add_mark (history, 7, PN_MARK_SETTING, "learning rate 0.05");
  pn_history_add_mark (history, 9, PN_MARK_EARLY_STOP, NULL);
  pn_run_curves_add_marks (plot, history, pn_history_get_length (history), &timeline, 2);
  g_assert_cmpuint (plot->marks->len, ==, 2);
  g_assert_cmpstr (g_array_index (plot->marks, PnPlotMark, 0).word, ==, "learning rate 0.05");
  g_assert_cmpstr (g_array_index (plot->marks, PnPlotMark, 1).word, ==, "early stop");
  g_assert_true (g_array_index (plot->marks, PnPlotMark, 1).x == 9);
}

/* Of three checks with a gap of 0.02, the one before them; on accuracies alone. */
static void
test_split (void)
{
  g_autoptr (PnPlot) loss = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnPlot) accuracy = pn_run_curves_new_plot (PN_METRIC_ACCURACY);
  g_autoptr (PnHistory) history = pn_history_new ();
  PnTimeline timeline;

  for (guint i = 0; i < 5; i++)
    {
      PnCheckRecord check
          = { .step = 10 * i, .accuracy = 0.9, .train_accuracy = i < 2 ? 0.9 : 0.92 };

      pn_history_append_records (history, NULL, 0, &check, 1);
    }
  timeline = pn_timeline_of_history (history, PN_X_STEP, 0);
  pn_run_curves_add_marks (loss, history, pn_history_get_length (history), &timeline, 2);
  pn_run_curves_add_marks (accuracy, history, pn_history_get_length (history), &timeline, 2);
  g_assert_cmpuint (loss->marks->len, ==, 0);
  g_assert_cmpuint (accuracy->marks->len, ==, 1);
  g_assert_cmpstr (g_array_index (accuracy->marks, PnPlotMark, 0).word, ==, "split");
  g_assert_true (g_array_index (accuracy->marks, PnPlotMark, 0).x == 10);
}

/* A run of `n` steps, 10 a check and 100 an epoch, a millisecond each. */
static void
report_timed (PnHistory *history, guint64 from, guint64 to)
{
  for (guint64 i = from; i < to; i++)
    {
      PnStepRecord step = { .step = i + 1, .loss = 1.0f / (float) (i + 1) };
      PnCheckRecord check = { .step = i,
                              .epoch = i / 100.0,
                              .training_seconds = i / 1e3,
                              .loss = 0.5,
                              .accuracy = 0.5,
                              .train_loss = NAN,
                              .train_accuracy = NAN };

      pn_history_append_records (history, &step, 1, &check, i % 10 == 0);
    }
}

/* Smoothed values don't depend on the axis, places do; appending gives what a new plot would; and
 * by seconds batches wait for their check.
 */
static void
test_units (void)
{
  static const double steps_per_unit[] = { 1, 100, 1 / 32.0, 1000 };

  for (int unit = 0; unit < PN_N_X_UNITS; unit++)
    {
      g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
      g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
      g_autoptr (PnHistory) history = pn_history_new ();
      const PnSeries *batches = curve (plot, TRUE, FALSE)->data;
      gsize expected = unit == PN_X_SECONDS ? 250 : 255;

      pn_history_set_steps_per_epoch (history, 100);
      for (guint64 from = 0; from < 255; from += 51)
        {
          report_timed (history, from, from + 51);
          pn_run_curves_set_unit (curves, unit, 32);
          g_assert_true (pn_run_curves_update (curves, history, NULL));
          g_assert_false (pn_run_curves_update (curves, history, NULL));
        }
      g_assert_cmpuint (batches->length, ==, expected);
      for (gsize i = 0; i < batches->length; i++)
        {
          double x = (double) (i + 1) / steps_per_unit[unit];

          g_assert_true (fabs (batches->x[i] - x) <= 1e-8 * x);
          g_assert_true (batches->y[i] == 1.0f / (float) (i + 1));
        }
    }
}

/* A point for each check, the first without what needs a batch before it; nothing where nothing was
 * recorded.
 */
static void
test_measures (void)
{
  g_autoptr (PnHistory) history = pn_history_new (), old = pn_history_new ();
  PnCheckRecord bare = { .step = 10, .epoch = 0.1, .learning_rate = NAN, .gradient_norm = NAN };

  pn_history_set_steps_per_epoch (history, 100);
  report (history, 0, 40, NAN);
  pn_history_append_records (old, NULL, 0, &bare, 1);
  for (int metric = PN_METRIC_LEARNING_RATE; metric < PN_N_METRICS; metric++)
    {
      g_autoptr (PnPlot) plot = pn_run_curves_new_plot (metric);
      g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, metric);
      /* Steps 20 to 30 took (30² − 20²)/10⁴ seconds, of 8 samples each. */
      const double expected[] = { 0.1 / 31, 1.0 / 30, 10 * 8 / 0.05 };
      const PnSeries *series = curve (plot, FALSE, FALSE)->data;

      pn_run_curves_set_unit (curves, PN_X_STEP, 8);
      pn_run_curves_update (curves, history, NULL);
      g_assert_cmpuint (curve (plot, TRUE, FALSE)->data->length, ==, 0);
      g_assert_cmpuint (series->length, ==, 4);
      g_assert_true (isnan (series->y[0]) == (metric != PN_METRIC_LEARNING_RATE));
      g_assert_true (fabs (series->y[3] - expected[metric - PN_METRIC_LEARNING_RATE])
                     <= 1e-9 * series->y[3]);
      pn_run_curves_update (curves, old, NULL);
      g_assert_true (pn_plot_is_empty (plot));
    }
}

/* The unit of a plot that is full. */
static void
test_change_of_unit (void)
{
  g_autoptr (PnPlot) plot = pn_run_curves_new_plot (PN_METRIC_LOSS);
  g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, PN_METRIC_LOSS);
  g_autoptr (PnHistory) history = pn_history_new ();
  g_autoptr (PnSeries) before = NULL;
  const PnCurve *training = curve (plot, TRUE, FALSE);

  pn_history_set_steps_per_epoch (history, 100);
  report_timed (history, 0, 255);
  pn_run_curves_update (curves, history, NULL);
  before = pn_series_copy (training->smoothed);
  pn_run_curves_set_unit (curves, PN_X_EPOCH, 32);
  g_assert_true (pn_run_curves_update (curves, history, NULL));
  g_assert_true (training->data->x[99] == 1);
  g_assert_cmpmem (before->y, before->length * sizeof (double), training->smoothed->y,
                   training->smoothed->length * sizeof (double));
  pn_run_curves_set_unit (curves, PN_X_STEP, 32);
  g_assert_true (pn_run_curves_update (curves, history, NULL));
  assert_series_equal (before, training->smoothed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-curves/incremental", test_incremental);
  g_test_add_func ("/run-curves/split", test_split);
  g_test_add_func ("/run-curves/values", test_values);
  g_test_add_func ("/run-curves/measured-training", test_measured_training);
  g_test_add_func ("/run-curves/truncated", test_truncated);
  g_test_add_func ("/run-curves/replaced", test_replaced);
  g_test_add_func ("/run-curves/diverged", test_diverged);
  g_test_add_func ("/run-curves/not-finite", test_not_finite);
  g_test_add_func ("/run-curves/order-and-looks", test_order_and_looks);
  g_test_add_func ("/run-curves/marks", test_marks);
  g_test_add_func ("/run-curves/units", test_units);
  g_test_add_func ("/run-curves/measures", test_measures);
  g_test_add_func ("/run-curves/change-of-unit", test_change_of_unit);
  return g_test_run ();
}
