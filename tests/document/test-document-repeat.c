/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-set.h"

/* Repeats of a run with other seeds. */

typedef struct
{
  char *set;
  PnDocument *document;
  PnRun *run;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = NULL;
  GError *error = NULL;

  test_empty_state ();
  self->set = test_set_new ();
  recipe = test_recipe (self->set);
  recipe->settings.seed = 7;
  self->document = pn_document_new (&error);
  g_assert_no_error (error);
  self->run = pn_document_add_recipe (self->document, recipe);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  pn_document_close (self->document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
  test_remove_folder (self->set);
  g_free (self->set);
}

static void
assert_seeds (PnDocument *document, const char *wanted)
{
  g_autoptr (GString) seeds = g_string_new (NULL);

  for (guint i = 0; i < pn_document_n_runs (document); i++)
    {
      PnRun *run = pn_document_get_run (document, i);

      g_assert_true (pn_run_get_checked (run));
      g_string_append_printf (seeds, "%d ", (int) pn_run_get_settings (run)->seed);
    }
  g_assert_cmpstr (seeds->str, ==, wanted);
}

/* So many in all, one undo step; seeds that are there already are left out. */
static void
test_seeds (Fixture *self, gconstpointer unused)
{
  pn_document_repeat_run (self->document, self->run, 4);
  assert_seeds (self->document, "7 8 9 10 ");
  g_assert_cmpstr (pn_run_get_name (pn_document_get_run (self->document, 1)), ==, "Test, seed 8");
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Repeat with Other Seeds");
  pn_document_undo (self->document);
  assert_seeds (self->document, "7 ");
  pn_document_redo (self->document);
  assert_seeds (self->document, "7 8 9 10 ");
  pn_document_repeat_run (self->document, self->run, 3);
  assert_seeds (self->document, "7 8 9 10 11 12 ");
}

/* Another network's seeds are free. */
static void
test_others (Fixture *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) other = test_recipe (self->set);

  other->settings.seed = 8;
  other->settings.momentum = 0.5;
  pn_document_add_recipe (self->document, other);
  g_assert_false (pn_recipe_repeats (other, pn_run_get_recipe (self->run)));
  pn_document_repeat_run (self->document, self->run, 2);
  assert_seeds (self->document, "7 8 8 ");
  g_assert_true (pn_recipe_repeats (pn_run_get_recipe (pn_document_get_run (self->document, 2)),
                                    pn_run_get_recipe (self->run)));
}

/* Each begins elsewhere and ends elsewhere. */
static void
test_trained (Fixture *self, gconstpointer unused)
{
  const PnCheckRecord *a, *b;

  pn_document_repeat_run (self->document, self->run, 2);
  for (guint i = 0; i < 2; i++)
    test_train (self->document, pn_document_get_run (self->document, i), 40);
  a = pn_history_last_check (pn_run_get_history (pn_document_get_run (self->document, 0)));
  b = pn_history_last_check (pn_run_get_history (pn_document_get_run (self->document, 1)));
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpfloat (a->loss, !=, b->loss);
}

int
main (int argc, char **argv)
{
  int status;

  test_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/document-repeat/seeds", Fixture, NULL, set_up, test_seeds, tear_down);
  g_test_add ("/document-repeat/others", Fixture, NULL, set_up, test_others, tear_down);
  g_test_add ("/document-repeat/trained", Fixture, NULL, set_up, test_trained, tear_down);
  status = g_test_run ();
  test_remove_state ();
  return status;
}
