/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-run-list.h"
#include "pn-run-row.h"
#include "pn-test-network.h"

/* The list of runs while several train: what each row says, and how one or all are stopped. */

typedef struct
{
  PnTestNetwork network;
  GtkWindow *window;
  GtkWidget *list;
} Fixture;

static void
pause_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pn_document_pause_all (((Fixture *) data)->network.document);
}

/* One run trains, slowly; as many others as there are cores want to be trained beside it, so that
 * one has to wait.
 */
static void
set_up (Fixture *self, gconstpointer unused)
{
  const GActionEntry entries[] = { { "pause-all", pause_all_cb, NULL, NULL, NULL } };
  PnDocument *document;

  pn_test_network_set_up (&self->network, 600, 400);
  document = self->network.document;
  pn_test_network_train (&self->network);
  self->list = pn_run_list_new ();
  g_object_set (self->list, "document", document, NULL);
  self->window = pn_test_window_new (self->list, 236, 500);
  g_action_map_add_action_entries (pn_test_listen (self->window), entries, G_N_ELEMENTS (entries),
                                   self);
  for (guint i = 0; i < pn_document_most_at_once (); i++)
    pn_document_new_run (document, pn_document_get_run (document, 0));
  pn_document_train_all (document);
  pn_test_settle (self->list);
}

static gboolean
is_idle (gpointer document)
{
  return !pn_document_is_training (document);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  pn_document_pause_all (self->network.document);
  pn_test_wait_until (is_idle, self->network.document);
  gtk_window_destroy (self->window);
  pn_test_network_tear_down (&self->network);
}

static GtkWidget *
row_of (Fixture *self, guint position)
{
  return pn_test_find (self->list, PN_TYPE_RUN_ROW, position);
}

static gboolean
is_paused (gpointer run)
{
  return pn_run_get_state (run) == PN_RUN_PAUSED;
}

static gboolean
is_training (gpointer run)
{
  return pn_run_get_state (run) == PN_RUN_TRAINING;
}

static void
test_stop_one (Fixture *self, gconstpointer unused)
{
  PnDocument *document = self->network.document;
  guint last = pn_document_n_runs (document) - 1;
  PnRun *first = pn_document_get_run (document, 0), *waiting = pn_document_get_run (document, last);

  g_assert_true (pn_run_get_queued (waiting));
  pn_test_find_named (row_of (self, last), "waiting");
  pn_test_screenshot (self->list, "run-list-training");
  pn_test_click_middle (pn_test_find_named (row_of (self, 0), "Pause"));
  pn_test_wait_until (is_paused, first);
  pn_test_wait_until (is_training, waiting);
}

static void
test_stop_waiting (Fixture *self, gconstpointer unused)
{
  PnDocument *document = self->network.document;
  guint last = pn_document_n_runs (document) - 1;

  pn_test_click_middle (pn_test_find_named (row_of (self, last), "Don’t Train"));
  g_assert_false (pn_run_get_queued (pn_document_get_run (document, last)));
  pn_test_find_named (row_of (self, last), "untrained");
  g_assert_cmpint (pn_run_get_state (pn_document_get_run (document, 0)), ==, PN_RUN_TRAINING);
}

static void
test_stop_all (Fixture *self, gconstpointer unused)
{
  PnDocument *document = self->network.document;

  pn_test_click_middle (pn_test_find_named (self->list, "Pause All"));
  pn_test_wait_until (is_idle, document);
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    g_assert_false (pn_run_get_queued (pn_document_get_run (document, i)));
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/run-list/stop-one", Fixture, NULL, set_up, test_stop_one, tear_down);
  g_test_add ("/run-list/stop-waiting", Fixture, NULL, set_up, test_stop_waiting, tear_down);
  g_test_add ("/run-list/stop-all", Fixture, NULL, set_up, test_stop_all, tear_down);
  return g_test_run ();
}
