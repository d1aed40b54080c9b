/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnLayerPage: the settings of one layer of the document's selected run. Properties: "document",
 * "selected-layer" (0 the input, −1 none). Its buttons activate the actions "network.…" of
 * PnNetworkActions, which an ancestor carries.
 */
#define PN_TYPE_LAYER_PAGE (pn_layer_page_get_type ())
G_DECLARE_FINAL_TYPE (PnLayerPage, pn_layer_page, PN, LAYER_PAGE, AdwBin)

G_END_DECLS
