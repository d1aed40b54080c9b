/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Runs whose numbers explode, and what is offered then. */

#include <math.h>

#include "pn-cure.h"
#include "test-set.h"

static void
set_rate (TestDocument *self, double rate)
{
  PnSettings settings = *pn_run_get_settings (self->run);
  GError *error = NULL;

  settings.learning_rate = rate;
  pn_document_set_settings (self->document, self->run, &settings, "Change Learning Rate", 0,
                            &error);
  g_assert_no_error (error);
}

/* As many hidden layers of ReLU, started this way. */
static void
make_explosive (TestDocument *self, gsize n_hidden, PnInit init)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (self->run));
  PnLayerSpec layer;
  GError *error = NULL;

  spec->layers[0].activation = PN_ACTIVATION_RELU;
  spec->layers[0].init = init;
  layer = spec->layers[0];
  layer.bias = PN_BIAS_NONE;
  while (spec->n_layers <= n_hidden)
    pn_spec_insert (spec, 1, &layer);
  pn_document_set_spec (self->document, self->run, spec, "Change Layers", 0, &error);
  g_assert_no_error (error);
}

static void
assert_diverged (PnRun *run)
{
  g_assert_cmpint (pn_run_get_stop_reason (run), ==, PN_STOP_DIVERGED);
  g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_FINISHED);
}

/* With the cure training goes on to its end; one undo takes the cure back. */
static void
test_cure_rate (TestDocument *self, gconstpointer unused)
{
  PnCure cure;
  GError *error = NULL;

  make_explosive (self, 4, PN_INIT_HE);
  set_rate (self, 1e5);
  g_assert_cmpint (pn_cure_find (self->run).kind, ==, PN_CURE_NONE);
  test_train (self->document, self->run, 0);
  assert_diverged (self->run);
  cure = pn_cure_find (self->run);
  g_assert_cmpint (cure.kind, ==, PN_CURE_RATE);
  g_assert_true (pn_document_cure (self->document, self->run, &cure, &error) == self->run);
  g_assert_no_error (error);
  g_assert_cmpfloat (pn_run_get_settings (self->run)->learning_rate, ==, 0.02);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Lower Learning Rate");
  test_train (self->document, self->run, 0);
  g_assert_cmpint (pn_run_get_stop_reason (self->run), ==, PN_STOP_EPOCHS);
  g_assert_true (isfinite (pn_history_last_check (pn_run_get_history (self->run))->loss));
  pn_document_undo (self->document);
  assert_diverged (self->run);
  pn_document_undo (self->document);
  g_assert_cmpfloat (pn_run_get_settings (self->run)->learning_rate, ==, 1e5);
  assert_diverged (self->run);
}

/* A usual rate is not to blame, but the start is: a copy begins otherwise, the curve stays. */
static void
test_cure_weights (TestDocument *self, gconstpointer unused)
{
  PnCure cure;
  PnRun *run;

  make_explosive (self, 20, PN_INIT_UNIFORM);
  test_train (self->document, self->run, 0);
  assert_diverged (self->run);
  cure = pn_cure_find (self->run);
  g_assert_cmpint (cure.kind, ==, PN_CURE_WEIGHTS);
  run = pn_document_cure (self->document, self->run, &cure, NULL);
  g_assert_true (run && run != self->run && run == pn_document_get_selected (self->document));
  g_assert_cmpint (pn_run_get_spec (run)->layers[5].init, ==, PN_INIT_HE);
  test_train (self->document, run, 0);
  g_assert_cmpint (pn_run_get_stop_reason (run), ==, PN_STOP_EPOCHS);
  assert_diverged (self->run);
  pn_document_undo (self->document);
  pn_document_undo (self->document);
  g_assert_cmpuint (pn_document_n_runs (self->document), ==, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/cure/" name, TestDocument, NULL, test_document_set_up, func,                       \
              test_document_tear_down)

int
main (int argc, char **argv)
{
  int failed;

  test_isolate ();
  g_test_init (&argc, &argv, NULL);
  ADD ("rate", test_cure_rate);
  ADD ("weights", test_cure_weights);
  failed = g_test_run ();
  test_remove_state ();
  return failed;
}
