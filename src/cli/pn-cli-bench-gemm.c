/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli-bench-gemm.h"

#include <math.h>

#include "pn-blas.h"

/* Each layout gets its turn so often, and the median counts: the machine has other things to do. */
#define N_ROUNDS 5

typedef struct
{
  const gsize *units;
  gsize n_layers;
  gsize batch;
  float **activations; /* n_layers + 1, [batch][units] */
  float **deltas;      /* the same shapes */
  float **weights;
  float **gradients;
} Step;

typedef void (*StepFunction) (const Step *step);

/* Weights [in][out]. */
static void
step_in_out (const Step *step)
{
  for (gsize l = 0; l < step->n_layers; l++)
    {
      gsize in = step->units[l];
      gsize out = step->units[l + 1];

      pn_blas_multiply (step->batch, out, in, step->activations[l], in, step->weights[l], out, 0,
                        step->activations[l + 1], out);
    }
  for (gsize l = step->n_layers; l-- > 0;)
    {
      gsize in = step->units[l];
      gsize out = step->units[l + 1];

      if (l > 0)
        pn_blas_multiply_nt (step->batch, in, out, step->deltas[l + 1], out, step->weights[l], out,
                             step->deltas[l], in);
      pn_blas_multiply_tn (in, out, step->batch, step->activations[l], in, step->deltas[l + 1], out,
                           step->gradients[l], out);
    }
}

/* Weights [out][in]. */
static void
step_out_in (const Step *step)
{
  for (gsize l = 0; l < step->n_layers; l++)
    {
      gsize in = step->units[l];
      gsize out = step->units[l + 1];

      pn_blas_multiply_nt (step->batch, out, in, step->activations[l], in, step->weights[l], in,
                           step->activations[l + 1], out);
    }
  for (gsize l = step->n_layers; l-- > 0;)
    {
      gsize in = step->units[l];
      gsize out = step->units[l + 1];

      if (l > 0)
        pn_blas_multiply (step->batch, in, out, step->deltas[l + 1], out, step->weights[l], in, 0,
                          step->deltas[l], in);
      pn_blas_multiply_tn (out, in, step->batch, step->deltas[l + 1], out, step->activations[l], in,
                           step->gradients[l], in);
    }
}

/* Small numbers that stay small: a product's time mustn't depend on infinities. */
static float *
new_matrix (gsize rows, gsize columns)
{
  float *matrix = g_try_new (float, rows *columns);

  for (gsize i = 0; matrix != NULL && i < rows * columns; i++)
    matrix[i] = ((float) (i % 17) - 8) / (16 * (float) columns);
  return matrix;
}

static void
free_matrices (float **matrices, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (matrices[i]);
  g_free (matrices);
}

static void
step_clear (Step *step)
{
  free_matrices (step->activations, step->n_layers + 1);
  free_matrices (step->deltas, step->n_layers + 1);
  free_matrices (step->weights, step->n_layers);
  free_matrices (step->gradients, step->n_layers);
}

static gboolean
step_init (Step *step, const gsize *units, gsize n_units, gsize batch)
{
  gboolean complete = TRUE;

  *step = (Step){ units,
                  n_units - 1,
                  batch,
                  g_new0 (float *, n_units),
                  g_new0 (float *, n_units),
                  g_new0 (float *, n_units),
                  g_new0 (float *, n_units) };
  for (gsize l = 0; l < n_units; l++)
    {
      step->activations[l] = new_matrix (batch, units[l]);
      step->deltas[l] = new_matrix (batch, units[l]);
      complete &= step->activations[l] != NULL && step->deltas[l] != NULL;
    }
  for (gsize l = 0; l < step->n_layers; l++)
    {
      step->weights[l] = new_matrix (units[l], units[l + 1]);
      step->gradients[l] = new_matrix (units[l], units[l + 1]);
      complete &= step->weights[l] != NULL && step->gradients[l] != NULL;
    }
  return complete;
}

/* Samples a second. */
static double
measure (const Step *step, StepFunction function, double seconds)
{
  gint64 began = g_get_monotonic_time ();
  gint64 end = began + (gint64) (seconds * G_USEC_PER_SEC);
  gint64 now;
  guint64 n = 0;

  do
    {
      for (int i = 0; i < 10; i++)
        function (step);
      n += 10 * step->batch;
      now = g_get_monotonic_time ();
    }
  while (now < end);
  return (double) n * G_USEC_PER_SEC / (double) (now - began);
}

static int
compare_doubles (const void *a, const void *b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

double
pn_bench_gemm (const gsize *units, gsize n_units, gsize batch, double seconds)
{
  double share = seconds / (2 * N_ROUNDS);
  double in_out[N_ROUNDS];
  double out_in[N_ROUNDS];
  double fastest = NAN;
  Step step;

  pn_blas_initialise ();
  if (step_init (&step, units, n_units, batch))
    {
      for (int i = 0; i < N_ROUNDS; i++)
        {
          in_out[i] = measure (&step, step_in_out, share);
          out_in[i] = measure (&step, step_out_in, share);
        }
      qsort (in_out, N_ROUNDS, sizeof *in_out, compare_doubles);
      qsort (out_in, N_ROUNDS, sizeof *out_in, compare_doubles);
      fastest = MAX (in_out[N_ROUNDS / 2], out_in[N_ROUNDS / 2]);
    }
  step_clear (&step);
  return fastest;
}
