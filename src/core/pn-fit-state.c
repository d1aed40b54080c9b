/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include <math.h>

#include "pn-kernels.h"

const char *
pn_stop_reason_name (PnStopReason reason)
{
  static const char *const names[] = {
    [PN_STOP_NONE] = NULL,   [PN_STOP_EARLY] = "early",       [PN_STOP_EPOCHS] = "epochs",
    [PN_STOP_USER] = "user", [PN_STOP_DIVERGED] = "diverged",
  };

  return names[reason];
}

guint64
pn_fit_current_step (const PnFit *fit)
{
  return fit->state.step;
}

guint64
pn_fit_steps_per_epoch (const PnFit *fit)
{
  return pn_dataset_n_samples (fit->train) / fit->settings.batch;
}

double
pn_fit_epoch (const PnFit *fit)
{
  double whole = (double) (pn_fit_steps_per_epoch (fit) * fit->settings.batch);

  return (double) fit->state.epoch + (double) fit->state.position / whole;
}

const char *
pn_first_layer_name (PnFirstLayer first_layer)
{
  static const char *const names[] = { "unknown", "dense", "sparse" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == PN_N_FIRST_LAYERS);
  return names[first_layer];
}

double
pn_fit_training_seconds (const PnFit *fit)
{
  return fit->training_seconds;
}

double
pn_fit_best_loss (const PnFit *fit)
{
  return fit->state.best_loss;
}

double
pn_fit_best_accuracy (const PnFit *fit)
{
  return fit->state.best_accuracy;
}

gsize
pn_fit_diverged_layer (const PnFit *fit)
{
  return fit->diverged_layer;
}

PnFitState
pn_fit_get_state (const PnFit *fit)
{
  return fit->state;
}

void
pn_fit_leave_short_rest (PnFit *fit)
{
  if (fit->state.position + fit->settings.batch <= pn_dataset_n_samples (fit->train))
    return;
  fit->state.position = 0;
  fit->state.epoch++;
}

void
pn_fit_set_state (PnFit *fit, const PnFitState *state)
{
  fit->state = *state;
  pn_fit_leave_short_rest (fit);
  fit->state.check_due = state->check_due && fit->validation != NULL;
  /* The caller sets what is kept, too. */
  fit->has_best = fit->best != NULL && !isnan (state->best_loss);
}

gsize
pn_fit_n_optimizer_slots (const PnFit *fit)
{
  return fit->n_slots;
}

PnReal *
pn_fit_optimizer_state (PnFit *fit, gsize slot)
{
  return slot < fit->n_slots ? fit->slots[slot] : NULL;
}

PnReal *
pn_fit_copy (PnFit *fit, gsize array)
{
  return array <= fit->n_slots ? fit->safe[array] : NULL;
}

PnReal *
pn_fit_best_parameters (PnFit *fit)
{
  return fit->best;
}
