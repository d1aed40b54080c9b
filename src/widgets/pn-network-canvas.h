/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-network-actions.h"
#include "pn-predictor.h"

G_BEGIN_DECLS

/* PnNetworkCanvas: the picture of PnNetworkView, worked by pointer and keyboard. One PnLayerHandle
 * for each layer lies on it.
 *
 * Properties: "actions" (PnNetworkActions: document, selection and commands; set once),
 * "predictor", "line-scale" (double, 2 for a beamer), "tips-stay" (gboolean: tooltips stay until
 * Escape, or until the pointer rests on something else).
 */
#define PN_TYPE_NETWORK_CANVAS (pn_network_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PnNetworkCanvas, pn_network_canvas, PN, NETWORK_CANVAS, GtkWidget)

/* Takes away a tooltip that stays; FALSE where there is none. */
gboolean pn_network_canvas_hide_tip (PnNetworkCanvas *self);

G_END_DECLS
