/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-keys.h"
#include "pn-plot-view-private.h"

#define ZOOM_STEP 1.25   /* a notch of the wheel, a press of + */
#define RULE_STEPS 100.0 /* presses of an arrow across the axis */

static gboolean
is_in_area (PnPlotView *self, double x, double y)
{
  return !pn_plot_is_empty (self->plot) && pn_rect_contains (&self->frame.area, x, y);
}

/* Within the data's side of the axis; whole steps, but fractions of epochs. */
static double
data_at (PnPlotView *self, double px)
{
  double x = pn_plot_frame_data_x (&self->frame, px);

  return MAX (self->plot->x_fractional ? x : round (x), 0);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, PnPlotView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->plot->pinned || self->panning)
    return;
  if (!is_in_area (self, x, y))
    {
      pn_plot_view_go_to_rest (self);
      return;
    }
  pn_plot_view_set_hover (self, data_at (self, x));
  pn_plot_view_await_rest (self);
}

static void
leave_cb (GtkEventControllerMotion *controller, PnPlotView *self)
{
  if (!self->plot->pinned)
    pn_plot_view_go_to_rest (self);
}

static void
zoom_at (PnPlotView *self, double x, double y, double factor)
{
  pn_plot_zoom (self->plot, &self->frame, x, y, factor);
  pn_plot_view_moved (self);
}

/* GTK's scroll events don't say where the pointer is: the last motion does. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, PnPlotView *self)
{
  if (!is_in_area (self, self->pointer_x, self->pointer_y))
    return GDK_EVENT_PROPAGATE;
  zoom_at (self, self->pointer_x, self->pointer_y, pow (ZOOM_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, PnPlotView *self)
{
  self->pinch = 1;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, PnPlotView *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y) || scale <= 0)
    return;
  zoom_at (self, x, y, scale / self->pinch);
  self->pinch = scale;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PnPlotView *self)
{
  self->panning = FALSE;
  self->panned_x = self->panned_y = 0;
  if (!is_in_area (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, PnPlotView *self)
{
  if (!self->panning && !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    return;
  if (!self->panning)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->panning = TRUE;
  pn_plot_pan (self->plot, &self->frame, dx - self->panned_x, dy - self->panned_y);
  self->panned_x = dx;
  self->panned_y = dy;
  pn_plot_view_moved (self);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, PnPlotView *self)
{
  self->panning = FALSE;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PnPlotView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* A click pins the rule, or takes it off; of a double one the first click is taken back. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, PnPlotView *self)
{
  if (!is_in_area (self, x, y))
    return;
  if (n_press == 1)
    {
      self->pinned_before = self->plot->pinned;
      pn_plot_view_set_pinned (self, FALSE);
      pn_plot_view_set_hover (self, data_at (self, x));
      pn_plot_view_set_pinned (self, !self->pinned_before);
    }
  else if (n_press == 2)
    {
      pn_plot_view_set_pinned (self, self->pinned_before);
      pn_plot_view_follow (self);
    }
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PnPlotView *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  pn_plot_view_pop_up_menu (self, x, y);
}

static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);
  const PnRect *area = &self->frame.area;

  pn_plot_view_pop_up_menu (self, area->x + area->width / 2, area->y + area->height / 2);
  return TRUE;
}

static double
view_middle (PnPlotView *self)
{
  return self->frame.area.x + self->frame.area.width / 2;
}

static gboolean
move_rule_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);
  int direction = g_variant_get_int32 (args);
  double x = self->plot->hover
                 ? pn_plot_frame_x (&self->frame, self->plot->hover_x)
                 : view_middle (self) - direction * self->frame.area.width / RULE_STEPS;

  if (pn_plot_is_empty (self->plot))
    return FALSE;
  x += direction * self->frame.area.width / RULE_STEPS;
  x = CLAMP (x, self->frame.area.x, pn_rect_right (&self->frame.area));
  pn_plot_view_set_hover (self, data_at (self, x));
  return TRUE;
}

static gboolean
zoom_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);
  double x = self->plot->hover ? pn_plot_frame_x (&self->frame, self->plot->hover_x)
                               : view_middle (self);

  if (pn_plot_is_empty (self->plot))
    return FALSE;
  zoom_at (self, x, pn_rect_bottom (&self->frame.area),
           pow (ZOOM_STEP, g_variant_get_int32 (args)));
  return TRUE;
}

static gboolean
pin_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);

  if (self->plot->hover)
    pn_plot_view_set_pinned (self, !self->plot->pinned);
  return self->plot->hover;
}

/* Takes the rule away; where there is none, the key is somebody else's. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);

  if (!self->plot->hover)
    return FALSE;
  pn_plot_view_take_rule (self);
  return TRUE;
}

void
pn_plot_view_class_init_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GtkShortcutFunc callback;
    int argument;
  } keys[] = {
    { GDK_KEY_Left, move_rule_cb, -1 }, { GDK_KEY_Right, move_rule_cb, 1 },
    { GDK_KEY_plus, zoom_cb, 1 },       { GDK_KEY_minus, zoom_cb, -1 },
    { GDK_KEY_KP_Add, zoom_cb, 1 },     { GDK_KEY_KP_Subtract, zoom_cb, -1 },
    { GDK_KEY_Return, pin_cb, 0 },      { GDK_KEY_KP_Enter, pin_cb, 0 },
    { GDK_KEY_Escape, escape_cb, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, keys[i].callback, "i",
                                  keys[i].argument);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "plot.follow", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "plot.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_x, 0, "plots.next-x", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, 0, "plots.log-x", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, 0, "plot.log-y", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
  pn_keys_add_training (widget_class, TRUE);
}

static void
add_gestures (PnPlotView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

void
pn_plot_view_pop_up_menu (PnPlotView *self, double x, double y)
{
  if (!self->context_menu)
    {
      GMenuModel *model = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (self->menu_button));

      self->context_menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
      gtk_widget_set_halign (self->context_menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->context_menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

void
pn_plot_view_init_input (PnPlotView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  add_gestures (self);
}
