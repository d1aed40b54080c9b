/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "pn-adopt.h"
#include "pn-operate.h"
#include "pn-predictor.h"
#include "test-data.h"

/* A network after 25 steps, to be resumed. */
static PnSnapshot *
trained (TestTraining *training)
{
  g_autoptr (PnTrainer) trainer = NULL;

  test_training_init (training);
  training->settings.keep_best = TRUE;
  training->start.until = 25;
  trainer = pn_trainer_new (&training->start, training->history);
  g_assert_true (pn_trainer_start (trainer, NULL));
  test_wait (trainer);
  return pn_snapshot_ref (pn_trainer_get_snapshot (trainer));
}

static PnReal *
weights_of (PnSnapshot *snapshot, gsize layer)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);
  gsize n = pn_spec_fan_in (spec, layer) * spec->layers[layer].units;
  PnReal *weights = g_new (PnReal, n);

  pn_network_get_weights (pn_snapshot_network (snapshot), layer, weights, NULL);
  return weights;
}

static gboolean
same_weights (PnSnapshot *a, gsize i, PnSnapshot *b, gsize j)
{
  const PnSpec *spec = pn_snapshot_spec (a);
  gsize n = pn_spec_fan_in (spec, i) * spec->layers[i].units;
  g_autofree PnReal *x = weights_of (a, i), *y = weights_of (b, j);

  return memcmp (x, y, n * sizeof *x) == 0;
}

static void
test_contents (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) snapshot = trained (&training);

  g_assert_cmpuint (pn_snapshot_step (snapshot), ==, 25);
  g_assert_cmpuint (pn_snapshot_n_slots (snapshot), ==, 1);
  g_assert_nonnull (pn_snapshot_best (snapshot));
  g_assert_cmpuint (pn_snapshot_fit_state (snapshot)->position, ==, 5 * 16);
  /* Parameters, velocity, the best, and the copy of the first two. */
  g_assert_cmpuint (pn_snapshot_bytes (snapshot), ==,
                    5 * pn_network_length (pn_snapshot_network (snapshot)) * sizeof (PnReal));
  test_training_clear (&training);
}

/* What lacks a best cannot put zeros back as the best. */
static void
test_restore_without_best (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) snapshot = trained (&training);
  g_autoptr (PnSnapshot) bare = NULL;
  g_autoptr (PnNetwork) network = pn_network_new (training.spec, NULL);
  g_autoptr (PnFit) fit = NULL;
  const PnReal *slot = pn_snapshot_slot (snapshot, 0);

  bare = pn_snapshot_new_take (pn_network_copy (pn_snapshot_network (snapshot), NULL),
                               pn_snapshot_normalisation (snapshot), NULL,
                               pn_snapshot_fit_state (snapshot), &slot, 1, NULL, NULL);
  fit = pn_fit_new (network, training.start.train, training.start.validation,
                    &training.start.normalisation, &training.settings, NULL);
  pn_snapshot_restore (bare, network, fit);
  g_assert_true (isnan (pn_fit_best_loss (fit)));
  g_assert_cmpuint (pn_fit_current_step (fit), ==, 25);
  pn_snapshot_restore (snapshot, network, fit);
  g_assert_false (isnan (pn_fit_best_loss (fit)));
  test_training_clear (&training);
}

typedef struct
{
  gint stop;
  guint64 stop_at;
  PnHistory *history;
} Stopping;

static gboolean
stopping_cb (const PnEvent *event, gpointer data)
{
  Stopping *self = data;

  pn_history_append (self->history, event, 1);
  if (event->kind == PN_EVENT_STEP && event->step == self->stop_at)
    g_atomic_int_set (&self->stop, TRUE);
  return TRUE;
}

/* The whole run, stopped before the check that is due at `stop_at`, if that isn't 0. */
static PnHistory *
run_with_stop (TestTraining *training, guint64 stop_at)
{
  g_autoptr (PnNetwork) network = pn_network_new (training->spec, NULL);
  Stopping stopping = { .stop_at = stop_at, .history = pn_history_new () };
  g_autoptr (PnSnapshot) snapshot = NULL;

  pn_network_initialise (network, 1);
  for (PnStopReason reason = PN_STOP_USER; reason == PN_STOP_USER; stopping.stop = FALSE)
    {
      g_autoptr (PnFit) fit
          = pn_fit_new (network, training->start.train, training->start.validation,
                        &training->start.normalisation, &training->settings, NULL);

      if (snapshot)
        pn_snapshot_restore (snapshot, network, fit);
      pn_fit_set_stop_flag (fit, &stopping.stop);
      reason = pn_fit_run (fit, 0, stopping_cb, &stopping);
      g_clear_pointer (&snapshot, pn_snapshot_unref);
      snapshot = pn_snapshot_new (network, &training->start.normalisation, NULL, fit, NULL);
      g_assert_true (pn_snapshot_fit_state (snapshot)->check_due == (reason == PN_STOP_USER));
    }
  return stopping.history;
}

