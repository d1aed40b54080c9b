/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* plot: histories as a figure. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "pn-cli-commands.h"
#include "pn-figure-data.h"
#include "pn-figure.h"
#include "pn-file.h"

typedef struct
{
  char *out;
  char *size;
  char *dpi;
  char *metric;
  char *split;
  char *smooth;
  char *x;
  int images;
  char **labels;
  gboolean log_x;
  gboolean log_y;
  gboolean no_data;
  gboolean group;
} PlotOptions;

typedef struct
{
  const char *name;
  int value;
} Choice;

static const Choice splits[] = {
  { "training", PN_FIGURE_TRAINING },
  { "validation", PN_FIGURE_VALIDATION },
  { "both", PN_FIGURE_ALL },
};

/* `text` NULL: not said, `value` stays. */
static gboolean
read_choice (const PnCli *cli,
             const char *option,
             const char *text,
             const Choice choices[3],
             int *value)
{
  if (text == NULL)
    return TRUE;
  for (gsize i = 0; i < 3; i++)
    if (g_str_equal (choices[i].name, text))
      {
        *value = choices[i].value;
        return TRUE;
      }
  pn_cli_misuse (cli, _ ("%s: is %s, but must be %s, %s or %s"), option, text, choices[0].name,
                 choices[1].name, choices[2].name);
  return FALSE;
}

/* Loss and accuracy together, or one metric by its name. */
static gboolean
read_metric (const PnCli *cli, const char *text, PnFigureMetrics *metrics)
{
  if (text == NULL || g_str_equal (text, "both"))
    return TRUE;
  for (PnMetric metric = 0; metric < PN_N_METRICS; metric++)
    if (g_str_equal (text, pn_metric_name (metric)))
      {
        *metrics = 1u << metric;
        return TRUE;
      }
  pn_cli_misuse (cli,
                 _ ("--metric: is %s, but must be loss, accuracy, both, learning-rate, "
                    "gradient-norm or throughput"),
                 text);
  return FALSE;
}

/* `text` NULL: not said, `unit` stays. */
static gboolean
read_unit (const PnCli *cli, const char *text, PnXUnit *unit)
{
  if (text == NULL || pn_x_unit_from_name (text, unit))
    return TRUE;
  pn_cli_misuse (cli, _ ("--x: is %s, but must be step, epoch, examples or seconds"), text);
  return FALSE;
}

static gboolean
read_real (const PnCli *cli, const char *option, const char *text, double *value)
{
  char *end;

  if (text == NULL)
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0')
    return TRUE;
  pn_cli_misuse (cli, _ ("%s: is %s, but must be a number"), option, text);
  return FALSE;
}

/* "174x70" */
static gboolean
read_size (const PnCli *cli, const char *text, PnFigureOptions *figure)
{
  const char *cross = text != NULL ? strchr (text, 'x') : NULL;
  char *end;

  if (text == NULL)
    return TRUE;
  if (cross != NULL)
    {
      figure->width_mm = g_ascii_strtod (text, &end);
      if (end == cross && end != text)
        {
          figure->height_mm = g_ascii_strtod (cross + 1, &end);
          if (end != cross + 1 && *end == '\0')
            return TRUE;
        }
    }
  pn_cli_misuse (cli, _ ("--size-mm: is %s, but must be like 174x70"), text);
  return FALSE;
}

static gboolean
read_options (const PnCli *cli, const PlotOptions *options, PnFigureOptions *figure)
{
  int split = PN_FIGURE_ALL;
  PnFigureFormat format;
  g_autoptr (GError) error = NULL;

  if (options->out == NULL)
    {
      pn_cli_misuse (cli, _ ("--out is missing: where is the figure to be written?"));
      return FALSE;
    }
  if (!read_metric (cli, options->metric, &figure->metrics)
      || !read_choice (cli, "--split", options->split, splits, &split)
      || !read_unit (cli, options->x, &figure->x_unit) || !read_size (cli, options->size, figure)
      || !read_real (cli, "--dpi", options->dpi, &figure->dpi)
      || !read_real (cli, "--smooth", options->smooth, &figure->smoothing))
    return FALSE;
  figure->splits = (PnFigureSplits) split;
  figure->log_x = options->log_x;
  figure->log_y = options->log_y;
  if (options->images < 0)
    pn_cli_misuse (cli, _ ("--images: is %d, but must be a number of images"), options->images);
  else if (!(figure->smoothing >= 0 && figure->smoothing < 1))
    pn_cli_misuse (cli, _ ("--smooth: is %s, but must be a number from 0 (off) to below 1"),
                   options->smooth);
  else if (!pn_figure_format_from_path (options->out, &format, &error)
           || !pn_figure_options_validate (figure, &error))
    pn_cli_misuse (cli, "%s", error->message);
  else
    return TRUE;
  return FALSE;
}

