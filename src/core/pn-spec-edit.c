/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-spec.h"

#include <math.h>

/* The bias trick belongs to whichever layer is first: the others' biases move out of its way. */
static gboolean
take_trick (PnSpec *spec)
{
  gboolean trick = spec->n_layers > 0 && spec->layers[0].bias == PN_BIAS_INPUT;

  if (trick)
    spec->layers[0].bias = PN_BIAS_NONE;
  return trick;
}

static void
give_trick (PnSpec *spec)
{
  spec->layers[0].bias = PN_BIAS_INPUT;
}

static void
shift_in (PnSpec *spec, gsize index, const PnLayerSpec *layer)
{
  spec->layers = g_renew (PnLayerSpec, spec->layers, spec->n_layers + 1);
  for (gsize i = spec->n_layers; i > index; i--)
    spec->layers[i] = spec->layers[i - 1];
  spec->layers[index] = *layer;
  spec->n_layers++;
}

static void
shift_out (PnSpec *spec, gsize index)
{
  spec->n_layers--;
  for (gsize i = index; i < spec->n_layers; i++)
    spec->layers[i] = spec->layers[i + 1];
}

void
pn_spec_insert (PnSpec *spec, gsize index, const PnLayerSpec *layer)
{
  gboolean trick;

  g_return_if_fail (index <= spec->n_layers);

  trick = take_trick (spec);
  shift_in (spec, index, layer);
  if (trick)
    give_trick (spec);
}

void
pn_spec_remove (PnSpec *spec, gsize index)
{
  gboolean trick;

  g_return_if_fail (index + 1 < spec->n_layers);

  trick = take_trick (spec);
  shift_out (spec, index);
  if (trick)
    give_trick (spec);
}

void
pn_spec_move (PnSpec *spec, gsize from, gsize to)
{
  gboolean trick;
  PnLayerSpec layer;

  g_return_if_fail (from + 1 < spec->n_layers && to + 1 < spec->n_layers);

  trick = take_trick (spec);
  layer = spec->layers[from];
  shift_out (spec, from);
  shift_in (spec, to, &layer);
  if (trick)
    give_trick (spec);
}

PnLayerSpec
pn_spec_propose (const PnSpec *spec, gsize index)
{
  PnLayerSpec proposal = { .units = 64,
                           .activation = PN_ACTIVATION_IMPROVED_SIGMOID,
                           .init = PN_INIT_NORMAL_FAN_IN,
                           .bias = PN_BIAS_NONE };
  gboolean first_is_hidden = spec->n_layers > 1;

  g_return_val_if_fail (index <= spec->n_layers, proposal);

  if (index > 0)
    proposal = spec->layers[index - 1];
  else if (first_is_hidden)
    proposal = spec->layers[0];
  else if (spec->n_layers == 1)
    proposal.bias = spec->layers[0].bias;
  /* pn_spec_insert() keeps the trick at the front. */
  if (proposal.bias == PN_BIAS_INPUT)
    proposal.bias = PN_BIAS_NONE;
  return proposal;
}

static gsize
count_two_hidden (const PnSpec *spec, gsize width)
{
  const PnLayerSpec *first = &spec->layers[0];
  const PnLayerSpec *output = &spec->layers[spec->n_layers - 1];
  gsize inputs = pn_spec_n_inputs (spec) + (first->bias != PN_BIAS_NONE ? 1 : 0);
  gsize second = width + (first->bias == PN_BIAS_LAYER ? 1 : 0);
  gsize third = width + (output->bias == PN_BIAS_LAYER ? 1 : 0);

  return inputs * width + second * width + third * output->units;
}

/* Of the whole numbers around `x`, the one whose count is nearer; at least 1. */
static gsize
nearest_width (const PnSpec *spec, gsize parameters, double x)
{
  gsize below = (gsize) MAX (floor (x), 1.0);
  double under = fabs ((double) count_two_hidden (spec, below) - (double) parameters);
  double over = fabs ((double) count_two_hidden (spec, below + 1) - (double) parameters);

  return over < under ? below + 1 : below;
}

/* The positive root of x² + bx − c = 0, where the parameter count of width x is x² + bx + constant;
 * all three follow from the counts at 0, 1 and the rule that x² has the factor 1.
 */
gsize
pn_spec_match_two_hidden (const PnSpec *spec, gsize parameters, double *exact)
{
  double constant;
  double b;
  double c;
  double x;

  g_return_val_if_fail (spec->n_layers > 0, 0);

  constant = (double) count_two_hidden (spec, 0);
  b = (double) count_two_hidden (spec, 1) - constant - 1.0;
  c = (double) parameters - constant;
  x = c > 0.0 ? 0.5 * (sqrt (b * b + 4.0 * c) - b) : 0.0;
  if (exact != NULL)
    *exact = x;
  return nearest_width (spec, parameters, x);
}
