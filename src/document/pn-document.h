/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-edit-cost.h"
#include "pn-run.h"

G_BEGIN_DECLS

/* PnDocument: what the user owns: runs, and which of them is selected. Always saved: a new document
 * is a draft in $XDG_STATE_HOME/perceptron/drafts, an SQLite file, and every change is a
 * transaction. Widgets change it only through the functions below and listen to its properties and
 * to its runs. Undo is by immutable states that share snapshots. Main thread.
 *
 * It is a GListModel of PnRun. Properties: "selected" (PnRun), "title", "can-undo", "can-redo",
 * "undo-label", "redo-label" ("Insert Layer"; NULL), "training" (whether any run trains),
 * "data-ready" (whether the selected run's data set is loaded), "editing" (whether an edit is under
 * way on a thread).
 * Signals: "error" (char *message): saving in the background failed; said in words.
 * "edited" (char *message): what a change of design made of a trained run, measured on held-out
 * images where they are loaded: "Nothing changed", "Accuracy 0.958 → 0.951". A moment after the
 * edit; once for a drag.
 */
#define PN_TYPE_DOCUMENT (pn_document_get_type ())
G_DECLARE_FINAL_TYPE (PnDocument, pn_document, PN, DOCUMENT, GObject)

/* A new draft without runs; its file is made at once. */
PnDocument *pn_document_new (GError **error);
/* The runs of a first start: *Drawing* (the shipped model, selected; left out where there is none)
 * and *My first network*.
 */
void pn_document_add_first_runs (PnDocument *self);
PnDocument *pn_document_open (GFile *file, GError **error);
/* The drafts (GFile) that there are, open ones too, the newest first. Free with unref. */
GPtrArray *pn_document_list_drafts (void);
/* When it was begun, in local time; NULL for a file that isn't named like a draft. */
GDateTime *pn_document_draft_time (GFile *draft);
/* Moves a draft, or copies the document; it goes on at the new place. */
gboolean pn_document_save_as (PnDocument *self, GFile *file, GError **error);
/* Stops training, keeping what was learnt, writes the rest and closes the file. The last call. */
void pn_document_close (PnDocument *self);

/* What windows remember with the document ("pane.runs"); NULL if nothing. No undo step. */
const char *pn_document_get_view_state (PnDocument *self, const char *key);
void pn_document_set_view_state (PnDocument *self, const char *key, const char *value);

GFile *pn_document_get_file (PnDocument *self);
gboolean pn_document_is_draft (PnDocument *self);
const char *pn_document_get_title (PnDocument *self);

/* Runs. */
PnRun *pn_document_get_selected (PnDocument *self);
void pn_document_select (PnDocument *self, PnRun *run);
PnRun *pn_document_get_run (PnDocument *self, guint position); /* borrowed; NULL past the end */
guint pn_document_n_runs (PnDocument *self);

/* Each is one undo step. Runs are checked when they come. */
PnRun *pn_document_add_recipe (PnDocument *self, const PnRecipe *recipe);
/* Several at once (an example), one undo step; the first is selected. */
void pn_document_add_recipes (PnDocument *self,
                              const PnRecipe *const *recipes,
                              gsize n,
                              const char *label);
PnRun *pn_document_add_model (PnDocument *self,
                              PnSnapshot *snapshot,
                              const PnRecipe *recipe,
                              const char *name);
/* A copy of the run's design, settings and seed, untrained, with the next colour; selected. */
PnRun *pn_document_new_run (PnDocument *self, PnRun *from);
/* Adds copies of the run, untrained, each with the next seed that none of its repeats has, until
 * there are `n` with the run itself; one undo step. The first copy is selected.
 */
void pn_document_repeat_run (PnDocument *self, PnRun *run, guint n);
void pn_document_remove_run (PnDocument *self, PnRun *run);
void pn_document_rename_run (PnDocument *self, PnRun *run, const char *name);
void pn_document_set_checked (PnDocument *self, PnRun *run, gboolean checked); /* no undo step */

/* Design and settings. `label` names the undo step ("Insert Layer"). A trained run
 * keeps what it does as far as possible (pn_snapshot_operate()): by surgery, refitted to training
 * images where they are loaded, if the design changes in one place; else the layers that still fit
 * keep what they learnt and others start as their initialisation says. While the run trains it
 * pauses between two batches, is changed, and goes on. The design is refused with an error if it is
 * not valid or there is no memory for it. A change equal to what is there does nothing. Consecutive
 * changes with the same non-zero `gesture` are one undo step (a drag).
 */