/* A label a run: said once each, or all at once with commas. FALSE after a complaint. */
static gboolean
name_runs (const PnCli *cli, char **said, const GPtrArray *runs)
{
  g_auto (GStrv) labels = NULL;
  guint n = said != NULL ? g_strv_length (said) : 0;

  if (n == 0)
    return TRUE;
  labels = n == 1 && runs->len > 1 ? g_strsplit (said[0], ",", -1) : g_strdupv (said);
  n = g_strv_length (labels);
  if (n != runs->len)
    {
      pn_cli_misuse (cli, _ ("--labels: names %u runs, but there are %u"), n, runs->len);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      PnFigureDataRun *run = g_ptr_array_index (runs, i);

      g_free (run->name);
      run->name = g_strdup (labels[i]);
    }
  return TRUE;
}

/* Of all files together. NULL with an error where one can't be read. */
static GPtrArray *
read_runs (const PnCli *cli, GError **error)
{
  g_autoptr (GPtrArray) all = NULL;

  for (int i = 0; i < cli->n_arguments; i++)
    {
      GPtrArray *runs = pn_figure_data_read (cli->arguments[i], error);

      if (runs == NULL)
        return NULL;
      if (all == NULL)
        all = runs;
      else
        g_ptr_array_extend_and_steal (all, runs);
    }
  return g_steal_pointer (&all);
}

static GPtrArray *
make_curves (const GPtrArray *runs, gsize n_images)
{
  GPtrArray *curves = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);

  for (guint i = 0; i < runs->len; i++)
    {
      const PnFigureDataRun *run = g_ptr_array_index (runs, i);
      PnFigureRun *curve = pn_figure_run_new_from_rows (
          run->name, i, (const PnHistoryRow *) (void *) run->rows->data, run->rows->len);

      if (run->recipe != NULL)
        pn_figure_run_set_batch (curve, (double) run->recipe->settings.batch);
      curve->n_validation = n_images;
      g_ptr_array_add (curves, curve);
    }
  return curves;
}

/* Takes the first run and those that are called as it is. */
static GPtrArray *
take_namesakes (GPtrArray *curves)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  const PnFigureRun *first = curves->pdata[0];

  for (guint i = 0; i < curves->len;)
    {
      const PnFigureRun *run = curves->pdata[i];

      if (g_strcmp0 (first->name, run->name) == 0)
        g_ptr_array_add (taken, g_ptr_array_steal_index (curves, i));
      else
        i++;
    }
  return taken;
}

/* Empties `curves`. A name that only one has stays a run. */
static GPtrArray *
group_curves (GPtrArray *curves)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);

  while (curves->len > 0)
    {
      g_autoptr (GPtrArray) same = take_namesakes (curves);
      PnFigureRun *first = same->pdata[0];

      first->run = groups->len;
      if (same->len > 1)
        g_ptr_array_add (groups, pn_figure_run_new_group (first->name, first->run,
                                                          (const PnFigureRun *const *) same->pdata,
                                                          same->len));
      else
        g_ptr_array_add (groups, g_ptr_array_steal_index (same, 0));
    }
  return groups;
}

static void
report (const PnCli *cli, const char *out, const PnFigureOptions *figure, guint n_runs, gsize bytes)
{
  json_t *event;

  if (!cli->json)
    {
      printf (_ ("%s: %zu bytes\n"), out, bytes);
      return;
    }
  event = pn_cli_event ("plotted");
  json_object_set_new (event, "file", json_string (out));
  pn_cli_set_count (event, "bytes", bytes);
  pn_cli_set_count (event, "runs", n_runs);
  pn_cli_set (event, "width_mm", figure->width_mm);
  pn_cli_set (event, "height_mm", figure->height_mm);
  pn_cli_emit_take (event);
}

