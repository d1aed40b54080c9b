/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The confusion matrix under the hand, of a network that was trained on a small set of images. */

#include "config.h"

#include <string.h>

#include "pn-confusion-pane-private.h"
#include "pn-pad.h"
#include "pn-test-network.h"

typedef struct
{
  PnTestNetwork network;
  PnDocument *document;
  GtkWindow *window;
  PnConfusionPane *pane;
  PnPad *pad;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  pn_test_network_set_up (&self->network, 500, 300);
  self->document = self->network.document;
  self->pane = PN_CONFUSION_PANE (pn_confusion_pane_new ());
  self->pad = PN_PAD (pn_pad_new ());
  g_object_set (self->pane, "document", self->document, "hexpand", TRUE, NULL);
  g_object_set (self->pad, "document", self->document, "predictor", self->network.predictor, NULL);
  g_signal_connect_swapped (self->pane, "image-chosen", G_CALLBACK (pn_pad_set_picture), self->pad);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pane));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pad));
  self->window = pn_test_window_new (box, 1100, 400);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gpointer pane = g_object_ref (self->pane);

  gtk_window_destroy (self->window);
  pn_test_wait (20);
  g_assert_finalize_object (pane);
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

static gboolean
is_shown (gpointer pane)
{
  return PN_CONFUSION_PANE (pane)->shown != NULL;
}

static void
pause_first (Fixture *self)
{
  pn_document_pause (self->document, pn_document_get_selected (self->document));
  pn_test_wait_until (is_idle, self->document);
}

static void
train (Fixture *self)
{
  pn_test_network_train (&self->network);
  pn_test_wait_until (has_steps, self->document);
  pause_first (self);
  pn_test_wait_until (is_shown, self->pane);
  pn_test_settle (GTK_WIDGET (self->pane));
}

static GtkWidget *
focus (Fixture *self)
{
  return gtk_window_get_focus (self->window);
}

/* Says what will be there, and has the button that makes it. */
static void
test_empty (Fixture *self, gconstpointer unused)
{
  g_assert_true (gtk_widget_get_mapped (self->pane->empty));
  g_assert_nonnull (strstr (gtk_label_get_label (self->pane->empty_label), "takes for which"));
  pn_test_find_named (GTK_WIDGET (self->pane), "Get MNIST (11 MB)");
  g_assert_false (gtk_widget_get_sensitive (self->pane->table_button));
  pn_test_screenshot (GTK_WIDGET (self->pane), "confusion-empty");
}

/* By the arrows from cell to cell, whose names say what is in them; Return opens the images. */
static void
test_keys (Fixture *self, gconstpointer unused)
{
  g_autofree char *words = NULL;

  train (self);
  pn_test_screenshot (GTK_WIDGET (self->window), "confusion");
  words = pn_confusion_spot_words (self->pane->shown, 1, 2);
  gtk_widget_grab_focus (GTK_WIDGET (self->pane->matrix));
  pn_test_key (GTK_WIDGET (self->pane), "Right");
  pn_test_key (GTK_WIDGET (self->pane), "Right");
  pn_test_key (GTK_WIDGET (self->pane), "Down");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (focus (self)), ==, words);
  if (pn_test_accessible ())
    gtk_test_accessible_assert_property (focus (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words);
  pn_test_key (GTK_WIDGET (self->pane), "Return");
  g_assert_cmpstr (gtk_label_get_label (self->pane->images_title), ==, words);
  g_assert_true (gtk_widget_get_mapped (self->pane->mistakes_button));
  /* One stop for Tab. */
  pn_test_key (GTK_WIDGET (self->pane), "Tab");
  g_assert_false (gtk_widget_is_ancestor (focus (self), GTK_WIDGET (self->pane->matrix)));
}

static gboolean
has_picture (gpointer predictor)
{
  return pn_predictor_get_picture (predictor, NULL) != NULL;
}

/* The surest mistake, by a click on it: the pad and the network have its very pixels. */
static void
test_image (Fixture *self, gconstpointer unused)
{
  const PnConfusionChoice mistakes = { PN_CONFUSION_ANY, PN_CONFUSION_ANY, FALSE, TRUE };
  g_autoptr (GArray) images = NULL;
  PnDataset *dataset;
  const guint8 *wanted;
  gsize n;

  train (self);
  images = pn_confusion_choose (self->pane->shown, &mistakes);
  g_assert_cmpuint (images->len, >, 0);
  dataset = pn_confusion_watch_get_images (self->pane->watch);
  n = pn_dataset_n_inputs (dataset);
  wanted = pn_dataset_bytes (dataset) + g_array_index (images, guint32, 0) * n;
  pn_test_click (GTK_WIDGET (self->pane->grid), 40, 40);
  pn_test_wait_until (has_picture, self->network.predictor);
  g_assert_cmpmem (pn_predictor_get_picture (self->network.predictor, NULL), n, wanted, n);
  g_assert_cmpint (pn_predictor_get_answer (self->network.predictor), >=, 0);
  /* Drawing begins on a clean sheet. */
  pn_pad_clear (self->pad);
  g_assert_false (has_picture (self->network.predictor));
}

static gboolean
is_another (gpointer data)
{
  Fixture *self = data;

  return is_shown (self->pane)
         && pn_confusion_watch_get_state (self->pane->watch) == PN_CONFUSION_READY;
}

/* While it trains what was measured stays, and says so; another run takes it away. */
static void
test_follows (Fixture *self, gconstpointer unused)
{
  PnRun *first = pn_document_get_selected (self->document);
  PnConfusion *before;

  train (self);
  before = self->pane->shown;
  pn_document_train_async (self->document, first, 3, NULL, NULL, NULL);
  pn_test_wait (10);
  g_assert_true (self->pane->shown == before);
  pn_test_wait_until (is_idle, self->document);
  pn_test_wait (200);
  pn_test_wait_until (is_another, self);
  g_assert_true (self->pane->shown != before);
  pn_document_new_run (self->document, first);
  g_assert_false (is_shown (self->pane));
  g_assert_true (gtk_widget_get_visible (self->pane->empty));
  pn_document_select (self->document, first);
  pn_test_wait_until (is_shown, self->pane);
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/confusion-pane/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/confusion-pane/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/confusion-pane/image", Fixture, NULL, set_up, test_image, tear_down);
  g_test_add ("/confusion-pane/follows", Fixture, NULL, set_up, test_follows, tear_down);
  return g_test_run ();
}
