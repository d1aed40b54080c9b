/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-confusion-figure.h"
#include "pn-confusion-pane-private.h"

/* What the thread has of it. */
typedef struct
{
  PnConfusion *confusion;
  gboolean rates;
  char *path;
} Job;

static void
job_free (Job *job)
{
  pn_confusion_unref (job->confusion);
  g_free (job->path);
  g_free (job);
}

static void
say (PnConfusionPane *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", text);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  gboolean csv = g_str_equal (format, "csv");
  g_autoptr (PnTable) table = NULL;
  g_autofree char *text = NULL;

  if (!self->shown)
    return;
  table = pn_confusion_table (self->shown, self->rates, csv);
  text = csv                                ? pn_table_to_csv (table)
         : g_str_equal (format, "markdown") ? pn_table_to_markdown (table)
                                            : pn_table_to_latex (table);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  say (self, _ ("The table is on the clipboard"));
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  PnFigureOptions options = pn_confusion_figure_options (job->confusion);
  GError *error = NULL;

  if (pn_confusion_save (job->confusion, job->rates, &options, job->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_name (job->path);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_ ("Exported %s"), name);
  say (PN_CONFUSION_PANE (source), text ? text : error->message);
}

static void
save (PnConfusionPane *self, GFile *file)
{
  Job *job = g_new (Job, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);

  *job = (Job){ pn_confusion_ref (self->shown), self->rates, g_file_get_path (file) };
  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, save_thread);
}

static void
file_chosen_cb (PnConfusionPane *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  if (file && g_file_peek_path (file) && self->shown)
    save (self, file);
  g_clear_object (&self->chooser);
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  if (self->chooser || !self->shown)
    return;
  self->chooser
      = gtk_file_chooser_native_new (_ ("Save the Confusion Matrix"), window,
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Translators: a file's name; what follows the dot says of what kind it is. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _ ("confusion.png"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
pn_confusion_pane_class_init_save (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "confusion.copy", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "confusion.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "confusion.copy",
                                       "s", "csv");
}
