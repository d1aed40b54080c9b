/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-fit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-layer-kind.h"
#include "pn-memory.h"
#include "pn-optimizer.h"
#include "pn-sparse.h"

/* Samples at a time in a check: constant, as the losses' last digits depend on it. */
#define EVALUATION_CAPACITY 256

static gboolean
check_fit (const PnNetwork *network, const PnDataset *data, GError **error)
{
  gsize n_inputs = pn_spec_n_inputs (network->spec);
  gsize n_outputs = pn_spec_n_outputs (network->spec);

  if (pn_dataset_n_inputs (data) != n_inputs)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("the network has %zu inputs, but the data has %zu"), n_inputs,
                 pn_dataset_n_inputs (data));
  else if (pn_dataset_n_classes (data) != n_outputs)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("the network has %zu outputs, but the data has %zu classes"), n_outputs,
                 pn_dataset_n_classes (data));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_settings (const PnSettings *settings, const PnDataset *train, GError **error)
{
  if (!pn_settings_validate (settings, error))
    return FALSE;
  if (settings->batch <= pn_dataset_n_samples (train))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("batch: %zu is more than the %zu training samples"), settings->batch,
               pn_dataset_n_samples (train));
  return FALSE;
}

static gboolean
fail_memory (GError **error)
{
  g_set_error_literal (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                       _ ("not enough memory for training: use a smaller batch or network"));
  return FALSE;
}

static void
free_scratch (PnFit *self)
{
  for (gsize i = 0; i < PN_MOST_WORKERS; i++)
    {
      g_clear_pointer (&self->scratch[i].columns, free);
      g_clear_pointer (&self->scratch[i].gradients, free);
    }
}

static gboolean
allocate_scratch (PnFit *self, GError **error)
{
  gsize widest = 0;

  free_scratch (self);
  for (gsize i = 0; i < self->network->n_layers; i++)
    widest = MAX (widest, self->network->layers[i].stride);
  for (gsize i = 0; i < pn_workers_n (self->workers); i++)
    {
      PnFitScratch *scratch = &self->scratch[i];

      scratch->columns
          = pn_try_new0_aligned (pn_sparse_n_columns (self->workspace), sizeof (guint64));
      scratch->gradients = pn_try_new0_aligned (widest, PN_ROW_PIECE * sizeof (PnReal));
      if (scratch->columns == NULL || scratch->gradients == NULL)
        return fail_memory (error);
    }
  return TRUE;
}

/* A batch's buffers: made anew when the batch grows. */
static gboolean
allocate_batch (PnFit *self, gsize batch, GError **error)
{
  PnWorkspace *workspace = pn_workspace_new (self->network, batch, error);

  if (workspace == NULL)
    return FALSE;
  g_clear_pointer (&self->workspace, pn_workspace_free);
  g_clear_pointer (&self->batch_labels, free);
  g_clear_pointer (&self->batch_bytes, free);
  self->workspace = workspace;
  self->batch_labels = pn_try_new0_aligned (batch, sizeof (guint16));
  self->batch_bytes = pn_try_new0_aligned (batch, pn_dataset_n_inputs (self->train));
  return self->batch_labels != NULL && self->batch_bytes != NULL ? allocate_scratch (self, error)
                                                                 : fail_memory (error);
}

static PnReal *
parameters_new (const PnFit *self, gboolean *missing)
{
  PnReal *parameters = pn_try_new0_aligned (self->network->length, sizeof (PnReal));

  *missing |= parameters == NULL;
  return parameters;
}

static gboolean
allocate_state (PnFit *self, GError **error)
{
  gboolean missing = FALSE;

  self->n_slots = pn_optimizer_n_slots (self->settings.optimizer);
  for (gsize i = 0; i < self->n_slots; i++)
    self->slots[i] = parameters_new (self, &missing);
  for (gsize i = 0; i <= self->n_slots; i++)
    self->safe[i] = parameters_new (self, &missing);
  if (self->settings.keep_best)
    self->best = parameters_new (self, &missing);
  self->order = g_try_new (guint32, pn_dataset_n_samples (self->train));
  missing |= self->order == NULL;
  return !missing || fail_memory (error);
}

