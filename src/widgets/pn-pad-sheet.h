/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-ink.h"

G_BEGIN_DECLS

/* PnPadSheet: the sheet itself: takes strokes from pointer, touch, stylus or the keyboard's pen and
 * draws them. Square, when its parent keeps it so; never under PN_PAD_SHEET_MIN pixels.
 *
 * Properties: "empty", "can-undo", "can-redo" (read-only, notified).
 * Signal "ink-changed": at every motion that adds to the ink, and at every other change of it.
 */
#define PN_TYPE_PAD_SHEET (pn_pad_sheet_get_type ())
G_DECLARE_FINAL_TYPE (PnPadSheet, pn_pad_sheet, PN, PAD_SHEET, GtkWidget)

#define PN_PAD_SHEET_MIN 240

GtkWidget *pn_pad_sheet_new (void);

/* In units of the sheet's side; owned by the sheet, valid until it changes. */
const PnInk *pn_pad_sheet_get_ink (PnPadSheet *self);
void pn_pad_sheet_set_ink (PnPadSheet *self, const PnInk *ink);

/* Shows a square picture of a data set in place of the strokes, until one is drawn or Undo brings
 * them back; one undo step. Its pixels, row by row, ink bright; referenced.
 */
void pn_pad_sheet_set_picture (PnPadSheet *self, GBytes *pixels);
/* NULL while there is none; owned by the sheet. */
GBytes *pn_pad_sheet_get_picture (PnPadSheet *self);

/* All three do nothing where there is nothing to do. */
void pn_pad_sheet_clear (PnPadSheet *self);
void pn_pad_sheet_undo (PnPadSheet *self);
void pn_pad_sheet_redo (PnPadSheet *self);

G_END_DECLS
