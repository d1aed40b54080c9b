/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnInspector: *Layer | Training* of the document's selected run.
 *
 * Properties: "document"; "selected-layer" as PnNetworkView has it (0 the input, −1 the network
 * itself), to be bound both ways: a layer opens its page, −1 that of training. *Layer* pressed
 * while no layer is selected selects the one that was last.
 */
#define PN_TYPE_INSPECTOR (pn_inspector_get_type ())
G_DECLARE_FINAL_TYPE (PnInspector, pn_inspector, PN, INSPECTOR, AdwBin)

G_END_DECLS
