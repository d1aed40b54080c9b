/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-run-row.h"

#include <glib/gi18n-lib.h>

#include "pn-run-marker.h"
#include "pn-theme.h"
#include "pn-words.h"

/* While training there are new numbers 60 times a second, and each new text makes the whole window
 * be laid out: more often than this nobody reads it.
 */
#define PROGRESS_INTERVAL 200 /* milliseconds */

struct _PnRunRow
{
  GtkListBoxRow parent_instance;

  PnDocument *document;
  PnRun *run;

  GtkCheckButton *check;
  GtkStack *name_stack;
  GtkLabel *name_label;
  GtkEntry *name_entry;
  GtkLabel *result_label;
  GtkWidget *marker;
  GtkProgressBar *progress;
  GtkButton *stop;

  guint progress_source;
};

G_DEFINE_FINAL_TYPE (PnRunRow, pn_run_row, GTK_TYPE_LIST_BOX_ROW)

/* A screen reader hears the row as one sentence. */
static void
describe (PnRunRow *self)
{
  g_autofree char *result = pn_words_run_result (self->document, self->run, FALSE);
  g_autofree char *text = g_strdup_printf ("%s, %s", pn_run_get_name (self->run), result);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pn_run_get_name (self->run), -1);
}

/* The name says the run too: beside one another, "Pause" alone would be any of them. */
static void
update_stop (PnRunRow *self, gboolean training)
{
  const char *word = training ? _ ("Pause") : _ ("Don’t Train");
  g_autofree char *name = g_strdup_printf ("%s: %s", word, pn_run_get_name (self->run));

  gtk_widget_set_visible (GTK_WIDGET (self->stop), training || pn_run_get_queued (self->run));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->stop), word);
  gtk_button_set_icon_name (self->stop,
                            training ? "media-playback-pause-symbolic" : "window-close-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stop), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
update_cb (PnRunRow *self)
{
  g_autofree char *result = pn_words_run_result (self->document, self->run, TRUE);
  gboolean training = pn_run_get_state (self->run) == PN_RUN_TRAINING;

  gtk_label_set_label (self->name_label, pn_run_get_name (self->run));
  gtk_label_set_label (self->result_label, result);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), training);
  if (training)
    gtk_progress_bar_set_fraction (self->progress, pn_words_progress (self->run));
  gtk_check_button_set_active (self->check, pn_run_get_checked (self->run));
  update_stop (self, training);
  describe (self);
}

static void
progress_due_cb (gpointer data)
{
  PnRunRow *self = data;

  self->progress_source = 0;
  update_cb (self);
}

static void
progress_cb (PnRunRow *self)
{
  if (self->progress_source == 0)
    self->progress_source = g_timeout_add_once (PROGRESS_INTERVAL, progress_due_cb, self);
}

static void
check_toggled_cb (PnRunRow *self)
{
  pn_document_set_checked (self->document, self->run, gtk_check_button_get_active (self->check));
}

static void
stop_clicked_cb (PnRunRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  pn_document_pause (self->document, self->run);
}

static void
end_rename (PnRunRow *self)
{
  gtk_stack_set_visible_child_name (self->name_stack, "label");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
name_activate_cb (PnRunRow *self)
{
  g_autofree char *name
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));

  if (*name != '\0')
    pn_document_rename_run (self->document, self->run, name);
  end_rename (self);
}

static gboolean
name_key_cb (PnRunRow *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_rename (self);
  return GDK_EVENT_STOP;
}

static void
name_leave_cb (PnRunRow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->name_stack), "entry") == 0)
    name_activate_cb (self);
}

static void
row_pressed_cb (PnRunRow *self, int n_press)
{
  if (n_press == 2)
    pn_run_row_rename (self);
}

GtkWidget *
pn_run_row_new (PnDocument *document, PnRun *run)
{
  PnRunRow *self = g_object_new (PN_TYPE_RUN_ROW, NULL);
  guint colour = pn_run_get_colour (run);
  g_autofree char *colour_class = g_strdup_printf ("run-%u", colour % PN_N_RUN_COLORS);

  self->document = g_object_ref (document);
  self->run = g_object_ref (run);
  g_object_set (self->marker, "index", colour, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self), colour_class);
  g_signal_connect_object (run, "notify", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "snapshot-changed", G_CALLBACK (update_cb), self,
                           G_CONNECT_SWAPPED);
  update_cb (self);
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (check_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

PnRun *
pn_run_row_get_run (PnRunRow *self)
{
  g_return_val_if_fail (PN_IS_RUN_ROW (self), NULL);

  return self->run;
}

void
pn_run_row_rename (PnRunRow *self)
{
  g_return_if_fail (PN_IS_RUN_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), pn_run_get_name (self->run));
  gtk_stack_set_visible_child_name (self->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
pn_run_row_dispose (GObject *object)
{
  PnRunRow *self = PN_RUN_ROW (object);

  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_clear_object (&self->document);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pn_run_row_parent_class)->dispose (object);
}

static void
pn_run_row_class_init (PnRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pn_run_row_dispose;
  g_type_ensure (PN_TYPE_RUN_MARKER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/perceptron_lab/Perceptron/pn-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, check);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, name_stack);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, result_label);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, marker);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, progress);
  gtk_widget_class_bind_template_child (widget_class, PnRunRow, stop);
  gtk_widget_class_bind_template_callback (widget_class, name_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
}

static void
add_entry_controllers (PnRunRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (name_key_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (name_leave_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->name_entry), keys);
  gtk_widget_add_controller (GTK_WIDGET (self->name_entry), focus);
}

static void
pn_run_row_init (PnRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (row_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->name_label), GTK_EVENT_CONTROLLER (click));
  add_entry_controllers (self);
}
