/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-confusion-watch.h"

#define MOMENT 150 /* milliseconds from a change until it is measured */

struct _PnConfusionWatch
{
  PnDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  void (*changed) (gpointer);
  gpointer data;
  gboolean active;
  guint source;

  PnRun *run;           /* the one that the rest is about */
  PnSnapshot *snapshot; /* what was last begun to be measured, on what */
  PnDataset *begun;
  GCancellable *cancellable; /* of the measurement under way */
  PnConfusion *confusion;
  PnDataset *images;
  PnConfusionState state;
  char *message;
};

/* What the thread has of it. */
typedef struct
{
  PnSnapshot *snapshot;
  PnDataset *images;
} Job;

static void
job_free (Job *job)
{
  pn_snapshot_unref (job->snapshot);
  pn_dataset_unref (job->images);
  g_free (job);
}

static void
cancel (PnConfusionWatch *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
  g_clear_pointer (&self->begun, pn_dataset_unref);
}

static void
forget (PnConfusionWatch *self)
{
  cancel (self);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  g_clear_pointer (&self->images, pn_dataset_unref);
  g_clear_pointer (&self->message, g_free);
}

static void
say (PnConfusionWatch *self, PnConfusionState state)
{
  self->state = state;
  self->changed (self->data);
}

static void
measure_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  PnConfusion *confusion = pn_confusion_measure (job->snapshot, job->images, cancellable, &error);

  if (confusion)
    g_task_return_pointer (task, confusion, (GDestroyNotify) pn_confusion_unref);
  else
    g_task_return_error (task, error);
}

/* Who cancelled it may be gone: `user_data` is only for the measurement that is still wanted. */
static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnConfusionWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  PnConfusion *confusion = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  g_clear_pointer (&self->images, pn_dataset_unref);
  self->confusion = confusion;
  if (confusion)
    self->images = pn_dataset_ref (self->begun);
  else
    self->message = g_strdup (error->message);
  say (self, confusion ? PN_CONFUSION_READY : PN_CONFUSION_FAILED);
}

static void
begin (PnConfusionWatch *self, PnSnapshot *snapshot, PnDataset *images)
{
  Job *job = g_new (Job, 1);
  g_autoptr (GTask) task = NULL;

  cancel (self);
  g_clear_pointer (&self->message, g_free);
  self->snapshot = pn_snapshot_ref (snapshot);
  self->begun = pn_dataset_ref (images);
  *job = (Job){ pn_snapshot_ref (snapshot), pn_dataset_ref (images) };
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, measured_cb, self);
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, measure_thread);
  say (self, PN_CONFUSION_BUSY);
}

static void
forget_and_say (PnConfusionWatch *self, PnConfusionState state)
{
  forget (self);
  say (self, state);
}

/* A trained run, with its data if they are there. */
static void
look_at_data (PnConfusionWatch *self, const PnTrainingData *data)
{
  PnSnapshot *snapshot = pn_run_get_snapshot (self->run);
  PnDataset *images;

  if (!data)
    {
      gboolean there = pn_document_has_data (self->document, self->run);

      pn_document_want_data (self->document, self->run);
      forget_and_say (self, there ? PN_CONFUSION_WAITING : PN_CONFUSION_NO_DATA);
      return;
    }
  images = data->validation ? data->validation : data->test;
  if (!images)
    forget_and_say (self, PN_CONFUSION_NO_IMAGES);
  else if (pn_run_get_state (self->run) == PN_RUN_TRAINING)
    {
      cancel (self);
      say (self, PN_CONFUSION_WAITING);
    }
  else if (snapshot != self->snapshot || images != self->begun)
    begin (self, snapshot, images);
}

static void
update (PnConfusionWatch *self)
{
  PnRun *run = pn_document_get_selected (self->document);

  if (run != self->run)
    forget (self);
  g_set_object (&self->run, run);
  if (!run)
    forget_and_say (self, PN_CONFUSION_NOTHING);
  else if (pn_run_get_state (run) == PN_RUN_UNTRAINED && !pn_run_get_began_from (run))
    forget_and_say (self, PN_CONFUSION_UNTRAINED);
  else
    look_at_data (self, pn_document_get_data (self->document, run));
}

static void
update_cb (gpointer user_data)
{
  PnConfusionWatch *self = user_data;

  self->source = 0;
  update (self);
}

static void
changed_cb (PnConfusionWatch *self)
{
  if (self->active && self->source == 0)
    self->source = g_timeout_add_once (MOMENT, update_cb, self);
}

/* At once: another run's numbers must not stand there for a moment. */
static void
selected_cb (PnConfusionWatch *self)
{
  g_signal_group_set_target (self->run_signals, pn_document_get_selected (self->document));
  if (self->active)
    update (self);
}

void
pn_confusion_watch_set_active (PnConfusionWatch *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  if (active)
    update (self);
  else
    cancel (self);
}

PnConfusionState
pn_confusion_watch_get_state (PnConfusionWatch *self)
{
  return self->state;
}

PnConfusion *
pn_confusion_watch_get (PnConfusionWatch *self)
{
  return self->confusion;
}

PnDataset *
pn_confusion_watch_get_images (PnConfusionWatch *self)
{
  return self->images;
}

const char *
pn_confusion_watch_get_message (PnConfusionWatch *self)
{
  return self->message;
}

PnConfusionWatch *
pn_confusion_watch_new (PnDocument *document, void (*changed) (gpointer), gpointer data)
{
  static const char *const signals[] = { "notify::state", "recipe-changed", "snapshot-changed" };
  PnConfusionWatch *self = g_new0 (PnConfusionWatch, 1);

  self->document = g_object_ref (document);
  self->changed = changed;
  self->data = data;
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_swapped (self->run_signals, signals[i], G_CALLBACK (changed_cb), self);
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_cb), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::data-ready",
                                  G_CALLBACK (changed_cb), self);
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->run_signals, pn_document_get_selected (document));
  return self;
}

void
pn_confusion_watch_free (PnConfusionWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  forget (self);
  g_clear_object (&self->run);
  g_object_unref (self->document);
  g_free (self);
}
