/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Numbers as people type them: what is read, what is refused, and that all that is shown reads
 * back. */

#include <locale.h>
#include <math.h>

#include "pn-number-row.h"
#include "pn-number.h"

static void
assert_reads (const char *text, gboolean whole, double expected)
{
  double value = NAN;

  g_assert_true (pn_number_parse (text, whole, &value));
  g_assert_cmpfloat (value, ==, expected);
}

static void
test_parse (void)
{
  assert_reads ("0.05", FALSE, 0.05);
  assert_reads ("  .5 ", FALSE, 0.5);
  assert_reads ("1e-3", FALSE, 0.001);
  assert_reads ("-2", FALSE, -2.0);
  assert_reads ("64", TRUE, 64.0);
  assert_reads ("20,000", TRUE, 20000.0);
}

static void
test_refuse (void)
{
  static const char *const wrong[]
      = { "", " ", "r3. 0,5+-", "0,5,5", "1..2", "nan", "inf", "0x10", "1e999", "3 4", "−", "12a" };
  double value = 7.0;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (pn_number_parse (wrong[i], FALSE, &value))
      g_error ("“%s” was read as %g", wrong[i], value);
  g_assert_false (pn_number_parse ("1.5", TRUE, &value));
  g_assert_cmpfloat (value, ==, 7.0);
}

static void
test_round_trip (void)
{
  static const double values[] = { 0.0,  0.02,    0.1,   0.9,      1.0 / 3.0, 1e-9, 12345.678,
                                   1e15, 20000.0, 1e300, 0.000125, 64.0,      -3.5 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = pn_number_format (values[i]);

      assert_reads (text, FALSE, values[i]);
    }
}

static void
assert_shown (double value, const char *expected)
{
  g_autofree char *text = pn_number_format (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  assert_shown (0.02, "0.02");
  assert_shown (0.9, "0.9");
  assert_shown (50.0, "50");
  assert_shown (0.00005, "0.00005");
}

/* Only where the system has the locale. */
static void
test_locale (gconstpointer name)
{
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  double value;

  if (setlocale (LC_NUMERIC, name) == NULL)
    {
      g_test_skip ("no such locale here");
      return;
    }
  assert_reads ("0,05", FALSE, 0.05);
  assert_reads ("0.05", FALSE, 0.05);
  assert_shown (0.02, "0,02");
  g_assert_false (pn_number_parse ("0,5,5", FALSE, &value));
  test_round_trip ();
  if (g_str_has_prefix (name, "de"))
    {
      assert_reads ("20.000", TRUE, 20000.0);
      assert_reads ("1.500", FALSE, 1.5);
    }
  setlocale (LC_NUMERIC, before);
}

static void
assert_steps (PnStepping stepping, double step, double value, double down, double up)
{
  g_assert_cmpfloat_with_epsilon (pn_stepping_next (stepping, step, value, +1), up, 1e-15);
  g_assert_cmpfloat_with_epsilon (pn_stepping_next (stepping, step, value, -1), down, 1e-15);
}

static void
test_stepping (void)
{
  assert_steps (PN_STEPPING_DECADE, 0.0, 0.02, 0.01, 0.05);
  assert_steps (PN_STEPPING_DECADE, 0.0, 0.1, 0.05, 0.2);
  assert_steps (PN_STEPPING_DECADE, 0.0, 1.0, 0.5, 2.0);
  assert_steps (PN_STEPPING_DECADE, 0.0, 0.03, 0.02, 0.05);
  assert_steps (PN_STEPPING_DECADE, 0.0, 0.007, 0.005, 0.01);
  assert_steps (PN_STEPPING_DOUBLING, 0.0, 32.0, 16.0, 64.0);
  assert_steps (PN_STEPPING_DOUBLING, 0.0, 60.0, 32.0, 64.0);
  assert_steps (PN_STEPPING_LINEAR, 0.05, 0.9, 0.85, 0.95);
  assert_steps (PN_STEPPING_LINEAR, 10.0, 50.0, 40.0, 60.0);
  assert_steps (PN_STEPPING_LINEAR, 1.0, 64.0, 63.0, 65.0);
  g_assert_cmpfloat (pn_stepping_next (PN_STEPPING_DECADE, 0.0, 0.02, +1), ==, 0.05);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/parse", test_parse);
  g_test_add_func ("/number/refuse", test_refuse);
  g_test_add_func ("/number/round-trip", test_round_trip);
  g_test_add_func ("/number/format", test_format);
  g_test_add_data_func ("/number/nb", "nb_NO.UTF-8", test_locale);
  g_test_add_data_func ("/number/de", "de_DE.UTF-8", test_locale);
  g_test_add_func ("/number/stepping", test_stepping);
  return g_test_run ();
}
