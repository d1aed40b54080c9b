/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"
#include "pn-error.h"

gboolean
pn_document_is_training (PnDocument *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (pn_run_get_trainer (g_ptr_array_index (self->runs, i)))
      return TRUE;
  return FALSE;
}

static PnRun *
run_of (PnDocument *self, PnTrainer *trainer)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (pn_run_get_trainer (g_ptr_array_index (self->runs, i)) == trainer)
      return g_ptr_array_index (self->runs, i);
  return NULL;
}

/* "Train (3 epochs)", or in steps where it was less than one. */
static char *
burst_label (guint64 steps, guint64 steps_per_epoch)
{
  gulong epochs = steps_per_epoch > 0 ? (steps + steps_per_epoch / 2) / steps_per_epoch : 0;

  if (steps_per_epoch > 0 && steps >= steps_per_epoch)
    return g_strdup_printf (ngettext ("Train (%lu epoch)", "Train (%lu epochs)", epochs), epochs);
  return g_strdup_printf (ngettext ("Train (%lu step)", "Train (%lu steps)", (gulong) steps),
                          (gulong) steps);
}

/* What the run is after the burst of `trainer`. */
static PnRunVersion *
version_after (PnRun *run, PnTrainer *trainer)
{
  PnRunVersion *version = pn_run_version_copy (pn_run_get_version (run));
  PnStopReason reason = pn_trainer_get_reason (trainer);

  pn_run_version_set_snapshot (version, pn_snapshot_ref (pn_trainer_get_snapshot (trainer)));
  if (pn_run_get_burst_began (run))
    pn_run_version_set_began (version, pn_run_get_burst_began (run));
  version->state = reason == PN_STOP_USER ? PN_RUN_PAUSED : PN_RUN_FINISHED;
  version->reason = reason;
  version->diverged_layer = pn_trainer_get_diverged_layer (trainer);
  version->training_seconds = pn_trainer_get_training_seconds (trainer);
  version->length = pn_history_get_length (pn_run_get_history (run));
  return version;
}

/* A burst that did nothing, or whose weights found no memory at its end, leaves nothing behind. */
static void
drop_burst (PnRun *run)
{
  PnHistory *history = pn_run_get_history (run);

  pn_run_end_burst (run);
  pn_history_assign (history, history, pn_run_get_version (run)->length);
}

static void
keep_burst (PnDocument *self, PnRun *run, PnTrainer *trainer, gboolean fold)
{
  guint64 begin = pn_snapshot_step (pn_run_get_version (run)->snapshot);
  g_autofree char *label = burst_label (pn_trainer_get_step (trainer) - begin,
                                        pn_history_steps_per_epoch (pn_run_get_history (run)));
  g_autoptr (PnRunVersion) version = version_after (run, trainer);

  if (!fold)
    pn_document_begin_change (self, label, 0);
  pn_run_set_version (run, version);
  pn_run_end_burst (run);
  pn_document_end_change (self);
}

/* The trainer has finished. */
static void
end_burst (PnDocument *self, PnRun *run, gboolean fold)
{
  g_autoptr (PnTrainer) trainer = g_object_ref (pn_run_get_trainer (run));
  PnSnapshot *snapshot = pn_trainer_get_snapshot (trainer);
  gboolean idle
      = pn_trainer_get_reason (trainer) == PN_STOP_USER
        && pn_trainer_get_step (trainer) == pn_snapshot_step (pn_run_get_version (run)->snapshot);

  if (idle || !snapshot || !pn_snapshot_fit_state (snapshot))
    drop_burst (run);
  else
    keep_burst (self, run, trainer, fold);
  pn_document_notify (self, "training");
}

static void
finished_cb (PnTrainer *trainer, PnStopReason reason, PnDocument *self)
{
  g_autoptr (PnRun) run = run_of (self, trainer);

  if (!run)
    return;
  g_object_ref (run);
  end_burst (self, run, FALSE);
  pn_document_train_waiting (self);
  if (!pn_document_is_training (self))
    pn_document_undo_waiting (self);
}

