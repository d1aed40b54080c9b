/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "core-fixture.h"

#include <math.h>

#include "pn-error.h"

static void
test_weights_round_trip (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (1, 5);
  PnReal weights[5 * CORE_FIXTURE_N_PIXELS];
  PnReal bias[5];
  PnReal read_weights[5 * CORE_FIXTURE_N_PIXELS];
  PnReal read_bias[5];

  for (int i = 0; i < 5 * CORE_FIXTURE_N_PIXELS; i++)
    weights[i] = (PnReal) i;
  for (int i = 0; i < 5; i++)
    bias[i] = (PnReal) -i;
  pn_network_set_weights (network, 0, weights, bias);
  pn_network_get_weights (network, 0, read_weights, read_bias);
  core_fixture_assert_same (5 * CORE_FIXTURE_N_PIXELS, weights, read_weights);
  core_fixture_assert_same (5, bias, read_bias);
}

static double
spread (PnInit init)
{
  const gsize input[3] = { 1, 1, 399 };
  PnLayerSpec hidden = { .units = 200, .init = init, .bias = PN_BIAS_INPUT };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, &hidden, 1, 3);
  g_autoptr (PnNetwork) network = pn_network_new (spec, NULL);
  g_autofree PnReal *weights = g_new (PnReal, 200 * 399);
  double square = 0.0;

  pn_network_initialise (network, 7);
  pn_network_get_weights (network, 0, weights, NULL);
  for (int i = 0; i < 200 * 399; i++)
    square += (double) weights[i] * (double) weights[i] / (200 * 399);
  return sqrt (square);
}

/* Standard deviations within 1 %: six sigma at 79,800 numbers and more. The constant counts as an
 * input: 400.
 */
static void
test_initialise (void)
{
  g_assert_true (fabs (spread (PN_INIT_UNIFORM) * sqrt (3.0) - 1.0) <= 0.01);
  g_assert_true (fabs (spread (PN_INIT_NORMAL_FAN_IN) * 20.0 - 1.0) <= 0.015);
  g_assert_true (fabs (spread (PN_INIT_GLOROT) * sqrt (300.0) - 1.0) <= 0.01);
  g_assert_true (fabs (spread (PN_INIT_HE) * sqrt (200.0) - 1.0) <= 0.015);
}

/* The numbers of a unit don't depend on how many units there are. */
static void
test_initialise_is_by_coordinates (void)
{
  g_autoptr (PnNetwork) narrow = core_fixture_network (1, 4);
  g_autoptr (PnNetwork) wide = core_fixture_network (1, 9);
  PnReal a[4 * CORE_FIXTURE_N_PIXELS];
  PnReal b[9 * CORE_FIXTURE_N_PIXELS];

  pn_network_get_weights (narrow, 0, a, NULL);
  pn_network_get_weights (wide, 0, b, NULL);
  core_fixture_assert_same (4 * CORE_FIXTURE_N_PIXELS, a, b);
}

static void
test_padding_stays_zero (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (2, 5);
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (network, 8, NULL);
  g_autoptr (PnDataset) data = core_fixture_bars (8, 1);
  PnInputs inputs = { .n = 8, .bytes = pn_dataset_bytes (data), .normalisation = { 20.0, 60.0 } };
  gsize n_non_zero = 0;

  pn_network_backward (network, workspace, &inputs, pn_dataset_labels (data), NULL, NULL);
  for (gsize i = 0; i < pn_network_length (network); i++)
    n_non_zero += pn_network_gradients (network)[i] != 0;
  g_assert_cmpuint (n_non_zero, <=, pn_spec_n_parameters (pn_network_spec (network)));
  g_assert_cmpuint (n_non_zero, >, 200);
}

static void
test_bytes_equal_floats (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (1, 20);
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (network, 30, NULL);
  g_autoptr (PnDataset) bytes = core_fixture_bars (30, 1);
  g_autoptr (PnDataset) floats = core_fixture_bars_as_floats (30, 1);
  PnInputs inputs = { .n = 30, .normalisation = pn_dataset_measure (bytes) };
  PnReal a[90];
  PnReal b[90];

  inputs.bytes = pn_dataset_bytes (bytes);
  pn_network_forward (network, workspace, &inputs);
  pn_workspace_get_logits (workspace, a);
  inputs.bytes = NULL;
  inputs.floats = pn_dataset_floats (floats);
  pn_network_forward (network, workspace, &inputs);
  pn_workspace_get_logits (workspace, b);
  for (int i = 0; i < 90; i++)
    g_assert_true (fabs ((double) a[i] - (double) b[i]) <= 1e-5);
}

