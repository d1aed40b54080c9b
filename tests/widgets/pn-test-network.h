/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-inspector.h"
#include "pn-network-view.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

G_BEGIN_DECLS

/* Network and inspector side by side around a document with one run, *My first network*, 784-64-10,
 * in a folder of its own, as the window has them.
 */
typedef struct
{
  PnTestDocument test;
  PnDocument *document; /* the test's */
  PnPredictor *predictor;
  GtkWindow *window;
  PnNetworkView *view;
  PnInspector *inspector;
  GtkWidget *canvas;
  guint commands; /* how often a command of the window was activated (win.train …) */
} PnTestNetwork;

void pn_test_network_set_up (PnTestNetwork *self, int width, int height);
void pn_test_network_tear_down (PnTestNetwork *self);

const PnSpec *pn_test_network_spec (PnTestNetwork *self);
const PnSettings *pn_test_network_settings (PnTestNetwork *self);
int pn_test_network_selected (PnTestNetwork *self);
/* Shows a digit to the network: a fat vertical line. */
void pn_test_network_draw (PnTestNetwork *self);
void pn_test_network_undo (PnTestNetwork *self);

/* Writes a small "MNIST" of noise, and trains on it without an end, ten steps a second; returns
 * once it has begun.
 */
void pn_test_network_train (PnTestNetwork *self);

G_END_DECLS
