/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-random.h"
#include "pn-surgery-private.h"

#define LEAST_SHARE 0.2
#define MOST_SHARE 0.8

/* Of each new unit: the unit that it splits (itself for an old one), the share of what that has
 * left, and what of the outgoing weights each holds in the end.
 */
typedef struct
{
  gsize n;
  gsize *source;
  PnReal *taken;
  PnReal *held;
} Split;

static void
split_unit (Split *split, gsize unit, gsize source, double taken)
{
  split->source[unit] = source;
  split->taken[unit] = (PnReal) taken;
  split->held[unit] = split->held[source] * (PnReal) taken;
  split->held[source] -= split->held[unit];
}

/* The unit with the fewest copies splits next, the first of equals: they take turns. */
static Split
split_new (const PnOperation *op, gsize old, gsize n)
{
  PnRandom random = { op->seed, PN_STREAM_SURGERY, 0, (guint32) op->layer };
  Split split = { n, g_new (gsize, n), g_new0 (PnReal, n), g_new (PnReal, n) };

  for (gsize unit = 0; unit < old; unit++)
    {
      split.source[unit] = unit;
      split.held[unit] = 1;
    }
  for (gsize unit = old; unit < n; unit++)
    split_unit (&split, unit, (unit - old) % old,
                LEAST_SHARE
                    + (MOST_SHARE - LEAST_SHARE) * pn_random_uniform (&random, (guint32) unit));
  return split;
}

static void
split_clear (Split *split)
{
  g_free (split->source);
  g_free (split->taken);
  g_free (split->held);
}

/* Incoming weights times `power` factors of what is held: 0 for weights and velocity. */
static void
copy_incoming (const PnOperation *op, const Split *split, int power, const PnReal *old, PnReal *new)
{
  const PnLayerPlan *from = &op->from->layers[op->layer], *to = &op->to->layers[op->layer];

  for (gsize input = 0; input < to->rows; input++)
    for (gsize unit = 0; unit < split->n; unit++)
      {
        PnReal value = pn_surgery_const_row (from, old, input)[split->source[unit]];

        for (int i = 0; i < power; i++)
          value *= split->held[unit];
        pn_surgery_row (to, new, input)[unit] = value;
      }
}

/* Takes `share` of `source`, which keeps the rest by subtraction: the sum stays. */
static void
take_share (gsize n, PnReal share, PnReal *source, PnReal *copy)
{
  for (gsize i = 0; i < n; i++)
    {
      copy[i] = share * source[i];
      source[i] -= copy[i];
    }
}

/* Outgoing weights split, or copied. */
static void
copy_outgoing (const PnOperation *op,
               const Split *split,
               gboolean whole,
               const PnReal *old,
               PnReal *new)
{
  const PnLayerPlan *from = &op->from->layers[op->layer + 1], *to = &op->to->layers[op->layer + 1];
  gsize row = to->stride * sizeof (PnReal);

  memcpy (pn_surgery_row (to, new, 0), pn_surgery_const_row (from, old, 0), from->fan_in * row);
  for (gsize unit = from->fan_in; unit < split->n; unit++)
    {
      PnReal *source = pn_surgery_row (to, new, split->source[unit]);

      if (whole)
        memcpy (pn_surgery_row (to, new, unit), source, row);
      else
        take_share (to->stride, split->taken[unit], source, pn_surgery_row (to, new, unit));
    }
  if (to->has_bias)
    memcpy (pn_surgery_row (to, new, to->fan_in), pn_surgery_const_row (from, old, from->fan_in),
            row);
}

/* A copy with share s sees s times its original's gradient on what enters it, and the same on what
 * leaves it: first moments follow the gradient, second ones its square.
 */
static void
widen_slot (const PnOperation *op, const Split *split, gsize slot)
{
  gboolean adaptive = pn_surgery_is_adaptive (op->optimizer);
  gboolean squares = op->optimizer == PN_OPTIMIZER_RMSPROP || slot == 1;
  int power = !adaptive ? 0 : squares ? 2 : 1;

  copy_incoming (op, split, power, op->old_slots[slot], op->new_slots[slot]);
  copy_outgoing (op, split, adaptive, op->old_slots[slot], op->new_slots[slot]);
}

void
pn_surgery_widen (PnOperation *op)
{
  gsize old = op->from->layers[op->layer].units;
  Split split = split_new (op, old, op->to->layers[op->layer].units);

  copy_incoming (op, &split, 0, op->from->parameters, op->to->parameters);
  copy_outgoing (op, &split, FALSE, op->from->parameters, op->to->parameters);
  for (gsize i = 0; i < op->n_slots; i++)
    widen_slot (op, &split, i);
  split_clear (&split);
}
