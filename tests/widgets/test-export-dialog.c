/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* From the dialog to the file. */

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "pn-export-dialog.h"
#include "pn-export-figure.h"
#include "pn-number-row.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

/* The dialog's rows, from the top. */
enum
{
  ROW_PANELS,
  ROW_CURVES,
  ROW_FORMAT,
  ROW_WIDTH,
  ROW_X_AXIS,
  ROW_NUMBERS,
};

typedef struct
{
  PnTestDocument test;
  GtkWindow *window;
  GtkWidget *dialog;
} Fixture;

static void
present (Fixture *fixture)
{
  fixture->dialog = pn_export_dialog_new (fixture->test.document, fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
  gtk_window_present (GTK_WINDOW (fixture->dialog));
  pn_test_wait (50);
  pn_test_settle (fixture->dialog);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pn_test_document_set_up (&fixture->test);
  pn_test_document_train (pn_test_document_add (&fixture->test, "Init, sigmoid"), 5200, 900);
  pn_test_document_train (pn_test_document_add (&fixture->test, "Plain"), 9900, 3000);
  fixture->window = pn_test_window_new (gtk_label_new (NULL), 800, 700);
  pn_test_listen (fixture->window);
  present (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->dialog)
    gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  pn_test_wait (20);
  g_assert_null (fixture->dialog);
  gtk_window_destroy (fixture->window);
  pn_test_wait (20);
  pn_test_document_tear_down (&fixture->test);
}

static void
choose (Fixture *fixture, guint row, guint entry)
{
  GtkWidget *combo = pn_test_find (fixture->dialog, ADW_TYPE_COMBO_ROW, row);

  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), entry);
  pn_test_settle (fixture->dialog);
}

static gboolean
is_shown (Fixture *fixture, const char *title)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *row = pn_test_find (fixture->dialog, ADW_TYPE_PREFERENCES_ROW, i);

      g_assert_nonnull (row);
      if (g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
        return gtk_widget_get_mapped (row);
    }
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  pn_test_screenshot (fixture->dialog, "export-png");
  g_assert_true (is_shown (fixture, "Dots per inch"));
  g_assert_false (is_shown (fixture, "Width in mm"));
  choose (fixture, ROW_WIDTH, 2);
  g_assert_true (is_shown (fixture, "Width in mm"));
  choose (fixture, ROW_FORMAT, PN_FIGURE_PDF);
  g_assert_false (is_shown (fixture, "Dots per inch"));
  pn_test_screenshot (fixture->dialog, "export-pdf");
  choose (fixture, ROW_FORMAT, PN_FIGURE_CSV);
  g_assert_false (is_shown (fixture, "Height in mm"));
  pn_test_screenshot (fixture->dialog, "export-csv");
}

/* One line for the first run and its repeat; the other, of the same seed, is no repeat. */
static void
test_group (Fixture *fixture, gconstpointer data)
{
  PnExportChoice choice = pn_export_choice_load ();
  PnDocument *document = fixture->test.document;
  PnExportFigure *figure;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;

  pn_document_repeat_run (document, pn_document_get_run (document, 0), 2);
  pn_test_document_train (pn_document_get_run (document, 2), 5200, 1500);
  adw_action_row_activate (
      ADW_ACTION_ROW (pn_test_find_named (fixture->dialog, "Seeds as one curve")));
  pn_test_screenshot (fixture->dialog, "export-group");
  choice = pn_export_choice_load ();
  g_assert_true (choice.group);
  choice.format = PN_FIGURE_CSV;
  figure = pn_export_figure_new (document, &choice);
  bytes = pn_export_figure_render (figure, PN_FIGURE_CSV, &error);
  g_assert_no_error (error);
  csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (csv, "min–max of 2 seeds"));
  g_assert_nonnull (strstr (csv, "\nPlain,"));
  g_assert_null (strstr (csv, "seed 2\","));
  pn_export_figure_unref (figure);
  choice.group = FALSE;
  pn_export_choice_save (&choice);
}

static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  PnExportChoice choice;

  choose (fixture, ROW_PANELS, 0);
  choose (fixture, ROW_CURVES, 1);
  choose (fixture, ROW_FORMAT, PN_FIGURE_SVG);
  choose (fixture, ROW_WIDTH, 0);
  choose (fixture, ROW_X_AXIS, PN_X_EPOCH);
  choose (fixture, ROW_NUMBERS, 1);
  gtk_window_close (GTK_WINDOW (fixture->dialog));
  pn_test_wait (20);
  choice = pn_export_choice_load ();
  g_assert_cmpint (choice.options.metrics, ==, PN_FIGURE_LOSS);
  g_assert_cmpint (choice.options.splits, ==, PN_FIGURE_VALIDATION);
  g_assert_cmpint (choice.format, ==, PN_FIGURE_SVG);
  g_assert_true (choice.options.width_mm == 84);
  g_assert_cmpint (choice.options.x_unit, ==, PN_X_EPOCH);
  g_assert_true (choice.user_numbers);
  present (fixture);
  pn_test_screenshot (fixture->dialog, "export-svg");
  choose (fixture, ROW_PANELS, 2);
  choose (fixture, ROW_CURVES, 2);
  choose (fixture, ROW_FORMAT, PN_FIGURE_PNG);
  choose (fixture, ROW_WIDTH, 1);
  choose (fixture, ROW_X_AXIS, PN_X_STEP);
  choose (fixture, ROW_NUMBERS, 0);
}

