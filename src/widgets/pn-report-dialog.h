/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* The checked runs of a document that have been trained, as a report: into PATH.pdf or PATH.md, on
 * a thread, under a dialog with a bar that can stop it. Runs of the shipped report get its figures
 * and claims (pn_report_match()).
 */

/* How a report ended, called once: `path`, or NULL with an error, or with neither where it was
 * stopped.
 */
typedef void (*PnReportDone) (const char *path, const GError *error, gpointer user_data);

/* Whether there is a run to report of. */
gboolean pn_report_dialog_has_runs (PnDocument *document);

/* Copies what it needs of the document at once. Main thread. */
void pn_report_dialog_present (PnDocument *document,
                               GtkWindow *parent,
                               const char *path,
                               PnReportDone done,
                               gpointer user_data,
                               GDestroyNotify destroy);

G_END_DECLS
