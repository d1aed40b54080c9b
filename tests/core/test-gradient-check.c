/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-gradient-check.h"

#include <math.h>

#include "pn-error.h"

#define N_SAMPLES 7
#define N_INPUTS 5
#define N_CLASSES 3

static PnDataset *
build_data (void)
{
  const gsize shape[3] = { 1, 1, N_INPUTS };
  float inputs[N_SAMPLES * N_INPUTS];
  guint16 labels[N_SAMPLES];
  g_autoptr (GBytes) input_bytes = NULL;
  g_autoptr (GBytes) label_bytes = NULL;

  for (int i = 0; i < N_SAMPLES * N_INPUTS; i++)
    inputs[i] = sinf (1.7f * (float) i);
  for (int i = 0; i < N_SAMPLES; i++)
    labels[i] = (guint16) (i % N_CLASSES);
  input_bytes = g_bytes_new (inputs, sizeof inputs);
  label_bytes = g_bytes_new (labels, sizeof labels);
  return pn_dataset_new_floats (shape, N_SAMPLES, input_bytes, label_bytes, NULL, N_CLASSES, NULL);
}

static PnGradientCheck
check (const PnSpec *spec, double epsilon)
{
  g_autoptr (PnDataset) data = build_data ();
  PnNormalisation normalisation = pn_dataset_measure (data);
  PnGradientCheck result = { 0 };

  g_assert_true (pn_gradient_check (spec, 1, data, &normalisation, N_SAMPLES, epsilon, NULL, NULL,
                                    &result, NULL));
  return result;
}

/* The layer under test at each place among three hidden layers of tanh, with each kind of bias. */
static void
test_positions (gconstpointer data)
{
  PnActivation activation = (PnActivation) GPOINTER_TO_INT (data);
  const gsize input[3] = { 1, 1, N_INPUTS };

  for (int bias = 0; bias < PN_N_BIASES; bias++)
    for (int place = 0; place < 3; place++)
      {
        PnLayerSpec hidden[3];
        g_autoptr (PnSpec) spec = NULL;
        PnGradientCheck result;

        for (int i = 0; i < 3; i++)
          hidden[i] = (PnLayerSpec){ .units = (gsize) (4 + i),
                                     .activation = i == place ? activation : PN_ACTIVATION_TANH,
                                     .init = PN_INIT_GLOROT,
                                     .bias = (PnBias) bias };
        spec = pn_spec_new_dense (input, hidden, 3, N_CLASSES);
        result = check (spec, 1e-4);
        g_assert_cmpuint (result.n_weights, ==, pn_spec_n_parameters (spec));
        /* Smaller than ε² can't be told from rounding here; kinks are further than ε away. */
        g_assert_true (result.max_difference <= 1e-8);
        g_assert_true (result.passed);
      }
}

static void
test_no_hidden (void)
{
  const gsize input[3] = { 1, 1, N_INPUTS };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, NULL, 0, N_CLASSES);
  PnGradientCheck result = check (spec, 1e-3);

  g_assert_cmpuint (result.n_weights, ==, (N_INPUTS + 1) * N_CLASSES);
  g_assert_true (result.passed);
}

static gboolean
stop_cb (double share, gpointer user_data)
{
  int *calls = user_data;

  g_assert_true (share > 0.0 && share <= 1.0);
  return ++*calls < 2;
}

static void
test_stop_and_refuse (void)
{
  const gsize input[3] = { 1, 1, N_INPUTS };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, NULL, 0, N_CLASSES);
  g_autoptr (PnSpec) wide = pn_spec_new (1, 1, N_INPUTS + 1);
  g_autoptr (PnDataset) data = build_data ();
  PnNormalisation normalisation = { 0.0, 1.0 };
  PnLayerSpec output = { .units = N_CLASSES };
  PnGradientCheck result;
  GError *error = NULL;
  int calls = 0;

  g_assert_false (pn_gradient_check (spec, 1, data, &normalisation, N_SAMPLES, 1e-3, stop_cb,
                                     &calls, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (calls, ==, 2);
  g_assert_false (pn_gradient_check (spec, 1, data, &normalisation, N_SAMPLES + 1, 1e-3, NULL, NULL,
                                     &result, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_clear_error (&error);
  pn_spec_insert (wide, 0, &output);
  g_assert_false (pn_gradient_check (wide, 1, data, &normalisation, N_SAMPLES, 1e-3, NULL, NULL,
                                     &result, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_clear_error (&error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < PN_N_ACTIVATIONS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/gradient-check/%s", pn_activation_name (i));

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_positions);
    }
  g_test_add_func ("/gradient-check/no-hidden", test_no_hidden);
  g_test_add_func ("/gradient-check/stop-and-refuse", test_stop_and_refuse);
  return g_test_run ();
}
