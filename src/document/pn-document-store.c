/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "pn-document-store-private.h"
#include "pn-error.h"

#define APPLICATION_ID 0x506e4e6e
#define VERSION 1

/* For one part of work the writer rests so many. */
#define REST 10

struct _PnStore
{
  char *path;
  sqlite3 *db; /* the writer's, once that runs */
  GThread *writer;
  GAsyncQueue *jobs;
  gint n_jobs;   /* atomic: not yet written */
  gint rest_end; /* atomic: milliseconds of the monotonic clock, wrapping */
  gint failures; /* atomic: transactions that failed since the last flush */

  PnStoreFailed failed; /* set before the writer runs */
  GWeakRef owner;
};

typedef enum
{
  JOB_RUN,
  JOB_REMOVE,
  JOB_REMOVE_ALL,
  JOB_VALUE,
  JOB_FLUSH,
  JOB_END,
} JobKind;

typedef struct
{
  JobKind kind;
  PnStoredRun *run;
  guint64 id;
  char *key;
  char *value;
  GMutex *mutex; /* of who waits for a flush */
  GCond *cond;
  gboolean *done;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->run, pn_stored_run_free);
  g_free (job->key);
  g_free (job->value);
  g_free (job);
}

static void
push (PnStore *self, Job job)
{
  g_atomic_int_inc (&self->n_jobs);
  g_async_queue_push (self->jobs, g_memdup2 (&job, sizeof job));
}

static gboolean
write_job (PnStore *self, const Job *job, GError **error)
{
  switch (job->kind)
    {
    case JOB_RUN:
      return pn_store_rows_write_run (self->db, job->run, error);
    case JOB_REMOVE:
      return pn_store_rows_remove_run (self->db, job->id, error);
    case JOB_REMOVE_ALL:
      return pn_sql_exec (self->db, "DELETE FROM run", error);
    case JOB_VALUE:
      return pn_store_rows_set_value (self->db, job->key, job->value, error);
    default:
      return TRUE;
    }
}

