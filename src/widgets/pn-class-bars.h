/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-predictor.h"

G_BEGIN_DECLS

/* PnClassBars: the picture that the network sees beside a bar for each class: a small stand-in for
 * the network's input and outputs where it is not on the page.
 *
 * Properties: "predictor" (PnPredictor).
 */
#define PN_TYPE_CLASS_BARS (pn_class_bars_get_type ())
G_DECLARE_FINAL_TYPE (PnClassBars, pn_class_bars, PN, CLASS_BARS, GtkWidget)

GtkWidget *pn_class_bars_new (void);
void pn_class_bars_set_predictor (PnClassBars *self, PnPredictor *predictor);

G_END_DECLS
