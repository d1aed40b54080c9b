/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The rows of a training method: what is shown for which optimiser, and what an edit says. */

#include "pn-method-rows.h"
#include "pn-choice-row.h"
#include "pn-number-row.h"
#include "pn-test-widget.h"

typedef struct
{
  GtkWindow *window;
  PnMethodRows *rows;
  guint edits;
  PnSettings last;
  gboolean from_number;
} Fixture;

static void
edited_cb (PnMethodRows *rows,
           PnSettings *settings,
           PnNumberRow *row,
           const char *label,
           Fixture *fixture)
{
  fixture->edits++;
  fixture->last = *settings;
  fixture->from_number = row != NULL;
  g_assert_cmpstr (label, !=, "");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  PnSettings settings = pn_settings_default ();
  GtkWidget *list = gtk_list_box_new ();

  fixture->rows = g_object_new (PN_TYPE_METHOD_ROWS, "title", "Method", "expanded", TRUE, NULL);
  pn_method_rows_set (fixture->rows, &settings);
  g_signal_connect (fixture->rows, "edited", G_CALLBACK (edited_cb), fixture);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (fixture->rows));
  fixture->window = pn_test_window_new (list, 360, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static guint
count_visible (Fixture *fixture)
{
  GtkWidget *row;
  guint n = 0;

  for (guint i = 0; (row = pn_test_find (GTK_WIDGET (fixture->rows), PN_TYPE_NUMBER_ROW, i)); i++)
    n += gtk_widget_get_visible (row);
  return n;
}

/* Warm-up, L2, L1, clipping and smoothing always; three more for Adam, two for RMSprop. */
static void
test_shown (Fixture *fixture, gconstpointer data)
{
  PnSettings settings = pn_settings_default ();

  g_assert_cmpuint (count_visible (fixture), ==, 5);
  settings.optimizer = PN_OPTIMIZER_ADAM;
  pn_method_rows_set (fixture->rows, &settings);
  g_assert_cmpuint (count_visible (fixture), ==, 8);
  settings.optimizer = PN_OPTIMIZER_RMSPROP;
  settings.schedule = PN_SCHEDULE_STEP;
  pn_method_rows_set (fixture->rows, &settings);
  g_assert_cmpuint (count_visible (fixture), ==, 9);
  g_assert_cmpuint (fixture->edits, ==, 0);
}

static void
test_edits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *every = pn_test_find (GTK_WIDGET (fixture->rows), PN_TYPE_NUMBER_ROW, 5);
  GtkWidget *smoothing = pn_test_find (GTK_WIDGET (fixture->rows), PN_TYPE_NUMBER_ROW, 10);
  GtkWidget *weights = pn_test_find (GTK_WIDGET (fixture->rows), PN_TYPE_CHOICE_ROW, 1);

  g_signal_emit_by_name (every, "edited", 7.0);
  g_assert_cmpuint (fixture->last.schedule_every, ==, 7);
  g_assert_true (fixture->from_number);
  g_signal_emit_by_name (smoothing, "edited", 0.1);
  g_assert_true (fixture->last.label_smoothing == 0.1);
  g_signal_emit_by_name (weights, "chosen", (guint) PN_CLASS_WEIGHTING_BALANCED);
  g_assert_cmpint (fixture->last.class_weighting, ==, PN_CLASS_WEIGHTING_BALANCED);
  g_assert_false (fixture->from_number);
  g_assert_cmpuint (fixture->edits, ==, 3);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/method-rows/shown", Fixture, NULL, set_up, test_shown, tear_down);
  g_test_add ("/method-rows/edits", Fixture, NULL, set_up, test_edits, tear_down);
  return g_test_run ();
}
