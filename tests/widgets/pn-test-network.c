/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "pn-test-network.h"

#define SIDE 28
#define N_IMAGES 320
#define IMAGES_MAGIC 0x00000803
#define LABELS_MAGIC 0x00000801

static void
command_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ((PnTestNetwork *) data)->commands++;
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pn_document_undo (((PnTestNetwork *) data)->document);
}

/* The window's commands that bare keys could reach, counted. */
static void
add_commands (PnTestNetwork *self)
{
  const GActionEntry entries[] = {
    { "undo", undo_cb, NULL, NULL, NULL },
    { "train", command_cb, NULL, NULL, NULL },
    { "start-over", command_cb, NULL, NULL, NULL },
    { "train-batch", command_cb, NULL, NULL, NULL },
    { "train-epoch", command_cb, NULL, NULL, NULL },
  };

  g_action_map_add_action_entries (pn_test_listen (self->window), entries, G_N_ELEMENTS (entries),
                                   self);
}

static GtkWidget *
build (PnTestNetwork *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->view = g_object_new (PN_TYPE_NETWORK_VIEW, "document", self->document, "predictor",
                             self->predictor, "hexpand", TRUE, NULL);
  self->inspector
      = g_object_new (PN_TYPE_INSPECTOR, "document", self->document, "width-request", 300, NULL);
  g_object_bind_property (self->view, "selected-layer", self->inspector, "selected-layer",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  gtk_widget_insert_action_group (box, "network", pn_network_view_get_actions (self->view));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->view));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->inspector));
  return box;
}

void
pn_test_network_set_up (PnTestNetwork *self, int width, int height)
{
  PnRun *run;

  pn_test_document_set_up (&self->test);
  self->document = self->test.document;
  run = pn_test_document_add (&self->test, "My first network");
  self->predictor = pn_predictor_new ();
  pn_predictor_set_snapshot (self->predictor, pn_run_get_snapshot (run));
  self->window = pn_test_window_new (build (self), width, height);
  self->canvas = pn_test_find (GTK_WIDGET (self->view), g_type_from_name ("PnNetworkCanvas"), 0);
  add_commands (self);
}

void
pn_test_network_tear_down (PnTestNetwork *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  g_object_add_weak_pointer (G_OBJECT (self->inspector), (gpointer *) &self->inspector);
  gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (self->view);
  g_assert_null (self->inspector);
  g_assert_finalize_object (self->predictor);
  pn_test_document_tear_down (&self->test);
}

const PnSpec *
pn_test_network_spec (PnTestNetwork *self)
{
  return pn_run_get_spec (pn_document_get_selected (self->document));
}

const PnSettings *
pn_test_network_settings (PnTestNetwork *self)
{
  return pn_run_get_settings (pn_document_get_selected (self->document));
}

int
pn_test_network_selected (PnTestNetwork *self)
{
  int selected;

  g_object_get (self->view, "selected-layer", &selected, NULL);
  return selected;
}

void
pn_test_network_draw (PnTestNetwork *self)
{
  guint8 pixels[SIDE * SIDE] = { 0 };

  for (int y = 4; y < 24; y++)
    for (int x = 13; x < 16; x++)
      pixels[y * SIDE + x] = 255;
  pn_predictor_set_snapshot (self->predictor,
                             pn_run_get_snapshot (pn_document_get_selected (self->document)));
  pn_predictor_set_picture (self->predictor, pixels, sizeof pixels);
  pn_test_settle (self->canvas);
}

void
pn_test_network_undo (PnTestNetwork *self)
{
  pn_document_undo (self->document);
  pn_test_settle (self->canvas);
}

static void
append_number (GByteArray *bytes, guint32 number)
{
  guint32 big_endian = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &big_endian, sizeof big_endian);
}

/* An IDX file of noise: images, or labels where `values` is 10. */
static void
write_idx (const char *folder, const char *name, guint32 magic, gsize each, int values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) noise = g_rand_new_with_seed (magic);

  append_number (bytes, magic);
  append_number (bytes, N_IMAGES);
  for (int i = 0; each > 1 && i < 2; i++)
    append_number (bytes, SIDE);
  for (gsize i = 0; i < N_IMAGES * each; i++)
    {
      guint8 value = (guint8) g_rand_int_range (noise, 0, values);

      g_byte_array_append (bytes, &value, 1);
    }
  g_file_set_contents (path, (const char *) bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static void
write_data (PnTestNetwork *self)
{
  g_autofree char *folder = g_build_filename (self->test.folder, "mnist", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  write_idx (folder, "train-images-idx3-ubyte", IMAGES_MAGIC, SIDE * SIDE, 256);
  write_idx (folder, "train-labels-idx1-ubyte", LABELS_MAGIC, 1, 10);
  write_idx (folder, "t10k-images-idx3-ubyte", IMAGES_MAGIC, SIDE * SIDE, 256);
  write_idx (folder, "t10k-labels-idx1-ubyte", LABELS_MAGIC, 1, 10);
}

static void
begun_cb (GObject *document, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  pn_document_train_finish (PN_DOCUMENT (document), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_training (gpointer document)
{
  return pn_run_get_state (pn_document_get_selected (document)) == PN_RUN_TRAINING;
}

void
pn_test_network_train (PnTestNetwork *self)
{
  PnRun *run = pn_document_get_selected (self->document);
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (run));
  g_autoptr (GError) error = NULL;

  write_data (self);
  pn_document_refresh_data (self->document);
  recipe->train = 0;
  recipe->settings.epochs = 1000000;
  recipe->settings.patience = 0;
  pn_document_set_recipe (self->document, run, recipe, "Prepare", 0, &error);
  g_assert_no_error (error);
  pn_document_set_pace (self->document, PN_PACE_10_STEPS);
  pn_document_train_async (self->document, run, 0, NULL, begun_cb, NULL);
  pn_test_wait_until (is_training, self->document);
}
