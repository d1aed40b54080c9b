/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The plots under the hand. */

#include "config.h"

#include <time.h>

#include "pn-plot-pane.h"
#include "pn-plot-view-private.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

typedef struct
{
  PnTestDocument test;
  GtkWindow *window;
  PnPlotPane *pane;
  PnPlotView *loss;
  PnPlotView *accuracy;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  pn_test_document_set_up (&fixture->test);
  fixture->pane = PN_PLOT_PANE (pn_plot_pane_new ());
  fixture->loss = pn_plot_pane_get_view (fixture->pane, PN_METRIC_LOSS);
  fixture->accuracy = pn_plot_pane_get_view (fixture->pane, PN_METRIC_ACCURACY);
  g_object_set (fixture->pane, "margin-top", 12, "margin-bottom", 12, "margin-start", 18,
                "margin-end", 18, "hexpand", TRUE, "document", fixture->test.document, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->pane));
  fixture->window = pn_test_window_new (box, 860, 340);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer pane = g_object_ref (fixture->pane), loss = g_object_ref (fixture->loss);

  gtk_window_destroy (fixture->window);
  pn_test_wait (20);
  g_assert_finalize_object (pane);
  g_assert_finalize_object (loss);
  pn_test_document_tear_down (&fixture->test);
}

static PnRun *
add_trained (Fixture *fixture, const char *name, guint64 steps, double pace)
{
  PnRun *run = pn_test_document_add (&fixture->test, name);

  pn_test_document_train (run, steps, pace);
  pn_test_settle (GTK_WIDGET (fixture->pane));
  return run;
}

static guint
n_points (PnPlotView *view)
{
  const PnPlot *plot = pn_plot_view_get_plot (view);
  guint n = 0;

  for (guint i = 0; i < plot->curves->len; i++)
    {
      const PnCurve *curve = plot->curves->pdata[i];

      n += curve->hidden ? 0 : curve->data->length;
    }
  return n;
}

static void
get_middle (PnPlotView *view, double *x, double *y)
{
  *x = view->frame.area.x + view->frame.area.width / 2;
  *y = view->frame.area.y + view->frame.area.height / 2;
}

static double
hover_step (PnPlotView *view)
{
  double step;

  g_object_get (view, "hover-x", &step, NULL);
  return step;
}

static gboolean
is_following (PnPlotView *view)
{
  gboolean following;

  g_object_get (view, "following", &following, NULL);
  return following;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  PnRun *run = pn_test_document_add (&fixture->test, "First");
  GtkWidget *button;

  g_assert_true (run == pn_document_get_selected (fixture->test.document));
  pn_test_settle (GTK_WIDGET (fixture->pane));
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-empty");
  /* The folder of data sets is empty. */
  button = GTK_WIDGET (fixture->loss->empty_button);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Get MNIST (11 MB)");
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "win.get-mnist");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->accuracy->empty_button)));
  pn_test_document_train (run, 10, 300);
  g_assert_false (gtk_widget_get_mapped (button));
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  PnRun *run = add_trained (fixture, "Plain", 200, 300);
  g_autoptr (GdkTexture) before = pn_test_picture (GTK_WIDGET (fixture->pane)), after = NULL;

  g_assert_cmpuint (n_points (fixture->loss), ==, 202);
  pn_test_document_train (run, 1200, 300);
  g_assert_cmpuint (n_points (fixture->loss), ==, 1210);
  pn_test_settle (GTK_WIDGET (fixture->pane));
  after = pn_test_picture (GTK_WIDGET (fixture->pane));
  g_assert_false (pn_test_same (before, after));
  pn_document_set_checked (fixture->test.document, run, FALSE);
  g_assert_cmpuint (n_points (fixture->loss), ==, 0);
}

