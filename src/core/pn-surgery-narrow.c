/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "pn-least-squares.h"
#include "pn-surgery-private.h"

/* Which units go. `inverse` [k][k] is that of the Gram matrix of the units' activations (and of the
 * constant, last, where the next layer has a bias, which never goes); `weights` [k][width] those of
 * the next layer, refitted as units go.
 */
typedef struct
{
  gsize n_units;
  gsize k;
  gsize width;
  double *inverse;
  double *weights;
  gboolean *gone;
} Choice;

/* Σ of squares that are lost with a unit even after a refit: Σ w²/(G⁻¹)ⱼⱼ. */
static double
cost (const Choice *self, gsize unit)
{
  const double *row = self->weights + unit * self->width;
  double square = 0.0;

  for (gsize i = 0; i < self->width; i++)
    square += row[i] * row[i];
  return square / self->inverse[unit * self->k + unit];
}

static gsize
cheapest (const Choice *self)
{
  gsize best = G_MAXSIZE;
  double least = INFINITY;

  for (gsize unit = 0; unit < self->n_units; unit++)
    {
      double price = self->gone[unit] ? INFINITY : cost (self, unit);

      if (!self->gone[unit] && (best == G_MAXSIZE || price < least))
        {
          best = unit;
          least = price;
        }
    }
  return best;
}

/* The others take its part over, and the inverse becomes that of the matrix without it. */
static void
take_away (Choice *self, gsize unit)
{
  const double *pivot = self->inverse + unit * self->k;

  for (gsize i = 0; i < self->k; i++)
    {
      double *row = self->inverse + i * self->k;
      double factor = row[unit] / pivot[unit];

      if (i == unit || factor == 0.0)
        continue;
      for (gsize j = 0; j < self->width; j++)
        self->weights[i * self->width + j] -= factor * self->weights[unit * self->width + j];
      for (gsize j = 0; j < self->k; j++)
        row[j] -= factor * pivot[j];
    }
  self->gone[unit] = TRUE;
}

/* Without samples units count as independent, as strong as the weights that enter them. */
static double *
guess_gram (const PnOperation *op, gsize k)
{
  const PnLayerPlan *plan = &op->from->layers[op->layer];
  double *gram = g_try_new0 (double, k *k);

  for (gsize unit = 0; gram != NULL && unit < k; unit++)
    {
      gram[unit * k + unit] = unit < plan->units ? 1e-12 : 1.0;
      for (gsize i = 0; unit < plan->units && i < plan->rows; i++)
        {
          double w = (double) pn_surgery_const_row (plan, op->from->parameters, i)[unit];

          gram[unit * k + unit] += w * w;
        }
    }
  return gram;
}

static double *
inverse_gram (PnOperation *op, gsize k)
{
  double *gram;

  if (op->before != NULL && k <= PN_SURGERY_MOST_INPUTS)
    {
      g_autofree PnReal *x = pn_surgery_read (op->before, op->layer + 1);

      gram = x != NULL ? pn_surgery_gram (op->before->n, k, x) : NULL;
      if (gram != NULL && pn_invert_positive (k, gram))
        {
          pn_surgery_advance (op,
                              PN_LEAST_SQUARES_SLOW * 4.0 / 3.0 * (double) k * (double) (k * k));
          return gram;
        }
      g_free (gram);
    }
  gram = guess_gram (op, k);
  for (gsize i = 0; gram != NULL && i < k; i++)
    gram[i * k + i] = 1.0 / gram[i * k + i];
  return gram;
}

static void
choice_clear (Choice *self)
{
  g_free (self->inverse);
  g_free (self->weights);
  g_free (self->gone);
}

/* Units in their old order; with no memory for better, the last go. */
static gsize *
choose (PnOperation *op, gsize n_kept)
{
  const PnLayerPlan *next = &op->from->layers[op->layer + 1];
  gsize n = next->fan_in, k = next->rows, size = k * next->stride, n_found = 0;
  Choice choice = {
    n, k, next->stride, inverse_gram (op, k), g_try_new (double, size), g_new0 (gboolean, n)
  };
  gsize *kept = g_new (gsize, n_kept);

  for (gsize i = 0; choice.weights != NULL && i < size; i++)
    choice.weights[i] = (double) op->from->parameters[next->offset + i];
  for (gsize i = n_kept; choice.weights != NULL && choice.inverse != NULL && i < n; i++)
    {
      take_away (&choice, cheapest (&choice));
      if (!pn_surgery_advance (op, PN_LEAST_SQUARES_SLOW * (double) (k * (k + choice.width))))
        break;
    }
  for (gsize unit = 0; unit < n && n_found < n_kept; unit++)
    if (!choice.gone[unit])
      kept[n_found++] = unit;
  choice_clear (&choice);
  return kept;
}

static void
keep (const PnOperation *op, const gsize *kept, const PnReal *old, PnReal *new)
{
  const PnLayerPlan *from = &op->from->layers[op->layer], *to = &op->to->layers[op->layer];
  const PnLayerPlan *from_next = from + 1, *to_next = to + 1;
  gsize row = to_next->stride * sizeof (PnReal);

  for (gsize unit = 0; unit < to->units; unit++)
    {
      for (gsize i = 0; i < to->rows; i++)
        pn_surgery_row (to, new, i)[unit] = pn_surgery_const_row (from, old, i)[kept[unit]];
      memcpy (pn_surgery_row (to_next, new, unit),
              pn_surgery_const_row (from_next, old, kept[unit]), row);
    }
  if (to_next->has_bias)
    memcpy (pn_surgery_row (to_next, new, to_next->fan_in),
            pn_surgery_const_row (from_next, old, from_next->fan_in), row);
}

void
pn_surgery_narrow (PnOperation *op)
{
  g_autofree gsize *kept = choose (op, op->to->layers[op->layer].units);

  keep (op, kept, op->from->parameters, op->to->parameters);
  for (gsize i = 0; i < op->n_slots; i++)
    keep (op, kept, op->old_slots[i], op->new_slots[i]);
  pn_surgery_refit (op, op->layer + 1, op->layer + 1);
}
