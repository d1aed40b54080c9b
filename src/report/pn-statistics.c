/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-statistics.h"

#include <math.h>

/* The 97.5 % point of the standard normal distribution. */
#define Z 1.959963984540054

void
pn_wilson_interval (guint64 n_right, guint64 n, double *low, double *high)
{
  g_return_if_fail (n_right <= n && low != NULL && high != NULL);

  if (n == 0)
    {
      *low = 0;
      *high = 1;
      return;
    }
  double share = (double) n_right / n;
  double scale = 1 / (1 + Z * Z / n);
  double centre = scale * (share + Z * Z / (2.0 * n));
  double half = scale * Z * sqrt (share * (1 - share) / n + Z * Z / (4.0 * n * n));
  /* The ends are exact where rounding would miss them. */
  *low = n_right == 0 ? 0 : centre - half;
  *high = n_right == n ? 1 : centre + half;
}

/* log of the probability of k heads in n throws of a fair coin. */
static double
log_binomial (guint64 n, guint64 k)
{
  return lgamma (n + 1.0) - lgamma (k + 1.0) - lgamma (n - k + 1.0) - n * G_LN2;
}

double
pn_mcnemar_exact (guint64 b, guint64 c)
{
  guint64 n = b + c;
  double tail = 0;

  for (guint64 k = 0; k <= MIN (b, c); k++)
    tail += exp (log_binomial (n, k));
  return MIN (2 * tail, 1);
}
