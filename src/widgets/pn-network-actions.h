/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"

G_BEGIN_DECLS

/* PnNetworkActions: the commands on the selected layer, as actions whose enabled state follows, so
 * that picture, menus, buttons and keys all mean the same. Main thread.
 *
 * Properties: "document"; "selected-layer" (−1 none, 0 the input, 1… layers; follows the edits:
 * what was inserted, copied or moved is selected). Signal "refused" (char *message): the document
 * did not want it, and why.
 *
 * Actions, to be inserted as "network": select (i), unselect, insert (i: the number that the new
 * layer gets), insert-before, insert-after, duplicate-layer, remove-layer, move-left, move-right,
 * more-units, fewer-units (by one), double-units, halve-units, set-units (t), and the stateful
 * activation, initialisation and bias (s, names as in files).
 */
#define PN_TYPE_NETWORK_ACTIONS (pn_network_actions_get_type ())
G_DECLARE_FINAL_TYPE (PnNetworkActions, pn_network_actions, PN, NETWORK_ACTIONS, GObject)

PnNetworkActions *pn_network_actions_new (void);

/* Owned by the object. */
GActionGroup *pn_network_actions_get_group (PnNetworkActions *self);

/* Borrowed; may be NULL. */
PnDocument *pn_network_actions_get_document (PnNetworkActions *self);

void pn_network_actions_select (PnNetworkActions *self, int layer);
int pn_network_actions_get_selected (PnNetworkActions *self);

/* Units of the selected layer, as part of a gesture (a drag): one undo step. */
void pn_network_actions_drag_units (PnNetworkActions *self, gsize units, guint gesture);

G_END_DECLS
