/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-history.h"
#include "pn-recipe.h"
#include "pn-snapshot.h"
#include "pn-trainer.h"

G_BEGIN_DECLS

/* PnRun: a design, its settings, a seed and what training made of them. What the interface binds
 * to; changed only through PnDocument. Main thread.
 *
 * Properties (read-only here): "name", "colour" (index of the look: pn_palette_run_color() and
 * _marker()), "checked", "state", "queued".
 * Signals: "recipe-changed" (design, settings or data), "snapshot-changed" (other parameters),
 * "progress" (other numbers: while training, or by an undo).
 */
#define PN_TYPE_RUN (pn_run_get_type ())
G_DECLARE_FINAL_TYPE (PnRun, pn_run, PN, RUN, GObject)

typedef enum
{
  PN_RUN_UNTRAINED,
  PN_RUN_TRAINING,
  PN_RUN_PAUSED,
  PN_RUN_FINISHED, /* stop reason says how */
} PnRunState;

#define PN_TYPE_RUN_STATE (pn_run_state_get_type ())
GType pn_run_state_get_type (void);

const char *pn_run_get_name (PnRun *self);
guint pn_run_get_colour (PnRun *self);
gboolean pn_run_get_checked (PnRun *self);
/* Whether it waits for a core to be trained on. */
gboolean pn_run_get_queued (PnRun *self);
PnRunState pn_run_get_state (PnRun *self);
PnStopReason pn_run_get_stop_reason (PnRun *self);
/* After PN_STOP_DIVERGED, the layer that broke first, an index into the spec's layers; G_MAXSIZE
 * if that was before the document was opened. */
gsize pn_run_get_diverged_layer (PnRun *self);

/* Owned by the run, valid until "recipe-changed". */
const PnRecipe *pn_run_get_recipe (PnRun *self);
const PnSpec *pn_run_get_spec (PnRun *self);
const PnSettings *pn_run_get_settings (PnRun *self);

/* The parameters of now: trained, or freshly initialised by the seed. Never NULL for a valid design
 * that fits into memory.
 */
PnSnapshot *pn_run_get_snapshot (PnRun *self);
PnHistory *pn_run_get_history (PnRun *self);
/* The undone part of the curve, drawn grey; NULL when there is none. */
PnHistory *pn_run_get_ghost (PnRun *self);

/* The burst under way, or NULL. */
PnTrainer *pn_run_get_trainer (PnRun *self);
/* The recipe with which training began at step 0: what it goes on with where that can't change
 * (seed, shuffling, data, initial weights). NULL while untrained, and for weights that came from
 * elsewhere. Owned by the run, valid until "recipe-changed" or a change of state.
 */
const PnRecipe *pn_run_get_began (PnRun *self);
/* The name of the run or model whose trained weights it began from; NULL. */
const char *pn_run_get_began_from (PnRun *self);

G_END_DECLS
