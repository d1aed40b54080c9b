/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "pn-fit.h"

G_BEGIN_DECLS

/* PnHistory: what training has reported: every step, every check, every mark. Grows only at its end
 * and is cut only there (undo, "go back to here"). Main thread. Emits "changed" once for each batch
 * of additions.
 */
#define PN_TYPE_HISTORY (pn_history_get_type ())
G_DECLARE_FINAL_TYPE (PnHistory, pn_history, PN, HISTORY, GObject)

typedef struct
{
  guint64 step; /* batches done when the loss was measured, from 1 */
  float loss;
  float accuracy;
} PnStepRecord;

typedef struct
{
  guint64 step;
  double epoch;
  double training_seconds;
  double loss; /* validation */
  double accuracy;
  double train_loss; /* NaN where not measured */
  double train_accuracy;
  double learning_rate; /* NaN or 0 where not recorded, as both were not always */
  double gradient_norm;
  gboolean best;
  gboolean final;
} PnCheckRecord;

typedef enum
{
  PN_MARK_EARLY_STOP,
  PN_MARK_BEST,
  PN_MARK_SETTING, /* text: "learning rate 0.05" */
  PN_MARK_EDIT,    /* text: "Insert Layer" */
  PN_MARK_DIVERGED,
} PnMarkKind;

typedef struct
{
  guint64 step;
  PnMarkKind kind;
  char *text; /* for people, translated; may be NULL */
} PnMark;

PnCheckRecord pn_check_record_from_event (const PnEvent *event);

PnHistory *pn_history_new (void);
/* A copy of everything up to and including `step`; G_MAXUINT64 for all. */
PnHistory *pn_history_copy (PnHistory *self, guint64 step);

/* Arrays owned by the history, valid until it next changes. */
const PnStepRecord *pn_history_steps (PnHistory *self, gsize *n);
const PnCheckRecord *pn_history_checks (PnHistory *self, gsize *n);
const PnMark *pn_history_marks (PnHistory *self, gsize *n);

/* NULL when there is none yet. */
const PnCheckRecord *pn_history_last_check (PnHistory *self);
const PnCheckRecord *pn_history_best_check (PnHistory *self);

guint64 pn_history_steps_per_epoch (PnHistory *self); /* 0 before anything is known */
void pn_history_set_steps_per_epoch (PnHistory *self, guint64 steps);

void pn_history_append (PnHistory *self, const PnEvent *events, gsize n);
/* The same from parts, as the trainer has them; either may be none. */
void pn_history_append_records (PnHistory *self,
                                const PnStepRecord *steps,
                                gsize n_steps,
                                const PnCheckRecord *checks,
                                gsize n_checks);
void pn_history_add_mark (PnHistory *self, guint64 step, PnMarkKind kind, const char *text);
/* Drops what came after `step`. */
void pn_history_truncate (PnHistory *self, guint64 step);
gboolean pn_history_is_empty (PnHistory *self);

/* How far a history had come: by counts, because a mark and a check can share their step with what
 * came before.
 */
typedef struct
{
  gsize n_steps;
  gsize n_checks;
  gsize n_marks;
} PnHistoryLength;

PnHistoryLength pn_history_get_length (PnHistory *self);
/* How long it was, marks included, when `step` was done. */
PnHistoryLength pn_history_length_at (PnHistory *self, guint64 step);

/* For whoever keeps a copy elsewhere: how much of it is there. Shrinks with the history, so that
 * what is behind it is what has to be written.
 */
PnHistoryLength pn_history_get_saved (PnHistory *self);
void pn_history_set_saved (PnHistory *self, PnHistoryLength length);
/* Makes `self` the first `length` of `from`, which may be `self`. Emits "changed" if that changes
 * it. */
void pn_history_assign (PnHistory *self, PnHistory *from, PnHistoryLength length);

G_END_DECLS
