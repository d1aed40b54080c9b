/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-timeline.h"

/* Batches of 32 over 20,000 examples, 625 steps an epoch; from step 1,000 on batches of 64. The
 * second epoch takes twice as long.
 */
static const PnCheckRecord checks[] = {
  { .step = 0, .epoch = 0, .training_seconds = 0 },
  { .step = 625, .epoch = 1, .training_seconds = 2 },
  { .step = 1250, .epoch = 2, .training_seconds = 6 },
  { .step = 1250, .epoch = 2, .training_seconds = 6 },
};

static PnTimeline
make (PnXUnit unit)
{
  return (PnTimeline){ .unit = unit,
                       .checks = checks,
                       .n_checks = G_N_ELEMENTS (checks),
                       .steps_per_epoch = 312.5,
                       .batch = 32 };
}

static void
assert_near (double value, double expected)
{
  g_assert_true (fabs (value - expected) <= 1e-9 * MAX (1, fabs (expected)));
}

static void
test_places (void)
{
  static const struct
  {
    double step;
    double at[PN_N_X_UNITS];
  } places[] = {
    { 0, { 0, 0, 0, 0 } },           { 1, { 1, 1 / 625.0, 32, 2 / 625.0 } },
    { 625, { 625, 1, 20000, 2 } },   { 1000, { 1000, 1.6, 32000, 2 + 4 * 0.6 } },
    { 1250, { 1250, 2, 40000, 6 } }, { 1875, { 1875, 4, 80000, 9 } }, /* behind the last check */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (int unit = 0; unit < PN_N_X_UNITS; unit++)
      {
        PnTimeline timeline = make (unit);

        assert_near (pn_timeline_map (&timeline, places[i].step), places[i].at[unit]);
      }
}

/* Without a check steps count at once, epochs with the length of one, seconds not at all. */
static void
test_unknown (void)
{
  PnTimeline none = { .unit = PN_X_EPOCH };

  g_assert_false (pn_timeline_is_known (&none));
  g_assert_true (isnan (pn_timeline_map (&none, 5)));
  none.steps_per_epoch = 100;
  assert_near (pn_timeline_map (&none, 5), 0.05);
  none.unit = PN_X_EXAMPLES;
  g_assert_false (pn_timeline_is_known (&none));
  none.batch = 10;
  assert_near (pn_timeline_map (&none, 5), 50);
  none.unit = PN_X_SECONDS;
  g_assert_false (pn_timeline_is_known (&none));
  g_assert_true (pn_timeline_last_sure (&none) == 0);
  none.unit = PN_X_STEP;
  assert_near (pn_timeline_map (&none, 5), 5);
}

static void
test_names (void)
{
  PnXUnit unit;

  for (int i = 0; i < PN_N_X_UNITS; i++)
    g_assert_true (pn_x_unit_from_name (pn_x_unit_name (i), &unit) && (int) unit == i);
  g_assert_false (pn_x_unit_from_name ("parsec", &unit));
  g_assert_true (pn_x_unit_is_whole (PN_X_EXAMPLES) && !pn_x_unit_is_whole (PN_X_SECONDS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/places", test_places);
  g_test_add_func ("/timeline/unknown", test_unknown);
  g_test_add_func ("/timeline/names", test_names);
  return g_test_run ();
}
