/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-history.h"
#include "pn-snapshot.h"

G_BEGIN_DECLS

/* PnTrainer: one burst of training, from Train (or Continue) until it pauses or ends. Made for one
 * burst, then dropped. The worker is a GTask thread; what crosses is in PnTrainRun, and every
 * signal and notify here comes on the main thread.
 *
 * Signals:
 *   "progress"                     new numbers are in the history
 *   "snapshot" (PnSnapshot)        at most 30 times a second while running, and once at the end
 *   "finished" (PnStopReason)      after the last numbers and the last snapshot
 */
#define PN_TYPE_TRAINER (pn_trainer_get_type ())
G_DECLARE_FINAL_TYPE (PnTrainer, pn_trainer, PN, TRAINER, GObject)

/* Full speed, or so slow that one can watch. The numbers are the same at every pace. */
typedef enum
{
  PN_PACE_FULL,
  PN_PACE_5_EPOCHS,
  PN_PACE_1_EPOCH,
  PN_PACE_10_STEPS,
  PN_PACE_1_STEP,
  PN_N_PACES,
} PnPace;

const char *pn_pace_label (PnPace pace); /* translated, "1 epoch/s" */

typedef struct
{
  const PnSpec *spec;
  const PnSettings *settings;
  PnDataset *train;
  PnDataset *validation; /* may be NULL */
  PnNormalisation normalisation;
  PnSource *source; /* of training batches; NULL: the rows of `train` */
  const char *const *class_names;
  PnSnapshot *start;     /* NULL: initialise by the settings' seed */
  guint64 until;         /* stop after this step; 0: as the settings say */
  double seconds_before; /* trained before `start`; added to the events' training_seconds */
  gboolean measure_training;
  PnPace pace;
} PnTrainerStart;

/* Copies or references all it is given; `history` is appended to. A start that stopped early gets
 * its patience anew.
 */
PnTrainer *pn_trainer_new (const PnTrainerStart *start, PnHistory *history);

/* Starts the worker. FALSE with an error if it can't begin (data that doesn't fit, memory). */
gboolean pn_trainer_start (PnTrainer *self, GError **error);

/* Asks the worker to stop after the current batch; "finished" follows with PN_STOP_USER. */
void pn_trainer_pause (PnTrainer *self);

/* Stops and waits for the worker, draining its numbers: for closing. "finished" is emitted before
 * it returns. At most one batch and one validation chunk long.
 */
void pn_trainer_stop_now (PnTrainer *self);

void pn_trainer_set_pace (PnTrainer *self, PnPace pace);
PnPace pn_trainer_get_pace (PnTrainer *self);

/* Exchanged between two batches; a mark in the history says when, and `text` what ("learning rate
 * 0.05"). Settings that can't be used (a batch larger than the data) leave the old ones in force.
 * Seed and shuffling must stay.
 */
void pn_trainer_set_settings (PnTrainer *self, const PnSettings *settings, const char *text);

/* From start to "finished". */
gboolean pn_trainer_is_running (PnTrainer *self);
PnStopReason pn_trainer_get_reason (PnTrainer *self);
/* The latest; with the state for resuming about once a second and once it has finished. Owned by
 * the trainer; may be NULL.
 */
PnSnapshot *pn_trainer_get_snapshot (PnTrainer *self);
PnHistory *pn_trainer_get_history (PnTrainer *self);

/* As it was started with: the step to stop at, or 0. */
guint64 pn_trainer_get_until (PnTrainer *self);
guint64 pn_trainer_get_step (PnTrainer *self);
double pn_trainer_get_epoch (PnTrainer *self);
/* At the latest step, without evaluation; from the run's beginning if `seconds_before` said so. */
double pn_trainer_get_training_seconds (PnTrainer *self);
double pn_trainer_get_samples_per_second (PnTrainer *self);
/* Until the last epoch at the present pace; NaN while unknown. */
double pn_trainer_get_seconds_left (PnTrainer *self);
/* The layer that broke first, after PN_STOP_DIVERGED: index into the spec's layers. */
gsize pn_trainer_get_diverged_layer (PnTrainer *self);
/* Norm of the gradient of each layer in the latest batch with a snapshot, n_layers of them, owned
 * by the trainer; NULL before the first.
 */
const double *pn_trainer_get_gradient_norms (PnTrainer *self);

G_END_DECLS
