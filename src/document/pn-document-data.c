/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-data-folder.h"
#include "pn-document-private.h"

static const PnRecipe *
data_recipe (PnRun *run)
{
  return pn_run_version_data_recipe (pn_run_get_version (run));
}

const PnTrainingData *
pn_document_get_data (PnDocument *self, PnRun *run)
{
  return pn_data_cache_lookup (self->data, data_recipe (run));
}

static gboolean
is_known_set (const char *set)
{
  return g_strv_contains (pn_data_folder_known_sets (), set);
}

gboolean
pn_document_has_data (PnDocument *self, PnRun *run)
{
  const char *set = data_recipe (run)->set;
  g_autofree char *folder = NULL;

  if (pn_document_get_data (self, run))
    return TRUE;
  if (!is_known_set (set))
    return g_file_test (set, G_FILE_TEST_EXISTS);
  folder = pn_data_folder_find (set, NULL);
  return folder != NULL;
}

static gboolean
same_normalisation (const PnNormalisation *a, const PnNormalisation *b)
{
  return a->mean == b->mean && a->std == b->std;
}

/* An untrained network gets the normalisation of its data as soon as that is known; a trained one
 * keeps that which it was trained with.
 */
static void
adjust (PnDocument *self, PnRun *run)
{
  PnRunVersion *version = pn_run_get_version (run);
  const PnTrainingData *data = pn_document_get_data (self, run);
  g_autoptr (PnRunVersion) adjusted = NULL;
  PnSnapshot *snapshot;

  if (!data || version->state != PN_RUN_UNTRAINED
      || same_normalisation (pn_snapshot_normalisation (version->snapshot), &data->normalisation))
    return;
  snapshot = pn_document_fresh_snapshot (self, version->recipe, NULL);
  if (!snapshot)
    return;
  adjusted = pn_run_version_copy (version);
  pn_run_version_set_snapshot (adjusted, snapshot);
  pn_run_set_version (run, adjusted);
}

void
pn_document_data_loaded (PnDocument *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    adjust (self, g_ptr_array_index (self->runs, i));
  pn_document_notify (self, "data-ready");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *document = user_data;
  g_autoptr (PnDocument) self = g_weak_ref_get (document);
  const PnTrainingData *data = pn_data_cache_load_finish (PN_DATA_CACHE (source), result, NULL);

  /* Whoever trains will be told what is missing; until then nobody has asked. */
  if (self && data && !self->closed)
    pn_document_data_loaded (self);
  g_weak_ref_clear (document);
  g_free (document);
}

void
pn_document_want_data (PnDocument *self, PnRun *run)
{
  GWeakRef *document;

  if (pn_document_get_data (self, run) || !pn_document_has_data (self, run))
    return;
  document = g_new0 (GWeakRef, 1);
  g_weak_ref_init (document, self);
  pn_data_cache_load_async (self->data, data_recipe (run), NULL, loaded_cb, document);
}

void
pn_document_refresh_data (PnDocument *self)
{
  if (self->selected)
    pn_document_want_data (self, self->selected);
  pn_document_notify (self, "data-ready");
}
