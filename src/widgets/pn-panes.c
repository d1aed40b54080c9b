/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-panes.h"

#include "pn-pane-handle.h"

struct _PnPanes
{
  GtkWidget parent_instance;

  GtkWidget *panes[PN_N_PANES];
  GtkWidget *handles[PN_N_BORDERS];
  GdkRectangle places[PN_N_PANES];
  PnLayoutInput input;
  PnLayoutMode mode;
  guint notify_source;
};

static void pn_panes_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PnPanes,
                               pn_panes,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, pn_panes_buildable_init))

enum
{
  PROP_MODE = 1,
  PROP_PAGE,
  PROP_SHOW_RUNS,
  PROP_SHOW_SIDE,
  PROP_HIDE_SIDES,
  PROP_MAXIMISED,
  PROP_PRESENTATION,
  PROP_RUNS_WIDTH,
  PROP_SIDE_WIDTH,
  PROP_NETWORK_SHARE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static GtkBuildableIface *parent_buildable;

static const char *const pane_names[PN_N_PANES]
    = { "runs", "network", "plots", "pad", "inspector" };

/* Where a pane is found in the narrow layout. */
static const PnPage pane_pages[PN_N_PANES] = {
  PN_PAGE_RUNS, PN_PAGE_NETWORK, PN_PAGE_PLOTS, PN_PAGE_DRAW, PN_PAGE_NETWORK,
};

/* Height for width without the sheet: the pad's widget asks for a square of its width plus this. */
static int
pad_extra_height (PnPanes *self, int width)
{
  int minimum = 0;
  if (self->panes[PN_PANE_PAD] != NULL)
    gtk_widget_measure (self->panes[PN_PANE_PAD], GTK_ORIENTATION_VERTICAL, width, &minimum, NULL,
                        NULL, NULL);
  return MAX (minimum - 240, 0);
}

static int
inspector_height (PnPanes *self, int width)
{
  int natural = 0;
  if (self->panes[PN_PANE_INSPECTOR] != NULL)
    gtk_widget_measure (self->panes[PN_PANE_INSPECTOR], GTK_ORIENTATION_VERTICAL, width, NULL,
                        &natural, NULL, NULL);
  return natural;
}

static gboolean
notify_mode_cb (gpointer user_data)
{
  PnPanes *self = user_data;

  self->notify_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
  return G_SOURCE_REMOVE;
}

/* Listeners show and hide widgets, which must not happen in the middle of an allocation. */
static void
set_mode (PnPanes *self, PnLayoutMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  if (self->notify_source == 0)
    self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_mode_cb, self, NULL);
}

static int
least_width (PnPanes *self, PnPane pane)
{
  int least = 0;
  if (self->panes[pane] != NULL)
    gtk_widget_measure (self->panes[pane], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                        NULL);
  return least;
}

static void
place_widget (GtkWidget *widget, const GdkRectangle *place, int baseline)
{
  gboolean shown = place->width > 0 && place->height > 0;

  if (widget == NULL)
    return;
  gtk_widget_set_child_visible (widget, shown);
  if (shown)
    gtk_widget_size_allocate (widget, place, baseline);
}

/* Where people read from right to left the runs stand at the right. */
static void
mirror (PnPanes *self, int width)
{
  for (int i = 0; i < PN_N_PANES; i++)
    self->places[i].x = width - self->places[i].x - self->places[i].width;
}

static void
place_handles (PnPanes *self, int baseline)
{
  for (int i = 0; i < PN_N_BORDERS; i++)
    {
      PnBorderPlace place = pn_layout_border (&self->input, i);
      pn_pane_handle_set_place (PN_PANE_HANDLE (self->handles[i]), &place);
      place_widget (self->handles[i], &place.place, baseline);
    }
}

static void
update_input (PnPanes *self, int width, int height)
{
  self->input.width = width;
  self->input.height = height;
  self->input.runs_least = least_width (self, PN_PANE_RUNS);
  self->input.side_least = least_width (self, PN_PANE_PAD);
  if (!self->input.presentation)
    self->input.side_least = MAX (self->input.side_least, least_width (self, PN_PANE_INSPECTOR));
  self->input.pad_height = pad_extra_height (self, 320);
  self->input.inspector_height = inspector_height (self, 320);
}

static void
pn_panes_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnPanes *self = PN_PANES (widget);

  update_input (self, width, height);
  pn_layout_compute (&self->input, self->places);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    mirror (self, width);
  for (int i = 0; i < PN_N_PANES; i++)
    place_widget (self->panes[i], &self->places[i], baseline);
  place_handles (self, baseline);
  set_mode (self, pn_layout_mode (width));
}

/* The least is the widest pane alone (a page); the rest is folding. Heights give way to scrolling.
 */
