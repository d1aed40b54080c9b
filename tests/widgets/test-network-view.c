/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The network edited on its picture, by pointer and by keys, and put back by undo. */

#include "pn-layer-handle.h"
#include "pn-network-canvas-private.h"
#include "pn-test-network.h"

static void
set_up (PnTestNetwork *self, gconstpointer data)
{
  pn_test_network_set_up (self, 1160, 440);
}

static void
tear_down (PnTestNetwork *self, gconstpointer data)
{
  pn_test_network_tear_down (self);
}

static GtkWidget *
handle (PnTestNetwork *self, int layer)
{
  return pn_test_find (self->canvas, PN_TYPE_LAYER_HANDLE, (guint) layer);
}

/* The middle of a part of the picture. */
static void
locate (PnTestNetwork *self, PnTopologyPart part, gsize layer, gsize unit, double *x, double *y)
{
  PnNetworkPicture *picture = PN_NETWORK_CANVAS (self->canvas)->picture;
  PnTopologyItem item = { part, layer, unit };
  PnRect rect = pn_topology_layout_locate (pn_network_picture_get_layout (picture), &item);

  g_assert_cmpfloat (rect.width, >, 0.0);
  *x = rect.x + rect.width / 2.0;
  *y = rect.y + rect.height / 2.0;
}

static void
click (PnTestNetwork *self, PnTopologyPart part, gsize layer, gsize unit)
{
  double x, y;

  locate (self, part, layer, unit, &x, &y);
  pn_test_click (self->canvas, x, y);
  pn_test_settle (self->canvas);
}

static gsize
units (PnTestNetwork *self, gsize layer)
{
  return pn_test_network_spec (self)->layers[layer - 1].units;
}

static void
test_select (PnTestNetwork *self, gconstpointer data)
{
  click (self, PN_TOPOLOGY_UNIT, 1, 20);
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  g_assert_true (gtk_widget_has_focus (handle (self, 1)));
  pn_test_network_draw (self);
  pn_test_screenshot (self->canvas, "network-selected");
  pn_test_click (self->canvas, 3, 3);
  g_assert_cmpint (pn_test_network_selected (self), ==, -1);
  click (self, PN_TOPOLOGY_INPUT, 0, 0);
  g_assert_cmpint (pn_test_network_selected (self), ==, 0);
  pn_test_key (self->canvas, "Escape");
  g_assert_cmpint (pn_test_network_selected (self), ==, -1);
}

static void
test_insert (PnTestNetwork *self, gconstpointer data)
{
  click (self, PN_TOPOLOGY_INSERT, 2, 0);
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 3);
  g_assert_cmpuint (units (self, 2), ==, 64);
  g_assert_cmpint (pn_test_network_selected (self), ==, 2);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Insert Layer");
  pn_test_network_draw (self);
  pn_test_screenshot (self->canvas, "network-two-hidden");
}

static void
test_plus_and_minus (PnTestNetwork *self, gconstpointer data)
{
  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  click (self, PN_TOPOLOGY_PLUS, 1, 0);
  g_assert_cmpuint (units (self, 1), ==, 65);
  click (self, PN_TOPOLOGY_MINUS, 1, 0);
  click (self, PN_TOPOLOGY_MINUS, 1, 0);
  g_assert_cmpuint (units (self, 1), ==, 63);
}

/* Doubled by 80 pixels, and one undo step whatever the number of moves. */
static void
test_drag (PnTestNetwork *self, gconstpointer data)
{
  double points[6][2];
  double x, y;

  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  locate (self, PN_TOPOLOGY_SIDE, 1, 0, &x, &y);
  for (int i = 0; i < 6; i++)
    {
      points[i][0] = x + 16.0 * i;
      points[i][1] = y;
    }
  pn_test_drag (self->canvas, (const double (*)[2]) points, 6);
  g_assert_cmpuint (units (self, 1), ==, 128);
  pn_test_screenshot (self->canvas, "network-dragged");
  pn_test_network_undo (self);
  g_assert_cmpuint (units (self, 1), ==, 64);
}

static void
test_keys (PnTestNetwork *self, gconstpointer data)
{
  gtk_widget_grab_focus (self->canvas);
  pn_test_key (self->canvas, "Right");
  pn_test_key (self->canvas, "Right");
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  pn_test_key (self->canvas, "plus");
  g_assert_cmpuint (units (self, 1), ==, 65);
  pn_test_key (self->canvas, "minus");
  pn_test_key (self->canvas, "ctrl+plus");
  g_assert_cmpuint (units (self, 1), ==, 128);
  pn_test_key (self->canvas, "ctrl+minus");
  g_assert_cmpuint (units (self, 1), ==, 64);
  pn_test_key (self->canvas, "Insert");
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 3);
  g_assert_cmpint (pn_test_network_selected (self), ==, 2);
  pn_test_key (self->canvas, "minus");
  pn_test_key (self->canvas, "alt+Left");
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  g_assert_cmpuint (units (self, 1), ==, 63);
  g_assert_cmpuint (units (self, 2), ==, 64);
  pn_test_key (self->canvas, "Delete");
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 2);
  pn_test_key (self->canvas, "Left");
  g_assert_cmpint (pn_test_network_selected (self), ==, 0);
}

