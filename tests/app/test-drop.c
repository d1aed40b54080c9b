/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is dropped on the window: data become the selected run's if they fit it, a picture goes onto
 * the pad and is answered, and whatever is neither is told what would be right. Xvfb has no second
 * program to drag from, so that the drop target is given what it would get.
 */

#include "config.h"

#include "pn-commands.h"
#include "pn-pad-sheet.h"
#include "pn-pad.h"
#include "pn-picture.h"
#include "pn-plot-view.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"
#include "pn-theme.h"
#include "pn-window.h"

#define N_PIXELS (28 * 28)

typedef struct
{
  PnTestDocument test;
  PnRun *run;
  GtkWidget *window;
  GtkWidget *pad;
  PnPredictor *predictor;
  const char *awaited; /* by is_said() */
} Fixture;

static AdwApplication *application;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pn_test_document_set_up (&fixture->test);
  fixture->run = pn_test_document_add (&fixture->test, "My first network");
  fixture->window = GTK_WIDGET (pn_window_new (application, fixture->test.document));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (fixture->window));
  pn_test_wait (60);
  pn_test_settle (fixture->window);
  fixture->pad = pn_test_find (fixture->window, PN_TYPE_PAD, 0);
  g_object_get (fixture->pad, "predictor", &fixture->predictor, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->predictor);
  gtk_window_close (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  pn_test_document_tear_down (&fixture->test);
}

static GtkDropTarget *
find_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

/* In the middle of a widget. */
static void
drop (Fixture *fixture, GtkWidget *onto, const char *path)
{
  GFile *file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;
  double x, y;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  gtk_widget_translate_coordinates (onto, fixture->window, gtk_widget_get_width (onto) / 2.0,
                                    gtk_widget_get_height (onto) / 2.0, &x, &y);
  g_signal_emit_by_name (find_target (fixture->window), "drop", &value, x, y, &taken);
  g_assert_true (taken);
  g_object_unref (file);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_said (gpointer data)
{
  Fixture *fixture = data;

  return has_label (fixture->window, fixture->awaited);
}

static void
wait_for_words (Fixture *fixture, const char *text)
{
  fixture->awaited = text;
  pn_test_wait_until (is_said, fixture);
}

static void
write_idx (const char *folder, const char *name, guint8 n_dims, guint8 n, guint8 side)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 head[4] = { 0, 0, 8, n_dims };
  gsize n_values = n_dims == 3 ? (gsize) n * side * side : n;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (bytes, head, sizeof head);
  for (guint8 i = 0; i < n_dims; i++)
    g_byte_array_append (bytes, (guint8[]){ 0, 0, 0, i == 0 ? n : side }, 4);
  for (gsize i = 0; i < n_values; i++)
    g_byte_array_append (bytes, (guint8[]){ (guint8) (i % 10) }, 1);
  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

/* Pictures of side × side pixels, in a folder below that of the document. */
static char *
make_data (Fixture *fixture, const char *name, guint8 side)
{
  char *folder = g_build_filename (fixture->test.folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_idx (folder, "train-images-idx3-ubyte", 3, 50, side);
  write_idx (folder, "train-labels-idx1-ubyte", 1, 50, side);
  write_idx (folder, "t10k-images-idx3-ubyte", 3, 20, side);
  write_idx (folder, "t10k-labels-idx1-ubyte", 1, 20, side);
  return folder;
}

static gboolean
has_trained (gpointer run)
{
  return pn_history_last_check (pn_run_get_history (run)) != NULL;
}

static void
test_data (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = make_data (fixture, "digits", 28);
  GtkWidget *plot = pn_test_find (fixture->window, PN_TYPE_PLOT_VIEW, 0);

  drop (fixture, plot, folder);
  wait_for_words (fixture, "“digits” is the data of “My first network”");
  g_assert_cmpstr (pn_run_get_recipe (fixture->run)->set, ==, folder);
  wait_for_words (fixture, "digits, first");
  g_assert_cmpstr (pn_document_get_undo_label (fixture->test.document), ==, "Change Data");
  gtk_widget_activate_action (fixture->window, "win.undo", NULL);
  g_assert_cmpstr (pn_run_get_recipe (fixture->run)->set, ==, "mnist");
  gtk_widget_activate_action (fixture->window, "win.redo", NULL);
  gtk_widget_activate_action (fixture->window, "win.train-epoch", NULL);
  pn_test_wait_until (has_trained, fixture->run);
}

/* One of the four files stands for all. */
static void
test_idx_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = make_data (fixture, "digits", 28);
  g_autofree char *path = g_build_filename (folder, "t10k-labels-idx1-ubyte", NULL);

  drop (fixture, fixture->pad, path);
  wait_for_words (fixture, "“digits” is the data of “My first network”");
  g_assert_cmpstr (pn_run_get_recipe (fixture->run)->set, ==, folder);
}

static void
test_wrong_data (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = make_data (fixture, "small", 20);

  drop (fixture, fixture->pad, folder);
  wait_for_words (fixture, "pictures of 20 × 20 in 10 classes, but the network takes 28 × 28");
  g_assert_cmpstr (pn_run_get_recipe (fixture->run)->set, ==, "mnist");
  g_assert_false (
      pn_document_can_undo (fixture->test.document)
      && g_str_equal (pn_document_get_undo_label (fixture->test.document), "Change Data"));
}

static void
test_no_data (Fixture *fixture, gconstpointer data)
{
  drop (fixture, fixture->pad, fixture->test.folder);
  wait_for_words (fixture, "train-images");
  g_assert_cmpstr (pn_run_get_recipe (fixture->run)->set, ==, "mnist");
}

/* A thick stroke, dark on light. */
static cairo_surface_t *
make_picture (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 120, 90);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0.4);
  cairo_set_line_width (cr, 9);
  cairo_move_to (cr, 70, 15);
  cairo_line_to (cr, 50, 75);
  cairo_stroke (cr);
  cairo_destroy (cr);
  return surface;
}

