/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-network-canvas-private.h"
#include "pn-screen-style.h"

/* Below this nothing can be aimed at; what is more comes from the pane. */
#define LEAST_WIDTH 240
#define LEAST_HEIGHT 160
/* As far from the pane's edge as its title. */
#define MARGIN 14
/* So much of the selected layer's neighbours is seen where the layers scroll. */
#define NEIGHBOUR 80.0
#define NATURAL_WIDTH 800
#define NATURAL_HEIGHT 400

/* Where to scroll so that the selected layer is in sight, and a part of its neighbours. */
static double
scroll_for_selected (PnNetworkCanvas *self, const PnTopologyLayout *layout)
{
  int selected = pn_network_actions_get_selected (self->actions);
  double right = pn_rect_right (&layout->view) - NEIGHBOUR;
  double left = layout->view.x + NEIGHBOUR;
  const PnRect *rect;

  if (selected < 1 || (gsize) selected > layout->n_layers)
    return layout->scroll;
  rect = &layout->blocks[selected - 1].grid.rect;
  if (pn_rect_right (rect) > right)
    return layout->scroll + pn_rect_right (rect) - right;
  if (rect->x < left)
    return layout->scroll - (left - rect->x);
  return layout->scroll;
}

static void
scroll_cb (PnNetworkCanvas *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The layout's scrolling as the scrollbar has it; no signal, for this is what it caused. */
static void
update_scroll (PnNetworkCanvas *self, const PnTopologyLayout *layout)
{
  double page = layout->view.width;

  g_signal_handlers_block_by_func (self->scroll, scroll_cb, self);
  gtk_adjustment_configure (self->scroll, layout->scroll, 0.0, layout->scroll_max + page,
                            page / 10.0, page, page);
  g_signal_handlers_unblock_by_func (self->scroll, scroll_cb, self);
}

static void
layout_picture (PnNetworkCanvas *self, int width, int height, double scroll)
{
  PnRect rect = { MARGIN, 0.0, MAX (1, width - 2 * MARGIN), MAX (1, height - MARGIN / 2) };
  PnStyle style = pn_screen_style (GTK_WIDGET (self), self->line_scale);
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  int selected = self->actions != NULL ? pn_network_actions_get_selected (self->actions) : -1;

  pn_network_picture_layout (self->picture, &rect, &style, context, selected, scroll);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where a handle lies: the layer's block without its caption, wide enough to be aimed at. */
static GtkAllocation
place (PnNetworkCanvas *self, gsize layer)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);
  PnTopologyItem item = { layer == 0 ? PN_TOPOLOGY_INPUT : PN_TOPOLOGY_LAYER, layer, 0 };
  PnRect block = pn_topology_layout_locate (layout, &item);
  PnRect rect = pn_topology_target (&block);

  return (GtkAllocation){ (int) rect.x, (int) rect.y, MAX (1, (int) rect.width),
                          MAX (1, (int) rect.height) };
}

static void
allocate_scrollbar (PnNetworkCanvas *self, const PnTopologyLayout *layout)
{
  GtkAllocation allocation = { (int) layout->view.x, 0, (int) layout->view.width, 0 };

  gtk_widget_set_child_visible (self->scrollbar, layout->scroll_max > 0.0);
  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, NULL, &allocation.height, NULL,
                      NULL);
  allocation.y = (int) pn_rect_bottom (&layout->view) - allocation.height;
  gtk_widget_size_allocate (self->scrollbar, &allocation, -1);
}

static void
allocate_children (PnNetworkCanvas *self, const PnTopologyLayout *layout)
{
  for (gsize i = 0; i < self->handles->len; i++)
    {
      GtkAllocation allocation = place (self, i);

      gtk_widget_size_allocate (GTK_WIDGET (pn_network_canvas_get_handle (self, i)), &allocation,
                                -1);
    }
  allocate_scrollbar (self, layout);
}

void
pn_network_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);
  const PnTopologyLayout *layout;

  layout_picture (self, width, height, gtk_adjustment_get_value (self->scroll));
  layout = pn_network_picture_get_layout (self->picture);
  if (layout != NULL && self->reveals_selected && layout->scroll_max > 0.0)
    {
      layout_picture (self, width, height, scroll_for_selected (self, layout));
      layout = pn_network_picture_get_layout (self->picture);
    }
  self->reveals_selected = FALSE;
  if (layout != NULL)
    {
      update_scroll (self, layout);
      allocate_children (self, layout);
    }
  else /* without a design there is nothing to scroll */
    gtk_widget_set_child_visible (self->scrollbar, FALSE);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->tip != NULL)
    gtk_popover_present (GTK_POPOVER (self->tip));
}

void
pn_network_canvas_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
  /* Asked for nothing, but GTK wants every child measured before it is allocated. */
  for (gsize i = 0; i < self->handles->len; i++)
    gtk_widget_measure (GTK_WIDGET (pn_network_canvas_get_handle (self, i)), orientation, -1, NULL,
                        NULL, NULL, NULL);
  gtk_widget_measure (self->scrollbar, orientation, -1, NULL, NULL, NULL, NULL);
}

void
pn_network_canvas_add_scrollbar (PnNetworkCanvas *self)
{
  self->scroll = gtk_adjustment_new (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, self->scroll);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  g_signal_connect_swapped (self->scroll, "value-changed", G_CALLBACK (scroll_cb), self);
}
