/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"
#include "pn-predictor.h"

G_BEGIN_DECLS

/* PnNetworkView: the network of the document's selected run as a picture that can be edited, below
 * a title with the number of parameters.
 *
 * Properties: "document"; "predictor" (lights the units; may be NULL); "selected-layer" (−1 none,
 * that is the network itself; 0 the input; 1… the layers); "line-scale" (1, or 2 for a beamer);
 * "tips-stay" (FALSE; TRUE: tooltips stay until Escape).
 * What an edit is refused for goes to the action "win.show-message" (s).
 */
#define PN_TYPE_NETWORK_VIEW (pn_network_view_get_type ())
G_DECLARE_FINAL_TYPE (PnNetworkView, pn_network_view, PN, NETWORK_VIEW, GtkWidget)

/* The commands on the selected layer (PnNetworkActions says which): to be inserted into the window
 * as "network", so that inspector, menus and accelerators reach them. Owned by the view.
 */
GActionGroup *pn_network_view_get_actions (PnNetworkView *self);

/* Takes away a tooltip that stays; FALSE where there is none. */
gboolean pn_network_view_hide_tip (PnNetworkView *self);

G_END_DECLS
