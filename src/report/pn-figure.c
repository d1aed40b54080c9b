/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-private.h"
#include "pn-run-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-comparison.h"
#include "pn-error.h"

/* In points. */
#define MARGIN 3.0
#define PANEL_GAP 10.0

#define MAX_PIXELS 100e6

PnFigureOptions
pn_figure_options_default (void)
{
  PnFigureOptions options = {
    .metrics = PN_FIGURE_BOTH,
    .splits = PN_FIGURE_ALL,
    .width_mm = PN_FIGURE_TWO_COLUMNS,
    .height_mm = 70,
    .dpi = 300,
    .smoothing = PN_RUN_CURVES_SMOOTHING,
    .text_pt = 8,
    .family = "DejaVu Sans",
    .numbers = pn_numbers_english (),
  };

  return options;
}

static gboolean
check_range (double value, double low, double high, const char *what, GError **error)
{
  if (value >= low && value <= high)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("The figure's %s is %g; it must be from %g to %g"), what, value, low, high);
  return FALSE;
}

gboolean
pn_figure_options_validate (const PnFigureOptions *options, GError **error)
{
  double scale = options->dpi / 25.4;
  double pixels = options->width_mm * scale * options->height_mm * scale;

  if (!check_range (options->width_mm, 10, 2000, _ ("width in millimetres"), error)
      || !check_range (options->height_mm, 10, 2000, _ ("height in millimetres"), error)
      || !check_range (options->dpi, 20, 2400, _ ("resolution in dpi"), error)
      || !check_range (options->smoothing, 0, 0.99999, _ ("smoothing"), error)
      || !check_range (options->text_pt, 2, 72, _ ("text size in points"), error))
    return FALSE;
  if (pn_figure_n_panels (options) == 0 || !(options->splits & PN_FIGURE_ALL))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("The figure shows nothing: choose a metric, training or validation"));
      return FALSE;
    }
  if (pixels <= MAX_PIXELS)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("The figure would have %.0f million pixels; at most 100 million are possible"),
               pixels / 1e6);
  return FALSE;
}

PnStyle
pn_figure_style (const PnFigureOptions *options)
{
  /* text_pt is what most of the text has: the style's small size. */
  PnStyle style = pn_style_report (options->text_pt * 15 / 13);

  style.family = options->family;
  style.numbers = options->numbers;
  return style;
}

PnRect
pn_figure_rect (const PnFigureOptions *options)
{
  PnRect rect = { 0, 0, options->width_mm * PN_FIGURE_POINTS_PER_MM,
                  options->height_mm * PN_FIGURE_POINTS_PER_MM };

  return rect;
}

guint
pn_figure_n_panels (const PnFigureOptions *options)
{
  guint n = 0;

  for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
    n += pn_figure_has_metric (options, metric);
  return n;
}

gboolean
pn_figure_has_metric (const PnFigureOptions *options, PnMetric metric)
{
  return (options->metrics & (1u << metric)) != 0;
}

/* Side by side; above one another where the figure is higher than wide. */
PnRect
pn_figure_panel (const PnFigureOptions *options, const PnRect *around, guint index, guint n)
{
  PnRect panel = *around;

  if (options->height_mm > options->width_mm)
    {
      panel.height = (around->height - (n - 1) * PANEL_GAP) / n;
      panel.y += index * (panel.height + PANEL_GAP);
    }
  else
    {
      panel.width = (around->width - (n - 1) * PANEL_GAP) / n;
      panel.x += index * (panel.width + PANEL_GAP);
    }
  return panel;
}

static gboolean
fail_unknown (const char *name, const char *why, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED, "%s: %s", name, why);
  return FALSE;
}

gboolean
pn_figure_check_unit (const PnFigureRun *const *runs, gsize n_runs, PnXUnit unit, GError **error)
{
  for (gsize i = 0; i < n_runs; i++)
    {
      PnTimeline timeline = pn_figure_run_timeline (runs[i], unit);

      if (pn_timeline_is_known (&timeline))
        continue;
      if (unit == PN_X_SECONDS)
        return fail_unknown (
            runs[i]->name,
            _ ("says nothing of seconds: a history as CSV never does, a figure with "
               "its data inside does"),
            error);
      if (unit == PN_X_EXAMPLES)
        return fail_unknown (
            runs[i]->name,
            _ ("doesn't say how many examples a step takes: a history as CSV never "
               "does, a figure with its data inside does"),
            error);
      return fail_unknown (runs[i]->name, _ ("doesn't say in which epoch its steps are"), error);
    }
  return TRUE;
}

