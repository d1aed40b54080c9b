/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-run-table.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "pn-comparison.h"
#include "pn-recipe-table.h"

#define N_MNIST 60000
#define N_MNIST_TEST 10000

/* A run, and what is known of it, while its column is written. */
typedef struct
{
  PnTable *table;
  guint record;
  PnRun *run;
  PnComparison numbers;
} Column;

GPtrArray *
pn_run_table_checked (PnDocument *document)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < pn_document_n_runs (document); i++)
    {
      PnRun *run = pn_document_get_run (document, i);

      if (pn_run_get_checked (run))
        g_ptr_array_add (runs, g_object_ref (run));
    }
  return runs;
}

/* The recipe of the data that the run was trained on, or will be. */
static const PnRecipe *
data_recipe (PnRun *run)
{
  const PnRecipe *began = pn_run_get_began (run);

  return began ? began : pn_run_get_recipe (run);
}

static gboolean
is_mnist (const char *set)
{
  return g_strcmp0 (set, "mnist") == 0 || g_strcmp0 (set, "fashion-mnist") == 0;
}

gsize
pn_run_n_validation (PnDocument *document, PnRun *run)
{
  const PnTrainingData *data = pn_document_get_data (document, run);
  const PnRecipe *recipe = data_recipe (run);

  if (data)
    return data->validation ? pn_dataset_n_samples (data->validation) : 0;
  if (!is_mnist (recipe->set) || recipe->validation == PN_VALIDATION_NONE)
    return 0;
  if (recipe->validation == PN_VALIDATION_TEST)
    return N_MNIST_TEST;
  return recipe->train > 0 && recipe->train < N_MNIST ? N_MNIST - recipe->train : 0;
}

static gsize
n_training (PnDocument *document, PnRun *run)
{
  const PnTrainingData *data = pn_document_get_data (document, run);
  const PnRecipe *recipe = data_recipe (run);

  if (data)
    return pn_dataset_n_samples (data->train);
  if (!is_mnist (recipe->set))
    return 0;
  return recipe->train > 0 ? MIN (recipe->train, N_MNIST) : N_MNIST;
}

gboolean
pn_run_same_validation (PnRun *a, PnRun *b)
{
  const PnRecipe *first = data_recipe (a), *second = data_recipe (b);

  if (g_strcmp0 (first->set, second->set) != 0
      || !pn_csv_format_equal (&first->table, &second->table)
      || first->validation != second->validation)
    return FALSE;
  return first->validation == PN_VALIDATION_TEST || pn_recipe_same_data (first, second);
}

PnRecipe *
pn_run_recipe_in_force (PnRun *run)
{
  const PnRecipe *now = pn_run_get_recipe (run), *began = pn_run_get_began (run);
  PnRecipe *recipe = pn_recipe_copy (began ? began : now);

  if (!began)
    return recipe;
  recipe->settings = now->settings;
  recipe->settings.seed = began->settings.seed;
  recipe->settings.shuffle = began->settings.shuffle;
  recipe->settings.optimizer = began->settings.optimizer;
  pn_spec_free (recipe->spec);
  recipe->spec = pn_spec_copy (now->spec);
  if (began->spec->n_layers == now->spec->n_layers)
    for (gsize i = 0; i < now->spec->n_layers; i++)
      recipe->spec->layers[i].init = began->spec->layers[i].init;
  return recipe;
}

static PnComparison
compare (PnDocument *document, PnRun *run, double target_loss)
{
  PnHistory *history = pn_run_get_history (run);
  PnComparisonInput input = { .steps_per_epoch = pn_history_steps_per_epoch (history),
                              .n_validation = pn_run_n_validation (document, run),
                              .n_training = n_training (document, run),
                              .target_loss = target_loss };
  gsize n_steps;
  const PnStepRecord *steps = pn_history_steps (history, &n_steps);

  input.checks = pn_history_checks (history, &input.n_checks);
  input.last_step = n_steps > 0 ? steps[n_steps - 1].step : 0;
  return pn_comparison_new (&input);
}

static void
set_count (const Column *self, guint field, guint64 count)
{
  pn_table_set (self->table, field, self->record, g_strdup_printf ("%'zu", (gsize) count),
                g_strdup_printf ("%" PRIu64, count));
}

static void
set_number (const Column *self, guint field, const char *format, double number)
{
  if (isfinite (number))
    pn_table_set (self->table, field, self->record, g_strdup_printf (format, number),
                  pn_table_number (number));
}

/* "0.9571 ± 0.0040": the half-width of the interval; its ends are data of the next two fields. */
static void
set_share (const Column *self, guint field, const PnShare *share)
{
  if (!isfinite (share->share))
    return;
  pn_table_set (self->table, field, self->record,
                isfinite (share->low)
                    ? g_strdup_printf ("%.4f ± %.4f", share->share, (share->high - share->low) / 2)
                    : g_strdup_printf ("%.4f", share->share),
                pn_table_number (share->share));
  pn_table_set (self->table, field + 1, self->record, NULL, pn_table_number (share->low));
  pn_table_set (self->table, field + 2, self->record, NULL, pn_table_number (share->high));
}

