/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-keys.h"
#include "pn-network-canvas-private.h"
#include "pn-network-edit.h"

/* A drag of the side handle doubles the units each so many pixels. */
#define PIXELS_PER_DOUBLING 80.0
/* How far a press may stray and still be a click, as GTK counts elsewhere. */
#define CLICK_DISTANCE 8.0
/* From here on a press on a layer carries it. */
#define CARRY_DISTANCE 24.0
/* What one notch of the wheel scrolls, in pixels. */
#define SCROLL_STEP 40.0

/* The layer that keys mean: the one with the focus, else the selected one. */
static int
layer_in_hand (PnNetworkCanvas *self)
{
  for (guint i = 0; i < self->handles->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->handles, i)))
      return (int) i;
  return pn_network_actions_get_selected (self->actions);
}

static void
focus_layer (PnNetworkCanvas *self, int layer)
{
  if (layer >= 0 && (guint) layer < self->handles->len)
    gtk_widget_grab_focus (g_ptr_array_index (self->handles, layer));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
select_layer (PnNetworkCanvas *self, int layer)
{
  pn_network_actions_select (self->actions, layer);
  focus_layer (self, layer);
}

/* Hover */

static void
update_cursor (PnNetworkCanvas *self, PnTopologyPart part)
{
  const char *name = NULL;

  if (part == PN_TOPOLOGY_SIDE)
    name = "ew-resize";
  else if (part == PN_TOPOLOGY_INSERT || part == PN_TOPOLOGY_MINUS || part == PN_TOPOLOGY_PLUS)
    name = "pointer";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
set_hovered (PnNetworkCanvas *self, PnTopologyItem item)
{
  if (pn_topology_item_equal (&item, pn_network_picture_get_hovered (self->picture)))
    return;
  pn_network_picture_set_hovered (self->picture, &item);
  update_cursor (self, item.part);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (PnNetworkCanvas *self, double x, double y)
{
  if (self->gesture == 0 && self->carry_to == 0)
    set_hovered (self, pn_network_canvas_hit (self, x, y));
}

static void
leave_cb (PnNetworkCanvas *self)
{
  if (self->gesture == 0)
    set_hovered (self, (PnTopologyItem){ PN_TOPOLOGY_NOTHING, 0, 0 });
}

/* Press, drag, click */

static void
drag_begin_cb (PnNetworkCanvas *self, double x, double y)
{
  PnRun *run = pn_network_canvas_get_run (self);

  self->pressed = pn_network_canvas_hit (self, x, y);
  self->press_x = x;
  self->press_y = y;
  self->gesture = 0;
  if (run == NULL || self->pressed.part != PN_TOPOLOGY_SIDE)
    return;
  select_layer (self, (int) self->pressed.layer);
  self->units_at_press = pn_network_layer_units (pn_run_get_spec (run), (int) self->pressed.layer);
}

static void
drag_units (PnNetworkCanvas *self, double dx)
{
  double units = round ((double) self->units_at_press * exp2 (dx / PIXELS_PER_DOUBLING));

  if (self->gesture == 0)
    self->gesture = pn_document_next_gesture (pn_network_actions_get_document (self->actions));
  pn_network_actions_drag_units (self->actions, (gsize) CLAMP (units, 1.0, 1e9), self->gesture);
}

/* Whether the press was on a hidden layer's block, which can be carried, and not in its lens. */
static gboolean
can_carry (PnNetworkCanvas *self)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);
  const PnSpec *spec = pn_network_picture_get_spec (self->picture);
  gsize layer = self->pressed.layer;

  return (self->pressed.part == PN_TOPOLOGY_UNIT || self->pressed.part == PN_TOPOLOGY_LAYER)
         && pn_network_is_hidden (spec, (int) layer)
         && self->press_y < pn_rect_bottom (&layout->blocks[layer - 1].caption);
}

/* The number that a layer gets when it is dropped at x. */
static int
drop_place (PnNetworkCanvas *self, double x)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);
  int from = (int) self->pressed.layer;
  int before = 0; /* other hidden layers left of x */

  for (gsize i = 0; i + 1 < layout->n_layers; i++)
    {
      const PnRect *rect = &layout->blocks[i].grid.rect;

      if ((int) i + 1 != from && rect->x + rect->width / 2.0 < x)
        before++;
    }
  return before + 1;
}

