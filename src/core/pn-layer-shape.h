/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-spec.h"

G_BEGIN_DECLS

/* What can be counted of a layer without numbers; saturating at G_MAXSIZE. One row a kind. */
gsize pn_layer_n_parameters (const PnLayerSpec *layer, gsize fan_in);
gsize pn_layer_multiply_adds (const PnLayerSpec *layer, gsize fan_in);

G_END_DECLS
