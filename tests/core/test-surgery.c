/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "core-fixture.h"

#include <math.h>

#include "pn-random.h"
#include "pn-surgery.h"

#define N_TRAIN 600
#define N_TEST 1000
#define N_CLASSES 3
#define N_PIXELS CORE_FIXTURE_N_PIXELS
#define N_STEPS 150

#ifdef PN_DOUBLE
#define EXACT 1e-12
#else
#define EXACT 1e-5
#endif

static const PnNormalisation bars_scale = { 100.0, 50.0 };

typedef struct
{
  PnDataset *train;
  PnDataset *test;
  PnInputs samples;
  PnNetwork *network;
  PnFit *fit;
  PnSurgeryState state;
} Bench;

/* Bars that shine through one another, so that there is something to mistake. */
static PnDataset *
mixed_bars (gsize n, guint64 seed)
{
  g_autoptr (PnDataset) bars = core_fixture_bars (n, seed);
  const guint8 *pixels = pn_dataset_bytes (bars);
  guint8 *mixed = g_new (guint8, n * N_PIXELS);
  g_autoptr (GBytes) inputs = g_bytes_new_take (mixed, n * N_PIXELS);
  g_autoptr (GBytes) labels = g_bytes_new (pn_dataset_labels (bars), n * sizeof (guint16));
  PnRandom random = { seed, PN_STREAM_AUGMENT, 9, 0 };

  for (gsize i = 0; i < n * N_PIXELS; i++)
    {
      double other = pixels[(i + 7 * N_PIXELS) % (n * N_PIXELS)];
      double noise = 100.0 * pn_random_uniform (&random, (guint32) i);

      mixed[i] = (guint8) (0.37 * pixels[i] + 0.23 * other + noise);
    }
  return pn_dataset_new_bytes (pn_dataset_shape (bars), n, inputs, labels, NULL, N_CLASSES, NULL);
}

static PnNetwork *
make_network (PnActivation activation, PnBias bias)
{
  const gsize input[3] = { 1, CORE_FIXTURE_SIDE, CORE_FIXTURE_SIDE };
  const PnLayerSpec hidden[2]
      = { { PN_LAYER_DENSE, 16, activation, PN_INIT_NORMAL_FAN_IN, bias, 0.0 },
          { PN_LAYER_DENSE, 12, activation, PN_INIT_NORMAL_FAN_IN, bias, 0.0 } };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, hidden, 2, N_CLASSES);
  PnNetwork *network = pn_network_new (spec, NULL);

  pn_network_initialise (network, 3);
  return network;
}

static PnFit *
make_fit (Bench *self, PnNetwork *network, PnOptimizer optimizer)
{
  PnSettings settings = pn_settings_default ();
  GError *error = NULL;
  PnFit *fit;

  settings.optimizer = optimizer;
  settings.learning_rate = optimizer == PN_OPTIMIZER_ADAM ? 0.002 : 0.01;
  settings.batch = 20;
  fit = pn_fit_new (network, self->train, NULL, &bars_scale, &settings, &error);
  g_assert_no_error (error);
  return fit;
}

static void
bench_init (Bench *self, PnActivation activation, PnBias bias, PnOptimizer optimizer)
{
  self->train = mixed_bars (N_TRAIN, 1);
  self->test = mixed_bars (N_TEST, 2);
  self->samples = pn_surgery_inputs (self->train, &bars_scale, PN_SURGERY_SAMPLES);
  self->network = make_network (activation, bias);
  self->fit = make_fit (self, self->network, optimizer);
  pn_fit_run (self->fit, N_STEPS, NULL, NULL);
  self->state
      = (PnSurgeryState){ .optimizer = optimizer, .n_slots = pn_fit_n_optimizer_slots (self->fit) };
  for (gsize i = 0; i < self->state.n_slots; i++)
    self->state.slots[i] = pn_fit_optimizer_state (self->fit, i);
}

