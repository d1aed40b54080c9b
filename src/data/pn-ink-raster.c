/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-ink-raster.h"

#include "pn-center-private.h"

#include <cairo.h>
#include <math.h>

#define SUPERSAMPLING 8

/* MNIST's strokes are 2.5 pixels wide in the median of its test images (5 to 95 %: 1.8 to 3.9). */
#define PEN_WIDTH (2.5 / PN_INK_SIZE)

/* In pixels. */
#define STEP 0.4

/* Below this a drawing is a point: to enlarge it would enlarge rounding errors. */
#define SMALLEST_SIDE 1e-6

/* Points nearer than `step` to the one before, in the ink's units, are left out, except a stroke's
 * last: nobody sees them, and they are most of the work.
 */
static void
add_stroke (cairo_t *cr, const PnInkPoint *points, gsize n, double step)
{
  PnInkPoint last = points[0];

  cairo_move_to (cr, last.x, last.y);
  for (gsize i = 0; i < n; i++)
    if (i == n - 1 || hypot (points[i].x - last.x, points[i].y - last.y) >= step)
      {
        last = points[i];
        cairo_line_to (cr, last.x, last.y);
      }
}

static void
add_strokes (cairo_t *cr, const PnInk *ink, double step)
{
  for (gsize i = 0; i < pn_ink_n_strokes (ink); i++)
    {
      gsize n;
      const PnInkPoint *points = pn_ink_stroke (ink, i, &n);

      if (n > 0)
        add_stroke (cr, points, n, step);
    }
}

/* Maps the bounds of the ink, pen included, to the box: the longer side fills it, the shorter
 * begins at a whole pixel, as it did when MNIST's makers scaled pictures.
 */
static double
fit_to_box (cairo_t *cr, PnInkPoint min, PnInkPoint max, double box, double pen)
{
  double width = max.x - min.x;
  double height = max.y - min.y;
  double side = fmax (width, height);
  double scale = side > SMALLEST_SIDE ? (box - pen) / side : 0;
  double left = floor ((box - pen - width * scale) / 2);
  double top = floor ((box - pen - height * scale) / 2);

  if (scale == 0)
    scale = 1;
  cairo_scale (cr, SUPERSAMPLING, SUPERSAMPLING);
  cairo_translate (cr, left + pen / 2, top + pen / 2);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -min.x, -min.y);
  return scale;
}

/* The path is scaled, the pen is not. */
static void
stroke_with_pen (cairo_t *cr, double pen)
{
  cairo_identity_matrix (cr);
  cairo_set_line_width (cr, pen * SUPERSAMPLING);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
average_areas (cairo_surface_t *surface, gsize box, double *ink)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  gsize side = box * SUPERSAMPLING;

  for (gsize y = 0; y < side; y++)
    for (gsize x = 0; x < side; x++)
      ink[y / SUPERSAMPLING * box + x / SUPERSAMPLING] += data[y * stride + x];
}

static void
draw_in_box (const PnInk *smooth,
             PnInkPoint min,
             PnInkPoint max,
             gsize box,
             double pen,
             double *ink)
{
  int side = (int) box * SUPERSAMPLING;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, side, side);
  cairo_t *cr = cairo_create (surface);

  add_strokes (cr, smooth, STEP / fit_to_box (cr, min, max, (double) box, pen));
  stroke_with_pen (cr, pen);
  cairo_surface_flush (surface);
  average_areas (surface, box, ink);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

gboolean
pn_ink_rasterize (const PnInk *ink, gsize size, guint8 *pixels)
{
  gsize box = pn_center_box (size);
  double pen = PEN_WIDTH * (double) size;
  g_autofree double *amounts = g_new0 (double, box *box);
  g_autoptr (PnInk) smooth = NULL;
  PnInkPoint min, max;

  g_return_val_if_fail (ink != NULL && size >= 4 && size <= 1024, FALSE);

  smooth = pn_ink_smooth (ink);
  if (pn_ink_bounds (smooth, &min, &max))
    draw_in_box (smooth, min, max, box, pen, amounts);
  return pn_center_ink (amounts, box, size, pixels);
}
