/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-settings.h"

#include <math.h>
#include <string.h>

#include "pn-error.h"

static void
test_default (void)
{
  PnSettings settings = pn_settings_default ();
  PnSettings other = settings;

  g_assert_true (pn_settings_validate (&settings, NULL));
  g_assert_true (pn_settings_equal (&settings, &other));
  other.beta2 = 0.99;
  g_assert_false (pn_settings_equal (&settings, &other));
}

static void
assert_refused (const PnSettings *settings, const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_settings_validate (settings, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, name));
}

#define ASSERT_REFUSED(field, bad)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    PnSettings settings_ = pn_settings_default ();                                                 \
                                                                                                   \
    settings_.field = bad;                                                                         \
    assert_refused (&settings_, #field);                                                           \
  }                                                                                                \
  G_STMT_END

static void
test_ranges (void)
{
  ASSERT_REFUSED (learning_rate, 0.0);
  ASSERT_REFUSED (learning_rate, NAN);
  ASSERT_REFUSED (learning_rate, INFINITY);
  ASSERT_REFUSED (momentum, 1.0);
  ASSERT_REFUSED (momentum, -0.1);
  ASSERT_REFUSED (batch, 0);
  ASSERT_REFUSED (epochs, 0);
  ASSERT_REFUSED (rho, 1.0);
  ASSERT_REFUSED (beta1, 1.0);
  ASSERT_REFUSED (beta2, 1.0);
  ASSERT_REFUSED (epsilon, 0.0);
  ASSERT_REFUSED (l2, -1.0);
  ASSERT_REFUSED (l1, NAN);
  ASSERT_REFUSED (clip_norm, -1.0);
  ASSERT_REFUSED (schedule_decay, 0.0);
  ASSERT_REFUSED (schedule_every, 0);
  ASSERT_REFUSED (warm_up, -1.0);
  ASSERT_REFUSED (label_smoothing, 1.0);
  ASSERT_REFUSED (optimizer, PN_N_OPTIMIZERS);
}

static void
assert_rate (const PnSettings *settings, double epochs, double expected)
{
  double rate = pn_settings_rate (settings, epochs);

  g_assert_true (fabs (rate - expected) <= 1e-12);
}

static void
test_schedules (void)
{
  PnSettings settings = pn_settings_default ();

  settings.learning_rate = 1.0;
  settings.epochs = 20;
  assert_rate (&settings, 17.0, 1.0);
  settings.schedule = PN_SCHEDULE_STEP;
  settings.schedule_decay = 0.1;
  settings.schedule_every = 5;
  assert_rate (&settings, 4.99, 1.0);
  assert_rate (&settings, 5.0, 0.1);
  assert_rate (&settings, 10.0, 0.01);
  settings.schedule = PN_SCHEDULE_EXPONENTIAL;
  assert_rate (&settings, 2.5, pow (0.1, 2.5));
  settings.schedule = PN_SCHEDULE_COSINE;
  assert_rate (&settings, 0.0, 1.0);
  assert_rate (&settings, 10.0, 0.5);
  assert_rate (&settings, 20.0, 0.0);
  assert_rate (&settings, 30.0, 0.0);
  settings.schedule = PN_SCHEDULE_CONSTANT;
  settings.warm_up = 4.0;
  assert_rate (&settings, 0.0, 0.0);
  assert_rate (&settings, 1.0, 0.25);
  assert_rate (&settings, 4.0, 1.0);
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  PnOptimizer optimizer;
  PnSchedule schedule;
  PnClassWeighting weighting;

  for (int i = 0; i < PN_N_OPTIMIZERS; i++)
    g_assert_true (pn_optimizer_from_name (pn_optimizer_name (i), &optimizer, NULL)
                   && optimizer == (PnOptimizer) i);
  for (int i = 0; i < PN_N_SCHEDULES; i++)
    g_assert_true (pn_schedule_from_name (pn_schedule_name (i), &schedule, NULL)
                   && schedule == (PnSchedule) i);
  for (int i = 0; i < PN_N_CLASS_WEIGHTINGS; i++)
    g_assert_true (pn_class_weighting_from_name (pn_class_weighting_name (i), &weighting, NULL)
                   && weighting == (PnClassWeighting) i);
  g_assert_false (pn_optimizer_from_name ("adm", &optimizer, &error));
  g_assert_nonnull (strstr (error->message, "adam"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/default", test_default);
  g_test_add_func ("/settings/ranges", test_ranges);
  g_test_add_func ("/settings/schedules", test_schedules);
  g_test_add_func ("/settings/names", test_names);
  return g_test_run ();
}
