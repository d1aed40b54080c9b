/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector-private.h"

#include <math.h>

/* The remaining small kernels of a vector build, and its table. */

static void
scale (gsize n, float *x, const float *factor)
{
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    store (x + i, load (x + i) * load (factor + i));
  for (; i < n; i++)
    x[i] *= factor[i];
}

#ifdef __AVX512F__
#define LANE_NUMBERS ((Integers){ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })
#else
#define LANE_NUMBERS ((Integers){ 0, 1, 2, 3, 4, 5, 6, 7 })
#endif

INLINE float
largest_lane (Vector x)
{
#pragma GCC unroll 4
  for (int distance = LANES / 2; distance > 0; distance /= 2)
    {
      Vector other = __builtin_shuffle (x, LANE_NUMBERS ^ distance);

      x = choose (x > other, x, other);
    }
  return x[0];
}

INLINE float
sum_of_lanes (Vector x)
{
#pragma GCC unroll 4
  for (int distance = LANES / 2; distance > 0; distance /= 2)
    x += __builtin_shuffle (x, LANE_NUMBERS ^ distance);
  return x[0];
}

/* The vector at `from`; minus infinity in lanes of padding. */
INLINE Vector
load_logits (const float *from, gsize n_left)
{
  return choose (LANE_NUMBERS < (gint32) MIN (n_left, LANES), load (from), splat (-INFINITY));
}

static double
softmax (gsize n, const float *logits, float *probabilities)
{
  Vector most = load_logits (logits, n);
  Vector sum = splat (0.0f);
  float largest;
  float total;

  for (gsize i = LANES; i < n; i += LANES)
    {
      Vector x = load_logits (logits + i, n - i);

      most = choose (x > most, x, most);
    }
  largest = largest_lane (most);
  for (gsize i = 0; i < n; i += LANES)
    {
      Vector x = vector_exp (load_logits (logits + i, n - i) - largest);

      store (probabilities + i, x);
      sum += x;
    }
  total = sum_of_lanes (sum);
  for (gsize i = 0; i < n; i += LANES)
    store (probabilities + i, load (probabilities + i) * (1.0f / total));
  return (double) largest + log ((double) total);
}

#ifdef __AVX512F__
#define SET PN_KERNELS_AVX512
#else
#define SET PN_KERNELS_AVX2
#endif

/* Where BLAS overtakes; measured on Zen 4 with OpenBLAS 0.3.21. With AVX-512 it hadn't at 1024 ×
 * 1024 weights.
 */
#define SMALL (PN_VECTOR_BYTES == 64 ? 1048576 : 32768)

const PnKernels PN_VECTOR (pn_kernels) = {
  .set = SET,
  .small = SMALL,
  .activations = PN_VECTOR (pn_activations),
  .multiply = PN_VECTOR (pn_multiply),
  .find_non_zero = PN_VECTOR (pn_find_non_zero),
  .sparse_forward = PN_VECTOR (pn_sparse_forward),
  .sparse_rows = PN_VECTOR (pn_sparse_rows),
  .transpose = PN_VECTOR (pn_transpose),
  .sum_rows = PN_VECTOR (pn_sum_rows),
  .scale = scale,
  .softmax = softmax,
  .update = PN_VECTOR (pn_update_apply),
};