static const char *
why_unknown (const PnFigureRun *run, PnMetric metric)
{
  PnTimeline seconds = pn_figure_run_timeline (run, PN_X_SECONDS);

  if (metric == PN_METRIC_LEARNING_RATE)
    return _ ("says nothing of the learning rate: it wasn't recorded");
  if (metric == PN_METRIC_GRADIENT_NORM)
    return _ ("says nothing of the gradient norm: it wasn't recorded");
  if (!pn_timeline_is_known (&seconds))
    return _ ("says nothing of seconds: a history as CSV never does, a figure with its data inside "
              "does");
  return _ ("doesn't say how many examples a step takes: a history as CSV never does, a figure "
            "with its data inside does");
}

gboolean
pn_figure_check_metrics (const PnFigureRun *const *runs,
                         gsize n_runs,
                         PnFigureMetrics metrics,
                         GError **error)
{
  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    for (gsize i = 0; (metrics & (1u << metric)) && i < n_runs; i++)
      if (runs[i]->measures[metric - PN_METRIC_FIRST_MEASURE]->length == 0)
        return fail_unknown (runs[i]->name, why_unknown (runs[i], metric), error);
  return TRUE;
}

static PnCurve *
add_curve (PnPlot *plot,
           const PnFigureRun *run,
           const PnSeries *series,
           const PnFigureOptions *options,
           gboolean training,
           gboolean smooth)
{
  PnTimeline timeline = pn_figure_run_timeline (run, options->x_unit);
  g_autofree double *x = NULL;
  PnCurve *curve;

  if (series->length == 0 || !pn_timeline_is_known (&timeline))
    return NULL;
  curve = pn_plot_add_curve (plot, run->name, run->run, training, smooth);
  x = g_new (double, series->length);
  for (gsize i = 0; i < series->length; i++)
    x[i] = pn_timeline_map (&timeline, series->x[i]);
  pn_curve_append_many (curve, x, series->y, series->length);
  return curve;
}

static void
add_validation (PnPlot *plot,
                const PnFigureRun *run,
                const PnFigureOptions *options,
                PnMetric metric)
{
  gboolean loss = metric == PN_METRIC_LOSS;
  const PnSeries *series = loss ? run->validation_loss : run->validation_accuracy;
  const PnFigureBand *band = loss ? &run->loss_band : &run->accuracy_band;
  PnCurve *curve = add_curve (plot, run, series, options, FALSE, FALSE);
  PnShare share;

  if (curve != NULL && band->low != NULL)
    pn_curve_set_band (curve, band->low->y, band->high->y);
  if (loss || curve == NULL)
    return;
  share = pn_share_new (series->y[series->length - 1], run->n_validation);
  pn_curve_set_end_interval (curve, share.low, share.high);
}

static void
add_measure (PnPlot *plot, const PnFigureRun *run, const PnFigureOptions *options, PnMetric metric)
{
  const PnSeries *series = run->measures[metric - PN_METRIC_FIRST_MEASURE];
  const PnFigureBand *band = &run->measure_bands[metric - PN_METRIC_FIRST_MEASURE];
  PnCurve *curve = add_curve (plot, run, series, options, FALSE, FALSE);

  if (curve != NULL && band->low != NULL)
    pn_curve_set_band (curve, band->low->y, band->high->y);
}

/* A training accuracy that was measured at checks is exact; smoothing is for what each batch gave.
 */
static gboolean
is_noisy (const PnFigureRun *run, const PnSeries *series)
{
  return series->length > 2 * MAX (run->validation_loss->length, run->validation_accuracy->length);
}

static void
add_run (PnPlot *plot,
         const PnFigureRun *run,
         const PnFigureOptions *options,
         PnMetric metric,
         gboolean training)
{
  gboolean loss = metric == PN_METRIC_LOSS;
  const PnSeries *training_series = loss ? run->training_loss : run->training_accuracy;

  if (metric >= PN_METRIC_FIRST_MEASURE)
    {
      if (!training)
        add_measure (plot, run, options, metric);
      return;
    }
  if (training && (options->splits & PN_FIGURE_TRAINING))
    add_curve (plot, run, training_series, options, TRUE, is_noisy (run, training_series));
  if (!training && (options->splits & PN_FIGURE_VALIDATION))
    add_validation (plot, run, options, metric);
}

