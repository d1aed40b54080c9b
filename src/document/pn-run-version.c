/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-run-private.h"

static PnRecord *
record_new (void)
{
  PnRecord *record = g_new0 (PnRecord, 1);

  g_ref_count_init (&record->count);
  return record;
}

static PnRecord *
record_ref (PnRecord *record)
{
  g_ref_count_inc (&record->count);
  return record;
}

static void
record_unref (PnRecord *record)
{
  if (!g_ref_count_dec (&record->count))
    return;
  g_clear_object (&record->full);
  g_free (record);
}

PnRunVersion *
pn_run_version_new (PnRecipe *recipe, PnSnapshot *snapshot)
{
  PnRunVersion *version = g_new0 (PnRunVersion, 1);

  g_ref_count_init (&version->count);
  version->recipe = recipe;
  version->snapshot = snapshot;
  version->record = record_new ();
  version->diverged_layer = G_MAXSIZE;
  return version;
}

static PnRecipe *
copy_recipe (const PnRecipe *recipe)
{
  return recipe ? pn_recipe_copy (recipe) : NULL;
}

PnRunVersion *
pn_run_version_copy (const PnRunVersion *version)
{
  PnRunVersion *copy = g_memdup2 (version, sizeof *version);

  g_ref_count_init (&copy->count);
  copy->recipe = copy_recipe (version->recipe);
  copy->began = copy_recipe (version->began);
  copy->reference = copy_recipe (version->reference);
  copy->began_from = g_strdup (version->began_from);
  copy->snapshot = pn_snapshot_ref (version->snapshot);
  copy->record = record_ref (version->record);
  return copy;
}

PnRunVersion *
pn_run_version_ref (PnRunVersion *version)
{
  g_ref_count_inc (&version->count);
  return version;
}

void
pn_run_version_unref (PnRunVersion *version)
{
  if (!g_ref_count_dec (&version->count))
    return;
  pn_recipe_free (version->recipe);
  g_clear_pointer (&version->began, pn_recipe_free);
  g_clear_pointer (&version->reference, pn_recipe_free);
  g_free (version->began_from);
  pn_snapshot_unref (version->snapshot);
  record_unref (version->record);
  g_free (version);
}

void
pn_run_version_set_recipe (PnRunVersion *version, PnRecipe *recipe)
{
  pn_recipe_free (version->recipe);
  version->recipe = recipe;
}

void
pn_run_version_set_snapshot (PnRunVersion *version, PnSnapshot *snapshot)
{
  pn_snapshot_unref (version->snapshot);
  version->snapshot = snapshot;
}

void
pn_run_version_set_began (PnRunVersion *version, const PnRecipe *began)
{
  PnRecipe *copy = copy_recipe (began);

  g_clear_pointer (&version->began, pn_recipe_free);
  version->began = copy;
}

void
pn_run_version_renew_record (PnRunVersion *version)
{
  record_unref (version->record);
  version->record = record_new ();
  version->length = (PnHistoryLength){ 0 };
}

const PnRecipe *
pn_run_version_data_recipe (const PnRunVersion *version)
{
  return version->state != PN_RUN_UNTRAINED && version->began ? version->began : version->recipe;
}

PnSettings
pn_run_version_settings (const PnRunVersion *version)
{
  const PnRecipe *began = pn_run_version_data_recipe (version);
  PnSettings settings = version->recipe->settings;

  settings.seed = began->settings.seed;
  settings.shuffle = began->settings.shuffle;
  return settings;
}

gboolean
pn_recipe_differs (const PnRecipe *a, const PnRecipe *b)
{
  g_autoptr (PnRecipe) renamed = pn_recipe_copy (b);

  g_free (renamed->name);
  renamed->name = g_strdup (a->name);
  return !pn_recipe_equal (a, renamed);
}
