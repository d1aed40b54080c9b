/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "test-set.h"

static void
set_units (TestDocument *self, gsize units, guint gesture)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (self->run));
  GError *error = NULL;

  spec->layers[0].units = units;
  pn_document_set_spec (self->document, self->run, spec, "Change Units", gesture, &error);
  g_assert_no_error (error);
}

static void
set_rate (TestDocument *self, double rate, guint gesture)
{
  PnSettings settings = *pn_run_get_settings (self->run);
  GError *error = NULL;

  settings.learning_rate = rate;
  pn_document_set_settings (self->document, self->run, &settings, "Change Learning Rate", gesture,
                            &error);
  g_assert_no_error (error);
}

static gsize
n_steps (PnRun *run)
{
  return pn_history_get_length (pn_run_get_history (run)).n_steps;
}

static void
test_edits (TestDocument *self, gconstpointer unused)
{
  g_autofree char *before = test_describe (self->document);
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  guint gesture = pn_document_next_gesture (self->document);

  for (gsize units = 13; units < 20; units++)
    set_units (self, units, gesture);
  after = test_describe (self->document);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Change Units");
  pn_document_undo (self->document);
  again = test_describe (self->document);
  g_assert_cmpstr (again, ==, before);
  g_assert_cmpstr (pn_document_get_redo_label (self->document), ==, "Change Units");
  pn_document_redo (self->document);
  g_free (again);
  again = test_describe (self->document);
  g_assert_cmpstr (again, ==, after);
  g_assert_cmpuint (pn_snapshot_spec (pn_run_get_snapshot (self->run))->layers[0].units, ==, 19);
  set_units (self, 19, 0); /* nothing */
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Change Units");
}

static void
test_refused (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (self->run));
  g_autofree char *before = test_describe (self->document);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  spec->layers[0].units = G_MAXSIZE / 1024;
  g_assert_false (
      pn_document_set_spec (self->document, self->run, spec, "Change Units", 0, &error));
  g_assert_nonnull (error);
  after = test_describe (self->document);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Add Run");
}

static void
test_training_and_undo (TestDocument *self, gconstpointer unused)
{
  g_autofree char *fresh = test_describe (self->document);
  g_autofree char *trained = NULL;
  g_autofree char *text = NULL;
  PnHistory *history = pn_run_get_history (self->run);

  test_train (self->document, self->run, 25);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_PAUSED);
  g_assert_cmpuint (n_steps (self->run), ==, 25);
  test_train (self->document, self->run, 0);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_FINISHED);
  g_assert_cmpint (pn_run_get_stop_reason (self->run), ==, PN_STOP_EPOCHS);
  g_assert_cmpuint (n_steps (self->run), ==, 60);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Train (2 epochs)");
  trained = test_describe (self->document);

  pn_document_undo (self->document);
  g_assert_cmpuint (n_steps (self->run), ==, 25);
  g_assert_nonnull (pn_run_get_ghost (self->run));
  g_assert_cmpuint (pn_snapshot_step (pn_run_get_snapshot (self->run)), ==, 25);
  pn_document_undo (self->document);
  text = test_describe (self->document);
  g_assert_cmpstr (text, ==, fresh);
  g_assert_cmpuint (pn_history_get_length (pn_run_get_ghost (self->run)).n_steps, ==, 60);
  pn_document_redo (self->document);
  pn_document_redo (self->document);
  g_clear_pointer (&text, g_free);
  text = test_describe (self->document);
  g_assert_cmpstr (text, ==, trained);
  g_assert_null (pn_run_get_ghost (self->run));
  g_assert_true (pn_run_get_history (self->run) == history);

  pn_document_undo (self->document);
  test_train (self->document, self->run, 5);
  g_assert_false (pn_document_can_redo (self->document));
  g_assert_null (pn_run_get_ghost (self->run));
  g_assert_cmpuint (n_steps (self->run), ==, 30);
}

/* Bursts and undos in between leave no trace in the numbers. */
static void
test_same_as_uncut (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = test_recipe (self->set);
  PnRun *other = pn_document_add_recipe (self->document, recipe);
  gsize n, m;

  test_train (self->document, other, 0);
  test_train (self->document, self->run, 7);
  test_train (self->document, self->run, 20);
  pn_document_undo (self->document);
  test_train (self->document, self->run, 1);
  test_train (self->document, self->run, 0);
  g_assert_cmpmem (pn_history_steps (pn_run_get_history (self->run), &n),
                   60 * sizeof (PnStepRecord), pn_history_steps (pn_run_get_history (other), &m),
                   60 * sizeof (PnStepRecord));
  g_assert_cmpuint (n, ==, m);
}

