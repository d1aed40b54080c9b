/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-fit.h"
#include "pn-source.h"

#include <math.h>

#define N_SAMPLES 10
#define N_INPUTS 4
#define BATCH 4

static guint8
pixel (guint64 epoch, guint32 index, gsize input)
{
  return (guint8) (epoch * 50 + index * 7 + input * 31);
}

typedef struct
{
  guint n_calls;
  guint seen[3][N_SAMPLES];
  gboolean destroyed;
} Log;

static void
fill_cb (gpointer user_data, guint64 epoch, const guint32 *indices, gsize n, guint8 *out)
{
  Log *log = user_data;

  log->n_calls++;
  for (gsize i = 0; i < n; i++)
    {
      log->seen[epoch][indices[i]]++;
      for (gsize j = 0; j < N_INPUTS; j++)
        out[i * N_INPUTS + j] = pixel (epoch, indices[i], j);
    }
}

static void
destroy_cb (gpointer user_data)
{
  ((Log *) user_data)->destroyed = TRUE;
}

/* Rows as the source makes them in epoch 0, or zeros. */
static PnDataset *
make_dataset (gboolean as_source)
{
  const gsize shape[3] = { 1, 2, 2 };
  guint8 *inputs = g_new0 (guint8, N_SAMPLES * N_INPUTS);
  guint16 *labels = g_new (guint16, N_SAMPLES);
  g_autoptr (GBytes) inputs_bytes = NULL;
  g_autoptr (GBytes) labels_bytes = NULL;

  for (guint32 i = 0; i < N_SAMPLES; i++)
    {
      labels[i] = i % 2;
      for (gsize j = 0; as_source && j < N_INPUTS; j++)
        inputs[i * N_INPUTS + j] = pixel (0, i, j);
    }
  inputs_bytes = g_bytes_new_take (inputs, N_SAMPLES * N_INPUTS);
  labels_bytes = g_bytes_new_take (labels, N_SAMPLES * sizeof *labels);
  return pn_dataset_new_bytes (shape, N_SAMPLES, inputs_bytes, labels_bytes, NULL, 2, NULL);
}

static PnNetwork *
make_network (void)
{
  const gsize input[3] = { 1, 2, 2 };
  const PnLayerSpec hidden
      = { PN_LAYER_DENSE, 3, PN_ACTIVATION_TANH, PN_INIT_GLOROT, PN_BIAS_LAYER, 0 };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, &hidden, 1, 2);
  PnNetwork *network = pn_network_new (spec, NULL);

  pn_network_initialise (network, 1);
  return network;
}

/* `steps` batches; the parameters. */
static PnNetwork *
train (PnDataset *dataset, PnSource *source, guint64 steps)
{
  const PnNormalisation normalisation = { 100, 50 };
  PnSettings settings = pn_settings_default ();
  PnNetwork *network = make_network ();
  g_autoptr (PnFit) fit = NULL;

  settings.batch = BATCH;
  fit = pn_fit_new (network, dataset, NULL, &normalisation, &settings, NULL);
  g_assert_nonnull (fit);
  pn_fit_set_source (fit, source);
  pn_fit_run (fit, steps, NULL, NULL);
  return network;
}

static void
test_same_rows (void)
{
  Log log = { 0 };
  g_autoptr (PnDataset) rows = make_dataset (TRUE);
  g_autoptr (PnDataset) zeros = make_dataset (FALSE);
  g_autoptr (PnSource) source = pn_source_new (fill_cb, &log, NULL);
  g_autoptr (PnNetwork) plain = train (rows, NULL, 2);
  g_autoptr (PnNetwork) filled = train (zeros, source, 2);

  g_assert_cmpmem (pn_network_parameters (plain), pn_network_length (plain) * sizeof (PnReal),
                   pn_network_parameters (filled), pn_network_length (filled) * sizeof (PnReal));
}

/* Each epoch asks for each sample at most once, under its number. */
static void
test_epochs (void)
{
  Log log = { 0 };
  g_autoptr (PnDataset) zeros = make_dataset (FALSE);
  g_autoptr (PnSource) source = pn_source_new (fill_cb, &log, NULL);
  g_autoptr (PnNetwork) network = train (zeros, source, 6);

  g_assert_cmpuint (log.n_calls, ==, 6);
  for (gsize epoch = 0; epoch < 3; epoch++)
    {
      guint sum = 0;

      for (gsize i = 0; i < N_SAMPLES; i++)
        {
          g_assert_cmpuint (log.seen[epoch][i], <=, 1);
          sum += log.seen[epoch][i];
        }
      g_assert_cmpuint (sum, ==, 2 * BATCH);
    }
}

static void
test_references (void)
{
  Log log = { 0 };
  g_autoptr (PnDataset) zeros = make_dataset (FALSE);
  PnSource *source = pn_source_new (fill_cb, &log, destroy_cb);
  const PnNormalisation normalisation = { 100, 50 };
  PnSettings settings = pn_settings_default ();
  g_autoptr (PnNetwork) network = make_network ();
  PnFit *fit;

  settings.batch = BATCH;
  fit = pn_fit_new (network, zeros, NULL, &normalisation, &settings, NULL);
  pn_fit_set_source (fit, source);
  pn_source_unref (source);
  g_assert_false (log.destroyed);
  pn_fit_step (fit, NULL, NULL);
  pn_fit_free (fit);
  g_assert_true (log.destroyed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/source/same-rows", test_same_rows);
  g_test_add_func ("/core/source/epochs", test_epochs);
  g_test_add_func ("/core/source/references", test_references);
  return g_test_run ();
}
