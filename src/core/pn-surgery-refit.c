/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-activation.h"
#include "pn-blas.h"
#include "pn-least-squares.h"
#include "pn-pass.h"
#include "pn-surgery-private.h"

/* Share of the mean square of a column: what single precision and 2,000 samples can't tell apart
 * stays as it was.
 */
#define RIDGE 1e-4

PnReal *
pn_surgery_read (const PnWorkspace *workspace, gsize layer)
{
  const PnLayerPlan *plan = &workspace->layers[layer];
  PnReal *x = g_try_new (PnReal, workspace->n * plan->rows);
  gsize ld;
  const PnReal *input = pn_pass_layer_input (workspace, layer, &ld);

  for (gsize s = 0; x != NULL && s < workspace->n; s++)
    {
      memcpy (x + s * plan->rows, input + s * ld, plan->fan_in * sizeof (PnReal));
      if (plan->has_bias)
        x[s * plan->rows + plan->fan_in] = 1;
    }
  return x;
}

double *
pn_surgery_gram (gsize n, gsize k, const PnReal *x)
{
  g_autofree PnReal *product = g_try_new (PnReal, k * k);
  double *gram = g_try_new (double, k *k);
  double trace = 0.0;

  if (product == NULL || gram == NULL)
    {
      g_free (gram);
      return NULL;
    }
  pn_blas_multiply_tn (k, k, n, x, k, x, k, product, k);
  for (gsize i = 0; i < k * k; i++)
    gram[i] = (double) product[i];
  for (gsize i = 0; i < k; i++)
    trace += gram[i * k + i];
  for (gsize i = 0; i < k; i++)
    gram[i * k + i] += RIDGE * trace / (double) k;
  return gram;
}

/* Adds to the layer's weights the ridge solution of XΔ = R. */
static void
solve (const PnLayerPlan *plan, gsize n, const PnReal *x, const PnReal *residual, PnReal *weights)
{
  gsize k = plan->rows, size = plan->rows * plan->stride;
  g_autofree double *gram = pn_surgery_gram (n, k, x);
  g_autofree PnReal *right = g_try_new (PnReal, size);
  g_autofree double *delta = g_try_new (double, size);

  if (gram == NULL || right == NULL || delta == NULL)
    return;
  pn_blas_multiply_tn (k, plan->stride, n, x, k, residual, plan->stride, right, plan->stride);
  for (gsize i = 0; i < size; i++)
    delta[i] = (double) right[i];
  if (!pn_cholesky (k, gram))
    return;
  pn_cholesky_solve (k, gram, plan->stride, delta);
  for (gsize i = 0; i < size; i++)
    weights[i] += (PnReal) delta[i];
}

/* What is still missing of the layer's old z. */
static void
fit_layer (PnOperation *op, const PnWorkspace *after, gsize layer, gsize old_layer)
{
  const PnLayerPlan *plan = &op->to->layers[layer];
  gsize size = after->n * plan->stride;
  const PnReal *wanted = op->before->scratch[old_layer].z;
  g_autofree PnReal *x = pn_surgery_read (after, layer);
  g_autofree PnReal *residual = g_try_new (PnReal, size);

  if (x == NULL || residual == NULL)
    return;
  for (gsize i = 0; i < size; i++)
    residual[i] = wanted[i] - after->scratch[layer].z[i];
  solve (plan, after->n, x, residual, pn_surgery_row (plan, op->to->parameters, 0));
}

void
pn_surgery_refit (PnOperation *op, gsize layer, gsize old_layer)
{
  PnWorkspace *after;

  if (op->ended || op->before == NULL || op->to->layers[layer].rows > PN_SURGERY_MOST_INPUTS)
    return;
  after = pn_workspace_new (op->to, op->samples->n, NULL);
  if (after == NULL)
    return;
  after->allow_sparse = FALSE;
  pn_network_forward (op->to, after, op->samples);
  if (pn_surgery_advance (op, (double) op->samples->n
                                  * (double) pn_spec_multiply_adds (pn_network_spec (op->to))))
    fit_layer (op, after, layer, old_layer);
  pn_workspace_free (after);
}

/* f(0), and the slope there, of each unit in the middle make one layer of two. */
static void
multiply_layers (PnOperation *op)
{
  const PnLayerPlan *first = &op->from->layers[op->layer], *second = first + 1;
  const PnLayerPlan *plan = &op->to->layers[op->layer];
  const PnReal zero = 0, slope = pn_surgery_slope (first->activation);
  PnReal *out = pn_surgery_row (plan, op->to->parameters, 0), at_zero;
  const PnReal *a = op->from->parameters + first->offset;
  const PnReal *b = op->from->parameters + second->offset;

  pn_blas_multiply (first->fan_in, plan->stride, first->units, a, first->stride, b, second->stride,
                    0, out, plan->stride);
  for (gsize i = 0; i < first->fan_in * plan->stride; i++)
    out[i] *= slope;
  if (!plan->has_bias)
    return;
  pn_plain_activations[first->activation](1, &zero, &at_zero, NULL);
  out += plan->fan_in * plan->stride;
  for (gsize unit = 0; unit < plan->units; unit++)
    {
      out[unit] = second->has_bias ? b[second->fan_in * second->stride + unit] : 0;
      for (gsize i = 0; i < first->units; i++)
        out[unit]
            += b[i * second->stride + unit]
               * (at_zero + (first->has_bias ? slope * a[first->fan_in * first->stride + i] : 0));
    }
}

static void
forget_slots (PnOperation *op, const PnLayerPlan *plan)
{
  for (gsize i = 0; i < op->n_slots; i++)
    memset (op->new_slots[i] + plan->offset, 0, plan->rows * plan->stride * sizeof (PnReal));
}

void
pn_surgery_remove (PnOperation *op)
{
  multiply_layers (op);
  forget_slots (op, &op->to->layers[op->layer]);
  pn_surgery_refit (op, op->layer, op->layer + 1);
}
