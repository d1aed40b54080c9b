/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-test-display.h"

#include <locale.h>

void
pn_test_display_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      exit (0);
    }
  adw_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_getenv ("PN_TEST_DARK") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/io/github/perceptron_lab/Perceptron/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

gboolean
pn_test_accessible (void)
{
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0)
    return TRUE;
  g_test_skip ("GTK_A11Y is not test");
  return FALSE;
}

static gboolean
set_flag_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

void
pn_test_wait (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, set_flag_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
pn_test_wait_until (gboolean (*predicate) (gpointer), gpointer data)
{
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!predicate (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      pn_test_wait (5);
    }
}

static void
after_paint_cb (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

void
pn_test_settle (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gulong handler;

  /* The first frame lays out and draws what is pending; a second what that has caused. */
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);
  for (int frame = 0; frame < 2; frame++)
    {
      painted = FALSE;
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

GtkWindow *
pn_test_window_new (GtkWidget *child, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  pn_test_wait_until (is_mapped, child);
  pn_test_settle (child);
  /* Without a window manager nobody gives the keyboard to a new window but the pointer. */
  pn_test_move (child, 1, 1);
  return GTK_WINDOW (window);
}

static void
exited_cb (GObject *process, GAsyncResult *result, gpointer over)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (process), result, &error);
  g_assert_no_error (error);
  *(gboolean *) over = TRUE;
}

void
pn_test_xdotool (GtkWidget *widget, const char *format, ...)
{
  g_autofree char *line = NULL, *command = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean over = FALSE;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  command = g_strconcat ("xdotool ", line, NULL);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "sh", "-c", command, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, exited_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  pn_test_wait (60); /* the events are still on their way through the server */
  if (gtk_widget_get_mapped (widget))
    pn_test_settle (widget);
}

void
pn_test_key (GtkWidget *widget, const char *keys)
{
  pn_test_xdotool (widget, "key %s", keys);
}

/* The window lies in the corner of the screen: nobody moves it. */
static void
to_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double window_x, window_y, surface_x, surface_y;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), x, y, &window_x, &window_y);
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  *screen_x = (int) (window_x + surface_x);
  *screen_y = (int) (window_y + surface_y);
}

void
pn_test_move (GtkWidget *widget, double x, double y)
{
  int screen_x, screen_y;

  to_screen (widget, x, y, &screen_x, &screen_y);
  pn_test_xdotool (widget, "mousemove %d %d", screen_x, screen_y);
}

void
pn_test_click (GtkWidget *widget, double x, double y)
{
  int screen_x, screen_y;

  to_screen (widget, x, y, &screen_x, &screen_y);
  pn_test_xdotool (widget, "mousemove %d %d click 1", screen_x, screen_y);
}

void
pn_test_drag (GtkWidget *widget, const double (*points)[2], gsize n)
{
  g_autoptr (GString) words = g_string_new (NULL);
  int x, y;

  for (gsize i = 0; i < n; i++)
    {
      to_screen (widget, points[i][0], points[i][1], &x, &y);
      g_string_append_printf (words, "mousemove %d %d sleep 0.01 %s", x, y,
                              i == 0 ? "mousedown 1 " : "");
    }
  pn_test_xdotool (widget, "%s mouseup 1", words->str);
}

void
pn_test_screenshot (GtkWidget *widget, const char *name)
{
  const char *folder = g_getenv ("PN_SCREENSHOTS");
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autofree char *path = NULL;
  GtkSnapshot *snapshot;

  if (!folder)
    return;
  pn_test_settle (widget);
  paintable = gtk_widget_paintable_new (root);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (root),
                          gtk_widget_get_height (root));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (root)), node, NULL);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
