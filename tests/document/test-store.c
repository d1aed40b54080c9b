/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#include "test-set.h"

static const char *program;

static char *
draft_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "perceptron", "drafts", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static PnDocument *
open_path (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *error = NULL;
  PnDocument *document = pn_document_open (file, &error);

  g_assert_no_error (error);
  return document;
}

static char *
close_document (PnDocument *document)
{
  char *path = g_file_get_path (pn_document_get_file (document));

  pn_document_close (document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (document);
  return path;
}

/* Three runs: one finished and edited, one in the middle, one untrained. */
static PnDocument *
document_new (const char *set)
{
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  g_autoptr (PnSpec) spec = pn_spec_copy (recipe->spec);
  PnDocument *document = pn_document_new (NULL);
  PnRun *run;

  recipe->settings.epochs = 150; /* 3,000 steps: three blocks */
  run = pn_document_add_recipe (document, recipe);
  test_train (document, run, 0);
  spec->layers[0].units = 14;
  g_assert_true (pn_document_set_spec (document, run, spec, "Change Units", 0, NULL));
  run = pn_document_new_run (document, run);
  test_train (document, run, 30);
  run = pn_document_new_run (document, run);
  pn_document_set_checked (document, run, FALSE);
  pn_document_select (document, pn_document_get_run (document, 1));
  pn_document_set_view_state (document, "pane.runs", "280");
  return document;
}

static void
test_reopen (void)
{
  g_autofree char *set = test_set_new ();
  PnDocument *document = document_new (set);
  g_autofree char *before = test_describe (document);
  g_autofree char *path = close_document (document);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *after = NULL;

  g_assert_cmpuint (count_files (folder), ==, 1); /* no -wal, no -shm */
  document = open_path (path);
  after = test_describe (document);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (pn_document_get_selected (document) == pn_document_get_run (document, 1));
  g_assert_cmpstr (pn_document_get_view_state (document, "pane.runs"), ==, "280");
  g_assert_true (pn_document_is_draft (document));
  g_assert_false (pn_document_can_undo (document));
  g_free (close_document (document));
  test_remove_folder (set);
}

/* What is undone before the end is not in the file; what went on after a reopening is that of a run
 * which was never closed.
 */
static void
test_go_on (void)
{
  g_autofree char *set = test_set_new ();
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  PnDocument *document = pn_document_new (NULL);
  g_autofree char *path = NULL;
  g_autofree PnStepRecord *expected = NULL;
  PnRun *run;
  gsize n;

  recipe->settings.epochs = 60; /* 1,200 steps: two blocks */
  run = pn_document_add_recipe (document, recipe);
  test_train (document, run, 0);
  expected = g_memdup2 (pn_history_steps (pn_run_get_history (run), &n), 1200 * sizeof *expected);
  pn_document_undo (document);
  test_train (document, run, 23);
  test_train (document, run, 10);
  pn_document_undo (document);
  path = close_document (document);
  document = open_path (path);
  run = pn_document_get_run (document, 0);
  pn_history_steps (pn_run_get_history (run), &n);
  g_assert_cmpuint (n, ==, 23);
  test_train (document, run, 0);
  g_assert_cmpmem (expected, 1200 * sizeof *expected,
                   pn_history_steps (pn_run_get_history (run), &n), 1200 * sizeof *expected);
  g_assert_cmpuint (n, ==, 1200);
  g_free (close_document (document));
  test_remove_folder (set);
}

static void
test_removed_and_back (void)
{
  g_autofree char *set = test_set_new ();
  PnDocument *document = document_new (set);
  g_autofree char *before = test_describe (document);
  g_autofree char *after = NULL;
  g_autofree char *path = NULL;

  for (guint i = 0; i < 3; i++)
    pn_document_remove_run (document, pn_document_get_run (document, 0));
  for (guint i = 0; i < 3; i++)
    pn_document_undo (document);
  path = close_document (document);
  document = open_path (path);
  after = test_describe (document);
  g_assert_cmpstr (after, ==, before);
  while (pn_document_n_runs (document) > 0)
    pn_document_remove_run (document, pn_document_get_run (document, 0));
  g_free (close_document (document));
  document = open_path (path);
  g_assert_cmpuint (pn_document_n_runs (document), ==, 0);
  g_assert_null (pn_document_get_selected (document));
  g_free (close_document (document));
  test_remove_folder (set);
}

static void
test_save_as (void)
{
  g_autofree char *set = test_set_new ();
  PnDocument *document = document_new (set);
  g_autofree char *draft = g_file_get_path (pn_document_get_file (document));
  g_autofree char *before = test_describe (document);
  g_autofree char *after = NULL;
  g_autofree char *path = g_build_filename (set, "Mine.perceptron", NULL);
  g_autofree char *nowhere = g_build_filename (set, "not", "there.perceptron", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (nowhere);
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_document_save_as (document, bad, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_test (draft, G_FILE_TEST_EXISTS));
  g_assert_true (pn_document_save_as (document, file, NULL));
  g_assert_false (g_file_test (draft, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (pn_document_get_title (document), ==, "Mine");
  g_assert_false (pn_document_is_draft (document));
  pn_document_rename_run (document, pn_document_get_run (document, 0), "Renamed");
  g_free (close_document (document));
  document = open_path (path);
  g_assert_cmpstr (pn_run_get_name (pn_document_get_run (document, 0)), ==, "Renamed");
  pn_document_rename_run (document, pn_document_get_run (document, 0), "Test");
  after = test_describe (document);
  g_assert_cmpstr (after, ==, before);
  g_free (close_document (document));
  test_remove_folder (set);
}

static void
test_untouched_draft (void)
{
  PnDocument *document = pn_document_new (NULL);
  g_autofree char *path = NULL;

  pn_document_add_first_runs (document);
  g_assert_cmpuint (pn_document_n_runs (document), >=, 1);
  g_assert_false (pn_document_can_undo (document));
  path = close_document (document);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What was closed without a name is found again. */
static void
test_list_drafts (void)
{
  g_autofree char *set = test_set_new ();
  PnDocument *document = document_new (set);
  g_autofree char *path = close_document (document);
  g_autoptr (GPtrArray) drafts = pn_document_list_drafts ();
  g_autoptr (GDateTime) begun = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GFile) other = g_file_new_for_path ("/elsewhere/mine.perceptron");
  g_autoptr (GDateTime) none = pn_document_draft_time (other);

  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpstr (g_file_peek_path (drafts->pdata[0]), ==, path);
  begun = pn_document_draft_time (drafts->pdata[0]);
  g_assert_cmpint (ABS (g_date_time_difference (now, begun)), <, 10 * G_TIME_SPAN_MINUTE);
  g_assert_null (none);
  test_remove_folder (set);
}

static void
assert_refused (const char *path, const char *pattern)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_document_open (file, &error));
  g_assert_nonnull (error);
  g_assert_true (g_pattern_match_simple (pattern, error->message));
}

static void
change_file (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* A document of before checks told of rates and gradients: they aren't known, all else is there. */
static void
test_without_measures (void)
{
  g_autofree char *set = test_set_new ();
  g_autofree char *path = close_document (document_new (set));
  PnDocument *document = open_path (path);
  PnHistory *history = pn_run_get_history (pn_document_get_run (document, 0));
  guint64 last = pn_history_last_check (history)->step;

  g_assert_true (pn_history_last_check (history)->gradient_norm > 0);
  g_assert_true (pn_history_last_check (history)->learning_rate > 0);
  g_free (close_document (document));
  change_file (path, "DROP TABLE measures");
  document = open_path (path);
  history = pn_run_get_history (pn_document_get_run (document, 0));
  g_assert_cmpuint (pn_history_last_check (history)->step, ==, last);
  g_assert_true (isnan (pn_history_last_check (history)->gradient_norm));
  test_train (document, pn_document_get_run (document, 1), 40);
  g_assert_true (
      pn_history_last_check (pn_run_get_history (pn_document_get_run (document, 1)))->gradient_norm
      > 0);
  g_free (close_document (document));
  document = open_path (path);
  g_assert_true (
      pn_history_last_check (pn_run_get_history (pn_document_get_run (document, 1)))->gradient_norm
      > 0);
  g_free (close_document (document));
  test_remove_folder (set);
}

static void
test_refusals (void)
{
  g_autofree char *set = test_set_new ();
  g_autofree char *text = g_build_filename (set, "text.perceptron", NULL);
  g_autofree char *missing = g_build_filename (set, "missing.perceptron", NULL);
  PnDocument *document = document_new (set);
  g_autofree char *path = g_file_get_path (pn_document_get_file (document));

  g_assert_true (g_file_set_contents (text, "This is a letter, not a document of ours.", -1, NULL));
  assert_refused (path, "*open in another window*");
  assert_refused (text, "*not a Perceptron document*");
  assert_refused (missing, "*can't be opened*");
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_free (close_document (document));
  change_file (path, "PRAGMA user_version = 2");
  assert_refused (path, "*newer version*");
  change_file (path, "PRAGMA user_version = 1; PRAGMA application_id = 7");
  assert_refused (path, "*not a Perceptron document*");
  test_remove_folder (set);
}

static void
limit_file_size (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
told_cb (PnDocument *document, const char *message, guint *counter)
{
  g_assert_cmpuint (strlen (message), >, 0);
  ++*counter;
}

/* Nothing can be written for a while: that is told once, and when it can be, nothing is missing. */
static void
test_full_disk (gboolean recovers)
{
  g_autofree char *set = test_set_new ();
  g_autofree char *path = close_document (document_new (set));
  PnDocument *document = open_path (path);
  g_autofree char *saved = test_describe (document);
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  guint told = 0;

  g_signal_connect (document, "error", G_CALLBACK (told_cb), &told);
  limit_file_size (1024);
  pn_document_remove_run (document, pn_document_get_run (document, 0));
  while (told == 0)
    g_main_context_iteration (NULL, TRUE);
  pn_document_rename_run (document, pn_document_get_run (document, 0), "Other");
  expected = test_describe (document);
  if (recovers)
    limit_file_size (RLIM_INFINITY);
  g_free (close_document (document));
  limit_file_size (RLIM_INFINITY);
  g_assert_cmpuint (told, >=, 1);
  document = open_path (path);
  found = test_describe (document);
  g_assert_cmpstr (found, ==, recovers ? expected : saved);
  g_free (close_document (document));
  test_remove_folder (set);
}

static void
test_full_for_a_while (void)
{
  test_full_disk (TRUE);
}

static void
test_full_to_the_end (void)
{
  test_full_disk (FALSE);
}

/* A child that trains and edits without end, until it is killed. */
static G_NORETURN void
child (const char *set)
{
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  PnDocument *document = pn_document_new (NULL);
  PnRun *run;

  recipe->settings.epochs = 1000000;
  run = pn_document_add_recipe (document, recipe);
  test_begin (document, run, 0);
  while (!pn_trainer_get_snapshot (pn_run_get_trainer (run)))
    g_main_context_iteration (NULL, TRUE);
  g_print ("training\n");
  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("Name %u", i);
      gint64 end = g_get_monotonic_time () + 20000;

      pn_document_rename_run (document, run, name);
      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
    }
}

static void
kill_child_after (const char *set, gulong microseconds)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;
  char word[8];

  g_subprocess_launcher_setenv (launcher, "XDG_STATE_HOME", g_get_user_state_dir (), TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--child", set, NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (process), word, sizeof word, NULL, NULL,
                           &error);
  g_assert_no_error (error);
  g_usleep (microseconds);
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
}

static char *
only_draft (void)
{
  g_autofree char *folder = draft_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".perceptron"))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

/* The numbers that survived are those of a run which nobody killed, and it goes on as that does. */
static void
compare_with_uncut (PnDocument *document, const char *set)
{
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  PnRun *run = pn_document_get_run (document, 0), *whole;
  gsize n, m;

  test_train (document, run, 50);
  pn_history_steps (pn_run_get_history (run), &n);
  recipe->settings.epochs = 1000000;
  whole = pn_document_add_recipe (document, recipe);
  test_train (document, whole, n);
  g_assert_cmpmem (pn_history_steps (pn_run_get_history (run), &n), n * sizeof (PnStepRecord),
                   pn_history_steps (pn_run_get_history (whole), &m), m * sizeof (PnStepRecord));
}

/* Killed at once it may be empty; after half a second it is not. */
static void
test_killed_after (const char *set, gulong microseconds)
{
  g_autofree char *path = NULL;
  PnDocument *document;
  PnRun *run;

  kill_child_after (set, microseconds);
  path = only_draft ();
  g_assert_nonnull (path);
  document = open_path (path);
  run = pn_document_get_run (document, 0);
  if (microseconds >= G_USEC_PER_SEC / 2)
    g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_PAUSED);
  if (run)
    compare_with_uncut (document, set);
  g_free (close_document (document));
  g_unlink (path);
}

