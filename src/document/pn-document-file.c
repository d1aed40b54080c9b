/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "pn-document-private.h"
#include "pn-error.h"

#define EXTENSION ".perceptron"

static char *
drafts_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "perceptron", "drafts", NULL);
}

static char *
new_draft_path (GError **error)
{
  g_autofree char *folder = drafts_folder ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  char *path = g_strconcat (folder, G_DIR_SEPARATOR_S, name, EXTENSION, NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: it can't be made: %s"), folder,
                 g_strerror (errno));
  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s/%s-%u%s", folder, name, i, EXTENSION);
    }
  return path;
}

/* Their names begin with the time: the newest first. */
static int
compare_drafts (gconstpointer a, gconstpointer b)
{
  return -g_strcmp0 (g_file_peek_path (*(GFile *const *) a),
                     g_file_peek_path (*(GFile *const *) b));
}

GPtrArray *
pn_document_list_drafts (void)
{
  g_autofree char *folder = drafts_folder ();
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  GPtrArray *drafts = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name;

  while (names && (name = g_dir_read_name (names)))
    if (g_str_has_suffix (name, EXTENSION))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_ptr_array_add (drafts, g_file_new_for_path (path));
      }
  g_ptr_array_sort (drafts, compare_drafts);
  return drafts;
}

GDateTime *
pn_document_draft_time (GFile *draft)
{
  g_autofree char *name = g_file_get_basename (draft);
  int year, month, day, hour, minute, second;

  if (!name
      || sscanf (name, "%4d-%2d-%2d-%2d%2d%2d", &year, &month, &day, &hour, &minute, &second) != 6)
    return NULL;
  return g_date_time_new_local (year, month, day, hour, minute, second);
}

static void
use_store (PnDocument *self, PnStore *store, const char *path)
{
  g_autofree char *folder = drafts_folder ();
  g_autofree char *parent = g_path_get_dirname (path);

  self->store = store;
  g_clear_object (&self->file);
  self->file = g_file_new_for_path (path);
  self->draft = g_strcmp0 (folder, parent) == 0;
  pn_store_set_failed (store, pn_document_save_failed, self);
  pn_document_notify (self, "title");
}

PnDocument *
pn_document_new (GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *path = new_draft_path (&problem);
  PnStore *store = problem ? NULL : pn_store_create (path, &problem);
  PnDocument *self;

  if (!store)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  self = g_object_new (PN_TYPE_DOCUMENT, NULL);
  use_store (self, store, path);
  return self;
}

/* `json` may be NULL, and then so may be what comes back. */
static gboolean
parse_recipe (const char *json, PnRecipe **recipe, GError **error)
{
  *recipe = json ? pn_recipe_parse (json, -1, _ ("a recipe of the document"), error) : NULL;
  return !json || *recipe;
}

static PnHistory *
restore_history (const PnStoredRun *stored)
{
  PnHistory *history = pn_history_new ();

  pn_history_append_records (history, (const PnStepRecord *) stored->steps->data,
                             stored->steps->len, (const PnCheckRecord *) stored->checks->data,
                             stored->checks->len);
  for (guint i = 0; i < stored->marks->len; i++)
    {
      const PnMark *mark = &g_array_index (stored->marks, PnMark, i);

      pn_history_add_mark (history, mark->step, mark->kind, mark->text);
    }
  pn_history_set_steps_per_epoch (history, stored->steps_per_epoch);
  return history;
}

static PnRunVersion *
restore_version (PnDocument *self, const PnStoredRun *stored, GError **error)
{
  g_autoptr (PnRunVersion) version = NULL;
  PnRecipe *recipe;
  PnSnapshot *snapshot;

  if (!parse_recipe (stored->recipe, &recipe, error))
    return NULL;
  snapshot = stored->snapshot ? pn_snapshot_ref (stored->snapshot)
                              : pn_document_fresh_snapshot (self, recipe, error);
  if (!snapshot)
    {
      pn_recipe_free (recipe);
      return NULL;
    }
  version = pn_run_version_new (recipe, snapshot);
  if (!parse_recipe (stored->began, &version->began, error)
      || !parse_recipe (stored->reference, &version->reference, error))
    return NULL;
  version->began_from = g_strdup (stored->began_from);
  version->state = stored->state;
  version->reason = stored->reason;
  version->training_seconds = stored->training_seconds;
  version->length = stored->length;
  version->record->full = restore_history (stored);
  return g_steal_pointer (&version);
}