static void
test_four_runs (Fixture *fixture, gconstpointer data)
{
  add_trained (fixture, "Init, sigmoid, momentum", 5200, 900);
  add_trained (fixture, "Init, improved sigmoid", 9900, 1200);
  add_trained (fixture, "Improved sigmoid only", 9900, 2400);
  add_trained (fixture, "Plain", 9900, 3000);
  g_assert_cmpuint (pn_plot_view_get_plot (fixture->loss)->curves->len, ==, 16);
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-four");
  gtk_window_set_default_size (fixture->window, 360, 640);
  pn_test_wait (100);
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-narrow");
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  PnRun *run = add_trained (fixture, "Plain", 200, 300);

  add_trained (fixture, "Another", 300, 300);
  pn_document_remove_run (fixture->test.document, run);
  g_assert_cmpuint (n_points (fixture->loss), ==, 303);
}

static void
test_hover_and_pin (Fixture *fixture, gconstpointer data)
{
  double x, y, step;

  add_trained (fixture, "Plain", 1000, 300);
  get_middle (fixture->loss, &x, &y);
  pn_test_move (GTK_WIDGET (fixture->loss), x, y);
  step = hover_step (fixture->loss);
  g_assert_true (ABS (step - 500) < 10);
  g_assert_true (hover_step (fixture->accuracy) == step);
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-hover");
  pn_test_click (GTK_WIDGET (fixture->loss), x, y);
  pn_test_move (GTK_WIDGET (fixture->accuracy), x / 2, y);
  g_assert_true (hover_step (fixture->loss) == step);
  g_assert_true (fixture->accuracy->plot->pinned);
  pn_test_wait (500); /* not a double click */
  pn_test_click (GTK_WIDGET (fixture->loss), x, y);
  g_assert_false (fixture->loss->plot->pinned);
  pn_test_move (GTK_WIDGET (fixture->loss), 1, 1);
  g_assert_true (hover_step (fixture->loss) == -1);
}

static void
test_zoom_and_follow (Fixture *fixture, gconstpointer data)
{
  double x, y, before, after;

  add_trained (fixture, "Plain", 1000, 300);
  get_middle (fixture->loss, &x, &y);
  x += 40;
  pn_test_move (GTK_WIDGET (fixture->loss), x, y);
  before = pn_plot_frame_data_x (&fixture->loss->frame, x);
  pn_test_xdotool (GTK_WIDGET (fixture->loss), "click 4 click 4");
  after = pn_plot_frame_data_x (&fixture->loss->frame, x);
  g_assert_false (is_following (fixture->loss));
  g_assert_true (is_following (fixture->accuracy));
  /* What was under the pointer still is, but for wider labels beside the axis. */
  g_assert_true (ABS (after - before) < 10);
  g_assert_true (fixture->loss->frame.x.max - fixture->loss->frame.x.min < 700);
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-zoomed");
  pn_test_xdotool (GTK_WIDGET (fixture->loss), "click --repeat 2 --delay 40 1");
  g_assert_true (is_following (fixture->loss));
  g_assert_false (fixture->loss->plot->pinned);
  g_assert_true (fixture->loss->frame.x.max >= 1000);
}

static void
test_pan (Fixture *fixture, gconstpointer data)
{
  double x, y, grabbed;

  add_trained (fixture, "Plain", 1000, 300);
  get_middle (fixture->loss, &x, &y);
  grabbed = pn_plot_frame_data_x (&fixture->loss->frame, x);
  const double path[][2] = { { x, y }, { x - 30, y }, { x - 60, y } };
  pn_test_drag (GTK_WIDGET (fixture->loss), path, G_N_ELEMENTS (path));
  g_assert_false (is_following (fixture->loss));
  g_assert_true (ABS (pn_plot_frame_data_x (&fixture->loss->frame, x - 60) - grabbed) < 5);
  g_assert_false (fixture->loss->plot->pinned);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  double first;

  add_trained (fixture, "Plain", 1000, 300);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->loss));
  pn_test_key (GTK_WIDGET (fixture->loss), "Right");
  first = hover_step (fixture->loss);
  g_assert_true (first > 0);
  pn_test_key (GTK_WIDGET (fixture->loss), "Right Right Return");
  g_assert_true (hover_step (fixture->loss) > first);
  g_assert_true (fixture->loss->plot->pinned);
  pn_test_key (GTK_WIDGET (fixture->loss), "plus");
  g_assert_false (is_following (fixture->loss));
  pn_test_key (GTK_WIDGET (fixture->loss), "Home Escape");
  g_assert_true (is_following (fixture->loss));
  g_assert_true (hover_step (fixture->loss) == -1);
}

