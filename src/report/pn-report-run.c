/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-run.h"

#include <math.h>

#include "pn-run-table.h"

/* Where the run ended with the weights of its best check, what these were measured to do counts, as
 * perceptron-cli train says it: as if that check had been the last.
 */
static void
take_best (PnReportRun *self, PnComparisonInput input)
{
  const PnCheckRecord *best = pn_history_best_check (self->history);
  gboolean finished = self->reason == PN_STOP_EARLY || self->reason == PN_STOP_EPOCHS;
  PnComparison kept;

  if (!self->recipe->settings.keep_best || !finished || best == NULL)
    return;
  input.n_checks = (gsize) (best - input.checks) + 1;
  kept = pn_comparison_new (&input);
  self->numbers.stop_loss = kept.stop_loss;
  self->numbers.stop_accuracy = kept.stop_accuracy;
  self->numbers.training_accuracy = kept.training_accuracy;
  self->numbers.gap = kept.gap;
  self->training_loss = best->train_loss;
}

static void
measure (PnReportRun *self)
{
  const PnCheckRecord *last = pn_history_last_check (self->history);
  PnComparisonInput input
      = { .steps_per_epoch = pn_history_steps_per_epoch (self->history),
          .n_validation = pn_report_run_n_validation (self),
          .n_training = self->data != NULL ? pn_dataset_n_samples (self->data->train) : 0,
          .target_loss = PN_REPORT_TARGET_LOSS };
  gsize n_steps;
  const PnStepRecord *steps = pn_history_steps (self->history, &n_steps);

  input.checks = pn_history_checks (self->history, &input.n_checks);
  input.last_step = n_steps > 0 ? steps[n_steps - 1].step : 0;
  self->numbers = pn_comparison_new (&input);
  self->training_loss = last != NULL ? last->train_loss : NAN;
  take_best (self, input);
}

PnReportRun *
pn_report_run_new (const char *name,
                   guint look,
                   const PnRecipe *recipe,
                   PnHistory *history,
                   PnSnapshot *snapshot,
                   PnStopReason reason,
                   const PnTrainingData *data)
{
  PnReportRun *self = g_new0 (PnReportRun, 1);

  self->name = g_strdup (name);
  self->look = look;
  self->recipe = pn_recipe_copy (recipe);
  self->history = pn_history_copy (history, G_MAXUINT64);
  self->snapshot = pn_snapshot_ref (snapshot);
  self->reason = reason;
  self->data = data != NULL ? pn_training_data_copy (data) : NULL;
  measure (self);
  return self;
}

PnReportRun *
pn_report_run_new_from_run (PnRun *run, const PnTrainingData *data)
{
  g_autoptr (PnRecipe) recipe = pn_run_recipe_in_force (run);
  gboolean same = pn_recipe_same_data (recipe, pn_run_get_recipe (run));
  PnReportRun *self = pn_report_run_new (pn_run_get_name (run), pn_run_get_colour (run), recipe,
                                         pn_run_get_history (run), pn_run_get_snapshot (run),
                                         pn_run_get_stop_reason (run), same ? data : NULL);

  self->began_from = g_strdup (pn_run_get_began_from (run));
  return self;
}

void
pn_report_run_free (PnReportRun *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->key);
  g_free (self->began_from);
  pn_recipe_free (self->recipe);
  g_object_unref (self->history);
  pn_snapshot_unref (self->snapshot);
  pn_training_data_free (self->data);
  g_free (self->right);
  g_free (self);
}

gboolean
pn_report_run_was_changed (const PnReportRun *run)
{
  gsize n;
  const PnMark *marks = pn_history_marks (run->history, &n);

  for (gsize i = 0; i < n; i++)
    if (marks[i].kind == PN_MARK_SETTING || marks[i].kind == PN_MARK_EDIT)
      return TRUE;
  return run->began_from != NULL;
}

gsize
pn_report_run_n_validation (const PnReportRun *self)
{
  return self->data != NULL && self->data->validation != NULL
             ? pn_dataset_n_samples (self->data->validation)
             : 0;
}

