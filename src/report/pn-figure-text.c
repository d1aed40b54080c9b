/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-thin.h"

/* Figures as text: the numbers (CSV), and pgfplots. */

static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

/* RFC 4180: a field with a comma, a quote or a line break is quoted, quotes doubled. */
static void
append_field (GString *csv, const char *field)
{
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (csv, field);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = field; *c != '\0'; c++)
    g_string_append_printf (csv, *c == '"' ? "\"\"" : "%c", *c);
  g_string_append_c (csv, '"');
}

static void
append_series (GString *csv,
               const char *name,
               const char *metric,
               const char *split,
               const PnSeries *series,
               const PnTimeline *timeline)
{
  for (gsize i = 0; i < series->length; i++)
    {
      append_field (csv, name);
      g_string_append_printf (csv, ",%s,%s,", metric, split);
      append_number (csv, pn_timeline_map (timeline, series->x[i]));
      g_string_append_c (csv, ',');
      append_number (csv, series->y[i]);
      g_string_append_c (csv, '\n');
    }
}

static void
append_measure (GString *csv,
                const PnFigureRun *run,
                const PnFigureOptions *options,
                PnMetric metric)
{
  const char *name = pn_metric_name (metric);
  const PnFigureBand *band = &run->measure_bands[metric - PN_METRIC_FIRST_MEASURE];
  PnTimeline timeline = pn_figure_run_timeline (run, options->x_unit);

  append_series (csv, run->name, name, "training", run->measures[metric - PN_METRIC_FIRST_MEASURE],
                 &timeline);
  if (band->low == NULL)
    return;
  append_series (csv, run->name, name, "training minimum", band->low, &timeline);
  append_series (csv, run->name, name, "training maximum", band->high, &timeline);
}

static void
append_metric (GString *csv,
               const PnFigureRun *run,
               const PnFigureOptions *options,
               PnMetric metric)
{
  gboolean loss = metric == PN_METRIC_LOSS;
  const char *name = pn_metric_name (metric);
  const PnFigureBand *band = loss ? &run->loss_band : &run->accuracy_band;
  PnTimeline timeline = pn_figure_run_timeline (run, options->x_unit);

  if (options->splits & PN_FIGURE_TRAINING)
    append_series (csv, run->name, name, "training",
                   loss ? run->training_loss : run->training_accuracy, &timeline);
  if (options->splits & PN_FIGURE_VALIDATION)
    append_series (csv, run->name, name, "validation",
                   loss ? run->validation_loss : run->validation_accuracy, &timeline);
  if (options->splits & PN_FIGURE_VALIDATION && band->low != NULL)
    {
      append_series (csv, run->name, name, "validation minimum", band->low, &timeline);
      append_series (csv, run->name, name, "validation maximum", band->high, &timeline);
    }
}

char *
pn_figure_to_csv (const PnFigureRun *const *runs, gsize n_runs, const PnFigureOptions *options)
{
  GString *csv = g_string_new (NULL);

  g_string_append_printf (csv, "run,metric,split,%s,value\n", pn_x_unit_name (options->x_unit));
  for (gsize i = 0; i < n_runs; i++)
    for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
      if (pn_figure_has_metric (options, metric))
        {
          if (metric < PN_METRIC_FIRST_MEASURE)
            append_metric (csv, runs[i], options, metric);
          else
            append_measure (csv, runs[i], options, metric);
        }
  return g_string_free (csv, FALSE);
}

/* Text with what LaTeX reads as commands escaped. */
static void
append_latex (GString *tex, const char *text)
{
  for (; *text != '\0'; text++)
    if (*text == '\\')
      g_string_append (tex, "\\textbackslash{}");
    else if (*text == '~' || *text == '^')
      g_string_append_printf (tex, "\\%c{}", *text);
    else if (strchr ("#$%&_{}", *text) != NULL)
      g_string_append_printf (tex, "\\%c", *text);
    else
      g_string_append_c (tex, *text);
}

typedef struct
{
  GString *tex;
  const PnPlotFrame *frame;
  double unit; /* of x: what isn't seen is not written */
} Coordinates;

static void
add_coordinate_cb (double x, double y, gpointer user_data)
{
  Coordinates *self = user_data;

  g_string_append_c (self->tex, '(');
  append_number (self->tex,
                 round (pn_plot_frame_data_x (self->frame, x) / self->unit) * self->unit);
  g_string_append_c (self->tex, ',');
  append_number (self->tex, pn_plot_frame_data_y (self->frame, y));
  g_string_append (self->tex, ")\n");
}

