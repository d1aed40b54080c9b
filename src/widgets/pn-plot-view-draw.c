/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-view-private.h"
#include "pn-screen-style.h"

static GdkTexture *
texture_of_surface (cairo_surface_t *surface)
{
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), (gsize) height * stride,
      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

/* Draws the plot in device pixels; the frame is in the widget's. */
static void
paint_picture (PnPlotView *self, int width, int height, int scale)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t *cr = cairo_create (surface);
  PnRect rect = { 0, 0, width, height };
  PnStyle style = pn_screen_style (GTK_WIDGET (self), self->line_scale);
  PnCanvas *canvas;

  cairo_surface_set_device_scale (surface, scale, scale);
  canvas = pn_canvas_new_cairo (cr, context);
  self->frame = pn_plot_layout (self->plot, canvas, &rect, &style);
  pn_plot_draw_frame (self->plot, canvas, &rect, &self->frame, &style);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
  g_clear_object (&self->picture);
  self->picture = texture_of_surface (surface);
  self->picture_scale = scale;
  cairo_surface_destroy (surface);
}

static gboolean
picture_fits (PnPlotView *self, int width, int height, int scale)
{
  return self->picture && self->picture_scale == scale
         && gdk_texture_get_width (self->picture) == width * scale
         && gdk_texture_get_height (self->picture) == height * scale;
}

static void
snapshot_hover (PnPlotView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  PnStyle style = pn_screen_style (GTK_WIDGET (self), self->line_scale);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, gtk_widget_get_pango_context (GTK_WIDGET (self)));

  pn_plot_draw_hover (self->plot, canvas, &self->frame, &style);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
}

void
pn_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);

  if (width < 1 || height < 1)
    return;
  if (!picture_fits (self, width, height, scale))
    paint_picture (self, width, height, scale);
  gtk_snapshot_append_texture (snapshot, self->picture, &bounds);
  if (self->plot->hover && !pn_plot_is_empty (self->plot))
    snapshot_hover (self, snapshot, &bounds);
  gtk_widget_snapshot_child (widget, self->empty, snapshot);
  gtk_widget_snapshot_child (widget, self->follow_button, snapshot);
  gtk_widget_snapshot_child (widget, self->menu_button, snapshot);
}
