/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-least-squares.h"
#include "pn-surgery.h"

/* How long an operation takes, told before it. */

#define SLOW PN_LEAST_SQUARES_SLOW

/* Gram matrix and Cholesky's solution of a layer with so many rows, and the pass before it. */
static double
refit_work (const PnSpec *spec, gsize layer, gsize n)
{
  double k = (double) pn_spec_fan_in (spec, layer) + 1.0, samples = (double) n;
  double units = (double) spec->layers[layer].units;

  if (n == 0 || k > PN_SURGERY_MOST_INPUTS)
    return 0.0;
  return samples * ((double) pn_spec_multiply_adds (spec) + k * k)
         + SLOW * (k * k * k / 3.0 + 2.0 * k * k * units);
}

/* The inverse of the units' Gram matrix, and its update for each unit that goes. */
static double
choice_work (const PnSpec *from, const PnSpec *to, gsize layer, gsize n)
{
  double k = (double) from->layers[layer].units + 1.0;
  double gone = k - 1.0 - (double) to->layers[layer].units;
  double inverse = n > 0 && k <= PN_SURGERY_MOST_INPUTS
                       ? (double) n * k * k + SLOW * 4.0 / 3.0 * k * k * k
                       : 0;

  return inverse + SLOW * gone * k * (k + (double) from->layers[layer + 1].units);
}

/* The leading directions that a narrow layer lets through. */
static double
squeeze_work (const PnSpec *from, const PnSpec *to, gsize layer, gsize n)
{
  const int iterations = 20;
  double units = (double) from->layers[layer].units, room = (double) to->layers[layer].units;

  if (room >= units)
    return 0.0;
  return (double) n * units * units + SLOW * iterations * units * room * (units + 2.0 * room);
}

double
pn_surgery_work (const PnSpec *from, const PnSpec *to, PnSurgery surgery, gsize n)
{
  double work = (double) pn_spec_n_parameters (from) + (double) pn_spec_n_parameters (to);
  gsize layer = surgery.layer;

  if (surgery.kind == PN_SURGERY_NONE || pn_surgery_is_exact (from, to, surgery))
    return work;
  work += (double) n * (double) pn_spec_multiply_adds (from);
  switch (surgery.kind)
    {
    case PN_SURGERY_NARROW:
      work += choice_work (from, to, layer, n);
      return work + refit_work (to, layer + 1, n);
    case PN_SURGERY_INSERT:
      work += squeeze_work (from, to, layer, n);
      return work + refit_work (to, layer + 1, n);
    case PN_SURGERY_REMOVE:
      work += (double) pn_spec_fan_in (from, layer) * (double) from->layers[layer].units
              * (double) from->layers[layer + 1].units;
      return work + refit_work (to, layer, n);
    default:
      return work + refit_work (to, layer + 1, n);
    }
}