static char *
write_picture (Fixture *fixture)
{
  char *path = g_build_filename (fixture->test.folder, "one.png", NULL);
  cairo_surface_t *surface = make_picture ();

  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return path;
}

static gboolean
is_answered (gpointer data)
{
  return pn_predictor_get_answer (((Fixture *) data)->predictor) >= 0;
}

static void
assert_answered (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  guint8 right[N_PIXELS];
  gsize n;

  pn_test_wait_until (is_answered, fixture);
  g_assert_true (pn_picture_read_digit (path, 28, right, &error));
  const guint8 *pixels = pn_predictor_get_picture (fixture->predictor, &n);
  g_assert_cmpmem (pixels, n, right, sizeof right);
}

/* Clear, and the pad's undo, take it away and bring it back. */
static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture);

  drop (fixture, fixture->pad, path);
  assert_answered (fixture, path);
  gtk_widget_activate_action (fixture->pad, "pad.undo", NULL);
  g_assert_false (is_answered (fixture));
  drop (fixture, fixture->pad, path);
  assert_answered (fixture, path);
  gtk_widget_activate_action (fixture->pad, "pad.clear", NULL);
  g_assert_false (is_answered (fixture));
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_file (file, &error);
  GtkWidget *sheet = pn_test_find (fixture->window, PN_TYPE_PAD_SHEET, 0);

  g_assert_no_error (error);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (fixture->window), texture);
  pn_test_move (sheet, 100, 100);
  gtk_widget_grab_focus (sheet);
  pn_test_key (sheet, "ctrl+v");
  assert_answered (fixture, path);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->window), "seven");
  pn_test_key (sheet, "ctrl+v");
  wait_for_words (fixture, "There is no picture on the clipboard");
}

/* Called `data`, dropped on the pad, told so. */
static void
test_other (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->test.folder, data, NULL);
  g_autofree char *words = g_strconcat (data, ": ", NULL);

  g_assert_true (g_file_set_contents (path, "seven", -1, NULL));
  drop (fixture, fixture->pad, path);
  wait_for_words (fixture, words);
  g_assert_false (is_answered (fixture));
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/perceptron_lab/Perceptron");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  pn_commands_install (GTK_APPLICATION (application));
  pn_theme_load (gdk_display_get_default ());
  g_test_add ("/drop/data", Fixture, NULL, set_up, test_data, tear_down);
  g_test_add ("/drop/idx-file", Fixture, NULL, set_up, test_idx_file, tear_down);
  g_test_add ("/drop/wrong-data", Fixture, NULL, set_up, test_wrong_data, tear_down);
  g_test_add ("/drop/no-data", Fixture, NULL, set_up, test_no_data, tear_down);
  g_test_add ("/drop/picture", Fixture, NULL, set_up, test_picture, tear_down);
  g_test_add ("/drop/paste", Fixture, NULL, set_up, test_paste, tear_down);
  g_test_add ("/drop/text", Fixture, "notes.txt", set_up, test_other, tear_down);
  g_test_add ("/drop/broken", Fixture, "broken.png", set_up, test_other, tear_down);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
