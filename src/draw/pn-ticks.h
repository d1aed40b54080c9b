/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The places of an axis that bear a number, and those that bear a short line only. */
typedef struct
{
  GArray *major; /* double, rising */
  GArray *minor; /* double, rising; empty on a linear axis */
  double step;   /* between major ticks; 0 on a logarithmic axis */
  gboolean log;  /* the labels are powers of ten, or 1, 2 and 5 times one */
} PnTicks;

/* Linear: "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes", Talbot, Lin,
 * Hanrahan, 2010, with its weights (simplicity 0.25, coverage 0.2, density 0.5, legibility 0.05)
 * and its numbers Q = 1, 5, 2, 2.5, 4, 3; legibility is taken as 1. About `wanted` ticks; `loose`
 * lets the outer ones lie at or outside of the range, otherwise all lie within it where the search
 * finds such.
 */
PnTicks *pn_ticks_new_linear (double min, double max, int wanted, gboolean loose);

/* Logarithmic, 0 < min < max: powers of ten (every k-th where there are many), minor ticks at 2 … 9
 * times them; 1, 2, 5 where there are fewer than two decades; linear ones where less than a decade
 * would have fewer than three of these.
 */
PnTicks *pn_ticks_new_log (double min, double max, int wanted);

void pn_ticks_free (PnTicks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTicks, pn_ticks_free)

G_END_DECLS
