/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-document-store-private.h"
#include "pn-error.h"
#include "pn-model-file.h"

static void
clear_mark (gpointer mark)
{
  g_clear_pointer (&((PnMark *) mark)->text, g_free);
}

PnStoredRun *
pn_stored_run_new (void)
{
  PnStoredRun *run = g_new0 (PnStoredRun, 1);

  run->steps = g_array_new (FALSE, FALSE, sizeof (PnStepRecord));
  run->checks = g_array_new (FALSE, FALSE, sizeof (PnCheckRecord));
  run->marks = g_array_new (FALSE, FALSE, sizeof (PnMark));
  g_array_set_clear_func (run->marks, clear_mark);
  return run;
}

void
pn_stored_run_free (PnStoredRun *run)
{
  g_free (run->recipe);
  g_free (run->began);
  g_free (run->reference);
  g_free (run->began_from);
  g_clear_pointer (&run->snapshot, pn_snapshot_unref);
  g_array_unref (run->steps);
  g_array_unref (run->checks);
  g_array_unref (run->marks);
  g_free (run);
}

static gboolean
fail (GError **error, const char *what, const char *found)
{
  g_autofree char *shown = pn_error_quote (found ? found : "");

  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("the document is damaged: %s is “%s”"), what,
               shown);
  return FALSE;
}

static gboolean
parse_state (const char *name, PnRunState *state, GError **error)
{
  static const PnRunState states[] = { PN_RUN_UNTRAINED, PN_RUN_PAUSED, PN_RUN_FINISHED };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (name, pn_store_state_name (states[i])) == 0)
      {
        *state = states[i];
        return TRUE;
      }
  return fail (error, "run.state", name);
}

static gboolean
parse_reason (const char *name, PnStopReason *reason, GError **error)
{
  for (PnStopReason i = PN_STOP_NONE; i <= PN_STOP_DIVERGED; i++)
    if (g_strcmp0 (name, pn_stop_reason_name (i)) == 0)
      {
        *reason = i;
        return TRUE;
      }
  return fail (error, "run.stop", name);
}

