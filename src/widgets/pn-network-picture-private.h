/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network-picture.h"

G_BEGIN_DECLS

struct _PnNetworkPicture
{
  PnSpec *spec;
  PnSnapshot *snapshot;
  PnPredictor *predictor;
  PnTopologyLayout *layout;
  PnTopologyAtlas *atlas;
  const PnPalette *palette; /* that the atlas was rendered with */

  float **weights; /* [n_layers] of [units][fan-in]; NULL where the snapshot doesn't fit */
  gsize n_weights;
  double *gradients;
  gsize n_gradients;
  const float **activations; /* borrowed from the predictor */
  float *input;              /* normalised */
  GArray *connections;

  PnTopologyState state;
  gboolean weights_dirty;
  gboolean answer_dirty;
  gboolean atlas_dirty;
};

G_END_DECLS
