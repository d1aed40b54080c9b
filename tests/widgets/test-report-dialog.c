/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-report-dialog.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

/* A report of a document's runs, from the dialog to the file. */

typedef struct
{
  PnTestDocument test;
  GtkWindow *parent;
  char *path;
  gboolean done;
  gboolean written;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  pn_test_document_set_up (&self->test);
  self->parent = pn_test_window_new (gtk_label_new (NULL), 600, 400);
  self->path = g_build_filename (self->test.folder, "mine.md", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (self->parent);
  g_free (self->path);
  pn_test_document_tear_down (&self->test);
}

static void
done_cb (const char *path, const GError *error, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_no_error (error);
  self->done = TRUE;
  self->written = path != NULL;
}

static gboolean
is_done (gpointer user_data)
{
  return ((Fixture *) user_data)->done;
}

static char *
write_report (Fixture *self)
{
  char *text = NULL;

  pn_report_dialog_present (self->test.document, self->parent, self->path, done_cb, self, NULL);
  pn_test_wait_until (is_done, self);
  g_assert_true (self->written);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  return text;
}

/* Runs that are checked and have numbers, and no others. */
static void
test_which_runs (Fixture *self, gconstpointer unused)
{
  PnRun *first = pn_test_document_add (&self->test, "First");
  PnRun *hidden = pn_test_document_add (&self->test, "Hidden");
  g_autofree char *text = NULL;

  g_assert_false (pn_report_dialog_has_runs (self->test.document));
  pn_test_document_add (&self->test, "Untrained");
  pn_test_document_train (first, 2500, 300);
  pn_test_document_train (hidden, 2500, 300);
  pn_document_set_checked (self->test.document, hidden, FALSE);
  g_assert_true (pn_report_dialog_has_runs (self->test.document));
  text = write_report (self);
  g_assert_nonnull (strstr (text, "| First |"));
  g_assert_null (strstr (text, "Hidden\n"));
  g_assert_null (strstr (text, "Untrained"));
}

/* Its numbers are the history's; and the recipe stands at the end. */
static void
test_numbers (Fixture *self, gconstpointer unused)
{
  PnRun *run = pn_test_document_add (&self->test, "First");
  const PnCheckRecord *last;
  g_autofree char *text = NULL;
  g_autofree char *loss = NULL;
  g_autofree char *figure = g_build_filename (self->test.folder, "mine-figures/figure-1.svg", NULL);

  pn_test_document_train (run, 2500, 300);
  last = pn_history_last_check (pn_run_get_history (run));
  loss = g_strdup_printf ("| %.4f |", last->loss);
  text = write_report (self);
  g_assert_nonnull (strstr (text, loss));
  g_assert_true (g_file_test (figure, G_FILE_TEST_IS_REGULAR));
}

/* The recipe at the end, on lines that fit a page, can be taken as it stands. */
static void
test_recipe (Fixture *self, gconstpointer unused)
{
  PnRun *run = pn_test_document_add (&self->test, "A name, with \"marks\" and {braces}");
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (GError) error = NULL;
  const char *begin, *end;

  pn_test_document_train (run, 2500, 300);
  text = write_report (self);
  begin = strstr (text, "{\"format\"");
  g_assert_nonnull (begin);
  end = strstr (begin, "\n```");
  g_assert_nonnull (end);
  json = g_strndup (begin, end - begin);
  recipe = pn_recipe_parse (json, -1, "report", &error);
  g_assert_no_error (error);
  g_assert_true (pn_recipe_equal (recipe, pn_run_get_recipe (run)));
  lines = g_strsplit (json, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <, 100);
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/report-dialog/which-runs", Fixture, NULL, set_up, test_which_runs, tear_down);
  g_test_add ("/report-dialog/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/report-dialog/recipe", Fixture, NULL, set_up, test_recipe, tear_down);
  return g_test_run ();
}
