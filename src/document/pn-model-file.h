/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-recipe.h"
#include "pn-snapshot.h"

G_BEGIN_DECLS

/* Models and checkpoints as safetensors (see perceptron-cli(1)): tensors named as
 * torch.nn.Sequential names them, weights [out, in], the bias trick folded exactly into the first
 * layer's bias, and in __metadata__ the key "perceptron" with spec, normalisation and class names
 * as one JSON object. Read strictly: header length, duplicate keys, holes, overlaps, trailing
 * bytes, shapes and types are checked before anything is allocated.
 */

/* Writes the file whole or not at all. With `state`, optimiser state and position are written too
 * (a checkpoint), and `recipe` (may be NULL) is kept beside them.
 */
gboolean pn_model_save (PnSnapshot *snapshot,
                        const PnRecipe *recipe,
                        gboolean state,
                        const char *path,
                        GError **error);

/* A path, or the name of a shipped model ("drawing"). `recipe` (may be NULL) receives the recipe
 * that came with it, or NULL.
 */
PnSnapshot *pn_model_load (const char *path_or_name, PnRecipe **recipe, GError **error);

/* The same in memory, for the document's blobs. */
GBytes *
pn_model_to_bytes (PnSnapshot *snapshot, const PnRecipe *recipe, gboolean state, GError **error);
PnSnapshot *
pn_model_from_bytes (GBytes *bytes, const char *source, PnRecipe **recipe, GError **error);

G_END_DECLS
