/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-session.h"

#include <glib/gi18n.h>

#include "pn-window.h"

#define KEY "open-documents"
#define MAX_RECENT 5 /* in the menu */
#define MIME_TYPE "application/x-perceptron"

/* An idle that waits to remember; one process has one session. */
static guint remember_source;

static GStrv
list_paths (GtkApplication *application)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  GList *front_first = gtk_application_get_windows (application);

  for (GList *l = g_list_last (front_first); l != NULL; l = l->prev)
    if (PN_IS_WINDOW (l->data))
      {
        GFile *file = pn_document_get_file (pn_window_get_document (l->data));
        if (file != NULL)
          g_strv_builder_add (paths, g_file_peek_path (file));
      }
  return g_strv_builder_end (paths);
}

/* Once all that closes together has closed: without windows the last ones stay remembered. */
static gboolean
remember_cb (gpointer application)
{
  g_autoptr (GSettings) settings = g_settings_new (PN_APPLICATION_ID);
  g_auto (GStrv) paths = list_paths (application);

  remember_source = 0;
  if (paths[0] != NULL)
    g_settings_set_strv (settings, KEY, (const char *const *) paths);
  return G_SOURCE_REMOVE;
}

static void
remember_soon (GtkApplication *application)
{
  if (remember_source == 0)
    remember_source = g_idle_add_full (G_PRIORITY_LOW, remember_cb, application, NULL);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  /* Its title changes when the document moves. */
  g_signal_connect_object (window, "notify::title", G_CALLBACK (remember_soon), application,
                           G_CONNECT_SWAPPED);
  remember_soon (application);
}

static void
shutdown_cb (GtkApplication *application)
{
  g_clear_handle_id (&remember_source, g_source_remove);
}

void
pn_session_follow (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  g_signal_connect (application, "window-removed", G_CALLBACK (remember_soon), NULL);
  g_signal_connect (application, "shutdown", G_CALLBACK (shutdown_cb), NULL);
}

GPtrArray *
pn_session_list (void)
{
  g_autoptr (GSettings) settings = g_settings_new (PN_APPLICATION_ID);
  g_auto (GStrv) paths = g_settings_get_strv (settings, KEY);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; paths[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_path (paths[i]));
  return files;
}

void
pn_session_add_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *command = g_strconcat (g_get_prgname (), " %f", NULL);
  GtkRecentData data = { .mime_type = (char *) MIME_TYPE,
                         .app_name = (char *) g_get_application_name (),
                         .app_exec = command };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* The latest first. */
static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
append_recent (GMenu *menu, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts); /* no mnemonics */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.open-document", "s", g_file_peek_path (file));
  g_menu_append_item (menu, item);
}

void
pn_session_append_recent (GMenu *menu, GFile *open)
{
  g_autoptr (GMenu) items = g_menu_new ();
  GList *all = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  all = g_list_sort (all, compare_recent);
  for (GList *l = all; l != NULL; l = l->next)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (l->data));
      if (g_strcmp0 (gtk_recent_info_get_mime_type (l->data), MIME_TYPE) == 0
          && gtk_recent_info_exists (l->data) && g_file_peek_path (file) != NULL
          && !g_file_equal (file, open)
          && g_menu_model_get_n_items (G_MENU_MODEL (items)) < MAX_RECENT)
        append_recent (items, file);
    }
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
  if (g_menu_model_get_n_items (G_MENU_MODEL (items)) > 0)
    g_menu_append_section (menu, _ ("Recent Documents"), G_MENU_MODEL (items));
}
