/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-data-cache.h"
#include "pn-document-store.h"
#include "pn-document.h"
#include "pn-edit-order.h"
#include "pn-run-private.h"

G_BEGIN_DECLS

/* What the document was at one moment: its runs in order, each with its version. Immutable. */
typedef struct
{
  GPtrArray *runs;     /* PnRun */
  GPtrArray *versions; /* PnRunVersion, one for each */
  PnRun *selected;     /* one of them, or NULL */
} PnDocumentState;

/* What undo (or redo) goes back (or on) to. */
typedef struct
{
  char *label;
  guint gesture;
  PnDocumentState *state;
} PnUndoStep;

typedef struct _PnOperationUnderWay PnOperationUnderWay;

struct _PnDocument
{
  GObject parent;
  GPtrArray *runs; /* PnRun */
  PnRun *selected; /* one of them, or NULL */
  guint64 last_id;
  guint last_gesture;

  GPtrArray *undo; /* PnUndoStep, the latest last */
  GPtrArray *redo;
  gboolean undo_pauses; /* an undo has asked all training to pause, which is still on its way */
  guint undo_waiting;   /* further undos asked for meanwhile */

  PnPace pace;
  PnDataCache *data;
  GPtrArray *beginning; /* PnRun whose data is being loaded for training */
  GQueue to_train;      /* PnRun that wait for a core */

  PnStore *store; /* NULL once closed */
  GFile *file;
  char *title;
  gboolean draft;
  gboolean touched; /* a person changed something: a draft worth keeping */
  gboolean closed;
  GHashTable *values;  /* the file's table `document` */
  GHashTable *saved;   /* id of a run → what the file holds of it */
  guint retry;         /* source that writes all anew after a failure */
  gint64 told_failure; /* monotonic time */

  PnOperationUnderWay *under_way; /* an edit on a thread, or NULL */

  /* An edit of a trained run whose cost is still to be told: it rests, or is being measured. */
  guint edit_source;
  GCancellable *measuring;
  PnSnapshot *edit_before;
  PnSnapshot *edit_after;
  PnDataset *edit_images;
};

/* pn-document.c: without undo. */
void pn_document_insert_run (PnDocument *self, guint position, PnRun *run);
void pn_document_drop_run (PnDocument *self, PnRun *run);
void pn_document_notify (PnDocument *self, const char *property);
void pn_document_report (PnDocument *self, const GError *error);
void pn_document_edited (PnDocument *self, const char *message); /* the signal */

/* pn-document-undo.c: a change is what lies between begin and end. Begin notes the state of before
 * as an undo step, unless it goes on with the gesture of the latest step (TRUE then), and drops
 * what could be redone.
 */
gboolean pn_document_begin_change (PnDocument *self, const char *label, guint gesture);
void pn_document_end_change (PnDocument *self);
gboolean pn_document_continues_gesture (PnDocument *self, guint gesture);
/* The run's version before the latest step; NULL if it wasn't there. */
PnRunVersion *pn_document_version_before (PnDocument *self, PnRun *run);
void pn_document_forget_redo (PnDocument *self);
/* Nothing trains any more: undos that were asked for meanwhile. */
void pn_document_undo_waiting (PnDocument *self);
void pn_undo_step_free (PnUndoStep *step);

/* pn-document-edit.c */
/* The untrained network of `recipe`, with the normalisation of its data where that is known. */
PnSnapshot *pn_document_fresh_snapshot (PnDocument *self, const PnRecipe *recipe, GError **error);
PnRun *pn_document_new_run_with_seed (PnDocument *self, PnRun *from, guint64 seed);
/* A copy of `from` with this recipe, but for its name; one undo step. */
PnRun *pn_document_new_run_with_recipe (PnDocument *self,
                                        PnRun *from,
                                        const PnRecipe *recipe,
                                        const char *label);

/* The recipe's name becomes what differs from `reference`; `run` is the one whose name it is. */
void pn_document_name_by_difference (PnDocument *self,
                                     PnRecipe *recipe,
                                     const PnRecipe *reference,
                                     PnRun *run);

/* pn-document-design.c */
/* Sets design and network of a trained run; takes both. One undo step. */
void pn_document_change_design (PnDocument *self,
                                PnRun *run,
                                PnRecipe *recipe,
                                PnSnapshot *snapshot,
                                const char *label,
                                guint gesture);

/* pn-document-operate.c */
/* A trained run's change of design to that of `recipe`, from where the gesture began. */
PnEditOrder *
pn_document_order_edit (PnDocument *self, PnRun *run, const PnRecipe *recipe, guint gesture);
/* Whether it would keep the main thread for longer than the eye forgives. */
gboolean pn_document_is_slow_order (const PnEditOrder *order);
/* On a thread; takes `order` and `recipe`. If the run is still what it was at the end, it is
 * changed as by pn_document_change_design(), and with `trains` goes on training.
 */
void pn_document_operate_later (PnDocument *self,
                                PnRun *run,
                                PnEditOrder *order,
                                PnRecipe *recipe,
                                const char *label,
                                guint gesture,
                                gboolean trains,
                                guint64 until);
/* Forgets the edit under way, if there is one; its thread ends by itself. */
void pn_document_leave_edit (PnDocument *self);
/* Gives up the run's edit under way for a later change. Whether it would have gone on training. */
gboolean pn_document_supersede_edit (PnDocument *self, PnRun *run, guint64 *until);
/* Whether the run is being edited: then it trains once that is done. */
gboolean pn_document_train_after_edit (PnDocument *self, PnRun *run, guint64 until);

/* pn-document-cost.c */
/* Tells a little later, where held-out images are loaded, what came of it; once for a drag, whose
 * further changes are `merged`.
 */
void pn_document_note_edit (PnDocument *self,
                            PnRun *run,
                            PnSnapshot *before,
                            PnSnapshot *after,
                            gboolean merged);
void pn_document_forget_edit (PnDocument *self);

/* pn-document-train.c */
/* Ends the burst under way at once. With `fold` it becomes part of the latest undo step. What it
 * was bound by, so that it can go on, comes back.
 */
guint64 pn_document_stop_burst (PnDocument *self, PnRun *run, gboolean fold);
gboolean pn_document_begin_burst (PnDocument *self, PnRun *run, guint64 until, GError **error);
void pn_document_forget_training (PnDocument *self, PnRun *run);

/* pn-document-queue.c */
/* As pn_document_train_async(), with errors told by the document's signal. */
void pn_document_train (PnDocument *self, PnRun *run);
/* Begins those of the queue for which there are cores. */
void pn_document_train_waiting (PnDocument *self);
void pn_document_unqueue (PnDocument *self, PnRun *run);
void pn_document_clear_queue (PnDocument *self);

/* pn-document-data.c */
void pn_document_data_loaded (PnDocument *self);

/* pn-document-save.c */
/* Queues whatever the file doesn't hold yet. */
void pn_document_save (PnDocument *self);
/* Waits until it does; once more from the beginning if it couldn't be written. */
gboolean pn_document_save_now (PnDocument *self);
GHashTable *pn_document_saved_new (void);
/* The file holds the run as it is now. */
void pn_document_note_saved (PnDocument *self, PnRun *run, guint position);
void pn_document_set_value (PnDocument *self, const char *key, const char *value);
void pn_document_save_failed (const GError *error, gpointer document);

G_END_DECLS
