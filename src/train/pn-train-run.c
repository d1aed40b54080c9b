/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-train-run.h"

/* Numbers are drawn at most this often; more would keep the main thread busy for nothing. */
#define DRAIN_INTERVAL (G_USEC_PER_SEC / 60)

/* GDK_PRIORITY_REDRAW is G_PRIORITY_HIGH_IDLE + 20: frames go first. */
#define DRAIN_PRIORITY (G_PRIORITY_HIGH_IDLE + 30)

/* At a slow pace steps that come late, as behind a check, may be caught up with by this much, less
 * one step: so never where single steps are watched.
 */
#define CATCH_UP (G_USEC_PER_SEC / 10)

struct _PnTrainRun
{
  gatomicrefcount count;
  GMainContext *context;
  PnTrainNotify notify;
  GWeakRef owner;

  gint stop; /* atomic, written under the mutex */

  GMutex mutex; /* guards all below */
  GCond changed;
  PnTrainNews news;
  gboolean drain_pending;
  gint64 drained; /* monotonic time of the last take */
  PnPace pace;
  gint64 due; /* monotonic time at which the last step was due, at a slow pace */
  PnSettings *settings;
  char *settings_text;
};

static void
clear_mark (gpointer mark)
{
  g_clear_pointer (&((PnMark *) mark)->text, g_free);
}

static void
news_init (PnTrainNews *news)
{
  *news = (PnTrainNews){
    .blocks = g_ptr_array_new_with_free_func (g_free),
    .checks = g_array_new (FALSE, FALSE, sizeof (PnCheckRecord)),
    .marks = g_array_new (FALSE, FALSE, sizeof (PnMark)),
  };
  g_array_set_clear_func (news->marks, clear_mark);
}

void
pn_train_news_clear (PnTrainNews *news)
{
  g_clear_pointer (&news->blocks, g_ptr_array_unref);
  g_clear_pointer (&news->checks, g_array_unref);
  g_clear_pointer (&news->marks, g_array_unref);
  g_clear_pointer (&news->snapshot, pn_snapshot_unref);
  g_clear_pointer (&news->norms, g_free);
}

PnTrainRun *
pn_train_run_new (PnPace pace, GMainContext *context, PnTrainNotify notify, GObject *owner)
{
  PnTrainRun *run = g_new0 (PnTrainRun, 1);

  g_atomic_ref_count_init (&run->count);
  run->context = g_main_context_ref (context);
  run->notify = notify;
  run->pace = pace;
  g_weak_ref_init (&run->owner, owner);
  g_mutex_init (&run->mutex);
  g_cond_init (&run->changed);
  news_init (&run->news);
  return run;
}

PnTrainRun *
pn_train_run_ref (PnTrainRun *run)
{
  g_atomic_ref_count_inc (&run->count);
  return run;
}

void
pn_train_run_unref (PnTrainRun *run)
{
  if (!g_atomic_ref_count_dec (&run->count))
    return;
  pn_train_news_clear (&run->news);
  g_free (run->settings);
  g_free (run->settings_text);
  g_weak_ref_clear (&run->owner);
  g_main_context_unref (run->context);
  g_mutex_clear (&run->mutex);
  g_cond_clear (&run->changed);
  g_free (run);
}

double
pn_pace_steps_per_second (PnPace pace, guint64 steps_per_epoch)
{
  switch (pace)
    {
    case PN_PACE_5_EPOCHS:
      return 5.0 * steps_per_epoch;
    case PN_PACE_1_EPOCH:
      return steps_per_epoch;
    case PN_PACE_10_STEPS:
      return 10;
    case PN_PACE_1_STEP:
      return 1;
    default:
      return INFINITY;
    }
}

/* On the main thread: the owner takes the news, if it still lives. */
static gboolean
drain_cb (gpointer data)
{
  PnTrainRun *run = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&run->owner);

  if (owner)
    run->notify (owner);
  return G_SOURCE_REMOVE;
}

/* Holding the mutex. */
static void
queue_drain (PnTrainRun *run)
{
  gint64 wait = run->drained + DRAIN_INTERVAL - g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;

  if (run->drain_pending)
    return;
  run->drain_pending = TRUE;
  source = g_timeout_source_new (CLAMP (wait, 0, DRAIN_INTERVAL) / 1000);
  g_source_set_priority (source, DRAIN_PRIORITY);
  g_source_set_static_name (source, "[perceptron] training's numbers");
  g_source_set_callback (source, drain_cb, pn_train_run_ref (run),
                         (GDestroyNotify) pn_train_run_unref);
  g_source_attach (source, run->context);
}

/* Holding the mutex. Microseconds between two steps; none at full speed. */
static gint64
interval (PnTrainRun *run, guint64 steps_per_epoch)
{
  double rate = pn_pace_steps_per_second (run->pace, steps_per_epoch);

  return isfinite (rate) ? (gint64) (G_USEC_PER_SEC / MAX (rate, 1)) : 0;
}

