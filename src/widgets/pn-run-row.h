/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnRunRow: one run in the list: check box in the run's colour, name, marker and result. */
#define PN_TYPE_RUN_ROW (pn_run_row_get_type ())
G_DECLARE_FINAL_TYPE (PnRunRow, pn_run_row, PN, RUN_ROW, GtkListBoxRow)

/* The row follows the run until it goes; it keeps a reference to both. */
GtkWidget *pn_run_row_new (PnDocument *document, PnRun *run);
PnRun *pn_run_row_get_run (PnRunRow *self);

/* Turns the name into a text field; Return keeps what was typed, Escape does not. */
void pn_run_row_rename (PnRunRow *self);

G_END_DECLS
