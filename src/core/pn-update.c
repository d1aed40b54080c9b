/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-optimizer.h"

#include <math.h>
#include <string.h>

/* The optimisers' loops, written so that compilers make vectors of them. This file is built once
 * for each table of kernels, each with the name and the flags of its own.
 */
#ifndef PN_UPDATE_APPLY
#define PN_UPDATE_APPLY pn_update_apply
#endif

gboolean PN_UPDATE_APPLY (const PnUpdate *update,
                          gsize n,
                          PnReal *w,
                          PnReal *const slots[2],
                          const PnReal *g);

#ifdef PN_DOUBLE
#define SQRT sqrt
#else
#define SQRT sqrtf
#endif

/* The gradient as the optimiser sees it: clipped, with the penalties' share. */
static inline PnReal
penalised (const PnUpdate *u, PnReal w, PnReal g)
{
  PnReal sign = (PnReal) (w > 0) - (PnReal) (w < 0);

  return u->scale * g + u->l2 * w + u->l1 * sign;
}

/* All ones in the exponent: infinite or NaN. On integers, as a sum of floats has an order that
 * would keep the loop from vectors.
 */
#ifdef PN_DOUBLE
typedef guint64 Bits;
#define EXPONENT G_GUINT64_CONSTANT (0x7ff0000000000000)
#else
typedef guint32 Bits;
#define EXPONENT 0x7f800000u
#endif

static inline Bits
is_bad (PnReal value)
{
  Bits bits;

  memcpy (&bits, &value, sizeof bits);
  return (bits & EXPONENT) == EXPONENT;
}

#define UPDATE_LOOP(...)                                                                           \
  Bits bad = 0;                                                                                    \
                                                                                                   \
  for (gsize i = 0; i < n; i++)                                                                    \
    {                                                                                              \
      __VA_ARGS__                                                                                  \
      bad |= is_bad (w[i]);                                                                        \
    }                                                                                              \
  return bad == 0

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
PN_UPDATE_APPLY (const PnUpdate *update,
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
