/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-layer-shape.h"

#include "pn-checked.h"

typedef struct
{
  gsize (*n_parameters) (const PnLayerSpec *layer, gsize fan_in);
  gsize (*multiply_adds) (const PnLayerSpec *layer, gsize fan_in);
} PnLayerShape;

static gsize
dense_n_parameters (const PnLayerSpec *layer, gsize fan_in)
{
  gsize rows = pn_checked_add (fan_in, layer->bias == PN_BIAS_NONE ? 0 : 1);

  return pn_checked_multiply (rows, layer->units);
}

/* A bias is added without a multiplication; the trick's constant is an input like others. */
static gsize
dense_multiply_adds (const PnLayerSpec *layer, gsize fan_in)
{
  gsize rows = pn_checked_add (fan_in, layer->bias == PN_BIAS_INPUT ? 1 : 0);

  return pn_checked_multiply (rows, layer->units);
}

static const PnLayerShape shapes[PN_N_LAYER_KINDS] = {
  [PN_LAYER_DENSE] = { dense_n_parameters, dense_multiply_adds },
};

gsize
pn_layer_n_parameters (const PnLayerSpec *layer, gsize fan_in)
{
  return shapes[layer->kind].n_parameters (layer, fan_in);
}

gsize
pn_layer_multiply_adds (const PnLayerSpec *layer, gsize fan_in)
{
  return shapes[layer->kind].multiply_adds (layer, fan_in);
}
