/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "test-data.h"

static GThread *main_thread;

static void
on_main_cb (gpointer object, gpointer counter)
{
  g_assert_true (g_thread_self () == main_thread);
  ++*(guint *) counter;
}

static void
snapshot_cb (PnTrainer *trainer, PnSnapshot *snapshot, guint *counter)
{
  g_assert_nonnull (snapshot);
  on_main_cb (trainer, counter);
}

static void
finished_cb (PnTrainer *trainer, int reason, guint *counter)
{
  g_assert_false (pn_trainer_is_running (trainer));
  on_main_cb (trainer, counter);
}

static PnTrainer *
begin (TestTraining *training)
{
  PnTrainer *trainer = pn_trainer_new (&training->start, training->history);
  GError *error = NULL;

  pn_trainer_start (trainer, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
assert_no_step_lost (PnHistory *history, gsize expected)
{
  gsize n;
  const PnStepRecord *steps = pn_history_steps (history, &n);

  g_assert_cmpuint (n, ==, expected);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (steps[i].step, ==, i + 1);
}

static void
test_whole_run (void)
{
  TestTraining training;
  guint progress = 0, snapshots = 0, finished = 0, changes = 0;
  PnTrainer *trainer;
  gsize n;

  test_training_init (&training);
  trainer = pn_trainer_new (&training.start, training.history);
  g_signal_connect (trainer, "progress", G_CALLBACK (on_main_cb), &progress);
  g_signal_connect (trainer, "snapshot", G_CALLBACK (snapshot_cb), &snapshots);
  g_signal_connect (trainer, "finished", G_CALLBACK (finished_cb), &finished);
  g_signal_connect (training.history, "changed", G_CALLBACK (on_main_cb), &changes);
  g_assert_true (pn_trainer_start (trainer, NULL));
  test_wait (trainer);
  g_assert_cmpint (pn_trainer_get_reason (trainer), ==, PN_STOP_EPOCHS);
  g_assert_cmpuint (finished, ==, 1);
  g_assert_cmpuint (progress, >=, 1);
  g_assert_cmpuint (snapshots, >=, 1);
  g_assert_cmpuint (changes, >=, progress);
  assert_no_step_lost (training.history, 100);
  pn_history_checks (training.history, &n);
  g_assert_cmpuint (n, ==, 26); /* at step 0, and five an epoch */
  g_assert_cmpfloat (pn_history_last_check (training.history)->accuracy, >, 0.9);
  g_assert_cmpfloat (pn_trainer_get_epoch (trainer), ==, 5);
  g_assert_nonnull (pn_snapshot_fit_state (pn_trainer_get_snapshot (trainer)));
  g_assert_cmpfloat (pn_trainer_get_gradient_norms (trainer)[0], >, 0);
  g_assert_finalize_object (trainer);
  g_signal_handlers_disconnect_by_data (training.history, &changes);
  test_training_clear (&training);
}

static void
assert_same_numbers (PnHistory *a, PnHistory *b)
{
  gsize n, m;
  const PnStepRecord *x = pn_history_steps (a, &n);
  const PnStepRecord *y = pn_history_steps (b, &m);

  g_assert_cmpmem (x, n * sizeof *x, y, m * sizeof *y);
}

static void
assert_same_weights (PnSnapshot *a, PnSnapshot *b)
{
  const PnNetwork *x = pn_snapshot_network (a), *y = pn_snapshot_network (b);

  g_assert_cmpmem (pn_network_const_parameters (x), pn_network_length (x) * sizeof (PnReal),
                   pn_network_const_parameters (y), pn_network_length (y) * sizeof (PnReal));
  g_assert_cmpmem (pn_snapshot_slot (a, 0), pn_network_length (x) * sizeof (PnReal),
                   pn_snapshot_slot (b, 0), pn_network_length (y) * sizeof (PnReal));
}

/* The whole run in one burst. */
static PnSnapshot *
train_uncut (TestTraining *training)
{
  g_autoptr (PnTrainer) trainer = begin (training);

  test_wait (trainer);
  return pn_snapshot_ref (pn_trainer_get_snapshot (trainer));
}

/* Wherever the pause falls, and in whatever number: nothing of it is in the numbers. */
static void
test_pause_and_continue (void)
{
  TestTraining uncut, cut;
  g_autoptr (PnSnapshot) expected = NULL;
  g_autoptr (PnSnapshot) found = NULL;
  gboolean over = FALSE;

  test_training_init (&uncut);
  test_training_init (&cut);
  expected = train_uncut (&uncut);
  for (guint burst = 0; !over; burst++)
    {
      g_autoptr (PnTrainer) trainer = NULL;

      cut.start.start = found;
      cut.start.until = burst % 2 ? 0 : (found ? pn_snapshot_step (found) : 0) + 7;
      trainer = begin (&cut);
      if (burst % 2)
        {
          g_usleep (burst * 50);
          pn_trainer_pause (trainer);
        }
      test_wait (trainer);
      over = pn_trainer_get_reason (trainer) != PN_STOP_USER;
      g_clear_pointer (&found, pn_snapshot_unref);
      found = pn_snapshot_ref (pn_trainer_get_snapshot (trainer));
    }
  assert_same_numbers (uncut.history, cut.history);
  assert_same_weights (expected, found);
  g_assert_cmpuint (pn_history_get_length (cut.history).n_checks, ==, 26);
  test_training_clear (&uncut);
  test_training_clear (&cut);
}

static void
test_slow_pace (void)
{
  TestTraining full, slow;
  g_autoptr (PnSnapshot) expected = NULL;
  g_autoptr (PnSnapshot) found = NULL;
  gint64 begun = g_get_monotonic_time ();
  double seconds;

  test_training_init (&full);
  test_training_init (&slow);
  full.settings.epochs = slow.settings.epochs = 2;
  expected = train_uncut (&full);
  slow.start.pace = PN_PACE_5_EPOCHS;
  found = train_uncut (&slow);
  seconds = (g_get_monotonic_time () - begun) / 1e6;
  g_assert_cmpfloat (seconds, >, 0.25); /* 0.4 less what may be caught up with */
  g_assert_cmpfloat (seconds, <, 3);
  assert_same_numbers (full.history, slow.history);
  assert_same_weights (expected, found);
  test_training_clear (&full);
  test_training_clear (&slow);
}

static gboolean
raise_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* At one step a second a pause doesn't wait for the second to pass, nor does a quicker pace. */
static void
test_pause_is_immediate (void)
{
  TestTraining training;
  g_autoptr (PnTrainer) trainer = NULL;
  gboolean waited = FALSE;
  gint64 begun;

  test_training_init (&training);
  training.start.pace = PN_PACE_1_STEP;
  trainer = begin (&training);
  g_timeout_add (200, raise_cb, &waited);
  while (!waited)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (pn_trainer_get_step (trainer), ==, 1);
  g_assert_cmpfloat (pn_trainer_get_seconds_left (trainer), ==, 99);
  begun = g_get_monotonic_time ();
  pn_trainer_pause (trainer);
  test_wait (trainer);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 300000);
  g_assert_cmpint (pn_trainer_get_reason (trainer), ==, PN_STOP_USER);
  g_clear_object (&trainer);
  training.start.start = NULL;
  pn_history_truncate (training.history, 0);
  trainer = begin (&training);
  pn_trainer_set_pace (trainer, PN_PACE_FULL);
  test_wait (trainer);
  g_assert_cmpint (pn_trainer_get_reason (trainer), ==, PN_STOP_EPOCHS);
  g_clear_object (&trainer);
  test_training_clear (&training);
}

static void
test_stop_now (void)
{
  TestTraining training;

  test_training_init (&training);
  training.settings.epochs = 100000;
  for (guint i = 0; i < 200; i++)
    {
      PnTrainer *trainer = begin (&training);
      guint finished = 0;

      g_signal_connect (trainer, "finished", G_CALLBACK (finished_cb), &finished);
      if (i % 3)
        g_usleep (i * 10);
      if (i % 2)
        g_main_context_iteration (NULL, FALSE);
      pn_trainer_stop_now (trainer);
      g_assert_cmpuint (finished, ==, 1);
      g_assert_cmpuint (pn_trainer_get_step (trainer), ==,
                        pn_snapshot_step (pn_trainer_get_snapshot (trainer)));
      assert_no_step_lost (training.history, pn_trainer_get_step (trainer));
      pn_history_assign (training.history, training.history, (PnHistoryLength){ 0 });
      g_assert_finalize_object (trainer);
    }
  test_training_clear (&training);
}

/* The worker owns all that it uses: a trainer may go while it runs. */
static void
test_dropped (void)
{
  TestTraining training;

  test_training_init (&training);
  training.settings.epochs = 100000;
  for (guint i = 0; i < 50; i++)
    {
      PnTrainer *trainer = begin (&training);

      if (i % 2)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (trainer);
    }
  for (guint i = 0; i < 100; i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  test_training_clear (&training);
}

static void
test_settings (void)
{
  TestTraining training;
  g_autoptr (PnTrainer) trainer = NULL;
  PnSettings settings;
  const PnMark *marks;
  gsize n;

  test_training_init (&training);
  training.start.pace = PN_PACE_10_STEPS;
  trainer = begin (&training);
  settings = training.settings;
  settings.learning_rate = 0.05;
  pn_trainer_set_settings (trainer, &settings, "learning rate 0.05");
  settings.batch = 100000; /* refused: no mark */
  while (pn_history_get_length (training.history).n_marks == 0)
    g_main_context_iteration (NULL, TRUE);
  pn_trainer_set_settings (trainer, &settings, "batch size 100000");
  pn_trainer_set_pace (trainer, PN_PACE_FULL);
  test_wait (trainer);
  marks = pn_history_marks (training.history, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (marks[0].kind, ==, PN_MARK_SETTING);
  g_assert_cmpuint (marks[0].step, <=, 1);
  g_assert_cmpstr (marks[0].text, ==, "learning rate 0.05");
  assert_no_step_lost (training.history, 100);
  g_clear_object (&trainer);
  test_training_clear (&training);
}

static void
test_divergence (void)
{
  TestTraining training;
  g_autoptr (PnTrainer) trainer = NULL;
  const PnMark *marks;
  gsize n;

  test_training_init (&training);
  training.spec->layers[0].activation = PN_ACTIVATION_RELU;
  training.settings.learning_rate = 1e6;
  trainer = begin (&training);
  test_wait (trainer);
  g_assert_cmpint (pn_trainer_get_reason (trainer), ==, PN_STOP_DIVERGED);
  g_assert_cmpuint (pn_trainer_get_diverged_layer (trainer), <, 2);
  marks = pn_history_marks (training.history, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (marks[0].kind, ==, PN_MARK_DIVERGED);
  g_clear_object (&trainer);
  test_training_clear (&training);
}

static void
test_early_stop_and_on (void)
{
  TestTraining training;
  g_autoptr (PnTrainer) trainer = NULL;
  g_autoptr (PnSnapshot) stopped = NULL;

  test_training_init (&training);
  training.settings.patience = 4;
  pn_dataset_unref (training.start.validation);
  training.start.validation = test_dataset_shifted (80, 2, 1); /* gets ever worse */
  trainer = begin (&training);
  test_wait (trainer);
  g_assert_cmpint (pn_trainer_get_reason (trainer), ==, PN_STOP_EARLY);
  stopped = pn_snapshot_ref (pn_trainer_get_snapshot (trainer));
  g_clear_object (&trainer);
  training.start.start = stopped;
  trainer = begin (&training);
  test_wait (trainer);
  g_assert_cmpuint (pn_snapshot_step (stopped), ==, 16);
  g_assert_cmpuint (pn_trainer_get_step (trainer), ==, 32);
  g_clear_object (&trainer);
  test_training_clear (&training);
}

static void
test_refusal (void)
{
  TestTraining training;
  g_autoptr (PnTrainer) trainer = NULL;
  GError *error = NULL;

  test_training_init (&training);
  training.settings.batch = 100000;
  trainer = pn_trainer_new (&training.start, training.history);
  g_assert_false (pn_trainer_start (trainer, &error));
  g_assert_nonnull (error);
  g_assert_false (pn_trainer_is_running (trainer));
  g_error_free (error);
  g_clear_object (&trainer);
  test_training_clear (&training);
}

static void
test_snapshot_rate (void)
{
  TestTraining training;
  PnTrainer *trainer;
  guint snapshots = 0;
  gboolean waited = FALSE;

  test_training_init (&training);
  training.settings.epochs = 1000000;
  trainer = begin (&training);
  g_signal_connect (trainer, "snapshot", G_CALLBACK (snapshot_cb), &snapshots);
  g_timeout_add (500, raise_cb, &waited);
  while (!waited)
    g_main_context_iteration (NULL, TRUE);
  pn_trainer_stop_now (trainer);
  g_assert_cmpuint (snapshots, >=, 3);
  g_assert_cmpuint (snapshots, <=, 17); /* 30 a second, and the last */
  g_assert_cmpfloat (pn_trainer_get_samples_per_second (trainer), >=, 0);
  g_assert_finalize_object (trainer);
  test_training_clear (&training);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  main_thread = g_thread_self ();
  g_test_add_func ("/trainer/whole-run", test_whole_run);
  g_test_add_func ("/trainer/pause-and-continue", test_pause_and_continue);
  g_test_add_func ("/trainer/slow-pace", test_slow_pace);
  g_test_add_func ("/trainer/pause-is-immediate", test_pause_is_immediate);
  g_test_add_func ("/trainer/stop-now", test_stop_now);
  g_test_add_func ("/trainer/dropped", test_dropped);
  g_test_add_func ("/trainer/settings", test_settings);
  g_test_add_func ("/trainer/divergence", test_divergence);
  g_test_add_func ("/trainer/early-stop-and-on", test_early_stop_and_on);
  g_test_add_func ("/trainer/refusal", test_refusal);
  g_test_add_func ("/trainer/snapshot-rate", test_snapshot_rate);
  return g_test_run ();
}
