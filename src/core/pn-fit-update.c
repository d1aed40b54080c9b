/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include <math.h>

#include "pn-layer-kind.h"
#include "pn-memory.h"
#include "pn-optimizer.h"
#include "pn-sparse.h"

static gboolean
update_at (PnFit *self, const PnUpdate *update, gsize offset, gsize n, const PnReal *gradients)
{
  PnReal *slots[PN_FIT_SLOTS] = { NULL };

  for (gsize i = 0; i < self->n_slots; i++)
    slots[i] = self->slots[i] + offset;
  return self->workspace->kernels->update (update, n, self->network->parameters + offset, slots,
                                           gradients);
}

static void
note_bad_layer (PnFitBatch *batch, gsize layer)
{
  gsize known = atomic_load (&batch->bad_layer);

  while (layer < known && !atomic_compare_exchange_weak (&batch->bad_layer, &known, layer))
    ;
}

/* Gradient and update of one piece of a layer's rows: made and used while it is in the cache. */
static void
do_rows (PnFitBatch *batch, PnFitScratch *scratch, gsize layer, gsize row)
{
  PnFit *self = batch->fit;
  const PnLayerPlan *plan = &self->network->layers[layer];
  gsize end = MIN (row + PN_ROW_PIECE, plan->rows);
  gsize offset = plan->offset + row * plan->stride;
  PnReal *gradients = batch->whole ? self->network->gradients + offset : scratch->gradients;

  pn_pass_gradient (self->workspace, layer, row, end, scratch->columns, gradients);
  if (batch->whole)
    return;
  if (!update_at (self, &batch->update, offset, (end - row) * plan->stride, gradients))
    note_bad_layer (batch, layer);
  if (layer == 0 && self->workspace->is_sparse)
    pn_sparse_sum_rows (self->network, self->workspace, row);
}

static gsize
n_pieces (const PnLayerPlan *plan)
{
  return (plan->rows + PN_ROW_PIECE - 1) / PN_ROW_PIECE;
}

/* Asks for what `worker` will load of the next batch, while this one's gradients are made: it lies
 * all over memory.
 */
static void
prefetch_next (const PnFitBatch *batch, gsize worker)
{
  const PnFit *self = batch->fit;
  gsize n = pn_dataset_n_inputs (self->train);
  gsize n_workers = batch->shares.n_parts;
  gsize half = worker >= n_workers / 2;
  gsize begin = n_workers == 1 ? 0 : pn_sparse_half_begin (self->workspace, half);
  gsize end = n_workers == 1 ? n : pn_sparse_half_begin (self->workspace, half + 1);
  const guint8 *bytes = pn_dataset_bytes (self->train);
  guint64 next = self->state.position + batch->n;

  if (bytes == NULL || self->source != NULL || next + batch->n > pn_dataset_n_samples (self->train))
    return;
  for (gsize i = 0; i < batch->n; i++)
    for (gsize offset = begin; offset < end; offset += PN_ALIGNMENT)
      __builtin_prefetch (bytes + self->order[next + i] * n + offset);
}

/* Pieces of a layer's rows before the second half: in the first layer those that are loaded so. */
static gsize
n_pieces_before (const PnFit *self, gsize layer, gsize half)
{
  const PnLayerPlan *plan = &self->network->layers[layer];

  if (half == 1 && layer == 0)
    return pn_sparse_half_begin (self->workspace, 1) / PN_ROW_PIECE;
  return half * n_pieces (plan) / 2;
}

/* The pieces are the first halves of all layers' rows, then the second ones. */
static void
do_piece (PnFitBatch *batch, PnFitScratch *scratch, gsize piece)
{
  const PnFit *self = batch->fit;

  for (gsize half = 0; half < 2; half++)
    for (gsize layer = 0; layer < self->network->n_layers; layer++)
      {
        gsize begin = n_pieces_before (self, layer, half);
        gsize n = n_pieces_before (self, layer, half + 1) - begin;

        if (piece < n)
          {
            do_rows (batch, scratch, layer, (begin + piece) * PN_ROW_PIECE);
            return;
          }
        piece -= n;
      }
}

