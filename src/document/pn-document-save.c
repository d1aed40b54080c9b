/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-document-private.h"

/* After a failure everything is written anew, and a person told, at most this often. */
#define RETRY_SECONDS 5
#define TELL_SECONDS 60

/* What the file holds of a run, as far as the store was told. */
typedef struct
{
  PnRunVersion *version;
  PnSnapshot *checkpoint; /* of the burst under way, or NULL */
  guint position;
  gboolean checked;
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  pn_run_version_unref (saved->version);
  g_clear_pointer (&saved->checkpoint, pn_snapshot_unref);
  g_free (saved);
}

GHashTable *
pn_document_saved_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, saved_free);
}

static gpointer
key_of (guint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

void
pn_document_note_saved (PnDocument *self, PnRun *run, guint position)
{
  PnSnapshot *checkpoint = pn_run_get_checkpoint (run);
  Saved *saved = g_new0 (Saved, 1);

  saved->version = pn_run_version_ref (pn_run_get_version (run));
  saved->checkpoint = checkpoint ? pn_snapshot_ref (checkpoint) : NULL;
  saved->position = position;
  saved->checked = pn_run_get_checked (run);
  g_hash_table_replace (self->saved, key_of (pn_run_get_id (run)), saved);
}

static gboolean
is_saved (PnDocument *self, PnRun *run, guint position)
{
  guint64 id = pn_run_get_id (run);
  const Saved *saved = g_hash_table_lookup (self->saved, &id);

  return saved && saved->version == pn_run_get_version (run)
         && saved->checkpoint == pn_run_get_checkpoint (run) && saved->position == position
         && saved->checked == pn_run_get_checked (run);
}

static char *
to_json (const PnRecipe *recipe)
{
  return recipe ? pn_recipe_to_json (recipe) : NULL;
}

/* While a run trains, what could be resumed after a crash: its latest checkpoint. */
static void
describe_burst (PnRun *run, PnStoredRun *stored)
{
  PnSnapshot *checkpoint = pn_run_get_checkpoint (run);

  if (pn_run_get_burst_began (run))
    {
      g_free (stored->began);
      stored->began = to_json (pn_run_get_burst_began (run));
    }
  stored->state = PN_RUN_PAUSED;
  stored->reason = PN_STOP_USER;
  stored->training_seconds = pn_trainer_get_training_seconds (pn_run_get_trainer (run));
  g_clear_pointer (&stored->snapshot, pn_snapshot_unref);
  stored->snapshot = pn_snapshot_ref (checkpoint);
  stored->length = pn_history_length_at (pn_run_get_history (run), pn_snapshot_step (checkpoint));
}

static void
describe (PnRun *run, guint position, PnStoredRun *stored)
{
  const PnRunVersion *version = pn_run_get_version (run);

  stored->id = pn_run_get_id (run);
  stored->position = position;
  stored->colour = pn_run_get_colour (run);
  stored->checked = pn_run_get_checked (run);
  stored->recipe = to_json (version->recipe);
  stored->began = to_json (version->began);
  stored->reference = to_json (version->reference);
  stored->began_from = g_strdup (version->began_from);
  stored->state = version->state;
  stored->reason = version->reason;
  stored->training_seconds = version->training_seconds;
  stored->steps_per_epoch = pn_history_steps_per_epoch (pn_run_get_history (run));
  if (version->state != PN_RUN_UNTRAINED)
    stored->snapshot = pn_snapshot_ref (version->snapshot);
  stored->length = version->length;
}

static gsize
at_most (gsize n, gsize most)
{
  return MIN (n, most);
}

static void
copy_marks (PnHistory *history, PnStoredRun *stored)
{
  gsize n;
  const PnMark *marks = pn_history_marks (history, &n);

  for (gsize i = stored->from.n_marks; i < stored->length.n_marks; i++)
    {
      PnMark mark = { marks[i].step, marks[i].kind, g_strdup (marks[i].text) };

      g_array_append_val (stored->marks, mark);
    }
}

/* Only what the file lacks, with the rest of its first block. */
static void
copy_history (PnHistory *history, PnStoredRun *stored)
{
  PnHistoryLength saved = pn_history_get_saved (history), length = stored->length;
  gsize n, first;
  const PnStepRecord *steps = pn_history_steps (history, &n);
  const PnCheckRecord *checks = pn_history_checks (history, &n);

  stored->from.n_steps = at_most (saved.n_steps, length.n_steps);
  stored->from.n_checks = at_most (saved.n_checks, length.n_checks);
  stored->from.n_marks = at_most (saved.n_marks, length.n_marks);
  first = stored->from.n_steps - stored->from.n_steps % PN_STORE_BLOCK;
  if (length.n_steps > first)
    g_array_append_vals (stored->steps, steps + first, length.n_steps - first);
  if (length.n_checks > stored->from.n_checks)
    g_array_append_vals (stored->checks, checks + stored->from.n_checks,
                         length.n_checks - stored->from.n_checks);
  copy_marks (history, stored);
  pn_history_set_saved (history, length);
}

static void
save_run (PnDocument *self, PnRun *run, guint position)
{
  PnStoredRun *stored = pn_stored_run_new ();

  describe (run, position, stored);
  if (pn_run_get_checkpoint (run))
    describe_burst (run, stored);
  copy_history (pn_run_get_history (run), stored);
  pn_store_write_run (self->store, stored);
  pn_document_note_saved (self, run, position);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  PnDocument *self = user_data;
  guint64 id = *(guint64 *) key;

  for (guint i = 0; i < self->runs->len; i++)
    if (pn_run_get_id (g_ptr_array_index (self->runs, i)) == id)
      return FALSE;
  pn_store_remove_run (self->store, id);
  return TRUE;
}

void
pn_document_set_value (PnDocument *self, const char *key, const char *value)
{
  if (g_strcmp0 (g_hash_table_lookup (self->values, key), value) == 0)
    return;
  g_hash_table_replace (self->values, g_strdup (key), g_strdup (value));
  if (self->store)
    pn_store_set_value (self->store, key, value);
}

/* A run that comes back by undo is written whole: its rows went with it. */
static void
save_runs (PnDocument *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (self->runs, i);
      guint64 id = pn_run_get_id (run);

      if (!g_hash_table_contains (self->saved, &id))
        pn_history_set_saved (pn_run_get_history (run), (PnHistoryLength){ 0 });
      if (!is_saved (self, run, i))
        save_run (self, run, i);
    }
}

