/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-set.h"

static guint
count_training (PnDocument *document)
{
  guint n = 0;

  for (guint i = 0; i < pn_document_n_runs (document); i++)
    n += pn_run_get_state (pn_document_get_run (document, i)) == PN_RUN_TRAINING;
  return n;
}

static void
add_runs (TestDocument *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PnRecipe) recipe = test_recipe (self->set);

      recipe->settings.seed = 10 + i;
      pn_document_add_recipe (self->document, recipe);
    }
}

static void
iterate_until_trained (PnDocument *document, guint n)
{
  while (pn_run_get_state (pn_document_get_run (document, n - 1)) != PN_RUN_FINISHED
         || count_training (document) > 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (count_training (document), <=, pn_document_most_at_once ());
    }
}

static void
test_train_all (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = test_recipe (self->set);
  const PnRecipe *recipes[3] = { recipe, recipe, recipe };

  pn_document_add_recipes (self->document, recipes, 3, "Open Example");
  pn_document_set_checked (self->document, pn_document_get_run (self->document, 2), FALSE);
  pn_document_train_all (self->document);
  iterate_until_trained (self->document, 4);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_FINISHED);
  g_assert_cmpint (pn_run_get_state (pn_document_get_run (self->document, 2)), ==,
                   PN_RUN_UNTRAINED);
}

static void
assert_same_numbers (PnRun *a, PnRun *b)
{
  gsize n_a, n_b;
  const PnCheckRecord *checks_a = pn_history_checks (pn_run_get_history (a), &n_a);
  const PnCheckRecord *checks_b = pn_history_checks (pn_run_get_history (b), &n_b);
  const PnNetwork *network_a = pn_snapshot_network (pn_run_get_snapshot (a));
  const PnNetwork *network_b = pn_snapshot_network (pn_run_get_snapshot (b));
  gsize bytes = pn_network_length (network_a) * sizeof (PnReal);

  g_assert_cmpuint (n_a, ==, n_b);
  for (gsize i = 0; i < n_a; i++)
    g_assert_cmpfloat (checks_a[i].loss, ==, checks_b[i].loss);
  g_assert_cmpmem (pn_network_const_parameters (network_a), bytes,
                   pn_network_const_parameters (network_b), bytes);
}

/* Side by side, as many as there are cores, each run gets the numbers that it gets alone. */
static void
test_side_by_side (TestDocument *self, gconstpointer unused)
{
  guint n = pn_document_most_at_once () + 1;

  pn_document_remove_run (self->document, self->run);
  add_runs (self, 1);
  test_train (self->document, pn_document_get_run (self->document, 0), 0);
  add_runs (self, n);
  pn_document_train_all (self->document);
  g_assert_cmpuint (count_training (self->document), ==, n - 1);
  g_assert_true (pn_run_get_queued (pn_document_get_run (self->document, n)));
  iterate_until_trained (self->document, n + 1);
  g_assert_false (pn_run_get_queued (pn_document_get_run (self->document, n)));
  assert_same_numbers (pn_document_get_run (self->document, 0),
                       pn_document_get_run (self->document, 1));
  add_runs (self, n);
  for (guint i = 0; i < n; i++)
    {
      test_train (self->document, pn_document_get_run (self->document, n + 1 + i), 0);
      assert_same_numbers (pn_document_get_run (self->document, 1 + i),
                           pn_document_get_run (self->document, n + 1 + i));
    }
}

static void
test_stop_waiting (TestDocument *self, gconstpointer unused)
{
  guint most = pn_document_most_at_once ();
  PnRun *first, *next, *last;

  test_train (self->document, self->run, 0);
  pn_document_set_pace (self->document, PN_PACE_10_STEPS);
  add_runs (self, most + 2);
  first = pn_document_get_run (self->document, 1);
  next = pn_document_get_run (self->document, 1 + most);
  last = pn_document_get_run (self->document, 2 + most);
  pn_document_train_all (self->document);
  g_assert_true (pn_run_get_queued (next) && pn_run_get_queued (last));
  pn_document_pause (self->document, last);
  g_assert_false (pn_run_get_queued (last));
  pn_document_pause (self->document, first);
  while (pn_run_get_state (next) != PN_RUN_TRAINING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pn_run_get_state (first), !=, PN_RUN_TRAINING);
  pn_document_train_all (self->document);
  g_assert_true (pn_run_get_queued (last));
  pn_document_pause_all (self->document);
  g_assert_false (pn_run_get_queued (last));
  while (count_training (self->document) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pn_run_get_state (last), ==, PN_RUN_UNTRAINED);
}

/* The pace for who has come so far: of 60 steps, the first slowly, then in all ways. */
static PnPace
pace_after (gsize n_steps)
{
  if (n_steps < 4)
    return PN_PACE_10_STEPS;
  if (n_steps < 12)
    return PN_PACE_5_EPOCHS;
  return n_steps < 20 ? PN_PACE_1_EPOCH : PN_PACE_FULL;
}

/* Changed while running, the pace changes when the numbers come and not the numbers. */
static void
test_pace (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = test_recipe (self->set);
  PnRun *watched = pn_document_add_recipe (self->document, recipe);
  gint64 begun;

  test_train (self->document, self->run, 0);
  pn_document_set_pace (self->document, pace_after (0));
  begun = g_get_monotonic_time ();
  pn_document_train_async (self->document, watched, 0, NULL, NULL, NULL);
  while (pn_run_get_state (watched) != PN_RUN_FINISHED)
    {
      gsize n_steps;

      g_main_context_iteration (NULL, TRUE);
      pn_history_steps (pn_run_get_history (watched), &n_steps);
      pn_document_set_pace (self->document, pace_after (n_steps));
    }
  g_assert_cmpint (g_get_monotonic_time () - begun, >, 3 * G_USEC_PER_SEC / 10);
  assert_same_numbers (self->run, watched);
}

/* A pair of colour and marker comes again when all 36 are worn; the free ones first. */
static void
test_looks (TestDocument *self, gconstpointer unused)
{
  gboolean worn[36] = { FALSE };

  add_runs (self, 35);
  for (guint i = 0; i < 36; i++)
    {
      guint look = pn_run_get_colour (pn_document_get_run (self->document, i));

      g_assert_cmpuint (look, <, 36);
      g_assert_false (worn[look]);
      worn[look] = TRUE;
    }
  pn_document_remove_run (self->document, pn_document_get_run (self->document, 20));
  add_runs (self, 2);
  g_assert_cmpuint (pn_run_get_colour (pn_document_get_run (self->document, 35)), ==, 20);
  g_assert_cmpuint (pn_run_get_colour (pn_document_get_run (self->document, 36)), ==, 0);
}

int
main (int argc, char **argv)
{
  int failed;

  test_isolate ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/document-queue/" name, TestDocument, NULL, test_document_set_up, function,         \
              test_document_tear_down)
  ADD ("train-all", test_train_all);
  ADD ("side-by-side", test_side_by_side);
  ADD ("stop-waiting", test_stop_waiting);
  ADD ("pace", test_pace);
  ADD ("looks", test_looks);
  failed = g_test_run ();
  test_remove_state ();
  return failed;
}