static void
rows_job (gsize worker, gpointer data)
{
  PnFitBatch *batch = data;
  gsize piece;

  prefetch_next (batch, worker);
  while (pn_shares_take (&batch->shares, worker, &piece))
    do_piece (batch, &batch->fit->scratch[worker], piece);
}

static void
run_rows (PnFitBatch *batch)
{
  PnFit *self = batch->fit;
  gsize middle = 0;
  gsize n = 0;

  for (gsize i = 0; i < self->network->n_layers; i++)
    {
      middle += n_pieces_before (self, i, 1);
      n += n_pieces_before (self, i, 2);
    }
  pn_shares_init_halves (&batch->shares, middle, n, pn_workers_n (self->workers));
  pn_workers_run (self->workers, rows_job, batch);
}

/* The sum of the squares of a layer's gradient, which lies where gradients do. */
static double
layer_square (const PnFit *self, gsize layer)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  const PnReal *gradient = self->network->gradients + plan->offset;
  double sum = 0.0;

  for (gsize i = 0; i < plan->rows * plan->stride; i++)
    sum += (double) gradient[i] * (double) gradient[i];
  return sum;
}

/* The deltas of the latest batch still lie in the workspace: its gradient is made once more. */
void
pn_fit_gradient_norms (PnFit *self, double *norms)
{
  for (gsize i = 0; i < self->network->n_layers; i++)
    {
      norms[i] = 0.0;
      if (self->workspace->n == 0)
        continue;
      pn_pass_layer_gradient (self->workspace, i,
                              self->network->gradients + self->network->layers[i].offset);
      norms[i] = sqrt (layer_square (self, i));
    }
}

/* The path that isn't fused: the whole gradient first, as its norm decides. A norm that isn't
 * finite leaves the parameters alone.
 */
static gboolean
update_clipped (PnFitBatch *batch)
{
  PnFit *self = batch->fit;
  double sum = 0.0;

  batch->whole = TRUE;
  run_rows (batch);
  for (gsize i = 0; i < self->network->n_layers; i++)
    {
      double square = layer_square (self, i);

      if (!isfinite (square))
        note_bad_layer (batch, i);
      sum += square;
    }
  if (!isfinite (sum))
    return FALSE;
  if (sqrt (sum) > self->settings.clip_norm)
    batch->update.scale = (PnReal) (self->settings.clip_norm / sqrt (sum));
  pn_network_touch (self->network);
  return update_at (self, &batch->update, 0, self->network->length, self->network->gradients);
}

static void
update_fused (PnFitBatch *batch)
{
  PnFit *self = batch->fit;

  run_rows (batch);
  pn_network_touch (self->network);
  if (self->workspace->is_sparse)
    pn_sparse_note_sums (self->network, self->workspace);
}

gsize
pn_fit_first_bad_layer (const PnFit *self)
{
  for (gsize layer = 0; layer < self->network->n_layers; layer++)
    {
      const PnLayerPlan *plan = &self->network->layers[layer];

      for (gsize i = 0; i < plan->rows * plan->stride; i++)
        if (!isfinite (self->network->parameters[plan->offset + i]))
          return layer;
    }
  return G_MAXSIZE;
}

gboolean
pn_fit_update (PnFitBatch *batch)
{
  PnFit *self = batch->fit;
  gboolean good = TRUE;

  batch->update = pn_update_new (&self->settings, pn_fit_epoch (self), self->state.step);
  if (self->settings.clip_norm > 0.0)
    good = update_clipped (batch);
  else
    update_fused (batch);
  if (good && atomic_load (&batch->bad_layer) == G_MAXSIZE)
    return TRUE;
  self->diverged_layer = MIN (atomic_load (&batch->bad_layer), pn_fit_first_bad_layer (self));
  return FALSE;
}
