/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "core-fixture.h"

#include <math.h>
#include <string.h>

#include "pn-error.h"

#define N_TRAIN 330

typedef struct
{
  PnNetwork *network;
  PnDataset *train;
  PnDataset *validation;
  PnNormalisation normalisation;
  PnSettings settings;
  PnFit *fit;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->network = core_fixture_network (2, 12);
  fixture->train = core_fixture_bars (N_TRAIN, 1);
  fixture->validation = core_fixture_bars (100, 2);
  fixture->normalisation = pn_dataset_measure (fixture->train);
  fixture->settings = pn_settings_default ();
  fixture->settings.epochs = 4;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->fit, pn_fit_free);
  pn_network_free (fixture->network);
  pn_dataset_unref (fixture->train);
  pn_dataset_unref (fixture->validation);
}

static PnFit *
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->fit, pn_fit_free);
  pn_network_initialise (fixture->network, fixture->settings.seed);
  fixture->fit = pn_fit_new (fixture->network, fixture->train, fixture->validation,
                             &fixture->normalisation, &fixture->settings, &error);
  g_assert_no_error (error);
  return fixture->fit;
}

typedef struct
{
  guint n_steps;
  guint n_checks;
  guint64 check_steps[64];
  PnEvent first;
  PnEvent last;
} Log;

static gboolean
log_cb (const PnEvent *event, gpointer user_data)
{
  Log *log = user_data;

  if (event->kind == PN_EVENT_STEP)
    {
      log->n_steps++;
      return TRUE;
    }
  if (log->n_checks == 0)
    log->first = *event;
  log->check_steps[log->n_checks++ % 64] = event->step;
  log->last = *event;
  return TRUE;
}

/* 330 samples, batch 32: ten steps an epoch and ten samples dropped; five checks: every second
 * step. */
static void
test_schedule_of_checks (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  PnFit *fit = start (fixture);

  g_assert_cmpuint (pn_fit_steps_per_epoch (fit), ==, 10);
  g_assert_cmpint (pn_fit_run (fit, 0, log_cb, &log), ==, PN_STOP_EPOCHS);
  g_assert_cmpuint (log.n_steps, ==, 40);
  g_assert_cmpuint (log.n_checks, ==, 21);
  for (guint i = 0; i < 21; i++)
    g_assert_cmpuint (log.check_steps[i], ==, 2 * i);
  g_assert_true (fabs (log.last.epoch - 4.0) <= 1e-12);
  g_assert_true (log.last.loss < 0.5 * log.first.loss);
  g_assert_true (log.last.accuracy > 0.9);
  g_assert_true (isnan (log.last.train_loss));
  g_assert_cmpint (pn_fit_step (fit, NULL, NULL), ==, PN_STOP_EPOCHS);
}

/* Ten batches of 32 out of 320: the last one belongs to the epoch. */
static void
test_whole_batches (Fixture *fixture, gconstpointer data)
{
  PnDataset *all = fixture->train;
  PnFit *fit;

  fixture->train = pn_dataset_head (all, 320);
  pn_dataset_unref (all);
  fit = start (fixture);
  pn_fit_run (fit, 9, NULL, NULL);
  g_assert_cmpuint (pn_fit_get_state (fit).epoch, ==, 0);
  g_assert_cmpuint (pn_fit_get_state (fit).position, ==, 288);
  pn_fit_run (fit, 10, NULL, NULL);
  g_assert_cmpuint (pn_fit_get_state (fit).epoch, ==, 1);
  g_assert_cmpuint (pn_fit_get_state (fit).position, ==, 0);
}

/* Three checks in ten steps: after steps 4, 7 and 10, the first at or past a third. */
static void
test_uneven_checks (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  static const guint64 expected[] = { 0, 4, 7, 10, 14, 17, 20 };

  fixture->settings.checks_per_epoch = 3;
  fixture->settings.epochs = 2;
  pn_fit_run (start (fixture), 0, log_cb, &log);
  g_assert_cmpuint (log.n_checks, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < log.n_checks; i++)
    g_assert_cmpuint (log.check_steps[i], ==, expected[i]);
}

static void
test_patience (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  PnFit *fit;

  /* A rate that is as good as none: the first check stays the best, or the losses tie. */
  fixture->settings.learning_rate = 1e-30;
  fixture->settings.patience = 3;
  fit = start (fixture);
  g_assert_cmpint (pn_fit_run (fit, 0, log_cb, &log), ==, PN_STOP_EARLY);
  g_assert_cmpuint (log.n_checks, ==, 4);
  g_assert_cmpuint (pn_fit_current_step (fit), ==, 6);
  g_assert_true (pn_fit_best_loss (fit) == log.first.loss);
}