static const char *
stopped_words (PnRun *run)
{
  if (pn_run_get_state (run) == PN_RUN_TRAINING)
    return _ ("still training");
  if (pn_run_get_state (run) == PN_RUN_UNTRAINED)
    return _ ("untrained");
  switch (pn_run_get_stop_reason (run))
    {
    case PN_STOP_EARLY:
      return _ ("early stop");
    case PN_STOP_EPOCHS:
      return _ ("all epochs done");
    case PN_STOP_DIVERGED:
      return _ ("diverged");
    case PN_STOP_USER:
      return _ ("paused");
    case PN_STOP_NONE:
    default:
      return _ ("trained before");
    }
}

static const char *
stopped_data (PnRun *run)
{
  if (pn_run_get_state (run) == PN_RUN_TRAINING)
    return "training";
  return pn_stop_reason_name (pn_run_get_stop_reason (run));
}

static void
set_size (const Column *self, guint field)
{
  set_count (self, field, pn_spec_n_parameters (pn_run_get_spec (self->run)));
}

static void
set_work (const Column *self, guint field)
{
  set_count (self, field, pn_spec_multiply_adds (pn_run_get_spec (self->run)));
}

static void
set_seconds (const Column *self, guint field)
{
  set_number (self, field, "%.3g", self->numbers.seconds_per_epoch);
}

static void
set_epochs (const Column *self, guint field)
{
  if (self->numbers.epochs > 0)
    set_number (self, field, "%.4g", self->numbers.epochs);
}

static void
set_stopped (const Column *self, guint field)
{
  pn_table_set (self->table, field, self->record, g_strdup (stopped_words (self->run)),
                g_strdup (stopped_data (self->run)));
}

static void
set_best_loss (const Column *self, guint field)
{
  set_number (self, field, "%.4f", self->numbers.best_loss);
}

static void
set_stop_loss (const Column *self, guint field)
{
  set_number (self, field, "%.4f", self->numbers.stop_loss);
}

static void
set_best_accuracy (const Column *self, guint field)
{
  set_share (self, field, &self->numbers.best_accuracy);
}

static void
set_stop_accuracy (const Column *self, guint field)
{
  set_share (self, field, &self->numbers.stop_accuracy);
}

static void
set_training_accuracy (const Column *self, guint field)
{
  set_share (self, field, &self->numbers.training_accuracy);
}

static void
set_gap (const Column *self, guint field)
{
  set_number (self, field, "%.4f", self->numbers.gap);
}

static void
set_steps (const Column *self, guint field, gint64 steps, const char *never)
{
  if (steps >= 0)
    set_count (self, field, (guint64) steps);
  else if (isfinite (self->numbers.stop_loss))
    pn_table_set (self->table, field, self->record, g_strdup (never), NULL);
}

static void
set_steps_to (const Column *self, guint field)
{
  set_steps (self, field, self->numbers.steps_to, _ ("not reached"));
}

static void
set_split (const Column *self, guint field)
{
  /* Without accuracies on the training images nobody can tell. */
  if (isfinite (self->numbers.training_accuracy.share))
    set_steps (self, field, self->numbers.split, _ ("none"));
}

static void
set_nothing (const Column *self, guint field)
{
}

typedef struct
{
  const char *key;
  const char *label;
  const char *explanation;
  PnTableFlags flags;
  void (*set) (const Column *self, guint field);
} Result;

static const Result results[] = {
  { "parameters", N_ ("Parameters"), NULL, PN_TABLE_NUMBERS, set_size },
  { "multiply_adds", N_ ("Multiply-adds a sample"), NULL, PN_TABLE_NUMBERS, set_work },
  { "seconds_per_epoch", N_ ("Seconds an epoch"), N_ ("Measured, without the checks"),
    PN_TABLE_NUMBERS, set_seconds },
  { "epochs", N_ ("Epochs run"), NULL, PN_TABLE_NUMBERS, set_epochs },
  { "stopped", N_ ("Why it stopped"), NULL, PN_TABLE_WORDS, set_stopped },
  { "best_validation_loss", N_ ("Validation loss, best"), NULL, PN_TABLE_NUMBERS, set_best_loss },
  { "validation_loss", N_ ("Validation loss, at stop"), N_ ("Of the last check"), PN_TABLE_NUMBERS,
    set_stop_loss },
  { "best_validation_accuracy", N_ ("Validation accuracy, best"),
    N_ ("At the check with the best loss, with its 95 % interval"), PN_TABLE_NUMBERS,
    set_best_accuracy },
  { "best_validation_accuracy_low", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "best_validation_accuracy_high", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "validation_accuracy", N_ ("Validation accuracy, at stop"),
    N_ ("Of the last check, with its 95 % interval"), PN_TABLE_NUMBERS, set_stop_accuracy },
  { "validation_accuracy_low", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "validation_accuracy_high", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "training_accuracy", N_ ("Training accuracy"),
    N_ ("Over all training images, at the last check, with its 95 % interval"), PN_TABLE_NUMBERS,
    set_training_accuracy },
  { "training_accuracy_low", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "training_accuracy_high", "", NULL, PN_TABLE_DATA_ONLY, set_nothing },
  { "gap", N_ ("Gap"), N_ ("Training accuracy less validation accuracy, at the last check"),
    PN_TABLE_NUMBERS, set_gap },
  { "steps_to", NULL, N_ ("Batches until a check found a validation loss no higher"),
    PN_TABLE_NUMBERS, set_steps_to },
  { "split", N_ ("Split, at step"),
    N_ ("The first check after which the gap stays above 0.01 for three checks"), PN_TABLE_NUMBERS,
    set_split },
};

