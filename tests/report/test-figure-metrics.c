/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-figure.h"

#include <math.h>
#include <string.h>

#include "pn-figure-data.h"
#include "pn-run-curves.h"

/* Learning rate, gradient norm and throughput as figures: what the window's plots show. */

#define BATCH 8

static const char *const titles[PN_N_METRICS] = {
  [PN_METRIC_LEARNING_RATE] = ">Learning rate<",
  [PN_METRIC_GRADIENT_NORM] = ">Gradient norm<",
  [PN_METRIC_THROUGHPUT] = ">Samples a second<",
};

/* Checks each 10 steps that take longer and longer; `scale` tells runs apart. */
static PnHistory *
make_history (double scale)
{
  PnHistory *history = pn_history_new ();

  pn_history_set_steps_per_epoch (history, 100);
  for (guint64 step = 0; step <= 300; step++)
    {
      PnStepRecord batch = { step, 2.0f / (float) (step + 1), 0.5f };
      PnCheckRecord check = { .step = step,
                              .epoch = (double) step / 100,
                              .training_seconds = scale * (double) (step * step) / 1e4,
                              .loss = 0.5,
                              .accuracy = 0.9,
                              .train_loss = NAN,
                              .train_accuracy = NAN,
                              .learning_rate = 0.1 / (1 + (double) step),
                              .gradient_norm = step > 0 ? scale / (double) step : NAN };

      pn_history_append_records (history, &batch, step > 0 ? 1 : 0, &check, step % 10 == 0 ? 1 : 0);
    }
  return history;
}

static PnFigureRun *
make_run (const char *name, double scale)
{
  g_autoptr (PnHistory) history = make_history (scale);
  PnFigureRun *run = pn_figure_run_new_from_history (name, 0, history);

  pn_figure_run_set_batch (run, BATCH);
  return run;
}

static const PnSeries *
measure (const PnFigureRun *run, PnMetric metric)
{
  return run->measures[metric - PN_METRIC_FIRST_MEASURE];
}