static void
append_coordinates (GString *tex, const PnPlotFrame *frame, const PnSeries *series)
{
  double unit = frame->x.scale == PN_SCALE_LOG ? frame->x.min : frame->x.max - frame->x.min;
  Coordinates coordinates = { tex, frame, MIN (0.01, pow (10, floor (log10 (unit)) - 5)) };

  pn_thin (series, &frame->x, &frame->y, &frame->area, 1, TRUE, add_coordinate_cb, &coordinates);
}

static void
append_curve (GString *tex, const PnPlot *plot, const PnPlotFrame *frame, const PnCurve *curve)
{
  const PnSeries *series = curve->smooth && plot->smoothing > 0 ? curve->smoothed : curve->data;

  g_string_append_printf (tex, "\\addplot[pnrun%u, %s", curve->run % PN_N_RUN_COLORS,
                          curve->training ? "dashed, thin, forget plot" : "thick");
  g_string_append (tex, "] coordinates {\n");
  append_coordinates (tex, frame, series);
  g_string_append (tex, "};\n");
}

static const char *const tex_marks[PN_N_MARKERS] = {
  [PN_MARKER_CIRCLE] = "mark=*",
  [PN_MARKER_TRIANGLE] = "mark=triangle*",
  [PN_MARKER_SQUARE] = "mark=square*",
  [PN_MARKER_DIAMOND] = "mark=diamond*",
  [PN_MARKER_TRIANGLE_DOWN] = "mark=triangle*, mark options={rotate=180}",
  [PN_MARKER_CROSS] = "mark=x, thick",
};

/* The marker at the end of a run's validation curve, held within the axis as the curve is. */
static void
append_end_marker (GString *tex, const PnPlotFrame *frame, const PnCurve *curve)
{
  gsize last = curve->data->length - 1;
  double y = CLAMP (curve->data->y[last], frame->y.min, frame->y.max);

  if (curve->training || !isfinite (y))
    return;
  g_string_append_printf (tex, "\\addplot[pnrun%u, only marks, %s, forget plot] coordinates {(",
                          curve->run % PN_N_RUN_COLORS,
                          tex_marks[pn_palette_run_marker (curve->run)]);
  append_number (tex, curve->data->x[last]);
  g_string_append_c (tex, ',');
  append_number (tex, y);
  g_string_append (tex, ")};\n");
}

static void
append_end_interval (GString *tex, const PnCurve *curve)
{
  const double ends[] = { curve->end_low, curve->end_high };

  if (!(curve->end_low < curve->end_high))
    return;
  g_string_append_printf (tex, "\\addplot[pnrun%u, thin, mark=-, forget plot] coordinates {",
                          curve->run % PN_N_RUN_COLORS);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_string_append_c (tex, '(');
      append_number (tex, curve->data->x[curve->data->length - 1]);
      g_string_append_c (tex, ',');
      append_number (tex, ends[i]);
      g_string_append_c (tex, ')');
    }
  g_string_append (tex, "};\n");
}

/* From what all of a group reached at least to what one did at most. */
static void
append_band (GString *tex, const PnPlotFrame *frame, const PnCurve *curve)
{
  const double *const edges[] = { curve->band_low, curve->band_high };

  for (gsize i = 0; curve->band_low != NULL && i < G_N_ELEMENTS (edges); i++)
    {
      g_autoptr (PnSeries) edge = pn_series_new ();

      pn_series_append_many (edge, curve->data->x, edges[i], curve->data->length);
      g_string_append_printf (
          tex, "\\addplot[pnrun%u, very thin, opacity=0.5, forget plot] coordinates {\n",
          curve->run % PN_N_RUN_COLORS);
      append_coordinates (tex, frame, edge);
      g_string_append (tex, "};\n");
    }
}

static void
append_colors (GString *tex)
{
  const PnPalette *palette = pn_palette_get (FALSE, FALSE);

  for (guint i = 0; i < PN_N_RUN_COLORS; i++)
    g_string_append_printf (tex, "\\definecolor{pnrun%u}{HTML}{%06X}\n", i,
                            pn_color_to_argb (palette->runs[i]) & 0xffffff);
}