static char *
label_of (const Result *result, double target_loss)
{
  if (result->label)
    return g_strdup (*result->label ? _ (result->label) : "");
  return g_strdup_printf (_ ("Steps to a loss of %g"), target_loss);
}

static void
append_results (PnTable *table, const Column *columns, guint n, double target_loss)
{
  guint first = pn_table_n_fields (table);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *label = label_of (&results[i], target_loss);
      const char *explanation = results[i].explanation ? _ (results[i].explanation) : NULL;

      pn_table_add_field (table, results[i].key, label, explanation, results[i].flags);
    }
  for (guint record = 0; record < n; record++)
    for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
      results[i].set (&columns[record], first + i);
}

static void
append_differences (PnTable *table, GPtrArray *runs)
{
  g_autoptr (GPtrArray) recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_recipe_free);

  if (runs->len < 2)
    return;
  pn_table_add_field (table, NULL, _ ("What differs"), NULL, PN_TABLE_SECTION);
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (recipes, pn_run_recipe_in_force (g_ptr_array_index (runs, i)));
  if (pn_recipe_table_append_differences (table, (const PnRecipe *const *) recipes->pdata) == 0)
    pn_table_add_field (table, NULL, _ ("Nothing: all settings are the same"), NULL,
                        PN_TABLE_SECTION);
}

static void
append_began_from (PnTable *table, GPtrArray *runs)
{
  gboolean any = FALSE;
  guint field;

  for (guint i = 0; i < runs->len; i++)
    any |= pn_run_get_began_from (g_ptr_array_index (runs, i)) != NULL;
  if (!any)
    return;
  field = pn_table_add_field (table, "began_from", _ ("Began from the weights of"), NULL,
                              PN_TABLE_WORDS);
  for (guint i = 0; i < runs->len; i++)
    {
      const char *from = pn_run_get_began_from (g_ptr_array_index (runs, i));

      pn_table_set (table, field, i, g_strdup (from), g_strdup (from));
    }
}

PnTable *
pn_run_table_new (PnDocument *document, GPtrArray *runs, double target_loss)
{
  PnTable *table = pn_table_new ();
  g_autofree Column *columns = g_new0 (Column, runs->len);

  for (guint i = 0; i < runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (runs, i);

      pn_table_add_record (table, pn_run_get_name (run), pn_run_get_colour (run));
      columns[i] = (Column){ table, i, run, compare (document, run, target_loss) };
    }
  append_results (table, columns, runs->len, target_loss);
  append_began_from (table, runs);
  append_differences (table, runs);
  return table;
}

static void
warn_of_run (GPtrArray *warnings, PnRun *run)
{
  const char *from = pn_run_get_began_from (run);

  if (from)
    g_ptr_array_add (warnings,
                     g_strdup_printf (_ ("“%s” began from trained weights (%s): what they had "
                                         "learnt before is not in its numbers."),
                                      pn_run_get_name (run), from));
  if (pn_comparison_is_outdated (pn_run_get_history (run)))
    g_ptr_array_add (warnings, g_strdup_printf (_ ("“%s” was edited after its last check: its "
                                                   "results are those of before."),
                                                pn_run_get_name (run)));
}

char **
pn_run_table_warnings (GPtrArray *runs)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new ();
  gboolean same = TRUE;

  for (guint i = 0; i < runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (runs, i);

      warn_of_run (warnings, run);
      same = same && pn_run_same_validation (run, g_ptr_array_index (runs, 0));
    }
  if (!same)
    g_ptr_array_add (warnings, g_strdup (_ ("The runs were not checked on the same images: their "
                                            "losses and accuracies don’t compare.")));
  g_ptr_array_add (warnings, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&warnings), FALSE);
}
