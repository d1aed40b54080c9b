/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

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
edited_cb (PnDocument *document, const char *message, GPtrArray *messages)
{
  g_ptr_array_add (messages, g_strdup (message));
}

static gboolean
stop_waiting_cb (gpointer waiting)
{
  *(gboolean *) waiting = FALSE;
  return G_SOURCE_REMOVE;
}

static void
wait_a_moment (void)
{
  gboolean waiting = TRUE;

  g_timeout_add (700, stop_waiting_cb, &waiting);
  while (waiting)
    g_main_context_iteration (NULL, TRUE);
}

/* The share of test images that the run answers as the label says. */
static double
accuracy_of (TestDocument *self)
{
  PnSnapshot *snapshot = pn_run_get_snapshot (self->run);
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (pn_snapshot_network (snapshot), 100, NULL);
  PnEvaluation result;

  pn_network_evaluate (pn_snapshot_network (snapshot), workspace,
                       pn_document_get_data (self->document, self->run)->test,
                       pn_snapshot_normalisation (snapshot), NULL, &result);
  return result.accuracy;
}

/* Widening changes no answer, narrowing few, and each edit says what it cost. */
static void
test_surgery (TestDocument *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  double before;

  test_train (self->document, self->run, 40);
  before = accuracy_of (self);
  g_assert_true (before > 0.8);
  g_signal_connect (self->document, "edited", G_CALLBACK (edited_cb), messages);
  set_units (self, 20, 0);
  g_assert_true (fabs (accuracy_of (self) - before) <= 0.0);
  wait_a_moment ();
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (messages->pdata[0], ==, "Nothing changed");
  set_units (self, 10, 0);
  g_assert_true (accuracy_of (self) >= before - 0.1);
  wait_a_moment ();
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_true (g_str_has_prefix (messages->pdata[1], "Accuracy "));
  test_train (self->document, self->run, 5);
  g_assert_true (accuracy_of (self) >= before - 0.1);
}

/* Narrow and wide again within one drag is as it was, and is told once. */
static void
test_drag_back (TestDocument *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  guint gesture = pn_document_next_gesture (self->document);
  PnSnapshot *before;

  test_train (self->document, self->run, 30);
  before = pn_run_get_snapshot (self->run);
  g_signal_connect (self->document, "edited", G_CALLBACK (edited_cb), messages);
  set_units (self, 5, gesture);
  set_units (self, 3, gesture);
  set_units (self, 12, gesture);
  g_assert_true (pn_run_get_snapshot (self->run) == before);
  wait_a_moment ();
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (messages->pdata[0], ==, "Nothing changed");
}

/* Milliseconds for which the main loop didn't come round, at most. */
typedef struct
{
  gint64 last;
  gint64 longest;
} Pulse;

