/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-real.h"
#include "pn-settings.h"

G_BEGIN_DECLS

/* One update's numbers, worked out once a step from settings and time. */
typedef struct
{
  PnOptimizer optimizer;
  PnReal rate;
  PnReal momentum;
  PnReal rho;
  PnReal beta1;
  PnReal beta2;
  PnReal epsilon;
  PnReal l2;
  PnReal l1;
  PnReal shrink;      /* AdamW's factor of the weights, 1 − αλ */
  PnReal correction1; /* 1/(1 − β₁ᵗ) */
  PnReal correction2; /* 1/(1 − β₂ᵗ) */
  PnReal scale;       /* of the gradient: clipping */
} PnUpdate;

/* `epochs` done as a real number, for the schedule; `step` updates done before this one. */
PnUpdate pn_update_new (const PnSettings *settings, double epochs, guint64 step);

/* Numbers of state a parameter: 1 (velocity, mean square) or 2 (both moments). */
gsize pn_optimizer_n_slots (PnOptimizer optimizer);

/* Updates `n` parameters from their gradients `g`; `slots` are the state's arrays (the second NULL
 * where there is one). All are of the same length and don't overlap. Returns whether the parameters
 * are finite.
 */
gboolean pn_update_apply (const PnUpdate *update,
                          gsize n,
                          PnReal *w,
                          PnReal *const slots[2],
                          const PnReal *g);

G_END_DECLS
