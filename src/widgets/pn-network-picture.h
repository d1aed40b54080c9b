/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-predictor.h"
#include "pn-topology.h"

G_BEGIN_DECLS

/* PnNetworkPicture: what the network's picture is drawn from, gathered from a design, a snapshot of
 * its weights and a predictor, and no more often than these change. Knows no widget. Main thread.
 *
 * Design, weights and answer come at different moments (an edit first changes the design); what
 * doesn't fit the design is left out until it does.
 */
typedef struct _PnNetworkPicture PnNetworkPicture;

PnNetworkPicture *pn_network_picture_new (void);
void pn_network_picture_free (PnNetworkPicture *self);

/* Copied; NULL is an empty picture. */
void pn_network_picture_set_spec (PnNetworkPicture *self, const PnSpec *spec);
const PnSpec *pn_network_picture_get_spec (PnNetworkPicture *self);

/* Referenced; read when next drawn. NULL: no weights. */
void pn_network_picture_set_snapshot (PnNetworkPicture *self, PnSnapshot *snapshot);

/* Gradient norm of each layer, copied; NULL: not known. */
void pn_network_picture_set_gradients (PnNetworkPicture *self, const double *norms, gsize n);

/* Takes picture, activations and probabilities from the predictor, which must be alive when drawn.
 * Call at each of its "changed"; NULL: there is none.
 */
void pn_network_picture_set_predictor (PnNetworkPicture *self, PnPredictor *predictor);

/* Lays out anew. `selected` is a layer or −1. */
void pn_network_picture_layout (PnNetworkPicture *self,
                                const PnRect *rect,
                                const PnStyle *style,
                                PangoContext *context,
                                int selected,
                                double scroll);

/* NULL before the first layout, or without a design. Owned by the picture. */
const PnTopologyLayout *pn_network_picture_get_layout (PnNetworkPicture *self);

/* What hangs on the pointer and the keyboard's focus; a unit that is hovered shows its own
 * connections. */
void pn_network_picture_set_hovered (PnNetworkPicture *self, const PnTopologyItem *item);
void pn_network_picture_set_focused (PnNetworkPicture *self, const PnTopologyItem *item);
const PnTopologyItem *pn_network_picture_get_hovered (PnNetworkPicture *self);

void pn_network_picture_draw (PnNetworkPicture *self, PnCanvas *canvas, const PnStyle *style);

/* What the item is and does, translated, for a tooltip; NULL where there is nothing to say. Caller
 * frees.
 */
char *pn_network_picture_explain (PnNetworkPicture *self, const PnTopologyItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnNetworkPicture, pn_network_picture_free)

G_END_DECLS