static void
bench_clear (Bench *self)
{
  pn_fit_free (self->fit);
  pn_network_free (self->network);
  pn_dataset_unref (self->train);
  pn_dataset_unref (self->test);
}

static PnNetwork *
operate (Bench *self, const PnNetwork *network, const PnSpec *to, PnSurgeryKind kind)
{
  PnSurgery surgery = pn_surgery_find (pn_network_spec (network), to);
  GError *error = NULL;
  PnNetwork *result;

  g_assert_cmpint (surgery.kind, ==, kind);
  result = pn_surgery_operate (network, to, surgery, &self->samples, 5, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static PnNetwork *
resize (Bench *self, const PnNetwork *network, gsize layer, gsize units)
{
  g_autoptr (PnSpec) to = pn_spec_copy (pn_network_spec (network));
  PnSurgeryKind kind = units > to->layers[layer].units ? PN_SURGERY_WIDEN : PN_SURGERY_NARROW;

  to->layers[layer].units = units;
  return operate (self, network, to, kind);
}

static PnReal *
probabilities (Bench *self, const PnNetwork *network)
{
  PnWorkspace *workspace = pn_workspace_new (network, N_TEST, NULL);
  PnInputs inputs = pn_surgery_inputs (self->test, &bars_scale, N_TEST);
  PnReal *p = g_new (PnReal, N_TEST * N_CLASSES);

  pn_network_forward (network, workspace, &inputs);
  pn_workspace_get_probabilities (workspace, p);
  pn_workspace_free (workspace);
  return p;
}

static double
greatest_change (Bench *self, const PnNetwork *a, const PnNetwork *b)
{
  g_autofree PnReal *p = probabilities (self, a);
  g_autofree PnReal *q = probabilities (self, b);
  double greatest = 0.0;

  for (gsize i = 0; i < N_TEST * N_CLASSES; i++)
    if (!(fabs ((double) (p[i] - q[i])) <= greatest))
      greatest = fabs ((double) (p[i] - q[i]));
  return greatest;
}

static PnEvaluation
evaluate_on (const PnNetwork *network, PnDataset *dataset)
{
  PnWorkspace *workspace = pn_workspace_new (network, N_TEST, NULL);
  PnEvaluation result;

  pn_network_evaluate (network, workspace, dataset, &bars_scale, NULL, &result);
  pn_workspace_free (workspace);
  return result;
}

static PnEvaluation
evaluate (Bench *self, const PnNetwork *network)
{
  return evaluate_on (network, self->test);
}

/* Training on lowers the training loss from where it is: it doesn't jump. */
static void
assert_trains_on (Bench *self, PnNetwork *network)
{
  double before = evaluate_on (network, self->train).loss;
  PnFit *fit = make_fit (self, network, PN_OPTIMIZER_SGD);

  g_assert_cmpint (pn_fit_run (fit, 60, NULL, NULL), ==, PN_STOP_USER);
  g_assert_true (evaluate_on (network, self->train).loss <= before + 0.02);
  pn_fit_free (fit);
}

/* The greatest difference of what enters two units of the first layer. */
static double
unit_difference (const PnNetwork *network, gsize a, gsize b)
{
  gsize n = pn_spec_n_inputs (pn_network_spec (network));
  g_autofree PnReal *w = g_new (PnReal, pn_network_spec (network)->layers[0].units * n);
  double greatest = 0.0;

  pn_network_get_weights (network, 0, w, NULL);
  for (gsize i = 0; i < n; i++)
    greatest = MAX (greatest, fabs ((double) (w[a * n + i] - w[b * n + i])));
  return greatest;
}

static void
check_widen (PnActivation activation, PnBias bias)
{
  Bench bench;
  PnNetwork *wide, *wider, *both;

  bench_init (&bench, activation, bias, PN_OPTIMIZER_SGD);
  wide = resize (&bench, bench.network, 0, 32);
  wider = resize (&bench, wide, 0, 50);
  both = resize (&bench, wider, 1, 40);
  g_assert_true (greatest_change (&bench, bench.network, wide) <= EXACT);
  g_assert_true (greatest_change (&bench, bench.network, wider) <= EXACT);
  g_assert_true (greatest_change (&bench, bench.network, both) <= EXACT);
  g_assert_true (unit_difference (wide, 0, 16) <= 0.0);
  assert_trains_on (&bench, wide);
  g_test_message ("%s, bias %d: accuracy %.3f, copies differ by %.2g",
                  pn_activation_name (activation), (int) bias,
                  evaluate (&bench, bench.network).accuracy, unit_difference (wide, 0, 16));
  g_assert_true (unit_difference (wide, 0, 16) > 1e-4);
  pn_network_free (wide);
  pn_network_free (wider);
  pn_network_free (both);
  bench_clear (&bench);
}

static void
test_widen (void)
{
  for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
    for (int bias = 0; bias < PN_N_BIASES; bias++)
      check_widen ((PnActivation) activation, (PnBias) bias);
}

/* Shares of 0.2–0.8, which together make the whole. */
static void
test_shares (void)
{
  Bench bench;
  PnNetwork *wide;
  PnReal old[12 * 16], new[12 * 32];

  bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_LAYER, PN_OPTIMIZER_SGD);
  wide = resize (&bench, bench.network, 0, 32);
  pn_network_get_weights (bench.network, 1, old, NULL);
  pn_network_get_weights (wide, 1, new, NULL);
  for (gsize out = 0; out < 12; out++)
    for (gsize unit = 0; unit < 16; unit++)
      {
        double share = (double) (new[out * 32 + 16 + unit] / old[out * 16 + unit]);
        double rest = (double) (new[out * 32 + unit] / old[out * 16 + unit]);

        g_assert_true (share >= 0.2 - 1e-5 && share <= 0.8 + 1e-5);
        g_assert_true (fabs (share + rest - 1.0) <= EXACT);
      }
  pn_network_free (wide);
  bench_clear (&bench);
}

/* A batch's gradient after widening, to the power of `power`, stands to that before as the moments
 * do.
 */
static void
check_moments (Bench *self, PnNetwork *wide, const PnReal *slot, int power)
{
  gsize old_stride = 16, stride = 32;
  PnWorkspace *a = pn_workspace_new (self->network, 100, NULL);
  PnWorkspace *b = pn_workspace_new (wide, 100, NULL);
  PnInputs inputs = pn_surgery_inputs (self->train, &bars_scale, 100);
  const guint16 *labels = pn_dataset_labels (self->train);
  const PnReal *old = self->state.slots[power - 1];

  pn_network_backward (self->network, a, &inputs, labels, NULL, NULL);
  pn_network_backward (wide, b, &inputs, labels, NULL, NULL);
  for (gsize i = 0; i < 37; i++)
    for (gsize unit = 0; unit < 32; unit++)
      {
        double g = (double) pn_network_gradients (self->network)[i * old_stride + unit % 16];
        double h = (double) pn_network_gradients (wide)[i * stride + unit];
        double wanted = (double) old[i * old_stride + unit % 16] * pow (h / g, power);

        if (fabs (g) > 1e-3)
          g_assert_true (fabs ((double) slot[i * stride + unit] - wanted)
                         <= 1e-3 * fabs (wanted) + 1e-9);
      }
  pn_workspace_free (a);
  pn_workspace_free (b);
}

static void
test_widen_moments (void)
{
  Bench bench;
  PnSurgeryState state;
  g_autoptr (PnSpec) to = NULL;
  PnNetwork *wide;

  bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_LAYER, PN_OPTIMIZER_ADAM);
  to = pn_spec_copy (pn_network_spec (bench.network));
  to->layers[0].units = 32;
  wide = pn_surgery_operate (bench.network, to,
                             pn_surgery_find (pn_network_spec (bench.network), to), NULL, 5, NULL,
                             &bench.state, &state, NULL);
  g_assert_cmpuint (state.n_slots, ==, 2);
  check_moments (&bench, wide, state.slots[0], 1);
  check_moments (&bench, wide, state.slots[1], 2);
  g_free (state.slots[0]);
  g_free (state.slots[1]);
  pn_network_free (wide);
  bench_clear (&bench);
}

