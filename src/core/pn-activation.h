/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-real.h"
#include "pn-spec.h"

G_BEGIN_DECLS

/* a[i] = f(z[i]) for `n` numbers, and slope[i] = f′(z[i]) unless `slope` is NULL. `a` may be `z`,
 * for `slope` not.
 */
typedef void (*PnActivate) (gsize n, const PnReal *z, PnReal *a, PnReal *slope);

/* The exact ones, from libm, by PnActivation. */
extern const PnActivate pn_plain_activations[PN_N_ACTIVATIONS];

/* 1.7159 tanh(2z/3): LeCun, Bottou, Orr, Müller: "Efficient BackProp", 1998, section 4.4. */
#define PN_IMPROVED_SIGMOID_HEIGHT ((PnReal) 1.7159)
#define PN_IMPROVED_SIGMOID_RATE ((PnReal) 2 / (PnReal) 3)
#define PN_LEAKY_SLOPE ((PnReal) 0.01)

G_END_DECLS
