/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-match.h"

#include <glib/gi18n-lib.h>

#include "pn-report-claim.h"

#define SHIPPED "tdt4265-a2"

static gboolean
is_finished (const PnReportRun *run)
{
  return (run->reason == PN_STOP_EARLY || run->reason == PN_STOP_EPOCHS)
         && !pn_report_run_was_changed (run);
}

static gboolean
is_of_recipe (const PnReportRun *run, const PnRecipe *recipe)
{
  g_autoptr (PnRecipe) same = pn_recipe_copy (recipe);

  g_free (same->name);
  same->name = g_strdup (run->recipe->name);
  same->settings.seed = run->recipe->settings.seed;
  return pn_recipe_equal (same, run->recipe);
}

/* How well a run stands for its recipe: by the recipe's own seed, then by its name. */
static int
rank (const PnReportRun *run, const PnRecipe *recipe)
{
  gboolean named
      = g_str_equal (run->name, recipe->name) || g_str_equal (run->name, _ (recipe->name));

  return 2 * (run->recipe->settings.seed == recipe->settings.seed) + named;
}

/* The first of those that stand for it best is no repeat. */
static void
mark_repeats (const GPtrArray *runs, const char *key, const PnRecipe *recipe)
{
  PnReportRun *own = NULL;

  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];

      if (g_strcmp0 (run->key, key) != 0)
        continue;
      run->repeat = TRUE;
      if (own == NULL || rank (run, recipe) > rank (own, recipe))
        own = run;
    }
  if (own != NULL)
    own->repeat = FALSE;
}

static void
give_key (const GPtrArray *runs, const char *key, const PnRecipe *recipe)
{
  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];

      if (run->key == NULL && is_finished (run) && is_of_recipe (run, recipe))
        run->key = g_strdup (key);
    }
  mark_repeats (runs, key, recipe);
}

static gboolean
all_have_keys (const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (((PnReportRun *) runs->pdata[i])->key == NULL)
      return FALSE;
  return TRUE;
}

static void
forget_keys (const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];

      g_clear_pointer (&run->key, g_free);
      run->repeat = FALSE;
    }
}

static gboolean
has_all (const GPtrArray *runs, char **keys)
{
  for (; *keys != NULL; keys++)
    if (pn_report_find_run (runs, *keys) == NULL)
      return FALSE;
  return TRUE;
}

/* Leaves what the runs are enough for. */
static void
filter (PnReportTemplate *plan, const GPtrArray *runs)
{
  for (guint i = plan->figures->len; i > 0; i--)
    if (!has_all (runs, ((PnReportFigure *) plan->figures->pdata[i - 1])->runs))
      g_ptr_array_remove_index (plan->figures, i - 1);
  for (guint i = plan->claims->len; i > 0; i--)
    {
      PnReportClaim *claim = plan->claims->pdata[i - 1];
      char *keys[] = { claim->run, claim->than, NULL };

      if (!has_all (runs, keys))
        g_ptr_array_remove_index (plan->claims, i - 1);
    }
}

static gboolean
is_same (const PnReportRun *a, const PnReportRun *b)
{
  return g_str_equal (a->key, b->key) && a->recipe->settings.seed == b->recipe->settings.seed;
}

/* The same recipe with the same seed twice is one run: its repeat goes. */
static void
drop_twins (GPtrArray *runs)
{
  for (guint i = runs->len; i > 0; i--)
    {
      PnReportRun *run = runs->pdata[i - 1];
      gboolean twin = FALSE;

      for (guint k = 0; k < runs->len && run->repeat; k++)
        twin = twin || (k != i - 1 && is_same (runs->pdata[k], run));
      if (twin)
        g_ptr_array_remove_index (runs, i - 1);
    }
}

PnReportTemplate *
pn_report_match (GPtrArray *runs)
{
  g_autoptr (PnReportTemplate) plan = pn_report_template_load (SHIPPED, NULL);

  if (plan == NULL)
    return NULL;
  for (char **key = plan->runs; *key != NULL; key++)
    {
      g_autoptr (PnRecipe) recipe = pn_recipe_load (*key, NULL);

      if (recipe != NULL)
        give_key (runs, *key, recipe);
    }
  filter (plan, runs);
  if (all_have_keys (runs) && plan->figures->len > 0)
    {
      drop_twins (runs);
      return g_steal_pointer (&plan);
    }
  forget_keys (runs);
  return NULL;
}
