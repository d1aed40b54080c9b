/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-document-private.h"

/* Train All: runs that wait for a core. Each trains on one thread of its own, so that its numbers
 * are the same whoever trains beside it.
 */

/* Trainers hold threads of GLib's pool for tasks, which has ten: some are left for the others. */
#define MOST_AT_ONCE 8

guint
pn_document_most_at_once (void)
{
  return CLAMP (g_get_num_processors (), 1, MOST_AT_ONCE);
}

static guint
n_busy (PnDocument *self)
{
  guint n = self->beginning->len;

  for (guint i = 0; i < self->runs->len; i++)
    n += pn_run_get_trainer (g_ptr_array_index (self->runs, i)) != NULL;
  return n;
}

void
pn_document_unqueue (PnDocument *self, PnRun *run)
{
  if (!g_queue_remove (&self->to_train, run))
    return;
  pn_run_set_queued (run, FALSE);
  g_object_unref (run);
}

void
pn_document_clear_queue (PnDocument *self)
{
  while (!g_queue_is_empty (&self->to_train))
    pn_document_unqueue (self, g_queue_peek_head (&self->to_train));
}

/* One failure stands for all: what is missing to one run (the data) is missing to the others. */
static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnDocument *self = PN_DOCUMENT (source);
  g_autoptr (GError) error = NULL;

  if (pn_document_train_finish (self, result, &error))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      pn_document_train_waiting (self);
      return;
    }
  pn_document_report (self, error);
  pn_document_clear_queue (self);
  g_ptr_array_set_size (self->beginning, 0);
}

void
pn_document_train (PnDocument *self, PnRun *run)
{
  pn_document_train_async (self, run, 0, NULL, begun_cb, NULL);
}

void
pn_document_train_waiting (PnDocument *self)
{
  while (!g_queue_is_empty (&self->to_train) && n_busy (self) < pn_document_most_at_once ())
    {
      g_autoptr (PnRun) run = g_object_ref (g_queue_peek_head (&self->to_train));

      pn_document_unqueue (self, run);
      pn_document_train (self, run);
    }
}

static gboolean
is_to_train (PnDocument *self, PnRun *run)
{
  return pn_run_get_checked (run) && pn_run_get_state (run) == PN_RUN_UNTRAINED
         && !g_ptr_array_find (self->beginning, run, NULL);
}

void
pn_document_train_all (PnDocument *self)
{
  pn_document_clear_queue (self);
  for (guint i = 0; i < self->runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (self->runs, i);

      if (!is_to_train (self, run))
        continue;
      g_queue_push_tail (&self->to_train, g_object_ref (run));
      pn_run_set_queued (run, TRUE);
    }
  pn_document_train_waiting (self);
}

/* The queue first: a core that gets free must not start the next. */
void
pn_document_pause_all (PnDocument *self)
{
  pn_document_clear_queue (self);
  for (guint i = 0; i < self->runs->len; i++)
    pn_document_pause (self, g_ptr_array_index (self->runs, i));
}
