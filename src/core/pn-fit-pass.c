/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include "pn-layer-kind.h"
#include "pn-sparse.h"

/* Fewer aren't worth handing over. */
#define MIN_SAMPLES_A_WORKER 16

/* Batches from a source are made before the pass: it looks at them first. */
static void
fill_job (gsize worker, gpointer data)
{
  PnFitBatch *batch = data;
  PnFit *self = batch->fit;
  gsize n_inputs = pn_dataset_n_inputs (self->train);
  gsize piece;

  while (pn_shares_take (&batch->shares, worker, &piece))
    {
      gsize first = piece * batch->chunk;

      pn_source_fill (self->source, self->state.epoch, batch->dropout.items + first,
                      MIN (batch->chunk, batch->n - first), self->batch_bytes + first * n_inputs);
    }
}

/* Sparse inputs are loaded by halves of the pixels, each by the worker that updates the half's rows
 * of weights. The pieces are one half's samples, then the other's.
 */
static void
load_job (gsize worker, gpointer data)
{
  PnFitBatch *batch = data;
  PnFit *self = batch->fit;
  gsize n_chunks = (batch->n + batch->chunk - 1) / batch->chunk;
  gsize piece;

  while (pn_shares_take (&batch->shares, worker, &piece))
    {
      gsize first = piece % n_chunks * batch->chunk;

      pn_sparse_add_half (self->network, self->workspace, piece / n_chunks, first,
                          MIN (first + batch->chunk, batch->n));
    }
}

static void
pass_samples (PnFitBatch *batch, gsize first, gsize end)
{
  PnFit *self = batch->fit;

  if (!self->workspace->is_sparse)
    pn_pass_load (self->network, self->workspace, first, end);
  pn_pass_forward (self->network, self->workspace, first, end, TRUE, &batch->dropout);
  pn_pass_loss (self->workspace, first, end, self->batch_labels, &batch->objective,
                batch->total_weight);
  pn_pass_delta (self->network, self->workspace, first, end);
}

static void
samples_job (gsize worker, gpointer data)
{
  PnFitBatch *batch = data;
  gsize piece;

  while (pn_shares_take (&batch->shares, worker, &piece))
    pass_samples (batch, piece * batch->chunk, MIN ((piece + 1) * batch->chunk, batch->n));
}

/* One worker takes all. More take what BLAS gets at once, or half of that where it isn't asked. */
static gsize
choose_chunk (PnFit *self, gsize n)
{
  gboolean blas = !self->workspace->is_sparse
                  && !pn_plan_is_small (&self->network->layers[0], self->workspace->kernels);

  if (pn_workers_n (self->workers) == 1)
    return n;
  for (gsize i = 1; i < self->network->n_layers; i++)
    blas |= !pn_plan_is_small (&self->network->layers[i], self->workspace->kernels);
  return blas ? PN_SAMPLE_PIECE : MIN_SAMPLES_A_WORKER;
}

static void
run_samples (PnFitBatch *batch, PnJob job, gsize chunk)
{
  PnWorkers *workers = batch->fit->workers;

  batch->chunk = chunk;
  pn_shares_init (&batch->shares, (batch->n + chunk - 1) / chunk, pn_workers_n (workers));
  pn_workers_run (workers, job, batch);
}

static void
run_load (PnFitBatch *batch)
{
  PnWorkers *workers = batch->fit->workers;
  gsize n_workers = pn_workers_n (workers);
  gsize n_chunks = (n_workers + PN_SPARSE_HALVES - 1) / PN_SPARSE_HALVES;

  batch->chunk = (batch->n + n_chunks - 1) / n_chunks;
  n_chunks = (batch->n + batch->chunk - 1) / batch->chunk;
  pn_shares_init_halves (&batch->shares, n_chunks, PN_SPARSE_HALVES * n_chunks, n_workers);
  pn_workers_run (workers, load_job, batch);
}

PnPassResult
pn_fit_pass (PnFitBatch *batch, const PnInputs *inputs)
{
  PnFit *self = batch->fit;

  if (self->source != NULL)
    run_samples (batch, fill_job, MIN_SAMPLES_A_WORKER);
  batch->total_weight = pn_pass_total_weight (self->batch_labels, inputs->n, &batch->objective);
  pn_pass_prepare (self->network, self->workspace, inputs, TRUE);
  if (self->workspace->is_sparse)
    run_load (batch);
  run_samples (batch, samples_job, choose_chunk (self, inputs->n));
  return pn_pass_gather (self->workspace, batch->total_weight);
}
