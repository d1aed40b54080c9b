/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnExportDialog: turns the checked runs' curves into a file for a report: which plots and curves,
 * the format, the size on paper, with a preview of the very figure. Remembers what was chosen last.
 * Return exports, Escape closes. Once a file is written the dialog closes and the parent's action
 * "win.show-message" says so.
 */
#define PN_TYPE_EXPORT_DIALOG (pn_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PnExportDialog, pn_export_dialog, PN, EXPORT_DIALOG, AdwWindow)

/* Modal and transient for `parent`; to be presented. */
GtkWidget *pn_export_dialog_new (PnDocument *document, GtkWindow *parent);

G_END_DECLS
