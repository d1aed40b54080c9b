/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-network-private.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#include "pn-blas.h"
#include "pn-checked.h"
#include "pn-error.h"
#include "pn-layer-kind.h"
#include "pn-memory.h"

static gsize
round_up (gsize n)
{
  gsize padded = pn_checked_add (n, PN_STRIDE_UNIT - 1);

  return padded == G_MAXSIZE ? G_MAXSIZE : padded - padded % PN_STRIDE_UNIT;
}

static PnLayerPlan
plan_layer (const PnSpec *spec, gsize index)
{
  const PnLayerSpec *layer = &spec->layers[index];
  PnLayerPlan plan = { .kind = layer->kind, .activation = layer->activation };

  plan.fan_in = pn_spec_fan_in (spec, index);
  plan.units = layer->units;
  plan.stride = round_up (layer->units);
  plan.has_bias = layer->bias != PN_BIAS_NONE;
  plan.rows = pn_checked_add (plan.fan_in, plan.has_bias ? 1 : 0);
  plan.dropout = layer->dropout;
  return plan;
}

gsize
pn_network_plan (const PnSpec *spec, PnLayerPlan *layers)
{
  gsize length = 0;
  gsize first_unit = 0;

  for (gsize i = 0; i < spec->n_layers; i++)
    {
      layers[i] = plan_layer (spec, i);
      layers[i].offset = length;
      layers[i].first_unit = first_unit;
      length = pn_checked_add (length, pn_checked_multiply (layers[i].rows, layers[i].stride));
      first_unit = pn_checked_add (first_unit, layers[i].units);
    }
  return length;
}

static gboolean
allocate (PnNetwork *self, GError **error)
{
  self->parameters = pn_try_new0_aligned (self->length, sizeof (PnReal));
  self->gradients = pn_try_new0_aligned (self->length, sizeof (PnReal));
  if (self->parameters != NULL && self->gradients != NULL)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("the network's parameters and gradients need %.3g bytes, which this computer "
                  "doesn't have free"),
               2.0 * (double) self->length * sizeof (PnReal));
  return FALSE;
}

void
pn_network_touch (PnNetwork *network)
{
  static atomic_uint_fast64_t last;

  network->stamp = atomic_fetch_add (&last, 1) + 1;
}

PnNetwork *
pn_network_new (const PnSpec *spec, GError **error)
{
  PnNetwork *self;

  if (!pn_spec_validate (spec, error))
    return NULL;
  pn_blas_initialise ();
  self = g_new0 (PnNetwork, 1);
  self->spec = pn_spec_copy (spec);
  self->n_layers = spec->n_layers;
  self->layers = g_new0 (PnLayerPlan, spec->n_layers);
  self->length = pn_network_plan (spec, self->layers);
  pn_network_touch (self);
  if (!allocate (self, error))
    g_clear_pointer (&self, pn_network_free);
  return self;
}

PnNetwork *
pn_network_copy (const PnNetwork *network, GError **error)
{
  PnNetwork *copy = pn_network_new (network->spec, error);

  if (copy != NULL)
    memcpy (pn_network_parameters (copy), network->parameters, network->length * sizeof (PnReal));
  return copy;
}

void
pn_network_free (PnNetwork *network)
{
  if (network == NULL)
    return;
  free (network->parameters);
  free (network->gradients);
  g_free (network->layers);
  pn_spec_free (network->spec);
  g_free (network);
}

const PnSpec *
pn_network_spec (const PnNetwork *network)
{
  return network->spec;
}

void
pn_network_initialise (PnNetwork *network, guint64 seed)
{
  memset (network->parameters, 0, network->length * sizeof (PnReal));
  for (gsize i = 0; i < network->n_layers; i++)
    pn_layer_kind (network->layers[i].kind)
        ->initialise (&network->spec->layers[i], &network->layers[i], i, seed,
                      network->parameters + network->layers[i].offset);
  pn_network_touch (network);
}

PnReal *
pn_network_parameters (PnNetwork *network)
{
  pn_network_touch (network);
  return network->parameters;
}

const PnReal *
pn_network_const_parameters (const PnNetwork *network)
{
  return network->parameters;
}

void
pn_network_drop_gradients (PnNetwork *network)
{
  g_clear_pointer (&network->gradients, free);
}

PnReal *
pn_network_gradients (PnNetwork *network)
{
  return network->gradients;
}

gsize
pn_network_length (const PnNetwork *network)
{
  return network->length;
}

/* From rows of inputs to [units][fan-in]. */
static void
unpack (const PnLayerPlan *plan, const PnReal *rows, PnReal *weights, PnReal *bias)
{
  for (gsize unit = 0; unit < plan->units; unit++)
    for (gsize i = 0; i < plan->fan_in; i++)
      weights[unit * plan->fan_in + i] = rows[i * plan->stride + unit];
  if (bias == NULL)
    return;
  for (gsize unit = 0; unit < plan->units; unit++)
    bias[unit] = plan->has_bias ? rows[plan->fan_in * plan->stride + unit] : 0;
}

void
pn_network_get_weights (const PnNetwork *network, gsize layer, PnReal *weights, PnReal *bias)
{
  g_return_if_fail (layer < network->n_layers);

  unpack (&network->layers[layer], network->parameters + network->layers[layer].offset, weights,
          bias);
}

void
pn_network_get_gradients (const PnNetwork *network, gsize layer, PnReal *weights, PnReal *bias)
{
  g_return_if_fail (layer < network->n_layers);

  unpack (&network->layers[layer], network->gradients + network->layers[layer].offset, weights,
          bias);
}

void
pn_network_set_weights (PnNetwork *network, gsize layer, const PnReal *weights, const PnReal *bias)
{
  const PnLayerPlan *plan;
  PnReal *rows;

  g_return_if_fail (layer < network->n_layers);
  plan = &network->layers[layer];
  g_return_if_fail (bias == NULL || plan->has_bias);

  rows = network->parameters + plan->offset;
  for (gsize unit = 0; unit < plan->units; unit++)
    for (gsize i = 0; i < plan->fan_in; i++)
      rows[i * plan->stride + unit] = weights[unit * plan->fan_in + i];
  if (bias != NULL)
    memcpy (rows + plan->fan_in * plan->stride, bias, plan->units * sizeof (PnReal));
  pn_network_touch (network);
}

gsize
pn_network_memory (const PnSpec *spec, gsize batch)
{
  g_autofree PnLayerPlan *layers = g_new0 (PnLayerPlan, MAX (spec->n_layers, 1));
  gsize length = pn_network_plan (spec, layers);
  gsize activations = pn_spec_n_inputs (spec);

  /* z, a, slope and δ a unit; parameters, gradients and two slots of an optimiser's state. */
  for (gsize i = 0; i < spec->n_layers; i++)
    activations = pn_checked_add (activations, pn_checked_multiply (4, layers[i].stride));
  return pn_checked_multiply (
      sizeof (PnReal),
      pn_checked_add (pn_checked_multiply (4, length), pn_checked_multiply (batch, activations)));
}
