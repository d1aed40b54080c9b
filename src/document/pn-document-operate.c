/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-document-private.h"
#include "pn-operate.h"

/* What an edit of a trained network makes of it, and what that costs, which is told once the hand
 * rests.
 */

/* Multiplications that may be spent on the main thread, some hundredths of a second. */
#define MOST_WORK 4e8
#define N_MEASURED 1000
#define REST_MILLISECONDS 300

/* So many images as fit into the time. */
static gsize
affordable (const PnSpec *spec, gsize wanted)
{
  double images = MOST_WORK / (double) MAX (pn_spec_multiply_adds (spec), 1);

  return images < (double) wanted ? (gsize) images : wanted;
}

static gboolean
takes (const PnSpec *spec, PnDataset *dataset)
{
  return dataset != NULL && pn_dataset_n_samples (dataset) > 0
         && pn_spec_n_inputs (spec) == pn_dataset_n_inputs (dataset)
         && pn_spec_n_outputs (spec) == pn_dataset_n_classes (dataset);
}

/* A drag starts from what was there before it, as long as nothing was trained since: narrow and
 * wide again is as before.
 */
static PnRunVersion *
base_version (PnDocument *self, PnRun *run, const PnRunVersion *version, guint gesture)
{
  PnRunVersion *before = pn_document_continues_gesture (self, gesture)
                             ? pn_document_version_before (self, run)
                             : NULL;

  if (before && before->state != PN_RUN_UNTRAINED
      && pn_snapshot_step (before->snapshot) == pn_snapshot_step (version->snapshot)
      && before->record == version->record)
    return before;
  return (PnRunVersion *) version;
}

PnSnapshot *
pn_document_operate (PnDocument *self,
                     PnRun *run,
                     const PnRunVersion *version,
                     const PnRecipe *recipe,
                     guint gesture,
                     GError **error)
{
  PnRunVersion *base = base_version (self, run, version, gesture);
  const PnSpec *old = pn_snapshot_spec (base->snapshot);
  const PnTrainingData *data = pn_document_get_data (self, run);
  gsize n = affordable (old, PN_SURGERY_SAMPLES);
  gboolean has_samples = data && n > 0 && takes (old, data->train);
  PnInputs samples = { 0 };

  if (pn_spec_equal (base->recipe->spec, recipe->spec))
    return pn_snapshot_ref (base->snapshot);
  if (has_samples)
    samples = pn_surgery_inputs (data->train, pn_snapshot_normalisation (base->snapshot), n);
  return pn_snapshot_operate (base->snapshot, recipe->spec, has_samples ? &samples : NULL,
                              pn_run_version_settings (base).optimizer, recipe->settings.seed,
                              error);
}

static gboolean
evaluate (PnSnapshot *snapshot, PnDataset *dataset, PnEvaluation *result)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (network, 250, NULL);

  return workspace
         && pn_network_evaluate (network, workspace, dataset, pn_snapshot_normalisation (snapshot),
                                 NULL, result);
}

/* What was the same before rounding is the same after it. */
static char *
describe_cost (const PnEvaluation *before, const PnEvaluation *after)
{
  if (before->n_correct == after->n_correct
      && fabs (before->loss - after->loss) <= 1e-5 * MAX (1.0, before->loss))
    return g_strdup (_ ("Nothing changed"));
  /* Translators: accuracies on held-out images before and after an edit. */
  return g_strdup_printf (_ ("Accuracy %.3f → %.3f"), before->accuracy, after->accuracy);
}

void
pn_document_forget_edit (PnDocument *self)
{
  g_clear_handle_id (&self->edit_source, g_source_remove);
  g_clear_pointer (&self->edit_before, pn_snapshot_unref);
  g_clear_pointer (&self->edit_after, pn_snapshot_unref);
  g_clear_pointer (&self->edit_images, pn_dataset_unref);
}

static gboolean
tell_cb (gpointer user_data)
{
  PnDocument *self = user_data;
  PnEvaluation before, after;
  g_autofree char *message = NULL;

  self->edit_source = 0;
  if (evaluate (self->edit_before, self->edit_images, &before)
      && evaluate (self->edit_after, self->edit_images, &after))
    message = describe_cost (&before, &after);
  pn_document_forget_edit (self);
  if (message)
    pn_document_edited (self, message);
  return G_SOURCE_REMOVE;
}

void
pn_document_note_edit (PnDocument *self,
                       PnRun *run,
                       PnSnapshot *before,
                       PnSnapshot *after,
                       gboolean merged)
{
  const PnTrainingData *data = pn_document_get_data (self, run);
  const PnSpec *spec = pn_snapshot_spec (after);
  g_autoptr (PnSnapshot) first = NULL;
  gsize n = MIN (affordable (pn_snapshot_spec (before), N_MEASURED), affordable (spec, N_MEASURED));

  if (merged && self->edit_before)
    first = g_steal_pointer (&self->edit_before);
  else
    first = pn_snapshot_ref (before);
  pn_document_forget_edit (self);
  if (!data || n == 0 || !takes (spec, data->validation)
      || !takes (pn_snapshot_spec (first), data->validation))
    return;
  self->edit_before = g_steal_pointer (&first);
  self->edit_after = pn_snapshot_ref (after);
  self->edit_images = pn_dataset_head (data->validation, n);
  self->edit_source = g_timeout_add (REST_MILLISECONDS, tell_cb, self);
}