static gboolean
pulse_cb (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  if (pulse->last != 0)
    pulse->longest = MAX (pulse->longest, (now - pulse->last) / 1000);
  pulse->last = now;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_edit (TestDocument *self)
{
  while (pn_document_is_editing (self->document))
    g_main_context_iteration (NULL, TRUE);
}

/* Trained, with a layer that takes a while to be narrowed. */
static void
make_large (TestDocument *self)
{
  set_units (self, 900, 0);
  test_train (self->document, self->run, 5);
}

/* A large layer is narrowed on a thread, as one step that can be undone. */
static void
test_slow (TestDocument *self, gconstpointer unused)
{
  g_autofree char *before = NULL;
  Pulse pulse = { 0, 0 };
  guint source;

  make_large (self);
  before = test_describe (self->document);
  source = g_timeout_add (1, pulse_cb, &pulse);
  set_units (self, 600, 0);
  g_assert_true (pn_document_is_editing (self->document));
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Change Units");
  g_assert_cmpuint (pn_run_get_spec (self->run)->layers[0].units, ==, 900);
  wait_for_edit (self);
  g_source_remove (source);
  g_test_message ("the main loop rested for %" G_GINT64_FORMAT " ms at most", pulse.longest);
  /* On the main thread it would be seconds; a busy machine makes a thread wait for some. */
  g_assert_cmpint (pulse.longest, <, 250);
  g_assert_cmpuint (pn_run_get_spec (self->run)->layers[0].units, ==, 600);
  g_assert_true (accuracy_of (self) > 0.5);
  pn_document_undo (self->document);
  g_assert_cmpuint (pn_run_get_spec (self->run)->layers[0].units, ==, 900);
  test_train (self->document, self->run, 3);
}

/* Undo, or cancelling, gives it up; what else happens to the run counts for more. */
static void
test_slow_given_up (TestDocument *self, gconstpointer unused)
{
  g_autofree char *before = NULL, *after = NULL;

  make_large (self);
  before = test_describe (self->document);
  set_units (self, 600, 0);
  pn_document_undo (self->document);
  g_assert_false (pn_document_is_editing (self->document));
  set_units (self, 500, 0);
  pn_document_cancel_edit (self->document);
  wait_a_moment ();
  after = test_describe (self->document);
  g_assert_cmpstr (before, ==, after);
  set_units (self, 600, 0);
  set_units (self, 901, 0);
  g_assert_false (pn_document_is_editing (self->document));
  g_assert_cmpuint (pn_run_get_spec (self->run)->layers[0].units, ==, 901);
  set_units (self, 600, 0);
  pn_document_remove_run (self->document, self->run);
  wait_for_edit (self);
  g_assert_cmpuint (pn_document_n_runs (self->document), ==, 0);
}

/* A run that trains waits for the edit and goes on; so does one that is asked to meanwhile. */
static void
test_slow_while_training (TestDocument *self, gconstpointer unused)
{
  PnSettings settings = *pn_run_get_settings (self->run);

  settings.epochs = 1000;
  pn_document_set_settings (self->document, self->run, &settings, "More Epochs", 0, NULL);
  make_large (self);
  test_begin (self->document, self->run, 0);
  set_units (self, 700, 0);
  g_assert_null (pn_run_get_trainer (self->run));
  wait_for_edit (self);
  g_assert_nonnull (pn_run_get_trainer (self->run));
  g_assert_cmpuint (pn_run_get_spec (self->run)->layers[0].units, ==, 700);
  set_units (self, 600, 0);
  pn_document_cancel_edit (self->document);
  g_assert_nonnull (pn_run_get_trainer (self->run));
  pn_document_pause (self->document, self->run);
  while (pn_run_get_trainer (self->run))
    g_main_context_iteration (NULL, TRUE);
  set_units (self, 500, 0);
  test_begin (self->document, self->run, 0);
  g_assert_null (pn_run_get_trainer (self->run));
  wait_for_edit (self);
  g_assert_nonnull (pn_run_get_trainer (self->run));
}

static void
foreseen_cb (GObject *source, GAsyncResult *result, gpointer cost)
{
  GError *error = NULL;

  pn_document_foresee_finish (PN_DOCUMENT (source), result, cost, &error);
  g_assert_no_error (error);
}

static PnEditCost
foresee (TestDocument *self, const PnSpec *spec)
{
  PnEditCost cost = { 0 };

  pn_document_foresee_async (self->document, self->run, spec, NULL, foreseen_cb, &cost);
  while (cost.n == 0)
    g_main_context_iteration (NULL, TRUE);
  return cost;
}

/* What is told before an edit is what is measured after it, and telling changes nothing. */
static void
test_foresee (TestDocument *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PnSpec) spec = NULL;
  g_autofree char *before = NULL, *after = NULL, *told = NULL;
  PnEditCost cost;

  test_train (self->document, self->run, 40);
  before = test_describe (self->document);
  spec = pn_spec_copy (pn_run_get_spec (self->run));
  spec->layers[0].units = 20;
  cost = foresee (self, spec);
  g_assert_true (pn_edit_cost_is_nothing (&cost) && cost.change <= 1e-5);
  spec->layers[0].units = 4;
  cost = foresee (self, spec);
  g_assert_true (!pn_edit_cost_is_nothing (&cost) && cost.change > 0.01);
  after = test_describe (self->document);
  g_assert_cmpstr (before, ==, after);
  g_signal_connect (self->document, "edited", G_CALLBACK (edited_cb), messages);
  set_units (self, 4, 0);
  while (messages->len == 0)
    g_main_context_iteration (NULL, TRUE);
  told = g_strdup_printf ("Accuracy %.3f → %.3f", cost.before.accuracy, cost.after.accuracy);
  g_assert_cmpstr (messages->pdata[0], ==, told);
}

int
main (int argc, char **argv)
{
  int result;

  test_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/operate/surgery", TestDocument, NULL, test_document_set_up, test_surgery,
              test_document_tear_down);
  g_test_add ("/operate/drag-back", TestDocument, NULL, test_document_set_up, test_drag_back,
              test_document_tear_down);
  g_test_add ("/operate/slow", TestDocument, NULL, test_document_set_up, test_slow,
              test_document_tear_down);
  g_test_add ("/operate/slow-given-up", TestDocument, NULL, test_document_set_up,
              test_slow_given_up, test_document_tear_down);
  g_test_add ("/operate/slow-while-training", TestDocument, NULL, test_document_set_up,
              test_slow_while_training, test_document_tear_down);
  g_test_add ("/operate/foresee", TestDocument, NULL, test_document_set_up, test_foresee,
              test_document_tear_down);
  result = g_test_run ();
  test_remove_state ();
  return result;
}
