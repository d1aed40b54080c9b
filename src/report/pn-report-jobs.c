/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-jobs.h"

#define INTERVAL (G_TIME_SPAN_SECOND / 10)

/* What the threads share, under the lock but for `items`, `work` and `stop`. */
typedef struct
{
  GMutex lock;
  GCond finished;
  GPtrArray *items;
  PnReportWork work;
  gint stop; /* atomic */
  guint next;
  guint n_working; /* threads */
  double *shares;  /* of each item */
  GError *error;   /* the first */
} Jobs;

typedef struct
{
  Jobs *jobs;
  guint index;
} Place;

static gboolean
share_cb (double share, gpointer user_data)
{
  Place *place = user_data;

  g_mutex_lock (&place->jobs->lock);
  place->jobs->shares[place->index] = share;
  g_mutex_unlock (&place->jobs->lock);
  return !g_atomic_int_get (&place->jobs->stop);
}

/* Takes the next item. FALSE where there is none. */
static gboolean
take_next (Jobs *self, guint *index)
{
  gboolean left;

  g_mutex_lock (&self->lock);
  left = self->next < self->items->len && !g_atomic_int_get (&self->stop);
  if (left)
    *index = self->next++;
  g_mutex_unlock (&self->lock);
  return left;
}

static void
keep_result (Jobs *self, guint index, gboolean done, GError *error)
{
  g_mutex_lock (&self->lock);
  self->shares[index] = 1;
  if (!done)
    g_atomic_int_set (&self->stop, TRUE);
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
}

static gpointer
work_thread (gpointer data)
{
  Jobs *self = data;
  Place place = { self, 0 };

  while (take_next (self, &place.index))
    {
      GError *error = NULL;
      gboolean done = self->work (self->items->pdata[place.index], share_cb, &place, &error);

      keep_result (self, place.index, done, error);
    }
  g_mutex_lock (&self->lock);
  self->n_working--;
  g_cond_signal (&self->finished);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static double
mean_share (const Jobs *self)
{
  double sum = 0;

  for (guint i = 0; i < self->items->len; i++)
    sum += self->shares[i];
  return sum / self->items->len;
}

/* Until all threads are done. */
static void
wait_for_threads (Jobs *self, PnProgress progress, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  while (self->n_working > 0)
    {
      double share = mean_share (self);

      g_mutex_unlock (&self->lock);
      if (progress != NULL && !progress (share, user_data))
        g_atomic_int_set (&self->stop, TRUE);
      g_mutex_lock (&self->lock);
      if (self->n_working > 0)
        g_cond_wait_until (&self->finished, &self->lock, g_get_monotonic_time () + INTERVAL);
    }
  g_mutex_unlock (&self->lock);
}

gboolean
pn_report_jobs_run (GPtrArray *items,
                    PnReportWork work,
                    guint n_at_once,
                    PnProgress progress,
                    gpointer user_data,
                    GError **error)
{
  Jobs self = { .items = items, .work = work, .n_working = MIN (n_at_once, items->len) };
  guint n = self.n_working;
  g_autofree GThread **threads = g_new (GThread *, n);

  if (items->len == 0)
    return TRUE;
  g_mutex_init (&self.lock);
  g_cond_init (&self.finished);
  self.shares = g_new0 (double, items->len);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("report", work_thread, &self);
  wait_for_threads (&self, progress, user_data);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  g_free (self.shares);
  g_mutex_clear (&self.lock);
  g_cond_clear (&self.finished);
  if (self.error != NULL)
    g_propagate_error (error, self.error);
  return !self.stop;
}
