/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network.h"
#include "pn-safetensors.h"

G_BEGIN_DECLS

/* The parameters of a network as tensors named by torch.nn.Sequential, with `prefix` before each
 * name. */

/* The index of a layer's linear part among the modules: a linear part takes one, its activation
 * (after all layers but the last) one, dropout one.
 */
gsize pn_model_module_index (const PnSpec *spec, gsize layer);

/* "2.weight"; caller frees. `part` is "weight" or "bias". */
char *pn_model_tensor_name (const PnSpec *spec, gsize layer, const char *prefix, const char *part);

/* How many tensors the parameters of `spec` are. */
gsize pn_model_count_tensors (const PnSpec *spec);

gboolean pn_model_add_tensors (const PnNetwork *network,
                               const char *prefix,
                               PnSafetensors *file,
                               GError **error);

/* Whether the file has every tensor that `spec` needs, of the right shape and type. */
gboolean pn_model_check_tensors (const PnSafetensors *file,
                                 const PnSpec *spec,
                                 const char *prefix,
                                 const char *source,
                                 GError **error);

/* Reads checked tensors into the network. Fails where there is no memory for a layer's copy. */
gboolean pn_model_get_tensors (const PnSafetensors *file,
                               const char *prefix,
                               PnNetwork *network,
                               GError **error);

G_END_DECLS
