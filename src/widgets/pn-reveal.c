/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-reveal.h"

#include <math.h>

#define DURATION G_USEC_PER_SEC

void
pn_reveal_begin (PnReveal *self, PnHistory *history, gint64 now)
{
  self->begun = MAX (now, 1);
  self->from = pn_history_get_length (history);
}

void
pn_reveal_end (PnReveal *self)
{
  self->begun = 0;
}

gboolean
pn_reveal_is_under_way (const PnReveal *self)
{
  return self->begun > 0;
}

/* At least the first step at once: one alone isn't held back. */
static gsize
share_of_steps (const PnReveal *self, gsize n, gint64 now)
{
  double share = (double) (now - self->begun) / DURATION;

  return self->from.n_steps + (gsize) ceil (MAX (share, 1e-9) * (n - self->from.n_steps));
}

PnHistoryLength
pn_reveal_shown (PnReveal *self, PnHistory *history, gint64 now)
{
  PnHistoryLength all = pn_history_get_length (history), shown;
  const PnStepRecord *steps;
  gsize n, shown_steps;

  if (now - self->begun >= DURATION || all.n_steps < self->from.n_steps)
    pn_reveal_end (self);
  if (!pn_reveal_is_under_way (self) || all.n_steps == self->from.n_steps)
    return all;
  steps = pn_history_steps (history, &n);
  shown_steps = share_of_steps (self, n, now);
  if (shown_steps >= n)
    return all;
  shown = pn_history_length_at (history, steps[shown_steps - 1].step);
  shown.n_steps = shown_steps;
  shown.n_checks = MAX (shown.n_checks, MIN (self->from.n_checks, all.n_checks));
  shown.n_marks = MAX (shown.n_marks, MIN (self->from.n_marks, all.n_marks));
  return shown;
}
