/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "core-fixture.h"

#include <string.h>

#include "pn-random.h"

#define SIDE CORE_FIXTURE_SIDE
#define N_PIXELS CORE_FIXTURE_N_PIXELS
#define N_CLASSES 3

static const gsize bar_shape[3] = { 1, SIDE, SIDE };

static guint8
draw_pixel (const PnRandom *random, guint32 index, gboolean on_bar)
{
  double u = pn_random_uniform (random, index);

  if (on_bar)
    return (guint8) (u < 0.9 ? 100.0 + 150.0 * u : 0.0);
  return (guint8) (u < 0.1 ? 2000.0 * u : 0.0);
}

static void
draw_bars (gsize n, guint64 seed, guint8 *pixels, guint16 *labels)
{
  for (gsize s = 0; s < n; s++)
    {
      PnRandom random = { .seed = seed, .stream = PN_STREAM_AUGMENT, .item = (guint32) s };

      labels[s] = (guint16) (pn_random_uniform (&random, N_PIXELS) * N_CLASSES);
      for (guint32 i = 0; i < N_PIXELS; i++)
        pixels[s * N_PIXELS + i]
            = draw_pixel (&random, i, i / SIDE / (SIDE / N_CLASSES) == labels[s]);
    }
}

PnDataset *
core_fixture_bars (gsize n, guint64 seed)
{
  guint8 *pixels = g_new (guint8, n * N_PIXELS);
  guint16 *labels = g_new (guint16, n);
  g_autoptr (GBytes) inputs = g_bytes_new_take (pixels, n * N_PIXELS);
  g_autoptr (GBytes) targets = g_bytes_new_take (labels, n * sizeof *labels);

  draw_bars (n, seed, pixels, labels);
  return pn_dataset_new_bytes (bar_shape, n, inputs, targets, NULL, N_CLASSES, NULL);
}

PnDataset *
core_fixture_bars_as_floats (gsize n, guint64 seed)
{
  g_autofree guint8 *pixels = g_new (guint8, n * N_PIXELS);
  guint16 *labels = g_new (guint16, n);
  float *floats = g_new (float, n *N_PIXELS);
  g_autoptr (GBytes) inputs = g_bytes_new_take (floats, n * N_PIXELS * sizeof *floats);
  g_autoptr (GBytes) targets = g_bytes_new_take (labels, n * sizeof *labels);

  draw_bars (n, seed, pixels, labels);
  for (gsize i = 0; i < n * N_PIXELS; i++)
    floats[i] = (float) pixels[i];
  return pn_dataset_new_floats (bar_shape, n, inputs, targets, NULL, N_CLASSES, NULL);
}

PnNetwork *
core_fixture_network (gsize n_hidden, gsize units)
{
  PnLayerSpec layer = { .units = units,
                        .activation = PN_ACTIVATION_IMPROVED_SIGMOID,
                        .init = PN_INIT_NORMAL_FAN_IN,
                        .bias = PN_BIAS_INPUT };
  g_autofree PnLayerSpec *hidden = g_new (PnLayerSpec, MAX (n_hidden, 1));
  g_autoptr (PnSpec) spec = NULL;
  PnNetwork *network;

  for (gsize i = 0; i < n_hidden; i++)
    hidden[i] = layer;
  spec = pn_spec_new_dense (bar_shape, hidden, n_hidden, N_CLASSES);
  network = pn_network_new (spec, NULL);
  pn_network_initialise (network, 1);
  return network;
}

void
core_fixture_assert_same (gsize n, const PnReal *a, const PnReal *b)
{
  g_assert_cmpmem (a, n * sizeof *a, b, n * sizeof *b);
}
