/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-pane-handle.h"

#include <glib/gi18n-lib.h>

#define SMALL_STEP 8
#define LARGE_STEP 64

struct _PnPaneHandle
{
  GtkWidget parent_instance;

  PnBorder border;
  PnBorderPlace place;
  double grab; /* from the border to where the pointer took hold, while it drags */
};

G_DEFINE_FINAL_TYPE (PnPaneHandle, pn_pane_handle, GTK_TYPE_WIDGET)

enum
{
  MOVED,
  RESET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const labels[PN_N_BORDERS]
    = { N_ ("Width of the Runs"), N_ ("Width of the Right Side"), N_ ("Height of the Network") };

/* Whether it moves up and down. */
static gboolean
is_horizontal (PnPaneHandle *self)
{
  return self->border == PN_BORDER_SPLIT;
}

static void
move (PnPaneHandle *self, int position)
{
  g_signal_emit (self, signals[MOVED], 0, position);
}

/* The pointer where the parent sees it: the handle itself moves under it. */
static double
pointer_position (PnPaneHandle *self, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double parent_x, parent_y;

  gtk_widget_translate_coordinates (widget, gtk_widget_get_parent (widget), x, y, &parent_x,
                                    &parent_y);
  return is_horizontal (self) ? parent_y : parent_x;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PnPaneHandle *self)
{
  self->grab = pointer_position (self, x, y) - self->place.position;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, PnPaneHandle *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  move (self, (int) (pointer_position (self, x + offset_x, y + offset_y) - self->grab + 0.5));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PnPaneHandle *self)
{
  if (n_press == 2)
    g_signal_emit (self, signals[RESET], 0);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PnPaneHandle *self = PN_PANE_HANDLE (widget);

  move (self, self->place.position + g_variant_get_int32 (arguments));
  return TRUE;
}

static gboolean
to_end_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PnPaneHandle *self = PN_PANE_HANDLE (widget);

  move (self, g_variant_get_boolean (arguments) ? self->place.most : self->place.least);
  return TRUE;
}

static gboolean
reset_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  g_signal_emit (widget, signals[RESET], 0);
  return TRUE;
}

void
pn_pane_handle_set_place (PnPaneHandle *self, const PnBorderPlace *place)
{
  g_return_if_fail (PN_IS_PANE_HANDLE (self) && place != NULL);

  self->place = *place;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  (double) place->least, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) place->most, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) place->position, -1);
}

static void
bind_steps (GtkWidgetClass *widget_class, guint key, int direction)
{
  gtk_widget_class_add_binding (widget_class, key, 0, step_cb, "i", direction * SMALL_STEP);
  gtk_widget_class_add_binding (widget_class, key, GDK_CONTROL_MASK, step_cb, "i",
                                direction * LARGE_STEP);
}

static void
pn_pane_handle_class_init (PnPaneHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[MOVED] = g_signal_new ("moved", PN_TYPE_PANE_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[RESET] = g_signal_new ("reset", PN_TYPE_PANE_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  bind_steps (widget_class, GDK_KEY_Left, -1);
  bind_steps (widget_class, GDK_KEY_Up, -1);
  bind_steps (widget_class, GDK_KEY_Right, 1);
  bind_steps (widget_class, GDK_KEY_Down, 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, to_end_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, to_end_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, reset_cb, NULL);
  gtk_widget_class_set_css_name (widget_class, "panehandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
pn_pane_handle_init (PnPaneHandle *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_group (drag, click);
}

GtkWidget *
pn_pane_handle_new (PnBorder border)
{
  PnPaneHandle *self = g_object_new (PN_TYPE_PANE_HANDLE, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  self->border = border;
  gtk_widget_set_cursor_from_name (widget, is_horizontal (self) ? "row-resize" : "col-resize");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (labels[border]),
      GTK_ACCESSIBLE_PROPERTY_ORIENTATION,
      is_horizontal (self) ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL, -1);
  return widget;
}
