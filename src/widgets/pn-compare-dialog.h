/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnCompareDialog: the checked runs side by side: what they came to, in what they differ, and why
 * they may not be compared as they stand. Follows the document while it is open; copies the table
 * as CSV, Markdown or LaTeX.
 */
#define PN_TYPE_COMPARE_DIALOG (pn_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PnCompareDialog, pn_compare_dialog, PN, COMPARE_DIALOG, AdwWindow)

GtkWidget *pn_compare_dialog_new (PnDocument *document, GtkWindow *parent);

G_END_DECLS
