/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnConfusionPane: which classes the selected run takes for which, how well it does on each, and
 * the images behind each number, the surest answer first. Measured while it is on screen, off the
 * main thread. Copies the table and saves it or its picture.
 *
 * Property "document" (PnDocument). Signal "image-chosen" (GBytes *pixels): to be put on the pad.
 * Actions "confusion.rates" (state), "confusion.copy" (format), "confusion.save",
 * "confusion.mistakes".
 */
#define PN_TYPE_CONFUSION_PANE (pn_confusion_pane_get_type ())
G_DECLARE_FINAL_TYPE (PnConfusionPane, pn_confusion_pane, PN, CONFUSION_PANE, GtkWidget)

GtkWidget *pn_confusion_pane_new (void);

G_END_DECLS