void
pn_document_save (PnDocument *self)
{
  g_autofree char *selected = NULL;

  if (!self->store)
    return;
  g_hash_table_foreach_remove (self->saved, is_gone, self);
  save_runs (self);
  selected
      = g_strdup_printf ("%" G_GUINT64_FORMAT, self->selected ? pn_run_get_id (self->selected) : 0);
  pn_document_set_value (self, "selected", selected);
  if (self->touched)
    pn_document_set_value (self, "touched", "1");
}

/* After a failure nobody knows what the file holds: all is written anew. */
static void
save_all (PnDocument *self)
{
  GHashTableIter values;
  gpointer key, value;

  g_hash_table_remove_all (self->saved);
  pn_store_remove_all (self->store);
  g_hash_table_iter_init (&values, self->values);
  while (g_hash_table_iter_next (&values, &key, &value))
    pn_store_set_value (self->store, key, value);
  pn_document_save (self);
}

static gboolean
retry_cb (gpointer user_data)
{
  PnDocument *self = user_data;

  self->retry = 0;
  if (self->store)
    save_all (self);
  return G_SOURCE_REMOVE;
}

gboolean
pn_document_save_now (PnDocument *self)
{
  gboolean pending = self->retry != 0;

  if (!self->store)
    return TRUE;
  g_clear_handle_id (&self->retry, g_source_remove);
  pn_document_save (self);
  if (pn_store_flush (self->store) && !pending)
    return TRUE;
  save_all (self);
  return pn_store_flush (self->store);
}

void
pn_document_save_failed (const GError *error, gpointer document)
{
  PnDocument *self = document;
  gint64 now = g_get_monotonic_time ();

  if (self->store && !self->retry)
    self->retry = g_timeout_add_seconds (RETRY_SECONDS, retry_cb, self);
  if (self->told_failure && now < self->told_failure + TELL_SECONDS * G_USEC_PER_SEC)
    return;
  self->told_failure = now;
  pn_document_report (self, error);
}

void
pn_document_set_view_state (PnDocument *self, const char *key, const char *value)
{
  g_autofree char *name = g_strconcat ("view.", key, NULL);

  pn_document_set_value (self, name, value);
}

const char *
pn_document_get_view_state (PnDocument *self, const char *key)
{
  g_autofree char *name = g_strconcat ("view.", key, NULL);

  return g_hash_table_lookup (self->values, name);
}
