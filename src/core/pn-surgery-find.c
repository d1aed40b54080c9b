/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-surgery.h"

/* Finding which single change was made to a spec, and asking what is exact. No numbers here. */

static gboolean
same_layer (const PnLayerSpec *a, const PnLayerSpec *b)
{
  return a->kind == b->kind && a->units == b->units && a->activation == b->activation;
}

/* The trick follows whichever layer is first; other biases stay. */
static gboolean
same_bias (const PnSpec *from, gsize i, const PnSpec *to, gsize j)
{
  PnBias old = from->layers[i].bias, new = to->layers[j].bias;

  if (old == new)
    return TRUE;
  return i != j && ((i == 0 && old == PN_BIAS_INPUT) || (j == 0 && new == PN_BIAS_INPUT));
}

/* Whether `longer` without its layer `extra` is `shorter`. */
static gboolean
is_longer (const PnSpec *longer, const PnSpec *shorter, gsize extra)
{
  for (gsize i = 0; i < shorter->n_layers; i++)
    {
      gsize j = i < extra ? i : i + 1;

      if (!same_layer (&longer->layers[j], &shorter->layers[i])
          || !same_bias (longer, j, shorter, i))
        return FALSE;
    }
  return TRUE;
}

/* The last of several places that would do: a copy of a layer goes behind it. */
static PnSurgery
find_length (const PnSpec *longer, const PnSpec *shorter, PnSurgeryKind kind)
{
  for (gsize extra = longer->n_layers - 1; extra-- > 0;)
    if (is_longer (longer, shorter, extra))
      return (PnSurgery){ kind, extra };
  return (PnSurgery){ PN_SURGERY_NONE, 0 };
}

static PnSurgeryKind
compare_layers (const PnLayerSpec *from, const PnLayerSpec *to)
{
  if (from->kind != to->kind || from->bias != to->bias
      || (from->units != to->units && from->activation != to->activation))
    return PN_SURGERY_NONE;
  if (from->activation != to->activation)
    return PN_SURGERY_ACTIVATION;
  return to->units > from->units ? PN_SURGERY_WIDEN : PN_SURGERY_NARROW;
}

/* The output is not operated on. */
static PnSurgery
find_change (const PnSpec *from, const PnSpec *to)
{
  const PnSurgery none = { PN_SURGERY_NONE, 0 };
  PnSurgery found = none;

  for (gsize i = 0; i < from->n_layers; i++)
    {
      if (same_layer (&from->layers[i], &to->layers[i]) && same_bias (from, i, to, i))
        continue;
      if (found.kind != PN_SURGERY_NONE || i + 1 == from->n_layers)
        return none;
      found = (PnSurgery){ compare_layers (&from->layers[i], &to->layers[i]), i };
      if (found.kind == PN_SURGERY_NONE)
        return none;
    }
  return found;
}

PnSurgery
pn_surgery_find (const PnSpec *from, const PnSpec *to)
{
  const PnSurgery none = { PN_SURGERY_NONE, 0 };

  for (int i = 0; i < 3; i++)
    if (from->input[i] != to->input[i])
      return none;
  if (from->n_layers == to->n_layers)
    return find_change (from, to);
  if (from->n_layers + 1 == to->n_layers)
    return find_length (to, from, PN_SURGERY_INSERT);
  if (from->n_layers == to->n_layers + 1)
    return find_length (from, to, PN_SURGERY_REMOVE);
  return none;
}

static gboolean
is_positive (PnActivation activation)
{
  return activation == PN_ACTIVATION_RELU || activation == PN_ACTIVATION_SIGMOID
         || activation == PN_ACTIVATION_SOFTPLUS;
}

gsize
pn_surgery_exact_units (const PnSpec *spec, gsize index, PnActivation activation)
{
  gsize n, carry, few;

  g_return_val_if_fail (index < spec->n_layers, 0);

  n = pn_spec_fan_in (spec, index);
  few = MIN (n, spec->layers[index].units);
  carry = index == 0 && spec->layers[0].bias == PN_BIAS_INPUT ? 1 : 0;
  switch (activation)
    {
    case PN_ACTIVATION_IDENTITY:
      return few + carry;
    case PN_ACTIVATION_RELU:
    case PN_ACTIVATION_LEAKY_RELU:
      if (index > 0 && is_positive (spec->layers[index - 1].activation))
        return MIN (n, 2 * few) + carry;
      return 2 * few + carry;
    case PN_ACTIVATION_GELU:
    case PN_ACTIVATION_SOFTPLUS:
    case PN_ACTIVATION_SILU:
      return 2 * few + carry;
    default:
      return 0;
    }
}

gboolean
pn_surgery_is_exact (const PnSpec *from, const PnSpec *to, PnSurgery surgery)
{
  gsize enough;

  if (surgery.kind != PN_SURGERY_INSERT)
    return surgery.kind == PN_SURGERY_WIDEN;
  enough = pn_surgery_exact_units (from, surgery.layer, to->layers[surgery.layer].activation);
  return enough > 0 && to->layers[surgery.layer].units >= enough;
}
