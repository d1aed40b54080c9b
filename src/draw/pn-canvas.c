/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-canvas-private.h"

/* The control points of a quarter circle, as a share of its radius: 4/3 (√2 − 1). */
#define QUARTER 0.5522847498307936

void
pn_canvas_free (PnCanvas *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->context);
  self->class->free (self);
}

double
pn_canvas_device_scale (PnCanvas *self)
{
  return self->class->device_scale (self);
}

PangoContext *
pn_canvas_context (PnCanvas *self)
{
  return self->context;
}

void
pn_canvas_move_to (PnCanvas *self, double x, double y)
{
  self->class->move_to (self, x, y);
}

void
pn_canvas_line_to (PnCanvas *self, double x, double y)
{
  self->class->line_to (self, x, y);
}

void
pn_canvas_curve_to (PnCanvas *self, double x1, double y1, double x2, double y2, double x, double y)
{
  const double points[6] = { x1, y1, x2, y2, x, y };

  self->class->curve_to (self, points);
}

void
pn_canvas_close_path (PnCanvas *self)
{
  self->class->close_path (self);
}

void
pn_canvas_paint (PnCanvas *self, const PnColor *fill, const PnColor *stroke, const PnStroke *pen)
{
  self->class->paint (self, fill, pen != NULL ? stroke : NULL, pen);
}

void
pn_canvas_fill (PnCanvas *self, PnColor color)
{
  pn_canvas_paint (self, &color, NULL, NULL);
}

void
pn_canvas_stroke (PnCanvas *self, PnColor color, double pen_width)
{
  PnStroke pen = { .width = pen_width };

  pn_canvas_paint (self, NULL, &color, &pen);
}

static void
rounded_path (PnCanvas *self, const PnRect *rect, double r)
{
  double left = rect->x, top = rect->y;
  double right = pn_rect_right (rect), bottom = pn_rect_bottom (rect);
  double c = r * (1 - QUARTER);

  pn_canvas_move_to (self, left + r, top);
  pn_canvas_line_to (self, right - r, top);
  pn_canvas_curve_to (self, right - c, top, right, top + c, right, top + r);
  pn_canvas_line_to (self, right, bottom - r);
  pn_canvas_curve_to (self, right, bottom - c, right - c, bottom, right - r, bottom);
  pn_canvas_line_to (self, left + r, bottom);
  pn_canvas_curve_to (self, left + c, bottom, left, bottom - c, left, bottom - r);
  pn_canvas_line_to (self, left, top + r);
  pn_canvas_curve_to (self, left, top + c, left + c, top, left + r, top);
  pn_canvas_close_path (self);
}

void
pn_canvas_rect_path (PnCanvas *self, const PnRect *rect, double radius)
{
  radius = MIN (radius, MIN (rect->width, rect->height) / 2);
  if (radius > 0)
    {
      rounded_path (self, rect, radius);
      return;
    }
  pn_canvas_move_to (self, rect->x, rect->y);
  pn_canvas_line_to (self, pn_rect_right (rect), rect->y);
  pn_canvas_line_to (self, pn_rect_right (rect), pn_rect_bottom (rect));
  pn_canvas_line_to (self, rect->x, pn_rect_bottom (rect));
  pn_canvas_close_path (self);
}

void
pn_canvas_circle_path (PnCanvas *self, double x, double y, double radius)
{
  PnRect rect = { x - radius, y - radius, 2 * radius, 2 * radius };

  pn_canvas_rect_path (self, &rect, radius);
}

void
pn_canvas_fill_rect (PnCanvas *self, const PnRect *rect, double radius, PnColor color)
{
  pn_canvas_rect_path (self, rect, radius);
  pn_canvas_fill (self, color);
}

void
pn_canvas_stroke_rect (PnCanvas *self,
                       const PnRect *rect,
                       double radius,
                       PnColor color,
                       double pen_width)
{
  pn_canvas_rect_path (self, rect, radius);
  pn_canvas_stroke (self, color, pen_width);
}

