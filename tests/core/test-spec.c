/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-spec.h"

#include <math.h>

#include "pn-error.h"

static const gsize mnist[3] = { 1, 28, 28 };

/* The report's networks: n hidden layers with the bias trick. */
static PnSpec *
build (gsize n_hidden, gsize units)
{
  PnLayerSpec hidden[10];

  for (gsize i = 0; i < n_hidden; i++)
    hidden[i] = (PnLayerSpec){ .units = units,
                               .activation = PN_ACTIVATION_IMPROVED_SIGMOID,
                               .init = PN_INIT_NORMAL_FAN_IN,
                               .bias = PN_BIAS_INPUT };
  return pn_spec_new_dense (mnist, hidden, n_hidden, 10);
}

static void
test_counts (void)
{
  static const struct
  {
    gsize n_hidden;
    gsize units;
    gsize parameters;
  } networks[] = {
    { 1, 64, 50880 }, { 1, 32, 25440 }, { 1, 128, 101760 }, { 2, 60, 51300 }, { 10, 64, 87744 }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      g_autoptr (PnSpec) spec = build (networks[i].n_hidden, networks[i].units);

      g_assert_cmpuint (pn_spec_n_parameters (spec), ==, networks[i].parameters);
      g_assert_cmpuint (pn_spec_multiply_adds (spec), ==, networks[i].parameters);
      g_assert_cmpuint (pn_spec_n_inputs (spec), ==, 784);
      g_assert_cmpuint (pn_spec_n_outputs (spec), ==, 10);
      g_assert_true (pn_spec_validate (spec, NULL));
    }
}

static void
test_trick_stays_first (void)
{
  g_autoptr (PnSpec) spec = build (2, 8);
  PnLayerSpec layer;

  g_assert_cmpint (spec->layers[0].bias, ==, PN_BIAS_INPUT);
  g_assert_cmpint (spec->layers[1].bias, ==, PN_BIAS_NONE);
  g_assert_cmpint (spec->layers[2].bias, ==, PN_BIAS_NONE);
  layer = pn_spec_propose (spec, 0);
  layer.units = 5;
  pn_spec_insert (spec, 0, &layer);
  g_assert_cmpuint (spec->layers[0].units, ==, 5);
  g_assert_cmpint (spec->layers[0].bias, ==, PN_BIAS_INPUT);
  g_assert_cmpint (spec->layers[1].bias, ==, PN_BIAS_NONE);
  pn_spec_move (spec, 0, 2);
  g_assert_cmpuint (spec->layers[2].units, ==, 5);
  g_assert_cmpint (spec->layers[0].bias, ==, PN_BIAS_INPUT);
  g_assert_cmpint (spec->layers[2].bias, ==, PN_BIAS_NONE);
  pn_spec_remove (spec, 0);
  g_assert_cmpint (spec->layers[0].bias, ==, PN_BIAS_INPUT);
  g_assert_true (pn_spec_validate (spec, NULL));
}

static void
test_propose (void)
{
  g_autoptr (PnSpec) spec = build (1, 40);
  g_autoptr (PnSpec) bare = build (0, 1);
  PnLayerSpec after = pn_spec_propose (spec, 1);
  PnLayerSpec before = pn_spec_propose (spec, 0);
  PnLayerSpec only = pn_spec_propose (bare, 0);

  g_assert_cmpuint (after.units, ==, 40);
  g_assert_cmpint (after.activation, ==, PN_ACTIVATION_IMPROVED_SIGMOID);
  g_assert_cmpuint (before.units, ==, 40);
  g_assert_cmpuint (only.units, ==, 64);
  g_assert_cmpint (only.activation, ==, PN_ACTIVATION_IMPROVED_SIGMOID);
  g_assert_cmpint (only.bias, ==, PN_BIAS_LAYER);
}

static void
test_match_two_hidden (void)
{
  g_autoptr (PnSpec) spec = build (1, 64);
  double exact;

  g_assert_cmpuint (pn_spec_match_two_hidden (spec, 50880, &exact), ==, 60);
  /* 785x + x² + 10x = 50,880 */
  g_assert_true (fabs (exact - 59.5407) <= 1e-3);
  g_assert_cmpuint (pn_spec_match_two_hidden (spec, 1, &exact), ==, 1);
}

static void
test_equality (void)
{
  g_autoptr (PnSpec) a = build (1, 8);
  g_autoptr (PnSpec) b = pn_spec_copy (a);

  g_assert_true (pn_spec_equal (a, b));
  b->layers[0].activation = PN_ACTIVATION_TANH;
  g_assert_false (pn_spec_equal (a, b));
  g_assert_true (pn_spec_same_shape (a, b));
  b->layers[0].bias = PN_BIAS_LAYER;
  g_assert_false (pn_spec_same_shape (a, b));
}

static void
assert_refused (PnSpec *spec, int code, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_spec_validate (spec, &error));
  g_assert_error (error, PN_ERROR, code);
  g_assert_true (g_pattern_match_simple (pattern, error->message));
}

static void
test_validate (void)
{
  g_autoptr (PnSpec) spec = build (2, 8);
  g_autoptr (PnSpec) empty = pn_spec_new (1, 28, 28);
  g_autoptr (PnSpec) endless = pn_spec_new (G_MAXSIZE / 2, 3, 1);

  assert_refused (empty, PN_ERROR_INVALID, "layers:*");
  assert_refused (endless, PN_ERROR_INVALID, "input:*");
  spec->layers[1].units = 0;
  assert_refused (spec, PN_ERROR_INVALID, "layer 2:*unit*");
  spec->layers[1].units = 1000000000;
  assert_refused (spec, PN_ERROR_TOO_LARGE, "layer 2:*bytes*");
  spec->layers[1].units = G_MAXSIZE;
  assert_refused (spec, PN_ERROR_TOO_LARGE, "layer 2:*bytes*");
  spec->layers[1].units = 8;
  spec->layers[1].bias = PN_BIAS_INPUT;
  assert_refused (spec, PN_ERROR_INVALID, "layer 2:*first layer*");
  spec->layers[1].bias = PN_BIAS_NONE;
  spec->layers[0].dropout = NAN;
  assert_refused (spec, PN_ERROR_INVALID, "layer 1:*dropout*");
  spec->layers[0].dropout = 1.0;
  assert_refused (spec, PN_ERROR_INVALID, "layer 1:*dropout*");
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  PnActivation activation;
  PnInit init;
  PnBias bias;

  for (int i = 0; i < PN_N_ACTIVATIONS; i++)
    {
      g_assert_true (pn_activation_from_name (pn_activation_name (i), &activation, NULL));
      g_assert_cmpint (activation, ==, i);
      g_assert_nonnull (pn_activation_label (i));
    }
  for (int i = 0; i < PN_N_INITS; i++)
    g_assert_true (pn_init_from_name (pn_init_name (i), &init, NULL) && init == (PnInit) i);
  for (int i = 0; i < PN_N_BIASES; i++)
    g_assert_true (pn_bias_from_name (pn_bias_name (i), &bias, NULL) && bias == (PnBias) i);
  g_assert_false (pn_activation_from_name ("sigmoide", &activation, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "improved-sigmoid"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spec/counts", test_counts);
  g_test_add_func ("/spec/trick-stays-first", test_trick_stays_first);
  g_test_add_func ("/spec/propose", test_propose);
  g_test_add_func ("/spec/match-two-hidden", test_match_two_hidden);
  g_test_add_func ("/spec/equality", test_equality);
  g_test_add_func ("/spec/validate", test_validate);
  g_test_add_func ("/spec/names", test_names);
  return g_test_run ();
}
