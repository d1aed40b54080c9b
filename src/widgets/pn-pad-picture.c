/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-pad-picture.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-picture.h"

/* What the thread works on: no widgets. */
typedef struct
{
  char *path; /* or else */
  GdkPixbuf *picture;
  gsize side;
} Request;

static void
request_free (Request *self)
{
  g_free (self->path);
  g_clear_object (&self->picture);
  g_free (self);
}

static void
say (PnPad *self, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", message);
}

static gboolean
prepare (const Request *request, guint8 *pixels, GError **error)
{
  if (request->path != NULL)
    return pn_picture_read_digit (request->path, request->side, pixels, error);
  if (pn_picture_to_digit (request->picture, request->side, pixels))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("Nothing is drawn on the picture; a digit, dark on light or light on dark, would "
                  "be right"));
  return FALSE;
}

static void
prepare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  gsize n = request->side * request->side;
  g_autofree guint8 *pixels = g_malloc (n);
  GError *error = NULL;

  if (prepare (request, pixels, &error))
    g_task_return_pointer (task, g_bytes_new_take (g_steal_pointer (&pixels), n),
                           (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PnPad *self = PN_PAD (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels = g_task_propagate_pointer (G_TASK (result), &error);

  if (!pn_pad_is_latest (self, result))
    return;
  if (pixels != NULL)
    pn_pad_set_picture (self, pixels);
  else
    say (self, error->message);
}

/* Takes the request. */
static void
begin (PnPad *self, Request *request)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, prepared_cb, NULL);

  request->side = pn_pad_get_side (self);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  if (request->side == 0)
    {
      say (self, _ ("The network takes no square pictures in one colour: it can't be asked about "
                    "one"));
      return;
    }
  pn_pad_set_latest (self, G_ASYNC_RESULT (task));
  g_task_run_in_thread (task, prepare_thread);
}

void
pn_pad_show_file (PnPad *self, GFile *file)
{
  Request *request;

  g_return_if_fail (PN_IS_PAD (self) && G_IS_FILE (file));

  if (g_file_peek_path (file) == NULL)
    {
      say (self, _ ("The picture is not on this computer: save it here first"));
      return;
    }
  request = g_new0 (Request, 1);
  request->path = g_file_get_path (file);
  begin (self, request);
}

void
pn_pad_show_texture (PnPad *self, GdkTexture *texture)
{
  Request *request;

  g_return_if_fail (PN_IS_PAD (self) && GDK_IS_TEXTURE (texture));

  request = g_new0 (Request, 1);
  request->picture = gdk_pixbuf_get_from_texture (texture);
  begin (self, request);
}

gboolean
pn_pad_is_picture (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *type = name != NULL ? g_content_type_guess (name, NULL, 0, NULL) : NULL;

  return type != NULL && g_content_type_is_a (type, "image/*")
         && !g_content_type_is_a (type, "image/svg+xml");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PnPad) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    pn_pad_show_texture (self, g_value_get_object (value));
  else if (value != NULL && g_value_get_boxed (value) != NULL)
    {
      g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
      pn_pad_show_file (self, files->data);
    }
  else
    say (self, _ ("There is no picture on the clipboard"));
}

void
pn_pad_paste (PnPad *self)
{
  GdkClipboard *clipboard;
  gboolean files;

  g_return_if_fail (PN_IS_PAD (self));

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  files = gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                             GDK_TYPE_FILE_LIST);
  gdk_clipboard_read_value_async (clipboard, files ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE,
                                  G_PRIORITY_DEFAULT, NULL, read_cb, g_object_ref (self));
}
