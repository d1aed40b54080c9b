/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network.h"

G_BEGIN_DECLS

/* Rows of units are padded to this many numbers: one AVX-512 vector of floats. */
#define PN_STRIDE_UNIT 16

/* A layer compiled. Its parameters are `rows` rows of `stride` numbers from `offset` on; the bias,
 * of either kind, is the row at `fan_in`.
 */
typedef struct
{
  PnLayerKind kind;
  PnActivation activation;
  gsize fan_in;
  gsize units;
  gsize stride;
  gsize rows;
  gsize offset;
  gboolean has_bias;
  double dropout;
  gsize first_unit; /* counted over all layers: the unit's coordinate for dropout */
} PnLayerPlan;

struct _PnNetwork
{
  PnSpec *spec;
  gsize n_layers;
  PnLayerPlan *layers;
  gsize length;
  PnReal *parameters;
  PnReal *gradients;
  guint64 stamp; /* of these parameters; any others, of any network, have another */
};

/* After each change of the parameters. */
void pn_network_touch (PnNetwork *network);

/* Fills `layers` (spec->n_layers of them) and returns the length of the parameter array. */
gsize pn_network_plan (const PnSpec *spec, PnLayerPlan *layers);

G_END_DECLS