static void
add_marks (PnPlot *plot, const PnFigureRun *run, const PnTimeline *timeline)
{
  for (guint i = 0; i < run->marks->len; i++)
    {
      const PnPlotMark *mark = &g_array_index (run->marks, PnPlotMark, i);

      pn_plot_add_mark (plot, pn_timeline_map (timeline, mark->x), mark->word, run->run);
    }
  if (plot->kind == PN_PLOT_ACCURACY && !isnan (run->split))
    pn_plot_add_mark (plot, pn_timeline_map (timeline, run->split), _ ("split"), run->run);
}

static double
last_step (const PnFigureRun *run)
{
  const PnSeries *const all[] = { run->training_loss, run->training_accuracy, run->validation_loss,
                                  run->validation_accuracy };
  double last = 1;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i]->length > 0)
      last = MAX (last, all[i]->x[all[i]->length - 1]);
  return last;
}

PnPlot *
pn_figure_plot (const PnFigureRun *const *runs,
                gsize n_runs,
                const PnFigureOptions *options,
                PnMetric metric)
{
  const char *x_label
      = options->x_label != NULL ? options->x_label : pn_x_unit_label (options->x_unit);
  PnPlot *plot = pn_plot_new (pn_metric_plot_kind (metric), NULL, x_label);

  plot->y_label = g_strdup (pn_metric_title (metric));
  plot->one_kind = metric >= PN_METRIC_FIRST_MEASURE;
  plot->empty_text = g_strdup (_ ("no data"));
  plot->x_fractional = !pn_x_unit_is_whole (options->x_unit);
  plot->x_extent = plot->x_fractional ? 0 : 1;
  plot->x_scale = options->log_x ? PN_SCALE_LOG : PN_SCALE_LINEAR;
  plot->y_scale = options->log_y && metric != PN_METRIC_ACCURACY ? PN_SCALE_LOG : PN_SCALE_LINEAR;
  pn_plot_set_smoothing (plot, options->smoothing);
  /* Validation on top, and both panels over the same steps. */
  for (int training = 1; training >= 0; training--)
    for (gsize i = 0; i < n_runs; i++)
      add_run (plot, runs[i], options, metric, training);
  for (gsize i = 0; i < n_runs; i++)
    {
      PnTimeline timeline = pn_figure_run_timeline (runs[i], options->x_unit);

      plot->x_extent = fmax (plot->x_extent, pn_timeline_map (&timeline, last_step (runs[i])));
      if (options->marks)
        add_marks (plot, runs[i], &timeline);
    }
  return plot;
}

/* The legend of all runs, whatever panel they are in; below everything. Returns its height. */
static double
draw_legend (const PnFigureRun *const *runs,
             gsize n_runs,
             const PnFigureOptions *options,
             PnCanvas *canvas,
             const PnRect *inner)
{
  PnStyle style = pn_figure_style (options);
  g_autoptr (PnPlot) all = pn_plot_new (PN_PLOT_FREE, NULL, NULL);
  g_autoptr (GArray) entries = NULL;
  double height;
  PnRect rect = *inner;

  all->one_kind = !(options->metrics & PN_FIGURE_BOTH);
  for (gsize i = 0; i < n_runs; i++)
    for (int training = 0; training < 2; training++)
      for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
        if (pn_figure_has_metric (options, metric))
          add_run (all, runs[i], options, metric, training);
  entries = pn_plot_legend (all);
  height = pn_legend_height (canvas, &style, (PnLegendEntry *) entries->data, entries->len,
                             inner->width);
  rect.y = pn_rect_bottom (inner) - height;
  rect.height = height;
  pn_legend_draw (canvas, &style, (PnLegendEntry *) entries->data, entries->len, &rect);
  return height;
}

void
pn_figure_draw (const PnFigureRun *const *runs,
                gsize n_runs,
                const PnFigureOptions *options,
                PnCanvas *canvas,
                const PnRect *rect)
{
  PnStyle style = pn_figure_style (options);
  PnColor paper = PN_COLOR (0xffffff);
  guint n = pn_figure_n_panels (options), index = 0;
  PnRect inner = pn_rect_inset (rect, MARGIN, MARGIN);

  pn_canvas_fill_rect (canvas, rect, 0, paper);
  inner.height -= draw_legend (runs, n_runs, options, canvas, &inner) + 2;
  for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
    if (pn_figure_has_metric (options, metric))
      {
        g_autoptr (PnPlot) plot = pn_figure_plot (runs, n_runs, options, metric);
        PnRect panel = pn_figure_panel (options, &inner, index++, n);

        pn_plot_draw (plot, canvas, &panel, &style);
      }
}
