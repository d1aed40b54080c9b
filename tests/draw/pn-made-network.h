/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-topology.h"

G_BEGIN_DECLS

/* A network that looks trained, made from a formula, with all that the picture shows: for pictures
 * in tests. Free with made_network_free().
 */
typedef struct
{
  PnSpec *spec;
  float **weights;
  float **activations;
  float *input;
  guint8 *bytes;
  float *probabilities;
  double *health;
} MadeNetwork;

MadeNetwork *made_network_new (gsize units, gsize n_hidden);
MadeNetwork *made_network_new_with (const gsize *units, gsize n_hidden);
void made_network_free (MadeNetwork *self);

/* The state that shows it; borrows from it. `atlas` and `connections` may be NULL. */
PnTopologyState made_network_state (const MadeNetwork *self,
                                    const PnTopologyAtlas *atlas,
                                    const GArray *connections);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadeNetwork, made_network_free)

G_END_DECLS
