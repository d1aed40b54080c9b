/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"
#include "pn-ink.h"
#include "pn-predictor.h"

G_BEGIN_DECLS

/* PnPad: the sheet to draw a digit on, below the words "Draw a digit" and a link that clears it. It
 * keeps a predictor up to date: with the picture, at every motion of the pen, and with the snapshot
 * of the document's selected run, while that is trained too. So whoever shows an answer shares the
 * predictor and needs nothing else.
 *
 * Strokes have their own undo, by Ctrl+Z with focus on the sheet; it never falls through to the
 * document's. Coordinates of ink are units of the sheet's side, so that it survives resizing.
 *
 * Properties: "document" (PnDocument), "predictor" (PnPredictor), "empty" (gboolean, read-only).
 * Actions: "pad.clear", "pad.undo", "pad.redo", "pad.paste" (Ctrl+V).
 */
#define PN_TYPE_PAD (pn_pad_get_type ())
G_DECLARE_FINAL_TYPE (PnPad, pn_pad, PN, PAD, GtkWidget)

GtkWidget *pn_pad_new (void);

void pn_pad_set_document (PnPad *self, PnDocument *document);
PnDocument *pn_pad_get_document (PnPad *self);
void pn_pad_set_predictor (PnPad *self, PnPredictor *predictor);
PnPredictor *pn_pad_get_predictor (PnPad *self);

/* The strokes of now; owned by the pad, valid until they change. */
const PnInk *pn_pad_get_ink (PnPad *self);
/* Replaces the strokes by a copy of `ink`, in units of the sheet's side; one undo step. */
void pn_pad_set_ink (PnPad *self, const PnInk *ink);
/* Shows a square picture of a data set instead, to the pixel: pn_pad_sheet_set_picture(). */
void pn_pad_set_picture (PnPad *self, GBytes *pixels);
void pn_pad_clear (PnPad *self);

/* The side of the square pictures that the network takes; 0 where it takes something else. */
gsize pn_pad_get_side (PnPad *self);

/* Of pictures that are being read, only the latest is shown: pn-pad-picture.h. */
void pn_pad_set_latest (PnPad *self, GAsyncResult *reading);
gboolean pn_pad_is_latest (PnPad *self, GAsyncResult *reading);

G_END_DECLS