static void
pn_panes_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  PnPanes *self = PN_PANES (widget);

  *minimum = 0;
  for (int i = 0; i < PN_N_PANES; i++)
    if (self->panes[i] != NULL && orientation == GTK_ORIENTATION_HORIZONTAL)
      {
        int pane_minimum;
        gtk_widget_measure (self->panes[i], orientation, -1, &pane_minimum, NULL, NULL, NULL);
        *minimum = MAX (*minimum, pane_minimum);
      }
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? 1440 : 820);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 400;
}

static GtkSizeRequestMode
pn_panes_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

GtkWidget *
pn_panes_new (void)
{
  return g_object_new (PN_TYPE_PANES, NULL);
}

void
pn_panes_set_pane (PnPanes *self, PnPane pane, GtkWidget *widget)
{
  g_return_if_fail (PN_IS_PANES (self));
  g_return_if_fail (pane < PN_N_PANES && self->panes[pane] == NULL);
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gboolean is_centre = pane == PN_PANE_NETWORK || pane == PN_PANE_PLOTS;

  self->panes[pane] = widget;
  /* Drawn from first to last, and found by the pointer from last to first: the centre, its border,
   * the columns, which may lie over both, and their borders. */
  gtk_widget_insert_before (widget, GTK_WIDGET (self),
                            self->handles[is_centre ? PN_BORDER_SPLIT : PN_BORDER_RUNS]);
}

GtkWidget *
pn_panes_get_pane (PnPanes *self, PnPane pane)
{
  g_return_val_if_fail (PN_IS_PANES (self) && pane < PN_N_PANES, NULL);

  return self->panes[pane];
}

PnLayoutMode
pn_panes_get_mode (PnPanes *self)
{
  g_return_val_if_fail (PN_IS_PANES (self), PN_LAYOUT_WIDE);

  return self->mode;
}

void
pn_panes_expect_width (PnPanes *self, int width)
{
  g_return_if_fail (PN_IS_PANES (self) && width > 0);

  if (self->mode == pn_layout_mode (width))
    return;
  self->mode = pn_layout_mode (width);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}

gboolean
pn_panes_is_shown (PnPanes *self, PnPane pane)
{
  g_return_val_if_fail (PN_IS_PANES (self) && pane < PN_N_PANES, FALSE);

  return self->places[pane].width > 0;
}

void
pn_panes_reveal (PnPanes *self, PnPane pane)
{
  g_return_if_fail (PN_IS_PANES (self) && pane < PN_N_PANES);

  if (self->input.maximised >= 0 && self->input.maximised != (int) pane)
    g_object_set (self, "maximised", -1, NULL);
  if (self->mode == PN_LAYOUT_PAGES)
    g_object_set (self, "page", pane_pages[pane], NULL);
  else if (pane == PN_PANE_RUNS && !pn_panes_is_shown (self, pane))
    g_object_set (self, "show-runs", TRUE, NULL);
  else if (pane >= PN_PANE_PAD && !pn_panes_is_shown (self, pane))
    g_object_set (self, "show-side", TRUE, NULL);
  if (self->panes[pane] != NULL)
    gtk_widget_child_focus (self->panes[pane], GTK_DIR_TAB_FORWARD);
}

static int
focused_pane (PnPanes *self)
{
  for (int i = 0; i < PN_N_PANES; i++)
    if (self->panes[i] != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->panes[i])
      return i;
  return -1;
}

