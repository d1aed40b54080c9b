/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-compare-dialog.h"
#include "pn-number-row.h"
#include "pn-table-view.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

/* The table of runs as a person reads, changes and copies it. */

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
  pn_test_document_train (pn_test_document_add (&self->test, "Plain"), 2500, 300);
  pn_test_document_add (&self->test, "Another");
  self->parent = pn_test_window_new (gtk_label_new (NULL), 900, 800);
  self->dialog = pn_compare_dialog_new (self->document, self->parent);
  gtk_window_present (GTK_WINDOW (self->dialog));
  pn_test_settle (self->dialog);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->dialog));
  gtk_window_destroy (self->parent);
  pn_test_document_tear_down (&self->test);
}

static GtkWidget *
grid_of (Fixture *self)
{
  return pn_test_find (pn_test_find (self->dialog, PN_TYPE_TABLE_VIEW, 0), GTK_TYPE_GRID, 0);
}

static const char *
title_of (GtkWidget *title)
{
  if (GTK_IS_BUTTON (title))
    title = gtk_button_get_child (GTK_BUTTON (title));
  return gtk_label_get_label (GTK_LABEL (title));
}

/* What the line called `title` says of a run; NULL where there is none. */
static const char *
value (Fixture *self, const char *title, int record)
{
  GtkGrid *grid = GTK_GRID (grid_of (self));
  GtkWidget *label;

  for (int row = 1; (label = gtk_grid_get_child_at (grid, 0, row)) != NULL; row++)
    if (g_strcmp0 (title_of (label), title) == 0)
      {
        label = gtk_grid_get_child_at (grid, 1 + record, row);
        return label ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
      }
  return NULL;
}

static void
test_reads (Fixture *self, gconstpointer unused)
{
  pn_test_screenshot (self->dialog, "compare");
  g_assert_cmpstr (value (self, "Parameters", 0), ==, "50880");
  g_assert_cmpstr (value (self, "Epochs run", 0), ==, "4");
  g_assert_cmpstr (value (self, "Why it stopped", 1), ==, "untrained");
  g_assert_null (value (self, "Hidden units", 0));
  pn_test_find_named (self->dialog, "Nothing: all settings are the same");
}

static gboolean
has_hidden_units (gpointer data)
{
  return g_strcmp0 (value (data, "Hidden units", 1), "32") == 0;
}

static gboolean
has_more_epochs (gpointer data)
{
  return g_strcmp0 (value (data, "Epochs run", 0), "8") == 0;
}

static gboolean
has_one_run (gpointer data)
{
  return value (data, "Parameters", 0) && !value (data, "Parameters", 1);
}

/* It follows what is changed, trained and checked while it is open. */
static void
test_follows (Fixture *self, gconstpointer unused)
{
  PnRun *first = pn_document_get_run (self->document, 0);
  PnRun *second = pn_document_get_run (self->document, 1);
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (second));

  spec->layers[0].units = 32;
  g_assert_true (pn_document_set_spec (self->document, second, spec, "Change Units", 0, NULL));
  pn_test_wait_until (has_hidden_units, self);
  pn_test_document_train (first, 5000, 300);
  g_signal_emit_by_name (first, "progress");
  pn_test_wait_until (has_more_epochs, self);
  pn_document_set_checked (self->document, second, FALSE);
  pn_test_wait_until (has_one_run, self);
}

static gboolean
is_empty (gpointer data)
{
  GtkWidget *page = pn_test_find (((Fixture *) data)->dialog, ADW_TYPE_STATUS_PAGE, 0);

  return gtk_widget_get_mapped (page);
}

static void
test_empty (Fixture *self, gconstpointer unused)
{
  pn_document_set_checked (self->document, pn_document_get_run (self->document, 0), FALSE);
  pn_document_set_checked (self->document, pn_document_get_run (self->document, 1), FALSE);
  pn_test_wait_until (is_empty, self);
  g_assert_false (gtk_widget_get_sensitive (pn_test_find_named (self->dialog, "Copy")));
}

static void
test_loss (Fixture *self, gconstpointer unused)
{
  GtkWidget *entry
      = pn_test_find (pn_test_find (self->dialog, PN_TYPE_NUMBER_ROW, 0), GTK_TYPE_ENTRY, 0);

  g_assert_nonnull (value (self, "Steps to a loss of 0.3", 0));
  gtk_widget_grab_focus (entry);
  pn_test_key (entry, "ctrl+a");
  pn_test_type (entry, "1.5");
  pn_test_key (entry, "Return");
  /* The loss of a check is 0.14 + 2.2 exp (−step / 300): at most 1.5 from step 145 on. */
  g_assert_cmpstr (value (self, "Steps to a loss of 1.5", 0), ==, "250");
  g_assert_cmpstr (pn_document_get_view_state (self->document, "compare.loss"), ==, "1.5");
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_copied (gpointer text)
{
  return *(char **) text != NULL;
}

static char *
copy (Fixture *self, const char *format)
{
  static char *text;

  text = NULL;
  gtk_widget_activate_action (self->dialog, "compare.copy", "s", format);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->dialog), NULL, copied_cb, &text);
  pn_test_wait_until (is_copied, &text);
  return text;
}

/* By the keyboard: the title that was pressed keeps the focus. What is copied has the same order.
 */
static void
test_sort (Fixture *self, gconstpointer unused)
{
  PnRun *second = pn_document_get_run (self->document, 1);
  GtkWidget *title;
  g_autofree char *csv = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (second));

  spec->layers[0].units = 32;
  g_assert_true (pn_document_set_spec (self->document, second, spec, "Change Units", 0, NULL));
  pn_test_wait_until (has_hidden_units, self);
  title = gtk_grid_get_child_at (GTK_GRID (grid_of (self)), 0, 1);
  gtk_widget_grab_focus (title);
  pn_test_key (self->dialog, "Return");
  g_assert_cmpstr (value (self, "Parameters ↑", 0), ==, "25440");
  pn_test_key (self->dialog, "Return");
  g_assert_cmpstr (value (self, "Parameters ↓", 0), ==, "50880");
  pn_test_key (self->dialog, "Return");
  g_assert_cmpstr (value (self, "Parameters", 1), ==, "25440");
  pn_test_key (self->dialog, "Return");
  csv = copy (self, "csv");
  g_assert_nonnull (strstr (csv, "\nAnother,25440"));
  g_assert_true (strstr (csv, "\nPlain,") > strstr (csv, "\nAnother,"));
}

static void
test_copies (Fixture *self, gconstpointer unused)
{
  g_autofree char *csv = copy (self, "csv");
  g_autofree char *markdown = copy (self, "markdown");
  g_autofree char *latex = copy (self, "latex");

  g_assert_true (g_str_has_prefix (csv, "run,parameters,"));
  g_assert_true (g_str_has_prefix (markdown, "| | Plain | Another |\n"));
  g_assert_true (g_str_has_prefix (latex, "\\begin{tabular}{lrr}\n"));
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/compare-dialog/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("reads", test_reads);
  ADD ("follows", test_follows);
  ADD ("empty", test_empty);
  ADD ("loss", test_loss);
  ADD ("copies", test_copies);
  ADD ("sort", test_sort);
  return g_test_run ();
}
