/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-ink-undo.h"

struct _PnInkUndo
{
  PnInk *ink;
  GQueue done;   /* of PnInk, the latest first */
  GQueue undone; /* the same */
};

PnInkUndo *
pn_ink_undo_new (void)
{
  PnInkUndo *self = g_new0 (PnInkUndo, 1);

  self->ink = pn_ink_new ();
  return self;
}

static void
forget (GQueue *steps)
{
  g_queue_clear_full (steps, (GDestroyNotify) pn_ink_free);
}

void
pn_ink_undo_free (PnInkUndo *self)
{
  forget (&self->done);
  forget (&self->undone);
  pn_ink_free (self->ink);
  g_free (self);
}

PnInk *
pn_ink_undo_get_ink (PnInkUndo *self)
{
  return self->ink;
}

void
pn_ink_undo_begin_step (PnInkUndo *self)
{
  forget (&self->undone);
  g_queue_push_head (&self->done, pn_ink_copy (self->ink));
  if (self->done.length > PN_INK_UNDO_STEPS)
    pn_ink_free (g_queue_pop_tail (&self->done));
}

gboolean
pn_ink_undo_can_undo (PnInkUndo *self)
{
  return !g_queue_is_empty (&self->done);
}

gboolean
pn_ink_undo_can_redo (PnInkUndo *self)
{
  return !g_queue_is_empty (&self->undone);
}

static gboolean
step (PnInkUndo *self, GQueue *from, GQueue *to)
{
  if (g_queue_is_empty (from))
    return FALSE;
  g_queue_push_head (to, self->ink);
  self->ink = g_queue_pop_head (from);
  return TRUE;
}

gboolean
pn_ink_undo_undo (PnInkUndo *self)
{
  return step (self, &self->done, &self->undone);
}

gboolean
pn_ink_undo_redo (PnInkUndo *self)
{
  return step (self, &self->undone, &self->done);
}
