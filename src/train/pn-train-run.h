/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-trainer.h"

G_BEGIN_DECLS

/* PnTrainRun: what crosses between the worker and the main thread, both ways; the only file of this
 * layer that locks. The worker never waits for the main thread, except where the pace says so;
 * numbers lie in blocks until the main thread takes them, and at most one source is queued for
 * that, below redraw priority. Reference-counted.
 */
typedef struct _PnTrainRun PnTrainRun;

/* Called on the thread of `context` when there is news. */
typedef void (*PnTrainNotify) (gpointer owner);

/* The first step is not waited for at any pace. */
PnTrainRun *
pn_train_run_new (PnPace pace, GMainContext *context, PnTrainNotify notify, GObject *owner);
PnTrainRun *pn_train_run_ref (PnTrainRun *run);
void pn_train_run_unref (PnTrainRun *run);

/* The worker's side. */

/* Waits until the pace lets the next step begin. FALSE: stop here. In `settings` (with TRUE as
 * return value) are settings to exchange, and in `text` the mark that goes with them; else both
 * NULL.
 */
gboolean
pn_train_run_next (PnTrainRun *run, guint64 steps_per_epoch, PnSettings **settings, char **text);
/* Set as soon as the worker is asked to stop: polled in the middle of a long check. */
const gint *pn_train_run_stop_flag (PnTrainRun *run);
void pn_train_run_add_event (PnTrainRun *run, const PnEvent *event);
void pn_train_run_add_mark (PnTrainRun *run, guint64 step, PnMarkKind kind, char *text /* taken */);
/* `norms` (may be NULL) is copied. The snapshot is referenced. */
void pn_train_run_publish (PnTrainRun *run, PnSnapshot *snapshot, const double *norms, gsize n);
/* The last word. */
void pn_train_run_finish (PnTrainRun *run, PnStopReason reason, gsize diverged_layer);

/* The main thread's side. */

/* A piece of the list of steps. */
typedef struct
{
  gsize n;
  PnStepRecord steps[1024];
} PnTrainBlock;

/* All that came since the last time, in the order of its steps. */
typedef struct
{
  GPtrArray *blocks;    /* PnTrainBlock */
  GArray *checks;       /* PnCheckRecord */
  GArray *marks;        /* PnMark */
  PnEvent last;         /* the latest event; step 0 and kind STEP if there was none */
  PnSnapshot *snapshot; /* the latest, or NULL */
  double *norms;        /* of that snapshot, or NULL */
  gboolean finished;
  PnStopReason reason;
  gsize diverged_layer;
} PnTrainNews;

void pn_train_run_take (PnTrainRun *run, PnTrainNews *news);
void pn_train_news_clear (PnTrainNews *news);

void pn_train_run_stop (PnTrainRun *run);
/* Until pn_train_run_finish(). */
void pn_train_run_wait (PnTrainRun *run);
void pn_train_run_set_pace (PnTrainRun *run, PnPace pace);
PnPace pn_train_run_get_pace (PnTrainRun *run);
void pn_train_run_set_settings (PnTrainRun *run, const PnSettings *settings, const char *text);

/* Steps a second that the pace wants; infinite at full speed. */
double pn_pace_steps_per_second (PnPace pace, guint64 steps_per_epoch);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PnTrainNews, pn_train_news_clear)

G_END_DECLS