/* With a velocity that splits as the weights do, coasting on it moves the output as before. */
static void
test_widen_velocity (void)
{
  Bench bench;
  PnSurgeryState state;
  g_autoptr (PnSpec) to = NULL;
  PnNetwork *wide;

  bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_INPUT, PN_OPTIMIZER_SGD);
  to = pn_spec_copy (pn_network_spec (bench.network));
  to->layers[0].units = 41;
  wide = pn_surgery_operate (bench.network, to,
                             pn_surgery_find (pn_network_spec (bench.network), to), NULL, 5, NULL,
                             &bench.state, &state, NULL);
  for (gsize i = 0; i < pn_network_length (bench.network); i++)
    pn_network_parameters (bench.network)[i] += (PnReal) 0.1 * bench.state.slots[0][i];
  for (gsize i = 0; i < pn_network_length (wide); i++)
    pn_network_parameters (wide)[i] += (PnReal) 0.1 * state.slots[0][i];
  g_assert_true (greatest_change (&bench, bench.network, wide) <= EXACT);
  g_free (state.slots[0]);
  pn_network_free (wide);
  bench_clear (&bench);
}

static PnNetwork *
insert (Bench *self, gsize index, gsize units, PnActivation activation, PnBias bias)
{
  g_autoptr (PnSpec) to = pn_spec_copy (pn_network_spec (self->network));
  PnLayerSpec layer = { PN_LAYER_DENSE, units, activation, PN_INIT_NORMAL_FAN_IN, bias, 0.0 };

  pn_spec_insert (to, index, &layer);
  return operate (self, self->network, to, PN_SURGERY_INSERT);
}

