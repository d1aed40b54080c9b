/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-axis.h"

#include <math.h>

static void
test_log_positions (void)
{
  PnAxis axis = { PN_SCALE_LOG, 0.01, 100 };

  /* log10: −2, −1, 0, 1, 2 and log10 (3) = 0.4771 */
  g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, 0.01), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, 0.1), 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, 1), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, 3), 0.5 + 0.477121254719662 / 4, 1e-12);
  g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, 100), 1, 1e-12);
  g_assert_true (isnan (pn_axis_map (&axis, 0)));
  g_assert_true (isnan (pn_axis_map (&axis, -1)));
  g_assert_true (isnan (pn_axis_map (&axis, NAN)));
}

static void
test_round_trip (void)
{
  const PnAxis axes[] = { { PN_SCALE_LINEAR, -3, 7 }, { PN_SCALE_LOG, 1e-6, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    for (double fraction = -0.5; fraction <= 1.5; fraction += 0.1)
      g_assert_cmpfloat_with_epsilon (pn_axis_map (&axes[i], pn_axis_unmap (&axes[i], fraction)),
                                      fraction, 1e-9);
}

static void
test_zoom_keeps_place (void)
{
  const PnAxis axes[] = { { PN_SCALE_LINEAR, -3, 7 }, { PN_SCALE_LOG, 1e-6, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      PnAxis axis = axes[i];
      double value = pn_axis_unmap (&axis, 0.3);

      pn_axis_zoom (&axis, 0.3, 2);
      g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, value), 0.3, 1e-9);
      g_assert_cmpfloat_with_epsilon (pn_axis_map (&axes[i], axis.min), 0.15, 1e-9);
      pn_axis_zoom (&axis, 0.3, 0.5);
      g_assert_cmpfloat_with_epsilon (axis.max, axes[i].max, 1e-9);
    }
}

static void
test_pan (void)
{
  PnAxis axis = { PN_SCALE_LINEAR, 0, 10 };

  pn_axis_pan (&axis, 0.25);
  g_assert_cmpfloat_with_epsilon (axis.min, 2.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (axis.max, 12.5, 1e-12);
}

/* Zooming in or out for ever ends where doubles do. */
static void
test_zoom_ends (void)
{
  const PnScale scales[] = { PN_SCALE_LINEAR, PN_SCALE_LOG };
  const double factors[] = { 3, 1 / 3.0 };

  for (int i = 0; i < 4; i++)
    {
      PnAxis axis = { scales[i % 2], 1, 10 };

      for (int n = 0; n < 3000; n++)
        pn_axis_zoom (&axis, 0.4, factors[i / 2]);
      g_assert_true (isfinite (axis.min) && isfinite (axis.max));
      g_assert_cmpfloat (axis.max, >, axis.min);
      g_assert_true (axis.scale == PN_SCALE_LINEAR || axis.min > 0);
    }
}

static void
test_sanitize (void)
{
  const double values[] = { NAN, -INFINITY, INFINITY, -1, 0, 1e-320, 1, 1e300 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      for (int scale = 0; scale < 2; scale++)
        {
          PnAxis axis = { scale, values[i], values[j] };

          pn_axis_sanitize (&axis);
          g_assert_true (isfinite (axis.min) && isfinite (axis.max));
          g_assert_cmpfloat (axis.max, >, axis.min);
          g_assert_true (axis.scale == PN_SCALE_LINEAR || axis.min > 0);
          g_assert_cmpfloat_with_epsilon (pn_axis_map (&axis, axis.max), 1, 1e-9);
        }
}

static void
assert_labels (PnAxis axis, int wanted, const char *expected)
{
  g_autoptr (PnTicks) ticks = pn_axis_ticks (&axis, wanted);
  PnNumbers numbers = pn_numbers_english ();
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < ticks->major->len; i++)
    {
      g_autofree char *label
          = pn_ticks_label (ticks, g_array_index (ticks->major, double, i), &numbers);

      g_string_append_printf (labels, "%s%s", i > 0 ? " " : "", label);
    }
  g_assert_cmpstr (labels->str, ==, expected);
}

static void
test_labels (void)
{
  assert_labels ((PnAxis){ PN_SCALE_LINEAR, 0, 10000 }, 6, "0 2,000 4,000 6,000 8,000 10,000");
  assert_labels ((PnAxis){ PN_SCALE_LINEAR, 0, 0.5 }, 6, "0.0 0.1 0.2 0.3 0.4 0.5");
  assert_labels ((PnAxis){ PN_SCALE_LINEAR, 0.88, 1 }, 7, "0.88 0.90 0.92 0.94 0.96 0.98 1.00");
  assert_labels ((PnAxis){ PN_SCALE_LINEAR, -1, 1 }, 5, "−1.0 −0.5 0.0 0.5 1.0");
  assert_labels ((PnAxis){ PN_SCALE_LOG, 1e-5, 1e4 }, 10,
                 "10⁻⁵ 10⁻⁴ 0.001 0.01 0.1 1 10 100 1,000 10⁴");
  assert_labels ((PnAxis){ PN_SCALE_LOG, 0.02, 0.6 }, 6, "0.02 0.05 0.1 0.2 0.5");
  assert_labels ((PnAxis){ PN_SCALE_LOG, 2e-6, 6e-5 }, 6, "2·10⁻⁶ 5·10⁻⁶ 10⁻⁵ 2·10⁻⁵ 5·10⁻⁵");
}

static void
test_numbers (void)
{
  PnNumbers english = pn_numbers_english (), bokmal = { ",", "\302\240" };
  const struct
  {
    const PnNumbers *numbers;
    double value;
    int decimals;
    const char *expected;
  } cases[] = {
    { &english, 50880, 0, "50,880" }, { &bokmal, 50880, 0, "50\302\240880" },
    { &bokmal, 0.957, 3, "0,957" },   { &english, -1234567.891, 2, "−1,234,567.89" },
    { &english, -0.0001, 2, "0.00" }, { &english, 999, 0, "999" },
    { &english, NAN, 2, "–" },        { &english, -INFINITY, 2, "−∞" },
    { &english, 0.1234567, -1, "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = pn_numbers_format (cases[i].numbers, cases[i].value, cases[i].decimals);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_significant (void)
{
  PnNumbers english = pn_numbers_english ();
  const struct
  {
    double value;
    int digits;
    const char *expected;
  } cases[] = { { 0.95671, 4, "0.9567" }, { 0.00012345, 3, "0.000123" }, { 3.2e-7, 2, "3.2·10⁻⁷" },
                { 0, 3, "0.00" },         { 12345.6, 3, "12,346" },      { 9.9996, 4, "10.000" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = pn_numbers_format_significant (&english, cases[i].value, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/axis/log-positions", test_log_positions);
  g_test_add_func ("/draw/axis/round-trip", test_round_trip);
  g_test_add_func ("/draw/axis/zoom-keeps-place", test_zoom_keeps_place);
  g_test_add_func ("/draw/axis/pan", test_pan);
  g_test_add_func ("/draw/axis/zoom-ends", test_zoom_ends);
  g_test_add_func ("/draw/axis/sanitize", test_sanitize);
  g_test_add_func ("/draw/axis/labels", test_labels);
  g_test_add_func ("/draw/axis/numbers", test_numbers);
  g_test_add_func ("/draw/axis/significant", test_significant);
  return g_test_run ();
}
