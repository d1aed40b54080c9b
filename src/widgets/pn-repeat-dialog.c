/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-repeat-dialog.h"

#include <glib/gi18n-lib.h>

/* Fewer say little about chance; with more, minimum and maximum only drift apart. */
#define USUAL 5
#define LEAST 2
#define MOST 50

typedef struct
{
  PnDocument *document;
  PnRun *run;
  GtkSpinButton *count;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->document);
  g_object_unref (self->run);
  g_free (self);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  const Question *self = data;

  if (g_str_equal (response, "repeat"))
    pn_document_repeat_run (self->document, self->run,
                            (guint) gtk_spin_button_get_value_as_int (self->count));
}

static GtkSpinButton *
add_count (AdwMessageDialog *dialog)
{
  GtkWidget *count = gtk_spin_button_new_with_range (LEAST, MOST, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (count), USUAL);
  gtk_text_set_activates_default (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (count))),
                                  TRUE);
  gtk_widget_set_halign (count, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs in all"), -1);
  adw_message_dialog_set_extra_child (dialog, count);
  return GTK_SPIN_BUTTON (count);
}

GtkWidget *
pn_repeat_dialog_new (PnDocument *document, PnRun *run, GtkWindow *parent)
{
  GtkWidget *widget = adw_message_dialog_new (parent, _ ("Repeat with Other Seeds"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Question *question = g_new (Question, 1);

  adw_message_dialog_format_body (
      dialog,
      /* Translators: the name of a run. */
      _ ("How many runs shall there be in all? Each is a copy of “%s” with a seed of its own; "
         "Train All trains them side by side."),
      pn_run_get_name (run));
  *question = (Question){ g_object_ref (document), g_object_ref (run), add_count (dialog) };
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "repeat", _ ("_Repeat"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "repeat", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "repeat");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  return widget;
}