static void
check_insert_exact (Bench *self, gsize index, PnActivation activation, gsize extra)
{
  const PnSpec *spec = pn_network_spec (self->network);
  gsize units = pn_surgery_exact_units (spec, index, activation);
  PnNetwork *longer;

  if (units == 0)
    return;
  longer = insert (self, index, units + extra, activation, PN_BIAS_NONE);
  g_assert_true (greatest_change (self, self->network, longer) <= 5 * EXACT);
  assert_trains_on (self, longer);
  pn_network_free (longer);
}

static void
test_insert_exact (void)
{
  const PnActivation before[] = { PN_ACTIVATION_TANH, PN_ACTIVATION_RELU };

  for (int bias = 0; bias < PN_N_BIASES; bias++)
    for (int i = 0; i < 2; i++)
      {
        Bench bench;

        bench_init (&bench, before[i], (PnBias) bias, PN_OPTIMIZER_SGD);
        for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
          for (gsize index = 0; index < 3; index++)
            for (gsize extra = 0; extra < 60; extra += 21)
              check_insert_exact (&bench, index, (PnActivation) activation, extra);
        bench_clear (&bench);
      }
}

static void
test_exact_units (void)
{
  PnNetwork *network = make_network (PN_ACTIVATION_RELU, PN_BIAS_INPUT);
  const PnSpec *spec = pn_network_spec (network);

  g_assert_cmpuint (pn_surgery_exact_units (spec, 0, PN_ACTIVATION_IDENTITY), ==, 17);
  g_assert_cmpuint (pn_surgery_exact_units (spec, 1, PN_ACTIVATION_RELU), ==, 16);
  g_assert_cmpuint (pn_surgery_exact_units (spec, 1, PN_ACTIVATION_GELU), ==, 24);
  g_assert_cmpuint (pn_surgery_exact_units (spec, 2, PN_ACTIVATION_SILU), ==, 6);
  g_assert_cmpuint (pn_surgery_exact_units (spec, 2, PN_ACTIVATION_TANH), ==, 0);
  pn_network_free (network);
}

