/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-sections-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-report-claim.h"
#include "pn-report-topology.h"
#include "pn-style.h"

#define TOPOLOGY_HEIGHT 58.0
#define FIGURE_HEIGHT 94.0
/* More runs than this with all their curves can't be told apart. */
#define MOST_WITH_TRAINING 4

GPtrArray *
pn_report_primary_runs (const PnReportInput *input)
{
  GPtrArray *primary = g_ptr_array_new ();

  for (guint i = 0; i < input->runs->len; i++)
    if (!((PnReportRun *) input->runs->pdata[i])->repeat)
      g_ptr_array_add (primary, input->runs->pdata[i]);
  return primary;
}

char *
pn_report_run_title (const PnReportRun *run)
{
  return run->key != NULL ? g_strdup_printf ("%s (%s)", run->name, run->key) : g_strdup (run->name);
}

char *
pn_report_units_words (const PnSpec *spec)
{
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%zu", pn_spec_n_inputs (spec));
  for (gsize i = 0, n; i < spec->n_layers; i += n)
    {
      for (n = 1; i + n < spec->n_layers && spec->layers[i + n].units == spec->layers[i].units; n++)
        ;
      /* "64×10" is ten layers of 64 */
      g_string_append_printf (words, n > 2 ? "-%zu×%zu" : "-%zu", spec->layers[i].units, n);
      if (n == 2)
        g_string_append_printf (words, "-%zu", spec->layers[i].units);
    }
  return g_string_free (words, FALSE);
}

char *
pn_report_count_words (guint64 count)
{
  PnNumbers numbers = pn_numbers_locale ();

  return pn_numbers_format (&numbers, (double) count, 0);
}

void
pn_report_take_quantity (PnReportTable *table, const PnReportRun *run, int quantity)
{
  double value = pn_report_quantity (run, (PnReportQuantity) quantity);

  pn_report_table_take_cell (table, pn_report_quantity_words ((PnReportQuantity) quantity, value));
}

static gboolean
same_picture (const PnReportRun *a, const PnReportRun *b)
{
  return pn_spec_same_shape (pn_snapshot_spec (a->snapshot), pn_snapshot_spec (b->snapshot));
}

/* Of those from `from` on that have the network of `run`. */
static char *
list_same (const GPtrArray *runs, const PnReportRun *run)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    if (same_picture (runs->pdata[i], run))
      {
        g_autofree char *title = pn_report_run_title (runs->pdata[i]);

        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", title);
      }
  return g_string_free (names, FALSE);
}

static gboolean
was_shown (const GPtrArray *runs, guint index)
{
  for (guint i = 0; i < index; i++)
    if (same_picture (runs->pdata[i], runs->pdata[index]))
      return TRUE;
  return FALSE;
}

static void
add_network (PnReport *report, const GPtrArray *runs, PnReportRun *run, guint number)
{
  const PnSpec *spec = pn_snapshot_spec (run->snapshot);
  g_autofree char *name = g_strdup_printf ("network-%u", number);
  g_autofree char *units = pn_report_units_words (spec);
  g_autofree char *parameters = pn_report_count_words (pn_spec_n_parameters (spec));
  g_autofree char *work = pn_report_count_words (pn_spec_multiply_adds (spec));
  g_autofree char *same = list_same (runs, run);
  g_autofree char *caption = g_strdup_printf (
      _ ("Network %u: %s, %s parameters, %s multiply-adds for an image. Trained as “%s”, at the "
         "first validation image. Runs with this network: %s."),
      number, units, parameters, work, run->name, same);

  pn_report_add_picture (report, name, PN_REPORT_WIDTH, TOPOLOGY_HEIGHT, pn_report_draw_topology,
                         run, NULL, caption);
}

void
pn_report_add_networks (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);
  guint number = 1;

  pn_report_add_heading (report, 1, _ ("Networks"));
  pn_report_add_paragraph (
      report, _ ("Each tile is a unit: inside it the pattern that it looks for, brown against and "
                 "teal for it; the bar at its foot is its activation. Lines are the strongest "
                 "connections at this image, dashed where they count against."));
  for (guint i = 0; i < runs->len; i++)
    if (!was_shown (runs, i))
      add_network (report, runs, runs->pdata[i], number++);
}

/* What a figure's picture needs to be drawn. */
typedef struct
{
  GPtrArray *runs; /* PnFigureRun */
  PnFigureOptions options;
} Figure;

static void
figure_free (gpointer data)
{
  Figure *figure = data;

  g_ptr_array_unref (figure->runs);
  g_free (figure);
}

