/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-canvas-private.h"

#include <math.h>
#include <pango/pangocairo.h>

typedef struct
{
  PnCanvas parent;
  cairo_t *cr;
} CairoCanvas;

static cairo_t *
get_cr (PnCanvas *self)
{
  return ((CairoCanvas *) self)->cr;
}

static void
cairo_canvas_move_to (PnCanvas *self, double x, double y)
{
  cairo_move_to (get_cr (self), x, y);
}

static void
cairo_canvas_line_to (PnCanvas *self, double x, double y)
{
  cairo_line_to (get_cr (self), x, y);
}

static void
cairo_canvas_curve_to (PnCanvas *self, const double p[6])
{
  cairo_curve_to (get_cr (self), p[0], p[1], p[2], p[3], p[4], p[5]);
}

static void
cairo_canvas_close_path (PnCanvas *self)
{
  cairo_close_path (get_cr (self));
}

static void
set_color (cairo_t *cr, const PnColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

static void
cairo_canvas_paint (PnCanvas *self, const PnColor *fill, const PnColor *stroke, const PnStroke *pen)
{
  cairo_t *cr = get_cr (self);

  if (fill != NULL)
    {
      set_color (cr, fill);
      cairo_fill_preserve (cr);
    }
  if (stroke != NULL)
    {
      set_color (cr, stroke);
      cairo_set_line_width (cr, pen->width);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_cap (cr, pen->round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
      cairo_set_dash (cr, pen->dashes, pen->dashes != NULL ? pen->n_dashes : 0, 0);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

static void
cairo_canvas_image (PnCanvas *self,
                    const PnImage *image,
                    const PnRect *source,
                    const PnRect *target,
                    PnFilter filter)
{
  cairo_t *cr = get_cr (self);
  /* Cairo takes pixels as writable; it only reads a source. */
  gsize skip = (gsize) source->y * image->stride + (gsize) source->x * 4;
  cairo_surface_t *surface
      = cairo_image_surface_create_for_data ((guchar *) image->pixels + skip, CAIRO_FORMAT_ARGB32,
                                             source->width, source->height, image->stride);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);

  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern,
                            filter == PN_FILTER_NEAREST ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_save (cr);
  cairo_rectangle (cr, target->x, target->y, target->width, target->height);
  cairo_translate (cr, target->x, target->y);
  cairo_scale (cr, target->width / source->width, target->height / source->height);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (surface);
}

static void
cairo_canvas_coarse (PnCanvas *self)
{
  cairo_set_antialias (get_cr (self), CAIRO_ANTIALIAS_FAST);
}

static void
cairo_canvas_clip (PnCanvas *self, const PnRect *rect)
{
  cairo_new_path (get_cr (self));
  cairo_rectangle (get_cr (self), rect->x, rect->y, rect->width, rect->height);
  cairo_clip (get_cr (self));
}

static void
cairo_canvas_save (PnCanvas *self)
{
  cairo_save (get_cr (self));
}

static void
cairo_canvas_restore (PnCanvas *self)
{
  cairo_restore (get_cr (self));
}

static void
cairo_canvas_transform (PnCanvas *self, const cairo_matrix_t *matrix)
{
  cairo_transform (get_cr (self), matrix);
}

static void
cairo_canvas_text (PnCanvas *self,
                   const PnFont *font,
                   PnColor color,
                   double x,
                   double y,
                   PnAnchor anchor,
                   const char *text)
{
  cairo_t *cr = get_cr (self);
  g_autoptr (PangoLayout) layout = pn_text_layout (self->context, font, text);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  cairo_move_to (cr, x - anchor * 0.5 * width / PANGO_SCALE, y);
  set_color (cr, &color);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
  cairo_new_path (cr);
}

/* A page has no pixels, but readers zoom: as if printed at 300 to the inch. */
#define PIXELS_PER_POINT 4

static double
cairo_canvas_device_scale (PnCanvas *self)
{
  cairo_t *cr = get_cr (self);
  cairo_surface_t *target = cairo_get_group_target (cr);
  double x = 1, y = 0, sx, sy;

  cairo_user_to_device_distance (cr, &x, &y);
  cairo_surface_get_device_scale (target, &sx, &sy);
  if (cairo_surface_get_type (target) == CAIRO_SURFACE_TYPE_PDF)
    sx *= PIXELS_PER_POINT;
  return hypot (x, y) * sx;
}

static void
cairo_canvas_free (PnCanvas *self)
{
  g_free (self);
}

static const PnCanvasClass cairo_canvas_class = {
  .move_to = cairo_canvas_move_to,
  .line_to = cairo_canvas_line_to,
  .curve_to = cairo_canvas_curve_to,
  .close_path = cairo_canvas_close_path,
  .paint = cairo_canvas_paint,
  .image = cairo_canvas_image,
  .coarse = cairo_canvas_coarse,
  .clip = cairo_canvas_clip,
  .save = cairo_canvas_save,
  .restore = cairo_canvas_restore,
  .transform = cairo_canvas_transform,
  .text = cairo_canvas_text,
  .device_scale = cairo_canvas_device_scale,
  .free = cairo_canvas_free,
};

PnCanvas *
pn_canvas_new_cairo (cairo_t *cr, PangoContext *context)
{
  CairoCanvas *self = g_new0 (CairoCanvas, 1);

  self->parent.class = &cairo_canvas_class;
  self->parent.context = context != NULL ? g_object_ref (context) : pn_text_context_new ();
  self->cr = cr;
  return &self->parent;
}