static void
test_training_keys (PnTestNetwork *self, gconstpointer data)
{
  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  pn_test_key (self->canvas, "space");
  pn_test_key (self->canvas, "r");
  pn_test_key (self->canvas, "period");
  pn_test_key (self->canvas, "comma");
  g_assert_cmpuint (self->commands, ==, 4);
}

static void
test_menu (PnTestNetwork *self, gconstpointer data)
{
  double x, y;

  locate (self, PN_TOPOLOGY_UNIT, 1, 9, &x, &y);
  pn_test_right_click (self->canvas, x, y);
  pn_test_wait (200);
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  g_assert_true (gtk_widget_get_mapped (PN_NETWORK_CANVAS (self->canvas)->menu));
  pn_test_key (self->canvas, "d");
  pn_test_wait (200);
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 3);
}

/* Ten layers of 64 by nine duplicates: the report's deep network, parameters and all. */
static void
test_ten_layers (PnTestNetwork *self, gconstpointer data)
{
  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  for (int i = 0; i < 9; i++)
    gtk_widget_activate_action (self->canvas, "network.duplicate-layer", NULL);
  g_object_set (self->view, "selected-layer", 4, NULL);
  pn_test_settle (self->canvas);
  g_assert_cmpuint (pn_spec_n_parameters (pn_test_network_spec (self)), ==, 87744);
  g_assert_nonnull (pn_test_find_named (GTK_WIDGET (self->view), "87,744 parameters"));
  pn_test_network_draw (self);
  pn_test_screenshot (self->canvas, "network-ten-layers");
}

/* More layers than fit: the selected one comes into sight, and the wheel goes on from there. */
static void
test_scroll (PnTestNetwork *self, gconstpointer data)
{
  PnNetworkCanvas *canvas = PN_NETWORK_CANVAS (self->canvas);
  const PnTopologyLayout *layout;
  const PnRect *last;

  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  for (int i = 0; i < 26; i++)
    gtk_widget_activate_action (self->canvas, "network.duplicate-layer", NULL);
  pn_test_settle (self->canvas);
  layout = pn_network_picture_get_layout (canvas->picture);
  last = &layout->blocks[26].grid.rect;
  g_assert_cmpfloat (layout->scroll_max, >, 0.0);
  g_assert_cmpfloat (pn_rect_right (last), <=, pn_rect_right (&layout->view));

  pn_test_move (self->canvas, 300, 60);
  pn_test_xdotool (self->canvas, "click --repeat 20 4");
  g_assert_cmpfloat (gtk_adjustment_get_value (canvas->scroll), ==, 0.0);
  g_assert_cmpint (pn_test_network_selected (self), ==, 27);
  pn_test_screenshot (self->canvas, "network-many-layers");
}

/* An edit and its undo: nothing on the picture tells that anything happened. */
static void
assert_undone (PnTestNetwork *self, const char *action, GVariant *parameter)
{
  g_autoptr (GdkTexture) before = NULL;
  g_autoptr (GdkTexture) edited = NULL;
  g_autoptr (GdkTexture) after = NULL;

  g_object_set (self->view, "selected-layer", 1, NULL);
  pn_test_network_draw (self);
  before = pn_test_picture (GTK_WIDGET (self->view));
  g_assert_true (gtk_widget_activate_action_variant (self->canvas, action, parameter));
  pn_test_network_draw (self);
  edited = pn_test_picture (GTK_WIDGET (self->view));
  g_assert_false (pn_test_same (before, edited));
  pn_document_undo (self->document);
  g_object_set (self->view, "selected-layer", 1, NULL);
  pn_test_network_draw (self);
  after = pn_test_picture (GTK_WIDGET (self->view));
  g_assert_true (pn_test_same (before, after));
}

static gboolean
is_left_alone (gpointer canvas)
{
  return pn_network_picture_get_hovered (PN_NETWORK_CANVAS (canvas)->picture)->part
         == PN_TOPOLOGY_NOTHING;
}

static void
test_undo (PnTestNetwork *self, gconstpointer data)
{
  pn_test_move (GTK_WIDGET (self->inspector), 100, 100);
  pn_test_wait_until (is_left_alone, self->canvas);
  assert_undone (self, "network.insert-after", NULL);
  assert_undone (self, "network.duplicate-layer", NULL);
  assert_undone (self, "network.double-units", NULL);
  assert_undone (self, "network.fewer-units", NULL);
  assert_undone (self, "network.remove-layer", NULL);
  assert_undone (self, "network.activation", g_variant_new_string ("relu"));
}