static void
assert_logits_as_anew (PnNetwork *network, PnWorkspace *kept, const PnInputs *inputs)
{
  g_autoptr (PnWorkspace) fresh = pn_workspace_new (network, 8, NULL);
  PnReal a[24];
  PnReal b[24];

  pn_network_forward (network, kept, inputs);
  pn_network_forward (network, fresh, inputs);
  pn_workspace_get_logits (kept, a);
  pn_workspace_get_logits (fresh, b);
  core_fixture_assert_same (24, a, b);
}

/* What a workspace keeps of the parameters is right for each normalisation, and for others
 * parameters as well, whichever way they came.
 */
static void
test_workspace_keeps_base (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (1, 20);
  g_autoptr (PnNetwork) other = core_fixture_network (1, 20);
  g_autoptr (PnWorkspace) kept = pn_workspace_new (network, 8, NULL);
  g_autoptr (PnDataset) data = core_fixture_bars (8, 1);
  PnInputs inputs = { .n = 8, .bytes = pn_dataset_bytes (data), .normalisation = { 20.0, 60.0 } };
  PnReal weights[20 * CORE_FIXTURE_N_PIXELS];

  assert_logits_as_anew (network, kept, &inputs);
  assert_logits_as_anew (network, kept, &inputs);
  inputs.normalisation.mean = 40.0;
  assert_logits_as_anew (network, kept, &inputs);
  inputs.normalisation.std = 80.0;
  assert_logits_as_anew (network, kept, &inputs);
  pn_network_initialise (network, 7);
  assert_logits_as_anew (network, kept, &inputs);
  pn_network_parameters (network)[0] += 1;
  assert_logits_as_anew (network, kept, &inputs);
  pn_network_get_weights (network, 0, weights, NULL);
  weights[0] += 1;
  pn_network_set_weights (network, 0, weights, NULL);
  assert_logits_as_anew (network, kept, &inputs);
  assert_logits_as_anew (other, kept, &inputs);
}

/* A data set that isn't a whole number of batches, against the confusion matrix and one big batch.
 */
static void
test_evaluate (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (1, 6);
  g_autoptr (PnWorkspace) small = pn_workspace_new (network, 7, NULL);
  g_autoptr (PnWorkspace) large = pn_workspace_new (network, 100, NULL);
  g_autoptr (PnDataset) data = core_fixture_bars (51, 1);
  PnNormalisation normalisation = pn_dataset_measure (data);
  PnEvaluation a;
  PnEvaluation b;
  guint64 counts[9] = { 0 };
  guint64 total = 0;
  gint stop = 1;

  g_assert_true (pn_network_evaluate (network, small, data, &normalisation, NULL, &a));
  g_assert_true (pn_network_evaluate (network, large, data, &normalisation, NULL, &b));
  g_assert_cmpuint (a.n, ==, 51);
  g_assert_cmpuint (a.n_correct, ==, b.n_correct);
  g_assert_true (fabs (a.loss - b.loss) <= 1e-6);
  pn_network_confusion (network, small, data, &normalisation, counts);
  g_assert_cmpuint (counts[0] + counts[4] + counts[8], ==, a.n_correct);
  for (int i = 0; i < 9; i++)
    total += counts[i];
  g_assert_cmpuint (total, ==, 51);
  g_assert_false (pn_network_evaluate (network, small, data, &normalisation, &stop, &a));
}

static void
test_too_large (void)
{
  const gsize input[3] = { 1, 1, 1000000 };
  PnLayerSpec hidden = { .units = 1000000000 };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, &hidden, 1, 10);
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_network_new (spec, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_TOO_LARGE);
  g_assert_cmpuint (pn_network_memory (spec, 32), >, G_GUINT64_CONSTANT (1000000000000000));
}

static void
test_copy (void)
{
  g_autoptr (PnNetwork) network = core_fixture_network (1, 6);
  g_autoptr (PnNetwork) copy = pn_network_copy (network, NULL);

  core_fixture_assert_same (pn_network_length (network), pn_network_parameters (network),
                            pn_network_parameters (copy));
  g_assert_true (pn_spec_equal (pn_network_spec (network), pn_network_spec (copy)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/weights-round-trip", test_weights_round_trip);
  g_test_add_func ("/network/initialise", test_initialise);
  g_test_add_func ("/network/initialise-is-by-coordinates", test_initialise_is_by_coordinates);
  g_test_add_func ("/network/padding-stays-zero", test_padding_stays_zero);
  g_test_add_func ("/network/bytes-equal-floats", test_bytes_equal_floats);
  g_test_add_func ("/network/workspace-keeps-base", test_workspace_keeps_base);
  g_test_add_func ("/network/evaluate", test_evaluate);
  g_test_add_func ("/network/too-large", test_too_large);
  g_test_add_func ("/network/copy", test_copy);
  return g_test_run ();
}
