/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history.h"

G_BEGIN_DECLS

/* PnReveal: how much of a history to show while its burst is young, so that one that is over in a
 * blink is still drawn over a second: after t seconds the share t of what was recorded by then.
 * Where recording goes on evenly that is t² of a second's worth, and no jump where it ends early;
 * from the first second on it is everything. Plain; times are monotonic, in microseconds.
 */
typedef struct
{
  gint64 begun;         /* 0: everything shows */
  PnHistoryLength from; /* what was there before */
} PnReveal;

void pn_reveal_begin (PnReveal *self, PnHistory *history, gint64 now);
/* Everything shows from now on. */
void pn_reveal_end (PnReveal *self);
gboolean pn_reveal_is_under_way (const PnReveal *self);

/* What shows now: all that was there before, and some of what came since. Ends by itself after a
 * second, or where the history was cut to less than what was there before.
 */
PnHistoryLength pn_reveal_shown (PnReveal *self, PnHistory *history, gint64 now);

G_END_DECLS
