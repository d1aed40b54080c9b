/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-train-run.h"

G_BEGIN_DECLS

/* PnTrainWorker: a network with its fit, trained on a thread of its own. Made on the main thread
 * and given away to the task; from then on only the PnTrainRun is shared.
 */
typedef struct _PnTrainWorker PnTrainWorker;

/* Network and fit as `start` says. Fails where the data doesn't fit the design, or for memory. */
PnTrainWorker *pn_train_worker_new (const PnTrainerStart *start, PnTrainRun *run, GError **error);
void pn_train_worker_free (PnTrainWorker *worker);

guint64 pn_train_worker_steps_per_epoch (const PnTrainWorker *worker);

/* A GTaskThreadFunc; the task data is the worker. */
void
pn_train_worker_thread (GTask *task, gpointer source, gpointer worker, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTrainWorker, pn_train_worker_free)

G_END_DECLS
