/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-workers.h"

/* Rounds of looking before going to sleep: some tens of microseconds. */
#define N_SPINS 4000

/* Waiting this much longer than the caller's own part took means that a helper lost its core. */
#define LOST_MICROSECONDS 200
/* Jobs that the caller then does alone; twice as many each time that it happens again. */
#define FEWEST_ALONE 16
#define MOST_ALONE 4096

typedef struct
{
  PnWorkers *workers;
  gsize index;
  GThread *thread;
} Worker;

struct _PnWorkers
{
  gsize n;
  Worker *helpers; /* n − 1 */

  PnJob job;
  gpointer data;
  atomic_uint generation; /* counts jobs: a new number is a new job */
  atomic_bool open;       /* helpers may still join it */
  atomic_uint n_inside;   /* helpers that joined, or are about to look whether they may */
  atomic_bool quit;

  GMutex mutex;
  GCond wake;
  atomic_uint n_sleeping;

  /* The caller's own. */
  guint n_alone; /* jobs to come without helpers */
  guint penalty; /* as many, the last time that one was lost; halved at each job that went well */
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

static gboolean
has_job (PnWorkers *self, guint seen)
{
  return atomic_load (&self->generation) != seen;
}

static void
sleep_until_job (PnWorkers *self, guint seen)
{
  g_mutex_lock (&self->mutex);
  atomic_fetch_add (&self->n_sleeping, 1);
  while (!has_job (self, seen))
    g_cond_wait (&self->wake, &self->mutex);
  atomic_fetch_sub (&self->n_sleeping, 1);
  g_mutex_unlock (&self->mutex);
}

static void
wait_for_job (PnWorkers *self, guint seen)
{
  for (int i = 0; i < N_SPINS; i++)
    {
      if (has_job (self, seen))
        return;
      relax ();
    }
  sleep_until_job (self, seen);
}

static gpointer
help (gpointer data)
{
  Worker *worker = data;
  PnWorkers *self = worker->workers;

  for (guint seen = 0;;)
    {
      wait_for_job (self, seen);
      seen = atomic_load (&self->generation);
      if (atomic_load (&self->quit))
        return NULL;
      atomic_fetch_add (&self->n_inside, 1);
      if (atomic_load (&self->open))
        self->job (worker->index, self->data);
      atomic_fetch_sub (&self->n_inside, 1);
    }
}

/* A sleeper counts itself under the lock before it looks a last time, so that none is missed. */
static void
announce (PnWorkers *self)
{
  atomic_fetch_add (&self->generation, 1);
  if (atomic_load (&self->n_sleeping) == 0)
    return;
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->mutex);
}

PnWorkers *
pn_workers_new (gsize n)
{
  PnWorkers *self = g_new0 (PnWorkers, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  self->n = 1;
  self->helpers = g_new0 (Worker, PN_MOST_WORKERS);
  while (self->n < MIN (n, PN_MOST_WORKERS))
    {
      Worker *worker = &self->helpers[self->n - 1];

      worker->workers = self;
      worker->index = self->n;
      worker->thread = g_thread_try_new ("pn-worker", help, worker, NULL);
      if (worker->thread == NULL)
        break;
      self->n++;
    }
  return self;
}

void
pn_workers_free (PnWorkers *workers)
{
  if (workers == NULL)
    return;
  atomic_store (&workers->quit, TRUE);
  announce (workers);
  for (gsize i = 0; i + 1 < workers->n; i++)
    g_thread_join (workers->helpers[i].thread);
  g_mutex_clear (&workers->mutex);
  g_cond_clear (&workers->wake);
  g_free (workers->helpers);
  g_free (workers);
}

gsize
pn_workers_n (const PnWorkers *workers)
{
  return workers->n;
}

static void
wait_for_helpers (PnWorkers *self)
{
  guint spins = 0;

  while (atomic_load (&self->n_inside) > 0)
    {
      relax ();
      /* A helper that lost its core may need ours. */
      if (++spins % N_SPINS == 0)
        g_thread_yield ();
    }
}

static void
learn_from_wait (PnWorkers *self, gint64 worked, gint64 waited)
{
  if (waited > worked + LOST_MICROSECONDS)
    self->n_alone = self->penalty = CLAMP (2 * self->penalty, FEWEST_ALONE, MOST_ALONE);
  else
    self->penalty /= 2;
}

static void
run_together (PnWorkers *self)
{
  gint64 begun = g_get_monotonic_time ();
  gint64 worked;

  atomic_store (&self->open, TRUE);
  announce (self);
  self->job (0, self->data);
  worked = g_get_monotonic_time () - begun;
  atomic_store (&self->open, FALSE);
  wait_for_helpers (self);
  learn_from_wait (self, worked, g_get_monotonic_time () - begun - worked);
}

void
pn_workers_run (PnWorkers *workers, PnJob job, gpointer data)
{
  workers->job = job;
  workers->data = data;
  if (workers->n == 1 || workers->n_alone > 0)
    {
      workers->n_alone -= workers->n > 1;
      job (0, data);
    }
  else
    run_together (workers);
}

static void
share_out (PnShares *shares, gsize begin, gsize end, gsize n_workers)
{
  for (gsize i = 0; i < n_workers; i++)
    {
      gsize part = shares->n_parts++;

      shares->parts[part].begin = begin + i * (end - begin) / n_workers;
      atomic_store (&shares->parts[part].next, shares->parts[part].begin);
      shares->parts[part].end = begin + (i + 1) * (end - begin) / n_workers;
    }
}

void
pn_shares_init (PnShares *shares, gsize n_pieces, gsize n_workers)
{
  shares->n_parts = 0;
  share_out (shares, 0, n_pieces, n_workers);
}

void
pn_shares_init_halves (PnShares *shares, gsize middle, gsize n_pieces, gsize n_workers)
{
  gsize n_first = n_workers / 2;

  shares->n_parts = 0;
  share_out (shares, 0, n_first > 0 ? middle : 0, n_first);
  share_out (shares, n_first > 0 ? middle : 0, n_pieces, n_workers - n_first);
}

gboolean
pn_shares_take (PnShares *shares, gsize worker, gsize *piece)
{
  for (gsize i = 0; i < shares->n_parts; i++)
    {
      gsize part = (worker + i) % shares->n_parts;

      *piece = atomic_fetch_add (&shares->parts[part].next, 1);
      if (*piece >= shares->parts[part].end)
        continue;
      if (part < shares->n_parts / 2)
        *piece = shares->parts[part].begin + shares->parts[part].end - 1 - *piece;
      return TRUE;
    }
  return FALSE;
}
