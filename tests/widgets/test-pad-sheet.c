/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-pad-sheet.h"
#include "pn-test-display.h"

typedef struct
{
  PnPadSheet *sheet;
  GtkWidget *widget;
  GtkWindow *window;
  int changes;       /* of the ink, told */
  int window_undone; /* Ctrl+Z that reached the window */
} Fixture;

static void
ink_changed_cb (PnPadSheet *sheet, Fixture *fixture)
{
  fixture->changes++;
}

static gboolean
window_undo_cb (GtkWidget *widget, GVariant *args, gpointer fixture)
{
  ((Fixture *) fixture)->window_undone++;
  return TRUE;
}

/* As the window binds it: in the bubble phase. */
static void
add_window_undo (Fixture *fixture)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutAction *action = gtk_callback_action_new (window_undo_cb, fixture, NULL);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"), action));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (GTK_WIDGET (fixture->window), keys);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->widget = pn_pad_sheet_new ();
  fixture->sheet = PN_PAD_SHEET (fixture->widget);
  g_signal_connect (fixture->sheet, "ink-changed", G_CALLBACK (ink_changed_cb), fixture);
  gtk_box_append (GTK_BOX (box), fixture->widget);
  gtk_box_append (GTK_BOX (box), gtk_entry_new ());
  fixture->window = pn_test_window_new (box, 300, 400);
  add_window_undo (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  pn_test_wait (20);
}

static gsize
n_strokes (Fixture *fixture)
{
  return pn_ink_n_strokes (pn_pad_sheet_get_ink (fixture->sheet));
}

static const double slash[][2] = { { 220, 40 }, { 180, 110 }, { 150, 160 }, { 90, 250 } };
static const double bar[][2] = { { 100, 120 }, { 150, 118 }, { 200, 121 } };

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  const PnInkPoint *points;
  PnInkPoint min, max;
  gsize n;

  pn_test_drag (fixture->widget, slash, G_N_ELEMENTS (slash));
  g_assert_cmpuint (n_strokes (fixture), ==, 1);
  g_assert_true (gtk_widget_has_focus (fixture->widget));
  g_assert_cmpint (fixture->changes, >=, 3); /* told while the pointer was still down */
  points = pn_ink_stroke (pn_pad_sheet_get_ink (fixture->sheet), 0, &n);
  g_assert_cmpuint (n, >=, 4);
  g_assert_cmpint (gtk_widget_get_width (fixture->widget), ==,
                   gtk_widget_get_height (fixture->widget));
  g_assert_true (ABS (points[0].x * gtk_widget_get_width (fixture->widget) - 220) < 1);
  g_assert_true (ABS (points[n - 1].y * gtk_widget_get_height (fixture->widget) - 250) < 1);
  g_assert_true (pn_ink_bounds (pn_pad_sheet_get_ink (fixture->sheet), &min, &max));
  g_assert_true (min.x >= 0 && max.x <= 1 && min.y >= 0 && max.y <= 1);
}

