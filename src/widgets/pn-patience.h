/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-settings.h"

G_BEGIN_DECLS

/* Early stopping in the words of people: settings count validation checks without improvement,
 * people epochs. The choices are "never", some numbers of epochs, and what holds now if it is none
 * of those.
 */

/* Checks in one epoch, at least 1. */
gsize pn_patience_checks_per_epoch (const PnSettings *settings);

/* The choices as settings' patience, in checks, growing; the first is 0. `chosen` is the index of
 * what holds. A GArray of gsize; the caller unreferences it.
 */
GArray *pn_patience_choices (const PnSettings *settings, guint *chosen);

/* "never", "after 10 epochs", "after 7 checks". Caller frees. */
char *pn_patience_label (gsize patience, const PnSettings *settings);

/* The patience that says the same with `checks_per_epoch` checks an epoch (0 is one at its end):
 * "after 10 epochs" stays that, whatever the number of checks.
 */
gsize pn_patience_rescale (const PnSettings *settings, gsize checks_per_epoch);

G_END_DECLS