/* Another metric has no curves of training and validation to choose from, but a file of its own. */
static void
test_metric (Fixture *fixture, gconstpointer data)
{
  PnExportChoice choice;
  g_autofree char *name = NULL;

  choose (fixture, ROW_PANELS, 3);
  g_assert_false (is_shown (fixture, "Curves"));
  g_assert_true (is_shown (fixture, "Logarithmic vertical axis"));
  pn_test_screenshot (fixture->dialog, "export-metric");
  choice = pn_export_choice_load ();
  g_assert_cmpint (choice.options.metrics, ==, PN_FIGURE_LEARNING_RATE);
  name = pn_export_choice_file_name (&choice, "A");
  g_assert_cmpstr (name, ==, "a-learning-rate.png");
  choose (fixture, ROW_PANELS, 1);
  g_assert_true (is_shown (fixture, "Curves"));
  g_assert_false (is_shown (fixture, "Logarithmic vertical axis"));
  choose (fixture, ROW_PANELS, 2);
}

/* The preview shows what a run has learnt since the dialog opened. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) before = pn_test_picture (fixture->dialog), after = NULL;
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  pn_test_document_train (pn_document_get_run (fixture->test.document, 1), 16000, 3000);
  do
    {
      pn_test_wait (100);
      g_clear_object (&after);
      after = pn_test_picture (fixture->dialog);
    }
  while (pn_test_same (before, after) && g_get_monotonic_time () < end);
  g_assert_false (pn_test_same (before, after));
}

static gboolean
is_closed (gpointer fixture)
{
  return ((Fixture *) fixture)->dialog == NULL;
}

/* Return, the path, Return: as a person who knows where it shall go. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->test.folder, "figure.png", NULL);
  int width, height;

  pn_test_key (fixture->dialog, "Return");
  pn_test_wait (500);
  pn_test_xdotool (fixture->dialog, "key ctrl+a");
  pn_test_xdotool (fixture->dialog, "type '%s'", path);
  pn_test_xdotool (GTK_WIDGET (fixture->window), "key Return");
  pn_test_wait_until (is_closed, fixture);
  g_assert_nonnull (gdk_pixbuf_get_file_info (path, &width, &height));
  g_assert_cmpint (width, ==, 2055); /* 174 mm at 300 dots per inch */
  g_assert_nonnull (strstr (pn_test_message (fixture->window), "figure.png"));
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  pn_test_key (GTK_WIDGET (fixture->window), "Escape");
  g_assert_null (fixture->dialog);
}

static void
written_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_false (pn_export_figure_write_finish (G_FILE (file), result, error));
}

static gboolean
is_set (gpointer error)
{
  return *(GError **) error != NULL;
}

static void
test_cannot_write (Fixture *fixture, gconstpointer data)
{
  PnExportChoice choice = pn_export_choice_load ();
  g_autoptr (PnExportFigure) figure = pn_export_figure_new (fixture->test.document, &choice);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/at/all.png");
  g_autoptr (GError) error = NULL;

  pn_export_figure_write_async (figure, file, NULL, written_cb, &error);
  pn_test_wait_until (is_set, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_file_names (void)
{
  PnExportChoice choice = { pn_figure_options_default (), PN_FIGURE_PNG };
  static const char *const names[][2]
      = { { "My first network", "my-first-network-loss-accuracy.png" },
          { "10 × 64, tanh!", "10-64-tanh-loss-accuracy.png" },
          { "Blåbær", "blåbær-loss-accuracy.png" },
          { "../..", "perceptron-loss-accuracy.png" },
          { NULL, "perceptron-loss-accuracy.png" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = pn_export_choice_file_name (&choice, names[i][0]);

      g_assert_cmpstr (name, ==, names[i][1]);
    }
  choice.options.metrics = PN_FIGURE_LOSS;
  choice.format = PN_FIGURE_TEX;
  g_autofree char *name = pn_export_choice_file_name (&choice, "A");
  g_assert_cmpstr (name, ==, "a-loss.tex");
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  g_test_add_func ("/export-dialog/file-names", test_file_names);
  ADD ("/export-dialog/rows", test_rows);
  ADD ("/export-dialog/group", test_group);
  ADD ("/export-dialog/remembers", test_remembers);
  ADD ("/export-dialog/metric", test_metric);
  ADD ("/export-dialog/live", test_live);
  ADD ("/export-dialog/export", test_export);
  ADD ("/export-dialog/escape", test_escape);
  ADD ("/export-dialog/cannot-write", test_cannot_write);
#undef ADD
  return g_test_run ();
}
