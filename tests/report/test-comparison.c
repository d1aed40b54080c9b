/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "pn-comparison.h"

static void
assert_near (double found, double wanted, double tolerance)
{
  if (!(fabs (found - wanted) <= tolerance))
    g_error ("%.17g is not %.17g", found, wanted);
}

/* Ten steps an epoch, a check every five; the loss is best at step 15. */
static const PnCheckRecord checks[] = {
  /* step, epoch, seconds, loss, accuracy, training loss and accuracy, rate, norm, best, final */
  { 0, 0.0, 0.0, 2.30, 0.10, 2.30, 0.10, NAN, NAN, TRUE, FALSE },
  { 5, 0.5, 1.0, 0.50, 0.85, 0.48, 0.855, NAN, NAN, TRUE, FALSE },
  { 10, 1.0, 2.0, 0.30, 0.90, 0.25, 0.92, NAN, NAN, TRUE, FALSE },
  { 15, 1.5, 3.0, 0.20, 0.94, 0.15, 0.945, NAN, NAN, TRUE, FALSE },
  { 20, 2.0, 4.0, 0.25, 0.93, 0.10, 0.97, NAN, NAN, FALSE, FALSE },
  { 25, 2.5, 5.0, 0.27, 0.93, 0.05, 0.98, NAN, NAN, FALSE, FALSE },
  { 30, 3.0, 6.0, 0.28, 0.92, 0.02, 0.99, NAN, NAN, FALSE, FALSE },
};

static PnComparisonInput
input (void)
{
  return (PnComparisonInput){ checks, G_N_ELEMENTS (checks), 32, 10, 10000, 20000, 0.3 };
}

static void
test_by_hand (void)
{
  PnComparisonInput numbers = input ();
  PnComparison found = pn_comparison_new (&numbers);

  assert_near (found.epochs, 3.2, 1e-12);
  assert_near (found.seconds_per_epoch, 2, 1e-12);
  assert_near (found.best_loss, 0.2, 1e-12);
  assert_near (found.stop_loss, 0.28, 1e-12);
  assert_near (found.best_accuracy.share, 0.94, 1e-12);
  /* Wilson 1927, computed elsewhere: 9,400 and 9,200 of 10,000. */
  assert_near (found.best_accuracy.low, 0.935174, 1e-6);
  assert_near (found.best_accuracy.high, 0.944488, 1e-6);
  assert_near (found.stop_accuracy.low, 0.914520, 1e-6);
  assert_near (found.stop_accuracy.high, 0.925157, 1e-6);
  assert_near (found.training_accuracy.share, 0.99, 1e-12);
  assert_near (found.training_accuracy.low, 0.988524, 1e-6);
  assert_near (found.training_accuracy.high, 0.991288, 1e-6);
  assert_near (found.gap, 0.07, 1e-12);
  g_assert_cmpint (found.steps_to, ==, 10);
  g_assert_cmpint (found.split, ==, 15);
}

static void
test_target (void)
{
  PnComparisonInput numbers = input ();

  numbers.target_loss = 0.199;
  g_assert_cmpint (pn_comparison_new (&numbers).steps_to, ==, -1);
  numbers.target_loss = 3;
  g_assert_cmpint (pn_comparison_new (&numbers).steps_to, ==, 0);
}

/* Two checks above are not three, and the gap of one in between begins anew. */
static void
test_split (void)
{
  g_assert_cmpint (pn_comparison_split (checks, G_N_ELEMENTS (checks)), ==, 3);
  g_assert_cmpint (pn_comparison_split (checks, G_N_ELEMENTS (checks) - 1), ==, -1);
  g_assert_cmpint (pn_comparison_split (checks + 4, 3), ==, -1);
  g_assert_cmpint (pn_comparison_split (NULL, 0), ==, -1);
}

static void
test_unmeasured (void)
{
  PnCheckRecord bare[] = { checks[0], checks[4] };
  PnComparisonInput numbers = { bare, 2, 20, 10, 0, 0.3 };
  PnComparison found;

  bare[0].train_accuracy = bare[1].train_accuracy = NAN;
  found = pn_comparison_new (&numbers);
  g_assert_true (isnan (found.training_accuracy.share) && isnan (found.gap));
  g_assert_true (isnan (found.stop_accuracy.low));
  assert_near (found.stop_accuracy.share, 0.93, 1e-12);
  g_assert_cmpint (found.split, ==, -1);
}

static void
test_nothing (void)
{
  PnComparisonInput numbers = { NULL, 0, 0, 0, 0, 0.3 };
  PnComparison found = pn_comparison_new (&numbers);

  g_assert_true (isnan (found.epochs) && isnan (found.seconds_per_epoch));
  g_assert_true (isnan (found.best_loss) && isnan (found.stop_accuracy.share));
  g_assert_cmpint (found.steps_to, ==, -1);
}

/* Trained for 1,000 s before, as a run that goes on from a file. */
static void
test_seconds_of_before (void)
{
  PnCheckRecord later[] = { checks[2], checks[4] };
  PnComparisonInput numbers = { later, 2, 20, 10, 0, 0.3 };

  later[0].training_seconds += 1000;
  later[1].training_seconds += 1000;
  assert_near (pn_comparison_new (&numbers).seconds_per_epoch, 2, 1e-9);
}

static void
test_outdated (void)
{
  g_autoptr (PnHistory) history = pn_history_new ();

  g_assert_false (pn_comparison_is_outdated (history));
  pn_history_append_records (history, NULL, 0, checks, 2);
  pn_history_add_mark (history, 5, PN_MARK_SETTING, NULL);
  g_assert_false (pn_comparison_is_outdated (history));
  pn_history_add_mark (history, 5, PN_MARK_EDIT, NULL);
  g_assert_true (pn_comparison_is_outdated (history));
  pn_history_append_records (history, NULL, 0, checks + 2, 1);
  g_assert_false (pn_comparison_is_outdated (history));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/by-hand", test_by_hand);
  g_test_add_func ("/comparison/target", test_target);
  g_test_add_func ("/comparison/split", test_split);
  g_test_add_func ("/comparison/unmeasured", test_unmeasured);
  g_test_add_func ("/comparison/nothing", test_nothing);
  g_test_add_func ("/comparison/seconds-of-before", test_seconds_of_before);
  g_test_add_func ("/comparison/outdated", test_outdated);
  return g_test_run ();
}
