/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"

void
pn_document_save (PnDocument *self)
{
}

PnDocument *
pn_document_new (GError **error)
{
  PnDocument *self = g_object_new (PN_TYPE_DOCUMENT, NULL);

  self->file = g_file_new_build_filename (g_get_user_state_dir (), "perceptron", "drafts",
                                          "draft.perceptron", NULL);
  self->draft = TRUE;
  return self;
}

PnDocument *
pn_document_open (GFile *file, GError **error)
{
  return pn_document_new (error);
}

gboolean
pn_document_save_as (PnDocument *self, GFile *file, GError **error)
{
  return TRUE;
}

void
pn_document_close (PnDocument *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_queue_clear_full (&self->to_train, g_object_unref);
  g_ptr_array_set_size (self->beginning, 0);
  for (guint i = 0; i < self->runs->len; i++)
    pn_document_stop_burst (self, g_ptr_array_index (self->runs, i), FALSE);
}

const char *
pn_document_get_title (PnDocument *self)
{
  return _ ("New Document");
}