/* n / (classes × n_k); a class without samples never asks for its weight. */
static void
weigh_classes (PnFit *self)
{
  gsize n = pn_dataset_n_samples (self->train);
  gsize n_classes = pn_dataset_n_classes (self->train);
  const guint16 *labels = pn_dataset_labels (self->train);
  g_autofree gsize *counts = g_new0 (gsize, n_classes);

  g_clear_pointer (&self->class_weights, g_free);
  if (self->settings.class_weighting != PN_CLASS_WEIGHTING_BALANCED)
    return;
  for (gsize i = 0; i < n; i++)
    counts[labels[i]]++;
  self->class_weights = g_new (double, n_classes);
  for (gsize k = 0; k < n_classes; k++)
    self->class_weights[k] = (double) n / ((double) n_classes * (double) MAX (counts[k], 1));
}

static gboolean
allocate (PnFit *self, GError **error)
{
  self->evaluation = pn_workspace_new (self->network, EVALUATION_CAPACITY, error);
  return self->evaluation != NULL && allocate_batch (self, self->settings.batch, error)
         && allocate_state (self, error);
}

PnFit *
pn_fit_new (PnNetwork *network,
            PnDataset *train,
            PnDataset *validation,
            const PnNormalisation *normalisation,
            const PnSettings *settings,
            GError **error)
{
  PnFit *self;

  if (!check_fit (network, train, error) || !check_settings (settings, train, error)
      || (validation != NULL && !check_fit (network, validation, error)))
    return NULL;
  self = g_new0 (PnFit, 1);
  self->network = network;
  self->train = pn_dataset_ref (train);
  self->validation = validation != NULL ? pn_dataset_ref (validation) : NULL;
  self->normalisation = *normalisation;
  self->settings = *settings;
  self->state.best_loss = NAN;
  self->state.best_accuracy = NAN;
  self->state.check_due = validation != NULL;
  self->order_epoch = G_MAXUINT64;
  self->workers = pn_workers_new (1);
  if (!allocate (self, error))
    g_clear_pointer (&self, pn_fit_free);
  else
    weigh_classes (self);
  return self;
}

