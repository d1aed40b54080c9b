/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-training-watch.h"

#include <glib/gi18n.h>

#include "pn-words.h"

#define LONG_SECONDS 10

/* Between two runs of a queue nothing trains for a moment. */
#define REST_MS 500

struct _PnTrainingWatch
{
  GtkWindow *window; /* borrowed: it owns this */
  PnDocument *document;
  GPtrArray *runs; /* that have trained since `begun` */
  gint64 begun;    /* monotonic; 0 while nothing trains */
  gint64 ended;
  guint rest_source;
  guint inhibit_cookie;
  gboolean notified; /* a notification may still be there */
};

static GtkApplication *
application_of (PnTrainingWatch *self)
{
  return gtk_window_get_application (self->window);
}

/* One for a document: a later one takes its place. */
static char *
notification_id (PnTrainingWatch *self)
{
  return g_strconcat ("training-", g_file_peek_path (pn_document_get_file (self->document)), NULL);
}

static void
withdraw (PnTrainingWatch *self)
{
  g_autofree char *id = notification_id (self);

  if (self->notified && application_of (self) != NULL)
    g_application_withdraw_notification (G_APPLICATION (application_of (self)), id);
  self->notified = FALSE;
}

static char *
result_lines (PnTrainingWatch *self)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < self->runs->len; i++)
    {
      PnRun *run = g_ptr_array_index (self->runs, i);
      g_autofree char *status = pn_words_status (self->document, run, FALSE);
      g_string_append_printf (lines, "%s%s: %s", i > 0 ? "\n" : "", pn_run_get_name (run), status);
    }
  return g_string_free (lines, FALSE);
}

static void
notify_end (PnTrainingWatch *self)
{
  g_autoptr (GNotification) notification = g_notification_new (_ ("Training Has Ended"));
  g_autofree char *id = notification_id (self);
  g_autofree char *body = result_lines (self);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (
      notification, "app.open-document", "s",
      g_file_peek_path (pn_document_get_file (self->document)));
  g_application_send_notification (G_APPLICATION (application_of (self)), id, notification);
  self->notified = TRUE;
}

/* Paused by people who know, or ended by itself? */
static gboolean
ended_by_itself (PnTrainingWatch *self)
{
  return self->runs->len > 0
         && pn_run_get_state (g_ptr_array_index (self->runs, self->runs->len - 1))
                == PN_RUN_FINISHED;
}

static void
uninhibit (PnTrainingWatch *self)
{
  if (self->inhibit_cookie != 0 && application_of (self) != NULL)
    gtk_application_uninhibit (application_of (self), self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static gboolean
rest_cb (gpointer user_data)
{
  PnTrainingWatch *self = user_data;
  gboolean is_long = self->ended - self->begun > LONG_SECONDS * G_USEC_PER_SEC;

  self->rest_source = 0;
  uninhibit (self);
  if (is_long && ended_by_itself (self) && !gtk_window_is_active (self->window))
    notify_end (self);
  self->begun = 0;
  g_ptr_array_set_size (self->runs, 0);
  return G_SOURCE_REMOVE;
}

static void
note_runs (PnTrainingWatch *self)
{
  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);
      if (pn_run_get_trainer (run) != NULL && !g_ptr_array_find (self->runs, run, NULL))
        g_ptr_array_add (self->runs, g_object_ref (run));
    }
}

static void
begin (PnTrainingWatch *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  if (self->begun == 0)
    self->begun = g_get_monotonic_time ();
  if (self->inhibit_cookie == 0)
    self->inhibit_cookie
        = gtk_application_inhibit (application_of (self), self->window,
                                   GTK_APPLICATION_INHIBIT_SUSPEND, _ ("A network is learning"));
  note_runs (self);
}

static void
training_changed_cb (PnTrainingWatch *self)
{
  gboolean training;

  g_object_get (self->document, "training", &training, NULL);
  if (training)
    begin (self);
  else if (self->rest_source == 0 && self->begun != 0)
    {
      self->ended = g_get_monotonic_time ();
      self->rest_source = g_timeout_add (REST_MS, rest_cb, self);
    }
}

static void
active_changed_cb (PnTrainingWatch *self)
{
  if (gtk_window_is_active (self->window))
    withdraw (self);
}

PnTrainingWatch *
pn_training_watch_new (GtkWindow *window, PnDocument *document)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window) && PN_IS_DOCUMENT (document), NULL);

  PnTrainingWatch *self = g_new0 (PnTrainingWatch, 1);

  self->window = window;
  self->document = g_object_ref (document);
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (document, "notify::training", G_CALLBACK (training_changed_cb), self);
  g_signal_connect_swapped (window, "notify::is-active", G_CALLBACK (active_changed_cb), self);
  return self;
}

void
pn_training_watch_free (PnTrainingWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (self->window, self);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  uninhibit (self);
  withdraw (self);
  g_ptr_array_unref (self->runs);
  g_object_unref (self->document);
  g_free (self);
}
