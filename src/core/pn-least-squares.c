/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-least-squares.h"

#include <math.h>
#include <string.h>

#define N_ITERATIONS 20

/* y −= factor · x */
static void
subtract (gsize n, double factor, const double *x, double *y)
{
  for (gsize i = 0; i < n; i++)
    y[i] -= factor * x[i];
}

static void
divide (gsize n, double by, double *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] /= by;
}

gboolean
pn_cholesky (gsize n, double *a)
{
  for (gsize k = 0; k < n; k++)
    {
      double *row = a + k * n;

      if (!(row[k] > 0.0) || !isfinite (row[k]))
        return FALSE;
      divide (n - k, sqrt (row[k]), row + k);
      for (gsize i = k + 1; i < n; i++)
        subtract (n - i, row[i], row + i, a + i * n + i);
    }
  return TRUE;
}

void
pn_cholesky_solve (gsize n, const double *u, gsize columns, double *b)
{
  for (gsize k = 0; k < n; k++)
    {
      divide (columns, u[k * n + k], b + k * columns);
      for (gsize i = k + 1; i < n; i++)
        subtract (columns, u[k * n + i], b + k * columns, b + i * columns);
    }
  for (gsize k = n; k-- > 0;)
    {
      for (gsize i = k + 1; i < n; i++)
        subtract (columns, u[k * n + i], b + i * columns, b + k * columns);
      divide (columns, u[k * n + k], b + k * columns);
    }
}

gboolean
pn_invert_positive (gsize n, double *a)
{
  g_autofree double *inverse = g_try_new0 (double, n *n);

  if (inverse == NULL || !pn_cholesky (n, a))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    inverse[i * n + i] = 1.0;
  pn_cholesky_solve (n, a, n, inverse);
  memcpy (a, inverse, n * n * sizeof *a);
  return TRUE;
}

/* Gram and Schmidt's, column by column, twice because once is not orthogonal enough. A column that
 * vanishes stays zero.
 */
static void
orthogonalise (gsize n, gsize d, double *v, gsize column)
{
  double square = 0.0;

  for (gsize other = 0; other < 2 * column; other++)
    {
      double product = 0.0;

      for (gsize i = 0; i < n; i++)
        product += v[i * d + other % column] * v[i * d + column];
      for (gsize i = 0; i < n; i++)
        v[i * d + column] -= product * v[i * d + other % column];
    }
  for (gsize i = 0; i < n; i++)
    square += v[i * d + column] * v[i * d + column];
  for (gsize i = 0; i < n; i++)
    v[i * d + column] = square > 0.0 ? v[i * d + column] / sqrt (square) : 0.0;
}

void
pn_leading_vectors (gsize n, const double *a, gsize d, double *v)
{
  g_autofree double *product = g_new (double, n *d);

  for (int iteration = 0; iteration < N_ITERATIONS; iteration++)
    {
      memset (product, 0, n * d * sizeof *product);
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < n; j++)
          subtract (d, -a[i * n + j], v + j * d, product + i * d);
      memcpy (v, product, n * d * sizeof *v);
      for (gsize column = 0; column < d; column++)
        orthogonalise (n, d, v, column);
    }
}
