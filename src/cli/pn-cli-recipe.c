/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli-recipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-data-folder.h"
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

/* How the data is read must be known before what they are. */
static gboolean
set_data (const PnCli *cli, PnRecipe *recipe, char **set)
{
  for (; set != NULL && *set != NULL; set++)
    if (g_str_has_prefix (*set, "data.table.") && !set_one (cli, recipe, *set))
      return FALSE;
  return TRUE;
}

/* "a, b": columns that are left out. */
static char *
skipped_names (const PnCsvPreview *preview)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (gsize j = 0; j < preview->n_columns; j++)
    if (preview->skipped[j])
      g_strv_builder_add (names, preview->names[j]);
  all = g_strv_builder_end (names);
  return g_strjoinv (", ", all);
}

/* What was found about a table may be wrong. */
static void
tell_table (const PnCli *cli, const char *name, const PnCsvPreview *preview)
{
  g_autofree char *skipped = NULL;

  if (cli->json || preview == NULL)
    return;
  skipped = skipped_names (preview);
  pn_cli_note (cli, _ ("%s: the class is in column %zu (%s)"), name, preview->format.label,
               preview->names[preview->format.label - 1]);
  if (*skipped != '\0')
    pn_cli_note (cli, _ ("%s: left out: %s"), name, skipped);
}

/* Reads the data and fits the recipe to them. How a table is read stays in it. */
static gboolean
fit_to_data (const PnCli *cli, PnRecipe *recipe, GError **error)
{
  g_autoptr (PnCsvPreview) preview = NULL;
  g_autoptr (PnDataset) all = NULL;
  g_autoptr (PnDataset) test = NULL;

  if (pn_csv_is_name (recipe->set))
    {
      preview = pn_csv_preview_new (recipe->set, &recipe->table, error);
      if (preview == NULL)
        return FALSE;
      pn_csv_format_clear (&recipe->table);
      pn_csv_format_copy (&preview->format, &recipe->table);
    }
  if (!pn_data_load_path (recipe->set, &recipe->table, &all, &test, error))
    return FALSE;
  pn_recipe_adapt (recipe, all, test != NULL);
  tell_table (cli, recipe->name, preview);
  return TRUE;
}

/* The usual design and settings, for the data that lie at `path`. */
static PnRecipe *
recipe_for_data (const PnCli *cli, const char *path, char **set, PnCliStatus *status)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  g_autoptr (GError) error = NULL;

  g_free (recipe->name);
  recipe->name = g_path_get_basename (path);
  g_free (recipe->set);
  recipe->set = g_canonicalize_filename (path, NULL);
  *status = PN_CLI_USAGE;
  if (!set_data (cli, recipe, set))
    return NULL;
  if (fit_to_data (cli, recipe, &error))
    return g_steal_pointer (&recipe);
  *status = pn_cli_fail (cli, error);
  return NULL;
}

static PnRecipe *
load (const PnCli *cli, const char *path_or_name, char **set, PnCliStatus *status)
{
  g_autoptr (GError) error = NULL;
  PnRecipe *recipe;

  if (pn_data_is_path (path_or_name))
    return recipe_for_data (cli, path_or_name, set, status);
  recipe = pn_recipe_load (path_or_name, &error);
  if (recipe == NULL)
    *status = pn_cli_fail (cli, error);
  return recipe;
}

PnRecipe *
pn_cli_load_recipe (const PnCli *cli,
                    const char *path_or_name,
                    char **set,
                    const char *seed,
                    PnCliStatus *status)
{
  g_autoptr (PnRecipe) recipe = load (cli, path_or_name, set, status);

  if (recipe == NULL)
    return NULL;
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
