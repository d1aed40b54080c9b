/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A number typed, stepped, refused and taken back, with real keys and pointer. */

#include "pn-number-row.h"
#include "pn-test-widget.h"

typedef struct
{
  GtkWindow *window;
  PnNumberRow *row;
  GtkWidget *entry;
  guint edits;
  double last;
} Fixture;

/* The listener makes the change, as a page does; 13 is what its document refuses. */
static void
edited_cb (PnNumberRow *row, double value, Fixture *fixture)
{
  fixture->edits++;
  fixture->last = value;
  if (value == 13.0)
    pn_number_row_refuse (row, "thirteen is not for us");
  else
    pn_number_row_set_value (row, value);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_list_box_new ();

  fixture->row = g_object_new (PN_TYPE_NUMBER_ROW, "title", "Learning rate", "minimum", 0.001,
                               "maximum", 100.0, "stepping", PN_STEPPING_DECADE, "range",
                               "Enter a number above 0", "value", 0.02, NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (fixture->row));
  g_signal_connect (fixture->row, "edited", G_CALLBACK (edited_cb), fixture);
  fixture->entry = pn_test_find (GTK_WIDGET (fixture->row), GTK_TYPE_ENTRY, 0);
  fixture->window = pn_test_window_new (list, 300, 200);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static const char *
text_of (Fixture *fixture)
{
  return gtk_editable_get_text (GTK_EDITABLE (fixture->entry));
}

static void
write_text (Fixture *fixture, const char *text)
{
  pn_test_click_middle (fixture->entry);
  pn_test_key (fixture->entry, "ctrl+a");
  pn_test_type (fixture->entry, text);
}

static void
test_typed (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "0.05");
  g_assert_cmpuint (fixture->edits, ==, 0);
  pn_test_key (fixture->entry, "Return");
  g_assert_cmpuint (fixture->edits, ==, 1);
  g_assert_cmpfloat (fixture->last, ==, 0.05);
  pn_test_key (fixture->entry, "Tab");
  g_assert_cmpuint (fixture->edits, ==, 1);
}

static void
test_focus_out (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "0.5");
  pn_test_key (fixture->entry, "Tab");
  g_assert_cmpuint (fixture->edits, ==, 1);
  g_assert_cmpstr (text_of (fixture), ==, "0.5");
}

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "r3. 0,5+-");
  pn_test_key (fixture->entry, "Return");
  g_assert_cmpuint (fixture->edits, ==, 0);
  g_assert_cmpstr (text_of (fixture), ==, "r3. 0,5+-");
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (fixture->row)), ==,
                   "Enter a number above 0");
  pn_test_screenshot (fixture->entry, "number-row-wrong");
  pn_test_key (fixture->entry, "Escape");
  g_assert_cmpstr (text_of (fixture), ==, "0.02");
  g_assert_false (gtk_widget_has_css_class (fixture->entry, "error"));
}

static void
test_out_of_range (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "-1");
  pn_test_key (fixture->entry, "Tab");
  g_assert_cmpuint (fixture->edits, ==, 0);
  g_assert_cmpstr (text_of (fixture), ==, "-1");
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error"));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "13");
  pn_test_key (fixture->entry, "Return");
  g_assert_cmpuint (fixture->edits, ==, 1);
  g_assert_cmpstr (text_of (fixture), ==, "13");
  g_assert_true (gtk_widget_has_css_class (fixture->entry, "error"));
  /* The value behind it stays: so does the text. Another value replaces it. */
  pn_number_row_set_value (fixture->row, 0.02);
  g_assert_cmpstr (text_of (fixture), ==, "13");
  pn_number_row_set_value (fixture->row, 0.1);
  g_assert_cmpstr (text_of (fixture), ==, "0.1");
  g_assert_false (gtk_widget_has_css_class (fixture->entry, "error"));
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  pn_test_click_middle (pn_test_find_named (GTK_WIDGET (fixture->row), "list-add-symbolic"));
  g_assert_cmpfloat (fixture->last, ==, 0.05);
  pn_test_click_middle (pn_test_find_named (GTK_WIDGET (fixture->row), "list-remove-symbolic"));
  g_assert_cmpfloat (fixture->last, ==, 0.02);
  pn_test_click_middle (fixture->entry);
  pn_test_key (fixture->entry, "Up");
  g_assert_cmpfloat (fixture->last, ==, 0.05);
  g_assert_cmpuint (fixture->edits, ==, 3);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/number-row/typed", Fixture, NULL, set_up, test_typed, tear_down);
  g_test_add ("/number-row/focus-out", Fixture, NULL, set_up, test_focus_out, tear_down);
  g_test_add ("/number-row/wrong", Fixture, NULL, set_up, test_wrong, tear_down);
  g_test_add ("/number-row/out-of-range", Fixture, NULL, set_up, test_out_of_range, tear_down);
  g_test_add ("/number-row/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/number-row/steps", Fixture, NULL, set_up, test_steps, tear_down);
  return g_test_run ();
}
