/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-document-store-private.h"
#include "pn-model-file.h"

/* A step is stored as it lies in memory. */
G_STATIC_ASSERT (sizeof (PnStepRecord) == 16);
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

static const char schema[]
    = "CREATE TABLE document (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
      "CREATE TABLE blob (hash TEXT PRIMARY KEY, data BLOB NOT NULL);"
      "CREATE TABLE run (id INTEGER PRIMARY KEY, position INTEGER NOT NULL,"
      " colour INTEGER NOT NULL, checked INTEGER NOT NULL, recipe TEXT NOT NULL, began TEXT,"
      " reference TEXT, began_from TEXT, state TEXT NOT NULL, stop TEXT,"
      " training_seconds REAL NOT NULL, steps_per_epoch INTEGER NOT NULL,"
      " checkpoint TEXT REFERENCES blob (hash));"
      "CREATE TABLE steps (run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
      " block INTEGER NOT NULL, n INTEGER NOT NULL, finite INTEGER NOT NULL, data BLOB NOT NULL,"
      " PRIMARY KEY (run, block));"
      "CREATE TABLE checks (run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
      " number INTEGER NOT NULL, step INTEGER NOT NULL, epoch REAL, training_seconds REAL,"
      " loss REAL, accuracy REAL, train_loss REAL, train_accuracy REAL, best INTEGER NOT NULL,"
      " final INTEGER NOT NULL, PRIMARY KEY (run, number)) WITHOUT ROWID;"
      "CREATE TABLE marks (run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
      " number INTEGER NOT NULL, step INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT,"
      " PRIMARY KEY (run, number)) WITHOUT ROWID;"
      "PRAGMA application_id = 0x506e4e6e;"
      "PRAGMA user_version = 1;";

static const char measures[]
    = "CREATE TABLE IF NOT EXISTS measures (run INTEGER NOT NULL REFERENCES run (id)"
      " ON DELETE CASCADE, number INTEGER NOT NULL, learning_rate REAL, gradient_norm REAL,"
      " PRIMARY KEY (run, number)) WITHOUT ROWID;";

gboolean
pn_store_rows_create (sqlite3 *db, GError **error)
{
  return pn_sql_exec (db, "BEGIN", error) && pn_sql_exec (db, schema, error)
         && pn_sql_exec (db, measures, error) && pn_sql_exec (db, "COMMIT", error);
}

const char *
pn_store_state_name (PnRunState state)
{
  static const char *const names[] = {
    [PN_RUN_UNTRAINED] = "untrained",
    [PN_RUN_TRAINING] = "paused",
    [PN_RUN_PAUSED] = "paused",
    [PN_RUN_FINISHED] = "finished",
  };

  return names[state];
}

const char *
pn_store_mark_name (PnMarkKind kind)
{
  static const char *const names[] = {
    [PN_MARK_EARLY_STOP] = "early-stop", [PN_MARK_BEST] = "best",
    [PN_MARK_SETTING] = "setting",       [PN_MARK_EDIT] = "edit",
    [PN_MARK_DIVERGED] = "diverged",
  };

  return kind < G_N_ELEMENTS (names) ? names[kind] : NULL;
}