void
pn_canvas_line (PnCanvas *self,
                double x1,
                double y1,
                double x2,
                double y2,
                PnColor color,
                double pen_width)
{
  pn_canvas_move_to (self, x1, y1);
  pn_canvas_line_to (self, x2, y2);
  pn_canvas_stroke (self, color, pen_width);
}

void
pn_canvas_image (PnCanvas *self,
                 const PnImage *image,
                 const PnRect *source,
                 const PnRect *target,
                 PnFilter filter)
{
  PnRect all = { 0, 0, image->width, image->height };

  if (source == NULL)
    source = &all;
  if (source->width <= 0 || source->height <= 0 || target->width <= 0 || target->height <= 0)
    return;
  self->class->image (self, image, source, target, filter);
}

void
pn_canvas_save (PnCanvas *self)
{
  self->class->save (self);
}

void
pn_canvas_restore (PnCanvas *self)
{
  self->class->restore (self);
}

void
pn_canvas_clip (PnCanvas *self, const PnRect *rect)
{
  self->class->clip (self, rect);
}

void
pn_canvas_coarse (PnCanvas *self)
{
  if (self->class->coarse != NULL)
    self->class->coarse (self);
}

void
pn_canvas_transform (PnCanvas *self, const cairo_matrix_t *matrix)
{
  self->class->transform (self, matrix);
}

void
pn_canvas_translate (PnCanvas *self, double x, double y)
{
  cairo_matrix_t matrix;

  cairo_matrix_init_translate (&matrix, x, y);
  pn_canvas_transform (self, &matrix);
}

void
pn_canvas_rotate (PnCanvas *self, double radians)
{
  cairo_matrix_t matrix;

  cairo_matrix_init_rotate (&matrix, radians);
  pn_canvas_transform (self, &matrix);
}

void
pn_canvas_text (PnCanvas *self,
                const PnFont *font,
                PnColor color,
                double x,
                double y,
                PnAnchor anchor,
                const char *text)
{
  if (text == NULL || *text == '\0' || font->size <= 0)
    return;
  self->class->text (self, font, color, x, y, anchor, text);
}

void
pn_canvas_text_middle (PnCanvas *self,
                       const PnFont *font,
                       PnColor color,
                       double x,
                       double y,
                       PnAnchor anchor,
                       const char *text)
{
  /* Half of a capital's height, some 0.72 em in the fonts of desktops. */
  pn_canvas_text (self, font, color, x, y + 0.36 * font->size, anchor, text);
}

void
pn_canvas_text_fit (PnCanvas *self,
                    const PnFont *font,
                    PnColor color,
                    double x,
                    double y,
                    PnAnchor anchor,
                    double width,
                    const char *text)
{
  g_autofree char *cut = pn_text_ellipsize (self->context, font, text, width);

  pn_canvas_text (self, font, color, x, y, anchor, cut);
}

double
pn_rect_right (const PnRect *rect)
{
  return rect->x + rect->width;
}

double
pn_rect_bottom (const PnRect *rect)
{
  return rect->y + rect->height;
}

gboolean
pn_rect_contains (const PnRect *rect, double x, double y)
{
  return x >= rect->x && x < pn_rect_right (rect) && y >= rect->y && y < pn_rect_bottom (rect);
}

gboolean
pn_rect_intersects (const PnRect *a, const PnRect *b)
{
  return a->x < pn_rect_right (b) && b->x < pn_rect_right (a) && a->y < pn_rect_bottom (b)
         && b->y < pn_rect_bottom (a);
}

PnRect
pn_rect_inset (const PnRect *rect, double dx, double dy)
{
  PnRect inner = {
    rect->x + dx,
    rect->y + dy,
    MAX (0, rect->width - 2 * dx),
    MAX (0, rect->height - 2 * dy),
  };

  return inner;
}
