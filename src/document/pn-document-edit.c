/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"
#include "pn-model-file.h"

/* So many pairs of colour and marker as pictures tell apart (PN_N_RUN_COLORS in draw), and the
 * colours among them: look n has colour n % 6.
 */
#define N_LOOKS 36
#define N_COLOURS 6

/* Until the data is there to be measured: as the first 20,000 of MNIST. */
#define USUAL_MEAN 33.55
#define USUAL_STD 78.88

static PnNormalisation
normalisation_for (PnDocument *self, const PnRecipe *recipe)
{
  const PnTrainingData *data = pn_data_cache_lookup (self->data, recipe);

  if (data)
    return data->normalisation;
  if (recipe->normalise == PN_NORMALISE_STANDARD)
    return (PnNormalisation){ USUAL_MEAN, USUAL_STD };
  return (PnNormalisation){ 0, recipe->normalise == PN_NORMALISE_UNIT ? 255 : 1 };
}

PnSnapshot *
pn_document_fresh_snapshot (PnDocument *self, const PnRecipe *recipe, GError **error)
{
  const PnTrainingData *data = pn_data_cache_lookup (self->data, recipe);
  PnNormalisation normalisation = normalisation_for (self, recipe);
  PnNetwork *network = pn_network_new (recipe->spec, error);

  if (!network)
    return NULL;
  pn_network_initialise (network, recipe->settings.seed);
  return pn_snapshot_new_take (network, &normalisation,
                               data ? pn_dataset_class_names (data->train) : NULL, NULL, NULL, 0,
                               NULL, NULL);
}

/* The first look that the fewest runs have; among those, one whose colour the fewest have. */
static guint
next_colour (PnDocument *self)
{
  guint looks[N_LOOKS] = { 0 }, colours[N_COLOURS] = { 0 }, best = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      guint look = pn_run_get_colour (g_ptr_array_index (self->runs, i)) % N_LOOKS;

      looks[look]++;
      colours[look % N_COLOURS]++;
    }
  for (guint look = 1; look < N_LOOKS; look++)
    if (looks[look] < looks[best]
        || (looks[look] == looks[best] && colours[look % N_COLOURS] < colours[best % N_COLOURS]))
      best = look;
  return best;
}

static PnRun *
append_run (PnDocument *self, PnRunVersion *version)
{
  g_autoptr (PnRun) run = pn_run_new (++self->last_id, next_colour (self), version);

  pn_document_insert_run (self, self->runs->len, run);
  return run;
}

/* Takes `recipe`. NULL, and told, where the network doesn't fit into memory. */
static PnRun *
append_recipe (PnDocument *self, PnRecipe *recipe, const PnRecipe *reference)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRunVersion) version = NULL;
  PnSnapshot *snapshot = pn_document_fresh_snapshot (self, recipe, &error);

  if (!snapshot)
    {
      pn_document_report (self, error);
      pn_recipe_free (recipe);
      return NULL;
    }
  version = pn_run_version_new (recipe, snapshot);
  version->reference = reference ? pn_recipe_copy (reference) : NULL;
  return append_run (self, version);
}

PnRun *
pn_document_add_recipe (PnDocument *self, const PnRecipe *recipe)
{
  guint n = self->runs->len;

  pn_document_add_recipes (self, &recipe, 1, _ ("Add Run"));
  return pn_document_get_run (self, n);
}

void
pn_document_add_recipes (PnDocument *self,
                         const PnRecipe *const *recipes,
                         gsize n,
                         const char *label)
{
  guint first = self->runs->len;

  pn_document_begin_change (self, label, 0);
  for (gsize i = 0; i < n; i++)
    append_recipe (self, pn_recipe_copy (recipes[i]), NULL);
  if (self->runs->len > first)
    pn_document_select (self, pn_document_get_run (self, first));
  pn_document_end_change (self);
}

static PnRun *
append_model (PnDocument *self, PnSnapshot *snapshot, const PnRecipe *recipe, const char *name)
{
  PnRecipe *copy = recipe ? pn_recipe_copy (recipe) : pn_recipe_new ();
  g_autoptr (PnRunVersion) version = pn_run_version_new (copy, pn_snapshot_ref (snapshot));

  g_free (copy->name);
  copy->name = g_strdup (name);
  pn_spec_free (copy->spec);
  copy->spec = pn_spec_copy (pn_snapshot_spec (snapshot));
  version->state = PN_RUN_FINISHED;
  version->began_from = g_strdup (name);
  return append_run (self, version);
}

PnRun *
pn_document_add_model (PnDocument *self,
                       PnSnapshot *snapshot,
                       const PnRecipe *recipe,
                       const char *name)
{
  PnRun *run;

  pn_document_begin_change (self, _ ("Add Model"), 0);
  run = append_model (self, snapshot, recipe, name);
  pn_document_select (self, run);
  pn_document_end_change (self);
  return run;
}