static double
last_x (PnPlotView *view)
{
  const PnCurve *curve = pn_plot_view_get_plot (view)->curves->pdata[2];

  return curve->data->x[curve->data->length - 1];
}

/* X takes the next unit in both plots, L and Y their logarithms; the rule goes with its axis. */
static void
test_axes (Fixture *fixture, gconstpointer data)
{
  const PnPlot *loss = pn_plot_view_get_plot (fixture->loss);
  const PnPlot *accuracy = pn_plot_view_get_plot (fixture->accuracy);
  PnRun *run = add_trained (fixture, "Plain", 1000, 300);

  g_assert_nonnull (run);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->loss));
  pn_test_key (GTK_WIDGET (fixture->loss), "Right Return x");
  g_assert_cmpstr (loss->x_label, ==, "epoch");
  g_assert_cmpstr (accuracy->x_label, ==, "epoch");
  g_assert_true (hover_step (fixture->loss) == -1);
  g_assert_false (loss->pinned);
  g_assert_true (last_x (fixture->loss) < 1000);
  pn_test_key (GTK_WIDGET (fixture->loss), "l y");
  g_assert_true (loss->x_scale == PN_SCALE_LOG && loss->y_scale == PN_SCALE_LOG);
  g_assert_true (accuracy->x_scale == PN_SCALE_LOG && accuracy->y_scale == PN_SCALE_LINEAR);
  pn_test_settle (GTK_WIDGET (fixture->pane));
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-log");
  pn_test_key (GTK_WIDGET (fixture->loss), "x");
  g_assert_cmpstr (loss->x_label, ==, "examples");
  pn_test_key (GTK_WIDGET (fixture->loss), "x x");
  g_assert_cmpstr (loss->x_label, ==, "step");
  g_assert_true (last_x (fixture->loss) == 1000);
}

/* Another metric stands on the same axis; its words say neither training nor validation. */
static void
test_metric (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  PnNumbers numbers = pn_numbers_english ();

  add_trained (fixture, "Plain", 1000, 300);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->loss));
  pn_test_key (GTK_WIDGET (fixture->loss), "x");
  gtk_widget_activate_action (GTK_WIDGET (fixture->loss), "plot.metric", "i",
                              PN_METRIC_LEARNING_RATE);
  pn_test_settle (GTK_WIDGET (fixture->pane));
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-metric");
  g_assert_cmpstr (fixture->loss->plot->title, ==, "Learning rate");
  g_assert_cmpstr (fixture->loss->plot->x_label, ==, "epoch");
  g_assert_cmpuint (n_points (fixture->loss), >, 0);
  words = pn_plot_describe (fixture->loss->plot, &numbers);
  g_assert_nonnull (strstr (words, "Learning rate. Plain: "));
  g_assert_null (strstr (words, "validation"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->loss), "plot.metric", "i", PN_METRIC_LOSS);
  g_assert_cmpuint (n_points (fixture->loss), >, 1000);
}

static void
read_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const char *type;
  g_autoptr (GError) error = NULL;

  *(GInputStream **) user_data
      = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, &error);
  g_assert_no_error (error);
}

