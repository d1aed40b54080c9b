/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include <math.h>
#include <string.h>

#include "pn-optimizer.h"
#include "pn-random.h"

/* Steps between two copies to rewind to: counted, not timed, so that a run is the same each time.
 */
#define STEPS_BETWEEN_COPIES 200

static void
order_epoch (PnFit *self)
{
  gsize n = pn_dataset_n_samples (self->train);
  PnRandom random = { .seed = self->settings.seed,
                      .stream = PN_STREAM_SHUFFLE,
                      .epoch = (guint32) self->state.epoch };

  if (self->order_epoch == self->state.epoch)
    return;
  self->order_epoch = self->state.epoch;
  if (self->settings.shuffle)
    pn_random_permutation (&random, self->order, n);
  else
    for (gsize i = 0; i < n; i++)
      self->order[i] = (guint32) i;
}

static void
gather_rows (PnFit *self, const guint32 *items, gsize n)
{
  gsize n_inputs = pn_dataset_n_inputs (self->train);
  const guint8 *bytes = pn_dataset_bytes (self->train);
  const float *floats = pn_dataset_floats (self->train);

  for (gsize i = 0; i < n; i++)
    if (bytes != NULL)
      memcpy (self->batch_bytes + i * n_inputs, bytes + items[i] * n_inputs, n_inputs);
    else
      memcpy (self->batch_floats + i * n_inputs, floats + items[i] * n_inputs,
              n_inputs * sizeof (float));
}

static PnInputs
gather (PnFit *self, const guint32 *items)
{
  gsize n = self->settings.batch;
  const guint16 *labels = pn_dataset_labels (self->train);

  if (self->source != NULL)
    pn_source_fill (self->source, self->state.epoch, items, n, self->batch_bytes);
  else
    gather_rows (self, items, n);
  for (gsize i = 0; i < n; i++)
    self->batch_labels[i] = labels[items[i]];
  return (PnInputs){ .n = n,
                     .bytes = self->batch_bytes,
                     .floats = self->batch_floats,
                     .normalisation = self->normalisation };
}

static PnPassResult
pass (PnFit *self, const PnInputs *inputs, const guint32 *items)
{
  PnObjective objective = { self->settings.label_smoothing, self->class_weights };
  PnDropout dropout = { self->settings.seed, (guint32) self->state.epoch, items };
  double total = pn_pass_total_weight (self->batch_labels, inputs->n, &objective);

  pn_pass_prepare (self->network, self->workspace, inputs);
  pn_pass_forward (self->network, self->workspace, 0, inputs->n, TRUE, &dropout);
  pn_pass_loss (self->workspace, 0, inputs->n, self->batch_labels, &objective, total);
  pn_pass_delta (self->network, self->workspace, 0, inputs->n);
  return pn_pass_gather (self->workspace, total);
}

static gboolean
update_at (PnFit *self, const PnUpdate *update, gsize offset, gsize n, const PnReal *gradients)
{
  PnReal *slots[PN_FIT_SLOTS] = { NULL };

  for (gsize i = 0; i < self->n_slots; i++)
    slots[i] = self->slots[i] + offset;
  return pn_update_apply (update, n, self->network->parameters + offset, slots, gradients);
}

/* Gradient and update of one layer, a block of rows at a time. */
static gboolean
update_layer (PnFit *self, const PnUpdate *update, gsize layer)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  gsize n_rows = MAX (PN_FIT_BLOCK / plan->stride, 1);
  gboolean finite = TRUE;

  for (gsize row = 0; row < plan->rows; row += n_rows)
    {
      gsize end = MIN (row + n_rows, plan->rows);

      pn_pass_gradient (self->workspace, layer, row, end, self->row_gradients);
      finite &= update_at (self, update, plan->offset + row * plan->stride,
                           (end - row) * plan->stride, self->row_gradients);
    }
  return finite;
}

/* The sum of the squares of a layer's gradient, which is left where gradients lie. */
static double
layer_gradient (PnFit *self, gsize layer)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  PnReal *gradient = self->network->gradients + plan->offset;
  double sum = 0.0;

  pn_pass_gradient (self->workspace, layer, 0, plan->rows, gradient);
  for (gsize i = 0; i < plan->rows * plan->stride; i++)
    sum += (double) gradient[i] * (double) gradient[i];
  return sum;
}

static double
gradient_norm (PnFit *self)
{
  double sum = 0.0;

  for (gsize i = 0; i < self->network->n_layers; i++)
    sum += layer_gradient (self, i);
  return sqrt (sum);
}

/* The deltas of the latest batch still lie in the workspace: its gradient is made once more. */
void
pn_fit_gradient_norms (PnFit *self, double *norms)
{
  for (gsize i = 0; i < self->network->n_layers; i++)
    norms[i] = self->has_copy ? sqrt (layer_gradient (self, i)) : 0.0;
}

/* The path that isn't fused: the whole gradient first, as its norm decides. A norm that isn't
 * finite leaves the parameters alone.
 */
static gboolean
update_clipped (PnFit *self, PnUpdate *update)
{
  double norm = gradient_norm (self);

  if (!isfinite (norm))
    return FALSE;
  if (norm > self->settings.clip_norm)
    update->scale = (PnReal) (self->settings.clip_norm / norm);
  return update_at (self, update, 0, self->network->length, self->network->gradients);
}

static gboolean
update (PnFit *self)
{
  PnUpdate update = pn_update_new (&self->settings, pn_fit_epoch (self), self->state.step);
  gboolean finite = TRUE;

  if (self->settings.clip_norm > 0.0)
    return update_clipped (self, &update);
  for (gsize i = 0; i < self->network->n_layers; i++)
    if (!update_layer (self, &update, i) && finite)
      {
        finite = FALSE;
        self->diverged_layer = i;
      }
  return finite;
}

static void
copy_state (PnFit *self, gboolean back)
{
  gsize bytes = self->network->length * sizeof (PnReal);

  for (gsize i = 0; i <= self->n_slots; i++)
    {
      PnReal *live = i == 0 ? self->network->parameters : self->slots[i - 1];

      memcpy (back ? live : self->safe[i], back ? self->safe[i] : live, bytes);
    }
}

static gboolean
advance (PnFit *self)
{
  self->state.step++;
  self->state.position += self->settings.batch;
  if (self->state.position + self->settings.batch > pn_dataset_n_samples (self->train))
    {
      self->state.position = 0;
      self->state.epoch++;
    }
  return TRUE;
}

static gboolean
try_batch (PnFit *self, double *loss, double *accuracy)
{
  const guint32 *items;
  PnInputs inputs;
  PnPassResult result;

  order_epoch (self);
  items = self->order + self->state.position;
  inputs = gather (self, items);
  result = pass (self, &inputs, items);
  *loss = result.loss;
  *accuracy = (double) result.n_correct / (double) inputs.n;
  if (result.bad_layer != G_MAXSIZE)
    {
      self->diverged_layer = MIN (result.bad_layer, self->network->n_layers - 1);
      return FALSE;
    }
  if (update (self))
    return advance (self);
  copy_state (self, TRUE);
  return FALSE;
}

gboolean
pn_fit_do_batch (PnFit *self, double *loss, double *accuracy)
{
  gint64 start = g_get_monotonic_time ();
  gboolean good;

  if (self->state.step % STEPS_BETWEEN_COPIES == 0 || !self->has_copy)
    copy_state (self, FALSE);
  self->has_copy = TRUE;
  good = try_batch (self, loss, accuracy);
  self->training_seconds += (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return good;
}
