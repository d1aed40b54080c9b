/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-test-document.h"
#include "pn-words.h"

/* A trained run: from a model, with a made-up history. */
static PnRun *
add_trained (PnTestDocument *test)
{
  PnRun *from = pn_test_document_add (test, "From");
  PnRun *run = pn_document_add_model (test->document, pn_run_get_snapshot (from), NULL, "Trained");

  pn_test_document_train (run, 250, 300);
  return run;
}

/* What was measured of the network before an edit is not said of the one after it. */
static void
test_edited (void)
{
  PnTestDocument test;
  g_autofree char *before = NULL, *after = NULL, *again = NULL, *status = NULL;
  PnRun *run;

  pn_test_document_set_up (&test);
  run = add_trained (&test);
  before = pn_words_run_result (test.document, run, TRUE);
  pn_history_add_mark (pn_run_get_history (run), 250, PN_MARK_SETTING, NULL);
  after = pn_words_run_result (test.document, run, TRUE);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (before, "±"));
  pn_history_add_mark (pn_run_get_history (run), 250, PN_MARK_EDIT, NULL);
  pn_history_add_mark (pn_run_get_history (run), 250, PN_MARK_SETTING, NULL);
  status = pn_words_status (test.document, run, FALSE);
  g_assert_nonnull (strstr (status, "edited, not measured since"));
  g_assert_null (strstr (status, "±"));
  pn_test_document_train (run, 376, 300);
  again = pn_words_run_result (test.document, run, TRUE);
  g_assert_nonnull (strstr (again, "±"));
  pn_test_document_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/edited", test_edited);
  return g_test_run ();
}