/* All of `jobs` or none of them. */
static gboolean
write_jobs (PnStore *self, GPtrArray *jobs, GError **error)
{
  gboolean good = pn_sql_exec (self->db, "BEGIN IMMEDIATE", error);

  for (guint i = 0; good && i < jobs->len; i++)
    good = write_job (self, g_ptr_array_index (jobs, i), error);
  if (good && pn_sql_exec (self->db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

typedef struct
{
  GObject *owner;
  PnStoreFailed failed;
  GError *error;
} Failure;

static gboolean
tell_cb (gpointer data)
{
  Failure *failure = data;

  failure->failed (failure->error, failure->owner);
  return G_SOURCE_REMOVE;
}

static void
failure_free (gpointer data)
{
  Failure *failure = data;

  g_object_unref (failure->owner);
  g_error_free (failure->error);
  g_free (failure);
}

/* On the main thread; the owner lives until it is told. */
static void
tell (PnStore *self, GError *error)
{
  GObject *owner = g_weak_ref_get (&self->owner);
  Failure *failure;

  if (!owner)
    {
      g_error_free (error);
      return;
    }
  g_prefix_error (&error, "%s: ", self->path);
  failure = g_new (Failure, 1);
  *failure = (Failure){ owner, self->failed, error };
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_cb, failure, failure_free);
}

static void
answer_flush (const Job *job)
{
  g_mutex_lock (job->mutex);
  *job->done = TRUE;
  g_cond_signal (job->cond);
  g_mutex_unlock (job->mutex);
}

/* Everything that has come while the last transaction was written. FALSE at the end. */
static gboolean
take_jobs (PnStore *self, GPtrArray *jobs)
{
  Job *job = g_async_queue_pop (self->jobs);

  while (job)
    {
      g_ptr_array_add (jobs, job);
      if (job->kind == JOB_END || job->kind == JOB_FLUSH)
        return job->kind != JOB_END;
      job = g_async_queue_try_pop (self->jobs);
    }
  return TRUE;
}

static gint
milliseconds (void)
{
  return (gint) (guint) (g_get_monotonic_time () / 1000);
}

static void
write_and_rest (PnStore *self, GPtrArray *jobs)
{
  gint begin = milliseconds ();
  GError *error = NULL;

  if (!write_jobs (self, jobs, &error))
    {
      g_atomic_int_inc (&self->failures);
      tell (self, error);
    }
  g_atomic_int_set (&self->rest_end, milliseconds () + (milliseconds () - begin) * REST);
  g_atomic_int_add (&self->n_jobs, -(gint) jobs->len);
}

static gpointer
writer_thread (gpointer data)
{
  PnStore *self = data;
  gboolean going = TRUE;

  while (going)
    {
      g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
      const Job *last;

      going = take_jobs (self, jobs);
      last = g_ptr_array_index (jobs, jobs->len - 1);
      write_and_rest (self, jobs);
      if (last->kind == JOB_FLUSH)
        answer_flush (last);
    }
  return NULL;
}

static void
store_free (PnStore *self)
{
  sqlite3_close (self->db);
  g_clear_pointer (&self->jobs, g_async_queue_unref);
  g_weak_ref_clear (&self->owner);
  g_free (self->path);
  g_free (self);
}

static PnStore *
store_new (const char *path, int flags, GError **error)
{
  PnStore *self = g_new0 (PnStore, 1);

  self->path = g_strdup (path);
  self->rest_end = milliseconds ();
  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  g_weak_ref_init (&self->owner, NULL);
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    return self;
  pn_sql_fail (self->db, error);
  g_prefix_error (error, "%s: ", path);
  store_free (self);
  return NULL;
}

/* Locked for others from the first read on; a change is in the file when its transaction is. */
static gboolean
prepare (PnStore *self, GError **error)
{
  return pn_sql_exec (self->db, "PRAGMA locking_mode = EXCLUSIVE", error)
         && pn_sql_exec (self->db, "PRAGMA journal_mode = WAL", error)
         && pn_sql_exec (self->db, "PRAGMA synchronous = NORMAL", error)
         && pn_sql_exec (self->db, "PRAGMA foreign_keys = ON", error)
         && pn_sql_exec (self->db, "BEGIN IMMEDIATE; COMMIT", error);
}

static gboolean
check_kind (PnStore *self, GError **error)
{
  gint64 id, version;

  if (!pn_sql_number (self->db, "PRAGMA application_id", &id, error)
      || !pn_sql_number (self->db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (id != APPLICATION_ID)
    g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID, _ ("it is not a Perceptron document"));
  else if (version > VERSION)
    g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                 _ ("it was made by a newer version of Perceptron (document version %d; this one "
                    "knows up to %d)"),
                 (int) version, VERSION);
  else if (sqlite3_db_readonly (self->db, "main"))
    g_set_error_literal (error, PN_ERROR, PN_ERROR_FAILED,
                         _ ("it can't be written; save a copy elsewhere and open that"));
  else
    return TRUE;
  return FALSE;
}

static PnStore *
begin (PnStore *self, gboolean good, GError **error)
{
  if (good)
    return self;
  g_prefix_error (error, "%s: ", self->path);
  store_free (self);
  return NULL;
}

PnStore *
pn_store_create (const char *path, GError **error)
{
  PnStore *self;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: it is there already"), path);
      return NULL;
    }
  self = store_new (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (!self)
    return NULL;
  /* An empty document may be lost with the power: nobody waits for the disk. */
  return begin (self,
                pn_sql_exec (self->db, "PRAGMA synchronous = OFF", error)
                    && pn_store_rows_create (self->db, error) && prepare (self, error),
                error);
}

PnStore *
pn_store_open (const char *path, GError **error)
{
  PnStore *self = store_new (path, SQLITE_OPEN_READWRITE, error);

  if (!self)
    return NULL;
  return begin (self, check_kind (self, error) && prepare (self, error), error);
}

GPtrArray *
pn_store_read_runs (PnStore *self, GError **error)
{
  g_return_val_if_fail (!self->writer, NULL);
  return pn_store_rows_read_runs (self->db, error);
}

GHashTable *
pn_store_read_values (PnStore *self, GError **error)
{
  g_return_val_if_fail (!self->writer, NULL);
  return pn_store_rows_read_values (self->db, error);
}

void
pn_store_set_failed (PnStore *self, PnStoreFailed failed, gpointer owner)
{
  g_return_if_fail (!self->writer);
  self->failed = failed;
  g_weak_ref_set (&self->owner, owner);
}

static void
start_writer (PnStore *self)
{
  if (!self->writer)
    self->writer = g_thread_new ("document", writer_thread, self);
}

void
pn_store_write_run (PnStore *self, PnStoredRun *run)
{
  start_writer (self);
  push (self, (Job){ .kind = JOB_RUN, .run = run });
}

void
pn_store_remove_run (PnStore *self, guint64 id)
{
  start_writer (self);
  push (self, (Job){ .kind = JOB_REMOVE, .id = id });
}

void
pn_store_remove_all (PnStore *self)
{
  start_writer (self);
  push (self, (Job){ .kind = JOB_REMOVE_ALL });
}

void
pn_store_set_value (PnStore *self, const char *key, const char *value)
{
  start_writer (self);
  push (self, (Job){ .kind = JOB_VALUE, .key = g_strdup (key), .value = g_strdup (value) });
}

gboolean
pn_store_is_busy (PnStore *self)
{
  return g_atomic_int_get (&self->n_jobs) > 0
         || milliseconds () - g_atomic_int_get (&self->rest_end) < 0;
}

gboolean
pn_store_flush (PnStore *self)
{
  gboolean done = FALSE;
  GMutex mutex;
  GCond cond;

  if (!self->writer)
    return TRUE;
  g_mutex_init (&mutex);
  g_cond_init (&cond);
  push (self, (Job){ .kind = JOB_FLUSH, .mutex = &mutex, .cond = &cond, .done = &done });
  g_mutex_lock (&mutex);
  while (!done)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
  g_mutex_clear (&mutex);
  g_cond_clear (&cond);
  return g_atomic_int_and (&self->failures, 0) == 0;
}

/* The writer waits for its next job while this uses its connection. */
gboolean
pn_store_copy_to (PnStore *self, const char *path, GError **error)
{
  pn_store_flush (self);
  if (pn_sql_run (self->db, error, "VACUUM INTO ?", "t", path))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

gboolean
pn_store_close (PnStore *self, GError **error)
{
  gboolean good;

  if (self->writer)
    {
      push (self, (Job){ .kind = JOB_END });
      g_thread_join (self->writer);
    }
  good = pn_sql_exec (self->db, "PRAGMA wal_checkpoint (TRUNCATE)", error)
         && pn_sql_exec (self->db, "PRAGMA journal_mode = DELETE", error);
  if (!good)
    g_prefix_error (error, "%s: ", self->path);
  store_free (self);
  return good;
}
