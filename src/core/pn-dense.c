/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-layer-kind.h"

#include <math.h>
#include <string.h>

#include "pn-blas.h"
#include "pn-random.h"

/* The dense layer: z = W x + b, ∂C/∂x = Wᵀ δ, ∂C/∂W = δ xᵀ, ∂C/∂b = δ. Memory holds Wᵀ, so that the
 * products below are of [n][fan-in] by [fan-in][units].
 */

static double
draw (PnInit init, const PnRandom *random, guint32 index, double fan_in, double fan_out)
{
  switch (init)
    {
    case PN_INIT_NORMAL_FAN_IN:
      return pn_random_normal (random, index) / sqrt (fan_in);
    case PN_INIT_GLOROT:
      return (2.0 * pn_random_uniform (random, index) - 1.0) * sqrt (6.0 / (fan_in + fan_out));
    case PN_INIT_HE:
      return pn_random_normal (random, index) * sqrt (2.0 / fan_in);
    case PN_INIT_UNIFORM:
    case PN_N_INITS:
    default:
      return 2.0 * pn_random_uniform (random, index) - 1.0;
    }
}

static void
dense_initialise (const PnLayerSpec *spec,
                  const PnLayerPlan *plan,
                  gsize index,
                  guint64 seed,
                  PnReal *rows)
{
  PnRandom random = { .seed = seed, .stream = PN_STREAM_INITIALISE, .item = (guint32) index };
  gsize n_drawn = spec->bias == PN_BIAS_INPUT ? plan->fan_in + 1 : plan->fan_in;

  for (gsize unit = 0; unit < plan->units; unit++)
    for (gsize i = 0; i < n_drawn; i++)
      rows[i * plan->stride + unit]
          = (PnReal) draw (spec->init, &random, (guint32) (unit * n_drawn + i), (double) n_drawn,
                           (double) plan->units);
}

/* BLAS may sum in another order for another number of rows: it always gets the same pieces. */
static void
blas_forward (const PnLayerPlan *plan,
              const PnReal *rows,
              const PnReal *x,
              gsize ld,
              gsize n,
              PnReal *z)
{
  const PnReal *bias = rows + plan->fan_in * plan->stride;

  for (gsize s = 0; plan->has_bias && s < n; s++)
    memcpy (z + s * plan->stride, bias, plan->stride * sizeof (PnReal));
  for (gsize s = 0; s < n; s += PN_SAMPLE_PIECE)
    pn_blas_multiply (MIN (n - s, PN_SAMPLE_PIECE), plan->stride, plan->fan_in, x + s * ld, ld,
                      rows, plan->stride, plan->has_bias ? 1 : 0, z + s * plan->stride,
                      plan->stride);
}

static void
dense_forward (const PnKernels *kernels,
               const PnLayerPlan *plan,
               const PnReal *rows,
               const PnReal *x,
               gsize ld,
               gsize n,
               PnReal *z)
{
  const PnReal *bias = plan->has_bias ? rows + plan->fan_in * plan->stride : NULL;

  if (pn_plan_is_small (plan, kernels))
    kernels->multiply (n, plan->stride, plan->fan_in, x, ld, 1, rows, plan->stride, bias, z,
                       plan->stride);
  else
    blas_forward (plan, rows, x, ld, n, z);
}

static void
dense_backward_inputs (const PnKernels *kernels,
                       const PnLayerPlan *plan,
                       const PnReal *rows,
                       const PnReal *transposed,
                       const PnReal *delta,
                       gsize n,
                       PnReal *dx,
                       gsize ld)
{
  if (pn_plan_is_small (plan, kernels))
    kernels->multiply (n, ld, plan->units, delta, plan->stride, 1, transposed, ld, NULL, dx, ld);
  else
    for (gsize s = 0; s < n; s += PN_SAMPLE_PIECE)
      pn_blas_multiply_nt (MIN (n - s, PN_SAMPLE_PIECE), plan->fan_in, plan->units,
                           delta + s * plan->stride, plan->stride, rows, plan->stride, dx + s * ld,
                           ld);
}

static void
dense_backward_rows (const PnKernels *kernels,
                     const PnLayerPlan *plan,
                     const PnReal *x,
                     gsize ld,
                     const PnReal *delta,
                     const PnReal *delta_sums,
                     gsize n,
                     gsize first,
                     gsize end,
                     PnReal *gradients)
{
  gsize n_weights = MIN (end, plan->fan_in) - MIN (first, plan->fan_in);

  if (n_weights > 0 && pn_plan_is_small (plan, kernels))
    kernels->multiply (n_weights, plan->stride, n, x + first, 1, ld, delta, plan->stride, NULL,
                       gradients, plan->stride);
  else if (n_weights > 0)
    pn_blas_multiply_tn (n_weights, plan->stride, n, x + first, ld, delta, plan->stride, gradients,
                         plan->stride);
  if (end > plan->fan_in)
    memcpy (gradients + n_weights * plan->stride, delta_sums, plan->stride * sizeof (PnReal));
}

const PnLayerKindRow pn_dense_layer = {
  .name = "dense",
  .initialise = dense_initialise,
  .forward = dense_forward,
  .backward_inputs = dense_backward_inputs,
  .backward_rows = dense_backward_rows,
};