gboolean pn_document_set_spec (PnDocument *self,
                               PnRun *run,
                               const PnSpec *spec,
                               const char *label,
                               guint gesture,
                               GError **error);
gboolean pn_document_set_settings (PnDocument *self,
                                   PnRun *run,
                                   const PnSettings *settings,
                                   const char *label,
                                   guint gesture,
                                   GError **error);
/* Both at once, and the data (which acts at the next start). The name is not taken. */
gboolean pn_document_set_recipe (PnDocument *self,
                                 PnRun *run,
                                 const PnRecipe *recipe,
                                 const char *label,
                                 guint gesture,
                                 GError **error);
/* An edit of a large trained network takes a while. Then the functions above return at once, the
 * run stays as it is until the edit is done on a thread, and it is dropped if the run is changed
 * otherwise before. Undo, too, first gives it up.
 */
gboolean pn_document_is_slow_edit (PnDocument *self, PnRun *run, const PnSpec *spec);
gboolean pn_document_is_editing (PnDocument *self);
const char *pn_document_get_editing_label (PnDocument *self); /* "Remove Layer"; NULL */
double pn_document_get_editing_share (PnDocument *self);      /* that is done, 0 to 1 */
void pn_document_cancel_edit (PnDocument *self);

/* What pn_document_set_spec() of a trained run would cost, measured on held-out images on a thread.
 * Fails where there are none, and where telling takes longer than anybody waits.
 */
void pn_document_foresee_async (PnDocument *self,
                                PnRun *run,
                                const PnSpec *spec,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean pn_document_foresee_finish (PnDocument *self,
                                     GAsyncResult *result,
                                     PnEditCost *cost,
                                     GError **error);

/* Draws the weights anew (of an untrained run they would be the same: nothing then), as *Start
 * Over* would begin. */
void pn_document_reinitialise (PnDocument *self, PnRun *run);

/* A new number at each call, for `gesture`. */
guint pn_document_next_gesture (PnDocument *self);

/* Training. Starts, or continues. `steps` bounds the burst (1: one batch; 0: until it ends). Loads
 * the data if need be, without blocking; errors (no data) come by `callback` of the GAsyncResult.
 */
void pn_document_train_async (PnDocument *self,
                              PnRun *run,
                              guint64 steps,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Finishes once the burst has *begun*. */
gboolean pn_document_train_finish (PnDocument *self, GAsyncResult *result, GError **error);
/* One that waits in the queue leaves it. */
void pn_document_pause (PnDocument *self, PnRun *run);
/* On an untrained run: trains it. On a trained one: a copy is made, selected and trained; no curve
 * is ever overwritten. `new_seed`: with the next seed.
 */
void pn_document_start_over (PnDocument *self, PnRun *run, gboolean new_seed);
/* Trains every checked untrained run, in the order of the list: side by side as far as there are
 * free cores, each with the numbers that it gets alone; the others wait ("queued").
 */
void pn_document_train_all (PnDocument *self);
/* How many runs pn_document_train_all() trains side by side: the cores, eight at most. */
guint pn_document_most_at_once (void);
gboolean pn_document_is_training (PnDocument *self); /* any run */
/* Pauses all that train, and forgets what waits. */
void pn_document_pause_all (PnDocument *self);

void pn_document_set_pace (PnDocument *self, PnPace pace);
PnPace pn_document_get_pace (PnDocument *self);

/* The data of the run, if it is loaded; NULL else. Borrowed. */
const PnTrainingData *pn_document_get_data (PnDocument *self, PnRun *run);
/* Loads it behind the scenes, if it can be found: "data-ready" is notified then. */
void pn_document_want_data (PnDocument *self, PnRun *run);
/* Whether the set can be found on this machine (nothing is loaded). */
gboolean pn_document_has_data (PnDocument *self, PnRun *run);
/* Looks again, after the data was fetched. */
void pn_document_refresh_data (PnDocument *self);

/* Undo. While a run trains, undo first pauses it; the next call takes the burst back. */
gboolean pn_document_can_undo (PnDocument *self);
gboolean pn_document_can_redo (PnDocument *self);
const char *pn_document_get_undo_label (PnDocument *self);
const char *pn_document_get_redo_label (PnDocument *self);
void pn_document_undo (PnDocument *self);
void pn_document_redo (PnDocument *self);

G_END_DECLS