guint64
pn_document_stop_burst (PnDocument *self, PnRun *run, gboolean fold)
{
  g_autoptr (PnTrainer) trainer = NULL;

  pn_document_forget_training (self, run);
  if (!pn_run_get_trainer (run))
    return 0;
  trainer = g_object_ref (pn_run_get_trainer (run));
  g_signal_handlers_disconnect_by_func (trainer, finished_cb, self);
  pn_trainer_stop_now (trainer);
  end_burst (self, run, fold);
  return pn_trainer_get_until (trainer);
}

/* What the run needs to go on: all but pace and data are of the version. */
static void
fill_start (PnTrainerStart *start, const PnRunVersion *version)
{
  gboolean trained = version->state != PN_RUN_UNTRAINED;

  start->spec = trained ? pn_snapshot_spec (version->snapshot) : version->recipe->spec;
  start->start = trained ? version->snapshot : NULL;
  start->seconds_before = version->training_seconds;
  start->measure_training = TRUE;
  if (!trained)
    return;
  start->normalisation = *pn_snapshot_normalisation (version->snapshot);
  start->class_names = pn_snapshot_class_names (version->snapshot);
}

static gboolean
check_epochs_left (const PnRunVersion *version, const PnSettings *settings, gsize n, GError **error)
{
  guint64 steps = settings->batch > 0 ? n / settings->batch * settings->epochs : 0;

  if (version->state != PN_RUN_FINISHED || pn_snapshot_step (version->snapshot) < steps)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               ngettext ("The %zu epoch is done; give it more epochs to train on",
                         "All %zu epochs are done; give it more epochs to train on",
                         (gulong) settings->epochs),
               settings->epochs);
  return FALSE;
}

/* About once a second the snapshot is a checkpoint. While the last one is still being written, as
 * on a slow disk, it is left out.
 */
static void
snapshot_cb (PnTrainer *trainer, PnSnapshot *snapshot, PnDocument *self)
{
  if (self->store && pn_snapshot_fit_state (snapshot) && !pn_store_is_busy (self->store))
    pn_document_save (self);
}

static void
burst_begun (PnDocument *self, PnRun *run, PnTrainer *trainer)
{
  const PnRunVersion *version = pn_run_get_version (run);
  gboolean fresh = version->state == PN_RUN_UNTRAINED;

  pn_run_begin_burst (run, trainer, fresh ? pn_recipe_copy (version->recipe) : NULL);
  g_signal_connect_object (trainer, "snapshot", G_CALLBACK (snapshot_cb), self, 0);
  g_signal_connect_object (trainer, "finished", G_CALLBACK (finished_cb), self, 0);
  pn_document_forget_redo (self);
  pn_document_notify (self, "training");
}

/* The data is loaded. `until`: 0, or the step to stop at. */
gboolean
pn_document_begin_burst (PnDocument *self, PnRun *run, guint64 until, GError **error)
{
  const PnTrainingData *data = pn_document_get_data (self, run);
  const PnRunVersion *version = pn_run_get_version (run);
  PnSettings settings = pn_run_version_settings (version);
  PnTrainerStart start = { .settings = &settings,
                           .train = data->train,
                           .validation = data->validation,
                           .normalisation = data->normalisation,
                           .class_names = pn_dataset_class_names (data->train),
                           .until = until,
                           .pace = self->pace };
  g_autoptr (PnTrainer) trainer = NULL;
  g_autoptr (PnSource) source = NULL;
  g_autoptr (GError) problem = NULL;

  if (!check_epochs_left (version, &settings, pn_dataset_n_samples (data->train), error))
    return FALSE;
  source = pn_recipe_source (pn_run_version_data_recipe (version), data->train, &problem);
  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  start.source = source;
  fill_start (&start, version);
  trainer = pn_trainer_new (&start, pn_run_get_history (run));
  if (!pn_trainer_start (trainer, error))
    return FALSE;
  burst_begun (self, run, trainer);
  return TRUE;
}

