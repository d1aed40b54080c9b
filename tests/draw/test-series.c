/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-series.h"

#include <math.h>

static PnSeries *
make_noise (gsize n)
{
  PnSeries *series = pn_series_new ();
  GRand *rand = g_rand_new_with_seed (5);

  for (gsize i = 0; i < n; i++)
    pn_series_append (series, i, g_rand_double (rand));
  g_rand_free (rand);
  return series;
}

static void
test_constant (void)
{
  const double constants[] = { 0.1, 2.302585092994046, 1e-30, -7.7e12 };
  const double betas[] = { 0, 0.3, 0.9, 0.999 };

  for (int i = 0; i < 16; i++)
    {
      PnSmoother smoother;

      pn_smoother_init (&smoother, betas[i % 4]);
      for (int n = 0; n < 5000; n++)
        g_assert_true (pn_smoother_push (&smoother, constants[i / 4]) == constants[i / 4]);
    }
}

/* The recursion against the sum that defines it. */
static void
test_definition (void)
{
  g_autoptr (PnSeries) series = make_noise (300);
  g_autoptr (PnSeries) smooth = pn_series_smooth (series, 0.95);

  for (gsize n = 0; n < series->length; n++)
    {
      double sum = 0, weights = 0;

      for (gsize i = 0; i <= n; i++)
        {
          sum += pow (0.95, n - i) * series->y[i];
          weights += pow (0.95, n - i);
        }
      g_assert_cmpfloat_with_epsilon (smooth->y[n], sum / weights, 1e-12);
    }
}

static void
test_causal (void)
{
  g_autoptr (PnSeries) all = make_noise (500);
  g_autoptr (PnSeries) part = pn_series_copy (all);
  g_autoptr (PnSeries) smooth_all = pn_series_smooth (all, 0.9);
  g_autoptr (PnSeries) smooth_part = NULL;

  pn_series_truncate (part, 200);
  smooth_part = pn_series_smooth (part, 0.9);
  g_assert_cmpuint (smooth_part->length, ==, 200);
  for (gsize i = 0; i < 200; i++)
    g_assert_true (smooth_part->y[i] == smooth_all->y[i]);
}

static void
test_off (void)
{
  g_autoptr (PnSeries) series = make_noise (100);
  g_autoptr (PnSeries) smooth = pn_series_smooth (series, 0);

  for (gsize i = 0; i < 100; i++)
    g_assert_cmpfloat_with_epsilon (smooth->y[i], series->y[i], 1e-15);
}

static void
test_not_finite (void)
{
  PnSmoother smoother;

  pn_smoother_init (&smoother, 0.9);
  g_assert_true (isnan (pn_smoother_push (&smoother, NAN)));
  g_assert_true (pn_smoother_push (&smoother, 3) == 3);
  g_assert_true (isinf (pn_smoother_push (&smoother, INFINITY)));
  g_assert_true (pn_smoother_push (&smoother, 3) == 3);
}

static void
test_search (void)
{
  g_autoptr (PnSeries) series = pn_series_new ();
  const double x[] = { 0, 1, 1, 4 };

  g_assert_cmpuint (pn_series_nearest (series, 3), ==, G_MAXSIZE);
  pn_series_append_many (series, x, x, G_N_ELEMENTS (x));
  g_assert_cmpuint (pn_series_search (series, -1), ==, 0);
  g_assert_cmpuint (pn_series_search (series, 1), ==, 1);
  g_assert_cmpuint (pn_series_search (series, 1.5), ==, 3);
  g_assert_cmpuint (pn_series_search (series, 5), ==, 4);
  g_assert_cmpuint (pn_series_nearest (series, 1.1), ==, 2);
  g_assert_cmpuint (pn_series_nearest (series, 0.9), ==, 2);
  g_assert_cmpuint (pn_series_nearest (series, 3), ==, 3);
  g_assert_cmpuint (pn_series_nearest (series, 99), ==, 3);
  g_assert_cmpuint (pn_series_nearest (series, -99), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/series/constant", test_constant);
  g_test_add_func ("/draw/series/definition", test_definition);
  g_test_add_func ("/draw/series/causal", test_causal);
  g_test_add_func ("/draw/series/off", test_off);
  g_test_add_func ("/draw/series/not-finite", test_not_finite);
  g_test_add_func ("/draw/series/search", test_search);
  return g_test_run ();
}
