/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-optimizer.h"

#include <math.h>

gsize
pn_optimizer_n_slots (PnOptimizer optimizer)
{
  return optimizer == PN_OPTIMIZER_ADAM || optimizer == PN_OPTIMIZER_ADAMW ? 2 : 1;
}

PnUpdate
pn_update_new (const PnSettings *settings, double epochs, guint64 step)
{
  double rate = pn_settings_rate (settings, epochs);
  double t = (double) step + 1.0;
  gboolean decoupled = settings->optimizer == PN_OPTIMIZER_ADAMW;

  return (PnUpdate){
    .optimizer = settings->optimizer,
    .rate = (PnReal) rate,
    .momentum = (PnReal) settings->momentum,
    .rho = (PnReal) settings->rho,
    .beta1 = (PnReal) settings->beta1,
    .beta2 = (PnReal) settings->beta2,
    .epsilon = (PnReal) settings->epsilon,
    .l2 = (PnReal) (decoupled ? 0.0 : settings->l2),
    .l1 = (PnReal) settings->l1,
    .shrink = (PnReal) (decoupled ? 1.0 - rate * settings->l2 : 1.0),
    .correction1 = (PnReal) (1.0 / (1.0 - pow (settings->beta1, t))),
    .correction2 = (PnReal) (1.0 / (1.0 - pow (settings->beta2, t))),
    .scale = 1,
  };
}
