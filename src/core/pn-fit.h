/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-kernels.h"
#include "pn-network.h"
#include "pn-settings.h"
#include "pn-source.h"

G_BEGIN_DECLS

/* PnFit: training, one batch after another. It owns the optimiser's state, the position in the
 * shuffled epoch, the best validation loss and the patience; the caller owns network and data,
 * which must outlive it. One thread at a time.
 *
 * Its arithmetic is a function of spec, seed, data and the list of (step, setting, value) alone
 * (architecture, rule 8).
 */
typedef struct _PnFit PnFit;

typedef enum
{
  PN_STOP_NONE,     /* still going */
  PN_STOP_EARLY,    /* patience ran out */
  PN_STOP_EPOCHS,   /* all epochs done */
  PN_STOP_USER,     /* the callback, or a stop step, said so */
  PN_STOP_DIVERGED, /* a loss, a gradient or a parameter stopped being finite */
} PnStopReason;

/* "early", "epochs", "user", "diverged"; NULL for none. */
const char *pn_stop_reason_name (PnStopReason reason);

/* What happened, handed to the callback. `step` counts batches done since the run began. */
typedef enum
{
  PN_EVENT_STEP,       /* a batch: loss is the batch's, before its update */
  PN_EVENT_VALIDATION, /* a check: validation loss and accuracy, training accuracy if measured */
} PnEventKind;

typedef struct
{
  PnEventKind kind;
  guint64 step;
  double epoch;            /* step / steps an epoch */
  double training_seconds; /* without evaluation, of this process */
  double loss;             /* STEP: the batch's mean; VALIDATION: over all validation samples */
  double accuracy;         /* STEP: the batch's; VALIDATION: over all validation samples */
  double train_loss;       /* VALIDATION: over all training samples; NaN where not measured */
  double train_accuracy;
  double learning_rate; /* VALIDATION: of the next batch, as scheduled */
  double gradient_norm; /* VALIDATION: in the latest batch, over all layers; NaN before the first */
  gboolean best;        /* VALIDATION: the lowest loss so far */
  gboolean final; /* VALIDATION: the extra check after the last step, outside patience and best */
} PnEvent;

/* Called on the fitting thread. Returns whether to go on. */
typedef gboolean (*PnFitCallback) (const PnEvent *event, gpointer user_data);

/* `validation` may be NULL: no checks then. The spec must fit the data (inputs and classes), the
 * batch must not exceed it: an error else. The first training step is the first after the check at
 * step 0.
 */
PnFit *pn_fit_new (PnNetwork *network,
                   PnDataset *train,
                   PnDataset *validation,
                   const PnNormalisation *normalisation,
                   const PnSettings *settings,
                   GError **error);
void pn_fit_free (PnFit *fit);

/* Threads that share a batch, the caller's included; 1 at the start. The numbers are the same for
 * any, to the bit. Not while a step is running.
 */
gboolean pn_fit_set_workers (PnFit *fit, gsize n, GError **error);

/* Whether a validation check also measures loss and accuracy over all training samples (outside
 * training_seconds). FALSE at the start.
 */
void pn_fit_set_measure_training (PnFit *fit, gboolean measure);

/* Batches come from `source` instead of the dataset's rows; labels, and what a check measures, are
 * the dataset's still. NULL, as at the start: the rows as they are. Before the first step; the data
 * must be 8 bit.
 */
void pn_fit_set_source (PnFit *fit, PnSource *source);

/* A flag polled in the middle of checks, which can be long: once it is set, a check is left
 * unfinished and unreported, the step ends with PN_STOP_USER, and the state says that the check is
 * still due, so that a run that goes on from it is the same as one that was never stopped. NULL at
 * the start.
 */
void pn_fit_set_stop_flag (PnFit *fit, const gint *stop);

/* Exchanges the settings between two batches. Seed, shuffle and optimiser must stay. A new batch
 * size acts from the next batch on; the epoch goes on where it is.
 */
gboolean pn_fit_set_settings (PnFit *fit, const PnSettings *settings, GError **error);