static void
test_words (PnTestNetwork *self, gconstpointer data)
{
  gtk_test_accessible_assert_property (handle (self, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Input, 28 × 28 pixels");
  gtk_test_accessible_assert_property (handle (self, 1), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Hidden 1, 64 units, improved sigmoid, 1 of 1");
  gtk_test_accessible_assert_property (handle (self, 2), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Output, 10 classes, softmax");
  gtk_test_accessible_assert_property (self->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Network, 784 – 64 – 10");
  g_assert_true (gtk_widget_activate_action (handle (self, 1), "layer.duplicate", NULL));
  pn_test_settle (self->canvas);
  gtk_test_accessible_assert_property (handle (self, 2), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Hidden 2, 64 units, improved sigmoid, 2 of 2");
  gtk_test_accessible_assert_state (handle (self, 2), GTK_ACCESSIBLE_STATE_PRESSED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
}

static void
test_refused (PnTestNetwork *self, gconstpointer data)
{
  g_object_set (self->view, "selected-layer", 1, NULL);
  gtk_widget_activate_action (self->canvas, "network.set-units", "t", (guint64) 1000000000000);
  g_assert_cmpuint (units (self, 1), ==, 64);
  g_assert_nonnull (pn_test_message (self->window));
}

/* Picked up and dropped on the far side of its neighbour. */
static void
test_carry (PnTestNetwork *self, gconstpointer data)
{
  double points[5][2];
  double x, y, to_x, to_y;

  click (self, PN_TOPOLOGY_INSERT, 2, 0);
  pn_test_key (self->canvas, "minus");
  g_assert_cmpuint (units (self, 2), ==, 63);
  locate (self, PN_TOPOLOGY_UNIT, 1, 3, &x, &y);
  locate (self, PN_TOPOLOGY_SIDE, 2, 0, &to_x, &to_y);
  for (int i = 0; i < 5; i++)
    {
      points[i][0] = x + (to_x - x) * i / 4.0;
      points[i][1] = y;
    }
  pn_test_drag (self->canvas, (const double (*)[2]) points, 5);
  g_assert_cmpuint (units (self, 1), ==, 63);
  g_assert_cmpuint (units (self, 2), ==, 64);
  g_assert_cmpint (pn_test_network_selected (self), ==, 2);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Move Layer");
}

static gboolean
has_learnt (gpointer document)
{
  gsize steps;

  pn_history_steps (pn_run_get_history (pn_document_get_selected (document)), &steps);
  return steps >= 5;
}

/* The picture lives while the run trains, and an edit does not stop it. */
static void
test_training (PnTestNetwork *self, gconstpointer data)
{
  PnRun *run = pn_document_get_selected (self->document);
  g_autoptr (GdkTexture) before = NULL;
  g_autoptr (GdkTexture) after = NULL;

  pn_test_network_draw (self);
  before = pn_test_picture (self->canvas);
  pn_test_network_train (self);
  pn_test_wait_until (has_learnt, self->document);
  after = pn_test_picture (self->canvas);
  g_assert_false (pn_test_same (before, after));
  pn_test_screenshot (self->canvas, "network-training");

  click (self, PN_TOPOLOGY_UNIT, 1, 0);
  pn_test_key (self->canvas, "Insert");
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 3);
  g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_TRAINING);
}

static void
test_explain (PnTestNetwork *self, gconstpointer data)
{
  PnNetworkPicture *picture = PN_NETWORK_CANVAS (self->canvas)->picture;
  PnTopologyItem unit = { PN_TOPOLOGY_UNIT, 1, 11 };
  PnTopologyItem class = { PN_TOPOLOGY_UNIT, 2, 3 };
  g_autofree char *of_unit = NULL;
  g_autofree char *of_class = NULL;
  g_autofree char *lit = NULL;
  g_autofree char *dark = NULL;

  of_unit = pn_network_picture_explain (picture, &unit);
  of_class = pn_network_picture_explain (picture, &class);
  g_assert_cmpstr (of_unit, ==, "Unit 12 of Hidden 1");
  g_assert_cmpstr (of_class, ==, "Class 3");
  pn_test_network_draw (self);
  lit = pn_network_picture_explain (picture, &unit);
  g_assert_true (g_str_has_prefix (lit, "Unit 12 of Hidden 1: activation "));
  /* What was drawn of the answer is gone, though nothing has been drawn since. */
  pn_predictor_set_picture (self->predictor, NULL, 0);
  dark = pn_network_picture_explain (picture, &unit);
  g_assert_cmpstr (dark, ==, "Unit 12 of Hidden 1");
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);
#define ADD(name, function) g_test_add (name, PnTestNetwork, NULL, set_up, function, tear_down)
  ADD ("/network-view/select", test_select);
  ADD ("/network-view/insert", test_insert);
  ADD ("/network-view/plus-and-minus", test_plus_and_minus);
  ADD ("/network-view/drag", test_drag);
  ADD ("/network-view/keys", test_keys);
  ADD ("/network-view/training-keys", test_training_keys);
  ADD ("/network-view/menu", test_menu);
  ADD ("/network-view/ten-layers", test_ten_layers);
  ADD ("/network-view/scroll", test_scroll);
  ADD ("/network-view/undo", test_undo);
  ADD ("/network-view/words", test_words);
  ADD ("/network-view/refused", test_refused);
  ADD ("/network-view/carry", test_carry);
  ADD ("/network-view/explain", test_explain);
  ADD ("/network-view/training", test_training);
  return g_test_run ();
}
