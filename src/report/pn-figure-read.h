/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-recipe.h"

G_BEGIN_DECLS

/* The recipes of the runs in an exported figure (PNG or SVG), as pn_figure_export() put them
 * inside, named as in its legend. The figure's first run first. An array of PnRecipe, free with
 * unref; NULL with an error that names `path` where it can't be read, is no figure of ours, or has
 * no recipe.
 */
GPtrArray *pn_figure_read_recipes (const char *path, GError **error);

G_END_DECLS