/* The snapshot as a blob, once, whoever else has the same. `hash` may become NULL. */
static gboolean
write_blob (sqlite3 *db, PnSnapshot *snapshot, char **hash, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  *hash = NULL;
  if (!snapshot)
    return TRUE;
  bytes = pn_model_to_bytes (snapshot, NULL, TRUE, error);
  if (!bytes)
    return FALSE;
  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return pn_sql_run (db, error, "INSERT OR IGNORE INTO blob VALUES (?, ?)", "tb", *hash,
                     g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
drop_unused_blobs (sqlite3 *db, GError **error)
{
  return pn_sql_exec (db,
                      "DELETE FROM blob WHERE hash NOT IN"
                      " (SELECT checkpoint FROM run WHERE checkpoint IS NOT NULL)",
                      error);
}

static gboolean
write_row (sqlite3 *db, const PnStoredRun *run, const char *hash, GError **error)
{
  return pn_sql_run (
      db, error,
      "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
      " SET position = excluded.position, colour = excluded.colour, checked = excluded.checked,"
      " recipe = excluded.recipe, began = excluded.began, reference = excluded.reference,"
      " began_from = excluded.began_from, state = excluded.state, stop = excluded.stop,"
      " training_seconds = excluded.training_seconds,"
      " steps_per_epoch = excluded.steps_per_epoch, checkpoint = excluded.checkpoint",
      "iiiittttttdit", (gint64) run->id, (gint64) run->position, (gint64) run->colour,
      (gint64) run->checked, run->recipe, run->began, run->reference, run->began_from,
      pn_store_state_name (run->state), pn_stop_reason_name (run->reason), run->training_seconds,
      (gint64) run->steps_per_epoch, hash);
}

static gboolean
is_finite (const PnStepRecord *steps, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (steps[i].loss) || !isfinite (steps[i].accuracy))
      return FALSE;
  return TRUE;
}

static gboolean
write_steps (sqlite3 *db, const PnStoredRun *run, GError **error)
{
  const PnStepRecord *steps = (const PnStepRecord *) run->steps->data;
  gint64 block = run->from.n_steps / PN_STORE_BLOCK;
  gint64 end = (run->length.n_steps + PN_STORE_BLOCK - 1) / PN_STORE_BLOCK;

  for (gsize i = 0; i < run->steps->len; i += PN_STORE_BLOCK, block++)
    {
      gsize n = MIN (PN_STORE_BLOCK, run->steps->len - i);

      if (!pn_sql_run (db, error, "INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?)", "iiiib",
                       (gint64) run->id, block, (gint64) n, (gint64) is_finite (steps + i, n),
                       steps + i, n * sizeof *steps))
        return FALSE;
    }
  return pn_sql_run (db, error, "DELETE FROM steps WHERE run = ? AND block >= ?", "ii",
                     (gint64) run->id, end);
}

static gboolean
write_check (sqlite3 *db, guint64 id, gint64 number, const PnCheckRecord *check, GError **error)
{
  return pn_sql_run (db, error,
                     "INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "iiiddddddii", (gint64) id, number, (gint64) check->step, check->epoch,
                     check->training_seconds, check->loss, check->accuracy, check->train_loss,
                     check->train_accuracy, (gint64) check->best, (gint64) check->final);
}

/* In a table of their own, which documents of before don't have. */
static gboolean
write_measures (sqlite3 *db, guint64 id, gint64 number, const PnCheckRecord *check, GError **error)
{
  return pn_sql_run (db, error, "INSERT OR REPLACE INTO measures VALUES (?, ?, ?, ?)", "iidd",
                     (gint64) id, number, check->learning_rate, check->gradient_norm);
}

static gboolean
write_checks (sqlite3 *db, const PnStoredRun *run, GError **error)
{
  if (!pn_sql_exec (db, measures, error))
    return FALSE;
  for (guint i = 0; i < run->checks->len; i++)
    {
      const PnCheckRecord *check = &g_array_index (run->checks, PnCheckRecord, i);

      if (!write_check (db, run->id, run->from.n_checks + i, check, error)
          || !write_measures (db, run->id, run->from.n_checks + i, check, error))
        return FALSE;
    }
  if (!pn_sql_run (db, error, "DELETE FROM measures WHERE run = ? AND number >= ?", "ii",
                   (gint64) run->id, (gint64) run->length.n_checks))
    return FALSE;
  return pn_sql_run (db, error, "DELETE FROM checks WHERE run = ? AND number >= ?", "ii",
                     (gint64) run->id, (gint64) run->length.n_checks);
}

static gboolean
write_marks (sqlite3 *db, const PnStoredRun *run, GError **error)
{
  for (guint i = 0; i < run->marks->len; i++)
    {
      const PnMark *mark = &g_array_index (run->marks, PnMark, i);

      if (!pn_sql_run (db, error, "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?)", "iiitt",
                       (gint64) run->id, (gint64) (run->from.n_marks + i), (gint64) mark->step,
                       pn_store_mark_name (mark->kind), mark->text))
        return FALSE;
    }
  return pn_sql_run (db, error, "DELETE FROM marks WHERE run = ? AND number >= ?", "ii",
                     (gint64) run->id, (gint64) run->length.n_marks);
}

gboolean
pn_store_rows_write_run (sqlite3 *db, const PnStoredRun *run, GError **error)
{
  g_autofree char *hash = NULL;

  return write_blob (db, run->snapshot, &hash, error) && write_row (db, run, hash, error)
         && write_steps (db, run, error) && write_checks (db, run, error)
         && write_marks (db, run, error) && drop_unused_blobs (db, error);
}

gboolean
pn_store_rows_remove_run (sqlite3 *db, guint64 id, GError **error)
{
  return pn_sql_run (db, error, "DELETE FROM run WHERE id = ?", "i", (gint64) id)
         && drop_unused_blobs (db, error);
}

gboolean
pn_store_rows_set_value (sqlite3 *db, const char *key, const char *value, GError **error)
{
  return pn_sql_run (db, error, "INSERT OR REPLACE INTO document VALUES (?, ?)", "tt", key, value);
}
