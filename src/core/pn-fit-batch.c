/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit-private.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "pn-layer-kind.h"
#include "pn-memory.h"
#include "pn-optimizer.h"
#include "pn-random.h"
#include "pn-sparse.h"

/* Steps between two copies to rewind to: counted, not timed, so that a run is the same each time.
 */
#define STEPS_BETWEEN_COPIES 200
/* Times the loss of guessing. */
#define FAR_BEYOND_GUESSING 5.0
/* Fewer aren't worth handing over. */
#define MIN_SAMPLES_A_WORKER 16

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

/* Everything that the jobs of one batch share. */
typedef struct
{
  PnFit *fit;
  gsize n;
  gsize chunk; /* samples a worker takes at a time */
  PnObjective objective;
  PnDropout dropout;
  double total_weight;
  PnUpdate update;
  gboolean whole;  /* gradients to the network's array, without update */
  PnShares shares; /* of chunks of samples, or of pieces of rows */
  atomic_size_t bad_layer;
} Batch;

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

/* Batches from a source are made before the pass: it looks at them first. */
static void
fill_job (gsize worker, gpointer data)
{
  Batch *batch = data;
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
  Batch *batch = data;
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
pass_samples (Batch *batch, gsize first, gsize end)
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
  Batch *batch = data;
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
run_samples (Batch *batch, PnJob job, gsize chunk)
{
  PnWorkers *workers = batch->fit->workers;

  batch->chunk = chunk;
  pn_shares_init (&batch->shares, (batch->n + chunk - 1) / chunk, pn_workers_n (workers));
  pn_workers_run (workers, job, batch);
}

static void
run_load (Batch *batch)
{
  PnWorkers *workers = batch->fit->workers;
  gsize n_workers = pn_workers_n (workers);
  gsize n_chunks = (n_workers + PN_SPARSE_HALVES - 1) / PN_SPARSE_HALVES;

  batch->chunk = (batch->n + n_chunks - 1) / n_chunks;
  n_chunks = (batch->n + batch->chunk - 1) / batch->chunk;
  pn_shares_init_halves (&batch->shares, n_chunks, PN_SPARSE_HALVES * n_chunks, n_workers);
  pn_workers_run (workers, load_job, batch);
}

static PnPassResult
pass (Batch *batch, const PnInputs *inputs)
{
  PnFit *self = batch->fit;

  batch->total_weight = pn_pass_total_weight (self->batch_labels, inputs->n, &batch->objective);
  pn_pass_prepare (self->network, self->workspace, inputs, TRUE);
  if (self->workspace->is_sparse)
    run_load (batch);
  run_samples (batch, samples_job, choose_chunk (self, inputs->n));
  return pn_pass_gather (self->workspace, batch->total_weight);
}

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
note_bad_layer (Batch *batch, gsize layer)
{
  gsize known = atomic_load (&batch->bad_layer);

  while (layer < known && !atomic_compare_exchange_weak (&batch->bad_layer, &known, layer))
    ;
}

/* Gradient and update of one piece of a layer's rows: made and used while it is in the cache. */
static void
do_rows (Batch *batch, PnFitScratch *scratch, gsize layer, gsize row)
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
prefetch_next (const Batch *batch, gsize worker)
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
do_piece (Batch *batch, PnFitScratch *scratch, gsize piece)
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
  Batch *batch = data;
  gsize piece;

  prefetch_next (batch, worker);
  while (pn_shares_take (&batch->shares, worker, &piece))
    do_piece (batch, &batch->fit->scratch[worker], piece);
}

static void
run_rows (Batch *batch)
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
update_clipped (Batch *batch)
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
update_fused (Batch *batch)
{
  PnFit *self = batch->fit;

  run_rows (batch);
  pn_network_touch (self->network);
  if (self->workspace->is_sparse)
    pn_sparse_note_sums (self->network, self->workspace);
}

/* The first whose parameters aren't finite; G_MAXSIZE where all are. */
static gsize
first_bad_layer (const PnFit *self)
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

static gboolean
update (Batch *batch)
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
  self->diverged_layer = MIN (atomic_load (&batch->bad_layer), first_bad_layer (self));
  return FALSE;
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
  return first_bad_layer (self) == G_MAXSIZE;
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
  Batch batch = { .fit = self, .n = self->settings.batch, .bad_layer = G_MAXSIZE };
  const guint32 *items;
  PnInputs inputs;
  PnPassResult result;

  order_epoch (self);
  items = self->order + self->state.position;
  inputs = batch_inputs (self, items);
  batch.objective = (PnObjective){ self->settings.label_smoothing, self->class_weights };
  batch.dropout = (PnDropout){ self->settings.seed, (guint32) self->state.epoch, items };
  if (self->source != NULL)
    run_samples (&batch, fill_job, MIN_SAMPLES_A_WORKER);
  result = pass (&batch, &inputs);
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
  if (update (&batch))
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