static void
carry (PnNetworkCanvas *self, double dx)
{
  int to = drop_place (self, self->press_x + dx);

  if (self->carry_to == 0)
    {
      select_layer (self, (int) self->pressed.layer);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  if (to != self->carry_to)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->carry_to = to;
}

static void
drag_update_cb (PnNetworkCanvas *self, double dx, double dy)
{
  if (self->pressed.part == PN_TOPOLOGY_SIDE && (self->gesture != 0 || fabs (dx) >= 1.0))
    drag_units (self, dx);
  else if (self->carry_to != 0 || (fabs (dx) > CARRY_DISTANCE && can_carry (self)))
    carry (self, dx);
}

static void
drop (PnNetworkCanvas *self)
{
  int to = self->carry_to;

  self->carry_to = 0;
  update_cursor (self, PN_TOPOLOGY_NOTHING);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (to != (int) self->pressed.layer)
    gtk_widget_activate_action (GTK_WIDGET (self), "network.move-to", "i", to);
}

static void
step_units (PnNetworkCanvas *self, gsize layer, const char *action)
{
  select_layer (self, (int) layer);
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
click (PnNetworkCanvas *self, const PnTopologyItem *item)
{
  GtkWidget *widget = GTK_WIDGET (self);

  switch (item->part)
    {
    case PN_TOPOLOGY_INPUT:
      select_layer (self, 0);
      break;
    case PN_TOPOLOGY_LAYER:
    case PN_TOPOLOGY_UNIT:
    case PN_TOPOLOGY_SIDE:
    case PN_TOPOLOGY_HEALTH:
      select_layer (self, (int) item->layer);
      break;
    case PN_TOPOLOGY_INSERT:
      focus_layer (self, -1);
      gtk_widget_activate_action (widget, "network.insert", "i", (int) item->layer);
      break;
    case PN_TOPOLOGY_MINUS:
      step_units (self, item->layer, "network.fewer-units");
      break;
    case PN_TOPOLOGY_PLUS:
      step_units (self, item->layer, "network.more-units");
      break;
    default:
      select_layer (self, -1);
      break;
    }
}

/* Another gesture took over, or Escape: what is carried stays where it was. */
static void
cancel_cb (PnNetworkCanvas *self)
{
  self->gesture = 0;
  self->carry_to = 0;
  self->pressed.part = PN_TOPOLOGY_NOTHING;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (PnNetworkCanvas *self, double dx, double dy)
{
  PnTopologyItem released = pn_network_canvas_hit (self, self->press_x + dx, self->press_y + dy);

  if (self->gesture != 0)
    self->gesture = 0;
  else if (self->carry_to != 0)
    drop (self);
  else if (hypot (dx, dy) < CLICK_DISTANCE || pn_topology_item_equal (&released, &self->pressed))
    click (self, &self->pressed);
}

/* The context menu */

static int
layer_of (const PnTopologyItem *item)
{
  switch (item->part)
    {
    case PN_TOPOLOGY_NOTHING:
    case PN_TOPOLOGY_BACKGROUND:
      return -1;
    default:
      return (int) item->layer;
    }
}

void
pn_network_canvas_popup (PnNetworkCanvas *self, double x, double y)
{
  PnRun *run = pn_network_canvas_get_run (self);
  int layer = pn_network_actions_get_selected (self->actions);
  g_autoptr (GMenuModel) model = NULL;

  if (run == NULL)
    return;
  model = pn_network_menu_new (pn_network_is_hidden (pn_run_get_spec (run), layer));
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
popup_at_pointer (PnNetworkCanvas *self, double x, double y)
{
  PnTopologyItem item = pn_network_canvas_hit (self, x, y);
  int layer = layer_of (&item);

  if (layer < 0)
    return;
  select_layer (self, layer);
  pn_network_canvas_popup (self, x, y);
}

static void
secondary_pressed_cb (PnNetworkCanvas *self, int n_press, double x, double y)
{
  popup_at_pointer (self, x, y);
}

static gboolean
popup_at_focus (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);
  int layer = layer_in_hand (self);
  GtkWidget *handle;
  graphene_rect_t bounds;

  if (layer < 0 || (guint) layer >= self->handles->len)
    return FALSE;
  select_layer (self, layer);
  handle = g_ptr_array_index (self->handles, layer);
  if (gtk_widget_compute_bounds (handle, widget, &bounds))
    pn_network_canvas_popup (self, bounds.origin.x + bounds.size.width / 2.0,
                             bounds.origin.y + bounds.size.height / 2.0);
  return TRUE;
}

static gboolean
scroll_cb (PnNetworkCanvas *self, double dx, double dy)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);

  if (layout == NULL || layout->scroll_max <= 0.0)
    return GDK_EVENT_PROPAGATE;
  gtk_adjustment_set_value (self->scroll, gtk_adjustment_get_value (self->scroll)
                                              + (dx != 0.0 ? dx : dy) * SCROLL_STEP);
  return GDK_EVENT_STOP;
}

/* Keys */

/* Tab enters at the selected layer, or at the network as a whole, and then leaves; Left and Right
 * go from layer to layer and select it.
 */
gboolean
pn_network_canvas_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);
  gboolean inside = gtk_widget_get_focus_child (widget) != NULL || gtk_widget_has_focus (widget);
  int layer = layer_in_hand (self);
  int next = direction == GTK_DIR_LEFT ? layer - 1 : layer + 1;

  if (!inside)
    {
      focus_layer (self, pn_network_actions_get_selected (self->actions));
      return TRUE;
    }
  if (direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT)
    return FALSE;
  if (next >= 0 && (guint) next < self->handles->len)
    select_layer (self, next);
  return TRUE;
}

