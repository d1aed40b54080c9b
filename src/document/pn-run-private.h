/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-run.h"

G_BEGIN_DECLS

/* All that was ever recorded by one line of training, as far as undone parts of it may come back.
 * Reference-counted; shared by the versions of a run between whose curves one only cuts or adds at
 * the end.
 */
typedef struct
{
  grefcount count;
  PnHistory *full; /* NULL while the run's visible history is all there is */
} PnRecord;

/* PnRunVersion: what a run was at one moment, but for its colour and check mark. Immutable once it
 * is in a run, and reference-counted: undo is a list of these, sharing snapshots.
 */
typedef struct
{
  grefcount count;
  PnRecipe *recipe; /* its name is the run's */
  PnRecipe *began;  /* as it was when training began at step 0; NULL while untrained */
  PnRecipe
      *reference;   /* the recipe that it was copied from, for its name; NULL: a name of its own */
  char *began_from; /* may be NULL */
  PnSnapshot *snapshot; /* never NULL */
  PnRunState state;     /* never PN_RUN_TRAINING: that is what a trainer says */
  PnStopReason reason;
  gsize diverged_layer;    /* after PN_STOP_DIVERGED; not in files, where a mark says it:
                            * G_MAXSIZE then */
  double training_seconds; /* without evaluation */
  PnRecord *record;
  PnHistoryLength length; /* of the record */
} PnRunVersion;

/* Takes `recipe` and `snapshot`; untrained, with a record of its own. */
PnRunVersion *pn_run_version_new (PnRecipe *recipe, PnSnapshot *snapshot);
PnRunVersion *pn_run_version_copy (const PnRunVersion *version);
PnRunVersion *pn_run_version_ref (PnRunVersion *version);
void pn_run_version_unref (PnRunVersion *version);

void pn_run_version_set_recipe (PnRunVersion *version, PnRecipe *recipe /* taken */);
void pn_run_version_set_snapshot (PnRunVersion *version, PnSnapshot *snapshot /* taken */);
void pn_run_version_set_began (PnRunVersion *version, const PnRecipe *began);
/* A record of its own, empty. */
void pn_run_version_renew_record (PnRunVersion *version);

/* What training goes on with: data, seed and shuffling are those with which it began, the other
 * settings those of now.
 */
const PnRecipe *pn_run_version_data_recipe (const PnRunVersion *version);
PnSettings pn_run_version_settings (const PnRunVersion *version);

/* Whether they differ in more than the name. */
gboolean pn_recipe_differs (const PnRecipe *a, const PnRecipe *b);

/* `record` may hold a history already, which becomes visible. */
PnRun *pn_run_new (guint64 id, guint colour, PnRunVersion *version);

guint64 pn_run_get_id (PnRun *self);
PnRunVersion *pn_run_get_version (PnRun *self);
/* Tells what changed; the visible history follows, except while the run trains. */
void pn_run_set_version (PnRun *self, PnRunVersion *version);
void pn_run_set_checked (PnRun *self, gboolean checked);
void pn_run_set_queued (PnRun *self, gboolean queued);

/* A mark where the curve ends, by a new edit: whoever calls has dropped the redo steps. */
void pn_run_add_mark (PnRun *self, PnMarkKind kind, const char *text);

/* The burst under way. `began` is the recipe of now where it begins at step 0; NULL else. */
void pn_run_begin_burst (PnRun *self, PnTrainer *trainer, PnRecipe *began /* taken */);
const PnRecipe *pn_run_get_burst_began (PnRun *self);
/* The latest snapshot of the burst from which it could be resumed; NULL before the first. */
PnSnapshot *pn_run_get_checkpoint (PnRun *self);
void pn_run_end_burst (PnRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnRunVersion, pn_run_version_unref)

G_END_DECLS