static void
append_axis_options (GString *tex, const PnPlot *plot, const PnPlotFrame *frame)
{
  PnNumbers english = pn_numbers_english ();
  g_autofree char *y_label = pn_plot_title (plot->y_label, frame->accuracy_from, &english);

  g_string_append (tex, "\\nextgroupplot[xlabel={");
  append_latex (tex, plot->x_label);
  g_string_append (tex, "}, ylabel={");
  append_latex (tex, y_label);
  g_string_append (tex, "}, xmin=");
  append_number (tex, frame->x.min);
  g_string_append (tex, ", xmax=");
  append_number (tex, frame->x.max);
  g_string_append (tex, ", ymin=");
  append_number (tex, frame->y.min);
  g_string_append (tex, ", ymax=");
  append_number (tex, frame->y.max);
  if (plot->x_scale == PN_SCALE_LOG)
    g_string_append (tex, ", xmode=log");
  if (plot->y_scale == PN_SCALE_LOG)
    g_string_append (tex, ", ymode=log");
}

static const char *
legend_image (PnLegendKind kind)
{
  if (kind == PN_LEGEND_INTERVAL)
    return "thin, only marks, mark=|";
  return kind == PN_LEGEND_TRAINING ? "dashed, thin" : "thick";
}

/* Entries for the runs, and for what solid, dashed and whiskers mean. */
static void
append_legend (GString *tex,
               const PnFigureRun *const *runs,
               gsize n_runs,
               const PnFigureOptions *options)
{
  /* The panel that also has the intervals, if it is there. */
  PnMetric first = (PnMetric) g_bit_nth_lsf (options->metrics, -1);
  PnMetric metric = options->metrics & PN_FIGURE_ACCURACY ? PN_METRIC_ACCURACY : first;
  g_autoptr (PnPlot) plot = pn_figure_plot (runs, n_runs, options, metric);
  g_autoptr (GArray) entries = pn_plot_legend (plot);

  g_string_append (tex, ", legend to name=pnlegend, legend columns=-1");
  g_string_append (tex, "]\n");
  for (guint i = 0; i < entries->len; i++)
    {
      const PnLegendEntry *entry = &g_array_index (entries, PnLegendEntry, i);

      if (entry->kind == PN_LEGEND_RUN)
        g_string_append_printf (tex, "\\addlegendimage{pnrun%u, thick, %s}\\addlegendentry{",
                                entry->run % PN_N_RUN_COLORS,
                                tex_marks[pn_palette_run_marker (entry->run)]);
      else
        g_string_append_printf (tex, "\\addlegendimage{black, %s}\\addlegendentry{",
                                legend_image (entry->kind));
      append_latex (tex, entry->name);
      g_string_append (tex, "}\n");
    }
}

static void
append_panel (GString *tex,
              const PnFigureRun *const *runs,
              gsize n_runs,
              const PnFigureOptions *options,
              PnMetric metric,
              gboolean first)
{
  g_autoptr (PnPlot) plot = pn_figure_plot (runs, n_runs, options, metric);
  g_autoptr (PnCanvas) canvas = pn_canvas_new_svg (1, 1, 0, NULL);
  PnStyle style = pn_figure_style (options);
  PnRect rect = pn_figure_rect (options);
  PnPlotFrame frame = pn_plot_layout (plot, canvas, &rect, &style);

  append_axis_options (tex, plot, &frame);
  if (first)
    append_legend (tex, runs, n_runs, options);
  else
    g_string_append (tex, "]\n");
  for (guint i = 0; i < plot->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (plot->curves, i);

      if (curve->data->length == 0)
        continue;
      append_band (tex, &frame, curve);
      append_curve (tex, plot, &frame, curve);
      append_end_interval (tex, curve);
      append_end_marker (tex, &frame, curve);
    }
}

char *
pn_figure_to_tex (const PnFigureRun *const *runs, gsize n_runs, const PnFigureOptions *options)
{
  GString *tex = g_string_new ("% \\usepackage{pgfplots}\\pgfplotsset{compat=1.17}"
                               "\\usepgfplotslibrary{groupplots}\n");
  guint n = pn_figure_n_panels (options), index = 0;

  append_colors (tex);
  g_string_append_printf (tex,
                          "\\begin{tikzpicture}\n\\begin{groupplot}[group style={group size=%u by "
                          "1, horizontal sep=16mm}, width=",
                          n);
  append_number (tex, floor (options->width_mm / n));
  g_string_append (tex, "mm, height=");
  append_number (tex, options->height_mm);
  g_string_append (tex, "mm, grid=major, clip marker paths=false, scaled ticks=false,\n"
                        "tick label style={font=\\small, /pgf/number format/fixed}]\n");
  for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
    if (pn_figure_has_metric (options, metric))
      append_panel (tex, runs, n_runs, options, metric, index++ == 0);
  g_string_append (tex, "\\end{groupplot}\n\\node[below] at (current bounding box.south) "
                        "{\\pgfplotslegendfromname{pnlegend}};\n\\end{tikzpicture}\n");
  return g_string_free (tex, FALSE);
}