/* `parameter` names the action, which is for a selected layer. */
static gboolean
command_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);

  pn_network_actions_select (self->actions, layer_in_hand (self));
  gtk_widget_activate_action (widget, g_variant_get_string (parameter, NULL), NULL);
  return TRUE;
}

/* Not swallowed when there is nothing to unselect: Escape also leaves the presentation. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);

  if (pn_network_canvas_hide_tip (self))
    return TRUE;
  if (pn_network_actions_get_selected (self->actions) < 0)
    return FALSE;
  select_layer (self, -1);
  return TRUE;
}

void
pn_network_canvas_class_add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Insert, 0, "network.insert-after" },
    { GDK_KEY_KP_Insert, 0, "network.insert-after" },
    { GDK_KEY_Delete, 0, "network.remove-layer" },
    { GDK_KEY_KP_Delete, 0, "network.remove-layer" },
    { GDK_KEY_plus, 0, "network.more-units" },
    { GDK_KEY_equal, 0, "network.more-units" },
    { GDK_KEY_KP_Add, 0, "network.more-units" },
    { GDK_KEY_minus, 0, "network.fewer-units" },
    { GDK_KEY_KP_Subtract, 0, "network.fewer-units" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "network.double-units" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "network.double-units" },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "network.double-units" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "network.halve-units" },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "network.halve-units" },
    { GDK_KEY_Left, GDK_ALT_MASK, "network.move-left" },
    { GDK_KEY_Right, GDK_ALT_MASK, "network.move-right" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, command_cb, "s",
                                  keys[i].action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_at_focus, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_at_focus, NULL);
  pn_keys_add_training (widget_class, TRUE);
}

void
pn_network_canvas_add_input (PnNetworkCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect_swapped (hold, "pressed", G_CALLBACK (popup_at_pointer), self);

  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (hold));
}
