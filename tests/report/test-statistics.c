/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>

#include "pn-statistics.h"

/* Comparisons are written so that NaN fails. */
#define assert_near(value, expected, tolerance)                                                    \
  g_assert_true (fabs ((value) - (expected)) <= (tolerance))

/* Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
 * (1998), table I, method 3 (score without continuity correction).
 */
static void
test_wilson_published (void)
{
  const struct
  {
    guint64 n_right, n;
    double low, high;
  } rows[] = {
    { 81, 263, 0.2553, 0.3662 },
    { 15, 148, 0.0624, 0.1605 },
    { 0, 20, 0.0000, 0.1611 },
    { 1, 29, 0.0061, 0.1718 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double low = NAN, high = NAN;
      pn_wilson_interval (rows[i].n_right, rows[i].n, &low, &high);
      assert_near (low, rows[i].low, 5e-5);
      assert_near (high, rows[i].high, 5e-5);
    }
}

static void
test_wilson_edges (void)
{
  double low, high, mirrored_low, mirrored_high;

  pn_wilson_interval (0, 0, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 1);
  pn_wilson_interval (0, 1, &low, &high);
  pn_wilson_interval (1, 1, &mirrored_low, &mirrored_high);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (mirrored_high, ==, 1);
  assert_near (high, 1 - mirrored_low, 1e-12);
  pn_wilson_interval (10000, 10000, &low, &high);
  g_assert_cmpfloat (high, ==, 1);
  g_assert_true (low > 0.999 && low < 1);
}

static void
test_mcnemar (void)
{
  /* 2 (C(6,0) + C(6,1)) / 2⁶ = 14/64, and 2/2¹⁰ for ten to none. */
  assert_near (pn_mcnemar_exact (1, 5), 14.0 / 64, 1e-12);
  assert_near (pn_mcnemar_exact (5, 1), 14.0 / 64, 1e-12);
  assert_near (pn_mcnemar_exact (10, 0), 2.0 / 1024, 1e-12);
  g_assert_cmpfloat (pn_mcnemar_exact (0, 0), ==, 1);
  g_assert_cmpfloat (pn_mcnemar_exact (7, 7), ==, 1);
  assert_near (pn_mcnemar_exact (0, 1), 1, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/wilson-published", test_wilson_published);
  g_test_add_func ("/statistics/wilson-edges", test_wilson_edges);
  g_test_add_func ("/statistics/mcnemar", test_mcnemar);
  return g_test_run ();
}
