/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-run-table.h"
#include "pn-test-network.h"
#include "pn-verdict.h"

/* Whether two runs differ, as the label says it: of networks trained on a small set of images. */

typedef struct
{
  PnTestNetwork network;
  PnDocument *document;
  GtkLabel *label;
  PnVerdict *verdict;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  pn_test_network_set_up (&self->network, 500, 300);
  self->document = self->network.document;
  self->label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));
  self->verdict = pn_verdict_new (self->document, self->label);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  pn_verdict_free (self->verdict);
  g_object_unref (self->label);
  pn_test_network_tear_down (&self->network);
}

static gboolean
is_idle (gpointer document)
{
  return !pn_document_is_training (document);
}

static gboolean
has_steps (gpointer document)
{
  PnHistory *history = pn_run_get_history (pn_document_get_selected (document));

  return pn_history_get_length (history).n_steps > 0;
}

static void
train_first (Fixture *self)
{
  pn_test_network_train (&self->network);
  pn_test_wait_until (has_steps, self->document);
  pn_document_pause (self->document, pn_document_get_selected (self->document));
  pn_test_wait_until (is_idle, self->document);
}

static gboolean
is_paused (gpointer document)
{
  return pn_run_get_state (pn_document_get_selected (document)) == PN_RUN_PAUSED;
}

static void
train_second (Fixture *self)
{
  pn_document_train_async (self->document, pn_document_get_selected (self->document), 5, NULL, NULL,
                           NULL);
  pn_test_wait_until (is_paused, self->document);
}

static const char *
update (Fixture *self)
{
  g_autoptr (GPtrArray) runs = pn_run_table_checked (self->document);

  pn_verdict_update (self->verdict, runs);
  return gtk_label_get_label (self->label);
}

static gboolean
is_tested (gpointer label)
{
  return strstr (gtk_label_get_label (label), "McNemar") != NULL;
}

static void
test_two (Fixture *self, gconstpointer unused)
{
  PnRun *first = pn_document_get_run (self->document, 0), *second;

  train_first (self);
  second = pn_document_new_run (self->document, first);
  g_assert_nonnull (strstr (update (self), "Once both runs are trained"));
  train_second (self);
  g_assert_nonnull (strstr (update (self), "Testing"));
  pn_test_wait_until (is_tested, self->label);
  pn_document_rename_run (self->document, second, "Renamed");
  g_assert_nonnull (strstr (update (self), "“Renamed”"));
  pn_document_set_checked (self->document, second, FALSE);
  g_assert_cmpstr (update (self), ==, "");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->label)));
}

static void
test_three (Fixture *self, gconstpointer unused)
{
  pn_test_document_add (&self->network.test, "Second");
  pn_test_document_add (&self->network.test, "Third");
  g_assert_nonnull (strstr (update (self), "just two runs"));
}

/* Dropped while the test is under way: nobody hears of it. */
static void
test_dropped (Fixture *self, gconstpointer unused)
{
  PnRun *first = pn_document_get_run (self->document, 0);

  train_first (self);
  pn_document_new_run (self->document, first);
  train_second (self);
  update (self);
  pn_verdict_free (self->verdict);
  gtk_label_set_label (self->label, "");
  pn_test_wait (200);
  g_assert_cmpstr (gtk_label_get_label (self->label), ==, "");
  self->verdict = pn_verdict_new (self->document, self->label);
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/verdict/two", Fixture, NULL, set_up, test_two, tear_down);
  g_test_add ("/verdict/three", Fixture, NULL, set_up, test_three, tear_down);
  g_test_add ("/verdict/dropped", Fixture, NULL, set_up, test_dropped, tear_down);
  return g_test_run ();
}
