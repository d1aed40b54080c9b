/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "pn-test-network.h"

#define SIDE 28

static void
command_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ((PnTestNetwork *) data)->commands++;
}

/* The window's commands that bare keys could reach, counted. */
static void
add_commands (PnTestNetwork *self)
{
  const GActionEntry entries[] = {
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
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  g_autoptr (GError) error = NULL;
  PnRun *run;

  self->folder = g_dir_make_tmp ("perceptron-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", self->folder, TRUE);
  self->document = pn_document_new (&error);
  g_assert_no_error (error);
  run = pn_document_add_recipe (self->document, recipe);
  self->predictor = pn_predictor_new ();
  pn_predictor_set_snapshot (self->predictor, pn_run_get_snapshot (run));
  self->window = pn_test_window_new (build (self), width, height);
  self->canvas = pn_test_find (GTK_WIDGET (self->view), g_type_from_name ("PnNetworkCanvas"), 0);
  add_commands (self);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

void
pn_test_network_tear_down (PnTestNetwork *self)
{
  gtk_window_destroy (self->window);
  pn_document_close (self->document);
  g_assert_finalize_object (self->predictor);
  g_object_unref (self->document);
  remove_folder (self->folder);
  g_free (self->folder);
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
