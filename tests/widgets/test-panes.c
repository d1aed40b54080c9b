/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Borders between panes, moved by a real pointer and by keys. */

#include "pn-pane-handle.h"
#include "pn-panes.h"
#include "pn-test-widget.h"

typedef struct
{
  GtkWindow *window;
  PnPanes *panes;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->panes = PN_PANES (pn_panes_new ());
  for (int i = 0; i < PN_N_PANES; i++)
    {
      GtkWidget *pane = adw_bin_new ();
      adw_bin_set_child (ADW_BIN (pane), gtk_button_new_with_label ("pane"));
      pn_panes_set_pane (fixture->panes, i, pane);
    }
  fixture->window = pn_test_window_new (GTK_WIDGET (fixture->panes), 1400, 800);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
}

static GtkWidget *
handle (Fixture *fixture, PnBorder border)
{
  /* Their order in the tree is that of what lies over what. */
  static const guint places[PN_N_BORDERS]
      = { [PN_BORDER_SPLIT] = 0, [PN_BORDER_RUNS] = 1, [PN_BORDER_SIDE] = 2 };

  return pn_test_find (GTK_WIDGET (fixture->panes), PN_TYPE_PANE_HANDLE, places[border]);
}

static int
pane_width (Fixture *fixture, PnPane pane)
{
  return gtk_widget_get_width (pn_panes_get_pane (fixture->panes, pane));
}

static int
pane_height (Fixture *fixture, PnPane pane)
{
  return gtk_widget_get_height (pn_panes_get_pane (fixture->panes, pane));
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  const double right[][2] = { { 4, 300 }, { 24, 300 }, { 54, 310 }, { 84, 300 } };
  const double up[][2] = { { 200, 4 }, { 200, -16 }, { 200, -56 }, { 200, -96 } };
  int runs = pane_width (fixture, PN_PANE_RUNS);
  int network = pane_height (fixture, PN_PANE_NETWORK);

  /* Each point is meant from where the handle was at first, as the pointer's way is on the screen.
   */
  pn_test_drag (handle (fixture, PN_BORDER_RUNS), right, G_N_ELEMENTS (right));
  g_assert_cmpint (pane_width (fixture, PN_PANE_RUNS), ==, runs + 80);
  pn_test_drag (handle (fixture, PN_BORDER_SPLIT), up, G_N_ELEMENTS (up));
  g_assert_cmpint (pane_height (fixture, PN_PANE_NETWORK), ==, network - 100);
  g_assert_cmpint (pane_width (fixture, PN_PANE_RUNS), ==, runs + 80);
}

static void
test_double_click (Fixture *fixture, gconstpointer data)
{
  GtkWidget *side = handle (fixture, PN_BORDER_SIDE);
  int before = pane_width (fixture, PN_PANE_PAD);

  g_object_set (fixture->panes, "side-width", 500, NULL);
  pn_test_settle (side);
  g_assert_cmpint (pane_width (fixture, PN_PANE_PAD), ==, 500);
  pn_test_move (side, 4, 100);
  pn_test_xdotool (side, "click --repeat 2 --delay 40 1");
  g_assert_cmpint (pane_width (fixture, PN_PANE_PAD), ==, before);
}

/* A slow machine lays the panes out a moment after the key. */
static void
assert_becomes (Fixture *fixture, PnPane pane, int height)
{
  for (int i = 0; i < 100 && pane_height (fixture, pane) != height; i++)
    pn_test_wait (20);
  g_assert_cmpint (pane_height (fixture, pane), ==, height);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *split = handle (fixture, PN_BORDER_SPLIT);
  int before = pane_height (fixture, PN_PANE_NETWORK);

  gtk_widget_grab_focus (split);
  pn_test_key (split, "Up Up");
  assert_becomes (fixture, PN_PANE_NETWORK, before - 16);
  pn_test_key (split, "ctrl+Down");
  assert_becomes (fixture, PN_PANE_NETWORK, before + 48);
  pn_test_key (split, "End");
  assert_becomes (fixture, PN_PANE_PLOTS, 240);
  pn_test_key (split, "Home");
  assert_becomes (fixture, PN_PANE_NETWORK, 200);
  pn_test_key (split, "Delete");
  assert_becomes (fixture, PN_PANE_NETWORK, before);
}

/* What was wanted in a large window comes back with it. */
static void
test_small_and_large (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->panes, "runs-width", 400, "side-width", 450, NULL);
  pn_test_settle (GTK_WIDGET (fixture->panes));
  g_assert_cmpint (pane_width (fixture, PN_PANE_RUNS), ==, 400);
  gtk_window_set_default_size (fixture->window, 1210, 800);
  pn_test_wait (100);
  pn_test_settle (GTK_WIDGET (fixture->panes));
  g_assert_cmpint (pane_width (fixture, PN_PANE_NETWORK), ==, 420);
  gtk_window_set_default_size (fixture->window, 1400, 800);
  pn_test_wait (100);
  pn_test_settle (GTK_WIDGET (fixture->panes));
  g_assert_cmpint (pane_width (fixture, PN_PANE_RUNS), ==, 400);
}

/* Maximised, nothing lies over the one pane. */
static void
test_maximised (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->panes, "maximised", PN_PANE_NETWORK, NULL);
  pn_test_settle (GTK_WIDGET (fixture->panes));
  for (int border = 0; border < PN_N_BORDERS; border++)
    g_assert_false (gtk_widget_get_child_visible (handle (fixture, border)));
  g_assert_cmpint (pane_width (fixture, PN_PANE_NETWORK), ==,
                   gtk_widget_get_width (GTK_WIDGET (fixture->panes)));
}

/* A folded column that was called for covers the centre and its border, for the pointer too. */
static void
test_unfolded (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panes = GTK_WIDGET (fixture->panes);
  GtkWidget *runs = pn_panes_get_pane (fixture->panes, PN_PANE_RUNS);

  gtk_window_set_default_size (fixture->window, 1000, 800);
  pn_test_wait (100);
  g_object_set (panes, "show-runs", TRUE, NULL);
  pn_test_settle (panes);
  for (int y = 10; y < gtk_widget_get_height (panes); y += 4)
    g_assert_true (gtk_widget_is_ancestor (gtk_widget_pick (panes, 60, y, GTK_PICK_DEFAULT), runs));
  g_assert_true (gtk_widget_pick (panes, gtk_widget_get_width (runs), 100, GTK_PICK_DEFAULT)
                 == handle (fixture, PN_BORDER_RUNS));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *side = GTK_ACCESSIBLE (handle (fixture, PN_BORDER_SIDE));
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->panes));

  if (!pn_test_accessible ())
    return;
  gtk_test_accessible_assert_role (side, GTK_ACCESSIBLE_ROLE_SEPARATOR);
  gtk_test_accessible_assert_property (side, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       width - pane_width (fixture, PN_PANE_PAD));
  g_assert_true (gtk_test_accessible_has_property (side, GTK_ACCESSIBLE_PROPERTY_LABEL));
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  g_test_add ("/panes/drag", Fixture, NULL, set_up, test_drag, tear_down);
  g_test_add ("/panes/double-click", Fixture, NULL, set_up, test_double_click, tear_down);
  g_test_add ("/panes/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/panes/small-and-large", Fixture, NULL, set_up, test_small_and_large, tear_down);
  g_test_add ("/panes/maximised", Fixture, NULL, set_up, test_maximised, tear_down);
  g_test_add ("/panes/unfolded", Fixture, NULL, set_up, test_unfolded, tear_down);
  g_test_add ("/panes/accessible", Fixture, NULL, set_up, test_accessible, tear_down);
  return g_test_run ();
}