static gboolean
restore_run (PnDocument *self, const PnStoredRun *stored, GError **error)
{
  g_autoptr (PnRunVersion) version = restore_version (self, stored, error);
  g_autoptr (PnRun) run = NULL;

  if (!version)
    return FALSE;
  run = pn_run_new (stored->id, stored->colour, version);
  g_clear_object (&version->record->full);
  pn_history_set_saved (pn_run_get_history (run), version->length);
  pn_run_set_checked (run, stored->checked);
  pn_document_insert_run (self, self->runs->len, run);
  pn_document_note_saved (self, run, stored->position);
  self->last_id = MAX (self->last_id, stored->id);
  return TRUE;
}

static PnRun *
find_run (PnDocument *self, const char *id)
{
  guint64 wanted = id ? g_ascii_strtoull (id, NULL, 10) : 0;

  for (guint i = 0; i < self->runs->len; i++)
    if (pn_run_get_id (g_ptr_array_index (self->runs, i)) == wanted)
      return g_ptr_array_index (self->runs, i);
  return pn_document_get_run (self, 0);
}

static gboolean
restore (PnDocument *self, PnStore *store, GError **error)
{
  g_autoptr (GPtrArray) runs = pn_store_read_runs (store, error);
  GHashTable *values = runs ? pn_store_read_values (store, error) : NULL;

  if (!values)
    return FALSE;
  g_hash_table_unref (self->values);
  self->values = values;
  self->touched = g_hash_table_contains (values, "touched");
  for (guint i = 0; i < runs->len; i++)
    if (!restore_run (self, g_ptr_array_index (runs, i), error))
      return FALSE;
  pn_document_select (self, find_run (self, g_hash_table_lookup (values, "selected")));
  return TRUE;
}

PnDocument *
pn_document_open (GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (PnDocument) self = NULL;
  PnStore *store;

  if (!path)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                           _ ("only documents on this computer can be opened"));
      return NULL;
    }
  store = pn_store_open (path, error);
  if (!store)
    return NULL;
  self = g_object_new (PN_TYPE_DOCUMENT, NULL);
  if (!restore (self, store, error))
    {
      g_prefix_error (error, "%s: ", path);
      pn_store_close (store, NULL);
      return NULL;
    }
  use_store (self, store, path);
  return g_steal_pointer (&self);
}

static gboolean
copy_whole (PnDocument *self, const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  g_unlink (part);
  if (!pn_store_copy_to (self->store, part, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, path) == 0)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: it can't be written: %s"), path,
               g_strerror (errno));
  g_unlink (part);
  return FALSE;
}

/* On to the copy; the old file stays unless it was a draft. */
static void
move_to (PnDocument *self, PnStore *store, const char *path)
{
  g_autofree char *old = g_file_get_path (self->file);
  gboolean draft = self->draft;

  pn_store_close (self->store, NULL);
  if (draft)
    g_unlink (old);
  use_store (self, store, path);
}

gboolean
pn_document_save_as (PnDocument *self, GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  PnStore *store;

  if (g_file_equal (file, self->file))
    return TRUE;
  if (!path)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                           _ ("documents can only be saved on this computer"));
      return FALSE;
    }
  self->touched = TRUE;
  pn_document_save_now (self);
  if (!copy_whole (self, path, error))
    return FALSE;
  store = pn_store_open (path, error);
  if (!store)
    return FALSE;
  move_to (self, store, path);
  return TRUE;
}

/* What could not be written was told when it happened. */
static void
close_store (PnDocument *self, gboolean saved)
{
  g_autofree char *path = self->file ? g_file_get_path (self->file) : NULL;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->retry, g_source_remove);
  if (!self->store)
    return;
  if (!pn_store_close (g_steal_pointer (&self->store), &error))
    pn_document_report (self, error);
  else if (saved && self->draft && !self->touched)
    g_unlink (path);
}

void
pn_document_close (PnDocument *self)
{
  gboolean saved;

  if (self->closed)
    return;
  pn_document_forget_edit (self);
  pn_document_leave_edit (self);
  pn_document_clear_queue (self);
  g_ptr_array_set_size (self->beginning, 0);
  for (guint i = 0; i < self->runs->len; i++)
    pn_document_stop_burst (self, g_ptr_array_index (self->runs, i), FALSE);
  saved = pn_document_save_now (self);
  self->closed = TRUE;
  close_store (self, saved);
}

const char *
pn_document_get_title (PnDocument *self)
{
  g_autofree char *name = self->file && !self->draft ? g_file_get_basename (self->file) : NULL;

  if (!name)
    return _ ("New Document");
  if (g_str_has_suffix (name, EXTENSION))
    name[strlen (name) - strlen (EXTENSION)] = '\0';
  g_free (self->title);
  self->title = g_filename_display_name (name);
  return self->title;
}
