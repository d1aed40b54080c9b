/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* train: a recipe from its first weights to its last, or any part of that. */

#include "config.h"

#include "pn-cli-train-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-cli-commands.h"
#include "pn-cli-interrupt.h"
#include "pn-cli-recipe.h"
#include "pn-file.h"
#include "pn-model-file.h"

#define MAX_THREADS 1024

static gboolean
read_options (const PnCli *cli, const PnTrainOptions *options, PnTrainCall *call)
{
  if (options->threads != NULL
      && !pn_cli_read_number (cli, "--threads", options->threads, 1, MAX_THREADS, &call->threads))
    return FALSE;
  call->bounded = options->stop_at != NULL;
  return options->stop_at == NULL
         || pn_cli_read_number (cli, "--stop-at", options->stop_at, 0, G_MAXINT64, &call->stop_at);
}

/* Training images that vary, where the recipe says so. */
static gboolean
set_source (PnTrainCall *call, GError **error)
{
  GError *failure = NULL;
  PnSource *source = pn_recipe_source (call->recipe, call->data->train, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  pn_fit_set_source (call->fit, source);
  g_clear_pointer (&source, pn_source_unref);
  return TRUE;
}

/* Data, network and fit for the recipe. */
static gboolean
prepare (PnTrainCall *call, const char *folder, GError **error)
{
  call->data = pn_training_data_load (call->recipe, folder, error);
  if (call->data == NULL)
    return FALSE;
  call->network = pn_network_new (call->recipe->spec, error);
  if (call->network == NULL)
    return FALSE;
  call->fit = pn_fit_new (call->network, call->data->train, call->data->validation,
                          &call->data->normalisation, &call->recipe->settings, error);
  if (call->fit == NULL)
    return FALSE;
  pn_network_initialise (call->network, call->recipe->settings.seed);
  return pn_fit_set_workers (call->fit, call->threads, error) && set_source (call, error);
}

/* What can't differ between the two parts of one run. */
static gboolean
check_checkpoint (const PnTrainCall *call,
                  PnSnapshot *snapshot,
                  const PnRecipe *recipe,
                  const char *file,
                  GError **error)
{
  const char *wrong = NULL;

  if (pn_snapshot_fit_state (snapshot) == NULL)
    wrong = _ ("is a model, not a checkpoint: --checkpoint writes what can be resumed");
  else if (!pn_spec_equal (pn_snapshot_spec (snapshot), call->recipe->spec))
    wrong = _ ("is of another network than this recipe's");
  else if (recipe != NULL && !pn_recipe_same_data (recipe, call->recipe))
    wrong = _ ("was trained on other data than this recipe's");
  else if (recipe != NULL && recipe->settings.seed != call->recipe->settings.seed)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: was begun with seed %" PRIu64 ", so it goes on with --seed %" PRIu64),
                   file, recipe->settings.seed, recipe->settings.seed);
      return FALSE;
    }
  else if (pn_snapshot_n_slots (snapshot) != pn_fit_n_optimizer_slots (call->fit)
           || (pn_snapshot_best (snapshot) == NULL) != (pn_fit_best_parameters (call->fit) == NULL))
    wrong = _ ("was trained with another optimizer or keep_best than this recipe's");
  if (wrong != NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID, "%s: %s", file, wrong);
  return wrong == NULL;
}

/* Allowed, but not the run that was cut. */
static void
note_changes (const PnTrainCall *call, const PnRecipe *recipe, const char *file)
{
  g_autofree char *words = NULL;

  if (pn_settings_equal (&recipe->settings, &call->recipe->settings)
      && pn_augmentation_equal (&recipe->augment, &call->recipe->augment))
    return;
  words = pn_recipe_describe_difference (call->recipe, recipe);
  if (*words != '\0')
    pn_cli_note (call->cli, _ ("%s: goes on with other settings: %s"), file, words);
  else
    pn_cli_note (call->cli, _ ("%s: goes on with other settings"), file);
}

static gboolean
resume (PnTrainCall *call, const char *file, GError **error)
{
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (PnSnapshot) snapshot = pn_model_load (file, &recipe, error);

  if (snapshot == NULL || !check_checkpoint (call, snapshot, recipe, file, error))
    return FALSE;
  if (recipe != NULL)
    note_changes (call, recipe, file);
  pn_snapshot_restore (snapshot, call->network, call->fit);
  call->first_step = pn_fit_current_step (call->fit);
  return TRUE;
}

static void
show_progress (PnTrainCall *call, const PnEvent *event)
{
  g_autofree char *words = NULL;
  double all = (double) call->recipe->settings.epochs;

  if (!pn_cli_progress_is_due (&call->progress))
    return;
  words = g_strdup_printf (_ ("epoch %.1f of %.0f, validation accuracy %.4f"), event->epoch, all,
                           call->last_check.accuracy);
  pn_cli_progress_update (&call->progress, event->epoch / all, words);
}

static gboolean
event_cb (const PnEvent *event, gpointer user_data)
{
  PnTrainCall *call = user_data;

  if (call->history != NULL)
    pn_history_append (call->history, event, 1);
  if (event->kind == PN_EVENT_VALIDATION)
    {
      call->last_check = *event;
      call->checked = TRUE;
      pn_train_report_check (call, event);
    }
  show_progress (call, event);
  return !pn_cli_interrupted ();
}

