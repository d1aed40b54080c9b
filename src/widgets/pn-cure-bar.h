/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnCureBar: where training of the selected run diverged, says so, names the layer that broke first
 * and offers a cure; of no height otherwise. Its button is the action "win.cure".
 *
 * Properties: "document" (PnDocument), "narrow" (the button below the words).
 */
#define PN_TYPE_CURE_BAR (pn_cure_bar_get_type ())
G_DECLARE_FINAL_TYPE (PnCureBar, pn_cure_bar, PN, CURE_BAR, GtkWidget)

G_END_DECLS
