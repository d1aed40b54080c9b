/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-layer-kind.h"

static const PnLayerKindRow *const kinds[PN_N_LAYER_KINDS] = {
  [PN_LAYER_DENSE] = &pn_dense_layer,
};

const PnLayerKindRow *
pn_layer_kind (PnLayerKind kind)
{
  return kinds[kind];
}