/* Until the recipe, --stop-at or Ctrl+C says stop; then the check that follows the last step. */
static void
train (PnTrainCall *call)
{
  gint64 began = g_get_monotonic_time ();
  gboolean none_left = call->bounded && call->stop_at <= call->first_step;

  pn_cli_progress_init (&call->progress);
  call->reason = none_left ? PN_STOP_USER : pn_fit_run (call->fit, call->stop_at, event_cb, call);
  if (call->data->validation != NULL
      && (!call->checked || call->last_check.step != pn_fit_current_step (call->fit)))
    pn_fit_check_now (call->fit, event_cb, call);
  pn_cli_progress_finish (&call->progress);
  pn_train_measure (call);
  call->seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

/* Says what went wrong, so that the other files are still written. */
static void
note_failure (PnTrainCall *call, GError *error)
{
  pn_cli_fail (call->cli, error);
  g_error_free (error);
  call->lost = TRUE;
}

static void
save_model (PnTrainCall *call, PnSnapshot *snapshot, gboolean state, const char *path)
{
  GError *error = NULL;

  if (path != NULL && !pn_model_save (snapshot, call->recipe, state, path, &error))
    note_failure (call, error);
}

static void
save (PnTrainCall *call, const PnTrainOptions *options)
{
  GError *error = NULL;
  g_autoptr (PnSnapshot) snapshot
      = pn_snapshot_new (call->network, &call->data->normalisation,
                         pn_dataset_class_names (call->data->train), call->fit, &error);

  if (snapshot == NULL)
    note_failure (call, g_steal_pointer (&error));
  else
    {
      save_model (call, snapshot, FALSE, options->out);
      save_model (call, snapshot, TRUE, options->checkpoint);
    }
  if (options->history != NULL && !pn_train_write_history (call, options->history, &error))
    note_failure (call, error);
}

/* What was learnt is kept, and the user told in which layer it ended and what helps. */
static PnCliStatus
complain_divergence (const PnTrainCall *call)
{
  g_autofree char *layer
      = pn_spec_layer_name (call->recipe->spec, pn_fit_diverged_layer (call->fit));

  pn_cli_note (call->cli,
               _ ("training diverged at step %" PRIu64 ", first in %s; kept are the last "
                  "good weights; a smaller learning rate should help"),
               pn_fit_current_step (call->fit), layer);
  return PN_CLI_FAILED;
}

/* Before an hour of training, not after it. */
static gboolean
check_outputs (const PnTrainOptions *options, GError **error)
{
  const char *const files[] = { options->out, options->checkpoint, options->history };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (files[i] != NULL && !pn_file_check_writable (files[i], error))
      return FALSE;
  return TRUE;
}

static PnCliStatus
run_recipe (PnTrainCall *call, const PnTrainOptions *options)
{
  g_autoptr (GError) error = NULL;

  if (!check_outputs (options, &error) || !prepare (call, options->data, &error)
      || (options->resume != NULL && !resume (call, options->resume, &error)))
    return pn_cli_fail (call->cli, error);
  if (options->history != NULL)
    {
      call->history = pn_history_new ();
      pn_history_set_steps_per_epoch (call->history, pn_fit_steps_per_epoch (call->fit));
      /* The figures show training accuracy over all images. */
      pn_fit_set_measure_training (call->fit, TRUE);
    }
  train (call);
  save (call, options);
  pn_train_report_end (call);
  if (call->reason == PN_STOP_DIVERGED)
    return complain_divergence (call);
  return call->lost ? PN_CLI_FAILED : PN_CLI_DONE;
}

static void
call_clear (PnTrainCall *call)
{
  g_clear_pointer (&call->fit, pn_fit_free);
  g_clear_pointer (&call->network, pn_network_free);
  g_clear_pointer (&call->data, pn_training_data_free);
  g_clear_pointer (&call->recipe, pn_recipe_free);
  g_clear_object (&call->history);
}

static void
options_clear (PnTrainOptions *options)
{
  g_free (options->data);
  g_free (options->seed);
  g_free (options->threads);
  g_free (options->out);
  g_free (options->history);
  g_free (options->stop_at);
  g_free (options->checkpoint);
  g_free (options->resume);
  g_strfreev (options->set);
}

static PnCliStatus
start (PnCli *cli, const PnTrainOptions *options)
{
  PnTrainCall call = { .cli = cli, .threads = 1, .last_check = { .accuracy = NAN, .loss = NAN } };
  PnCliStatus status = PN_CLI_USAGE;

  if (read_options (cli, options, &call))
    {
      pn_cli_interrupt_catch ();
      call.recipe
          = pn_cli_load_recipe (cli, cli->arguments[0], options->set, options->seed, &status);
      if (call.recipe != NULL)
        status = run_recipe (&call, options);
    }
  call_clear (&call);
  return status;
}

PnCliStatus
pn_cli_train (PnCli *cli, int argc, char **argv)
{
  PnTrainOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
      N_ ("Folder with IDX files, or a table (CSV)"), N_ ("DIR") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.set,
      N_ ("Change a setting, as in epochs=4 or layers.0.units=32"), N_ ("PATH=VALUE") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed,
      N_ ("Seed of initial weights and shuffling"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &options.threads,
      N_ ("Threads to train with; the numbers are the same with any"), N_ ("N") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("Write the model there"),
      N_ ("MODEL") },
    { "history", 0, 0, G_OPTION_ARG_FILENAME, &options.history,
      N_ ("Write every step and check there"), N_ ("FILE.csv") },
    { "stop-at", 0, 0, G_OPTION_ARG_STRING, &options.stop_at, N_ ("Stop after this step"),
      N_ ("STEP") },
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &options.checkpoint,
      N_ ("Write there what --resume goes on from"), N_ ("FILE") },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options.resume,
      N_ ("Go on from a checkpoint, to the bit"), N_ ("FILE") },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 1, 1))
    status = start (cli, &options);
  options_clear (&options);
  return status;
}