typedef struct
{
  PnRun *run;
  guint64 steps;
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  g_object_unref (beginning->run);
  g_free (beginning);
}

static void
begin (PnDocument *self, GTask *task)
{
  const Beginning *beginning = g_task_get_task_data (task);
  guint64 step = pn_snapshot_step (pn_run_get_version (beginning->run)->snapshot);
  guint64 until = beginning->steps ? step + beginning->steps : 0;
  GError *error = NULL;

  if (pn_document_train_after_edit (self, beginning->run, until)
      || pn_document_begin_burst (self, beginning->run, until, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Unless the run was paused, changed to other data or removed while its data was loading. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  PnDocument *self = g_task_get_source_object (task);
  const Beginning *beginning = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean wanted = g_ptr_array_remove (self->beginning, beginning->run);
  gboolean loaded = pn_data_cache_load_finish (PN_DATA_CACHE (source), result, &error) != NULL;

  if (wanted && !loaded)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!wanted || self->closed || !pn_document_get_data (self, beginning->run))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Training was cancelled"));
  else
    {
      pn_document_data_loaded (self);
      begin (self, task);
    }
}

void
pn_document_train_async (PnDocument *self,
                         PnRun *run,
                         guint64 steps,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Beginning *beginning = g_new (Beginning, 1);

  *beginning = (Beginning){ g_object_ref (run), steps };
  g_task_set_source_tag (task, pn_document_train_async);
  g_task_set_task_data (task, beginning, (GDestroyNotify) beginning_free);
  pn_document_unqueue (self, run);
  if (pn_run_get_trainer (run) || g_ptr_array_find (self->beginning, run, NULL))
    g_task_return_boolean (task, TRUE); /* it trains already, or is about to */
  else if (pn_document_get_data (self, run))
    begin (self, task);
  else
    {
      g_ptr_array_add (self->beginning, g_object_ref (run));
      pn_data_cache_load_async (self->data, pn_run_version_data_recipe (pn_run_get_version (run)),
                                cancellable, loaded_cb, g_object_ref (task));
    }
}

gboolean
pn_document_train_finish (PnDocument *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What hasn't begun won't. */
void
pn_document_forget_training (PnDocument *self, PnRun *run)
{
  g_ptr_array_remove (self->beginning, run);
  pn_document_unqueue (self, run);
}

void
pn_document_pause (PnDocument *self, PnRun *run)
{
  PnTrainer *trainer = pn_run_get_trainer (run);

  pn_document_forget_training (self, run);
  if (trainer)
    pn_trainer_pause (trainer);
  pn_document_train_waiting (self);
}

static gboolean
has_same (PnDocument *self, const PnRecipe *recipe)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!pn_recipe_differs (pn_run_get_recipe (g_ptr_array_index (self->runs, i)), recipe))
      return TRUE;
  return FALSE;
}

/* The first that no run of this recipe has. */
static guint64
next_seed (PnDocument *self, PnRun *run)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (run));

  do
    recipe->settings.seed++;
  while (has_same (self, recipe));
  return recipe->settings.seed;
}

static void
set_seed (PnDocument *self, PnRun *run, guint64 seed)
{
  PnSettings settings = *pn_run_get_settings (run);

  settings.seed = seed;
  pn_document_set_settings (self, run, &settings, _ ("Change Seed"), 0, NULL);
}

void
pn_document_start_over (PnDocument *self, PnRun *run, gboolean new_seed)
{
  guint64 seed = new_seed ? next_seed (self, run) : pn_run_get_settings (run)->seed;

  if (pn_run_get_state (run) != PN_RUN_UNTRAINED)
    run = pn_document_new_run_with_seed (self, run, seed);
  else if (new_seed)
    set_seed (self, run, seed);
  if (run)
    pn_document_train (self, run);
}
