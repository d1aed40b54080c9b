/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-topology.h"

#include <math.h>
#include <stdlib.h>

/* What flows through the network at the present input: the strongest connections, the units that
 * matter.
 */

/* Keeps the `limit` strongest; the weakest of them last. */
typedef struct
{
  GArray *found;
  guint begin; /* of this layer in `found` */
  guint limit;
  double least; /* what a candidate must exceed once there are `limit` */
} Strongest;

static void
offer (Strongest *self, gsize layer, gsize unit, gsize source, double strength)
{
  PnTopologyConnection connection = { layer, unit, source, strength };
  guint at = self->found->len;

  if (!(fabs (strength) > self->least))
    return;
  while (at > self->begin
         && fabs (g_array_index (self->found, PnTopologyConnection, at - 1).strength)
                < fabs (strength))
    at--;
  g_array_insert_val (self->found, at, connection);
  if (self->found->len - self->begin > self->limit)
    g_array_set_size (self->found, self->begin + self->limit);
  if (self->found->len - self->begin == self->limit)
    self->least
        = fabs (g_array_index (self->found, PnTopologyConnection, self->found->len - 1).strength);
}

static void
offer_input (Strongest *self, const float *row, const float *input, gsize n, gsize unit)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += row[i] * input[i];
  offer (self, 1, unit, PN_TOPOLOGY_NO_LAYER, sum);
}

static void
offer_row (Strongest *self,
           gsize layer,
           gsize unit,
           const float *row,
           const float *activations,
           gsize n)
{
  for (gsize j = 0; j < n; j++)
    {
      float strength = row[j] * activations[j];

      if (fabsf (strength) > self->least)
        offer (self, layer, unit, j, strength);
    }
}

/* Those that the focus leaves of a layer: all units, or one, or all from one source. */
static void
search_layer (Strongest *self,
              const PnSpec *spec,
              const float *weights,
              const float *values,
              gsize layer,
              const PnTopologyItem *focus)
{
  gsize units = spec->layers[layer - 1].units, fan_in = pn_spec_fan_in (spec, layer - 1);

  for (gsize k = 0; k < units; k++)
    {
      const float *row = weights + k * fan_in;

      if (focus != NULL && focus->layer == layer && focus->unit != k)
        continue;
      if (layer == 1)
        offer_input (self, row, values, fan_in, k);
      else if (focus != NULL && focus->layer + 1 == layer)
        offer (self, layer, k, focus->unit, row[focus->unit] * values[focus->unit]);
      else
        offer_row (self, layer, k, row, values, fan_in);
    }
}

GArray *
pn_topology_find_connections (const PnSpec *spec,
                              const float *const *weights,
                              const float *input,
                              const float *const *activations,
                              const PnTopologyItem *focus,
                              guint per_layer)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (PnTopologyConnection));

  if (focus != NULL && focus->part != PN_TOPOLOGY_UNIT)
    focus = NULL;
  for (gsize layer = 1; layer <= spec->n_layers && per_layer > 0; layer++)
    {
      const float *values = layer == 1            ? input
                            : activations != NULL ? activations[layer - 2]
                                                  : NULL;
      Strongest strongest = { found, found->len, per_layer, 0 };

      if (weights[layer - 1] == NULL || values == NULL
          || (focus != NULL && focus->layer != layer && focus->layer + 1 != layer))
        continue;
      search_layer (&strongest, spec, weights[layer - 1], values, layer, focus);
    }
  return found;
}

typedef struct
{
  gsize unit;
  double worth;
} Ranked;

static int
compare_worth (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  if (x->worth != y->worth)
    return x->worth < y->worth ? 1 : -1;
  return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static Ranked *
rank (const float *next_weights, gsize n_next, const float *activations, gsize n)
{
  Ranked *ranked = g_new0 (Ranked, n);

  for (gsize j = 0; j < n; j++)
    ranked[j].unit = j;
  for (gsize k = 0; next_weights != NULL && k < n_next; k++)
    for (gsize j = 0; j < n; j++)
      ranked[j].worth += fabsf (next_weights[k * n + j]);
  for (gsize j = 0; activations != NULL && j < n; j++)
    ranked[j].worth *= fabsf (activations[j]);
  return ranked;
}

void
pn_topology_rank_units (const PnSpec *spec,
                        const float *const *weights,
                        const float *const *activations,
                        gsize layer,
                        gsize count,
                        gsize *units)
{
  gsize n = spec->layers[layer - 1].units;
  gboolean has_next = layer < spec->n_layers && weights != NULL;
  g_autofree Ranked *ranked
      = rank (has_next ? weights[layer] : NULL, has_next ? spec->layers[layer].units : 0,
              activations != NULL ? activations[layer - 1] : NULL, n);

  count = MIN (count, n);
  qsort (ranked, n, sizeof *ranked, compare_worth);
  qsort (ranked, count, sizeof *ranked, compare_units);
  for (gsize i = 0; i < count; i++)
    units[i] = ranked[i].unit;
}
