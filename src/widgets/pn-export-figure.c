/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-export-figure.h"
#include "pn-figure-data.h"
#include "pn-run-table.h"

#define POINTS_PER_MM (72 / 25.4)

struct _PnExportFigure
{
  gatomicrefcount count;
  PnExportChoice choice;
  GPtrArray *runs; /* PnFigureRun: runs or groups */
  GPtrArray *data; /* PnFigureDataRun: what travels inside, of each run; none if not wanted */
};

static gboolean
has_points (const PnFigureRun *run, const PnFigureOptions *options)
{
  gboolean loss = options->metrics & PN_FIGURE_LOSS;
  gboolean accuracy = options->metrics & PN_FIGURE_ACCURACY;
  gboolean training = options->splits & PN_FIGURE_TRAINING;
  gboolean validation = options->splits & PN_FIGURE_VALIDATION;

  for (PnMetric metric = PN_METRIC_FIRST_MEASURE; metric < PN_N_METRICS; metric++)
    if ((options->metrics & (1u << metric))
        && run->measures[metric - PN_METRIC_FIRST_MEASURE]->length > 0)
      return TRUE;
  return (loss && training && run->training_loss->length > 0)
         || (loss && validation && run->validation_loss->length > 0)
         || (accuracy && training && run->training_accuracy->length > 0)
         || (accuracy && validation && run->validation_accuracy->length > 0);
}

/* What the curves came of, which a change since may not touch. */
static const PnRecipe *
get_recipe (PnRun *run)
{
  const PnRecipe *began = pn_run_get_began (run);

  return began ? began : pn_run_get_recipe (run);
}

/* A run without a curve to draw would only be a name in the legend. */
static void
add_run (PnExportFigure *self, PnDocument *document, PnRun *run, GPtrArray *recipes)
{
  PnFigureRun *figure_run = pn_figure_run_new_from_history (
      pn_run_get_name (run), pn_run_get_colour (run), pn_run_get_history (run));

  figure_run->n_validation = pn_run_n_validation (document, run);
  pn_figure_run_set_batch (figure_run, (double) get_recipe (run)->settings.batch);
  if (!has_points (figure_run, &self->choice.options))
    {
      pn_figure_run_free (figure_run);
      return;
    }
  g_ptr_array_add (self->runs, figure_run);
  g_ptr_array_add (recipes, (gpointer) get_recipe (run));
  if (self->choice.data && pn_export_choice_can_carry (&self->choice))
    g_ptr_array_add (self->data, pn_figure_data_run_new (pn_run_get_name (run), get_recipe (run),
                                                         pn_run_get_history (run)));
}

/* Whether it is one of the group's repeats, with a seed that the group hasn't yet: the same run
 * twice says nothing of chance.
 */
static gboolean
belongs (const GPtrArray *group, const PnRecipe *recipe)
{
  for (guint i = 0; i < group->len; i++)
    {
      const PnRecipe *other = group->pdata[i];

      if (other->settings.seed == recipe->settings.seed || !pn_recipe_repeats (other, recipe))
        return FALSE;
    }
  return TRUE;
}

/* Takes the first run and its repeats out of both arrays. */
static GPtrArray *
take_repeats (GPtrArray *runs, GPtrArray *recipes)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  g_autoptr (GPtrArray) group = g_ptr_array_new ();

  for (guint i = 0; i < runs->len;)
    {
      if (!belongs (group, recipes->pdata[i]))
        {
          i++;
          continue;
        }
      g_ptr_array_add (taken, g_ptr_array_steal_index (runs, i));
      g_ptr_array_add (group, g_ptr_array_remove_index (recipes, i));
    }
  return taken;
}

/* A group has name, colour and marker of its first run. */
static void
group_runs (PnExportFigure *self, GPtrArray *recipes)
{
  g_autoptr (GPtrArray) runs = self->runs;

  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  while (runs->len > 0)
    {
      g_autoptr (GPtrArray) repeats = take_repeats (runs, recipes);
      const PnFigureRun *first = repeats->pdata[0];

      if (repeats->len > 1)
        g_ptr_array_add (self->runs,
                         pn_figure_run_new_group (first->name, first->run,
                                                  (const PnFigureRun *const *) repeats->pdata,
                                                  repeats->len));
      else
        g_ptr_array_add (self->runs, g_ptr_array_steal_index (repeats, 0));
    }
}

