/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-recipe.h"
#include "pn-snapshot.h"

G_BEGIN_DECLS

/* Models for other programs, by the ending of the file's name. Inputs of what is exported are in
 * the data's own units (0–255); normalisation is part of it, except in .safetensors and .npz, where
 * it is in the metadata.
 */

/* Whether the ending of `path` names a format. */
gboolean pn_model_export_knows (const char *path);

/* ".safetensors, .npz"; caller frees. */
char *pn_model_export_endings (void);

/* The file that would be written to `path`. `recipe` may be NULL. */
GBytes *
pn_model_export (PnSnapshot *snapshot, const PnRecipe *recipe, const char *path, GError **error);

G_END_DECLS
