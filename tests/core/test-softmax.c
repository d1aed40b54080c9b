/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-softmax.h"

#include <math.h>

static void
assert_near (double found, double expected, double tolerance)
{
  g_assert_true (fabs (found - expected) <= tolerance);
}

static void
test_extreme (void)
{
  const PnReal logits[] = { 1e30f, -1e30f, 0 };
  PnReal probabilities[3];
  PnReal delta[3];

  pn_softmax (3, logits, probabilities);
  assert_near (probabilities[0], 1.0, 0.0);
  assert_near (probabilities[1], 0.0, 0.0);
  assert_near (pn_cross_entropy (pn_softmax, 3, logits, 0, &pn_plain_objective, 1.0, delta), 0.0,
               0.0);
  assert_near (delta[0], 0.0, 0.0);
  /* Wrong by far: a large but finite loss, and −1 where the truth is. */
  assert_near (pn_cross_entropy (pn_softmax, 3, logits, 2, &pn_plain_objective, 1.0, delta), 1e30,
               1e24);
  assert_near (delta[0], 1.0, 0.0);
  assert_near (delta[2], -1.0, 0.0);
}

static void
test_nan (void)
{
  const PnReal first[] = { NAN, 1, 2 };
  const PnReal last[] = { 1, 2, NAN };
  const PnReal infinite[] = { 1, INFINITY, 2 };

  g_assert_true (
      isnan (pn_cross_entropy (pn_softmax, 3, first, 1, &pn_plain_objective, 1.0, NULL)));
  g_assert_true (isnan (pn_cross_entropy (pn_softmax, 3, last, 1, &pn_plain_objective, 1.0, NULL)));
  g_assert_false (
      isfinite (pn_cross_entropy (pn_softmax, 3, infinite, 0, &pn_plain_objective, 1.0, NULL)));
}

static void
test_delta_is_difference (void)
{
  const PnReal logits[] = { 0.5f, -1.0f, 2.0f, 0.0f };
  PnReal probabilities[4];
  PnReal delta[4];

  pn_softmax (4, logits, probabilities);
  pn_cross_entropy (pn_softmax, 4, logits, 1, &pn_plain_objective, 0.5, delta);
  for (int k = 0; k < 4; k++)
    assert_near (delta[k], 0.5 * (probabilities[k] - (k == 1)), 1e-7);
}

/* Smoothing and weights together, by finite differences of the loss. */
static void
test_objective (void)
{
  const double weights[] = { 1.0, 2.0, 0.5, 1.5 };
  const PnObjective objective = { 0.2, weights };
  PnReal logits[] = { 0.5f, -1.0f, 2.0f, 0.25f };
  PnReal delta[4];
  const PnReal step = 0.0078125f;

  pn_cross_entropy (pn_softmax, 4, logits, 1, &objective, 1.0, delta);
  for (int k = 0; k < 4; k++)
    {
      PnReal middle = logits[k];
      double above;
      double below;

      logits[k] = middle + step;
      above = pn_cross_entropy (pn_softmax, 4, logits, 1, &objective, 1.0, NULL);
      logits[k] = middle - step;
      below = pn_cross_entropy (pn_softmax, 4, logits, 1, &objective, 1.0, NULL);
      logits[k] = middle;
      assert_near (delta[k], (above - below) / (2.0 * (double) step), 1e-4);
    }
}

static void
test_argmax (void)
{
  const PnReal values[] = { 1, 3, 3, 2 };

  g_assert_cmpuint (pn_argmax (4, values), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/softmax/extreme", test_extreme);
  g_test_add_func ("/softmax/nan", test_nan);
  g_test_add_func ("/softmax/delta-is-difference", test_delta_is_difference);
  g_test_add_func ("/softmax/objective", test_objective);
  g_test_add_func ("/softmax/argmax", test_argmax);
  return g_test_run ();
}
