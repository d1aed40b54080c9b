/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-pass.h"

#include <math.h>

#include "pn-layer-kind.h"
#include "pn-random.h"
#include "pn-softmax.h"
#include "pn-sparse.h"

/* One row of whichever kind. */
static void
normalise_row (const PnInputs *inputs, gsize n, gsize item, const PnReal table[256], PnReal *x)
{
  const double mean = inputs->normalisation.mean;
  const double std = inputs->normalisation.std;
  gsize offset = item * n;

  if (inputs->bytes != NULL)
    for (gsize i = 0; i < n; i++)
      x[i] = table[inputs->bytes[offset + i]];
  else if (inputs->floats != NULL)
    for (gsize i = 0; i < n; i++)
      x[i] = (PnReal) (((double) inputs->floats[offset + i] - mean) / std);
  else
    for (gsize i = 0; i < n; i++)
      x[i] = (PnReal) (((double) inputs->reals[offset + i] - mean) / std);
}

static void
load_dense (PnWorkspace *workspace, gsize first, gsize end)
{
  const PnInputs *inputs = &workspace->inputs;
  PnReal table[256];

  for (int value = 0; value < 256; value++)
    table[value] = (PnReal) ((value - inputs->normalisation.mean) / inputs->normalisation.std);
  for (gsize s = first; s < end; s++)
    normalise_row (inputs, workspace->n_inputs, inputs->items != NULL ? inputs->items[s] : s, table,
                   workspace->x + s * workspace->n_inputs);
}

void
pn_pass_prepare (const PnNetwork *network,
                 PnWorkspace *workspace,
                 const PnInputs *inputs,
                 gboolean training)
{
  g_return_if_fail (inputs->n <= workspace->capacity);

  workspace->inputs = *inputs;
  workspace->n = inputs->n;
  pn_sparse_prepare (network, workspace);
  for (gsize i = 1; training && i < network->n_layers; i++)
    if (pn_plan_is_small (&network->layers[i], workspace->kernels))
      workspace->kernels->transpose (network->layers[i].fan_in, network->layers[i].units,
                                     network->parameters + network->layers[i].offset,
                                     network->layers[i].stride, workspace->scratch[i].transposed,
                                     network->layers[i - 1].stride);
}

const PnReal *
pn_pass_layer_input (const PnWorkspace *workspace, gsize layer, gsize *ld)
{
  *ld = layer == 0 ? workspace->n_inputs : workspace->layers[layer - 1].stride;
  return layer == 0 ? workspace->x : workspace->scratch[layer - 1].a;
}

static void
drop_units (const PnLayerPlan *plan,
            PnLayerScratch *scratch,
            gsize sample,
            const PnDropout *dropout)
{
  PnRandom random = { .seed = dropout->seed,
                      .stream = PN_STREAM_DROPOUT,
                      .epoch = dropout->epoch,
                      .item = dropout->items[sample] };
  PnReal keep = (PnReal) (1.0 / (1.0 - plan->dropout));

  for (gsize unit = 0; unit < plan->units; unit++)
    {
      guint32 index = (guint32) (plan->first_unit + unit);
      PnReal factor = pn_random_uniform (&random, index) < plan->dropout ? 0 : keep;

      scratch->a[sample * plan->stride + unit] *= factor;
      scratch->slope[sample * plan->stride + unit] *= factor;
    }
}

static void
activate (const PnKernels *kernels,
          const PnLayerPlan *plan,
          PnLayerScratch *scratch,
          gsize first,
          gsize end,
          gboolean training,
          const PnDropout *dropout)
{
  gsize offset = first * plan->stride;
  PnReal *slope = training && scratch->slope != NULL ? scratch->slope + offset : NULL;

  if (scratch->a == scratch->z)
    return;
  kernels->activations[plan->activation]((end - first) * plan->stride, scratch->z + offset,
                                         scratch->a + offset, slope);
  if (dropout != NULL && plan->dropout > 0.0)
    for (gsize sample = first; sample < end; sample++)
      drop_units (plan, scratch, sample, dropout);
}

void
pn_pass_forward_layer (const PnNetwork *network,
                       PnWorkspace *workspace,
                       gsize layer,
                       gsize first,
                       gsize end,
                       gboolean training,
                       const PnDropout *dropout)
{
  const PnLayerPlan *plan = &network->layers[layer];
  PnLayerScratch *scratch = &workspace->scratch[layer];
  gsize ld;
  const PnReal *x = pn_pass_layer_input (workspace, layer, &ld);

  if (layer == 0 && workspace->is_sparse)
    pn_sparse_join (workspace, first, end);
  else
    pn_layer_kind (plan->kind)
        ->forward (workspace->kernels, plan, network->parameters + plan->offset, x + first * ld, ld,
                   end - first, scratch->z + first * plan->stride);
  activate (workspace->kernels, plan, scratch, first, end, training, dropout);
}

void
pn_pass_load (const PnNetwork *network, PnWorkspace *workspace, gsize first, gsize end)
{
  for (gsize half = 0; workspace->is_sparse && half < PN_SPARSE_HALVES; half++)
    pn_sparse_add_half (network, workspace, half, first, end);
  if (!workspace->is_sparse)
    load_dense (workspace, first, end);
}

void
pn_pass_forward (const PnNetwork *network,
                 PnWorkspace *workspace,
                 gsize first,
                 gsize end,
                 gboolean training,
                 const PnDropout *dropout)
{
  for (gsize layer = 0; layer < network->n_layers; layer++)
    pn_pass_forward_layer (network, workspace, layer, first, end, training, dropout);
}

