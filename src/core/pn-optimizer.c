/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-optimizer.h"

#include <math.h>

#ifdef PN_DOUBLE
#define SQRT sqrt
#else
#define SQRT sqrtf
#endif

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

/* The gradient as the optimiser sees it: clipped, with the penalties' share. */
static inline PnReal
penalised (const PnUpdate *u, PnReal w, PnReal g)
{
  PnReal sign = (PnReal) (w > 0) - (PnReal) (w < 0);

  return u->scale * g + u->l2 * w + u->l1 * sign;
}

/* A non-finite number times zero is NaN and stays so in the sum. */
#define UPDATE_LOOP(...)                                                                           \
  PnReal check = 0;                                                                                \
                                                                                                   \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      __VA_ARGS__                                                                                  \
      check += w[i] * 0;                                                                           \
    }                                                                                              \
  return check == 0

static gboolean
descend (const PnUpdate *u,
         gsize n,
         PnReal *restrict w,
         PnReal *restrict v,
         const PnReal *restrict g)
{
  UPDATE_LOOP ({
    v[i] = u->momentum * v[i] + penalised (u, w[i], g[i]);
    w[i] -= u->rate * v[i];
  });
}

static gboolean
nesterov (const PnUpdate *u,
          gsize n,
          PnReal *restrict w,
          PnReal *restrict v,
          const PnReal *restrict g)
{
  UPDATE_LOOP ({
    PnReal gradient = penalised (u, w[i], g[i]);

    v[i] = u->momentum * v[i] + gradient;
    w[i] -= u->rate * (gradient + u->momentum * v[i]);
  });
}

static gboolean
rmsprop (const PnUpdate *u,
         gsize n,
         PnReal *restrict w,
         PnReal *restrict s,
         const PnReal *restrict g)
{
  UPDATE_LOOP ({
    PnReal gradient = penalised (u, w[i], g[i]);

    s[i] = u->rho * s[i] + (1 - u->rho) * gradient * gradient;
    w[i] -= u->rate * gradient / (SQRT (s[i]) + u->epsilon);
  });
}

static gboolean
adam (const PnUpdate *u,
      gsize n,
      PnReal *restrict w,
      PnReal *restrict m,
      PnReal *restrict v,
      const PnReal *restrict g)
{
  UPDATE_LOOP ({
    PnReal gradient = penalised (u, w[i], g[i]);

    m[i] = u->beta1 * m[i] + (1 - u->beta1) * gradient;
    v[i] = u->beta2 * v[i] + (1 - u->beta2) * gradient * gradient;
    w[i] = u->shrink * w[i]
           - u->rate * u->correction1 * m[i] / (SQRT (u->correction2 * v[i]) + u->epsilon);
  });
}

gboolean
pn_update_apply (const PnUpdate *update,
                 gsize n,
                 PnReal *w,
                 PnReal *const slots[2],
                 const PnReal *g)
{
  switch (update->optimizer)
    {
    case PN_OPTIMIZER_NESTEROV:
      return nesterov (update, n, w, slots[0], g);
    case PN_OPTIMIZER_RMSPROP:
      return rmsprop (update, n, w, slots[0], g);
    case PN_OPTIMIZER_ADAM:
    case PN_OPTIMIZER_ADAMW:
      return adam (update, n, w, slots[0], slots[1], g);
    case PN_OPTIMIZER_SGD:
    case PN_N_OPTIMIZERS:
    default:
      return descend (update, n, w, slots[0], g);
    }
}
