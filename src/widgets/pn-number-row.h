/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PnNumberRow: a row with a number that is typed, or stepped by − and + (or the Up and Down keys).
 * A typed number counts on Return or when the focus leaves; Escape brings the old one back. What
 * isn't a number within the range stays as it was typed, marked as an error, with a sentence below.
 * Ctrl+Z undoes typing; where nothing is typed, "win.undo".
 *
 * Properties: "value", "minimum", "maximum" (inclusive), "whole", "stepping" (PnStepping), "step"
 * (of PN_STEPPING_LINEAR), "range" (said of a wrong text: "Enter a number from 0 to below 1"),
 * "hint" (the subtitle while there is no error: "at the next start"). Signal "edited" (double
 * value): the user wants this value, within the range. The listener makes the change and sets
 * "value", or says why not with pn_number_row_refuse().
 */
#define PN_TYPE_NUMBER_ROW (pn_number_row_get_type ())
G_DECLARE_FINAL_TYPE (PnNumberRow, pn_number_row, PN, NUMBER_ROW, AdwActionRow)

typedef enum
{
  PN_STEPPING_LINEAR,   /* ± step */
  PN_STEPPING_DOUBLING, /* to the next power of two */
  PN_STEPPING_DECADE,   /* … 0.01, 0.02, 0.05, 0.1 … */
} PnStepping;

#define PN_TYPE_STEPPING (pn_stepping_get_type ())
GType pn_stepping_get_type (void);

double pn_number_row_get_value (PnNumberRow *self);

/* Shows `value`, if it isn't what is shown: an unfinished or refused text is left alone while the
 * value behind it stays the same. Emits nothing but notify.
 */
void pn_number_row_set_value (PnNumberRow *self, double value);

/* Forgets an unfinished or refused text: another run is shown. */
void pn_number_row_reset (PnNumberRow *self);

/* Marks the text as wrong and says why. */
void pn_number_row_refuse (PnNumberRow *self, const char *message);

/* The value after `value` in steps of this kind, up (+1) or down (−1); not yet within a range. */
double pn_stepping_next (PnStepping stepping, double step, double value, int direction);

G_END_DECLS
