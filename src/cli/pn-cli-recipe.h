/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-cli.h"
#include "pn-recipe.h"
#include "pn-snapshot.h"

G_BEGIN_DECLS

/* A recipe as a call asks for it: loaded, then `set` (NULL-terminated "PATH=VALUE", may be NULL),
 * then `seed` (may be NULL). NULL after a complaint, with the exit status in `status`.
 */
PnRecipe *pn_cli_load_recipe (const PnCli *cli,
                              const char *path_or_name,
                              char **set,
                              const char *seed,
                              PnCliStatus *status);

/* A model; `recipe` (may be NULL) receives what it was trained by, or NULL. NULL after a complaint.
 */
PnSnapshot *pn_cli_load_model (const PnCli *cli, const char *path_or_name, PnRecipe **recipe);

/* A workspace for the model's network. NULL after a complaint. */
PnWorkspace *pn_cli_new_workspace (const PnCli *cli, const PnNetwork *network, gsize capacity);

G_END_DECLS
