/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PnLayerHandle: a layer for the keyboard and for screen readers: transparent, over the layer's
 * place on the picture, which the network's canvas draws and where it takes the pointer. Says what
 * the layer is, and whether it is selected; its actions "layer.select", "layer.insert-after",
 * "layer.duplicate", "layer.remove", "layer.more-units" and "layer.fewer-units" select it and
 * activate "network.…".
 */
#define PN_TYPE_LAYER_HANDLE (pn_layer_handle_get_type ())
G_DECLARE_FINAL_TYPE (PnLayerHandle, pn_layer_handle, PN, LAYER_HANDLE, GtkWidget)

GtkWidget *pn_layer_handle_new (int layer);
int pn_layer_handle_get_layer (PnLayerHandle *self);

/* "Hidden 1, 64 units, improved sigmoid, 1 of 2" */
void pn_layer_handle_set_words (PnLayerHandle *self, const char *words);
const char *pn_layer_handle_get_words (PnLayerHandle *self);
void pn_layer_handle_set_selected (PnLayerHandle *self, gboolean selected);

G_END_DECLS