static void
test_measure_training (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  PnFit *fit = start (fixture);

  pn_fit_set_measure_training (fit, TRUE);
  pn_fit_run (fit, 2, log_cb, &log);
  g_assert_true (isfinite (log.last.train_loss));
  g_assert_true (log.last.train_accuracy >= 0.0 && log.last.train_accuracy <= 1.0);
}

/* What a check tells of the step: the scheduled rate, and the norm over all layers. */
static void
test_measures (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  g_autofree double *norms = NULL;
  double sum = 0;
  PnFit *fit;

  fixture->settings.schedule = PN_SCHEDULE_EXPONENTIAL;
  fixture->settings.schedule_decay = 0.5;
  fit = start (fixture);
  pn_fit_run (fit, 2, log_cb, &log);
  norms = g_new0 (double, 16);
  pn_fit_gradient_norms (fit, norms);
  for (int i = 0; i < 16; i++)
    sum += norms[i] * norms[i];
  g_assert_true (isnan (log.first.gradient_norm));
  g_assert_true (fabs (log.last.gradient_norm - sqrt (sum)) <= 1e-12 * sqrt (sum) && sum > 0);
  g_assert_true (log.first.learning_rate == fixture->settings.learning_rate);
  g_assert_true (log.last.learning_rate
                 == pn_settings_rate (&fixture->settings, pn_fit_epoch (fit)));
}

static gboolean
stop_cb (const PnEvent *event, gpointer user_data)
{
  return event->kind != PN_EVENT_STEP || event->step < 3;
}

static void
test_user_stop (Fixture *fixture, gconstpointer data)
{
  Log log = { 0 };
  PnFit *fit = start (fixture);

  g_assert_cmpint (pn_fit_run (fit, 0, stop_cb, NULL), ==, PN_STOP_USER);
  g_assert_cmpuint (pn_fit_current_step (fit), ==, 3);
  pn_fit_check_now (fit, log_cb, &log);
  g_assert_cmpuint (log.n_checks, ==, 1);
  g_assert_true (log.last.final);
  g_assert_false (log.last.best);
}

/* The best check's parameters come back, and what stood there before is gone. */
static void
test_keep_best (Fixture *fixture, gconstpointer data)
{
  PnEvaluation evaluation;
  PnWorkspace *workspace = pn_workspace_new (fixture->network, 256, NULL);
  PnFit *fit;

  fixture->settings.keep_best = TRUE;
  fixture->settings.learning_rate = 0.5;
  fixture->settings.epochs = 8;
  fit = start (fixture);
  pn_fit_run (fit, 0, NULL, NULL);
  pn_network_evaluate (fixture->network, workspace, fixture->validation, &fixture->normalisation,
                       NULL, &evaluation);
  g_assert_true (evaluation.loss == pn_fit_best_loss (fit));
  g_assert_true (evaluation.accuracy == pn_fit_best_accuracy (fit));
  pn_workspace_free (workspace);
}

static PnReal *
copy_parameters (PnNetwork *network)
{
  return g_memdup2 (pn_network_parameters (network), pn_network_length (network) * sizeof (PnReal));
}

typedef struct
{
  PnFitState state;
  PnReal *parameters;
  PnReal *slots[2];
} Checkpoint;

static Checkpoint
save (Fixture *fixture)
{
  Checkpoint checkpoint = { .state = pn_fit_get_state (fixture->fit),
                            .parameters = copy_parameters (fixture->network) };
  gsize bytes = pn_network_length (fixture->network) * sizeof (PnReal);

  for (gsize i = 0; i < pn_fit_n_optimizer_slots (fixture->fit); i++)
    checkpoint.slots[i] = g_memdup2 (pn_fit_optimizer_state (fixture->fit, i), bytes);
  return checkpoint;
}

static void
restore (Fixture *fixture, Checkpoint *checkpoint)
{
  gsize bytes = pn_network_length (fixture->network) * sizeof (PnReal);

  memcpy (pn_network_parameters (fixture->network), checkpoint->parameters, bytes);
  g_free (checkpoint->parameters);
  for (gsize i = 0; i < pn_fit_n_optimizer_slots (fixture->fit); i++)
    {
      memcpy (pn_fit_optimizer_state (fixture->fit, i), checkpoint->slots[i], bytes);
      g_free (checkpoint->slots[i]);
    }
  pn_fit_set_state (fixture->fit, &checkpoint->state);
}