static void
assert_same_history (PnHistory *a, PnHistory *b)
{
  gsize n, m;
  const PnCheckRecord *x = pn_history_checks (a, &n), *y = pn_history_checks (b, &m);

  g_assert_cmpuint (n, ==, m);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (x[i].step, ==, y[i].step);
      g_assert_cmpfloat (x[i].loss, ==, y[i].loss);
      g_assert_cmpint (x[i].best, ==, y[i].best);
    }
  g_assert_cmpmem (pn_history_steps (a, &n), n * sizeof (PnStepRecord), pn_history_steps (b, &m),
                   m * sizeof (PnStepRecord));
}

/* A check that was stopped is made up for, at an epoch's end and at the very last step as well. */
static void
test_stopped_check (void)
{
  static const guint64 stops[] = { 4, 20, 100 };
  TestTraining training;
  PnHistory *whole;

  test_training_init (&training);
  whole = run_with_stop (&training, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      PnHistory *cut = run_with_stop (&training, stops[i]);

      assert_same_history (whole, cut);
      g_assert_finalize_object (cut);
    }
  g_assert_finalize_object (whole);
  test_training_clear (&training);
}

static void
test_insert_keeps_the_rest (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) old = trained (&training);
  g_autoptr (PnSnapshot) new = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (training.spec);
  PnLayerSpec layer = pn_spec_propose (spec, 1);

  pn_spec_insert (spec, 1, &layer);
  new = pn_snapshot_adopt (old, spec, 1, NULL);
  g_assert_true (pn_spec_equal (pn_snapshot_spec (new), spec));
  g_assert_true (same_weights (old, 0, new, 0));
  g_assert_true (same_weights (old, 1, new, 2));
  g_assert_cmpuint (pn_snapshot_step (new), ==, 25);
  g_assert_true (isnan (pn_snapshot_fit_state (new)->best_loss));
  g_assert_cmpuint (pn_snapshot_n_slots (new), ==, 1);
  test_training_clear (&training);
}

static void
test_widen_keeps_nothing_that_does_not_fit (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) old = trained (&training);
  g_autoptr (PnSnapshot) new = NULL;
  g_autoptr (PnNetwork) fresh = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (training.spec);

  spec->layers[0].units = 20;
  new = pn_snapshot_adopt (old, spec, 1, NULL);
  fresh = pn_network_new (spec, NULL);
  pn_network_initialise (fresh, 1);
  g_assert_cmpmem (pn_network_const_parameters (fresh), pn_network_length (fresh) * sizeof (PnReal),
                   pn_network_const_parameters (pn_snapshot_network (new)),
                   pn_network_length (fresh) * sizeof (PnReal));
  test_training_clear (&training);
}

/* An activation acts at once; an initialisation and a kind of bias at the next start. */
static void
test_same_shape (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) old = trained (&training);
  g_autoptr (PnSnapshot) same = NULL;
  g_autoptr (PnSnapshot) other = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (training.spec);

  spec->layers[0].init = PN_INIT_UNIFORM;
  spec->layers[0].bias = PN_BIAS_INPUT;
  same = pn_snapshot_adopt (old, spec, 1, NULL);
  g_assert_true (same == old);
  spec->layers[0].activation = PN_ACTIVATION_RELU;
  other = pn_snapshot_adopt (old, spec, 1, NULL);
  g_assert_true (same_weights (old, 0, other, 0));
  g_assert_cmpint (pn_snapshot_spec (other)->layers[0].activation, ==, PN_ACTIVATION_RELU);
  g_assert_cmpint (pn_snapshot_spec (other)->layers[0].bias, ==, PN_BIAS_LAYER);
  g_assert_cmpmem (pn_snapshot_slot (old, 0),
                   pn_network_length (pn_snapshot_network (old)) * sizeof (PnReal),
                   pn_snapshot_slot (other, 0),
                   pn_network_length (pn_snapshot_network (other)) * sizeof (PnReal));
  test_training_clear (&training);
}

