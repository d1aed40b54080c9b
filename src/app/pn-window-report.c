/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-report-dialog.h"
#include "pn-report.h"

#define PDF ".pdf"
#define OPEN_SECONDS 15 /* to find the button; what is said next waits so long */

static void
open_cb (PnWindow *self, AdwToast *toast)
{
  gtk_show_uri (GTK_WINDOW (self), g_object_get_data (G_OBJECT (toast), "uri"), GDK_CURRENT_TIME);
}

static void
say_written (PnWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *words = g_strdup_printf (_ ("The report is written: %s"), name);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Open"));
  adw_toast_set_timeout (toast, OPEN_SECONDS);
  g_object_set_data_full (G_OBJECT (toast), "uri", g_filename_to_uri (path, NULL, NULL), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
done_cb (const char *path, const GError *error, gpointer user_data)
{
  PnWindow *self = user_data;

  if (self->document == NULL)
    return; /* closed meanwhile */
  if (path != NULL)
    say_written (self, path);
  else if (error != NULL)
    pn_window_say (self, error->message);
  else
    pn_window_say (self, _ ("The report was stopped: nothing is written"));
}

/* A name without one of the two endings gets that of a PDF. */
static void
save_response_cb (PnWindow *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *chosen = g_file_get_path (file);
      g_autofree char *path = pn_report_check_path (chosen, NULL) ? g_strdup (chosen)
                                                                  : g_strconcat (chosen, PDF, NULL);

      pn_report_dialog_present (self->document, GTK_WINDOW (self), path, done_cb,
                                g_object_ref (self), g_object_unref);
    }
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
pn_window_report (PnWindow *self)
{
  GtkFileChooserNative *dialog;
  g_autofree char *name = NULL;

  if (!pn_report_dialog_has_runs (self->document))
    {
      pn_window_say (self, _ ("A report is of runs that are checked and trained: there is none "
                              "yet, or it is being trained"));
      return;
    }
  dialog = gtk_file_chooser_native_new (_ ("Export the Report"), GTK_WINDOW (self),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  name = g_strconcat (pn_document_get_title (self->document), PDF, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("PDF, or Markdown as .md"), "*");
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