static void
draw_figure_cb (PnCanvas *canvas, const PnRect *rect, gpointer data)
{
  const Figure *figure = data;

  pn_figure_draw ((const PnFigureRun *const *) figure->runs->pdata, figure->runs->len,
                  &figure->options, canvas, rect);
}

/* Colours are the places in the figure: as many runs as it has look different. */
static Figure *
figure_new (const GPtrArray *runs, PnFigureSplits splits, PnFigureMetrics panels)
{
  Figure *figure = g_new0 (Figure, 1);

  figure->options = pn_figure_options_default ();
  figure->options.width_mm = PN_REPORT_WIDTH;
  figure->options.height_mm = FIGURE_HEIGHT;
  figure->options.splits = splits;
  figure->options.metrics = panels;
  figure->options.marks = TRUE;
  figure->options.text_pt = 7.5;
  figure->options.numbers = pn_numbers_locale ();
  figure->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];
      PnFigureRun *figure_run = pn_figure_run_new_from_history (run->name, run->look, run->history);

      figure_run->n_validation = pn_report_run_n_validation (run);
      g_ptr_array_add (figure->runs, figure_run);
    }
  return figure;
}

/* What the figure shows, and where its curves end. */
static char *
figure_caption (const GPtrArray *runs, PnFigureSplits splits, guint number, const char *title)
{
  GString *words = g_string_new (NULL);

  /* Translators: under a figure: its number and title */
  g_string_append_printf (words, _ ("Figure %u: %s."), number, title);
  g_string_append (words, " ");
  if (splits == PN_FIGURE_ALL)
    g_string_append (words, _ ("Validation solid, training dashed."));
  else
    g_string_append (words, splits == PN_FIGURE_VALIDATION ? _ ("Validation.") : _ ("Training."));
  g_string_append (words, " ");
  g_string_append (words, _ ("Validation accuracy at stop, with its 95 % interval:"));
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];
      g_autofree char *share = pn_report_share_words (&run->numbers.stop_accuracy);

      g_string_append_printf (words, "%s %s %s", i > 0 ? ";" : "", run->name, share);
    }
  g_string_append (words, ".");
  return g_string_free (words, FALSE);
}

static void
add_figure (PnReport *report,
            const GPtrArray *runs,
            PnFigureSplits splits,
            PnFigureMetrics panels,
            guint number,
            const char *title)
{
  g_autofree char *name = g_strdup_printf ("figure-%u", number);
  g_autofree char *caption = figure_caption (runs, splits, number, title);

  if (runs->len > 0)
    pn_report_add_picture (report, name, PN_REPORT_WIDTH, FIGURE_HEIGHT, draw_figure_cb,
                           figure_new (runs, splits, panels), figure_free, caption);
}

static void
add_planned_figure (PnReport *report, const PnReportInput *input, const PnReportFigure *plan)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();

  for (char **key = plan->runs; *key != NULL; key++)
    {
      PnReportRun *run = pn_report_find_run (input->runs, *key);

      if (run != NULL)
        g_ptr_array_add (runs, run);
    }
  add_figure (report, runs, plan->splits, plan->panels, plan->number, _ (plan->title));
}

void
pn_report_add_figures (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);

  if (input->plan != NULL && input->plan->figures->len == 0)
    return;
  pn_report_add_heading (report, 1, _ ("Figures"));
  if (input->plan == NULL)
    {
      add_figure (report, runs,
                  runs->len > MOST_WITH_TRAINING ? PN_FIGURE_VALIDATION : PN_FIGURE_ALL,
                  PN_FIGURE_BOTH, 1, _ ("Loss and accuracy"));
      return;
    }
  for (guint i = 0; i < input->plan->figures->len; i++)
    add_planned_figure (report, input, input->plan->figures->pdata[i]);
}

static void
add_opening (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H:%M");
  g_autofree char *line = g_strdup_printf (_ ("Written by Perceptron %s on %s."), PN_VERSION, date);

  for (char **text = input->plan != NULL ? input->plan->text : NULL; text && *text != NULL; text++)
    pn_report_add_paragraph (report, _ (*text));
  pn_report_add_paragraph (report, line);
}

PnReport *
pn_report_write (const PnReportInput *input)
{
  PnReport *report = pn_report_new (input->plan != NULL ? _ (input->plan->title) : input->title);

  add_opening (report, input);
  pn_report_add_settings (report, input);
  pn_report_add_figures (report, input);
  pn_report_add_results (report, input);
  pn_report_add_claims (report, input);
  pn_report_add_networks (report, input);
  pn_report_add_mathematics (report);
  pn_report_add_gradients (report, input);
  pn_report_add_reproduction (report, input);
  return report;
}
