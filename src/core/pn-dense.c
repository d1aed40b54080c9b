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

static void
dense_forward (const PnLayerPlan *plan,
               const PnReal *rows,
               const PnReal *x,
               gsize ld,
               gsize n,
               PnReal *z)
{
  const PnReal *bias = rows + plan->fan_in * plan->stride;

  if (plan->has_bias)
    for (gsize s = 0; s < n; s++)
      memcpy (z + s * plan->stride, bias, plan->stride * sizeof (PnReal));
  pn_blas_multiply (n, plan->stride, plan->fan_in, x, ld, rows, plan->stride,
                    plan->has_bias ? 1 : 0, z, plan->stride);
}

static void
dense_backward_inputs (const PnLayerPlan *plan,
                       const PnReal *rows,
                       const PnReal *transposed,
                       const PnReal *delta,
                       gsize n,
                       PnReal *dx,
                       gsize ld)
{
  pn_blas_multiply_nt (n, plan->fan_in, plan->units, delta, plan->stride, rows, plan->stride, dx,
                       ld);
}

static void
dense_backward_rows (const PnLayerPlan *plan,
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

  if (n_weights > 0)
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
