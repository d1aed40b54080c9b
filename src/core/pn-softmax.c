/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-softmax.h"

#include <math.h>

#ifdef PN_DOUBLE
#define EXP exp
#else
#define EXP expf
#endif

const PnObjective pn_plain_objective = { 0 };

static PnReal
largest (gsize n, const PnReal *values)
{
  PnReal most = values[0];

  for (gsize i = 1; i < n; i++)
    most = values[i] > most ? values[i] : most;
  return most;
}

double
pn_softmax (gsize n, const PnReal *logits, PnReal *probabilities)
{
  PnReal most = largest (n, logits);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      probabilities[i] = EXP (logits[i] - most);
      sum += (double) probabilities[i];
    }
  for (gsize i = 0; i < n; i++)
    probabilities[i] = (PnReal) ((double) probabilities[i] / sum);
  return (double) most + log (sum);
}

gsize
pn_argmax (gsize n, const PnReal *values)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (values[i] > values[best])
      best = i;
  return best;
}

/* log Σ exp(z − most) + most, without the probabilities. */
static double
log_sum_exp (gsize n, const PnReal *logits)
{
  PnReal most = largest (n, logits);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) EXP (logits[i] - most);
  return (double) most + log (sum);
}

/* With q the target, C = Σ_k w_k q_k (log Σ exp z − z_k) and ∂C/∂z_j = ŷ_j Σ_k w_k q_k − w_j q_j;
 * q_k = (1 − s)[k = label] + s/n. For s = 0 and w = 1 that is ŷ − y.
 */
static double
smooth_cross_entropy (gsize n,
                      const PnReal *logits,
                      guint16 label,
                      const PnObjective *objective,
                      double scale,
                      double log_sum,
                      PnReal *delta)
{
  double smoothing = objective->label_smoothing;
  double sum = 0.0;
  double loss = 0.0;

  for (gsize k = 0; k < n; k++)
    {
      double target = (k == label ? 1.0 - smoothing : 0.0) + smoothing / (double) n;
      double share = pn_objective_weight (objective, (guint16) k) * target;

      loss += share * (log_sum - (double) logits[k]);
      sum += share;
      if (delta != NULL)
        delta[k] -= (PnReal) (scale * share);
    }
  if (delta != NULL)
    for (gsize k = 0; k < n; k++)
      delta[k] += (PnReal) (scale * sum * exp ((double) logits[k] - log_sum));
  return loss;
}

double
pn_cross_entropy (PnSoftmax softmax,
                  gsize n,
                  const PnReal *logits,
                  guint16 label,
                  const PnObjective *objective,
                  double scale,
                  PnReal *delta)
{
  double weight = pn_objective_weight (objective, label);
  double log_sum;

  if (objective->label_smoothing > 0.0)
    {
      for (gsize k = 0; delta != NULL && k < n; k++)
        delta[k] = 0;
      return smooth_cross_entropy (n, logits, label, objective, scale, log_sum_exp (n, logits),
                                   delta);
    }
  if (delta == NULL)
    return weight * (log_sum_exp (n, logits) - (double) logits[label]);
  log_sum = softmax (n, logits, delta);
  delta[label] -= 1;
  for (gsize k = 0; k < n; k++)
    delta[k] *= (PnReal) (scale * weight);
  return weight * (log_sum - (double) logits[label]);
}
