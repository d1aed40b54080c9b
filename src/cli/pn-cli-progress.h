/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bar on standard error, on a terminal only; elsewhere nothing. */
typedef struct
{
  gboolean terminal;
  gint64 started; /* monotonic µs */
  gint64 shown;
  gboolean on_screen;
} PnCliProgress;

void pn_cli_progress_init (PnCliProgress *self);

/* Shows share, time left and `words` (may be NULL), at most ten times a second. Cheap to call
 * often. */
void pn_cli_progress_update (PnCliProgress *self, double share, const char *words);

/* Whether an update now would be shown, so that callers needn't make words in vain. */
gboolean pn_cli_progress_is_due (const PnCliProgress *self);

/* Takes the bar off the screen. */
void pn_cli_progress_finish (PnCliProgress *self);

G_END_DECLS
