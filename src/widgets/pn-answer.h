/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"
#include "pn-predictor.h"

G_BEGIN_DECLS

/* PnAnswer: what the network makes of the drawing, in words: the class in large letters and how
 * sure it is; for a blank pad a request. Its tooltip says what else it may be. Followed by screen
 * readers.
 *
 * Properties: "document" (PnDocument): whose selected run answers, and may be untrained;
 * "predictor" (PnPredictor); "offer-training" (gboolean): shows *Train One Yourself*, action
 * "win.train-yourself"; "show-bars" (gboolean): also what the network sees and all probabilities,
 * for where the network is not on the page.
 */
#define PN_TYPE_ANSWER (pn_answer_get_type ())
G_DECLARE_FINAL_TYPE (PnAnswer, pn_answer, PN, ANSWER, GtkWidget)

GtkWidget *pn_answer_new (void);

void pn_answer_set_document (PnAnswer *self, PnDocument *document);
void pn_answer_set_predictor (PnAnswer *self, PnPredictor *predictor);
void pn_answer_set_offer_training (PnAnswer *self, gboolean offer);
void pn_answer_set_show_bars (PnAnswer *self, gboolean show);

/* The sentence on the screen: "91 % sure". Owned by the widget. */
const char *pn_answer_get_text (PnAnswer *self);
/* The answer in large letters; "" where there is none. */
const char *pn_answer_get_class (PnAnswer *self);

G_END_DECLS
