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
  result = g_test_run ();
  test_remove_state ();
  return result;
}
