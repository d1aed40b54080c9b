/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-comparison.h"

#include <math.h>

#include "pn-statistics.h"

PnShare
pn_share_new (double accuracy, gsize n)
{
  PnShare share = { accuracy, NAN, NAN };

  if (n > 0 && accuracy >= 0 && accuracy <= 1)
    pn_wilson_interval ((guint64) round (accuracy * n), n, &share.low, &share.high);
  return share;
}

/* NaN where training accuracy wasn't measured: greater than nothing. */
static double
gap_of (const PnCheckRecord *check)
{
  return check->train_accuracy - check->accuracy;
}

gssize
pn_comparison_split (const PnCheckRecord *checks, gsize n_checks)
{
  gsize above = 0;

  for (gsize i = 1; i < n_checks; i++)
    {
      above = gap_of (&checks[i]) > PN_SPLIT_GAP ? above + 1 : 0;
      if (above == PN_SPLIT_CHECKS)
        return (gssize) (i - PN_SPLIT_CHECKS);
    }
  return -1;
}

/* The latest that was the best: after an edit of the network counting begins anew. */
static const PnCheckRecord *
find_best (const PnComparisonInput *input)
{
  for (gsize i = input->n_checks; i > 0; i--)
    if (input->checks[i - 1].best)
      return &input->checks[i - 1];
  return NULL;
}

static const PnCheckRecord *
find_measured (const PnComparisonInput *input)
{
  for (gsize i = input->n_checks; i > 0; i--)
    if (isfinite (input->checks[i - 1].train_accuracy))
      return &input->checks[i - 1];
  return NULL;
}

static gint64
steps_to (const PnComparisonInput *input)
{
  for (gsize i = 0; i < input->n_checks; i++)
    if (input->checks[i].loss <= input->target_loss)
      return (gint64) input->checks[i].step;
  return -1;
}

/* Between the first check and the last, whatever was trained before. */
static double
seconds_per_epoch (const PnComparisonInput *input)
{
  const PnCheckRecord *first = input->checks, *last;

  if (input->n_checks < 2)
    return NAN;
  last = first + input->n_checks - 1;
  if (!(last->epoch > first->epoch))
    return NAN;
  return (last->training_seconds - first->training_seconds) / (last->epoch - first->epoch);
}

static void
add_checks (PnComparison *self, const PnComparisonInput *input)
{
  const PnCheckRecord *last = &input->checks[input->n_checks - 1];
  const PnCheckRecord *best = find_best (input), *measured = find_measured (input);
  gssize split = pn_comparison_split (input->checks, input->n_checks);

  self->stop_loss = last->loss;
  self->stop_accuracy = pn_share_new (last->accuracy, input->n_validation);
  if (best)
    self->best_loss = best->loss;
  if (best)
    self->best_accuracy = pn_share_new (best->accuracy, input->n_validation);
  if (measured)
    self->training_accuracy = pn_share_new (measured->train_accuracy, input->n_training);
  if (measured)
    self->gap = gap_of (measured);
  if (split >= 0)
    self->split = (gint64) input->checks[split].step;
}

PnComparison
pn_comparison_new (const PnComparisonInput *input)
{
  const PnShare unknown = { NAN, NAN, NAN };
  PnComparison self = { .epochs = NAN,
                        .seconds_per_epoch = seconds_per_epoch (input),
                        .best_loss = NAN,
                        .stop_loss = NAN,
                        .best_accuracy = unknown,
                        .stop_accuracy = unknown,
                        .training_accuracy = unknown,
                        .gap = NAN,
                        .steps_to = steps_to (input),
                        .split = -1 };

  if (input->steps_per_epoch > 0)
    self.epochs = (double) input->last_step / input->steps_per_epoch;
  if (input->n_checks > 0)
    add_checks (&self, input);
  return self;
}

gboolean
pn_comparison_is_outdated (PnHistory *history)
{
  const PnCheckRecord *check = pn_history_last_check (history);
  gsize n;
  const PnMark *marks = pn_history_marks (history, &n);

  for (gsize i = n; check != NULL && i > 0 && marks[i - 1].step >= check->step; i--)
    if (marks[i - 1].kind == PN_MARK_EDIT)
      return TRUE;
  return FALSE;
}