static char *
export_text (const PnFigureRun *run, PnMetric metric, PnFigureFormat format, gboolean log_y)
{
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  options.metrics = 1u << metric;
  options.log_y = log_y;
  bytes = pn_figure_export (&run, 1, &options, format, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Point for point the curve of the window's plot, but for what can't be drawn. */
static void
test_as_in_window (void)
{
  g_autoptr (PnHistory) history = make_history (1);
  g_autoptr (PnFigureRun) run = make_run ("Plain", 1);

  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    {
      g_autoptr (PnPlot) plot = pn_run_curves_new_plot (metric);
      g_autoptr (PnRunCurves) curves = pn_run_curves_new (plot, metric);
      const PnSeries *shown = ((const PnCurve *) plot->curves->pdata[1])->data;
      const PnSeries *drawn = measure (run, metric);
      gsize first = metric == PN_METRIC_LEARNING_RATE ? 0 : 1;

      pn_run_curves_set_unit (curves, PN_X_STEP, BATCH);
      pn_run_curves_update (curves, history, NULL);
      g_assert_cmpuint (shown->length, ==, 31);
      g_assert_cmpuint (drawn->length, ==, shown->length - first);
      for (gsize i = 0; i < drawn->length; i++)
        g_assert_true (drawn->x[i] == shown->x[first + i] && drawn->y[i] == shown->y[first + i]);
    }
  /* Steps 20 to 30 took (30² − 20²)/10⁴ seconds. */
  g_assert_true (fabs (measure (run, PN_METRIC_THROUGHPUT)->y[2] - 10 * BATCH / 0.05) <= 1e-9);
}

/* One curve a run, and no word for kinds of lines. */
static void
test_svg (void)
{
  g_autoptr (PnFigureRun) run = make_run ("Plain", 1);

  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    {
      g_autofree char *svg = export_text (run, metric, PN_FIGURE_SVG, FALSE);

      g_assert_nonnull (strstr (svg, titles[metric]));
      g_assert_nonnull (strstr (svg, ">Plain<"));
      g_assert_null (strstr (svg, ">validation<"));
      g_assert_null (strstr (svg, "loss"));
    }
}

static void
test_text (void)
{
  g_autoptr (PnFigureRun) run = make_run ("Plain", 1);
  g_autofree char *csv = export_text (run, PN_METRIC_LEARNING_RATE, PN_FIGURE_CSV, FALSE);
  g_autofree char *linear = export_text (run, PN_METRIC_LEARNING_RATE, PN_FIGURE_TEX, FALSE);
  g_autofree char *tex = export_text (run, PN_METRIC_LEARNING_RATE, PN_FIGURE_TEX, TRUE);
  g_autofree char *accuracy = export_text (run, PN_METRIC_ACCURACY, PN_FIGURE_TEX, TRUE);

  g_assert_true (g_str_has_prefix (csv, "run,metric,split,step,value\n"
                                        "Plain,learning-rate,training,0,0.1\n"));
  g_assert_null (strstr (linear, "ymode=log"));
  g_assert_nonnull (strstr (tex, "ymode=log"));
  g_assert_nonnull (strstr (tex, "ylabel={Learning rate}"));
  g_assert_null (strstr (accuracy, "ymode=log"));
}

/* Of two seeds the mean, and a band even where it isn't validation. */
static void
test_group (void)
{
  g_autoptr (PnFigureRun) one = make_run ("Plain", 1), other = make_run ("Plain", 3);
  const PnFigureRun *const runs[] = { one, other };
  g_autoptr (PnFigureRun) group = pn_figure_run_new_group ("Plain", 0, runs, 2);
  const PnFigureBand *band
      = &group->measure_bands[PN_METRIC_GRADIENT_NORM - PN_METRIC_FIRST_MEASURE];
  g_autofree char *csv = export_text (group, PN_METRIC_GRADIENT_NORM, PN_FIGURE_CSV, FALSE);

  g_assert_true (fabs (measure (group, PN_METRIC_GRADIENT_NORM)->y[0] - 0.2) <= 1e-15);
  g_assert_true (band->low->y[0] == 0.1 && band->high->y[0] == 0.3);
  g_assert_nonnull (strstr (csv, "gradient-norm,training maximum,10,0.3\n"));
}

/* What travels inside draws the same. */
static void
test_data (void)
{
  g_autoptr (PnHistory) history = make_history (1);
  g_autoptr (PnFigureRun) run = make_run ("Plain", 1), again = NULL;
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_data_run_free);
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GArray *rows;

  g_ptr_array_add (runs, pn_figure_data_run_new ("Plain", NULL, history));
  text = pn_figure_data_to_text (runs);
  read = pn_figure_data_parse (text, "f", &error);
  g_assert_no_error (error);
  rows = ((const PnFigureDataRun *) read->pdata[0])->rows;
  again = pn_figure_run_new_from_rows ("Plain", 0, (const PnHistoryRow *) (gpointer) rows->data,
                                       rows->len);
  pn_figure_run_set_batch (again, BATCH);
  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    {
      g_autofree char *before = export_text (run, metric, PN_FIGURE_SVG, FALSE);
      g_autofree char *after = export_text (again, metric, PN_FIGURE_SVG, FALSE);

      g_assert_cmpstr (before, ==, after);
    }
}

/* The error names the run and what it doesn't know. */
static void
test_unknown (void)
{
  const PnHistoryRow bare[] = { { .step = 1, .epoch = 0.01, .check = TRUE, .seconds = NAN },
                                { .step = 2, .epoch = 0.02, .check = TRUE, .seconds = NAN } };
  g_autoptr (PnFigureRun) run = pn_figure_run_new_from_rows ("old", 0, bare, 2);
  const PnFigureRun *const runs[] = { run };
  const char *const says[PN_N_METRICS] = {
    [PN_METRIC_LEARNING_RATE] = "old: says nothing of the learning rate",
    [PN_METRIC_GRADIENT_NORM] = "old: says nothing of the gradient norm",
    [PN_METRIC_THROUGHPUT] = "old: says nothing of seconds",
  };

  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    {
      PnFigureOptions options = pn_figure_options_default ();
      g_autoptr (GError) error = NULL;

      options.metrics = 1u << metric;
      g_assert_null (pn_figure_export (runs, 1, &options, PN_FIGURE_PDF, NULL, &error));
      g_assert_nonnull (strstr (error->message, says[metric]));
    }
  g_assert_true (pn_figure_check_metrics (runs, 1, PN_FIGURE_BOTH, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-metrics/as-in-window", test_as_in_window);
  g_test_add_func ("/figure-metrics/svg", test_svg);
  g_test_add_func ("/figure-metrics/text", test_text);
  g_test_add_func ("/figure-metrics/group", test_group);
  g_test_add_func ("/figure-metrics/data", test_data);
  g_test_add_func ("/figure-metrics/unknown", test_unknown);
  return g_test_run ();
}