/* A stroke that leaves the sheet stays on it. */
static void
test_edge (Fixture *fixture, gconstpointer data)
{
  const double out[][2] = { { 150, 200 }, { 150, 320 }, { 150, 380 } };
  PnInkPoint min, max;

  pn_test_drag (fixture->widget, out, G_N_ELEMENTS (out));
  g_assert_true (pn_ink_bounds (pn_pad_sheet_get_ink (fixture->sheet), &min, &max));
  g_assert_true (max.y <= 1);
  g_assert_true (max.y > 0.99);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  gboolean can_undo, can_redo;

  pn_test_drag (fixture->widget, slash, G_N_ELEMENTS (slash));
  pn_test_drag (fixture->widget, bar, G_N_ELEMENTS (bar));
  g_assert_cmpuint (n_strokes (fixture), ==, 2);
  pn_test_key (fixture->widget, "ctrl+z");
  g_assert_cmpuint (n_strokes (fixture), ==, 1);
  pn_test_key (fixture->widget, "ctrl+shift+z");
  g_assert_cmpuint (n_strokes (fixture), ==, 2);
  pn_test_key (fixture->widget, "Delete");
  g_assert_cmpuint (n_strokes (fixture), ==, 0);
  pn_test_key (fixture->widget, "ctrl+z ctrl+z");
  g_assert_cmpuint (n_strokes (fixture), ==, 1);
  pn_test_key (fixture->widget, "ctrl+z ctrl+z ctrl+z");
  g_assert_cmpuint (n_strokes (fixture), ==, 0);
  g_object_get (fixture->sheet, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  g_assert_false (can_undo);
  g_assert_true (can_redo);
  g_assert_cmpint (fixture->window_undone, ==, 0);
}

/* Elsewhere in the window the key is the window's. */
static void
test_undo_elsewhere (Fixture *fixture, gconstpointer data)
{
  pn_test_drag (fixture->widget, slash, G_N_ELEMENTS (slash));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->window));
  gtk_window_set_focus (fixture->window, NULL);
  pn_test_key (fixture->widget, "ctrl+z");
  g_assert_cmpuint (n_strokes (fixture), ==, 1);
  g_assert_cmpint (fixture->window_undone, ==, 1);
}

static void
test_undo_while_drawing (Fixture *fixture, gconstpointer data)
{
  pn_test_drag (fixture->widget, slash, G_N_ELEMENTS (slash));
  pn_test_xdotool (fixture->widget, "mousemove 100 100 mousedown 1 mousemove 120 130 sleep 0.05 "
                                    "key ctrl+z sleep 0.05 mousemove 160 190 mouseup 1");
  g_assert_cmpuint (n_strokes (fixture), ==, 1);
  g_assert_cmpint (fixture->window_undone, ==, 0);
}

static void
test_keyboard_pen (Fixture *fixture, gconstpointer data)
{
  const PnInkPoint *points;
  gsize n;

  gtk_widget_grab_focus (fixture->widget);
  pn_test_key (fixture->widget, "Up Up");
  g_assert_cmpuint (n_strokes (fixture), ==, 0);
  pn_test_key (fixture->widget, "space Right Right Down space Left Left space Down");
  pn_test_screenshot (fixture->widget, "pad-pen");
  g_assert_cmpuint (n_strokes (fixture), ==, 2);
  points = pn_ink_stroke (pn_pad_sheet_get_ink (fixture->sheet), 0, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_true (ABS (points[0].y - (0.5 - 2.0 / 28)) < 1e-9);
  g_assert_true (ABS (points[3].x - (0.5 + 2.0 / 28)) < 1e-9);
  g_assert_true (gtk_widget_has_focus (fixture->widget));
}

/* What was drawn is where it was, in units of the side, whatever the size. */
static void
test_resize (Fixture *fixture, gconstpointer data)
{
  const PnInkPoint *points;
  PnInkPoint before;
  gsize n;

  pn_test_drag (fixture->widget, slash, G_N_ELEMENTS (slash));
  before = pn_ink_stroke (pn_pad_sheet_get_ink (fixture->sheet), 0, &n)[0];
  gtk_window_set_default_size (fixture->window, 420, 560);
  pn_test_wait (100);
  points = pn_ink_stroke (pn_pad_sheet_get_ink (fixture->sheet), 0, &n);
  g_assert_true (points[0].x == before.x && points[0].y == before.y);
  pn_test_screenshot (fixture->widget, "pad-resized");
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/pad-sheet/pointer", test_pointer);
  ADD ("/pad-sheet/edge", test_edge);
  ADD ("/pad-sheet/undo", test_undo);
  ADD ("/pad-sheet/undo-elsewhere", test_undo_elsewhere);
  ADD ("/pad-sheet/undo-while-drawing", test_undo_while_drawing);
  ADD ("/pad-sheet/keyboard-pen", test_keyboard_pen);
  ADD ("/pad-sheet/resize", test_resize);
#undef ADD
  return g_test_run ();
}
