/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-made-network.h"

#include <math.h>

/* A digit 3 of round strokes: the brightness of a pixel. */
static double
three (double x, double y)
{
  double upper = fabs (hypot (x - 13.5, (y - 9) * 1.05) - 4.6) - 1.2;
  double lower = fabs (hypot (x - 13.5, (y - 18.5) * 0.98) - 5.2) - 1.2;

  if (x < 12 && y > 7 && y < 20)
    return 0;
  return CLAMP (1 - MIN (upper, lower), 0, 1);
}

static void
fill_input (MadeNetwork *self)
{
  gsize n = pn_spec_n_inputs (self->spec);

  self->bytes = g_new0 (guint8, n);
  self->input = g_new0 (float, n);
  for (gsize i = 0; i < n; i++)
    {
      self->bytes[i] = 255 * three (i % 28, i / 28);
      self->input[i] = (self->bytes[i] - 33.55) / 78.88;
    }
}

static void
add_blob (float *row, GRand *rand)
{
  double x0 = g_rand_double_range (rand, 6, 22), y0 = g_rand_double_range (rand, 5, 23);
  double height = g_rand_double_range (rand, -1, 1), width = g_rand_double_range (rand, 2, 4);

  for (gsize i = 0; i < 784; i++)
    row[i] += height * exp (-(pow (i % 28 - x0, 2) + pow (i / 28 - y0, 2)) / (width * width));
}

static float *
make_weights (gsize units, gsize fan_in, GRand *rand)
{
  float *weights = g_new0 (float, units *fan_in);

  for (gsize i = 0; i < units * fan_in; i++)
    weights[i] = g_rand_double_range (rand, -1, 1) / sqrt (fan_in) * (fan_in == 784 ? 0.5 : 1);
  for (gsize unit = 0; unit < units && fan_in == 784; unit++)
    for (int blob = 0; blob < 6; blob++)
      add_blob (weights + unit * fan_in, rand);
  return weights;
}

static void
forward (MadeNetwork *self, gsize layer)
{
  gsize units = self->spec->layers[layer].units, fan_in = pn_spec_fan_in (self->spec, layer);
  const float *from = layer == 0 ? self->input : self->activations[layer - 1];

  for (gsize k = 0; k < units; k++)
    {
      double sum = 0;

      for (gsize j = 0; j < fan_in; j++)
        sum += self->weights[layer][k * fan_in + j] * from[j];
      self->activations[layer][k] = 1.7159 * tanh (sum / (layer == 0 ? 20 : 1));
    }
}

static void
answer (MadeNetwork *self)
{
  gsize n = pn_spec_n_outputs (self->spec);

  self->probabilities = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    self->probabilities[i] = i == 3 ? 0.91 : i == 5 ? 0.06 : 0.03 / MAX (n - 2, 1);
}

static MadeNetwork *
finish (MadeNetwork *self)
{
  GRand *rand = g_rand_new_with_seed (7);
  gsize n = self->spec->n_layers;

  self->weights = g_new0 (float *, n);
  self->activations = g_new0 (float *, n);
  self->health = g_new0 (double, n);
  fill_input (self);
  for (gsize i = 0; i < n; i++)
    {
      self->weights[i]
          = make_weights (self->spec->layers[i].units, pn_spec_fan_in (self->spec, i), rand);
      self->activations[i] = g_new0 (float, self->spec->layers[i].units);
      self->health[i] = 0.6 * pow (10, -0.4 * (n - 1 - i));
      forward (self, i);
    }
  answer (self);
  g_rand_free (rand);
  return self;
}

MadeNetwork *
made_network_new_with (const gsize *units, gsize n_hidden)
{
  const gsize input[3] = { 1, 28, 28 };
  g_autofree PnLayerSpec *hidden = g_new0 (PnLayerSpec, n_hidden + 1);
  MadeNetwork *self = g_new0 (MadeNetwork, 1);

  for (gsize i = 0; i < n_hidden; i++)
    {
      hidden[i].units = units[i];
      hidden[i].activation = PN_ACTIVATION_IMPROVED_SIGMOID;
    }
  self->spec = pn_spec_new_dense (input, hidden, n_hidden, 10);
  return finish (self);
}

MadeNetwork *
made_network_new (gsize units, gsize n_hidden)
{
  g_autofree gsize *all = g_new (gsize, n_hidden + 1);

  for (gsize i = 0; i < n_hidden; i++)
    all[i] = units;
  return made_network_new_with (all, n_hidden);
}

void
made_network_free (MadeNetwork *self)
{
  for (gsize i = 0; i < self->spec->n_layers; i++)
    {
      g_free (self->weights[i]);
      g_free (self->activations[i]);
    }
  g_free (self->weights);
  g_free (self->activations);
  g_free (self->input);
  g_free (self->bytes);
  g_free (self->probabilities);
  g_free (self->health);
  pn_spec_free (self->spec);
  g_free (self);
}

PnTopologyState
made_network_state (const MadeNetwork *self,
                    const PnTopologyAtlas *atlas,
                    const GArray *connections)
{
  PnTopologyState state = {
    .spec = self->spec,
    .input = self->bytes,
    .activations = (const float *const *) self->activations,
    .probabilities = self->probabilities,
    .health = self->health,
    .health_label = "Gradient",
    .atlas = atlas,
    .selected = PN_TOPOLOGY_NO_LAYER,
  };

  if (connections != NULL)
    {
      state.connections = (const PnTopologyConnection *) connections->data;
      state.n_connections = connections->len;
    }
  return state;
}