/* Checks that are due, then one batch, then the check due after it. Reports each through
 * `callback`. Returns why training is over, or PN_STOP_NONE. After PN_STOP_DIVERGED the parameters
 * are those of the last good state and pn_fit_diverged_layer() tells the layer that broke first: as
 * they were where only the batch was bad; where the weights had grown too large, those of the last
 * copy, which is taken every 200 steps unless the loss is running away. The steps done stay done.
 */
PnStopReason pn_fit_step (PnFit *fit, PnFitCallback callback, gpointer user_data);

/* pn_fit_step() until it is over or `step` batches are done (0: no such bound); then PN_STOP_USER.
 * With `keep_best` the parameters of the best check are put back at the end of a finished run.
 */
PnStopReason pn_fit_run (PnFit *fit, guint64 step, PnFitCallback callback, gpointer user_data);

/* A check now, reported as `final`: after a stop by the user, so that the last state has numbers.
 */
void pn_fit_check_now (PnFit *fit, PnFitCallback callback, gpointer user_data);

guint64 pn_fit_current_step (const PnFit *fit);
guint64 pn_fit_steps_per_epoch (const PnFit *fit);
double pn_fit_epoch (const PnFit *fit);
double pn_fit_training_seconds (const PnFit *fit);
double pn_fit_best_loss (const PnFit *fit); /* NaN before the first check */
double pn_fit_best_accuracy (const PnFit *fit);
gsize pn_fit_diverged_layer (const PnFit *fit); /* index into the spec's layers */

/* Norm (Euclidean) of the gradient of each layer in the latest batch, as many as the spec has
 * layers; zeros before the first. For showing, at most some 30 times a second; it costs a pass over
 * the gradients, or over the batch again where an update was fused with its gradient.
 */
void pn_fit_gradient_norms (PnFit *fit, double *norms);

/* Whether the first layer's products skipped the pictures' zeros. */
typedef enum
{
  PN_FIRST_LAYER_UNKNOWN, /* no batch yet */
  PN_FIRST_LAYER_DENSE,
  PN_FIRST_LAYER_SPARSE,
  PN_N_FIRST_LAYERS,
} PnFirstLayer;

/* "unknown", "dense", "sparse". */
const char *pn_first_layer_name (PnFirstLayer first_layer);

/* Everything but parameters that a run needs to go on exactly: a plain struct for files. */
typedef struct
{
  guint64 step;
  guint64 epoch;    /* whole epochs begun before this one */
  guint64 position; /* samples of the current epoch already used */
  double best_loss; /* NaN before the first check */
  double best_accuracy;
  guint64 best_step;
  guint64 checks_since_best;
  gboolean check_due;       /* the check at `step` is still to be done: it was stopped */
  gboolean has_copy;        /* there is a copy to rewind to: pn_fit_copy() */
  PnKernelSet kernels;      /* how the last batch was computed, for the record: … */
  PnFirstLayer first_layer; /* … they follow from the CPU and from the data's density */
} PnFitState;

PnFitState pn_fit_get_state (const PnFit *fit);
/* The optimiser's state (for SGD the velocity), pn_network_length() numbers in the network's order;
 * owned by the fit. NULL where the optimiser has none in that slot.
 */
PnReal *pn_fit_optimizer_state (PnFit *fit, gsize slot);
gsize pn_fit_n_optimizer_slots (const PnFit *fit);
/* The copy that a step rewinds to when its update makes parameters non-finite, taken every 200
 * steps: the parameters' (`array` 0) and each optimiser slot's (1 + slot), owned by the fit.
 * Writable for resuming.
 */
PnReal *pn_fit_copy (PnFit *fit, gsize array);
/* Goes on from `state`; parameters, optimiser state and copy are set by the caller. The check due
 * at state->step is taken as done unless the state says that it is due.
 */
void pn_fit_set_state (PnFit *fit, const PnFitState *state);
/* Parameters of the best check, pn_network_length() numbers, owned by the fit; NULL unless the
 * settings keep the best. Writable for resuming.
 */
PnReal *pn_fit_best_parameters (PnFit *fit);

#ifndef PN_DOUBLE
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnFit, pn_fit_free)
#endif

G_END_DECLS