void
pn_fit_free (PnFit *fit)
{
  if (fit == NULL)
    return;
  g_clear_pointer (&fit->train, pn_dataset_unref);
  g_clear_pointer (&fit->validation, pn_dataset_unref);
  g_clear_pointer (&fit->source, pn_source_unref);
  pn_workspace_free (fit->workspace);
  pn_workspace_free (fit->evaluation);
  free (fit->batch_labels);
  free (fit->batch_bytes);
  for (gsize i = 0; i < PN_FIT_SLOTS; i++)
    free (fit->slots[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (fit->safe); i++)
    free (fit->safe[i]);
  free (fit->best);
  free_scratch (fit);
  g_clear_pointer (&fit->workers, pn_workers_free);
  g_free (fit->order);
  g_free (fit->class_weights);
  g_free (fit);
}

gboolean
pn_fit_set_workers (PnFit *fit, gsize n, GError **error)
{
  g_return_val_if_fail (n > 0, FALSE);

  pn_workers_free (fit->workers);
  fit->workers = pn_workers_new (n);
  return allocate_scratch (fit, error);
}

void
pn_fit_set_source (PnFit *fit, PnSource *source)
{
  g_return_if_fail (source == NULL || pn_dataset_bytes (fit->train) != NULL);

  g_clear_pointer (&fit->source, pn_source_unref);
  if (source != NULL)
    fit->source = pn_source_ref (source);
}

void
pn_fit_set_stop_flag (PnFit *fit, const gint *stop)
{
  fit->stop = stop;
}

void
pn_fit_set_measure_training (PnFit *fit, gboolean measure)
{
  fit->measure_training = measure;
}

static gboolean
check_unchanged (const PnSettings *old, const PnSettings *new, GError **error)
{
  const char *fixed = NULL;

  if (old->seed != new->seed)
    fixed = "seed";
  else if (!old->shuffle != !new->shuffle)
    fixed = "shuffle";
  else if (old->optimizer != new->optimizer)
    fixed = "optimizer";
  if (fixed == NULL)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: it can't change during a run; start over to change it"), fixed);
  return FALSE;
}

/* What is kept from here on: the best of the checks to come, if one is better than those before. */
static gboolean
keep_or_forget_best (PnFit *self, gboolean keep, GError **error)
{
  gboolean missing = FALSE;

  if (!keep)
    g_clear_pointer (&self->best, free);
  else if (self->best == NULL)
    {
      self->best = parameters_new (self, &missing);
      self->has_best = FALSE;
    }
  return !missing || fail_memory (error);
}

gboolean
pn_fit_set_settings (PnFit *fit, const PnSettings *settings, GError **error)
{
  if (!check_settings (settings, fit->train, error)
      || !check_unchanged (&fit->settings, settings, error))
    return FALSE;
  if (settings->batch > pn_workspace_capacity (fit->workspace)
      && !allocate_batch (fit, settings->batch, error))
    return FALSE;
  if (!keep_or_forget_best (fit, settings->keep_best, error))
    return FALSE;
  fit->settings = *settings;
  weigh_classes (fit);
  pn_fit_leave_short_rest (fit);
  return TRUE;
}

static gboolean
is_finished (const PnFit *self)
{
  return self->state.epoch >= self->settings.epochs;
}

static gboolean
is_stale (const PnFit *self)
{
  return self->settings.patience > 0 && self->state.checks_since_best >= self->settings.patience;
}

/* Checks done after `position` samples of an epoch: the k-th is due where k / checks of the epoch's
 * whole batches are used.
 */
static guint64
checks_at (const PnFit *self, guint64 position)
{
  guint64 checks = MAX (self->settings.checks_per_epoch, 1);
  guint64 whole = pn_fit_steps_per_epoch (self) * self->settings.batch;

  return position * checks / whole;
}

static gboolean
check_is_due (const PnFit *self, guint64 position_before)
{
  return self->state.position == 0
         || checks_at (self, self->state.position) > checks_at (self, position_before);
}

static void
put_best_back (PnFit *self)
{
  if (self->best != NULL && self->has_best)
    memcpy (pn_network_parameters (self->network), self->best,
            self->network->length * sizeof (PnReal));
}

static PnStopReason
stop_reason (PnFit *self, gboolean go_on)
{
  PnStopReason reason = PN_STOP_NONE;

  if (self->state.check_due)
    return PN_STOP_USER;
  if (is_stale (self))
    reason = PN_STOP_EARLY;
  else if (is_finished (self))
    reason = PN_STOP_EPOCHS;
  else if (!go_on)
    return PN_STOP_USER;
  if (reason != PN_STOP_NONE)
    put_best_back (self);
  return reason;
}

static gboolean
report_step (PnFit *self, double loss, double accuracy, PnFitCallback callback, gpointer user_data)
{
  PnEvent event = { .kind = PN_EVENT_STEP,
                    .step = self->state.step,
                    .epoch = pn_fit_epoch (self),
                    .training_seconds = self->training_seconds,
                    .loss = loss,
                    .accuracy = accuracy,
                    .train_loss = NAN,
                    .train_accuracy = NAN };

  return callback == NULL || callback (&event, user_data);
}

PnStopReason
pn_fit_step (PnFit *fit, PnFitCallback callback, gpointer user_data)
{
  guint64 before = fit->state.position;
  gboolean go_on = TRUE;
  PnStopReason reason;
  double loss;
  double accuracy;

  if (fit->state.check_due)
    go_on = pn_fit_do_check (fit, FALSE, callback, user_data);
  reason = stop_reason (fit, go_on);
  if (reason != PN_STOP_NONE)
    return reason;
  if (!pn_fit_do_batch (fit, &loss, &accuracy))
    return PN_STOP_DIVERGED;
  go_on = report_step (fit, loss, accuracy, callback, user_data);
  if (fit->validation != NULL && check_is_due (fit, before))
    go_on &= pn_fit_do_check (fit, FALSE, callback, user_data);
  return stop_reason (fit, go_on);
}

PnStopReason
pn_fit_run (PnFit *fit, guint64 step, PnFitCallback callback, gpointer user_data)
{
  PnStopReason reason = PN_STOP_NONE;

  while (reason == PN_STOP_NONE)
    if (step > 0 && fit->state.step >= step)
      reason = PN_STOP_USER;
    else
      reason = pn_fit_step (fit, callback, user_data);
  return reason;
}

void
pn_fit_check_now (PnFit *fit, PnFitCallback callback, gpointer user_data)
{
  if (fit->validation != NULL)
    pn_fit_do_check (fit, TRUE, callback, user_data);
}