static void
test_edit_of_trained (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnSpec) spec = NULL;
  g_autofree PnReal *before = g_new (PnReal, 12 * 64), *after = g_new (PnReal, 12 * 64);
  g_autofree char *trained = NULL;
  g_autofree char *text = NULL;
  PnLayerSpec layer;
  const PnMark *marks;
  gsize n;

  test_train (self->document, self->run, 30);
  trained = test_describe (self->document);
  pn_network_get_weights (pn_snapshot_network (pn_run_get_snapshot (self->run)), 0, before, NULL);
  spec = pn_spec_copy (pn_run_get_spec (self->run));
  layer = pn_spec_propose (spec, 1);
  pn_spec_insert (spec, 1, &layer);
  g_assert_true (pn_document_set_spec (self->document, self->run, spec, "Insert Layer", 0, NULL));
  pn_network_get_weights (pn_snapshot_network (pn_run_get_snapshot (self->run)), 0, after, NULL);
  g_assert_cmpmem (before, 12 * 64 * sizeof (PnReal), after, 12 * 64 * sizeof (PnReal));
  g_assert_cmpuint (pn_snapshot_spec (pn_run_get_snapshot (self->run))->n_layers, ==, 3);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_PAUSED);
  marks = pn_history_marks (pn_run_get_history (self->run), &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (marks[0].text, ==, "Insert Layer");
  g_assert_cmpuint (marks[0].step, ==, 30);
  test_train (self->document, self->run, 5);
  g_assert_cmpuint (n_steps (self->run), ==, 35);
  pn_document_undo (self->document);
  pn_document_undo (self->document);
  text = test_describe (self->document);
  g_assert_cmpstr (text, ==, trained);
}

static void
wait_for_step (PnRun *run, guint64 step)
{
  while (pn_trainer_get_step (pn_run_get_trainer (run)) < step)
    g_main_context_iteration (NULL, TRUE);
}

/* An edit while training splits the burst; a drag folds what was trained within it. */
static void
test_edit_while_training (TestDocument *self, gconstpointer unused)
{
  guint gesture = pn_document_next_gesture (self->document);
  g_autofree char *text = NULL;
  g_autofree char *fresh = test_describe (self->document);

  pn_document_set_pace (self->document, PN_PACE_5_EPOCHS);
  test_begin (self->document, self->run, 0);
  wait_for_step (self->run, 3);
  for (guint i = 1; i <= 3; i++)
    {
      set_rate (self, 0.01 * i, gesture);
      g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_TRAINING);
      wait_for_step (self->run, pn_trainer_get_step (pn_run_get_trainer (self->run)) + 2);
    }
  set_units (self, 20, 0);
  pn_document_set_pace (self->document, PN_PACE_FULL);
  while (pn_run_get_trainer (self->run))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_steps (self->run), ==, 60);
  /* Train, Change Learning Rate, Train, Change Units, Train. */
  for (guint i = 0; i < 5; i++)
    pn_document_undo (self->document);
  text = test_describe (self->document);
  g_assert_cmpstr (text, ==, fresh);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Add Run");
}

static void
test_undo_pauses (TestDocument *self, gconstpointer unused)
{
  g_autofree char *fresh = test_describe (self->document);
  g_autofree char *text = NULL;

  pn_document_set_pace (self->document, PN_PACE_5_EPOCHS);
  test_begin (self->document, self->run, 0);
  wait_for_step (self->run, 3);
  pn_document_undo (self->document);
  while (pn_run_get_trainer (self->run))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_PAUSED);
  test_begin (self->document, self->run, 0);
  wait_for_step (self->run, pn_snapshot_step (pn_run_get_snapshot (self->run)) + 3);
  pn_document_undo (self->document);
  pn_document_undo (self->document); /* at once: waits for the pause */
  pn_document_undo (self->document);
  while (pn_run_get_trainer (self->run))
    g_main_context_iteration (NULL, TRUE);
  text = test_describe (self->document);
  g_assert_cmpstr (text, ==, fresh);
}