static gboolean
parse_kind (const char *name, PnMarkKind *kind, GError **error)
{
  for (PnMarkKind i = 0; pn_store_mark_name (i); i++)
    if (g_strcmp0 (name, pn_store_mark_name (i)) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return fail (error, "marks.kind", name);
}

/* Counted on by all that draws them. */
static gboolean
check_rising (const GArray *steps, GError **error)
{
  for (guint i = 1; i < steps->len; i++)
    if (g_array_index (steps, PnStepRecord, i).step
        <= g_array_index (steps, PnStepRecord, i - 1).step)
      return fail (error, "steps.data", _ ("falling steps"));
  return TRUE;
}

static gboolean
read_steps (sqlite3 *db, PnStoredRun *run, GError **error)
{
  g_autoptr (PnStatement) query = pn_sql_prepare (
      db, error, "SELECT n, data FROM steps WHERE run = ? ORDER BY block", "i", (gint64) run->id);
  GError *problem = NULL;

  while (query && pn_sql_next (query, &problem))
    {
      gsize n = sqlite3_column_int64 (query, 0);
      gsize size = sqlite3_column_bytes (query, 1);

      if (n > PN_STORE_BLOCK || size != n * sizeof (PnStepRecord))
        return fail (error, "steps.n", (const char *) sqlite3_column_text (query, 0));
      if (n > 0)
        g_array_append_vals (run->steps, sqlite3_column_blob (query, 1), n);
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem && check_rising (run->steps, error);
}

static void
read_check (sqlite3_stmt *query, PnCheckRecord *check)
{
  check->step = sqlite3_column_int64 (query, 0);
  check->epoch = pn_sql_double (query, 1);
  check->training_seconds = pn_sql_double (query, 2);
  check->loss = pn_sql_double (query, 3);
  check->accuracy = pn_sql_double (query, 4);
  check->train_loss = pn_sql_double (query, 5);
  check->train_accuracy = pn_sql_double (query, 6);
  check->learning_rate = check->gradient_norm = NAN;
  check->best = sqlite3_column_int (query, 7);
  check->final = sqlite3_column_int (query, 8);
}

static gboolean
read_checks (sqlite3 *db, PnStoredRun *run, GError **error)
{
  g_autoptr (PnStatement) query
      = pn_sql_prepare (db, error,
                        "SELECT step, epoch, training_seconds, loss, accuracy, train_loss,"
                        " train_accuracy, best, final FROM checks WHERE run = ? ORDER BY number",
                        "i", (gint64) run->id);
  GError *problem = NULL;

  while (query && pn_sql_next (query, &problem))
    {
      PnCheckRecord check;

      read_check (query, &check);
      g_array_append_val (run->checks, check);
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem;
}

/* Documents of before have no such table. */
static gboolean
has_measures (sqlite3 *db, gboolean *has, GError **error)
{
  g_autoptr (PnStatement) query = pn_sql_prepare (
      db, error, "SELECT count (*) FROM sqlite_master WHERE type = 'table' AND name = ?", "t",
      "measures");
  GError *problem = NULL;

  *has = query && pn_sql_next (query, &problem) && sqlite3_column_int (query, 0) > 0;
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem;
}

static gboolean
read_measures (sqlite3 *db, PnStoredRun *run, GError **error)
{
  gboolean has;
  GError *problem = NULL;

  g_autoptr (PnStatement) query = NULL;

  if (!has_measures (db, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  query = pn_sql_prepare (db, error,
                          "SELECT number, learning_rate, gradient_norm FROM measures WHERE run = ?"
                          " ORDER BY number",
                          "i", (gint64) run->id);
  while (query && pn_sql_next (query, &problem))
    {
      guint64 number = sqlite3_column_int64 (query, 0);
      PnCheckRecord *check;

      if (number >= run->checks->len)
        break;
      check = &g_array_index (run->checks, PnCheckRecord, number);
      check->learning_rate = pn_sql_double (query, 1);
      check->gradient_norm = pn_sql_double (query, 2);
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem;
}

static gboolean
read_marks (sqlite3 *db, PnStoredRun *run, GError **error)
{
  g_autoptr (PnStatement) query = pn_sql_prepare (
      db, error, "SELECT step, kind, text FROM marks WHERE run = ? ORDER BY number", "i",
      (gint64) run->id);
  GError *problem = NULL;

  while (query && pn_sql_next (query, &problem))
    {
      PnMark mark = { .step = sqlite3_column_int64 (query, 0) };

      if (!parse_kind ((const char *) sqlite3_column_text (query, 1), &mark.kind, error))
        return FALSE;
      mark.text = pn_sql_text (query, 2);
      g_array_append_val (run->marks, mark);
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem;
}

static gboolean
read_checkpoint (sqlite3_stmt *query, int column, PnStoredRun *run, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (run->state == PN_RUN_UNTRAINED)
    return TRUE;
  bytes = g_bytes_new (sqlite3_column_blob (query, column), sqlite3_column_bytes (query, column));
  run->snapshot = pn_model_from_bytes (bytes, _ ("a checkpoint of the document"), NULL, error);
  return run->snapshot != NULL;
}

static PnStoredRun *
read_run (sqlite3 *db, sqlite3_stmt *query, GError **error)
{
  g_autoptr (PnStoredRun) run = pn_stored_run_new ();

  run->id = sqlite3_column_int64 (query, 0);
  run->position = sqlite3_column_int (query, 1);
  run->colour = sqlite3_column_int (query, 2);
  run->checked = sqlite3_column_int (query, 3) != 0;
  run->recipe = pn_sql_text (query, 4);
  run->began = pn_sql_text (query, 5);
  run->reference = pn_sql_text (query, 6);
  run->began_from = pn_sql_text (query, 7);
  run->training_seconds = sqlite3_column_double (query, 10);
  run->steps_per_epoch = sqlite3_column_int64 (query, 11);
  if (!run->recipe)
    return fail (error, "run.recipe", NULL), NULL;
  if (!parse_state ((const char *) sqlite3_column_text (query, 8), &run->state, error)
      || !parse_reason ((const char *) sqlite3_column_text (query, 9), &run->reason, error)
      || !read_checkpoint (query, 12, run, error) || !read_steps (db, run, error)
      || !read_checks (db, run, error) || !read_measures (db, run, error)
      || !read_marks (db, run, error))
    return NULL;
  run->length = (PnHistoryLength){ run->steps->len, run->checks->len, run->marks->len };
  return g_steal_pointer (&run);
}

GPtrArray *
pn_store_rows_read_runs (sqlite3 *db, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_stored_run_free);
  g_autoptr (PnStatement) query
      = pn_sql_prepare (db, error,
                        "SELECT id, position, colour, checked, recipe, began, reference,"
                        " began_from, state, stop, training_seconds, steps_per_epoch, data"
                        " FROM run LEFT JOIN blob ON checkpoint = hash ORDER BY position",
                        "");
  GError *problem = NULL;

  while (query && pn_sql_next (query, &problem))
    {
      PnStoredRun *run = read_run (db, query, &problem);

      if (!run)
        break;
      g_ptr_array_add (runs, run);
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem ? g_steal_pointer (&runs) : NULL;
}

GHashTable *
pn_store_rows_read_values (sqlite3 *db, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PnStatement) query = pn_sql_prepare (db, error, "SELECT key, value FROM document", "");
  GError *problem = NULL;

  while (query && pn_sql_next (query, &problem))
    {
      char *key = pn_sql_text (query, 0);

      if (key)
        g_hash_table_replace (values, key, pn_sql_text (query, 1));
    }
  if (problem)
    g_propagate_error (error, problem);
  return query && !problem ? g_steal_pointer (&values) : NULL;
}
