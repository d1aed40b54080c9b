/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The whole window on real data, in process: it never waits for training, and closing it while a
 * run trains loses nothing and leaks nothing. Needs MNIST; without it the cases are skipped, except
 * where CI=true.
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <time.h>

#include "pn-data-folder.h"
#include "pn-document.h"
#include "pn-preferences.h"
#include "pn-theme.h"
#include "pn-window.h"

/* What the design allows one iteration of the main loop; sanitizers make all of it slower. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST_MS 500
#else
#define LONGEST_MS 50
#endif

typedef struct
{
  AdwApplication *application;
  PnDocument *document;
  PnWindow *window;
} Fixture;

static gboolean
has_mnist (void)
{
  g_autofree char *folder = pn_data_folder_find ("mnist", NULL);

  if (folder != NULL)
    return TRUE;
  if (g_strcmp0 (g_getenv ("CI"), "true") == 0)
    g_error ("MNIST is not here: build-aux/fetch-mnist");
  g_test_skip ("MNIST is not here");
  return FALSE;
}

static void
set_up (Fixture *fixture, gconstpointer recipe_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRecipe) recipe = pn_recipe_load (recipe_name, &error);

  g_assert_no_error (error);
  fixture->application = ADW_APPLICATION (g_application_get_default ());
  fixture->document = pn_document_new (&error);
  g_assert_no_error (error);
  pn_document_add_recipe (fixture->document, recipe);
  fixture->window = pn_window_new (fixture->application, fixture->document);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1440, 900);
  gtk_window_present (GTK_WINDOW (fixture->window));
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

/* Closing the question means to keep training. Until it is gone and, if training stops, every
 * window. */
static void
answer (gboolean stop)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  AdwMessageDialog *question = find_question ();

  g_assert_nonnull (question);
  if (stop)
    adw_message_dialog_response (question, "stop");
  else
    gtk_window_close (GTK_WINDOW (question));
  while (find_question () != NULL || (stop && gtk_application_get_windows (application) != NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer recipe_name)
{
  if (fixture->window != NULL)
    gtk_window_close (GTK_WINDOW (fixture->window));
  if (find_question () != NULL)
    answer (TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->document);
}

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The main thread's own work in an iteration, so that a busy machine does not count. */
static double
longest_iteration (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  double longest = 0;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  while (g_get_monotonic_time () < end)
    {
      double begun = thread_ms ();
      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, thread_ms () - begun);
    }
  g_source_remove (wake);
  return longest;
}

static void
train (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.train", NULL);
}

static PnRunState
state (Fixture *fixture)
{
  return pn_run_get_state (pn_document_get_selected (fixture->document));
}

static void
wait_for_checks (Fixture *fixture, gsize wanted)
{
  PnHistory *history = pn_run_get_history (pn_document_get_selected (fixture->document));
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gsize n = 0;
  guint wake = g_timeout_add (20, wake_cb, NULL);

  while (n < wanted && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, TRUE);
      pn_history_checks (history, &n);
    }
  g_source_remove (wake);
  g_assert_cmpuint (n, >=, wanted);
}

static void
test_never_waits (Fixture *fixture, gconstpointer recipe_name)
{
  if (!has_mnist ())
    return;
  longest_iteration (1); /* the first frames compile styles and shape text */
  train (fixture);
  wait_for_checks (fixture, 1);
  double longest = longest_iteration (5);
  g_test_message ("longest iteration %.1f ms", longest);
  g_assert_cmpint (state (fixture), ==, PN_RUN_TRAINING);
  g_assert_true (longest <= LONGEST_MS);
}

static void
test_close_while_training (Fixture *fixture, gconstpointer recipe_name)
{
  if (!has_mnist ())
    return;
  train (fixture);
  wait_for_checks (fixture, 2);
  PnHistory *history
      = g_object_ref (pn_run_get_history (pn_document_get_selected (fixture->document)));
  gsize before, after;
  pn_history_checks (history, &before);
  GFile *file = g_object_ref (pn_document_get_file (fixture->document));
  gtk_window_close (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  answer (TRUE);
  pn_history_checks (history, &after);
  g_assert_cmpuint (after, >=, before);

  g_autoptr (GError) error = NULL;
  g_autoptr (PnDocument) reopened = pn_document_open (file, &error);
  g_assert_no_error (error);
  gsize kept_checks, kept_steps, n_steps;
  PnHistory *kept = pn_run_get_history (pn_document_get_selected (reopened));
  pn_history_checks (kept, &kept_checks);
  pn_history_steps (kept, &kept_steps);
  pn_history_steps (history, &n_steps);
  g_assert_cmpuint (kept_checks, ==, after);
  g_assert_cmpuint (kept_steps, ==, n_steps);
  pn_document_close (reopened);
  g_object_unref (file);
  g_object_unref (history);
}

/* Who hasn't chosen a pace wants a comparison done, not watched. */
static void
test_train_all_pace (Fixture *fixture, gconstpointer recipe_name)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  if (!has_mnist ())
    return;
  gtk_widget_activate_action (window, "win.train-yourself", NULL);
  wait_for_checks (fixture, 1);
  g_assert_cmpint (pn_document_get_pace (fixture->document), ==, PN_PACE_1_EPOCH);
  gtk_widget_activate_action (window, "win.train-all", NULL);
  g_assert_cmpint (pn_document_get_pace (fixture->document), ==, PN_PACE_FULL);
  gtk_widget_activate_action (window, "win.pace", "i", PN_PACE_10_STEPS);
  gtk_widget_activate_action (window, "win.train-all", NULL);
  g_assert_cmpint (pn_document_get_pace (fixture->document), ==, PN_PACE_10_STEPS);
  gtk_widget_activate_action (window, "win.pause-all", NULL);
}

