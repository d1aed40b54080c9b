/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-settings.h"

G_BEGIN_DECLS

/* PnMethodRows: the numbers and choices of a training method that few need: decays, penalties,
 * clipping, the learning rate's schedule, smoothing, weights of classes. Only what the chosen
 * optimiser and schedule use is shown.
 *
 * Signal "edited" (PnSettings *settings, PnNumberRow *row, const char *label): the user wants these
 * settings; `row` is the one to say why not, NULL for a choice; `label` is the undo step's.
 */
#define PN_TYPE_METHOD_ROWS (pn_method_rows_get_type ())
G_DECLARE_FINAL_TYPE (PnMethodRows, pn_method_rows, PN, METHOD_ROWS, AdwExpanderRow)

/* Shows these; emits nothing. */
void pn_method_rows_set (PnMethodRows *self, const PnSettings *settings);
/* Forgets texts that were typed but not taken. */
void pn_method_rows_reset (PnMethodRows *self);

G_END_DECLS
