/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli-recipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-model-file.h"

/* "epochs=4" */
static gboolean
set_one (const PnCli *cli, PnRecipe *recipe, const char *assignment)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (equals == NULL || equals == assignment)
    {
      pn_cli_misuse (cli, _ ("--set: “%s” should be like epochs=4 or layers.0.units=32"),
                     assignment);
      return FALSE;
    }
  path = g_strndup (assignment, (gsize) (equals - assignment));
  if (pn_recipe_set (recipe, path, equals + 1, &error))
    return TRUE;
  pn_cli_misuse (cli, "--set %s: %s", assignment, error->message);
  return FALSE;
}

static gboolean
set_all (const PnCli *cli, PnRecipe *recipe, char **set, const char *seed)
{
  for (; set != NULL && *set != NULL; set++)
    if (!set_one (cli, recipe, *set))
      return FALSE;
  return seed == NULL
         || pn_cli_read_number (cli, "--seed", seed, 0, G_MAXINT64, &recipe->settings.seed);
}

PnRecipe *
pn_cli_load_recipe (const PnCli *cli,
                    const char *path_or_name,
                    char **set,
                    const char *seed,
                    PnCliStatus *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRecipe) recipe = pn_recipe_load (path_or_name, &error);

  if (recipe == NULL)
    {
      *status = pn_cli_fail (cli, error);
      return NULL;
    }
  if (!set_all (cli, recipe, set, seed))
    {
      *status = PN_CLI_USAGE;
      return NULL;
    }
  return g_steal_pointer (&recipe);
}

PnSnapshot *
pn_cli_load_model (const PnCli *cli, const char *path_or_name, PnRecipe **recipe)
{
  g_autoptr (GError) error = NULL;
  PnSnapshot *snapshot = pn_model_load (path_or_name, recipe, &error);

  if (snapshot == NULL)
    pn_cli_fail (cli, error);
  return snapshot;
}

PnWorkspace *
pn_cli_new_workspace (const PnCli *cli, const PnNetwork *network, gsize capacity)
{
  g_autoptr (GError) error = NULL;
  PnWorkspace *workspace = pn_workspace_new (network, capacity, &error);

  if (workspace == NULL)
    pn_cli_fail (cli, error);
  return workspace;
}
