/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-snapshot.h"

G_BEGIN_DECLS

/* PnPredictor: answers one picture at a time with a snapshot's network. One forward pass takes
 * microseconds, so it is done on the spot at every motion event. Main thread.
 */
#define PN_TYPE_PREDICTOR (pn_predictor_get_type ())
G_DECLARE_FINAL_TYPE (PnPredictor, pn_predictor, PN, PREDICTOR, GObject)

/* Signal "changed": snapshot or picture changed, and with it every answer below. */
PnPredictor *pn_predictor_new (void);

/* NULL is allowed: no network, no answer. Emits "changed" (not on the same snapshot). */
void pn_predictor_set_snapshot (PnPredictor *self, PnSnapshot *snapshot);
PnSnapshot *pn_predictor_get_snapshot (PnPredictor *self);

/* The picture as 8-bit pixels, copied: pn_spec_n_inputs() of them; another length has no answer.
 * NULL: nothing is drawn.
 */
void pn_predictor_set_picture (PnPredictor *self, const guint8 *pixels, gsize n);
const guint8 *pn_predictor_get_picture (PnPredictor *self, gsize *n);

/* NULL while there is no answer. Owned by the predictor, valid until "changed". */
const float *pn_predictor_get_probabilities (PnPredictor *self, gsize *n_classes);
const float *pn_predictor_get_activations (PnPredictor *self, gsize layer, gsize *n_units);
/* The most probable class, or −1. */
int pn_predictor_get_answer (PnPredictor *self);

G_END_DECLS
