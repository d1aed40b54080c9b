/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <jansson.h>

#include "pn-recipe.h"

G_BEGIN_DECLS

/* A recipe inside other JSON. Paths in errors have no source before them. */
PnRecipe *pn_recipe_from_json (const json_t *json, GError **error);
json_t *pn_recipe_as_json (const PnRecipe *recipe);

G_END_DECLS
