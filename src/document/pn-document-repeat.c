/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "pn-document.h"

/* Whether a run has that seed already, among those that are otherwise as `recipe` says. */
static gboolean
is_taken (PnDocument *self, const PnRecipe *recipe, guint64 seed)
{
  for (guint i = 0; i < pn_document_n_runs (self); i++)
    {
      const PnRecipe *other = pn_run_get_recipe (pn_document_get_run (self, i));

      if (other->settings.seed == seed && pn_recipe_repeats (other, recipe))
        return TRUE;
    }
  return FALSE;
}

static PnRecipe *
with_seed (const PnRecipe *recipe, guint64 seed)
{
  PnRecipe *copy = pn_recipe_copy (recipe);

  copy->settings.seed = seed;
  g_free (copy->name);
  /* Translators: the name of a run, and its seed. */
  copy->name = g_strdup_printf (_ ("%s, seed %" PRIu64), recipe->name, seed);
  return copy;
}

void
pn_document_repeat_run (PnDocument *self, PnRun *run, guint n)
{
  const PnRecipe *recipe = pn_run_get_recipe (run);
  g_autoptr (GPtrArray) repeats = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_recipe_free);
  guint64 seed = recipe->settings.seed;

  while (repeats->len + 1 < n)
    if (!is_taken (self, recipe, ++seed))
      g_ptr_array_add (repeats, with_seed (recipe, seed));
  if (repeats->len > 0)
    pn_document_add_recipes (self, (const PnRecipe *const *) repeats->pdata, repeats->len,
                             _ ("Repeat with Other Seeds"));
}
