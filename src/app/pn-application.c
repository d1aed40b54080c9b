/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-application.h"

#include <glib/gi18n.h>

#include "pn-about.h"
#include "pn-commands.h"
#include "pn-document.h"
#include "pn-help-window.h"
#include "pn-preferences.h"
#include "pn-session.h"
#include "pn-theme.h"
#include "pn-window.h"

struct _PnApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PnApplication, pn_application, ADW_TYPE_APPLICATION)

static void
show_error (GtkApplication *application, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (gtk_application_get_active_window (application),
                                              _ ("Could not open the document"), error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_set_application (GTK_WINDOW (dialog), application);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
present_document (PnApplication *self, PnDocument *document)
{
  PnWindow *window = pn_window_new (ADW_APPLICATION (self), document);

  if (!pn_document_is_draft (document))
    pn_session_add_recent (pn_document_get_file (document));
  gtk_window_present (GTK_WINDOW (window));
}

/* A draft with the runs of a first start. */
static void
open_first_document (PnApplication *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDocument) document = pn_document_new (&error);

  if (document == NULL)
    {
      show_error (GTK_APPLICATION (self), error);
      return;
    }
  pn_document_add_first_runs (document);
  present_document (self, document);
}

static PnWindow *
find_window (PnApplication *self, GFile *file)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PN_IS_WINDOW (l->data))
      {
        GFile *other = pn_document_get_file (pn_window_get_document (l->data));
        if (other != NULL && g_file_equal (other, file))
          return l->data;
      }
  return NULL;
}

static gboolean
is_document (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".perceptron");
}

static void
open_document (PnApplication *self, GFile *file)
{
  PnWindow *window = find_window (self, file);
  g_autoptr (GError) error = NULL;

  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }
  g_autoptr (PnDocument) document = pn_document_open (file, &error);
  if (document == NULL)
    show_error (GTK_APPLICATION (self), error);
  else
    present_document (self, document);
}

static PnWindow *
any_window (PnApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!PN_IS_WINDOW (window))
    open_first_document (self);
  window = gtk_application_get_active_window (GTK_APPLICATION (self));
  return PN_IS_WINDOW (window) ? PN_WINDOW (window) : NULL;
}

/* Documents get a window each; recipes and models join the runs of the one in front. */
static void
pn_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  PnApplication *self = PN_APPLICATION (application);

  for (int i = 0; i < n_files; i++)
    if (is_document (files[i]))
      open_document (self, files[i]);
    else
      {
        PnWindow *window = any_window (self);
        if (window != NULL)
          pn_window_import (window, files[i]);
      }
}

/* What has gone since is told of quietly, once there is a window to tell it in. */
static void
say_gone (PnApplication *self, GFile *file)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *message = g_strdup_printf (_ ("“%s” isn't there any more"), name);

  if (PN_IS_WINDOW (window))
    pn_window_say (PN_WINDOW (window), message);
}

/* The documents of the last time, or else those of a first start. */
static void
restore_session (PnApplication *self)
{
  g_autoptr (GPtrArray) files = pn_session_list ();
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();

  for (guint i = 0; i < files->len; i++)
    if (g_file_query_exists (files->pdata[i], NULL))
      open_document (self, files->pdata[i]);
    else
      g_ptr_array_add (gone, files->pdata[i]);
  any_window (self);
  for (guint i = 0; i < gone->len; i++)
    say_gone (self, gone->pdata[i]);
}

static void
pn_application_activate (GApplication *application)
{
  PnApplication *self = PN_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_present (window);
  else
    restore_session (self);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_first_document (user_data);
}

static void
open_document_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));

  open_document (user_data, file);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_close_all (user_data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_about_present (gtk_application_get_active_window (user_data));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_help_window_present ();
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_preferences_present (gtk_application_get_active_window (user_data));
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window_cb },
  { .name = "open-document", .parameter_type = "s", .activate = open_document_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "help", .activate = help_cb },
  { .name = "preferences", .activate = preferences_cb },
};

static void
pn_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (pn_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/perceptron_lab/Perceptron/icons");
  gtk_window_set_default_icon_name (PN_APPLICATION_ID);
  pn_theme_load (gdk_display_get_default ());
  pn_commands_install (GTK_APPLICATION (application));
  pn_preferences_follow_style (GTK_APPLICATION (application));
  pn_session_follow (GTK_APPLICATION (application));
}

PnApplication *
pn_application_new (void)
{
  return g_object_new (PN_TYPE_APPLICATION, "application-id", PN_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/io/github/perceptron_lab/Perceptron", NULL);
}

static void
pn_application_class_init (PnApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = pn_application_startup;
  application_class->activate = pn_application_activate;
  application_class->open = pn_application_open;
}

static void
pn_application_init (PnApplication *self)
{
}
