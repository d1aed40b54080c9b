/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-recipe.h"
#include "pn-table.h"

G_BEGIN_DECLS

/* Appends the settings in which the recipes differ, one field each, to a table with as many
 * records. Returns how many there are.
 */
guint pn_recipe_table_append_differences (PnTable *table, const PnRecipe *const *recipes);

G_END_DECLS
