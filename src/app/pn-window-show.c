/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-words.h"

/* What the header and the status line show of the document and its selected run. */

#define STATUS_INTERVAL 500 /* milliseconds */

static void
update_title (PnWindow *self)
{
  g_autofree char *data = pn_words_data (self->run);

  gtk_label_set_label (self->title_label, pn_document_get_title (self->document));
  gtk_label_set_label (self->data_label, data);
  gtk_window_set_title (GTK_WINDOW (self), pn_document_get_title (self->document));
}

static void
update_train_buttons (PnWindow *self)
{
  const char *label = pn_words_train_button (self->run);

  gtk_button_set_label (self->train_button, label);
  gtk_button_set_label (self->bar_train_button, label);
  gtk_menu_button_set_label (self->pace_button,
                             pn_pace_label (pn_document_get_pace (self->document)));
}

void
pn_window_update_status (PnWindow *self)
{
  gboolean brief = pn_panes_get_mode (self->panes) == PN_LAYOUT_PAGES;
  g_autofree char *status = pn_words_status (self->document, self->run, brief);
  g_autofree char *details = pn_words_status_details (self->run);

  g_autofree char *accuracy = pn_words_accuracy (self->run);

  g_clear_handle_id (&self->status_source, g_source_remove);
  gtk_label_set_label (self->status_label, status);
  gtk_label_set_label (self->accuracy_label, accuracy);
  gtk_widget_set_tooltip_text (self->status_bar, *details != '\0' ? details : NULL);
  gtk_progress_bar_set_fraction (self->progress, pn_words_progress (self->run));
}

static void
status_due_cb (gpointer data)
{
  PnWindow *self = data;

  self->status_source = 0;
  pn_window_update_status (self);
}

/* While training there are new numbers up to 60 times a second; each new text is read out, and
 * makes the whole window be laid out.
 */
static void
progress_cb (PnWindow *self)
{
  if (pn_run_get_state (self->run) != PN_RUN_TRAINING)
    pn_window_update_status (self);
  else if (self->status_source == 0)
    self->status_source = g_timeout_add_once (STATUS_INTERVAL, status_due_cb, self);
}

static void
set_undo_tooltip (GtkWidget *button, const char *what, const char *format, const char *plain)
{
  g_autofree char *text = what != NULL ? g_strdup_printf (format, what) : g_strdup (plain);

  gtk_widget_set_tooltip_text (button, text);
}

static void
update_undo (PnWindow *self)
{
  /* Translators: %s is what would be undone, as "Insert Layer". */
  set_undo_tooltip (self->undo_button, pn_document_get_undo_label (self->document), _ ("Undo %s"),
                    _ ("Undo"));
  set_undo_tooltip (self->redo_button, pn_document_get_redo_label (self->document), _ ("Redo %s"),
                    _ ("Redo"));
  pn_window_update_actions (self);
}

/* A first run that waits to be trained is offered beside the answer. */
static void
update_offer (PnWindow *self)
{
  gboolean offer = FALSE;

  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);
      offer |= run != self->run && pn_run_get_state (run) == PN_RUN_UNTRAINED;
    }
  offer = offer && self->run != NULL && pn_run_get_began_from (self->run) != NULL
          && pn_history_is_empty (pn_run_get_history (self->run));
  g_object_set (self->answer, "offer-training", offer, NULL);
}

static void
run_changed_cb (PnWindow *self)
{
  update_title (self);
  update_train_buttons (self);
  pn_window_update_status (self);
  update_offer (self);
  pn_window_update_actions (self);
}

void
pn_window_leave_run (PnWindow *self)
{
  if (self->run == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
}

static void
selected_changed_cb (PnWindow *self)
{
  PnRun *run = pn_document_get_selected (self->document);

  pn_window_leave_run (self);
  if (run != NULL)
    {
      self->run = g_object_ref (run);
      g_signal_connect_swapped (run, "notify", G_CALLBACK (run_changed_cb), self);
      g_signal_connect_swapped (run, "recipe-changed", G_CALLBACK (run_changed_cb), self);
      g_signal_connect_swapped (run, "progress", G_CALLBACK (progress_cb), self);
    }
  run_changed_cb (self);
}

static void
document_error_cb (PnWindow *self, const char *message)
{
  pn_window_say (self, message);
}

static void
document_edited_cb (PnWindow *self, const char *message)
{
  AdwToast *toast = adw_toast_new (message);

  /* The latest edit counts: the others' words don't queue up before it. */
  if (self->edit_toast)
    adw_toast_dismiss (self->edit_toast);
  g_set_weak_pointer (&self->edit_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
connect_document (PnWindow *self)
{
  PnDocument *document = self->document;

  g_signal_connect_object (document, "notify::selected", G_CALLBACK (selected_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "items-changed", G_CALLBACK (run_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::training", G_CALLBACK (pn_window_update_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::title", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::undo-label", G_CALLBACK (update_undo), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::redo-label", G_CALLBACK (update_undo), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::can-undo", G_CALLBACK (update_undo), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::can-redo", G_CALLBACK (update_undo), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "error", G_CALLBACK (document_error_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "edited", G_CALLBACK (document_edited_cb), self,
                           G_CONNECT_SWAPPED);
}

void
pn_window_follow_document (PnWindow *self)
{
  connect_document (self);
  selected_changed_cb (self);
  update_undo (self);
}