/* Gone on with by a larger batch, which doesn't fit into the rest of the epoch: with the next one.
 */
static void
test_resume_with_larger_batch (Fixture *fixture, gconstpointer data)
{
  PnFit *fit = start (fixture);
  PnFitState state;
  guint64 n = pn_dataset_n_samples (fixture->train);

  pn_fit_run (fit, 1, NULL, NULL);
  state = pn_fit_get_state (fit);
  state.position = n - fixture->settings.batch + 1;
  pn_fit_set_state (fit, &state);
  g_assert_cmpuint (pn_fit_get_state (fit).position, ==, 0);
  g_assert_cmpuint (pn_fit_get_state (fit).epoch, ==, state.epoch + 1);
  g_assert_cmpint (pn_fit_step (fit, NULL, NULL), ==, PN_STOP_NONE);
  state.position = n - fixture->settings.batch;
  pn_fit_set_state (fit, &state);
  g_assert_cmpuint (pn_fit_get_state (fit).position, ==, state.position);
}

/* Cut anywhere and gone on with: the same bits. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  static const guint64 cuts[] = { 1, 2, 9, 10, 17 };
  gsize length = pn_network_length (fixture->network);
  g_autofree PnReal *uncut = NULL;
  double best;

  fixture->settings.optimizer = (PnOptimizer) GPOINTER_TO_INT (data);
  fixture->settings.learning_rate = 0.003;
  pn_fit_run (start (fixture), 0, NULL, NULL);
  uncut = copy_parameters (fixture->network);
  best = pn_fit_best_loss (fixture->fit);
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      Checkpoint checkpoint;

      g_assert_cmpint (pn_fit_run (start (fixture), cuts[i], NULL, NULL), ==, PN_STOP_USER);
      checkpoint = save (fixture);
      start (fixture);
      restore (fixture, &checkpoint);
      g_assert_cmpint (pn_fit_run (fixture->fit, 0, NULL, NULL), ==, PN_STOP_EPOCHS);
      core_fixture_assert_same (length, uncut, pn_network_parameters (fixture->network));
      g_assert_true (pn_fit_best_loss (fixture->fit) == best);
    }
}

static void
test_settings_exchange (Fixture *fixture, gconstpointer data)
{
  PnFit *fit = start (fixture);
  PnSettings changed = fixture->settings;
  Log log = { 0 };
  g_autoptr (GError) error = NULL;

  pn_fit_run (fit, 5, NULL, NULL);
  changed.batch = 50;
  changed.learning_rate = 0.01;
  g_assert_true (pn_fit_set_settings (fit, &changed, NULL));
  /* 160 used: three batches of 50 fit into the rest of the 330. */
  pn_fit_run (fit, 8, log_cb, &log);
  g_assert_cmpuint (pn_fit_get_state (fit).epoch, ==, 1);
  g_assert_cmpuint (pn_fit_get_state (fit).position, ==, 0);
  changed.seed++;
  g_assert_false (pn_fit_set_settings (fit, &changed, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "seed"));
}

/* An update that overflows: back to the last copy, with the layer named. */
static void
test_diverging_update (Fixture *fixture, gconstpointer data)
{
  gsize length = pn_network_length (fixture->network);
  g_autofree PnReal *before = NULL;
  PnSettings changed = fixture->settings;
  PnFit *fit = start (fixture);

  before = copy_parameters (fixture->network);
  changed.learning_rate = 1e6;
  changed.l2 = 1e6;
  g_assert_true (pn_fit_set_settings (fit, &changed, NULL));
  g_assert_cmpint (pn_fit_run (fit, 0, NULL, NULL), ==, PN_STOP_DIVERGED);
  core_fixture_assert_same (length, before, pn_network_parameters (fixture->network));
}

/* A loss that isn't finite: no update at all. */
static void
test_bad_batch (Fixture *fixture, gconstpointer data)
{
  gsize length = pn_network_length (fixture->network);
  g_autofree PnReal *before = NULL;
  PnReal bad[12 * 12];
  PnReal bias[12] = { 0 };
  PnFit *fit = start (fixture);

  fixture->settings.clip_norm = data != NULL ? 1.0 : 0.0;
  pn_fit_set_settings (fit, &fixture->settings, NULL);
  pn_fit_run (fit, 3, NULL, NULL);
  pn_network_get_weights (fixture->network, 1, bad, bias);
  bad[7] = NAN;
  pn_network_set_weights (fixture->network, 1, bad, NULL);
  before = copy_parameters (fixture->network);
  g_assert_cmpint (pn_fit_step (fit, NULL, NULL), ==, PN_STOP_DIVERGED);
  g_assert_cmpuint (pn_fit_current_step (fit), ==, 3);
  g_assert_cmpuint (pn_fit_diverged_layer (fit), ==, 1);
  core_fixture_assert_same (length, before, pn_network_parameters (fixture->network));
}

