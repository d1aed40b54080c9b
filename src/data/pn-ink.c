/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-ink.h"

#include <math.h>

/* Pieces of the polyline between two points of a stroke: at a drawing's usual distance between
 * points of a few pixels the corners are far below what an eye or the rasteriser can see.
 */
#define N_PIECES 8

struct _PnInk
{
  GPtrArray *strokes; /* GArray of PnInkPoint each */
};

static GArray *
stroke_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (PnInkPoint));
}

static gpointer
stroke_copy (gconstpointer stroke, gpointer user_data)
{
  return g_array_copy ((GArray *) stroke);
}

static GArray *
stroke_at (const PnInk *self, gsize index)
{
  return g_ptr_array_index (self->strokes, index);
}

PnInk *
pn_ink_new (void)
{
  PnInk *self = g_new (PnInk, 1);

  self->strokes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return self;
}

PnInk *
pn_ink_copy (const PnInk *self)
{
  PnInk *copy = g_new (PnInk, 1);

  copy->strokes = g_ptr_array_copy (self->strokes, stroke_copy, NULL);
  return copy;
}

void
pn_ink_free (PnInk *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->strokes);
  g_free (self);
}

void
pn_ink_begin_stroke (PnInk *self)
{
  g_ptr_array_add (self->strokes, stroke_new ());
}

void
pn_ink_add_point (PnInk *self, double x, double y)
{
  PnInkPoint point = { x, y };
  GArray *stroke;

  if (!isfinite (x) || !isfinite (y))
    return;
  if (self->strokes->len == 0)
    pn_ink_begin_stroke (self);
  stroke = stroke_at (self, self->strokes->len - 1);
  if (stroke->len > 0)
    {
      PnInkPoint last = g_array_index (stroke, PnInkPoint, stroke->len - 1);

      if (last.x == x && last.y == y)
        return;
    }
  g_array_append_val (stroke, point);
}

gboolean
pn_ink_undo_stroke (PnInk *self)
{
  if (self->strokes->len == 0)
    return FALSE;
  g_ptr_array_set_size (self->strokes, (int) self->strokes->len - 1);
  return TRUE;
}

void
pn_ink_clear (PnInk *self)
{
  g_ptr_array_set_size (self->strokes, 0);
}

gboolean
pn_ink_is_empty (const PnInk *self)
{
  for (gsize i = 0; i < self->strokes->len; i++)
    if (stroke_at (self, i)->len > 0)
      return FALSE;
  return TRUE;
}

gsize
pn_ink_n_strokes (const PnInk *self)
{
  return self->strokes->len;
}

const PnInkPoint *
pn_ink_stroke (const PnInk *self, gsize index, gsize *n_points)
{
  GArray *stroke;

  g_return_val_if_fail (index < self->strokes->len, NULL);

  stroke = stroke_at (self, index);
  *n_points = stroke->len;
  return (const PnInkPoint *) (gpointer) stroke->data;
}

gboolean
pn_ink_bounds (const PnInk *self, PnInkPoint *min, PnInkPoint *max)
{
  *min = (PnInkPoint){ INFINITY, INFINITY };
  *max = (PnInkPoint){ -INFINITY, -INFINITY };
  for (gsize i = 0; i < self->strokes->len; i++)
    {
      gsize n;
      const PnInkPoint *points = pn_ink_stroke (self, i, &n);

      for (gsize j = 0; j < n; j++)
        {
          *min = (PnInkPoint){ fmin (min->x, points[j].x), fmin (min->y, points[j].y) };
          *max = (PnInkPoint){ fmax (max->x, points[j].x), fmax (max->y, points[j].y) };
        }
    }
  if (min->x <= max->x)
    return TRUE;
  *min = *max = (PnInkPoint){ 0, 0 };
  return FALSE;
}

/* The distance of `p` from the line between `a` and `b`. */
static double
distance_to_line (PnInkPoint p, PnInkPoint a, PnInkPoint b)
{
  double dx = b.x - a.x;
  double dy = b.y - a.y;
  double length = dx * dx + dy * dy;
  double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;

  t = CLAMP (t, 0, 1);
  return hypot (p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static gboolean
stroke_is_near (const GArray *stroke, PnInkPoint p, double distance)
{
  const PnInkPoint *points = (const PnInkPoint *) (gpointer) stroke->data;

  for (gsize i = 0; i < stroke->len; i++)
    if (distance_to_line (p, points[i > 0 ? i - 1 : 0], points[i]) <= distance)
      return TRUE;
  return FALSE;
}

gboolean
pn_ink_erase_at (PnInk *self, double x, double y, double distance)
{
  for (gsize i = self->strokes->len; i-- > 0;)
    if (stroke_is_near (stroke_at (self, i), (PnInkPoint){ x, y }, distance))
      {
        g_ptr_array_remove_index (self->strokes, (guint) i);
        return TRUE;
      }
  return FALSE;
}

static PnInkPoint
mix (PnInkPoint a, PnInkPoint b, double t)
{
  return (PnInkPoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* Barry and Goldman's pyramid for a Catmull-Rom spline with the knots 0, t1, t2, t3: the point at t
 * in [t1, t2].
 */
static PnInkPoint
spline_at (const PnInkPoint p[4], const double knots[4], double t)
{
  PnInkPoint a1 = mix (p[0], p[1], t / knots[1]);
  PnInkPoint a2 = mix (p[1], p[2], (t - knots[1]) / (knots[2] - knots[1]));
  PnInkPoint a3 = mix (p[2], p[3], (t - knots[2]) / (knots[3] - knots[2]));
  PnInkPoint b1 = mix (a1, a2, t / knots[2]);
  PnInkPoint b2 = mix (a2, a3, (t - knots[1]) / (knots[3] - knots[1]));

  return mix (b1, b2, (t - knots[1]) / (knots[2] - knots[1]));
}

static void
add_pieces (PnInk *smooth, const PnInkPoint p[4])
{
  double knots[4] = { 0 };

  for (gsize i = 1; i < 4; i++)
    knots[i] = knots[i - 1] + sqrt (hypot (p[i].x - p[i - 1].x, p[i].y - p[i - 1].y));
  for (gsize i = 1; i < N_PIECES; i++)
    {
      double t = knots[1] + (knots[2] - knots[1]) * (double) i / N_PIECES;
      PnInkPoint point = spline_at (p, knots, t);

      pn_ink_add_point (smooth, point.x, point.y);
    }
  pn_ink_add_point (smooth, p[2].x, p[2].y);
}

/* Beyond the ends the stroke is thought on as its mirror image. */
static void
smooth_stroke (PnInk *smooth, const PnInkPoint *points, gsize n)
{
  pn_ink_begin_stroke (smooth);
  if (n > 0)
    pn_ink_add_point (smooth, points[0].x, points[0].y);
  for (gsize i = 1; i < n; i++)
    {
      PnInkPoint p[4] = {
        i >= 2 ? points[i - 2] : mix (points[0], points[1], -1),
        points[i - 1],
        points[i],
        i + 1 < n ? points[i + 1] : mix (points[i], points[i - 1], -1),
      };

      add_pieces (smooth, p);
    }
}

PnInk *
pn_ink_smooth (const PnInk *self)
{
  PnInk *smooth = pn_ink_new ();

  for (gsize i = 0; i < self->strokes->len; i++)
    {
      gsize n;
      const PnInkPoint *points = pn_ink_stroke (self, i, &n);

      smooth_stroke (smooth, points, n);
    }
  return smooth;
}