static void
test_runs (TestDocument *self, gconstpointer unused)
{
  PnRun *copy = pn_document_new_run (self->document, self->run), *again;

  g_assert_true (pn_document_get_selected (self->document) == copy);
  g_assert_cmpstr (pn_run_get_name (copy), ==, "Test (2)");
  g_assert_cmpuint (pn_run_get_colour (copy), ==, 1);
  self->run = copy;
  set_units (self, 24, 0);
  g_assert_cmpstr (pn_run_get_name (copy), ==, "24 units");
  pn_document_rename_run (self->document, copy, "Mine");
  set_units (self, 25, 0);
  g_assert_cmpstr (pn_run_get_name (copy), ==, "Mine");
  again = pn_document_new_run (self->document, copy);
  g_assert_cmpuint (pn_run_get_colour (again), ==, 2);
  pn_document_remove_run (self->document, copy);
  g_assert_true (pn_document_get_selected (self->document) == again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->document)), ==, 2);
  pn_document_undo (self->document);
  g_assert_true (pn_document_get_run (self->document, 1) == copy);
  g_assert_cmpstr (pn_run_get_name (copy), ==, "Mine");
}

static void
test_start_over (TestDocument *self, gconstpointer unused)
{
  PnRun *copy;

  test_train (self->document, self->run, 0);
  pn_document_start_over (self->document, self->run, TRUE);
  copy = pn_document_get_selected (self->document);
  g_assert_true (copy != self->run);
  g_assert_cmpuint (pn_run_get_settings (copy)->seed, ==, 2);
  while (pn_run_get_state (copy) != PN_RUN_FINISHED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_steps (copy), ==, 60);
  g_assert_cmpuint (n_steps (self->run), ==, 60);
}

static void
failed_cb (GObject *source, GAsyncResult *result, gpointer error)
{
  g_assert_false (pn_document_train_finish (PN_DOCUMENT (source), result, error));
}

static void
test_no_data (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = test_recipe ("/nowhere/at/all");
  g_autoptr (GError) error = NULL;
  PnRun *run = pn_document_add_recipe (self->document, recipe);

  g_assert_false (pn_document_has_data (self->document, run));
  g_assert_null (pn_document_get_data (self->document, run));
  pn_document_train_async (self->document, run, 0, NULL, failed_cb, &error);
  while (!error)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_UNTRAINED);
}

static void
test_pause_while_loading (TestDocument *self, gconstpointer unused)
{
  g_autofree char *set = test_set_new ();
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  g_autoptr (GError) error = NULL;
  PnRun *run = pn_document_add_recipe (self->document, recipe);

  pn_document_train_async (self->document, run, 0, NULL, failed_cb, &error);
  pn_document_pause (self->document, run);
  while (!error)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_UNTRAINED);
  test_remove_folder (set);
}

static void
test_divergence (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (self->run));
  const PnMark *marks;
  gsize n;

  spec->layers[0].activation = PN_ACTIVATION_RELU;
  pn_document_set_spec (self->document, self->run, spec, "Change Activation", 0, NULL);
  set_rate (self, 1e6, 0);
  test_train (self->document, self->run, 0);
  g_assert_cmpint (pn_run_get_stop_reason (self->run), ==, PN_STOP_DIVERGED);
  g_assert_cmpint (pn_run_get_state (self->run), ==, PN_RUN_FINISHED);
  g_assert_cmpuint (pn_run_get_diverged_layer (self->run), <, 2);
  marks = pn_history_marks (pn_run_get_history (self->run), &n);
  g_assert_cmpint (marks[n - 1].kind, ==, PN_MARK_DIVERGED);
}

/* Each goes its own way, and closing while training loses nothing, however often. */
static void
test_start_and_close (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = test_recipe (self->set);
  gsize n;

  recipe->settings.epochs = 1000000;
  pn_document_set_pace (self->document, PN_PACE_5_EPOCHS);
  test_begin (self->document, self->run, 0);
  for (guint i = 0; i < 60; i++)
    {
      PnDocument *other = pn_document_new (NULL);
      PnRun *run = pn_document_add_recipe (other, recipe);

      test_begin (other, run, 0);
      if (i % 2)
        g_usleep (i * 30);
      pn_document_close (other);
      g_assert_null (pn_run_get_trainer (run));
      pn_history_steps (pn_run_get_history (run), &n);
      g_assert_cmpuint (n, ==, pn_snapshot_step (pn_run_get_snapshot (run)));
      g_assert_finalize_object (other);
    }
  pn_document_set_pace (self->document, PN_PACE_FULL);
  while (pn_run_get_trainer (self->run))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_steps (self->run), ==, 60);
}

static void
test_all_epochs_done (TestDocument *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  PnSettings settings;

  test_train (self->document, self->run, 0);
  pn_document_train_async (self->document, self->run, 0, NULL, failed_cb, &error);
  while (!error)
    g_main_context_iteration (NULL, TRUE);
  settings = *pn_run_get_settings (self->run);
  settings.epochs = 4;
  pn_document_set_settings (self->document, self->run, &settings, "Change Epochs", 0, NULL);
  test_train (self->document, self->run, 0);
  g_assert_cmpuint (n_steps (self->run), ==, 80);
}

