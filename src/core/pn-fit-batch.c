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
/* Times the loss of guessing. */
#define FAR_BEYOND_GUESSING 5.0

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

static PnInputs
batch_inputs (PnFit *self, const guint32 *items)
{
  const guint16 *labels = pn_dataset_labels (self->train);
  gboolean filled = self->source != NULL;

  for (gsize i = 0; i < self->settings.batch; i++)
    self->batch_labels[i] = labels[items[i]];
  return (PnInputs){ .n = self->settings.batch,
                     .items = filled ? NULL : items,
                     .bytes = filled ? self->batch_bytes : pn_dataset_bytes (self->train),
                     .floats = pn_dataset_floats (self->train),
                     .normalisation = self->normalisation };
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
  if (back)
    pn_network_touch (self->network);
}

/* Whether the sums of the latest batch broke although what they were made of was finite: then the
 * weights had grown too large, and going on from them would only break again.
 */
static gboolean
has_run_away (const PnFit *self)
{
  const PnWorkspace *workspace = self->workspace;

  for (gsize i = 0; !workspace->is_sparse && i < workspace->n * workspace->n_inputs; i++)
    if (!isfinite (workspace->x[i]))
      return FALSE;
  return pn_fit_first_bad_layer (self) == G_MAXSIZE;
}

/* Taken when it is due, but not of a state whose loss is far beyond that of guessing, ln(classes):
 * that is on its way to break, and the copy before it the better one to go back to.
 */
static void
renew_copy (PnFit *self, double loss)
{
  double guessing = log ((double) pn_dataset_n_classes (self->train));

  if (self->state.step % STEPS_BETWEEN_COPIES == 0 && loss <= FAR_BEYOND_GUESSING * guessing)
    copy_state (self, FALSE);
}

static gboolean
advance (PnFit *self)
{
  self->state.step++;
  self->state.position += self->settings.batch;
  pn_fit_leave_short_rest (self);
  return TRUE;
}

static void
note_computation (PnFit *self)
{
  self->state.kernels = self->workspace->kernels->set;
  self->state.first_layer
      = self->workspace->is_sparse ? PN_FIRST_LAYER_SPARSE : PN_FIRST_LAYER_DENSE;
}

static gboolean
try_batch (PnFit *self, double *loss, double *accuracy)
{
  PnFitBatch batch = { .fit = self, .n = self->settings.batch, .bad_layer = G_MAXSIZE };
  const guint32 *items;
  PnInputs inputs;
  PnPassResult result;

  order_epoch (self);
  items = self->order + self->state.position;
  inputs = batch_inputs (self, items);
  batch.objective = (PnObjective){ self->settings.label_smoothing, self->class_weights };
  batch.dropout = (PnDropout){ self->settings.seed, (guint32) self->state.epoch, items };
  result = pn_fit_pass (&batch, &inputs);
  note_computation (self);
  *loss = result.loss;
  *accuracy = (double) result.n_correct / (double) inputs.n;
  if (result.bad_layer != G_MAXSIZE)
    {
      self->diverged_layer = result.bad_layer;
      if (has_run_away (self))
        copy_state (self, TRUE);
      return FALSE;
    }
  renew_copy (self, result.loss);
  if (pn_fit_update (&batch))
    return advance (self);
  copy_state (self, TRUE);
  return FALSE;
}

gboolean
pn_fit_do_batch (PnFit *self, double *loss, double *accuracy)
{
  gint64 start = g_get_monotonic_time ();
  gboolean good;

  if (!self->state.has_copy)
    copy_state (self, FALSE);
  self->state.has_copy = TRUE;
  good = try_batch (self, loss, accuracy);
  self->training_seconds += (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return good;
}
