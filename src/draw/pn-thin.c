/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-thin.h"

#include <math.h>

/* How far from the area points may lie, in units: far enough not to show, near enough for the
 * 24-bit coordinates that cairo rasters with.
 */
#define MARGIN 8000.0

typedef struct
{
  const PnSeries *series;
  PnAxis x_axis;
  PnAxis y_axis;
  PnRect area;
  double density;
  gboolean clamp;
  PnThinFunc func;
  gpointer user_data;
  /* the column being gathered: indices into the series, and the x at which the next one begins */
  gboolean open;
  gsize first;
  gsize last;
  gsize lowest;
  gsize highest;
  double end;
  /* the last point outside on the left, waiting for the one to which its line leads */
  gboolean waiting;
  double wait_x;
  double wait_y;
  double last_x;
  double last_y;
} Thin;

static double
map_x (const Thin *self, double x)
{
  return self->area.x + pn_axis_map (&self->x_axis, x) * self->area.width;
}

static double
map_y (const Thin *self, double y)
{
  double top = self->area.y, bottom = pn_rect_bottom (&self->area);
  double mapped = bottom - pn_axis_map (&self->y_axis, y) * self->area.height;

  if (self->clamp)
    return CLAMP (mapped, top, bottom);
  return CLAMP (mapped, top - MARGIN, bottom + MARGIN);
}

/* The point on the line from (x1, y1) to (x2, y2) at `x`. */
static double
height_at (double x1, double y1, double x2, double y2, double x)
{
  return x2 == x1 ? y1 : y1 + (y2 - y1) * (x - x1) / (x2 - x1);
}

static void
emit (Thin *self, double x, double y)
{
  double left = self->area.x - MARGIN, right = pn_rect_right (&self->area) + MARGIN;
  double from_x = self->last_x, from_y = self->last_y;

  if (self->waiting)
    {
      double near = MAX (self->wait_x, left);

      from_x = self->wait_x;
      from_y = self->wait_y;
      self->waiting = FALSE;
      self->func (near, height_at (from_x, from_y, x, y, near), self->user_data);
    }
  if (x > right)
    {
      y = height_at (from_x, from_y, x, y, right);
      x = right;
    }
  self->last_x = x;
  self->last_y = y;
  self->func (x, y, self->user_data);
}

static void
emit_index (Thin *self, gsize index)
{
  emit (self, map_x (self, self->series->x[index]), map_y (self, self->series->y[index]));
}

static void
close_column (Thin *self)
{
  gsize one = MIN (self->lowest, self->highest), other = MAX (self->lowest, self->highest);

  if (!self->open)
    return;
  self->open = FALSE;
  emit_index (self, self->first);
  if (one != self->first && one != self->last)
    emit_index (self, one);
  if (other != one && other != self->first && other != self->last)
    emit_index (self, other);
  if (self->last != self->first)
    emit_index (self, self->last);
}

static void
open_column (Thin *self, gsize index)
{
  double column = floor (map_x (self, self->series->x[index]) * self->density);
  double edge = (column + 1) / self->density;

  self->open = TRUE;
  self->first = self->last = self->lowest = self->highest = index;
  self->end = pn_axis_unmap (&self->x_axis, (edge - self->area.x) / self->area.width);
}

/* Compares data, not pixels: the axes are monotone, so that a column costs four mappings. */
static void
take (Thin *self, gsize index)
{
  const double *y = self->series->y;

  if (!self->open || !(self->series->x[index] < self->end))
    {
      close_column (self);
      open_column (self, index);
      return;
    }
  self->last = index;
  if (y[index] < y[self->lowest])
    self->lowest = index;
  if (y[index] > y[self->highest])
    self->highest = index;
}

/* Takes a whole block at once, where it begins at `index`, lies within the column, before `end`,
 * and has only points that can be drawn. The same as taking its points one by one.
 */
static gboolean
take_block (Thin *self, gsize index, gsize end)
{
  const PnSeries *series = self->series;
  const PnSeriesBlock *block = &series->blocks[index / PN_SERIES_BLOCK];
  gsize last = index + PN_SERIES_BLOCK - 1, lowest, highest;

  if (index % PN_SERIES_BLOCK != 0 || last >= end || !self->open || !block->finite
      || !(series->x[last] < self->end))
    return FALSE;
  lowest = index + block->lowest;
  highest = index + block->highest;
  if (self->y_axis.scale == PN_SCALE_LOG && !(series->y[lowest] > 0))
    return FALSE;
  self->last = last;
  if (series->y[lowest] < series->y[self->lowest])
    self->lowest = lowest;
  if (series->y[highest] > series->y[self->highest])
    self->highest = highest;
  return TRUE;
}

static gboolean
is_drawable (const Thin *self, gsize index)
{
  double x = self->series->x[index], y = self->series->y[index];

  return isfinite (y) && isfinite (x) && (y > 0 || self->y_axis.scale == PN_SCALE_LINEAR)
         && (x > 0 || self->x_axis.scale == PN_SCALE_LINEAR);
}

static void
wait_for_line (Thin *self, gsize begin)
{
  while (begin > 0 && !is_drawable (self, begin - 1))
    begin--;
  if (begin == 0)
    return;
  self->waiting = TRUE;
  self->wait_x = map_x (self, self->series->x[begin - 1]);
  self->wait_y = map_y (self, self->series->y[begin - 1]);
}

static void
follow_line (Thin *self, gsize end)
{
  while (end < self->series->length && !is_drawable (self, end))
    end++;
  if (end < self->series->length)
    emit_index (self, end);
}

gsize
pn_thin (const PnSeries *series,
         const PnAxis *x_axis,
         const PnAxis *y_axis,
         const PnRect *area,
         double density,
         gboolean clamp,
         PnThinFunc func,
         gpointer user_data)
{
  Thin self = {
    .series = series,
    .x_axis = *x_axis,
    .y_axis = *y_axis,
    .area = *area,
    .density = density,
    .clamp = clamp,
    .func = func,
    .user_data = user_data,
  };
  gsize begin = pn_series_search (series, x_axis->min);
  gsize end = pn_series_search (series, nextafter (x_axis->max, INFINITY));
  gsize dropped = 0;

  wait_for_line (&self, begin);
  for (gsize i = begin; i < end; i++)
    if (take_block (&self, i, end))
      i += PN_SERIES_BLOCK - 1;
    else if (is_drawable (&self, i))
      take (&self, i);
    else
      dropped++;
  close_column (&self);
  follow_line (&self, end);
  return dropped;
}
