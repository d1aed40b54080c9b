/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network.h"

G_BEGIN_DECLS

/* One sample's softmax, stable: the largest logit is taken off first. Returns log Σ exp z. */
double pn_softmax (gsize n, const PnReal *logits, PnReal *probabilities);

typedef double (*PnSoftmax) (gsize n, const PnReal *logits, PnReal *probabilities);

/* The first of the largest. */
gsize pn_argmax (gsize n, const PnReal *values);

/* One sample's loss against `label`, times its class' weight; and, unless `delta` is NULL, ∂loss/∂z
 * in delta[0 … n − 1], times `scale`, which is 1/Σ of the batch's weights.
 */
double pn_cross_entropy (PnSoftmax softmax,
                         gsize n,
                         const PnReal *logits,
                         guint16 label,
                         const PnObjective *objective,
                         double scale,
                         PnReal *delta);

/* The plain one: no smoothing, equal weights. */
extern const PnObjective pn_plain_objective;

/* What a sample with `label` weighs. */
static inline double
pn_objective_weight (const PnObjective *objective, guint16 label)
{
  return objective->class_weights != NULL ? objective->class_weights[label] : 1.0;
}

G_END_DECLS
