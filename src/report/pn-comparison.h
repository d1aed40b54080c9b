/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history.h"

G_BEGIN_DECLS

/* What a history says of its run, for comparing it with others. Pure functions, any thread. What
 * isn't known is NaN, and −1 where it is a count.
 */

/* A share of images, with its 95 % Wilson interval: NaN without the number of images. */
typedef struct
{
  double share;
  double low;
  double high;
} PnShare;

/* Of `n` images, `accuracy` of them right. */
PnShare pn_share_new (double accuracy, gsize n);

typedef struct
{
  const PnCheckRecord *checks; /* in the order of steps */
  gsize n_checks;
  guint64 last_step; /* batches done */
  guint64 steps_per_epoch;
  gsize n_validation; /* images of a check; 0: not known */
  gsize n_training;   /* likewise of the training images */
  double target_loss; /* of `steps_to` */
} PnComparisonInput;

typedef struct
{
  double epochs;
  double seconds_per_epoch; /* of training alone, without the checks */
  double best_loss;         /* the lowest that counted as best, on the validation images */
  double stop_loss;         /* of the last check */
  PnShare best_accuracy;    /* of the check with the best loss */
  PnShare stop_accuracy;
  PnShare training_accuracy; /* over all training images, at the last check that measured it */
  double gap;                /* training − validation accuracy, both of that check */
  gint64 steps_to;           /* batches until a check's loss was at most the target */
  gint64 split;              /* batches until the curves split: pn_comparison_split() */
} PnComparison;

PnComparison pn_comparison_new (const PnComparisonInput *input);

/* The gap from which on training and validation count as split, and for how many checks. */
#define PN_SPLIT_GAP 0.01
#define PN_SPLIT_CHECKS 3

/* The index of the first check after which the gap stays above PN_SPLIT_GAP for PN_SPLIT_CHECKS
 * checks; −1 if there is none.
 */
gssize pn_comparison_split (const PnCheckRecord *checks, gsize n_checks);

/* Whether the design was edited after the last check: its numbers are another network's. */
gboolean pn_comparison_is_outdated (PnHistory *history);

G_END_DECLS
