/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a window goes through in a term: started and closed while it trains, again and again, and a
 * child at pointer and keys. PN_TEST_CLOSINGS (5) says how often, PN_TEST_SECONDS (15) how long,
 * PN_TEST_SEED (1) makes another child of it. Criticals are fatal.
 */

#include "config.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "pn-application.h"
#include "pn-test-network.h"
#include "pn-window.h"

static PnApplication *application;

static gint64
number_from (const char *variable, gint64 usual)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : usual;
}

static GtkWidget *
open_window (PnDocument *document)
{
  PnWindow *window = pn_window_new (ADW_APPLICATION (application), document);

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

/* What a child at the keyboard presses; nothing that ends the program. */
static const char *const keys[] = { "space",
                                    "period",
                                    "comma",
                                    "r",
                                    "plus",
                                    "minus",
                                    "Insert",
                                    "Delete",
                                    "Tab",
                                    "shift+Tab",
                                    "Return",
                                    "Escape",
                                    "Left",
                                    "Right",
                                    "Up",
                                    "Down",
                                    "Home",
                                    "End",
                                    "3",
                                    "0",
                                    "x",
                                    "l",
                                    "y",
                                    "BackSpace",
                                    "ctrl+a",
                                    "ctrl+c",
                                    "ctrl+v",
                                    "ctrl+x",
                                    "ctrl+z",
                                    "ctrl+y",
                                    "ctrl+shift+z",
                                    "ctrl+d",
                                    "ctrl+n",
                                    "ctrl+r",
                                    "ctrl+t",
                                    "ctrl+m",
                                    "ctrl+shift+m",
                                    "ctrl+e",
                                    "ctrl+o",
                                    "ctrl+1",
                                    "ctrl+2",
                                    "ctrl+3",
                                    "F1",
                                    "F5",
                                    "shift+F5",
                                    "F6",
                                    "shift+F6",
                                    "F9",
                                    "F10",
                                    "F11",
                                    "Menu",
                                    "ctrl+Return",
                                    "ctrl+shift+e",
                                    "ctrl+shift+Return",
                                    "ctrl+plus",
                                    "ctrl+minus",
                                    "alt+Left",
                                    "alt+Right",
                                    "ctrl+comma",
                                    "ctrl+shift+s",
                                    "ctrl+question",
                                    "ctrl+shift+Delete",
                                    "ctrl+shift+F5",
                                    "ctrl+shift+n" };

static void
append_place (GString *words, GtkWidget *window, GRand *chance)
{
  g_string_append_printf (words, "mousemove %d %d ",
                          g_rand_int_range (chance, 0, gtk_widget_get_width (window)),
                          g_rand_int_range (chance, 0, gtk_widget_get_height (window)));
}

static void
append_action (GString *words, GtkWidget *window, GRand *chance)
{
  int kind = g_rand_int_range (chance, 0, 10);

  if (kind < 5)
    g_string_append_printf (words, "key %s ",
                            keys[g_rand_int_range (chance, 0, G_N_ELEMENTS (keys))]);
  else
    append_place (words, window, chance);
  if (kind == 5 || kind == 6)
    g_string_append (words, "click 1 ");
  if (kind == 7)
    g_string_append_printf (words, "click %d ", g_rand_int_range (chance, 3, 6));
  if (kind == 8)
    {
      g_string_append (words, "mousedown 1 sleep 0.02 ");
      append_place (words, window, chance);
      g_string_append (words, "sleep 0.02 mouseup 1 ");
    }
}

/* What the child has opened besides, is closed for it now and then. */
static void
close_others (GtkWidget *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);
      /* With a window go those that belong to it. */
      if (other != NULL && GTK_WIDGET (other) != window
          && gtk_widget_get_visible (GTK_WIDGET (other)))
        gtk_window_close (other);
    }
}

static gboolean
is_managed (gpointer display)
{
  XWindowAttributes root;

  XGetWindowAttributes (display, DefaultRootWindow (display), &root);
  return (root.all_event_masks & SubstructureRedirectMask) != 0;
}

/* It goes with the test, however that ends: the next one wants the display to itself. */
static void
die_with_parent_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* Its windows fill the screen and stay there. Where none manages, a drag leaves a window half
 * beside the screen; a popover whose button is there finds no monitor, and GTK 4.8 takes one for
 * granted. NULL, and the test is skipped, where it is not installed.
 */
static GSubprocess *
start_window_manager (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  GSubprocess *manager;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent_cb, NULL, NULL);
  manager = g_subprocess_launcher_spawn (launcher, &error, "matchbox-window-manager", NULL);
  if (g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
    g_test_skip (error->message);
  else
    g_assert_no_error (error);
  if (manager != NULL)
    pn_test_wait_until (is_managed, gdk_x11_display_get_xdisplay (gdk_display_get_default ()));
  return manager;
}

static gboolean
has_size (gpointer window)
{
  return gtk_widget_get_mapped (window) && gtk_widget_get_width (window) > 0;
}

/* The child closes and minimises windows, too. */
static void
fetch_back (GtkWidget **window, PnDocument *document)
{
  if (!gtk_widget_get_visible (*window))
    g_set_object (window, open_window (document));
  gtk_window_present (GTK_WINDOW (*window));
  pn_test_wait_until (has_size, *window);
}

static void
play (GtkWidget **window, PnDocument *document, gint64 until)
{
  guint32 seed = (guint32) number_from ("PN_TEST_SEED", 1);
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  guint n = 0;

  while (g_get_monotonic_time () < until)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      fetch_back (window, document);
      for (int i = 0; i < 10; i++, n++)
        append_action (words, *window, chance);
      g_test_message ("%s", words->str);
      pn_test_xdotool (*window, "%s", words->str);
      close_others (*window);
      iterate ();
    }
  g_test_message ("%u actions of child %u", n, seed);
}

static void
test_child (void)
{
  gint64 seconds = number_from ("PN_TEST_SECONDS", 15);
  g_autoptr (GSubprocess) manager = start_window_manager ();
  g_autoptr (GtkWidget) window = NULL;
  PnTestNetwork network;

  if (manager == NULL)
    return;
  set_up (&network);
  window = g_object_ref (open_window (network.document));
  pn_test_network_train (&network);
  play (&window, network.document, g_get_monotonic_time () + seconds * G_USEC_PER_SEC);
  close_all ();
  pn_test_document_tear_down (&network.test);
  g_subprocess_force_exit (manager);
}

/* The child's files are its own, and what it asks the network for is refused. */
static char *
make_home (void)
{
  g_autoptr (GError) error = NULL;
  char *home = g_dir_make_tmp ("perceptron-child-XXXXXX", &error);

  g_assert_no_error (error);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("PERCEPTRON_MIRRORS", "http://127.0.0.1:9/", TRUE);
  g_assert_cmpint (g_chdir (home), ==, 0);
  return home;
}

int
main (int argc, char **argv)
{
  g_autofree char *home = make_home ();

  pn_test_display_init (&argc, &argv);
  /* GTK 4.8 warns of its own ("Broken accounting of active state") where what is pressed goes. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  application = pn_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  g_test_add_func ("/robust/start-and-close", test_start_and_close);
  g_test_add_func ("/robust/child", test_child);
  int status = g_test_run ();
  g_object_unref (application);
  pn_test_remove_folder (home);
  return status;
}
