/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Statistics of shares: pure functions, any thread. */

/* The 95 % interval of a share of which `n_right` of `n` were seen: Wilson, "Probable inference,
 * the law of succession, and statistical inference", 1927. Within [0, 1]; 0 to 1 for n = 0.
 */
void pn_wilson_interval (guint64 n_right, guint64 n, double *low, double *high);

/* The exact two-sided McNemar test of two runs on the same images: `b` were right in the first
 * alone, `c` in the second alone. The probability, under equal chances, of a split at least as
 * uneven; 1 for b + c = 0. (McNemar 1947; exact by the binomial distribution.)
 */
double pn_mcnemar_exact (guint64 b, guint64 c);

G_END_DECLS
