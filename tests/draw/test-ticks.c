/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-ticks.h"

#include <math.h>

/* What the R package labeling 0.4.2, by an author of the paper, gives: extended (min, max, wanted,
 * only.loose = loose); first label, step, number of labels.
 */
static const struct
{
  double min;
  double max;
  int wanted;
  gboolean loose;
  double first;
  double step;
  guint n;
} references[] = {
  { 8.0999999999999996, 14.1, 4, FALSE, 8, 2, 4 },
  { 8.0999999999999996, 14.1, 4, TRUE, 7.5, 2.5, 4 },
  { 0, 100, 5, FALSE, 0, 25, 5 },
  { 0, 100, 5, TRUE, 0, 25, 5 },
  { 0, 1, 5, FALSE, 0, 0.25, 5 },
  { 0, 1, 5, TRUE, 0, 0.25, 5 },
  { 0.88, 1, 6, FALSE, 0.875, 0.025000000000000022, 6 },
  { 0.88, 1, 6, TRUE, 0.875, 0.025000000000000022, 6 },
  { -1, 1, 5, FALSE, -1, 0.5, 5 },
  { -1, 1, 5, TRUE, -1, 0.5, 5 },
  { 0, 2.3025850000000001, 6, FALSE, 0, 0.5, 6 },
  { 0, 2.3025850000000001, 6, TRUE, 0, 0.5, 6 },
  { 0, 10000, 6, FALSE, 0, 2000, 6 },
  { 0, 10000, 6, TRUE, 0, 2000, 6 },
  { 123, 4567, 7, FALSE, 0, 1000, 6 },
  { 123, 4567, 7, TRUE, 0, 1000, 6 },
  { 9.9999999999999995e-08, 3.3000000000000002e-06, 4, FALSE, 0, 9.9999999999999995e-07, 4 },
  { 9.9999999999999995e-08, 3.3000000000000002e-06, 4, TRUE, 0, 9.9999999999999995e-07, 5 },
  { -0.0030999999999999999, 0.012699999999999999, 5, FALSE, -0.0040000000000000001,
    0.0040000000000000001, 5 },
  { -0.0030999999999999999, 0.012699999999999999, 5, TRUE, -0.0050000000000000001,
    0.0050000000000000001, 5 },
  { 1000000, 1000010, 5, FALSE, 1000000, 2.5, 5 },
  { 1000000, 1000010, 5, TRUE, 1000000, 2.5, 5 },
  { 0, 0.53000000000000003, 6, FALSE, 0, 0.10000000000000001, 6 },
  { 0, 0.53000000000000003, 6, TRUE, 0, 0.10000000000000001, 7 },
  { 17, 93, 3, FALSE, 0, 50, 3 },
  { 17, 93, 3, TRUE, 0, 50, 3 },
  { 0, 52.700000000000003, 9, FALSE, 0, 5, 11 },
  { 0, 52.700000000000003, 9, TRUE, 0, 5, 12 },
  { -45, -3, 4, FALSE, -40, 10, 5 },
  { -45, -3, 4, TRUE, -50, 10, 6 },
  { 2.5, 2.6000000000000001, 8, FALSE, 2.5, 0.0099999999999997868, 11 },
  { 2.5, 2.6000000000000001, 8, TRUE, 2.5, 0.0099999999999997868, 11 },
};

static void
test_references (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    {
      g_autoptr (PnTicks) ticks = pn_ticks_new_linear (references[i].min, references[i].max,
                                                       references[i].wanted, references[i].loose);
      double slack = 1e-6 * references[i].step;

      g_test_message ("%g to %g, %d wanted", references[i].min, references[i].max,
                      references[i].wanted);
      g_assert_cmpuint (ticks->major->len, ==, references[i].n);
      g_assert_cmpfloat_with_epsilon (ticks->step, references[i].step, slack);
      for (guint j = 0; j < ticks->major->len; j++)
        g_assert_cmpfloat_with_epsilon (g_array_index (ticks->major, double, j),
                                        references[i].first + j * references[i].step, slack);
    }
}

static void
test_zero_is_zero (void)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_linear (-0.3, 0.3, 7, FALSE);
  gboolean found = FALSE;

  for (guint i = 0; i < ticks->major->len; i++)
    found |= g_array_index (ticks->major, double, i) == 0;
  g_assert_true (found);
}

