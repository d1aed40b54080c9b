/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a window goes through in a term: started and closed while it trains, again and again, and a
 * child at pointer and keys. PN_TEST_CLOSINGS (5) says how often, PN_TEST_SECONDS (15) how long,
 * PN_TEST_SEED (1) makes another child of it. Criticals are fatal.
 */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <string.h>

#include "pn-test-network.h"
#include "pn-theme.h"
#include "pn-window.h"

static AdwApplication *application;

static gint64
number_from (const char *variable, gint64 usual)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : usual;
}

static GtkWidget *
open_window (PnDocument *document)
{
  PnWindow *window = pn_window_new (application, document);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WIDGET (window);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

static gboolean
no_window_is_left (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (application)) == NULL;
}

/* As somebody who wants to go home: training stops, what was learnt is kept. */
static void
close_all (void)
{
  g_autoptr (GList) windows
      = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  iterate ();
  if (find_question () != NULL)
    adw_message_dialog_response (find_question (), "stop");
  pn_test_wait_until (no_window_is_left, NULL);
}

/* A document whose first run trains on made-up images, without an end. */
static void
set_up (PnTestNetwork *network)
{
  memset (network, 0, sizeof *network);
  pn_test_document_set_up (&network->test);
  network->document = network->test.document;
  pn_test_document_add (&network->test, "Endless");
}

static void
test_start_and_close (void)
{
  gint64 n = number_from ("PN_TEST_CLOSINGS", 5);

  for (gint64 i = 0; i < n; i++)
    {
      PnTestNetwork network;
      set_up (&network);
      GtkWidget *window = open_window (network.document);
      pn_test_network_train (&network);
      pn_test_settle (window);
      close_all ();
      g_assert_cmpint (pn_run_get_state (pn_document_get_run (network.document, 0)), !=,
                       PN_RUN_TRAINING);
      pn_test_document_tear_down (&network.test);
    }
  g_test_message ("%d windows closed while training", (int) n);
}

/* What a child at the keyboard presses; nothing that writes files or ends the program. */
static const char *const keys[]
    = { "space",     "period",     "comma",     "r",         "plus",          "minus",
        "Insert",    "Delete",     "Tab",       "shift+Tab", "Return",        "Escape",
        "Left",      "Right",      "Up",        "Down",      "Home",          "End",
        "3",         "0",          "ctrl+z",    "ctrl+y",    "ctrl+d",        "ctrl+n",
        "ctrl+1",    "ctrl+2",     "ctrl+3",    "F5",        "shift+F5",      "F6",
        "shift+F6",  "F9",         "F10",       "F11",       "ctrl+Return",   "ctrl+shift+z",
        "ctrl+plus", "ctrl+minus", "alt+Right", "alt+Left",  "ctrl+question", "Menu" };

static void
append_action (GString *words, GRand *chance)
{
  int kind = g_rand_int_range (chance, 0, 10);

  if (kind < 5)
    g_string_append_printf (words, "key %s ",
                            keys[g_rand_int_range (chance, 0, G_N_ELEMENTS (keys))]);
  else
    g_string_append_printf (words, "mousemove %d %d ", g_rand_int_range (chance, 0, 1280),
                            g_rand_int_range (chance, 46, 800));
  if (kind == 5 || kind == 6)
    g_string_append (words, "click 1 ");
  if (kind == 7)
    g_string_append_printf (words, "click %d ", g_rand_int_range (chance, 3, 6));
  if (kind == 8)
    g_string_append_printf (words, "mousedown 1 sleep 0.02 mousemove %d %d sleep 0.02 mouseup 1 ",
                            g_rand_int_range (chance, 0, 1280), g_rand_int_range (chance, 46, 800));
}

/* What the child has opened besides, is closed for it now and then. */
static void
close_others (GtkWidget *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);
      if (GTK_WIDGET (other) != window && gtk_widget_get_visible (GTK_WIDGET (other)))
        gtk_window_close (other);
    }
}

/* Without a window manager, drags leave a window half beside the screen, where GTK finds no monitor
 * for a popover.
 */
static void
put_back (GtkWidget *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (GDK_IS_X11_SURFACE (surface))
    pn_test_xdotool (window, "windowmove %lu 0 0", gdk_x11_surface_get_xid (surface));
}

static void
test_child (void)
{
  guint32 seed = (guint32) number_from ("PN_TEST_SEED", 1);
  gint64 until = g_get_monotonic_time () + number_from ("PN_TEST_SECONDS", 15) * G_USEC_PER_SEC;
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  PnTestNetwork network;
  guint n = 0;

  set_up (&network);
  GtkWidget *window = open_window (network.document);
  pn_test_network_train (&network);
  while (g_get_monotonic_time () < until)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      for (int i = 0; i < 10; i++, n++)
        append_action (words, chance);
      g_test_message ("%s", words->str);
      pn_test_xdotool (window, "%s", words->str);
      close_others (window);
      put_back (window);
      iterate ();
    }
  g_test_message ("%u actions of child %u", n, seed);
  close_all ();
  pn_test_document_tear_down (&network.test);
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  /* GTK 4.8 warns of its own ("Broken accounting of active state") where what is pressed goes. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/perceptron_lab/Perceptron");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  pn_theme_load (gdk_display_get_default ());
  g_test_add_func ("/robust/start-and-close", test_start_and_close);
  g_test_add_func ("/robust/child", test_child);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