void
pn_panes_cycle_focus (PnPanes *self, gboolean backwards)
{
  g_return_if_fail (PN_IS_PANES (self));

  int from = focused_pane (self);
  int step = backwards ? PN_N_PANES - 1 : 1;

  for (int i = 1; i <= PN_N_PANES; i++)
    {
      int pane = (MAX (from, backwards ? 0 : -1) + i * step) % PN_N_PANES;
      if (self->panes[pane] != NULL && pn_panes_is_shown (self, pane)
          && gtk_widget_child_focus (self->panes[pane], GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
pn_panes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnPanes *self = PN_PANES (object);

  switch (id)
    {
    case PROP_MODE:
      g_value_set_int (value, self->mode);
      break;
    case PROP_PAGE:
      g_value_set_int (value, self->input.page);
      break;
    case PROP_SHOW_RUNS:
      g_value_set_boolean (value, self->input.show_runs);
      break;
    case PROP_SHOW_SIDE:
      g_value_set_boolean (value, self->input.show_side);
      break;
    case PROP_HIDE_SIDES:
      g_value_set_boolean (value, self->input.hide_sides);
      break;
    case PROP_MAXIMISED:
      g_value_set_int (value, self->input.maximised);
      break;
    case PROP_PRESENTATION:
      g_value_set_boolean (value, self->input.presentation);
      break;
    case PROP_RUNS_WIDTH:
      g_value_set_int (value, self->input.runs_width);
      break;
    case PROP_SIDE_WIDTH:
      g_value_set_int (value, self->input.side_width);
      break;
    case PROP_NETWORK_SHARE:
      g_value_set_double (value, self->input.network_share);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_panes_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnPanes *self = PN_PANES (object);
  PnLayoutInput before = self->input;

  switch (id)
    {
    case PROP_PAGE:
      self->input.page = g_value_get_int (value);
      break;
    case PROP_SHOW_RUNS:
      self->input.show_runs = g_value_get_boolean (value);
      break;
    case PROP_SHOW_SIDE:
      self->input.show_side = g_value_get_boolean (value);
      break;
    case PROP_HIDE_SIDES:
      self->input.hide_sides = g_value_get_boolean (value);
      break;
    case PROP_MAXIMISED:
      self->input.maximised = g_value_get_int (value);
      break;
    case PROP_PRESENTATION:
      self->input.presentation = g_value_get_boolean (value);
      break;
    case PROP_RUNS_WIDTH:
      self->input.runs_width = g_value_get_int (value);
      break;
    case PROP_SIDE_WIDTH:
      self->input.side_width = g_value_get_int (value);
      break;
    case PROP_NETWORK_SHARE:
      self->input.network_share = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (memcmp (&before, &self->input, sizeof before) == 0)
    return;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
pn_panes_dispose (GObject *object)
{
  PnPanes *self = PN_PANES (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  for (int i = 0; i < PN_N_PANES; i++)
    g_clear_pointer (&self->panes[i], gtk_widget_unparent);
  for (int i = 0; i < PN_N_BORDERS; i++)
    g_clear_pointer (&self->handles[i], gtk_widget_unparent);
  G_OBJECT_CLASS (pn_panes_parent_class)->dispose (object);
}

static void
pn_panes_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  for (int i = 0; i < PN_N_PANES; i++)
    if (g_strcmp0 (type, pane_names[i]) == 0)
      {
        pn_panes_set_pane (PN_PANES (buildable), i, GTK_WIDGET (child));
        return;
      }
  parent_buildable->add_child (buildable, builder, child, type);
}

static void
pn_panes_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = pn_panes_add_child;
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_MODE] = g_param_spec_int ("mode", NULL, NULL, 0, PN_LAYOUT_PAGES, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE] = g_param_spec_int ("page", NULL, NULL, 0, PN_N_PAGES - 1, 0, flags);
  properties[PROP_SHOW_RUNS] = g_param_spec_boolean ("show-runs", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_SIDE] = g_param_spec_boolean ("show-side", NULL, NULL, FALSE, flags);
  properties[PROP_HIDE_SIDES] = g_param_spec_boolean ("hide-sides", NULL, NULL, FALSE, flags);
  properties[PROP_MAXIMISED]
      = g_param_spec_int ("maximised", NULL, NULL, -1, PN_N_PANES - 1, -1, flags);
  properties[PROP_PRESENTATION] = g_param_spec_boolean ("presentation", NULL, NULL, FALSE, flags);
  properties[PROP_RUNS_WIDTH] = g_param_spec_int ("runs-width", NULL, NULL, 0, 10000, 0, flags);
  properties[PROP_SIDE_WIDTH] = g_param_spec_int ("side-width", NULL, NULL, 0, 10000, 0, flags);
  properties[PROP_NETWORK_SHARE]
      = g_param_spec_double ("network-share", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
pn_panes_class_init (PnPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_panes_get_property;
  object_class->set_property = pn_panes_set_property;
  object_class->dispose = pn_panes_dispose;
  widget_class->measure = pn_panes_measure;
  widget_class->get_request_mode = pn_panes_get_request_mode;
  widget_class->size_allocate = pn_panes_size_allocate;
  install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "panes");
}

/* By the properties, so that whoever remembers them hears of it. */
static void
apply_borders (PnPanes *self, const PnLayoutInput *input)
{
  g_object_set (self, "runs-width", input->runs_width, "side-width", input->side_width,
                "network-share", input->network_share, NULL);
}

static PnBorder
border_of (PnPanes *self, PnPaneHandle *handle)
{
  PnBorder border = 0;

  while (self->handles[border] != GTK_WIDGET (handle))
    border++;
  return border;
}

static void
moved_cb (PnPanes *self, int position, PnPaneHandle *handle)
{
  PnLayoutInput input = self->input;

  pn_layout_move_border (&input, border_of (self, handle), position);
  apply_borders (self, &input);
}

static void
reset_cb (PnPanes *self, PnPaneHandle *handle)
{
  PnLayoutInput input = self->input;

  pn_layout_reset_border (&input, border_of (self, handle));
  apply_borders (self, &input);
}

static void
pn_panes_init (PnPanes *self)
{
  self->input.maximised = -1;
  for (int i = 0; i < PN_N_BORDERS; i++)
    {
      self->handles[i] = pn_pane_handle_new (i);
      if (i == PN_BORDER_SPLIT)
        gtk_widget_insert_after (self->handles[i], GTK_WIDGET (self), NULL);
      else
        gtk_widget_set_parent (self->handles[i], GTK_WIDGET (self));
      g_signal_connect_swapped (self->handles[i], "moved", G_CALLBACK (moved_cb), self);
      g_signal_connect_swapped (self->handles[i], "reset", G_CALLBACK (reset_cb), self);
    }
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
