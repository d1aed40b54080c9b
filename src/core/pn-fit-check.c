/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include <math.h>
#include <string.h>

/* FALSE if it was stopped. */
static gboolean
evaluate (PnFit *self, PnDataset *dataset, double *loss, double *accuracy)
{
  PnEvaluation evaluation;

  if (!pn_network_evaluate (self->network, self->evaluation, dataset, &self->normalisation,
                            self->stop, &evaluation))
    return FALSE;
  *loss = evaluation.loss;
  *accuracy = evaluation.accuracy;
  return TRUE;
}

/* A first check is the best so far, even if its loss isn't finite. */
static gboolean
note_best (PnFit *self, double loss, double accuracy)
{
  PnFitState *state = &self->state;

  if (!isnan (state->best_loss) && !(loss < state->best_loss))
    {
      state->checks_since_best++;
      return FALSE;
    }
  state->best_loss = loss;
  state->best_accuracy = accuracy;
  state->best_step = state->step;
  state->checks_since_best = 0;
  self->has_best = self->best != NULL;
  if (self->has_best)
    memcpy (self->best, self->network->parameters, self->network->length * sizeof (PnReal));
  return TRUE;
}

/* Euclidean, of the latest batch; NaN where there was none since the fit was made. */
static double
gradient_norm (PnFit *self)
{
  g_autofree double *norms = g_new (double, self->network->n_layers);
  double sum = 0.0;

  if (self->workspace->n == 0)
    return NAN;
  pn_fit_gradient_norms (self, norms);
  for (gsize i = 0; i < self->network->n_layers; i++)
    sum += norms[i] * norms[i];
  return sqrt (sum);
}

gboolean
pn_fit_do_check (PnFit *self, gboolean final, PnFitCallback callback, gpointer user_data)
{
  PnEvent event = { .kind = PN_EVENT_VALIDATION,
                    .step = self->state.step,
                    .epoch = pn_fit_epoch (self),
                    .training_seconds = self->training_seconds,
                    .train_loss = NAN,
                    .train_accuracy = NAN,
                    .learning_rate = pn_settings_rate (&self->settings, pn_fit_epoch (self)),
                    .gradient_norm = gradient_norm (self),
                    .final = final };

  self->state.check_due |= !final;
  if (!evaluate (self, self->validation, &event.loss, &event.accuracy)
      || (self->measure_training
          && !evaluate (self, self->train, &event.train_loss, &event.train_accuracy)))
    return FALSE;
  if (!final)
    event.best = note_best (self, event.loss, event.accuracy);
  self->state.check_due &= final;
  return callback == NULL || callback (&event, user_data);
}
