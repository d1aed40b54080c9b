/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-train-worker.h"

/* A picture of the weights at most this often; and one from which training could be resumed after a
 * crash, which is three times as large, at most this often.
 */
#define PUBLISH_INTERVAL (G_USEC_PER_SEC / 30)
#define RESUMABLE_INTERVAL G_USEC_PER_SEC

/* Copying may take this share of the time at most (1 : PUBLISH_SHARE), however large the network.
 */
#define PUBLISH_SHARE 100

struct _PnTrainWorker
{
  PnTrainRun *run;
  PnDataset *train;
  PnDataset *validation;
  PnNormalisation normalisation;
  char **class_names;
  guint64 until;
  double seconds_before;
  PnNetwork *network;
  PnFit *fit;
  double *norms;
  gint64 next_publish; /* monotonic times */
  gint64 next_resumable;
};

void
pn_train_worker_free (PnTrainWorker *self)
{
  g_clear_pointer (&self->fit, pn_fit_free);
  g_clear_pointer (&self->network, pn_network_free);
  g_clear_pointer (&self->train, pn_dataset_unref);
  g_clear_pointer (&self->validation, pn_dataset_unref);
  g_clear_pointer (&self->run, pn_train_run_unref);
  g_strfreev (self->class_names);
  g_free (self->norms);
  g_free (self);
}

/* Whoever continues after an early stop wants the patience anew, not the same stop at once. */
static void
renew_patience (PnFit *fit, const PnSettings *settings)
{
  PnFitState state = pn_fit_get_state (fit);

  if (settings->patience == 0 || state.checks_since_best < settings->patience)
    return;
  state.checks_since_best = 0;
  pn_fit_set_state (fit, &state);
}

static gboolean
prepare (PnTrainWorker *self, const PnTrainerStart *start, GError **error)
{
  self->network = pn_network_new (start->spec, error);
  if (!self->network)
    return FALSE;
  if (!start->start)
    pn_network_initialise (self->network, start->settings->seed);
  self->fit = pn_fit_new (self->network, self->train, self->validation, &self->normalisation,
                          start->settings, error);
  if (!self->fit)
    return FALSE;
  if (start->start)
    pn_snapshot_restore (start->start, self->network, self->fit);
  renew_patience (self->fit, start->settings);
  pn_fit_set_source (self->fit, start->source);
  pn_fit_set_measure_training (self->fit, start->measure_training);
  pn_fit_set_stop_flag (self->fit, pn_train_run_stop_flag (self->run));
  self->norms = g_new0 (double, start->spec->n_layers);
  return TRUE;
}

PnTrainWorker *
pn_train_worker_new (const PnTrainerStart *start, PnTrainRun *run, GError **error)
{
  g_autoptr (PnTrainWorker) self = g_new0 (PnTrainWorker, 1);

  self->run = pn_train_run_ref (run);
  self->train = pn_dataset_ref (start->train);
  self->validation = start->validation ? pn_dataset_ref (start->validation) : NULL;
  self->normalisation = start->normalisation;
  self->class_names = g_strdupv ((char **) start->class_names);
  self->until = start->until;
  self->seconds_before = start->seconds_before;
  return prepare (self, start, error) ? g_steal_pointer (&self) : NULL;
}

guint64
pn_train_worker_steps_per_epoch (const PnTrainWorker *self)
{
  return pn_fit_steps_per_epoch (self->fit);
}

static gboolean
event_cb (const PnEvent *event, gpointer data)
{
  PnTrainWorker *self = data;
  PnEvent timed = *event;

  timed.training_seconds += self->seconds_before;
  pn_train_run_add_event (self->run, &timed);
  return TRUE; /* stops are between two steps, where a run can be resumed */
}

static PnSnapshot *
take_snapshot (PnTrainWorker *self, gboolean resumable)
{
  const char *const *names = (const char *const *) self->class_names;

  if (resumable)
    return pn_snapshot_new (self->network, &self->normalisation, names, self->fit, NULL);
  return pn_snapshot_new_at (self->network, &self->normalisation, names,
                             pn_fit_current_step (self->fit), NULL);
}

static void
publish (PnTrainWorker *self, gboolean resumable)
{
  g_autoptr (PnSnapshot) snapshot = take_snapshot (self, resumable);

  if (!snapshot)
    return; /* no memory for it now: the picture stays as it was */
  pn_fit_gradient_norms (self->fit, self->norms);
  pn_snapshot_set_gradient_norms (snapshot, self->norms);
  pn_train_run_publish (self->run, snapshot, self->norms,
                        pn_network_spec (self->network)->n_layers);
}

static void
publish_if_due (PnTrainWorker *self)
{
  gint64 begin = g_get_monotonic_time (), end;
  gboolean resumable = begin >= self->next_resumable;

  if (begin < self->next_publish)
    return;
  publish (self, resumable);
  end = g_get_monotonic_time ();
  self->next_publish = end + MAX (PUBLISH_INTERVAL, (end - begin) * PUBLISH_SHARE);
  if (resumable)
    self->next_resumable = end + RESUMABLE_INTERVAL;
}

/* Refused settings (a batch larger than the data) leave the old ones in force, and no mark. */
static void
exchange (PnTrainWorker *self, const PnSettings *settings, char *text)
{
  if (pn_fit_set_settings (self->fit, settings, NULL))
    pn_train_run_add_mark (self->run, pn_fit_current_step (self->fit), PN_MARK_SETTING, text);
  else
    g_free (text);
}

static PnStopReason
step (PnTrainWorker *self)
{
  PnStopReason reason = pn_fit_step (self->fit, event_cb, self);

  if (reason == PN_STOP_NONE && self->until && pn_fit_current_step (self->fit) >= self->until)
    return PN_STOP_USER;
  if (reason == PN_STOP_NONE)
    publish_if_due (self);
  return reason;
}

static PnStopReason
work (PnTrainWorker *self)
{
  PnStopReason reason = PN_STOP_NONE;

  while (reason == PN_STOP_NONE)
    {
      g_autofree PnSettings *settings = NULL;
      char *text = NULL;

      if (!pn_train_run_next (self->run, pn_fit_steps_per_epoch (self->fit), &settings, &text))
        reason = PN_STOP_USER;
      if (settings)
        exchange (self, settings, text);
      else if (reason == PN_STOP_NONE)
        reason = step (self);
    }
  return reason;
}

void
pn_train_worker_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PnTrainWorker *self = data;
  PnStopReason reason = work (self);

  publish (self, TRUE);
  pn_train_run_finish (self->run, reason,
                       reason == PN_STOP_DIVERGED ? pn_fit_diverged_layer (self->fit) : 0);
  g_task_return_boolean (task, TRUE);
}