/* With focus in the plot, after `keys` and Ctrl+C, of which PNG and pixels are there too. */
static char *
copy_svg (Fixture *fixture, const char *keys)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->loss));
  const char *types[] = { "image/svg+xml", NULL };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GdkContentFormats *formats;

  gdk_clipboard_set_text (clipboard, "before");
  gtk_widget_grab_focus (GTK_WIDGET (fixture->loss));
  pn_test_key (GTK_WIDGET (fixture->loss), keys);
  while (!gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), types[0]))
    pn_test_wait (10);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "image/png"));
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
  gdk_clipboard_read_async (clipboard, types, 0, NULL, read_text_cb, &stream);
  while (!stream)
    pn_test_wait (10);
  bytes = g_input_stream_read_bytes (stream, 1 << 20, NULL, NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The SVG that comes back is of this plot alone, over its axis, and has its data inside. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *loss = NULL, *rate = NULL;

  add_trained (fixture, "Plain", 1000, 300);
  loss = copy_svg (fixture, "x ctrl+c");
  g_assert_nonnull (strstr (loss, ">Cross-entropy loss<"));
  g_assert_null (strstr (loss, ">Accuracy"));
  g_assert_nonnull (strstr (loss, ">epoch<"));
  g_assert_nonnull (strstr (loss, "<metadata id=\"perceptron\">"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->loss), "plot.metric", "i",
                              PN_METRIC_LEARNING_RATE);
  rate = copy_svg (fixture, "ctrl+c");
  g_assert_nonnull (strstr (rate, ">Learning rate<"));
  g_assert_null (strstr (rate, "loss<"));
  g_assert_null (strstr (rate, ">validation<"));
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  double x, y;

  add_trained (fixture, "Plain", 1000, 300);
  get_middle (fixture->loss, &x, &y);
  pn_test_move (GTK_WIDGET (fixture->loss), x, y);
  pn_test_xdotool (GTK_WIDGET (fixture->loss), "click 3");
  g_assert_true (gtk_widget_get_mapped (fixture->loss->context_menu));
  pn_test_screenshot (GTK_WIDGET (fixture->pane), "plots-menu");
  pn_test_key (GTK_WIDGET (fixture->loss), "e");
  g_assert_cmpstr (pn_plot_view_get_plot (fixture->loss)->x_label, ==, "epoch");
}

static void
test_in_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  PnNumbers numbers = pn_numbers_locale ();

  if (!pn_test_accessible ())
    return;
  add_trained (fixture, "Plain", 1000, 300);
  pn_test_wait (1200);
  words = pn_plot_describe (fixture->loss->plot, &numbers);
  g_assert_nonnull (strstr (words, "Plain"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->loss),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->loss),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Cross-entropy loss");
}

/* Of this thread alone, so that a busy machine doesn't count. */
static double
cpu_milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* A thousand steps more cost a small part of what the million before them did, and the picture no
 * more than a few frames.
 */
static void
test_a_million (Fixture *fixture, gconstpointer data)
{
  PnRun *run = pn_test_document_add (&fixture->test, "Long");
  double start = cpu_milliseconds (), million, thousand, draw;

  pn_test_document_train (run, 1000000, 300000);
  million = cpu_milliseconds () - start;
  pn_test_settle (GTK_WIDGET (fixture->pane));
  start = cpu_milliseconds ();
  pn_test_document_train (run, 1001000, 300000);
  thousand = cpu_milliseconds () - start;
  g_assert_cmpuint (fixture->loss->redraw_source, !=, 0);
  start = cpu_milliseconds ();
  pn_test_wait (50); /* until it is the picture's turn */
  g_assert_cmpuint (fixture->loss->redraw_source, ==, 0);
  pn_test_settle (GTK_WIDGET (fixture->pane));
  draw = cpu_milliseconds () - start;
  g_test_message ("a million %.0f ms, a thousand more %.2f ms, drawn in %.1f ms", million, thousand,
                  draw);
  g_assert_true (thousand < million / 20);
  g_assert_true (draw < 250);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/plot-view/empty", test_empty);
  ADD ("/plot-view/live", test_live);
  ADD ("/plot-view/four-runs", test_four_runs);
  ADD ("/plot-view/removed", test_removed);
  ADD ("/plot-view/hover-and-pin", test_hover_and_pin);
  ADD ("/plot-view/zoom-and-follow", test_zoom_and_follow);
  ADD ("/plot-view/pan", test_pan);
  ADD ("/plot-view/keys", test_keys);
  ADD ("/plot-view/axes", test_axes);
  ADD ("/plot-view/metric", test_metric);
  ADD ("/plot-view/copy", test_copy);
  ADD ("/plot-view/menu", test_menu);
  ADD ("/plot-view/in-words", test_in_words);
  ADD ("/plot-view/a-million", test_a_million);
#undef ADD
  return g_test_run ();
}
