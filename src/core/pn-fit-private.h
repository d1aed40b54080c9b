/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdatomic.h>

#include "pn-fit.h"
#include "pn-pass.h"
#include "pn-workers.h"

G_BEGIN_DECLS

#define PN_FIT_SLOTS 2

/* A worker's own. */
typedef struct
{
  guint64 *columns;
  PnReal *gradients; /* of one piece of rows, widest stride */
} PnFitScratch;

struct _PnFit
{
  PnNetwork *network;
  PnDataset *train;
  PnDataset *validation;
  PnNormalisation normalisation;
  PnSettings settings;
  gboolean measure_training;
  PnSource *source; /* of training batches, or NULL */

  PnFitState state;
  const gint *stop; /* polled in checks; may be NULL */
  double training_seconds;
  gsize diverged_layer;

  /* The epoch's order of samples, and which epoch it is of. */
  guint32 *order;
  guint64 order_epoch;

  PnWorkspace *workspace;
  guint8 *batch_bytes; /* what a source fills */
  guint16 *batch_labels;
  double *class_weights; /* NULL: all 1 */

  PnWorkers *workers;
  PnFitScratch scratch[PN_MOST_WORKERS];

  PnReal *slots[PN_FIT_SLOTS];
  gsize n_slots;
  PnReal *best;                   /* parameters of the best check, or NULL */
  gboolean has_best;              /* they are there */
  PnReal *safe[1 + PN_FIT_SLOTS]; /* parameters and slots to rewind to */

  PnWorkspace *evaluation;
};

/* Everything that the jobs of one batch share. */
typedef struct
{
  PnFit *fit;
  gsize n;
  gsize chunk; /* samples a worker takes at a time */
  PnObjective objective;
  PnDropout dropout;
  double total_weight;
  PnUpdate update;
  gboolean whole;  /* gradients to the network's array, without update */
  PnShares shares; /* of chunks of samples, or of pieces of rows */
  atomic_size_t bad_layer;
} PnFitBatch;

/* Fills and passes the batch, by all workers: the network is as it was, the deltas lie in the
 * workspace.
 */
PnPassResult pn_fit_pass (PnFitBatch *batch, const PnInputs *inputs);

/* Gradients of what was passed, and the parameters' update. FALSE if a number wasn't finite: then
 * the fit's `diverged_layer` is set and the parameters may be broken.
 */
gboolean pn_fit_update (PnFitBatch *batch);

/* The first layer whose parameters aren't finite; G_MAXSIZE where all are. */
gsize pn_fit_first_bad_layer (const PnFit *fit);

/* Where a batch doesn't fit into the rest of the epoch, as a larger one may not that was set
 * between two: on to the next epoch.
 */
void pn_fit_leave_short_rest (PnFit *fit);

/* One batch: gathers the next samples, passes, updates. FALSE if it diverged: then the parameters
 * are those of the last good state. `loss` and `accuracy` are the batch's before the update.
 */
gboolean pn_fit_do_batch (PnFit *fit, double *loss, double *accuracy);

/* A check now. Returns the callback's answer, or FALSE if it was stopped. */
gboolean pn_fit_do_check (PnFit *fit, gboolean final, PnFitCallback callback, gpointer user_data);

G_END_DECLS
