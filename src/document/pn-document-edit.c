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
static void
name_by_difference (PnDocument *self, PnRecipe *recipe, const PnRecipe *reference, PnRun *run)
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

  name_by_difference (self, recipe, reference, NULL);
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

/* The parameters after a change to `recipe`. */
static PnSnapshot *
changed_snapshot (PnDocument *self,
                  PnRun *run,
                  const PnRunVersion *version,
                  const PnRecipe *recipe,
                  guint gesture,
                  GError **error)
{
  gboolean same_start = pn_spec_equal (version->recipe->spec, recipe->spec)
                        && version->recipe->settings.seed == recipe->settings.seed
                        && version->recipe->normalise == recipe->normalise
                        && pn_recipe_same_data (version->recipe, recipe);

  if (version->state != PN_RUN_UNTRAINED)
    return pn_document_operate (self, run, version, recipe, gesture, error);
  if (same_start)
    return pn_snapshot_ref (version->snapshot);
  return pn_document_fresh_snapshot (self, recipe, error);
}

/* A drag leaves one mark, where it ended. */
static void
mark_change (PnDocument *self, PnRun *run, PnMarkKind kind, const char *text, gboolean merged)
{
  PnRunVersion *before = merged ? pn_document_version_before (self, run) : NULL;
  PnHistory *history = pn_run_get_history (run);

  if (before && before->record == pn_run_get_version (run)->record
      && before->length.n_steps == pn_history_get_length (history).n_steps)
    pn_history_assign (history, history, before->length);
  pn_run_add_mark (run, kind, text);
}

/* Takes `recipe`. */
static gboolean
change (PnDocument *self,
        PnRun *run,
        PnRecipe *recipe,
        PnMarkKind kind,
        const char *label,
        guint gesture,
        GError **error)
{
  g_autoptr (PnRunVersion) version = pn_run_version_copy (pn_run_get_version (run));
  g_autofree char *difference = pn_recipe_describe_difference (recipe, version->recipe);
  PnSnapshot *snapshot = changed_snapshot (self, run, version, recipe, gesture, error);
  g_autoptr (PnSnapshot) before = pn_snapshot_ref (version->snapshot);
  gboolean merged;

  if (!snapshot)
    {
      pn_recipe_free (recipe);
      return FALSE;
    }
  /* Of a design whose layers only start another way the numbers are still the same. */
  if (snapshot == version->snapshot)
    kind = PN_MARK_SETTING;
  if (version->reference)
    name_by_difference (self, recipe, version->reference, run);
  pn_run_version_set_recipe (version, recipe);
  pn_run_version_set_snapshot (version, snapshot);
  merged = pn_document_begin_change (self, label, gesture);
  if (version->state != PN_RUN_UNTRAINED)
    mark_change (self, run, kind, kind == PN_MARK_SETTING && *difference ? difference : label,
                 merged);
  if (version->state != PN_RUN_UNTRAINED && kind == PN_MARK_EDIT && snapshot != before)
    pn_document_note_edit (self, run, before, snapshot, merged);
  version->length = pn_history_get_length (pn_run_get_history (run));
  pn_run_set_version (run, version);
  if (run == self->selected)
    pn_document_refresh_data (self);
  pn_document_end_change (self);
  return TRUE;
}

/* Between two batches, where the run trains. It goes on even where the change was refused. */
static gboolean
change_between_batches (PnDocument *self,
                        PnRun *run,
                        PnRecipe *recipe,
                        PnMarkKind kind,
                        const char *label,
                        guint gesture,
                        GError **error)
{
  gboolean training = pn_run_get_trainer (run) != NULL, changed;
  g_autoptr (GError) problem = NULL;
  guint64 until = 0;

  g_object_freeze_notify (G_OBJECT (run));
  g_object_freeze_notify (G_OBJECT (self));
  if (training)
    until = pn_document_stop_burst (self, run, pn_document_continues_gesture (self, gesture));
  changed = change (self, run, recipe, kind, label, gesture, error);
  if (training && !pn_document_begin_burst (self, run, until, &problem))
    pn_document_report (self, problem);
  g_object_thaw_notify (G_OBJECT (self));
  g_object_thaw_notify (G_OBJECT (run));
  return changed;
}

gboolean
pn_document_set_recipe (PnDocument *self,
                        PnRun *run,
                        const PnRecipe *recipe,
                        const char *label,
                        guint gesture,
                        GError **error)
{
  const PnRecipe *old = pn_run_get_recipe (run);
  gboolean design = !pn_spec_equal (recipe->spec, old->spec);
  PnRecipe *copy;

  if (!pn_recipe_differs (old, recipe))
    return TRUE;
  if (!pn_spec_validate (recipe->spec, error) || !pn_settings_validate (&recipe->settings, error))
    return FALSE;
  copy = pn_recipe_copy (recipe);
  g_free (copy->name);
  copy->name = g_strdup (old->name);
  return change_between_batches (self, run, copy, design ? PN_MARK_EDIT : PN_MARK_SETTING, label,
                                 gesture, error);
}

gboolean
pn_document_set_spec (PnDocument *self,
                      PnRun *run,
                      const PnSpec *spec,
                      const char *label,
                      guint gesture,
                      GError **error)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (run));

  pn_spec_free (recipe->spec);
  recipe->spec = pn_spec_copy (spec);
  return pn_document_set_recipe (self, run, recipe, label, gesture, error);
}

gboolean
pn_document_set_settings (PnDocument *self,
                          PnRun *run,
                          const PnSettings *settings,
                          const char *label,
                          guint gesture,
                          GError **error)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (run));

  recipe->settings = *settings;
  return pn_document_set_recipe (self, run, recipe, label, gesture, error);
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