static void
test_killed (void)
{
  static const gulong times[] = { 0, 60000, 700000, 1950000 };
  g_autofree char *set = test_set_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    test_killed_after (set, times[i]);
  test_remove_folder (set);
}

static void
run_test (gconstpointer function)
{
  test_empty_state ();
  ((void (*) (void)) function) ();
}

static void
add (const char *path, void (*function) (void))
{
  g_test_add_data_func (path, (gconstpointer) function, run_test);
}

int
main (int argc, char **argv)
{
  int failed;

  program = argv[0];
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    child (argv[2]);
  test_isolate ();
  g_test_init (&argc, &argv, NULL);
  add ("/store/reopen", test_reopen);
  add ("/store/go-on", test_go_on);
  add ("/store/removed-and-back", test_removed_and_back);
  add ("/store/save-as", test_save_as);
  add ("/store/untouched-draft", test_untouched_draft);
  add ("/store/list-drafts", test_list_drafts);
  add ("/store/without-measures", test_without_measures);
  add ("/store/refusals", test_refusals);
  add ("/store/killed", test_killed);
  signal (SIGXFSZ, SIG_IGN);
  add ("/store/full-for-a-while", test_full_for_a_while);
  add ("/store/full-to-the-end", test_full_to_the_end);
  failed = g_test_run ();
  test_remove_state ();
  return failed;
}
