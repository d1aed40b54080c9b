/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-ink.h"

G_BEGIN_DECLS

/* PnInkUndo: the ink on a pad with what was there before each step, so that a stroke or a Clear can
 * be taken back and brought again. Apart from the document's undo. At most PN_INK_UNDO_STEPS are
 * kept. One thread at a time.
 */
typedef struct _PnInkUndo PnInkUndo;

#define PN_INK_UNDO_STEPS 200

PnInkUndo *pn_ink_undo_new (void);
void pn_ink_undo_free (PnInkUndo *self);

/* The ink of now: owned by `self`, valid until the next call that changes it. To change it, begin a
 * step first.
 */
PnInk *pn_ink_undo_get_ink (PnInkUndo *self);

/* Remembers the ink as it is; what was undone can't be brought back any more. */
void pn_ink_undo_begin_step (PnInkUndo *self);

gboolean pn_ink_undo_can_undo (PnInkUndo *self);
gboolean pn_ink_undo_can_redo (PnInkUndo *self);

/* FALSE where there is nothing to take back, or to bring again. */
gboolean pn_ink_undo_undo (PnInkUndo *self);
gboolean pn_ink_undo_redo (PnInkUndo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnInkUndo, pn_ink_undo_free)

G_END_DECLS
