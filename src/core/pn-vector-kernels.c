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

static float
largest (gsize n, const float *values)
{
  float most = values[0];

  for (gsize i = 1; i < n; i++)
    most = values[i] > most ? values[i] : most;
  return most;
}

/* The exponentials by vectors, the sum in order: as precise as the plain one. */
static double
softmax (gsize n, const float *logits, float *probabilities)
{
  float most = largest (n, logits);
  double sum = 0.0;
  float factor;
  float exponentials[LANES];

  for (gsize i = 0; i < n; i += LANES)
    {
      gsize count = MIN (n - i, LANES);

      memset (exponentials, 0, sizeof exponentials);
      memcpy (exponentials, logits + i, count * sizeof *logits);
      store (exponentials, vector_exp (load (exponentials) - most));
      memcpy (probabilities + i, exponentials, count * sizeof *probabilities);
      for (gsize k = 0; k < count; k++)
        sum += (double) exponentials[k];
    }
  factor = (float) (1.0 / sum);
  for (gsize i = 0; i < n; i++)
    probabilities[i] *= factor;
  return (double) most + log (sum);
}

#ifdef __AVX512F__
#define NAME "avx512"
#else
#define NAME "avx2"
#endif

/* Where BLAS overtakes; measured on Zen 4 with OpenBLAS 0.3.21. */
#define SMALL 32768

const PnKernels PN_VECTOR (pn_kernels) = {
  .name = NAME,
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
