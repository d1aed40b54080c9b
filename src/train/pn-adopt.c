/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pn-adopt.h"

#define NO_LAYER G_MAXSIZE

static gboolean
layer_fits (const PnSpec *from, gsize i, const PnSpec *to, gsize j)
{
  const PnLayerSpec *a = &from->layers[i], *b = &to->layers[j];

  if (a->bias == PN_BIAS_INPUT && j > 0)
    return FALSE; /* the trick lives in the first layer only */
  return a->kind == b->kind && a->units == b->units
         && pn_spec_fan_in (from, i) == pn_spec_fan_in (to, j);
}

/* For each layer of `to` the layer of `from` whose numbers it takes. */
static gsize *
match_layers (const PnSpec *from, const PnSpec *to)
{
  gsize *map = g_new (gsize, to->n_layers);
  gsize most = MIN (from->n_layers, to->n_layers), front = 0, back = 0;

  for (gsize i = 0; i < to->n_layers; i++)
    map[i] = NO_LAYER;
  for (; front < most && layer_fits (from, front, to, front); front++)
    map[front] = front;
  for (; back < most - front; back++)
    {
      gsize i = from->n_layers - 1 - back, j = to->n_layers - 1 - back;

      if (!layer_fits (from, i, to, j))
        break;
      map[j] = i;
    }
  return map;
}

static gboolean
copy_layer (const PnNetwork *from, gsize i, PnNetwork *to, gsize j)
{
  const PnLayerSpec *layer = &pn_network_spec (to)->layers[j];
  gsize fan_in = pn_spec_fan_in (pn_network_spec (to), j);
  g_autofree PnReal *weights = g_try_new (PnReal, layer->units * fan_in);
  g_autofree PnReal *bias = g_try_new (PnReal, layer->units);

  if (!weights || !bias)
    return FALSE;
  pn_network_get_weights (from, i, weights, bias);
  pn_network_set_weights (to, j, weights, layer->bias == PN_BIAS_NONE ? NULL : bias);
  return TRUE;
}

static void
copy_layers (const PnNetwork *from, PnNetwork *to, const gsize *map)
{
  for (gsize j = 0; j < pn_network_spec (to)->n_layers; j++)
    if (map[j] != NO_LAYER)
      copy_layer (from, map[j], to, j);
}

/* The optimiser's numbers lie as parameters do: they are moved as parameters are. NULL where memory
 * is short, and then the optimiser begins anew.
 */
static PnReal *
adopt_slot (PnSnapshot *from, gsize slot, const PnSpec *spec, const gsize *map)
{
  g_autoptr (PnNetwork) old = pn_network_new (pn_snapshot_spec (from), NULL);
  g_autoptr (PnNetwork) new = pn_network_new (spec, NULL);
  gsize length;

  if (!old || !new || !pn_snapshot_slot (from, slot))
    return NULL;
  memcpy (pn_network_parameters (old), pn_snapshot_slot (from, slot),
          pn_network_length (old) * sizeof (PnReal));
  copy_layers (old, new, map);
  length = pn_network_length (new);
  return g_memdup2 (pn_network_const_parameters (new), length * sizeof (PnReal));
}

static PnSnapshot *
with_state (PnSnapshot *from, PnNetwork *network, const gsize *map)
{
  PnFitState state = *pn_snapshot_fit_state (from);
  gsize n = pn_snapshot_n_slots (from);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  const PnSpec *spec = pn_network_spec (network);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (slots, adopt_slot (from, i, spec, map));
  state.best_loss = state.best_accuracy = NAN;
  state.checks_since_best = 0;
  return pn_snapshot_new_take (network, pn_snapshot_normalisation (from),
                               pn_snapshot_class_names (from), &state,
                               (const PnReal *const *) slots->pdata, n, NULL, NULL);
}

/* `spec` with what acts at the next start as it is in `from`. */
static PnSpec *
spec_of_now (const PnSpec *from, const PnSpec *spec, const gsize *map)
{
  PnSpec *now = pn_spec_copy (spec);

  for (gsize j = 0; j < now->n_layers; j++)
    if (map[j] != NO_LAYER)
      {
        now->layers[j].bias = from->layers[map[j]].bias;
        now->layers[j].init = from->layers[map[j]].init;
      }
  return now;
}

PnSnapshot *
pn_snapshot_adopt (PnSnapshot *from, const PnSpec *spec, guint64 seed, GError **error)
{
  const PnSpec *old = pn_snapshot_spec (from);
  g_autofree gsize *map = NULL;
  g_autoptr (PnSpec) now = NULL;
  PnNetwork *network;

  if (!pn_spec_validate (spec, error))
    return NULL;
  map = match_layers (old, spec);
  now = spec_of_now (old, spec, map);
  if (pn_spec_equal (now, old))
    return pn_snapshot_ref (from);
  network = pn_network_new (now, error);
  if (!network)
    return NULL;
  pn_network_initialise (network, seed);
  copy_layers (pn_snapshot_network (from), network, map);
  if (pn_snapshot_fit_state (from))
    return with_state (from, network, map);
  return pn_snapshot_new_take (network, pn_snapshot_normalisation (from),
                               pn_snapshot_class_names (from), NULL, NULL, 0, NULL, NULL);
}
