/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"

#define MAX_STEPS 100

/* What the weights of all steps may take together; the latest step is always kept. */
#define MAX_BYTES ((gsize) 512 << 20)

static PnDocumentState *
state_new (PnDocument *self)
{
  PnDocumentState *state = g_new0 (PnDocumentState, 1);

  state->runs = g_ptr_array_new_with_free_func (g_object_unref);
  state->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_run_version_unref);
  for (guint i = 0; i < self->runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (self->runs, i);

      g_ptr_array_add (state->runs, g_object_ref (run));
      g_ptr_array_add (state->versions, pn_run_version_ref (pn_run_get_version (run)));
    }
  state->selected = self->selected;
  return state;
}

static void
state_free (PnDocumentState *state)
{
  g_ptr_array_unref (state->runs);
  g_ptr_array_unref (state->versions);
  g_free (state);
}

static PnUndoStep *
step_new (PnDocument *self, const char *label, guint gesture)
{
  PnUndoStep *step = g_new0 (PnUndoStep, 1);

  step->label = g_strdup (label);
  step->gesture = gesture;
  step->state = state_new (self);
  return step;
}

void
pn_undo_step_free (PnUndoStep *step)
{
  g_free (step->label);
  state_free (step->state);
  g_free (step);
}

static void
notify_undo (PnDocument *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  pn_document_notify (self, "can-undo");
  pn_document_notify (self, "can-redo");
  pn_document_notify (self, "undo-label");
  pn_document_notify (self, "redo-label");
  g_object_thaw_notify (G_OBJECT (self));
}

static PnUndoStep *
latest (GPtrArray *steps)
{
  return steps->len > 0 ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

gboolean
pn_document_continues_gesture (PnDocument *self, guint gesture)
{
  PnUndoStep *step = latest (self->undo);

  return gesture != 0 && step && step->gesture == gesture && self->redo->len == 0;
}

gboolean
pn_document_begin_change (PnDocument *self, const char *label, guint gesture)
{
  self->touched = TRUE;
  if (pn_document_continues_gesture (self, gesture))
    return TRUE;
  g_ptr_array_set_size (self->redo, 0);
  if (self->undo->len == MAX_STEPS)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, step_new (self, label, gesture));
  return FALSE;
}

static void
collect_snapshots (const PnUndoStep *step, GHashTable *snapshots)
{
  for (guint i = 0; i < step->state->versions->len; i++)
    {
      const PnRunVersion *version = g_ptr_array_index (step->state->versions, i);

      g_hash_table_add (snapshots, version->snapshot);
    }
}

static gsize
count_bytes (GHashTable *snapshots)
{
  GHashTableIter each;
  gpointer snapshot;
  gsize bytes = 0;

  g_hash_table_iter_init (&each, snapshots);
  while (g_hash_table_iter_next (&each, &snapshot, NULL))
    bytes += pn_snapshot_bytes (snapshot);
  return bytes;
}

/* Steps share snapshots: those from the latest back that fit into the bound stay. */
static void
bound_memory (PnDocument *self)
{
  g_autoptr (GHashTable) snapshots = g_hash_table_new (NULL, NULL);
  guint kept = 0;

  for (guint i = 0; i < self->redo->len; i++)
    collect_snapshots (g_ptr_array_index (self->redo, i), snapshots);
  for (; kept < self->undo->len; kept++)
    {
      collect_snapshots (g_ptr_array_index (self->undo, self->undo->len - 1 - kept), snapshots);
      if (kept > 0 && count_bytes (snapshots) > MAX_BYTES)
        break;
    }
  if (kept < self->undo->len)
    g_ptr_array_remove_range (self->undo, 0, self->undo->len - kept);
}

void
pn_document_end_change (PnDocument *self)
{
  bound_memory (self);
  notify_undo (self);
  pn_document_save (self);
}

PnRunVersion *
pn_document_version_before (PnDocument *self, PnRun *run)
{
  PnUndoStep *step = latest (self->undo);
  guint index;

  if (!step || !g_ptr_array_find (step->state->runs, run, &index))
    return NULL;
  return g_ptr_array_index (step->state->versions, index);
}

void
pn_document_forget_redo (PnDocument *self)
{
  g_ptr_array_set_size (self->redo, 0);
  notify_undo (self);
}

/* Runs that `state` lacks leave, those that only it has come at their place, and each gets its
 * version back. The order of runs that stay never changes.
 */
static void
apply (PnDocument *self, const PnDocumentState *state)
{
  pn_document_forget_edit (self);
  for (guint i = self->runs->len; i > 0; i--)
    {
      PnRun *run = g_ptr_array_index (self->runs, i - 1);

      if (!g_ptr_array_find (state->runs, run, NULL))
        pn_document_drop_run (self, run);
    }
  for (guint i = 0; i < state->runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (state->runs, i);

      if (!g_ptr_array_find (self->runs, run, NULL))
        pn_document_insert_run (self, i, run);
      pn_run_set_version (run, g_ptr_array_index (state->versions, i));
    }
  pn_document_select (self, state->selected);
}

/* Moves the latest step of `from` to `to`, which gets the state of now. */
static void
move_step (PnDocument *self, GPtrArray *from, GPtrArray *to)
{
  PnUndoStep *step = g_ptr_array_steal_index (from, from->len - 1);

  g_ptr_array_add (to, step_new (self, step->label, 0));
  apply (self, step->state);
  pn_undo_step_free (step);
  pn_document_end_change (self);
}

gboolean
pn_document_can_undo (PnDocument *self)
{
  return self->undo->len > 0 || pn_document_is_training (self) || self->under_way;
}

gboolean
pn_document_can_redo (PnDocument *self)
{
  return self->redo->len > 0;
}

const char *
pn_document_get_undo_label (PnDocument *self)
{
  PnUndoStep *step = latest (self->undo);

  if (self->under_way)
    return pn_document_get_editing_label (self);
  if (pn_document_is_training (self))
    return _ ("Train");
  return step ? step->label : NULL;
}

const char *
pn_document_get_redo_label (PnDocument *self)
{
  PnUndoStep *step = latest (self->redo);

  return step ? step->label : NULL;
}

/* Pausing takes as long as a batch: what is asked for meanwhile is done after it. */
void
pn_document_undo (PnDocument *self)
{
  if (self->under_way)
    pn_document_cancel_edit (self);
  else if (pn_document_is_training (self))
    {
      if (self->undo_pauses)
        self->undo_waiting++;
      self->undo_pauses = TRUE;
      pn_document_pause_all (self);
    }
  else if (self->undo->len > 0)
    move_step (self, self->undo, self->redo);
}

void
pn_document_undo_waiting (PnDocument *self)
{
  guint n = self->undo_waiting;

  self->undo_waiting = 0;
  self->undo_pauses = FALSE;
  for (guint i = 0; i < n; i++)
    pn_document_undo (self);
}

void
pn_document_redo (PnDocument *self)
{
  if (self->redo->len > 0 && !pn_document_is_training (self) && !self->under_way)
    move_step (self, self->redo, self->undo);
}
