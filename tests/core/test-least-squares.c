/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-least-squares.h"

#include <math.h>
#include <string.h>

static void
test_least_squares (void)
{
  double a[9] = { 4, 2, 1, 2, 5, 3, 1, 3, 6 }, b[3] = { 4 + 4 + 3, 2 + 10 + 9, 1 + 6 + 18 };
  double inverse[9], flat[4] = { 1, 2, 2, 4 }, v[3] = { 1, 0.5, -0.25 };

  memcpy (inverse, a, sizeof a);
  g_assert_true (pn_invert_positive (3, inverse));
  for (int i = 0; i < 9; i++)
    {
      double sum = 0.0;

      for (int k = 0; k < 3; k++)
        sum += a[i / 3 * 3 + k] * inverse[k * 3 + i % 3];
      g_assert_true (fabs (sum - (i / 3 == i % 3)) <= 1e-14);
    }
  pn_leading_vectors (3, a, 1, v);
  for (int i = 0; i < 3; i++)
    g_assert_true (fabs ((a[3 * i] * v[0] + a[3 * i + 1] * v[1] + a[3 * i + 2] * v[2]) / v[i]
                         - (a[0] * v[0] + a[1] * v[1] + a[2] * v[2]) / v[0])
                   <= 1e-6);
  g_assert_true (pn_cholesky (3, a));
  pn_cholesky_solve (3, a, 1, b);
  for (int i = 0; i < 3; i++)
    g_assert_true (fabs (b[i] - (i + 1)) <= 1e-14);
  g_assert_false (pn_cholesky (2, flat));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/least-squares/small", test_least_squares);
  return g_test_run ();
}
