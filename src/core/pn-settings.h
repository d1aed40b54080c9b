/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnSettings: how a run is trained. A plain value without pointers: copied by assignment, compared
 * with pn_settings_equal(). What a trainer reads while it runs is a copy that it was handed.
 */

/* g is the gradient with the penalties' share, α the scheduled learning rate. Files use the names.
 */
typedef enum
{
  PN_OPTIMIZER_SGD, /* with momentum: v ← γv + g, w ← w − αv; γ = 0 is plain descent */
  PN_OPTIMIZER_NESTEROV, /* v ← γv + g, w ← w − α(g + γv): Sutskever et al., ICML 2013 */
  PN_OPTIMIZER_RMSPROP, /* s ← ρs + (1 − ρ)g², w ← w − αg/(√s + ε): Hinton's lecture 6e, 2012 */
  PN_OPTIMIZER_ADAM,  /* Kingma, Ba 2015, with both moments' corrections */
  PN_OPTIMIZER_ADAMW, /* Loshchilov, Hutter 2019: L2 decays the weight itself, w ← w − αλw */
  PN_N_OPTIMIZERS,
} PnOptimizer;

/* The factor of the learning rate at `epochs` done, a real number (pn_settings_rate()). */
typedef enum
{
  PN_SCHEDULE_CONSTANT,
  PN_SCHEDULE_STEP,        /* decay^⌊epochs / every⌋ */
  PN_SCHEDULE_EXPONENTIAL, /* decay^epochs, after each batch a little */
  PN_SCHEDULE_COSINE, /* ½(1 + cos π·epochs/all): Loshchilov, Hutter 2017, without restarts */
  PN_N_SCHEDULES,
} PnSchedule;

/* What a sample of class k weighs in the mean loss, Σ w loss / Σ w. */
typedef enum
{
  PN_CLASS_WEIGHTING_NONE,     /* 1 */
  PN_CLASS_WEIGHTING_BALANCED, /* n / (classes × n_k), counted over the training samples */
  PN_N_CLASS_WEIGHTINGS,
} PnClassWeighting;

typedef struct
{
  PnOptimizer optimizer;
  double learning_rate;   /* α > 0; acts at the next batch */
  double momentum;        /* γ in [0, 1); acts at the next batch; the SGD kinds only */
  gsize batch;            /* samples; acts at the next batch; an incomplete last batch is dropped */
  gsize epochs;           /* at most this many */
  gboolean shuffle;       /* reshuffle each epoch */
  gsize checks_per_epoch; /* validation checks; 0 is one an epoch at its end */
  gsize patience;         /* checks without improvement before stopping; 0 never stops early */
  gboolean keep_best;     /* the run ends with the parameters of its best validation loss */
  guint64 seed;           /* of initial weights, shuffling, dropout, augmentation */

  /* What a course adds; the defaults change nothing. */
  double rho;       /* RMSprop's ρ in [0, 1) */
  double beta1;     /* Adam's decay of the first moment, [0, 1) */
  double beta2;     /* Adam's decay of the second moment, [0, 1) */
  double epsilon;   /* ε > 0 of RMSprop and Adam, outside the root */
  double l2;        /* λ ≥ 0: g ← g + λw, biases too (AdamW: see above) */
  double l1;        /* λ ≥ 0: g ← g + λ sign w, biases too */
  double clip_norm; /* > 0: gradients longer than this are scaled down to it; 0 never */
  PnSchedule schedule;
  double schedule_decay;  /* (0, 1]: the factor of the step and exponential schedules */
  gsize schedule_every;   /* epochs ≥ 1 between two steps */
  double warm_up;         /* epochs ≥ 0 in which the rate rises linearly from 0 */
  double label_smoothing; /* s in [0, 1): the target is (1 − s) one-hot + s / classes */
  PnClassWeighting class_weighting;
} PnSettings;

/* Those of the recipe "task3-all", with momentum: SGD 0.02, 0.9, batch 32, 50 epochs, 5 checks,
 * patience 50, seed 1.
 */
PnSettings pn_settings_default (void);

gboolean pn_settings_equal (const PnSettings *a, const PnSettings *b);

/* The learning rate after `epochs` epochs (a real number): schedule and warm-up applied. */
double pn_settings_rate (const PnSettings *settings, double epochs);

/* Every number within its range; the error names the setting as recipes do, and the range. */
gboolean pn_settings_validate (const PnSettings *settings, GError **error);

/* Names and labels, as in pn-spec.h. */
const char *pn_optimizer_name (PnOptimizer optimizer);
const char *pn_optimizer_label (PnOptimizer optimizer);
gboolean pn_optimizer_from_name (const char *name, PnOptimizer *optimizer, GError **error);
const char *pn_schedule_name (PnSchedule schedule);
const char *pn_schedule_label (PnSchedule schedule);
gboolean pn_schedule_from_name (const char *name, PnSchedule *schedule, GError **error);
const char *pn_class_weighting_name (PnClassWeighting weighting);
const char *pn_class_weighting_label (PnClassWeighting weighting);
gboolean
pn_class_weighting_from_name (const char *name, PnClassWeighting *weighting, GError **error);

G_END_DECLS