/* Widened, with the velocity split as the weights are, at the step where it was. */
static void
test_operate (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) old = trained (&training);
  g_autoptr (PnSnapshot) new = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (training.spec);
  gsize first = spec->layers[0].units;

  spec->layers[0].units = first + 1;
  new = pn_snapshot_operate (old, spec, NULL, PN_OPTIMIZER_SGD, 1, NULL, NULL);
  g_assert_true (pn_spec_equal (pn_snapshot_spec (new), spec));
  g_assert_cmpuint (pn_snapshot_step (new), ==, 25);
  g_assert_true (isnan (pn_snapshot_fit_state (new)->best_loss));
  g_assert_cmpuint (pn_snapshot_n_slots (new), ==, 1);
  g_assert_nonnull (pn_snapshot_slot (new, 0));
  /* Input 0's row begins both arrays: the new unit is the first one's copy. */
  g_assert_true (pn_snapshot_slot (new, 0)[first] == pn_snapshot_slot (old, 0)[0]);
  g_assert_true (pn_network_const_parameters (pn_snapshot_network (new))[first]
                 == pn_network_const_parameters (pn_snapshot_network (old))[0]);
  test_training_clear (&training);
}

/* Two changes at once are no single operation: what fits stays. */
static void
test_operate_or_adopt (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) old = trained (&training);
  g_autoptr (PnSnapshot) new = NULL;
  g_autoptr (PnSnapshot) adopted = NULL;
  g_autoptr (PnSpec) spec = pn_spec_copy (training.spec);

  spec->layers[0].units += 3;
  spec->layers[0].activation = PN_ACTIVATION_ELU;
  new = pn_snapshot_operate (old, spec, NULL, PN_OPTIMIZER_SGD, 1, NULL, NULL);
  adopted = pn_snapshot_adopt (old, spec, 1, NULL);
  for (gsize i = 0; i < spec->n_layers; i++)
    g_assert_true (same_weights (new, i, adopted, i));
  test_training_clear (&training);
}

static void
changed_cb (PnPredictor *predictor, guint *counter)
{
  ++*counter;
}

static void
test_predictor (void)
{
  TestTraining training;
  g_autoptr (PnSnapshot) snapshot = trained (&training);
  PnPredictor *predictor = pn_predictor_new ();
  const guint8 *pixels = pn_dataset_bytes (training.start.train);
  guint changes = 0, right = 0;
  float sum = 0;
  gsize n;

  g_signal_connect (predictor, "changed", G_CALLBACK (changed_cb), &changes);
  g_assert_cmpint (pn_predictor_get_answer (predictor), ==, -1);
  pn_predictor_set_picture (predictor, pixels, 64);
  g_assert_cmpint (pn_predictor_get_answer (predictor), ==, -1);
  pn_predictor_set_snapshot (predictor, snapshot);
  pn_predictor_set_snapshot (predictor, snapshot);
  g_assert_cmpuint (changes, ==, 2);
  for (guint i = 0; i < 40; i++)
    {
      pn_predictor_set_picture (predictor, pixels + i * 64, 64);
      right += pn_predictor_get_answer (predictor) == (int) (i % 4);
    }
  g_assert_cmpuint (right, >=, 36);
  for (gsize i = 0; i < 4; i++)
    sum += pn_predictor_get_probabilities (predictor, &n)[i];
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
  g_assert_nonnull (pn_predictor_get_activations (predictor, 0, &n));
  g_assert_cmpuint (n, ==, 12);
  g_assert_null (pn_predictor_get_activations (predictor, 2, &n));
  pn_predictor_set_picture (predictor, pixels, 63); /* not this network's */
  g_assert_null (pn_predictor_get_probabilities (predictor, &n));
  pn_predictor_set_picture (predictor, NULL, 0);
  g_assert_cmpint (pn_predictor_get_answer (predictor), ==, -1);
  pn_predictor_set_snapshot (predictor, NULL);
  g_assert_null (pn_predictor_get_snapshot (predictor));
  g_assert_finalize_object (predictor);
  test_training_clear (&training);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/contents", test_contents);
  g_test_add_func ("/snapshot/restore-without-best", test_restore_without_best);
  g_test_add_func ("/snapshot/stopped-check", test_stopped_check);
  g_test_add_func ("/adopt/insert", test_insert_keeps_the_rest);
  g_test_add_func ("/adopt/widen", test_widen_keeps_nothing_that_does_not_fit);
  g_test_add_func ("/adopt/same-shape", test_same_shape);
  g_test_add_func ("/operate/widen", test_operate);
  g_test_add_func ("/operate/or-adopt", test_operate_or_adopt);
  g_test_add_func ("/predictor/answers", test_predictor);
  return g_test_run ();
}