PnExportFigure *
pn_export_figure_new (PnDocument *document, const PnExportChoice *choice)
{
  PnExportFigure *self = g_new0 (PnExportFigure, 1);
  g_autoptr (GPtrArray) recipes = g_ptr_array_new ();

  g_atomic_ref_count_init (&self->count);
  self->choice = *choice;
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  self->data = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_data_run_free);
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    {
      PnRun *run = pn_document_get_run (document, i);

      if (pn_run_get_checked (run))
        add_run (self, document, run, recipes);
    }
  if (self->choice.group)
    group_runs (self, recipes);
  return self;
}

PnExportFigure *
pn_export_figure_ref (PnExportFigure *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
pn_export_figure_unref (PnExportFigure *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_ptr_array_unref (self->runs);
  g_ptr_array_unref (self->data);
  g_free (self);
}

gboolean
pn_export_figure_is_empty (PnExportFigure *self)
{
  return self->runs->len == 0;
}

static const PnFigureRun *const *
get_runs (const GPtrArray *runs)
{
  return (const PnFigureRun *const *) runs->pdata;
}

void
pn_export_figure_draw (PnExportFigure *self, cairo_t *cr, double scale)
{
  const PnFigureOptions *options = &self->choice.options;
  PnRect rect = { 0, 0, options->width_mm * POINTS_PER_MM, options->height_mm * POINTS_PER_MM };
  PnCanvas *canvas;

  cairo_save (cr);
  cairo_scale (cr, scale / POINTS_PER_MM, scale / POINTS_PER_MM);
  canvas = pn_canvas_new_cairo (cr, NULL);
  pn_figure_draw (get_runs (self->runs), self->runs->len, options, canvas, &rect);
  pn_canvas_free (canvas);
  cairo_restore (cr);
}

static void
cut_lines (char *text, guint n_lines)
{
  char *end = text;

  for (guint i = 0; i < n_lines && end; i++)
    end = strchr (end + (i > 0), '\n');
  if (end)
    *end = '\0';
}

char *
pn_export_figure_head (PnExportFigure *self, guint n_lines)
{
  g_autoptr (PnFigureRun) head = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const PnFigureRun *runs[1];
  char *text;

  if (self->runs->len == 0)
    return g_strdup ("");
  /* The first run with so few points that its text is made at once. */
  runs[0] = head = pn_figure_run_head (self->runs->pdata[0], n_lines);
  bytes = pn_figure_export (runs, 1, &self->choice.options, self->choice.format, NULL, NULL);
  if (!bytes)
    return g_strdup ("");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  cut_lines (text, n_lines);
  return text;
}

char *
pn_export_figure_describe (PnExportFigure *self)
{
  PnFigureMetrics metrics = self->choice.options.metrics;
  g_autofree char *runs
      = g_strdup_printf (ngettext ("%d run", "%d runs", self->runs->len), (int) self->runs->len);

  const char *what = metrics == PN_FIGURE_BOTH
                         ? _ ("Loss and accuracy")
                         : pn_metric_title ((PnMetric) g_bit_nth_lsf (metrics, -1));

  /* Translators: what a figure shows, "Loss and accuracy", and of how many, "3 runs" */
  return g_strdup_printf (_ ("%s of %s"), what, runs);
}

GBytes *
pn_export_figure_render (PnExportFigure *self, PnFigureFormat format, GError **error)
{
  g_autofree char *inside = self->data->len > 0 ? pn_figure_data_to_text (self->data) : NULL;

  return pn_figure_export (get_runs (self->runs), self->runs->len, &self->choice.options, format,
                           inside, error);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PnExportFigure *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pn_export_figure_render (self, self->choice.format, &error);

  if (bytes
      && g_file_replace_contents (G_FILE (source), g_bytes_get_data (bytes, NULL),
                                  g_bytes_get_size (bytes), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
pn_export_figure_write_async (PnExportFigure *self,
                              GFile *file,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, pn_export_figure_write_async);
  g_task_set_task_data (task, pn_export_figure_ref (self), (GDestroyNotify) pn_export_figure_unref);
  g_task_run_in_thread (task, write_thread);
}

gboolean
pn_export_figure_write_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
