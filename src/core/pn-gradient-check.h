/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"
#include "pn-spec.h"

G_BEGIN_DECLS

/* The gradient check: every weight's derivative by backpropagation against its central difference,
 * (C(w + ε) − C(w − ε)) / 2ε, in double precision. Lives only in the double build of core, and its
 * interface has no PnReal, so that any program may call it. `layer` and below are computed once;
 * a perturbed weight recomputes from its own layer on.
 */
typedef struct
{
  gsize n_weights;
  double max_difference; /* NaN where anything was not finite */
  gsize worst_layer;     /* index into the spec's layers */
  gboolean passed;       /* max_difference ≤ ε² */
} PnGradientCheck;

/* Called now and then with the share done; returns whether to go on. May be NULL. */
typedef gboolean (*PnProgress) (double share, gpointer user_data);

/* Initialises a network from `spec` and `seed` and checks it on the first `n_samples` of `dataset`
 * (ε = 10⁻³ is usual). Returns FALSE with an error for bad arguments, and without one if the
 * progress function said stop.
 */
gboolean pn_gradient_check (const PnSpec *spec,
                            guint64 seed,
                            const PnDataset *dataset,
                            const PnNormalisation *normalisation,
                            gsize n_samples,
                            double epsilon,
                            PnProgress progress,
                            gpointer user_data,
                            PnGradientCheck *result,
                            GError **error);

G_END_DECLS