/* Weights that grow until the sums overflow: back to where they were small, and named is the layer
 * whose sums broke first, not those that its NaN ran through on the way back.
 */
static void
test_run_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PnNetwork) deep = core_fixture_network (8, 12);
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_network_spec (deep));
  gsize length = pn_network_length (deep), last = spec->n_layers - 1;
  g_autofree PnReal *before = NULL;
  PnFit *fit;

  for (gsize i = 0; i < last; i++)
    {
      spec->layers[i].activation = PN_ACTIVATION_RELU;
      spec->layers[i].init = PN_INIT_HE;
    }
  pn_network_free (fixture->network);
  fixture->network = pn_network_new (spec, NULL);
  fixture->settings.learning_rate = 1e6;
  fit = start (fixture);
  before = copy_parameters (fixture->network);
  g_assert_cmpint (pn_fit_run (fit, 0, NULL, NULL), ==, PN_STOP_DIVERGED);
  g_assert_cmpuint (pn_fit_current_step (fit), >, 0);
  g_assert_cmpuint (pn_fit_diverged_layer (fit), >, 0);
  g_assert_cmpuint (pn_fit_diverged_layer (fit), <=, last);
  core_fixture_assert_same (length, before, pn_network_parameters (fixture->network));
  fixture->settings.learning_rate = 0.01;
  g_assert_true (pn_fit_set_settings (fit, &fixture->settings, NULL));
  g_assert_cmpint (pn_fit_run (fit, 0, NULL, NULL), ==, PN_STOP_EPOCHS);
}

static double
train_with (Fixture *fixture)
{
  PnEvaluation evaluation;
  PnWorkspace *workspace = pn_workspace_new (fixture->network, 256, NULL);

  pn_fit_run (start (fixture), 0, NULL, NULL);
  pn_network_evaluate (fixture->network, workspace, fixture->validation, &fixture->normalisation,
                       NULL, &evaluation);
  pn_workspace_free (workspace);
  return evaluation.accuracy;
}

/* Every method learns the bars. */
static void
test_methods_learn (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < PN_N_OPTIMIZERS; i++)
    {
      fixture->settings.optimizer = (PnOptimizer) i;
      fixture->settings.learning_rate = i < PN_OPTIMIZER_RMSPROP ? 0.02 : 0.005;
      g_assert_true (train_with (fixture) > 0.9);
    }
  fixture->settings.clip_norm = 0.5;
  fixture->settings.l1 = 1e-4;
  fixture->settings.l2 = 1e-4;
  fixture->settings.label_smoothing = 0.1;
  fixture->settings.class_weighting = PN_CLASS_WEIGHTING_BALANCED;
  fixture->settings.schedule = PN_SCHEDULE_COSINE;
  fixture->settings.warm_up = 0.5;
  g_assert_true (train_with (fixture) > 0.9);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->settings.batch = N_TRAIN + 1;
  g_assert_null (pn_fit_new (fixture->network, fixture->train, NULL, &fixture->normalisation,
                             &fixture->settings, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "batch"));
}

#define ADD(name, func) g_test_add ("/fit/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("schedule-of-checks", test_schedule_of_checks);
  ADD ("whole-batches", test_whole_batches);
  ADD ("uneven-checks", test_uneven_checks);
  ADD ("patience", test_patience);
  ADD ("measure-training", test_measure_training);
  ADD ("measures", test_measures);
  ADD ("user-stop", test_user_stop);
  ADD ("keep-best", test_keep_best);
  ADD ("settings-exchange", test_settings_exchange);
  ADD ("resume-with-larger-batch", test_resume_with_larger_batch);
  ADD ("diverging-update", test_diverging_update);
  ADD ("run-away", test_run_away);
  ADD ("methods-learn", test_methods_learn);
  ADD ("refused", test_refused);
  g_test_add ("/fit/bad-batch", Fixture, NULL, set_up, test_bad_batch, tear_down);
  g_test_add ("/fit/bad-batch-clipped", Fixture, "", set_up, test_bad_batch, tear_down);
  for (int i = 0; i < PN_N_OPTIMIZERS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/fit/resume/%s", pn_optimizer_name (i));

      g_test_add (path, Fixture, GINT_TO_POINTER (i), set_up, test_resume, tear_down);
    }
  return g_test_run ();
}
