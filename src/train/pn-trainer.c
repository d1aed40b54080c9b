/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-error.h"
#include "pn-train-worker.h"

/* Speeds are measured over stretches of at least this many seconds. */
#define SPEED_STRETCH 0.5

struct _PnTrainer
{
  GObject parent;

  /* What the worker is made of; dropped once it is made. */
  PnTrainerStart start;
  PnSpec *spec;
  PnSettings settings;

  PnHistory *history;
  PnTrainRun *run;
  gboolean running;
  PnStopReason reason;
  gsize diverged_layer;
  PnSnapshot *snapshot;
  double *norms;
  guint64 steps_per_epoch;

  PnEvent last;
  PnEvent stretch; /* the event that began the stretch being measured */
  gint64 stretch_time;
  double samples_per_second;
  double steps_per_second; /* by the clock on the wall, evaluation included */
};

G_DEFINE_FINAL_TYPE (PnTrainer, pn_trainer, G_TYPE_OBJECT)

enum
{
  PROGRESS,
  SNAPSHOT,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

const char *
pn_pace_label (PnPace pace)
{
  static const char *const labels[PN_N_PACES] = {
    N_ ("Full speed"), N_ ("5 epochs/s"), N_ ("1 epoch/s"), N_ ("10 steps/s"), N_ ("1 step/s"),
  };

  g_return_val_if_fail (pace < PN_N_PACES, NULL);
  return _ (labels[pace]);
}

static void
clear_start (PnTrainer *self)
{
  g_clear_pointer (&self->start.train, pn_dataset_unref);
  g_clear_pointer (&self->start.validation, pn_dataset_unref);
  g_clear_pointer (&self->start.source, pn_source_unref);
  g_clear_pointer (&self->start.start, pn_snapshot_unref);
  g_strfreev ((char **) self->start.class_names);
  self->start.class_names = NULL;
}

static void
pn_trainer_dispose (GObject *object)
{
  PnTrainer *self = PN_TRAINER (object);

  /* The worker owns all it uses: nobody has to wait for it. */
  if (self->running)
    pn_train_run_stop (self->run);
  self->running = FALSE;
  G_OBJECT_CLASS (pn_trainer_parent_class)->dispose (object);
}

static void
pn_trainer_finalize (GObject *object)
{
  PnTrainer *self = PN_TRAINER (object);

  clear_start (self);
  pn_spec_free (self->spec);
  g_clear_pointer (&self->run, pn_train_run_unref);
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
  g_clear_object (&self->history);
  g_free (self->norms);
  G_OBJECT_CLASS (pn_trainer_parent_class)->finalize (object);
}

static void
pn_trainer_class_init (PnTrainerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pn_trainer_dispose;
  object_class->finalize = pn_trainer_finalize;
  signals[PROGRESS] = g_signal_new ("progress", PN_TYPE_TRAINER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  signals[SNAPSHOT] = g_signal_new ("snapshot", PN_TYPE_TRAINER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, PN_TYPE_SNAPSHOT);
  signals[FINISHED] = g_signal_new ("finished", PN_TYPE_TRAINER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
pn_trainer_init (PnTrainer *self)
{
}

static void
append_numbers (PnTrainer *self, const PnTrainNews *news)
{
  for (guint i = 0; i < news->blocks->len; i++)
    {
      const PnTrainBlock *block = g_ptr_array_index (news->blocks, i);

      pn_history_append_records (self->history, block->steps, block->n, NULL, 0);
    }
  pn_history_append_records (self->history, NULL, 0, (const PnCheckRecord *) news->checks->data,
                             news->checks->len);
  for (guint i = 0; i < news->marks->len; i++)
    {
      const PnMark *mark = &g_array_index (news->marks, PnMark, i);

      pn_history_add_mark (self->history, mark->step, mark->kind, mark->text);
    }
}

static void
begin_stretch (PnTrainer *self)
{
  self->stretch = self->last;
  self->stretch_time = g_get_monotonic_time ();
}

static void
measure_speed (PnTrainer *self, const PnEvent *last)
{
  double training = last->training_seconds - self->stretch.training_seconds;
  double seconds = (g_get_monotonic_time () - self->stretch_time) / (double) G_USEC_PER_SEC;
  double steps = (double) last->step - (double) self->stretch.step;

  self->last = *last;
  if (seconds < SPEED_STRETCH || steps < 1 || training <= 0)
    return;
  self->samples_per_second = steps * self->settings.batch / training;
  self->steps_per_second = steps / seconds;
  begin_stretch (self);
}

static void
take_snapshot (PnTrainer *self, PnTrainNews *news)
{
  if (news->norms)
    {
      g_free (self->norms);
      self->norms = g_steal_pointer (&news->norms);
    }
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
  self->snapshot = g_steal_pointer (&news->snapshot);
  g_signal_emit (self, signals[SNAPSHOT], 0, self->snapshot);
}

static void
mark_divergence (PnTrainer *self, guint64 step)
{
  g_autofree char *layer = pn_spec_layer_name (self->spec, self->diverged_layer);
  /* Translators: %s is "hidden layer 3" or "the output layer". */
  g_autofree char *text = g_strdup_printf (_ ("diverged, in %s first"), layer);

  pn_history_add_mark (self->history, step, PN_MARK_DIVERGED, text);
}

static void
finish (PnTrainer *self, const PnTrainNews *news)
{
  guint64 step = pn_trainer_get_step (self);

  self->running = FALSE;
  self->reason = news->reason;
  self->diverged_layer = news->diverged_layer;
  if (news->reason == PN_STOP_EARLY)
    pn_history_add_mark (self->history, step, PN_MARK_EARLY_STOP, _ ("early stop"));
  if (news->reason == PN_STOP_DIVERGED)
    mark_divergence (self, step);
  g_signal_emit (self, signals[FINISHED], 0, news->reason);
}

/* The last point is on the plot before "finished" shows. */
static void
drain (PnTrainer *self)
{
  g_auto (PnTrainNews) news = { 0 };

  pn_train_run_take (self->run, &news);
  if (!self->running)
    return;
  append_numbers (self, &news);
  if (news.blocks->len + news.checks->len > 0)
    {
      measure_speed (self, &news.last);
      g_signal_emit (self, signals[PROGRESS], 0);
    }
  if (news.snapshot)
    take_snapshot (self, &news);
  if (news.finished && self->running)
    finish (self, &news);
}

static void
news_cb (gpointer owner)
{
  PnTrainer *self = owner;

  g_assert (g_main_context_is_owner (g_main_context_default ()));
  drain (self);
}

PnTrainer *
pn_trainer_new (const PnTrainerStart *start, PnHistory *history)
{
  PnTrainer *self = g_object_new (PN_TYPE_TRAINER, NULL);

  self->start = *start;
  self->spec = pn_spec_copy (start->spec);
  self->settings = *start->settings;
  self->start.spec = self->spec;
  self->start.settings = &self->settings;
  self->start.train = pn_dataset_ref (start->train);
  self->start.validation = start->validation ? pn_dataset_ref (start->validation) : NULL;
  self->start.source = start->source ? pn_source_ref (start->source) : NULL;
  self->start.start = start->start ? pn_snapshot_ref (start->start) : NULL;
  self->start.class_names = (const char *const *) g_strdupv ((char **) start->class_names);
  self->history = g_object_ref (history);
  self->run = pn_train_run_new (start->pace, g_main_context_default (), news_cb, G_OBJECT (self));
  return self;
}

gboolean
pn_trainer_start (PnTrainer *self, GError **error)
{
  PnTrainWorker *worker;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (!self->running && self->start.train, FALSE);
  worker = pn_train_worker_new (&self->start, self->run, error);
  if (!worker)
    return FALSE;
  if (self->start.start)
    self->last.step = pn_snapshot_step (self->start.start);
  self->last.training_seconds = self->start.seconds_before;
  self->steps_per_epoch = pn_train_worker_steps_per_epoch (worker);
  pn_history_set_steps_per_epoch (self->history, self->steps_per_epoch);
  begin_stretch (self);
  clear_start (self);
  self->running = TRUE;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, pn_trainer_start);
  g_task_set_task_data (task, worker, (GDestroyNotify) pn_train_worker_free);
  g_task_run_in_thread (task, pn_train_worker_thread);
  return TRUE;
}

void
pn_trainer_pause (PnTrainer *self)
{
  if (self->running)
    pn_train_run_stop (self->run);
}

void
pn_trainer_stop_now (PnTrainer *self)
{
  g_autoptr (PnTrainer) alive = g_object_ref (self);

  if (!self->running)
    return;
  pn_train_run_stop (self->run);
  pn_train_run_wait (self->run);
  drain (self);
}

void
pn_trainer_set_pace (PnTrainer *self, PnPace pace)
{
  pn_train_run_set_pace (self->run, pace);
  self->steps_per_second = 0;
  begin_stretch (self);
}

PnPace
pn_trainer_get_pace (PnTrainer *self)
{
  return pn_train_run_get_pace (self->run);
}

void
pn_trainer_set_settings (PnTrainer *self, const PnSettings *settings, const char *text)
{
  self->settings = *settings;
  if (self->running)
    pn_train_run_set_settings (self->run, settings, text);
}

gboolean
pn_trainer_is_running (PnTrainer *self)
{
  return self->running;
}

PnStopReason
pn_trainer_get_reason (PnTrainer *self)
{
  return self->reason;
}

PnSnapshot *
pn_trainer_get_snapshot (PnTrainer *self)
{
  return self->snapshot;
}

PnHistory *
pn_trainer_get_history (PnTrainer *self)
{
  return self->history;
}

guint64
pn_trainer_get_step (PnTrainer *self)
{
  return self->last.step;
}

guint64
pn_trainer_get_until (PnTrainer *self)
{
  return self->start.until;
}

double
pn_trainer_get_epoch (PnTrainer *self)
{
  return self->steps_per_epoch > 0 ? (double) self->last.step / self->steps_per_epoch : 0;
}

double
pn_trainer_get_training_seconds (PnTrainer *self)
{
  return self->last.training_seconds;
}

double
pn_trainer_get_samples_per_second (PnTrainer *self)
{
  return self->samples_per_second;
}

double
pn_trainer_get_seconds_left (PnTrainer *self)
{
  double rate = pn_pace_steps_per_second (pn_trainer_get_pace (self), self->steps_per_epoch);
  double end = (double) self->settings.epochs * self->steps_per_epoch;

  if (isinf (rate))
    rate = self->steps_per_second;
  if (self->start.until)
    end = MIN (end, self->start.until);
  return rate > 0 ? MAX (0, end - self->last.step) / rate : NAN;
}

gsize
pn_trainer_get_diverged_layer (PnTrainer *self)
{
  return self->diverged_layer;
}

const double *
pn_trainer_get_gradient_norms (PnTrainer *self)
{
  return self->norms;
}
