/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

static gboolean
is_training (PnWindow *self)
{
  gboolean training = FALSE;

  g_object_get (self->document, "training", &training, NULL);
  return training;
}

static PnRun *
training_run (PnDocument *document)
{
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    if (pn_run_get_trainer (pn_document_get_run (document, i)) != NULL)
      return pn_document_get_run (document, i);
  return NULL;
}

/* Everything is saved either way: the question is only whether to wait. */
static char *
question_body (PnWindow *self)
{
  PnRun *run = training_run (self->document);

  return g_strdup_printf (_ ("“%s” is still learning. Stopped now, it keeps what it has learnt and "
                             "continues from there when you open it again."),
                          run != NULL ? pn_run_get_name (run)
                                      : pn_document_get_title (self->document));
}

static GtkWidget *
question_new (PnWindow *self, const char *stop)
{
  g_autofree char *body = question_body (self);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Training Is Under Way"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Training"),
                                    "stop", stop, NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  return dialog;
}

static void
stop_cb (gpointer user_data)
{
  g_autoptr (PnWindow) self = user_data;

  self->after_stop (self);
}

/* A dialog that is still answering must not lose its parent. */
static void
answered_cb (PnWindow *self, const char *response)
{
  if (g_strcmp0 (response, "stop") == 0)
    g_idle_add_once (stop_cb, g_object_ref (self));
}

/* With the training the question is gone, and the window stays: nobody has answered. */
static void
training_changed_cb (PnWindow *self)
{
  if (self->question != NULL && !is_training (self))
    gtk_window_close (GTK_WINDOW (self->question));
}

/* One question at a time: a later one (to quit, not only to close) replaces it. */
static void
ask_to_stop (PnWindow *self, const char *label, void (*after_stop) (PnWindow *))
{
  if (self->question != NULL)
    gtk_window_destroy (GTK_WINDOW (self->question));
  g_set_weak_pointer (&self->question, question_new (self, label));
  self->after_stop = after_stop;
  g_signal_connect_object (self->question, "response", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_handlers_disconnect_by_func (self->document, training_changed_cb, self);
  g_signal_connect_object (self->document, "notify::training", G_CALLBACK (training_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self->question));
}

static void
close_now (PnWindow *self)
{
  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

gboolean
pn_window_may_close (PnWindow *self)
{
  if (self->may_close || !is_training (self))
    return TRUE;
  ask_to_stop (self, _ ("_Stop and Close"), close_now);
  return FALSE;
}

/* What else is open, as a message, goes with its parent or by itself. */
static void
close_all (GtkApplication *application)
{
  GList *windows = g_list_copy (gtk_application_get_windows (application));

  g_list_foreach (windows, (GFunc) (void (*) (void)) g_object_ref, NULL);
  for (GList *l = windows; l != NULL; l = l->next)
    if (PN_IS_WINDOW (l->data))
      close_now (l->data);
    else
      gtk_window_close (l->data);
  g_list_free_full (windows, g_object_unref);
}

static void
close_all_of (PnWindow *self)
{
  close_all (gtk_window_get_application (GTK_WINDOW (self)));
}

void
pn_window_close_all (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (PN_IS_WINDOW (l->data) && is_training (l->data))
      {
        ask_to_stop (l->data, _ ("_Stop and Quit"), close_all_of);
        return;
      }
  close_all (application);
}