void
pn_document_add_first_runs (PnDocument *self)
{
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (PnSnapshot) drawing = pn_model_load ("drawing", &recipe, NULL);

  if (drawing)
    append_model (self, drawing, recipe, _ ("Drawing"));
  append_recipe (self, pn_recipe_new (), NULL);
  pn_document_select (self, pn_document_get_run (self, 0));
  pn_document_save (self);
}

static gboolean
is_taken (PnDocument *self, const char *name, PnRun *except)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (self->runs->pdata[i] != except
        && g_strcmp0 (pn_run_get_name (self->runs->pdata[i]), name) == 0)
      return TRUE;
  return FALSE;
}

/* "Plain" and "Plain (2)" both become "Plain (3)", not a copy of a copy. */
static char *
numbered_name (PnDocument *self, const char *name, PnRun *run)
{
  g_autoptr (GRegex) number = g_regex_new (" \\([0-9]+\\)$", 0, 0, NULL);
  g_autofree char *base = g_regex_replace_literal (number, name, -1, 0, "", 0, NULL);
  g_autofree char *numbered = NULL;

  for (guint i = 2; !numbered || is_taken (self, numbered, run); i++)
    {
      g_free (numbered);
      numbered = g_strdup_printf ("%s (%u)", base, i);
    }
  return g_steal_pointer (&numbered);
}

/* What differs from the run that it was copied from. `run` is the one to be named, NULL if new. */
void
pn_document_name_by_difference (PnDocument *self,
                                PnRecipe *recipe,
                                const PnRecipe *reference,
                                PnRun *run)
{
  g_autofree char *difference = pn_recipe_describe_difference (recipe, reference);

  g_free (recipe->name);
  if (*difference)
    recipe->name = g_steal_pointer (&difference);
  else
    recipe->name = numbered_name (self, reference->name, run);
}

/* Takes `recipe`: that of `from`, changed. */
static PnRun *
append_copy (PnDocument *self, PnRun *from, PnRecipe *recipe)
{
  const PnRecipe *reference = pn_run_get_recipe (from);
  PnRun *run;

  pn_document_name_by_difference (self, recipe, reference, NULL);
  run = append_recipe (self, recipe, reference);
  if (run)
    pn_document_select (self, run);
  return run;
}

PnRun *
pn_document_new_run (PnDocument *self, PnRun *from)
{
  return pn_document_new_run_with_seed (self, from, pn_run_get_settings (from)->seed);
}

PnRun *
pn_document_new_run_with_seed (PnDocument *self, PnRun *from, guint64 seed)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (from));

  recipe->settings.seed = seed;
  return pn_document_new_run_with_recipe (self, from, recipe, _ ("New Run"));
}

PnRun *
pn_document_new_run_with_recipe (PnDocument *self,
                                 PnRun *from,
                                 const PnRecipe *recipe,
                                 const char *label)
{
  PnRun *run;

  pn_document_begin_change (self, label, 0);
  run = append_copy (self, from, pn_recipe_copy (recipe));
  pn_document_end_change (self);
  return run;
}

void
pn_document_remove_run (PnDocument *self, PnRun *run)
{
  pn_document_stop_burst (self, run, FALSE);
  pn_document_begin_change (self, _ ("Delete Run"), 0);
  pn_document_drop_run (self, run);
  pn_document_end_change (self);
  pn_document_train_waiting (self);
}

void
pn_document_rename_run (PnDocument *self, PnRun *run, const char *name)
{
  g_autoptr (PnRunVersion) version = NULL;

  if (g_strcmp0 (pn_run_get_name (run), name) == 0)
    return;
  pn_document_begin_change (self, _ ("Rename Run"), 0);
  version = pn_run_version_copy (pn_run_get_version (run));
  g_free (version->recipe->name);
  version->recipe->name = g_strdup (name);
  g_clear_pointer (&version->reference, pn_recipe_free);
  pn_run_set_version (run, version);
  pn_document_end_change (self);
}

void
pn_document_set_checked (PnDocument *self, PnRun *run, gboolean checked)
{
  pn_run_set_checked (run, checked);
  pn_document_save (self);
}

void
pn_document_reinitialise (PnDocument *self, PnRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRunVersion) version = NULL;
  PnSnapshot *snapshot;

  pn_document_stop_burst (self, run, FALSE);
  pn_document_train_waiting (self);
  if (pn_run_get_state (run) == PN_RUN_UNTRAINED)
    return;
  snapshot = pn_document_fresh_snapshot (self, pn_run_get_recipe (run), &error);
  if (!snapshot)
    {
      pn_document_report (self, error);
      return;
    }
  pn_document_begin_change (self, _ ("Reinitialise"), 0);
  version = pn_run_version_copy (pn_run_get_version (run));
  pn_run_version_set_snapshot (version, snapshot);
  pn_run_version_set_began (version, NULL);
  pn_run_version_renew_record (version);
  g_clear_pointer (&version->began_from, g_free);
  version->state = PN_RUN_UNTRAINED;
  version->reason = PN_STOP_NONE;
  version->training_seconds = 0;
  pn_run_set_version (run, version);
  pn_document_end_change (self);
}