/* Holding the mutex: it is let go while waiting, and a stop, a pace or settings end the wait. */
static void
wait_for_pace (PnTrainRun *run, guint64 steps_per_epoch)
{
  gint64 step, late;

  while (!run->stop && !run->settings
         && run->due + interval (run, steps_per_epoch) > g_get_monotonic_time ())
    g_cond_wait_until (&run->changed, &run->mutex, run->due + interval (run, steps_per_epoch));
  step = interval (run, steps_per_epoch);
  late = MAX (0, CATCH_UP - step);
  if (!run->settings)
    run->due = MAX (run->due + step, g_get_monotonic_time () - late);
}

gboolean
pn_train_run_next (PnTrainRun *run, guint64 steps_per_epoch, PnSettings **settings, char **text)
{
  gboolean go_on;

  g_mutex_lock (&run->mutex);
  if (run->pace != PN_PACE_FULL)
    wait_for_pace (run, steps_per_epoch);
  *settings = g_steal_pointer (&run->settings);
  *text = g_steal_pointer (&run->settings_text);
  go_on = !run->stop;
  g_mutex_unlock (&run->mutex);
  return go_on;
}

const gint *
pn_train_run_stop_flag (PnTrainRun *run)
{
  return &run->stop;
}

static PnTrainBlock *
last_block (GPtrArray *blocks)
{
  PnTrainBlock *block = blocks->len > 0 ? g_ptr_array_index (blocks, blocks->len - 1) : NULL;

  if (!block || block->n == G_N_ELEMENTS (block->steps))
    {
      block = g_new (PnTrainBlock, 1);
      block->n = 0;
      g_ptr_array_add (blocks, block);
    }
  return block;
}

void
pn_train_run_add_event (PnTrainRun *run, const PnEvent *event)
{
  g_mutex_lock (&run->mutex);
  if (event->kind == PN_EVENT_STEP)
    {
      PnTrainBlock *block = last_block (run->news.blocks);

      block->steps[block->n++] = (PnStepRecord){ event->step, event->loss, event->accuracy };
    }
  else
    {
      PnCheckRecord check = pn_check_record_from_event (event);

      g_array_append_val (run->news.checks, check);
    }
  run->news.last = *event;
  queue_drain (run);
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_add_mark (PnTrainRun *run, guint64 step, PnMarkKind kind, char *text)
{
  PnMark mark = { .step = step, .kind = kind, .text = text };

  g_mutex_lock (&run->mutex);
  g_array_append_val (run->news.marks, mark);
  queue_drain (run);
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_publish (PnTrainRun *run, PnSnapshot *snapshot, const double *norms, gsize n)
{
  double *copy = norms ? g_memdup2 (norms, n * sizeof *norms) : NULL;
  PnSnapshot *last;

  pn_snapshot_ref (snapshot);
  g_mutex_lock (&run->mutex);
  last = g_steal_pointer (&run->news.snapshot);
  run->news.snapshot = snapshot;
  g_free (run->news.norms);
  run->news.norms = copy;
  queue_drain (run);
  g_mutex_unlock (&run->mutex);
  g_clear_pointer (&last, pn_snapshot_unref);
}

void
pn_train_run_finish (PnTrainRun *run, PnStopReason reason, gsize diverged_layer)
{
  g_mutex_lock (&run->mutex);
  run->news.finished = TRUE;
  run->news.reason = reason;
  run->news.diverged_layer = diverged_layer;
  queue_drain (run);
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_take (PnTrainRun *run, PnTrainNews *news)
{
  PnTrainNews fresh;

  news_init (&fresh);
  g_mutex_lock (&run->mutex);
  *news = run->news;
  run->news = fresh;
  run->news.finished = news->finished;
  run->drain_pending = FALSE;
  run->drained = g_get_monotonic_time ();
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_stop (PnTrainRun *run)
{
  g_mutex_lock (&run->mutex);
  g_atomic_int_set (&run->stop, TRUE);
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_wait (PnTrainRun *run)
{
  g_mutex_lock (&run->mutex);
  while (!run->news.finished)
    g_cond_wait (&run->changed, &run->mutex);
  g_mutex_unlock (&run->mutex);
}

void
pn_train_run_set_pace (PnTrainRun *run, PnPace pace)
{
  g_mutex_lock (&run->mutex);
  run->pace = pace;
  run->due = g_get_monotonic_time ();
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}

PnPace
pn_train_run_get_pace (PnTrainRun *run)
{
  PnPace pace;

  g_mutex_lock (&run->mutex);
  pace = run->pace;
  g_mutex_unlock (&run->mutex);
  return pace;
}

/* What the worker has not yet taken is replaced: only the latest settings count. */
void
pn_train_run_set_settings (PnTrainRun *run, const PnSettings *settings, const char *text)
{
  g_mutex_lock (&run->mutex);
  g_free (run->settings);
  run->settings = g_memdup2 (settings, sizeof *settings);
  g_free (run->settings_text);
  run->settings_text = g_strdup (text);
  g_cond_broadcast (&run->changed);
  g_mutex_unlock (&run->mutex);
}
