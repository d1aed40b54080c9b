/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"

G_BEGIN_DECLS

/* The edits of a network that picture, inspector and keyboard share: each changes the design of the
 * document's selected run by pn_document_set_spec(), as one named undo step. `layer` is numbered as
 * on the picture: 0 the input, 1 the first layer after it. All return FALSE with an error where the
 * document refuses the design, and do nothing (TRUE) where there is nothing to change. Main thread.
 */

/* Hidden: neither input nor output. */
gboolean pn_network_is_hidden (const PnSpec *spec, int layer);
/* "Input", "Hidden 2", "Output". Caller frees. */
char *pn_network_layer_name (const PnSpec *spec, int layer);
/* Units of any layer, the input's pixels included. */
gsize pn_network_layer_units (const PnSpec *spec, int layer);
/* "28 × 28 pixels": what the network takes. Caller frees. */
char *pn_network_describe_shape (const PnSpec *spec);
/* All in one sentence: "Hidden 1, 64 units, improved sigmoid, 1 of 2". Caller frees. */
char *pn_network_describe_layer (const PnSpec *spec, int layer);

/* The new layer takes the number `layer`, 1 … n_layers; what was there moves towards the output. */
gboolean pn_network_edit_insert (PnDocument *document, int layer, GError **error);
/* The copy takes the number behind `layer`, which is hidden; so in the next two. */
gboolean pn_network_edit_duplicate (PnDocument *document, int layer, GError **error);
gboolean pn_network_edit_remove (PnDocument *document, int layer, GError **error);
/* Gives the layer the number `to`; both are hidden layers. */
gboolean pn_network_edit_move (PnDocument *document, int layer, int to, GError **error);

/* Hidden layers only. `gesture` as in pn_document_set_spec(). */
gboolean pn_network_edit_set_units (PnDocument *document,
                                    int layer,
                                    gsize units,
                                    guint gesture,
                                    GError **error);
gboolean pn_network_edit_set_activation (PnDocument *document,
                                         int layer,
                                         PnActivation activation,
                                         GError **error);
gboolean
pn_network_edit_set_dropout (PnDocument *document, int layer, double dropout, GError **error);
/* Any layer but the input. */
gboolean pn_network_edit_set_init (PnDocument *document, int layer, PnInit init, GError **error);
gboolean pn_network_edit_set_bias (PnDocument *document, int layer, PnBias bias, GError **error);

G_END_DECLS
