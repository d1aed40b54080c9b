/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-repeat-dialog.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

/* How many runs there shall be, asked and answered by keys. */

typedef struct
{
  PnTestDocument test;
  PnDocument *document;
  GtkWindow *parent;
  GtkWidget *dialog;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  pn_test_document_set_up (&self->test);
  self->document = self->test.document;
  pn_test_document_add (&self->test, "Plain");
  self->parent = pn_test_window_new (gtk_label_new (NULL), 600, 400);
  self->dialog = pn_repeat_dialog_new (self->document, pn_document_get_run (self->document, 0),
                                       self->parent);
  gtk_window_present (GTK_WINDOW (self->dialog));
  pn_test_settle (self->dialog);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (self->parent);
  pn_test_document_tear_down (&self->test);
}

static gboolean
has_seven (gpointer document)
{
  return pn_document_n_runs (document) == 7;
}

static void
test_count (Fixture *self, gconstpointer unused)
{
  GtkWidget *count = pn_test_find (self->dialog, GTK_TYPE_SPIN_BUTTON, 0);

  pn_test_screenshot (self->dialog, "repeat");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (count)), ==, 5);
  gtk_widget_grab_focus (count);
  pn_test_key (count, "ctrl+a");
  pn_test_type (count, "7");
  /* It is gone by then. */
  pn_test_key (GTK_WIDGET (self->parent), "Return");
  pn_test_wait_until (has_seven, self->document);
}

static void
test_cancel (Fixture *self, gconstpointer unused)
{
  pn_test_key (GTK_WIDGET (self->parent), "Escape");
  pn_test_wait (50);
  g_assert_cmpuint (pn_document_n_runs (self->document), ==, 1);
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/repeat-dialog/count", Fixture, NULL, set_up, test_count, tear_down);
  g_test_add ("/repeat-dialog/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return g_test_run ();
}
