/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-keys.h"
#include "pn-pad-sheet-private.h"

#define PEN_STEP (1.0 / 28) /* of the side: a pixel of MNIST's picture */
#define PEN_STEP_FINE (1.0 / 112)

static PnInkPoint
to_units (PnPadSheet *self, double px, double py)
{
  double x, y, side;

  pn_pad_sheet_get_square (self, &x, &y, &side);
  /* The pen stays on the sheet: a stroke that leaves it goes on along its edge. */
  return (PnInkPoint){ CLAMP ((px - x) / side, 0, 1), CLAMP ((py - y) / side, 0, 1) };
}

/* Where the pen has been since the last event that reached us: what the windowing system held back
 * between two frames. Surface coordinates.
 */
static void
add_backlog (PnPadSheet *self, GdkEvent *event)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  g_autofree GdkTimeCoord *coords = NULL;
  double surface_x, surface_y;
  guint n = 0;

  if (!event || gdk_event_get_event_type (event) != GDK_MOTION_NOTIFY)
    return;
  coords = gdk_event_get_history (event, &n);
  gtk_native_get_surface_transform (native, &surface_x, &surface_y);
  for (guint i = 0; coords && i < n; i++)
    {
      double x, y;

      if (gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self),
                                            coords[i].axes[GDK_AXIS_X] - surface_x,
                                            coords[i].axes[GDK_AXIS_Y] - surface_y, &x, &y))
        pn_pad_sheet_add_point (self, to_units (self, x, y));
    }
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PnPadSheet *self)
{
  /* Ours from the first touch on, so that a scrolled window around the pad doesn't pan instead. */
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->pen_visible = FALSE;
  self->pen_down = FALSE;
  pn_pad_sheet_begin_stroke (self, to_units (self, x, y));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, PnPadSheet *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  add_backlog (self, event);
  pn_pad_sheet_add_point (self, to_units (self, x + dx, y + dy));
  pn_pad_sheet_ink_changed (self);
}

static void
focus_leave_cb (GtkEventControllerFocus *controller, PnPadSheet *self)
{
  self->pen_down = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A pen that was put away comes back where the ink ended. */
static void
show_pen (PnPadSheet *self)
{
  const PnInk *ink = pn_pad_sheet_get_ink (self);
  gsize n = pn_ink_n_strokes (ink);

  if (!self->pen_visible && n > 0)
    {
      gsize n_points;
      const PnInkPoint *points = pn_ink_stroke (ink, n - 1, &n_points);

      if (n_points > 0)
        self->pen = points[n_points - 1];
    }
  self->pen_visible = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
move_pen_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPadSheet *self = PN_PAD_SHEET (widget);
  double dx, dy;

  g_variant_get (args, "(dd)", &dx, &dy);
  show_pen (self);
  self->pen.x = CLAMP (self->pen.x + dx, 0, 1);
  self->pen.y = CLAMP (self->pen.y + dy, 0, 1);
  if (self->pen_down)
    {
      pn_pad_sheet_add_point (self, self->pen);
      pn_pad_sheet_ink_changed (self);
    }
  return TRUE;
}

static gboolean
lower_or_lift_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPadSheet *self = PN_PAD_SHEET (widget);

  show_pen (self);
  self->pen_down = !self->pen_down;
  if (self->pen_down)
    pn_pad_sheet_begin_stroke (self, self->pen);
  return TRUE;
}

/* Lifts the pen, then puts it away; with no pen the key is somebody else's. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPadSheet *self = PN_PAD_SHEET (widget);

  if (!self->pen_visible)
    return FALSE;
  if (!self->pen_down)
    self->pen_visible = FALSE;
  self->pen_down = FALSE;
  gtk_widget_queue_draw (widget);
  return TRUE;
}

/* These take the key even where there is nothing to do: with focus in the pad Ctrl+Z must never
 * reach the network.
 */
static gboolean
undo_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  pn_pad_sheet_undo (PN_PAD_SHEET (widget));
  return TRUE;
}

static gboolean
redo_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  pn_pad_sheet_redo (PN_PAD_SHEET (widget));
  return TRUE;
}

static gboolean
clear_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  pn_pad_sheet_clear (PN_PAD_SHEET (widget));
  return TRUE;
}

static void
bind_move (GtkWidgetClass *widget_class, guint key, int dx, int dy)
{
  gtk_widget_class_add_binding (widget_class, key, 0, move_pen_cb, "(dd)", dx * PEN_STEP,
                                dy * PEN_STEP);
  gtk_widget_class_add_binding (widget_class, key, GDK_SHIFT_MASK, move_pen_cb, "(dd)",
                                dx * PEN_STEP_FINE, dy * PEN_STEP_FINE);
}

void
pn_pad_sheet_class_init_keys (GtkWidgetClass *widget_class)
{
  /* The corners of the number pad move it aslant. */
  static const struct
  {
    guint key;
    int dx, dy;
  } moves[] = {
    { GDK_KEY_Left, -1, 0 },   { GDK_KEY_Right, 1, 0 },       { GDK_KEY_Up, 0, -1 },
    { GDK_KEY_Down, 0, 1 },    { GDK_KEY_KP_Left, -1, 0 },    { GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_KP_Up, 0, -1 },  { GDK_KEY_KP_Down, 0, 1 },     { GDK_KEY_KP_Home, -1, -1 },
    { GDK_KEY_KP_End, -1, 1 }, { GDK_KEY_KP_Page_Up, 1, -1 }, { GDK_KEY_KP_Page_Down, 1, 1 },
  };
  const GdkModifierType ctrl = GDK_CONTROL_MASK;

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    bind_move (widget_class, moves[i].key, moves[i].dx, moves[i].dy);
  pn_keys_add_training (widget_class, FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, lower_or_lift_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, ctrl, undo_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, ctrl | GDK_SHIFT_MASK, redo_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_y, ctrl, redo_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, clear_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, clear_cb, NULL);
}

void
pn_pad_sheet_init_input (PnPadSheet *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (focus, "leave", G_CALLBACK (focus_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