/* Where it can't be exact the fit stays near; a hidden layer with room enough costs little. */
static void
test_insert_fitted (void)
{
  for (int bias = 0; bias < PN_N_BIASES; bias++)
    {
      Bench bench;
      double before;

      bench_init (&bench, PN_ACTIVATION_TANH, (PnBias) bias, PN_OPTIMIZER_SGD);
      before = evaluate (&bench, bench.network).accuracy;
      for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
        {
          PnNetwork *longer = insert (&bench, 1, 12, (PnActivation) activation, PN_BIAS_NONE);

          g_test_message ("%s, bias %d: accuracy %.3f → %.3f, largest change %.3f",
                          pn_activation_name ((PnActivation) activation), bias, before,
                          evaluate (&bench, longer).accuracy,
                          greatest_change (&bench, bench.network, longer));
          g_assert_true (evaluate (&bench, longer).accuracy >= before - 0.05);
          assert_trains_on (&bench, longer);
          pn_network_free (longer);
        }
      bench_clear (&bench);
    }
}

static void
test_narrow (void)
{
  for (int bias = 0; bias < PN_N_BIASES; bias++)
    {
      Bench bench;
      PnNetwork *narrow;

      bench_init (&bench, PN_ACTIVATION_IMPROVED_SIGMOID, (PnBias) bias, PN_OPTIMIZER_SGD);
      narrow = resize (&bench, bench.network, 0, 12);
      g_test_message ("bias %d: accuracy %.3f → %.3f", bias,
                      evaluate (&bench, bench.network).accuracy,
                      evaluate (&bench, narrow).accuracy);
      g_assert_true (
          fabs (evaluate (&bench, narrow).accuracy - evaluate (&bench, bench.network).accuracy)
          <= 0.01);
      assert_trains_on (&bench, narrow);
      pn_network_free (narrow);
      bench_clear (&bench);
    }
}

/* What widening added costs nothing to take away again. */
static void
test_widen_and_back (void)
{
  Bench bench;
  PnNetwork *wide, *narrow;

  bench_init (&bench, PN_ACTIVATION_IMPROVED_SIGMOID, PN_BIAS_LAYER, PN_OPTIMIZER_SGD);
  wide = resize (&bench, bench.network, 0, 24);
  narrow = resize (&bench, wide, 0, 16);
  g_assert_true (greatest_change (&bench, bench.network, narrow) <= 0.01);
  pn_network_free (wide);
  pn_network_free (narrow);
  bench_clear (&bench);
}

static PnNetwork *
without (Bench *self, const PnNetwork *network, gsize layer)
{
  g_autoptr (PnSpec) to = pn_spec_copy (pn_network_spec (network));

  pn_spec_remove (to, layer);
  return operate (self, network, to, PN_SURGERY_REMOVE);
}

static void
test_remove (void)
{
  for (int bias = 0; bias < PN_N_BIASES; bias++)
    for (gsize layer = 0; layer < 2; layer++)
      {
        Bench bench;
        PnNetwork *shorter;

        bench_init (&bench, PN_ACTIVATION_IMPROVED_SIGMOID, (PnBias) bias, PN_OPTIMIZER_SGD);
        shorter = without (&bench, bench.network, layer);
        g_test_message ("bias %d, layer %zu: accuracy %.3f → %.3f", bias, layer,
                        evaluate (&bench, bench.network).accuracy,
                        evaluate (&bench, shorter).accuracy);
        g_assert_true (evaluate (&bench, shorter).accuracy
                       >= evaluate (&bench, bench.network).accuracy - 0.05);
        assert_trains_on (&bench, shorter);
        pn_network_free (shorter);
        bench_clear (&bench);
      }
}

