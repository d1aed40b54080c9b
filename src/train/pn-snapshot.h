/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "pn-fit.h"

G_BEGIN_DECLS

/* PnSnapshot: a network as it was at one step, with what is needed to use it (normalisation, class
 * names) and, if wanted, to go on training exactly (optimiser state, position). Immutable and
 * reference-counted, shared freely between threads: the picture, the predictor, checkpoints, files
 * and undo all hold snapshots, never the live weights.
 */
typedef struct _PnSnapshot PnSnapshot;

#define PN_TYPE_SNAPSHOT (pn_snapshot_get_type ())
GType pn_snapshot_get_type (void);

/* Copies the parameters of `network`. `class_names` is NULL-terminated or NULL ("0", "1", …). `fit`
 * may be NULL: then the snapshot can be used but not resumed exactly; else optimiser state, best
 * parameters and position are copied too. NULL with an error where memory is short.
 */
PnSnapshot *pn_snapshot_new (const PnNetwork *network,
                             const PnNormalisation *normalisation,
                             const char *const *class_names,
                             PnFit *fit,
                             GError **error);

/* The same without a fit, for looking at: its step is known, but it can't be resumed exactly. */
PnSnapshot *pn_snapshot_new_at (const PnNetwork *network,
                                const PnNormalisation *normalisation,
                                const char *const *class_names,
                                guint64 step,
                                GError **error);

/* The same, from parts as files hold them. Takes ownership of `network`. `slots` (n_slots arrays of
 * pn_network_length() numbers), `best`, `copy` (1 + n_slots arrays, as pn_fit_copy() counts) and
 * `state` may be NULL; they are copied. Where memory is short the snapshot comes without the state.
 */
PnSnapshot *pn_snapshot_new_take (PnNetwork *network,
                                  const PnNormalisation *normalisation,
                                  const char *const *class_names,
                                  const PnFitState *state,
                                  const PnReal *const *slots,
                                  gsize n_slots,
                                  const PnReal *best,
                                  const PnReal *const *copy);

PnSnapshot *pn_snapshot_ref (PnSnapshot *snapshot);
void pn_snapshot_unref (PnSnapshot *snapshot);

/* The network inside: for predicting, each thread with a workspace of its own. */
const PnNetwork *pn_snapshot_network (const PnSnapshot *snapshot);
const PnSpec *pn_snapshot_spec (const PnSnapshot *snapshot);
const PnNormalisation *pn_snapshot_normalisation (const PnSnapshot *snapshot);
/* One for each output, NULL-terminated; never NULL. */
const char *const *pn_snapshot_class_names (const PnSnapshot *snapshot);

/* Steps trained; 0 for a fresh network. */
guint64 pn_snapshot_step (const PnSnapshot *snapshot);

/* Memory that its numbers take. */
gsize pn_snapshot_bytes (const PnSnapshot *snapshot);

/* The norm of each layer's gradient in the batch that led here, so that undo and redo show it
 * again; NULL where none is known, as after opening a file. Set, and copied, before anybody else
 * has the snapshot.
 */
void pn_snapshot_set_gradient_norms (PnSnapshot *snapshot, const double *norms);
const double *pn_snapshot_gradient_norms (const PnSnapshot *snapshot);

/* For resuming; NULL where the snapshot was made without a fit. */
const PnFitState *pn_snapshot_fit_state (const PnSnapshot *snapshot);
gsize pn_snapshot_n_slots (const PnSnapshot *snapshot);
const PnReal *pn_snapshot_slot (const PnSnapshot *snapshot, gsize slot);
const PnReal *pn_snapshot_best (const PnSnapshot *snapshot);
/* The fit's copy to rewind to, as pn_fit_copy() counts; NULL where the state has none. */
const PnReal *pn_snapshot_copy (const PnSnapshot *snapshot, gsize array);

/* Puts parameters, optimiser state and position of `snapshot` into `network` and `fit`, which were
 * made for the same shape; without a fit state in it, parameters only.
 */
void pn_snapshot_restore (const PnSnapshot *snapshot, PnNetwork *network, PnFit *fit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnSnapshot, pn_snapshot_unref)

G_END_DECLS
