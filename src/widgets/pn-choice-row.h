/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PnChoiceRow: a combo row that shows its value below the title, where a long one has room in a
 * narrow pane, and behind it (property "hint") when a change acts: "at the next start"; "pending"
 * offers to start over.
 *
 * Signal "chosen" (guint position): the user chose another. Not emitted by the functions below.
 */
#define PN_TYPE_CHOICE_ROW (pn_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (PnChoiceRow, pn_choice_row, PN, CHOICE_ROW, AdwComboRow)

/* The choices, translated, NULL-terminated, and which of them is so. Does nothing if all is so
 * already. */
void pn_choice_row_set (PnChoiceRow *self, const char *const *choices, guint chosen);

G_END_DECLS