/* People who keep on training have their window as before, and are asked again the next time. */
static void
test_keep_training (Fixture *fixture, gconstpointer recipe_name)
{
  if (!has_mnist ())
    return;
  train (fixture);
  wait_for_checks (fixture, 1);
  for (int i = 0; i < 2; i++)
    {
      gtk_window_close (GTK_WINDOW (fixture->window));
      answer (FALSE);
      longest_iteration (0.5);
      g_assert_null (find_question ());
      g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
      g_assert_cmpint (state (fixture), ==, PN_RUN_TRAINING);
    }
}

/* What was asked about ends by itself: nobody is asked any more, and the window stays. */
static void
test_question_goes (Fixture *fixture, gconstpointer recipe_name)
{
  if (!has_mnist ())
    return;
  train (fixture);
  wait_for_checks (fixture, 1);
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_nonnull (find_question ());
  pn_document_pause (fixture->document, pn_document_get_selected (fixture->document));
  for (int i = 0; i < 100 && find_question () != NULL; i++)
    longest_iteration (0.1);
  g_assert_null (find_question ());
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
}

static void
test_quit_asks_once (Fixture *fixture, gconstpointer recipe_name)
{
  GtkApplication *application = GTK_APPLICATION (fixture->application);
  g_autoptr (GError) error = NULL;

  if (!has_mnist ())
    return;
  g_autoptr (PnRecipe) recipe = pn_recipe_load (recipe_name, &error);
  g_autoptr (PnDocument) other = pn_document_new (&error);
  g_assert_no_error (error);
  pn_document_add_recipe (other, recipe);
  gtk_window_present (GTK_WINDOW (pn_window_new (fixture->application, other)));
  train (fixture);
  wait_for_checks (fixture, 1);
  pn_window_close_all (application);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), >=, 2);
  answer (TRUE);
  fixture->window = NULL;
}

/* A document without runs is drawn without a warning. */
static void
test_no_runs (Fixture *fixture, gconstpointer recipe_name)
{
  PnRun *run = pn_document_get_selected (fixture->document);

  pn_document_remove_run (fixture->document, run);
  longest_iteration (0.3);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDocument) empty = pn_document_new (&error);
  g_assert_no_error (error);
  GtkWindow *window = GTK_WINDOW (pn_window_new (fixture->application, empty));
  gtk_window_present (window);
  longest_iteration (0.3);
  gtk_window_close (window);
}

/* Without training nobody is asked anything. */
static void
test_close_untrained (Fixture *fixture, gconstpointer recipe_name)
{
  gtk_window_close (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  g_assert_null (find_question ());
}

static void
test_preferences (Fixture *fixture, gconstpointer recipe_name)
{
  g_autoptr (GSettings) settings = g_settings_new (PN_APPLICATION_ID);
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (GError) error = NULL;

  pn_preferences_follow_style (GTK_APPLICATION (fixture->application));
  g_settings_set_string (settings, "style", "dark");
  g_assert_true (adw_style_manager_get_dark (style));
  g_settings_set_string (settings, "style", "light");
  g_assert_false (adw_style_manager_get_dark (style));

  g_assert_cmpint (pn_document_get_pace (fixture->document), ==, PN_PACE_FULL);
  g_settings_set_int (settings, "pace", PN_PACE_10_STEPS);
  g_autoptr (PnDocument) other = pn_document_new (&error);
  g_assert_no_error (error);
  PnWindow *window = pn_window_new (fixture->application, other);
  g_assert_cmpint (pn_document_get_pace (other), ==, PN_PACE_10_STEPS);
  gtk_window_destroy (GTK_WINDOW (window));
  pn_document_close (other);
  g_settings_reset (settings, "pace");
  g_settings_reset (settings, "style");
}

static void
remove_folder (const char *folder)
{
  const char *words[] = { "rm", "-rf", folder, NULL };

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("perceptron-window-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  g_autoptr (AdwApplication) application
      = adw_application_new (PN_APPLICATION_ID ".Test", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/perceptron_lab/Perceptron");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  g_test_add ("/window/never-waits", Fixture, "task4e-ten-hidden", set_up, test_never_waits,
              tear_down);
  g_test_add ("/window/close-while-training", Fixture, "task3-all", set_up,
              test_close_while_training, tear_down);
  g_test_add ("/window/train-all-pace", Fixture, "task3-all", set_up, test_train_all_pace,
              tear_down);
  g_test_add ("/window/keep-training", Fixture, "task4e-ten-hidden", set_up, test_keep_training,
              tear_down);
  g_test_add ("/window/question-goes", Fixture, "task3-all", set_up, test_question_goes, tear_down);
  g_test_add ("/window/quit-asks-once", Fixture, "task4e-ten-hidden", set_up, test_quit_asks_once,
              tear_down);
  g_test_add ("/window/close-untrained", Fixture, "task3-all", set_up, test_close_untrained,
              tear_down);
  g_test_add ("/window/no-runs", Fixture, "task3-all", set_up, test_no_runs, tear_down);
  g_test_add ("/window/preferences", Fixture, "task3-all", set_up, test_preferences, tear_down);
  int status = g_test_run ();
  remove_folder (folder);
  return status;
}