/* Other images have another mean. */
static gboolean
is_trained_on (const PnReportRun *self, const PnTrainingData *data)
{
  const PnNormalisation *normalisation = pn_snapshot_normalisation (self->snapshot);

  return normalisation->mean == data->normalisation.mean
         && normalisation->std == data->normalisation.std;
}

void
pn_report_run_load (PnReportRun *self)
{
  if (self->data != NULL)
    return;
  self->data = pn_training_data_load (self->recipe, NULL, NULL);
  if (self->data != NULL && !is_trained_on (self, self->data))
    g_clear_pointer (&self->data, pn_training_data_free);
  measure (self);
}

gboolean
pn_report_run_answer (PnReportRun *self, GError **error)
{
  if (pn_report_run_n_validation (self) == 0)
    return TRUE;
  g_free (self->right);
  self->right = pn_paired_answer (self->snapshot, self->data->validation, NULL, error);
  return self->right != NULL;
}

gboolean
pn_report_run_check_gradients (PnReportRun *self,
                               PnProgress progress,
                               gpointer user_data,
                               GError **error)
{
  if (self->data == NULL)
    return TRUE;
  self->checked = pn_gradient_check (
      self->recipe->spec, self->recipe->settings.seed, self->data->train,
      &self->data->normalisation,
      MIN (PN_REPORT_GRADIENT_IMAGES, pn_dataset_n_samples (self->data->train)),
      PN_REPORT_GRADIENT_EPSILON, progress, user_data, &self->gradients, error);
  return self->checked;
}

gboolean
pn_report_run_same_gradients (const PnReportRun *a, const PnReportRun *b)
{
  return pn_spec_equal (a->recipe->spec, b->recipe->spec)
         && a->recipe->settings.seed == b->recipe->settings.seed
         && pn_recipe_same_data (a->recipe, b->recipe);
}

/* Each weight is moved twice, on each image, and the layers behind its own computed anew. */
double
pn_report_run_gradient_work (const PnReportRun *self)
{
  const PnSpec *spec = self->recipe->spec;
  double behind = 0, work = 0;

  for (gsize layer = spec->n_layers; layer > 0; layer--)
    {
      double n_parameters = (double) pn_spec_layer_n_parameters (spec, layer - 1);

      work += n_parameters * (1 + behind);
      behind += n_parameters;
    }
  return 2 * PN_REPORT_GRADIENT_IMAGES * work;
}

GPtrArray *
pn_report_runs_to_check (const GPtrArray *runs, double most)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];
      gboolean skip = run->repeat || pn_report_run_gradient_work (run) > most;

      for (guint k = 0; k < chosen->len && !skip; k++)
        skip = pn_report_run_same_gradients (chosen->pdata[k], run);
      if (!skip)
        g_ptr_array_add (chosen, run);
    }
  return chosen;
}

gboolean
pn_report_run_can_pair (const PnReportRun *a, const PnReportRun *b)
{
  gsize n = pn_report_run_n_validation (a);
  const PnDataset *first, *second;

  if (a->right == NULL || b->right == NULL || n != pn_report_run_n_validation (b))
    return FALSE;
  first = a->data->validation;
  second = b->data->validation;
  return first == second
         || (pn_dataset_bytes (first) == pn_dataset_bytes (second)
             && pn_dataset_bytes (first) != NULL)
         || pn_recipe_same_data (a->recipe, b->recipe)
         || (a->recipe->validation == PN_VALIDATION_TEST
             && b->recipe->validation == PN_VALIDATION_TEST
             && g_strcmp0 (a->recipe->set, b->recipe->set) == 0);
}

PnPaired
pn_report_run_pair (const PnReportRun *a, const PnReportRun *b)
{
  const PnPaired nothing = { .p = 1 };

  g_return_val_if_fail (pn_report_run_can_pair (a, b), nothing);

  return pn_paired_new (a->right, b->right, pn_report_run_n_validation (a));
}