/* One step of a random sequence. */
static void
edit_at_random (TestDocument *self, GRand *random)
{
  guint n = pn_document_n_runs (self->document);

  self->run = pn_document_get_run (self->document, g_rand_int_range (random, 0, n));
  switch (g_rand_int_range (random, 0, 8))
    {
    case 0:
      set_units (self, g_rand_int_range (random, 1, 30), 0);
      break;
    case 1:
      set_rate (self, g_rand_double_range (random, 0.001, 0.1), 0);
      break;
    case 2:
    case 3:
      test_train (self->document, self->run, g_rand_int_range (random, 1, 4));
      break;
    case 4:
      if (n < 4)
        pn_document_new_run (self->document, self->run);
      break;
    case 5:
      if (n > 1)
        pn_document_remove_run (self->document, self->run);
      break;
    case 6:
      pn_document_reinitialise (self->document, self->run);
      break;
    default:
      pn_document_rename_run (self->document, self->run, g_rand_boolean (random) ? "A" : "B");
    }
}

static void
test_random_edits (TestDocument *self, gconstpointer unused)
{
  GRand *random = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  PnSettings settings = *pn_run_get_settings (self->run);

  settings.epochs = 1000;
  pn_document_set_settings (self->document, self->run, &settings, "Change Epochs", 0, NULL);
  while (states->len < 60)
    {
      g_autofree char *before = test_describe (self->document);
      g_autofree char *after = NULL;

      edit_at_random (self, random);
      after = test_describe (self->document);
      if (strcmp (before, after) == 0)
        continue;
      g_ptr_array_add (states, g_steal_pointer (&before));
    }
  for (guint round = 0; round < 2; round++)
    {
      g_autofree char *last = test_describe (self->document);
      g_autofree char *again = NULL;

      for (guint i = states->len; i > 0; i--)
        {
          g_autofree char *found = NULL;

          pn_document_undo (self->document);
          found = test_describe (self->document);
          g_assert_cmpstr (found, ==, g_ptr_array_index (states, i - 1));
        }
      for (guint i = 0; i < states->len; i++)
        pn_document_redo (self->document);
      again = test_describe (self->document);
      g_assert_cmpstr (again, ==, last);
    }
  g_rand_free (random);
}

/* Weights of many bursts of a large network: the latest steps stay, as many as fit into the bound,
 * and take the run back to the numbers of then.
 */
static void
test_undo_memory (TestDocument *self, gconstpointer unused)
{
  const gsize bound = (gsize) 512 << 20;
  const guint n_bursts = 48;
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (self->run));
  gsize bytes, n_undone = 0;

  spec->layers[0].units = 12000;
  pn_document_set_spec (self->document, self->run, spec, "Change Units", 0, NULL);
  for (guint i = 0; i < n_bursts; i++)
    test_train (self->document, self->run, 1);
  bytes = pn_snapshot_bytes (pn_run_get_snapshot (self->run));
  g_assert_cmpuint (n_bursts * bytes, >, bound);
  for (; pn_document_can_undo (self->document); n_undone++)
    pn_document_undo (self->document);
  g_assert_cmpuint (n_undone * bytes, <=, bound);
  g_assert_cmpuint ((n_undone + 2) * bytes, >, bound);
  g_assert_cmpuint (pn_snapshot_step (pn_run_get_snapshot (self->run)), ==, n_bursts - n_undone);
}

int
main (int argc, char **argv)
{
  int failed;

  test_isolate ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/document/" name, TestDocument, NULL, test_document_set_up, function,               \
              test_document_tear_down)
  ADD ("edits", test_edits);
  ADD ("refused", test_refused);
  ADD ("training-and-undo", test_training_and_undo);
  ADD ("same-as-uncut", test_same_as_uncut);
  ADD ("edit-of-trained", test_edit_of_trained);
  ADD ("edit-while-training", test_edit_while_training);
  ADD ("undo-pauses", test_undo_pauses);
  ADD ("runs", test_runs);
  ADD ("start-over", test_start_over);
  ADD ("no-data", test_no_data);
  ADD ("pause-while-loading", test_pause_while_loading);
  ADD ("divergence", test_divergence);
  ADD ("start-and-close", test_start_and_close);
  ADD ("all-epochs-done", test_all_epochs_done);
  ADD ("random-edits", test_random_edits);
  ADD ("undo-memory", test_undo_memory);
  failed = g_test_run ();
  test_remove_state ();
  return failed;
}
