/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-gradient-check.h"

G_BEGIN_DECLS

/* The work on one item, on a thread of its own; asks `progress` now and then whether to go on.
 * FALSE with an error, or without one where that said stop.
 */
typedef gboolean (*PnReportWork) (gpointer item,
                                  PnProgress progress,
                                  gpointer progress_data,
                                  GError **error);

/* Works on all items, in their order, `n_at_once` at a time. Blocks; meanwhile `progress` (may be
 * NULL) is called on this thread, some ten times a second, with the share done. FALSE with the
 * first error, or without one where it said stop.
 */
gboolean pn_report_jobs_run (GPtrArray *items,
                             PnReportWork work,
                             guint n_at_once,
                             PnProgress progress,
                             gpointer user_data,
                             GError **error);

G_END_DECLS