static PnCliStatus
plot (const PnCli *cli,
      const PlotOptions *options,
      const PnFigureOptions *figure,
      const GPtrArray *runs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = make_curves (runs, (gsize) options->images);
  g_autoptr (GPtrArray) curves = options->group ? group_curves (all) : g_ptr_array_ref (all);
  g_autofree char *data = options->no_data ? NULL : pn_figure_data_to_text (runs);
  g_autoptr (GBytes) bytes = NULL;
  PnFigureFormat format;

  pn_figure_format_from_path (options->out, &format, NULL);
  bytes = pn_figure_export ((const PnFigureRun *const *) curves->pdata, curves->len, figure, format,
                            data, &error);
  if (bytes == NULL
      || !pn_file_write (options->out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                         &error))
    return pn_cli_fail (cli, error);
  report (cli, options->out, figure, runs->len, g_bytes_get_size (bytes));
  return PN_CLI_DONE;
}

static PnCliStatus
start (const PnCli *cli, const PlotOptions *options)
{
  PnFigureOptions figure = pn_figure_options_default ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  if (!read_options (cli, options, &figure))
    return PN_CLI_USAGE;
  runs = read_runs (cli, &error);
  if (runs == NULL)
    return pn_cli_fail (cli, error);
  return name_runs (cli, options->labels, runs) ? plot (cli, options, &figure, runs) : PN_CLI_USAGE;
}

static void
options_clear (PlotOptions *options)
{
  g_free (options->out);
  g_free (options->size);
  g_free (options->dpi);
  g_free (options->metric);
  g_free (options->split);
  g_free (options->smooth);
  g_free (options->x);
  g_strfreev (options->labels);
}

PnCliStatus
pn_cli_plot (PnCli *cli, int argc, char **argv)
{
  PlotOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out,
      N_ ("Write the figure there; its ending says how: .png .svg .pdf .csv .tex"), N_ ("FIGURE") },
    { "size-mm", 0, 0, G_OPTION_ARG_STRING, &options.size, N_ ("Width and height, as in 174x70"),
      N_ ("WxH") },
    { "dpi", 0, 0, G_OPTION_ARG_STRING, &options.dpi, N_ ("Resolution of a PNG (300)"), N_ ("N") },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &options.metric,
      N_ ("loss, accuracy, both (unless said), learning-rate, gradient-norm or throughput"),
      N_ ("METRIC") },
    { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
      N_ ("training, validation or both (both unless said)"), N_ ("SPLIT") },
    { "x", 0, 0, G_OPTION_ARG_STRING, &options.x,
      N_ ("What the x axis counts: step, epoch, examples or seconds (step unless said)"),
      N_ ("UNIT") },
    { "log-x", 0, 0, G_OPTION_ARG_NONE, &options.log_x, N_ ("Logarithmic x axis"), NULL },
    { "log-y", 0, 0, G_OPTION_ARG_NONE, &options.log_y, N_ ("Logarithmic y axis, but for accuracy"),
      NULL },
    { "smooth", 0, 0, G_OPTION_ARG_STRING, &options.smooth,
      N_ ("How much the training loss is smoothed, from 0 (off) to below 1"), N_ ("S") },
    { "images", 0, 0, G_OPTION_ARG_INT, &options.images,
      N_ ("Images of a check: accuracies end in their 95 % interval"), N_ ("N") },
    { "labels", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.labels,
      N_ ("Names of the runs, with commas, or once for each"), N_ ("NAME,…") },
    { "group", 0, 0, G_OPTION_ARG_NONE, &options.group,
      N_ ("Runs of one name, with different seeds, as one curve: their mean, and a band from the "
          "least to the most"),
      NULL },
    { "no-data", 0, 0, G_OPTION_ARG_NONE, &options.no_data,
      N_ ("Leave the numbers out of the figure's file"), NULL },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 1, G_MAXINT))
    status = start (cli, &options);
  options_clear (&options);
  return status;
}
