/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnSettings: how a run is trained. A plain value without pointers: copied by assignment, compared
 * with pn_settings_equal(). What a trainer reads while it runs is a copy that it was handed.
 */

typedef enum
{
  PN_OPTIMIZER_SGD, /* with momentum: v ← γv + g, w ← w − αv; γ = 0 is plain descent */
  PN_N_OPTIMIZERS,
} PnOptimizer;

typedef struct
{
  PnOptimizer optimizer;
  double learning_rate;   /* α > 0; acts at the next batch */
  double momentum;        /* γ in [0, 1); acts at the next batch */
  gsize batch;            /* samples; acts at the next batch; an incomplete last batch is dropped */
  gsize epochs;           /* at most this many */
  gboolean shuffle;       /* reshuffle each epoch */
  gsize checks_per_epoch; /* validation checks; 0 is one an epoch at its end */
  gsize patience;         /* checks without improvement before stopping; 0 never stops early */
  gboolean keep_best;     /* the run ends with the parameters of its best validation loss */
  guint64 seed;           /* of initial weights, shuffling, dropout, augmentation */
} PnSettings;

/* Those of `recipes.md` with momentum: SGD 0.02, 0.9, batch 32, 50 epochs, 5 checks, patience 50,
 * seed 1.
 */
PnSettings pn_settings_default (void);

gboolean pn_settings_equal (const PnSettings *a, const PnSettings *b);

/* Every number within its range; the error names the setting as recipes do, and the range. */
gboolean pn_settings_validate (const PnSettings *settings, GError **error);

const char *pn_optimizer_name (PnOptimizer optimizer);
gboolean pn_optimizer_from_name (const char *name, PnOptimizer *optimizer, GError **error);

G_END_DECLS