/* Whatever is asked, the search ends, with few, rising, finite ticks. */
static void
test_any_range (void)
{
  GRand *rand = g_rand_new_with_seed (3);

  for (int i = 0; i < 3000; i++)
    {
      double middle
          = g_rand_double_range (rand, -1, 1) * pow (10, g_rand_int_range (rand, -30, 30));
      double half = g_rand_double (rand) * pow (10, g_rand_int_range (rand, -30, 30));
      int wanted = g_rand_int_range (rand, 0, 15);
      g_autoptr (PnTicks) ticks = pn_ticks_new_linear (middle - half, middle + half, wanted, i % 2);

      g_assert_cmpuint (ticks->major->len, <, 60);
      for (guint j = 0; j < ticks->major->len; j++)
        g_assert_true (isfinite (g_array_index (ticks->major, double, j)));
      for (guint j = 1; j < ticks->major->len; j++)
        g_assert_cmpfloat (g_array_index (ticks->major, double, j), >,
                           g_array_index (ticks->major, double, j - 1));
    }
  g_rand_free (rand);
}

static void
test_hopeless (void)
{
  const double pairs[][2] = { { NAN, 1 }, { 0, INFINITY }, { 3, 3 }, { 1, 1 + 1e-16 }, { 0, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (PnTicks) ticks = pn_ticks_new_linear (pairs[i][0], pairs[i][1], 5, FALSE);

      g_assert_cmpuint (ticks->major->len, <=, 1);
    }
}

static void
assert_values (const GArray *values, const double *expected, guint n)
{
  g_assert_cmpuint (values->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (values, double, i), expected[i],
                                    1e-9 * expected[i]);
}

static void
test_log_decades (void)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_log (0.05, 200, 6);
  const double major[] = { 0.1, 1, 10, 100 };
  const double minor[]
      = { 0.05, 0.06, 0.07, 0.08, 0.09, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 2,  3,
          4,    5,    6,    7,    8,    9,   20,  30,  40,  50,  60,  70,  80,  90, 200 };

  g_assert_true (ticks->log);
  assert_values (ticks->major, major, G_N_ELEMENTS (major));
  assert_values (ticks->minor, minor, G_N_ELEMENTS (minor));
}

static void
test_log_fine (void)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_log (0.02, 0.6, 6);
  const double major[] = { 0.02, 0.05, 0.1, 0.2, 0.5 };

  assert_values (ticks->major, major, G_N_ELEMENTS (major));
}

static void
test_log_wide (void)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_log (1e-12, 1e12, 6);
  const double major[] = { 1e-12, 1e-8, 1e-4, 1, 1e4, 1e8, 1e12 };

  assert_values (ticks->major, major, G_N_ELEMENTS (major));
  g_assert_cmpuint (ticks->minor->len, ==, 25 - G_N_ELEMENTS (major));
}

static void
test_log_narrow (void)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_log (0.31, 0.39, 5);

  g_assert_false (ticks->log);
  g_assert_cmpuint (ticks->major->len, >=, 3);
}

static void
test_log_hopeless (void)
{
  const double pairs[][2] = { { 0, 1 }, { -1, 1 }, { NAN, 1 }, { 1, INFINITY }, { 2, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (PnTicks) ticks = pn_ticks_new_log (pairs[i][0], pairs[i][1], 5);

      g_assert_cmpuint (ticks->major->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/ticks/references", test_references);
  g_test_add_func ("/draw/ticks/zero-is-zero", test_zero_is_zero);
  g_test_add_func ("/draw/ticks/any-range", test_any_range);
  g_test_add_func ("/draw/ticks/hopeless", test_hopeless);
  g_test_add_func ("/draw/ticks/log-decades", test_log_decades);
  g_test_add_func ("/draw/ticks/log-fine", test_log_fine);
  g_test_add_func ("/draw/ticks/log-wide", test_log_wide);
  g_test_add_func ("/draw/ticks/log-narrow", test_log_narrow);
  g_test_add_func ("/draw/ticks/log-hopeless", test_log_hopeless);
  return g_test_run ();
}