/* An identity inserted and removed leaves things as they were. */
static void
test_insert_and_remove (void)
{
  Bench bench;
  PnNetwork *longer, *shorter;

  bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_LAYER, PN_OPTIMIZER_SGD);
  longer = insert (&bench, 1, 20, PN_ACTIVATION_IDENTITY, PN_BIAS_LAYER);
  shorter = without (&bench, longer, 1);
  g_assert_true (greatest_change (&bench, bench.network, shorter) <= 10 * EXACT);
  pn_network_free (longer);
  pn_network_free (shorter);
  bench_clear (&bench);
}

static void
test_activation (void)
{
  for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
    {
      Bench bench;
      g_autoptr (PnSpec) to = NULL;
      PnNetwork *changed;

      if (activation == PN_ACTIVATION_TANH)
        continue;
      bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_LAYER, PN_OPTIMIZER_SGD);
      to = pn_spec_copy (pn_network_spec (bench.network));
      to->layers[0].activation = (PnActivation) activation;
      changed = operate (&bench, bench.network, to, PN_SURGERY_ACTIVATION);
      g_assert_true (evaluate (&bench, changed).accuracy
                     >= evaluate (&bench, bench.network).accuracy - 0.03);
      assert_trains_on (&bench, changed);
      pn_network_free (changed);
      bench_clear (&bench);
    }
}

/* Without samples nothing is refitted, and nothing breaks. */
static void
test_no_samples (void)
{
  Bench bench;
  g_autoptr (PnSpec) to = NULL;
  PnNetwork *narrow;

  bench_init (&bench, PN_ACTIVATION_TANH, PN_BIAS_LAYER, PN_OPTIMIZER_SGD);
  to = pn_spec_copy (pn_network_spec (bench.network));
  to->layers[0].units = 13;
  narrow = pn_surgery_operate (bench.network, to,
                               pn_surgery_find (pn_network_spec (bench.network), to), NULL, 1, NULL,
                               NULL, NULL, NULL);
  g_assert_true (isfinite (evaluate (&bench, narrow).loss));
  pn_network_free (narrow);
  bench_clear (&bench);
}

static void
test_find (void)
{
  PnNetwork *network = make_network (PN_ACTIVATION_RELU, PN_BIAS_INPUT);
  const PnSpec *spec = pn_network_spec (network);
  g_autoptr (PnSpec) to = pn_spec_copy (spec);
  PnLayerSpec copy = spec->layers[1];

  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NONE);
  to->layers[1].units = 5;
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NARROW);
  g_assert_cmpuint (pn_surgery_find (spec, to).layer, ==, 1);
  to->layers[0].units = 50;
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NONE);
  to->layers[1].units = spec->layers[1].units;
  to->layers[0].bias = PN_BIAS_NONE;
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NONE);
  to->layers[0] = spec->layers[0];
  pn_spec_insert (to, 2, &copy);
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_INSERT);
  g_assert_cmpuint (pn_surgery_find (spec, to).layer, ==, 2);
  pn_spec_remove (to, 2);
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NONE);
  to->layers[to->n_layers - 1].units = 4;
  g_assert_cmpint (pn_surgery_find (spec, to).kind, ==, PN_SURGERY_NONE);
  pn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surgery/find", test_find);
  g_test_add_func ("/surgery/widen", test_widen);
  g_test_add_func ("/surgery/shares", test_shares);
  g_test_add_func ("/surgery/widen-moments", test_widen_moments);
  g_test_add_func ("/surgery/widen-velocity", test_widen_velocity);
  g_test_add_func ("/surgery/exact-units", test_exact_units);
  g_test_add_func ("/surgery/insert-exact", test_insert_exact);
  g_test_add_func ("/surgery/insert-fitted", test_insert_fitted);
  g_test_add_func ("/surgery/narrow", test_narrow);
  g_test_add_func ("/surgery/widen-and-back", test_widen_and_back);
  g_test_add_func ("/surgery/remove", test_remove);
  g_test_add_func ("/surgery/insert-and-remove", test_insert_and_remove);
  g_test_add_func ("/surgery/activation", test_activation);
  g_test_add_func ("/surgery/no-samples", test_no_samples);
  return g_test_run ();
}
