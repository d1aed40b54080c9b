/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-pad-picture.h"
#include "pn-window-private.h"

/* Pictures of digits that are dropped on the pad's pane go onto its sheet. */
static gboolean
is_over_pad (PnWindow *self, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return under != NULL && (under == self->pad_box || gtk_widget_is_ancestor (under, self->pad_box));
}

static gboolean
drop_files (PnWindow *self, GSList *files, gboolean over_pad)
{
  for (GSList *l = files; l != NULL; l = l->next)
    if (over_pad && pn_pad_is_picture (l->data))
      pn_pad_show_file (self->pad, l->data);
    else
      pn_window_import (self, l->data);
  return files != NULL;
}

/* A picture without a file, as from a browser, can only be meant for the pad. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  PnWindow *self = user_data;

  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      pn_pad_show_texture (self->pad, g_value_get_object (value));
      return TRUE;
    }
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  return drop_files (self, files, is_over_pad (self, x, y));
}

void
pn_window_accept_drops (PnWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
