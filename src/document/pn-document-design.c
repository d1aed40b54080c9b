/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-document-private.h"

/* Changes of a run's design and settings: at once, between two batches, or on a thread. */

/* The parameters after a change of `recipe` to a run that is not trained. */
static PnSnapshot *
fresh_snapshot (PnDocument *self,
                const PnRunVersion *version,
                const PnRecipe *recipe,
                GError **error)
{
  gboolean same_start = pn_spec_equal (version->recipe->spec, recipe->spec)
                        && version->recipe->settings.seed == recipe->settings.seed
                        && version->recipe->normalise == recipe->normalise
                        && pn_recipe_same_data (version->recipe, recipe);

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

/* Takes `recipe` and `snapshot`. */
static void
change (PnDocument *self,
        PnRun *run,
        PnRecipe *recipe,
        PnSnapshot *snapshot,
        PnMarkKind kind,
        const char *label,
        guint gesture)
{
  g_autoptr (PnRunVersion) version = pn_run_version_copy (pn_run_get_version (run));
  g_autofree char *difference = pn_recipe_describe_difference (recipe, version->recipe);
  g_autoptr (PnSnapshot) before = pn_snapshot_ref (version->snapshot);
  gboolean merged;

  /* Of a design whose layers only start another way the numbers are still the same. */
  if (snapshot == version->snapshot)
    kind = PN_MARK_SETTING;
  if (version->reference)
    pn_document_name_by_difference (self, recipe, version->reference, run);
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
}

void
pn_document_change_design (PnDocument *self,
                           PnRun *run,
                           PnRecipe *recipe,
                           PnSnapshot *snapshot,
                           const char *label,
                           guint gesture)
{
  change (self, run, recipe, snapshot, PN_MARK_EDIT, label, gesture);
}

/* Takes `recipe`. The run doesn't train. */
static gboolean
change_now (PnDocument *self,
            PnRun *run,
            PnRecipe *recipe,
            PnMarkKind kind,
            const char *label,
            guint gesture,
            GError **error)
{
  const PnRunVersion *version = pn_run_get_version (run);
  gboolean trained = version->state != PN_RUN_UNTRAINED;
  g_autoptr (PnEditOrder) order
      = trained ? pn_document_order_edit (self, run, recipe, gesture) : NULL;
  PnSnapshot *snapshot = trained ? pn_edit_order_execute (order, NULL, error)
                                 : fresh_snapshot (self, version, recipe, error);

  if (snapshot)
    change (self, run, recipe, snapshot, kind, label, gesture);
  else
    pn_recipe_free (recipe);
  return snapshot != NULL;
}

/* Takes `recipe`, if so. The run doesn't train now; with `trains` it does again afterwards. */
static gboolean
change_later (PnDocument *self,
              PnRun *run,
              PnRecipe *recipe,
              const char *label,
              guint gesture,
              gboolean trains,
              guint64 until)
{
  g_autoptr (PnEditOrder) order = NULL;

  if (pn_run_get_state (run) == PN_RUN_UNTRAINED)
    return FALSE;
  order = pn_document_order_edit (self, run, recipe, gesture);
  if (!pn_document_is_slow_order (order))
    return FALSE;
  pn_document_operate_later (self, run, g_steal_pointer (&order), recipe, label, gesture, trains,
                             until);
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
  gboolean training = pn_run_get_trainer (run) != NULL, changed, later;
  g_autoptr (GError) problem = NULL;
  guint64 until = 0;

  g_object_freeze_notify (G_OBJECT (run));
  g_object_freeze_notify (G_OBJECT (self));
  if (training)
    until = pn_document_stop_burst (self, run, pn_document_continues_gesture (self, gesture));
  else
    training = pn_document_supersede_edit (self, run, &until);
  later = change_later (self, run, recipe, label, gesture, training, until);
  changed = later || change_now (self, run, recipe, kind, label, gesture, error);
  if (training && !later && !pn_document_begin_burst (self, run, until, &problem))
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