double
pn_pass_total_weight (const guint16 *labels, gsize n, const PnObjective *objective)
{
  double total = 0.0;

  for (gsize i = 0; i < n; i++)
    total += pn_objective_weight (objective, labels[i]);
  return total;
}

static void
multiply_by_slope (const PnKernels *kernels, PnLayerScratch *scratch, gsize first, gsize end)
{
  if (scratch->slope != NULL)
    kernels->scale (end - first, scratch->delta + first, scratch->slope + first);
}

void
pn_pass_loss (PnWorkspace *workspace,
              gsize first,
              gsize end,
              const guint16 *labels,
              const PnObjective *objective,
              double total_weight)
{
  const PnLayerPlan *plan = &workspace->layers[workspace->n_layers - 1];
  PnLayerScratch *scratch = &workspace->scratch[workspace->n_layers - 1];

  for (gsize s = first; s < end; s++)
    {
      const PnReal *logits = scratch->a + s * plan->stride;

      workspace->losses[s]
          = pn_cross_entropy (workspace->kernels->softmax, plan->units, logits, labels[s],
                              objective, 1.0 / total_weight, scratch->delta + s * plan->stride);
      workspace->correct[s] = pn_argmax (plan->units, logits) == labels[s];
    }
  multiply_by_slope (workspace->kernels, scratch, first * plan->stride, end * plan->stride);
}

void
pn_pass_delta (const PnNetwork *network, PnWorkspace *workspace, gsize first, gsize end)
{
  for (gsize layer = network->n_layers - 1; layer > 0; layer--)
    {
      const PnLayerPlan *plan = &network->layers[layer];
      PnLayerScratch *scratch = &workspace->scratch[layer];
      PnLayerScratch *before = &workspace->scratch[layer - 1];
      gsize ld = network->layers[layer - 1].stride;

      pn_layer_kind (plan->kind)
          ->backward_inputs (workspace->kernels, plan, network->parameters + plan->offset,
                             scratch->transposed, scratch->delta + first * plan->stride,
                             end - first, before->delta + first * ld, ld);
      multiply_by_slope (workspace->kernels, before, first * ld, end * ld);
    }
}

/* Whether they are finite. A sum is finite only if its terms are. */
static gboolean
sum_deltas (const PnKernels *kernels, const PnLayerPlan *plan, PnLayerScratch *scratch, gsize n)
{
  PnReal check = 0;

  kernels->sum_rows (n, plan->stride, scratch->delta, scratch->delta_sums);
  for (gsize unit = 0; unit < plan->units; unit++)
    check += scratch->delta_sums[unit] * 0;
  return check == 0;
}

/* Where the forward pass first left the finite numbers; `later` if it didn't. */
static gsize
blame (const PnWorkspace *workspace, gsize later)
{
  for (gsize layer = 0; layer < workspace->n_layers; layer++)
    {
      const PnReal *z = workspace->scratch[layer].z;

      for (gsize i = 0; i < workspace->n * workspace->layers[layer].stride; i++)
        if (!isfinite (z[i]))
          return layer;
    }
  return later;
}

PnPassResult
pn_pass_gather (PnWorkspace *workspace, double total_weight)
{
  PnPassResult result = { .bad_layer = G_MAXSIZE };

  for (gsize s = 0; s < workspace->n; s++)
    {
      result.loss += workspace->losses[s];
      result.n_correct += workspace->correct[s];
    }
  result.loss /= total_weight;
  if (!isfinite (result.loss))
    result.bad_layer = workspace->n_layers - 1;
  for (gsize layer = workspace->n_layers; layer > 0; layer--)
    if (!sum_deltas (workspace->kernels, &workspace->layers[layer - 1],
                     &workspace->scratch[layer - 1], workspace->n)
        && result.bad_layer == G_MAXSIZE)
      result.bad_layer = layer - 1;
  if (result.bad_layer != G_MAXSIZE)
    result.bad_layer = blame (workspace, result.bad_layer);
  if (workspace->is_sparse)
    pn_sparse_prepare_backward (workspace);
  return result;
}

void
pn_pass_gradient (PnWorkspace *workspace,
                  gsize layer,
                  gsize first,
                  gsize end,
                  guint64 *columns,
                  PnReal *gradients)
{
  const PnLayerPlan *plan = &workspace->layers[layer];
  const PnLayerScratch *scratch = &workspace->scratch[layer];
  gsize ld;
  const PnReal *x = pn_pass_layer_input (workspace, layer, &ld);

  if (layer == 0 && workspace->is_sparse)
    pn_sparse_gradient (workspace, first, end, columns, gradients);
  else
    pn_layer_kind (plan->kind)
        ->backward_rows (workspace->kernels, plan, x, ld, scratch->delta, scratch->delta_sums,
                         workspace->n, first, end, gradients);
}

void
pn_pass_layer_gradient (PnWorkspace *workspace, gsize layer, PnReal *gradients)
{
  const PnLayerPlan *plan = &workspace->layers[layer];

  for (gsize row = 0; row < plan->rows; row += PN_ROW_PIECE)
    pn_pass_gradient (workspace, layer, row, MIN (row + PN_ROW_PIECE, plan->rows),
                      workspace->columns, gradients + row * plan->stride);
}
