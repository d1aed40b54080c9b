/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot-private.h"
#include "pn-thin.h"

#include <math.h>

/* The line of a series. Where it oscillates within each pixel column, a stroke would be laid over
 * itself hundreds of times, which cairo takes tens of milliseconds for: there the band between the
 * lowest and the highest points is filled, which looks the same.
 */

/* A column with so many points has them closer than a pixel; so many columns in a row make a band.
 */
#define DENSE_POINTS 2
#define BAND_COLUMNS 6

typedef struct
{
  double x;
  double y;
} Point;

/* The points of one pixel column: indices into the array of points. */
typedef struct
{
  guint begin;
  guint end;
  double low;
  double high;
} Column;

static void
add_point_cb (double x, double y, gpointer user_data)
{
  Point point = { x, y };

  g_array_append_val ((GArray *) user_data, point);
}

static GArray *
gather_columns (const GArray *points, double density)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));

  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);
      Column next = { i, i + 1, point->y, point->y };
      Column *last;

      if (i > 0
          && floor (point->x * density) == floor (g_array_index (points, Point, i - 1).x * density))
        {
          last = &g_array_index (columns, Column, columns->len - 1);
          last->end = i + 1;
          last->low = MIN (last->low, point->y);
          last->high = MAX (last->high, point->y);
        }
      else
        g_array_append_val (columns, next);
    }
  return columns;
}

static gboolean
is_dense (const Column *column)
{
  return column->end - column->begin >= DENSE_POINTS;
}

/* The columns from `first` on that make a band together; none if they are too few. */
static guint
count_band (const GArray *columns, guint first)
{
  guint n = 0;

  while (first + n < columns->len && is_dense (&g_array_index (columns, Column, first + n)))
    n++;
  return n >= BAND_COLUMNS ? n : 0;
}

static double
column_x (const GArray *points, const Column *column)
{
  return (g_array_index (points, Point, column->begin).x
          + g_array_index (points, Point, column->end - 1).x)
         / 2;
}

/* From the first point of the first column to the last of the last, where other pieces join it. */
static double
band_x (const GArray *points, const Column *columns, guint n, guint i)
{
  if (i == 0)
    return g_array_index (points, Point, columns[0].begin).x;
  if (i == n - 1)
    return g_array_index (points, Point, columns[i].end - 1).x;
  return column_x (points, &columns[i]);
}

/* To the path, as a closed piece of its own. */
static void
add_band (PnCanvas *canvas, const GArray *points, const Column *columns, guint n, double half_pen)
{
  pn_canvas_move_to (canvas, band_x (points, columns, n, 0), columns->low - half_pen);
  for (guint i = 1; i < n; i++)
    pn_canvas_line_to (canvas, band_x (points, columns, n, i), columns[i].low - half_pen);
  for (guint i = n; i-- > 0;)
    pn_canvas_line_to (canvas, band_x (points, columns, n, i), columns[i].high + half_pen);
  pn_canvas_close_path (canvas);
}

static double
column_middle (const Column *column)
{
  return (column->low + column->high) / 2;
}

/* Dashes are lost in a column that is higher than they are long. */
static gboolean
is_tall (const Column *column, const PnStroke *pen)
{
  return column->high - column->low >= 2 * pen->dashes[0];
}

static double
distance (const GArray *points, const Column *a, const Column *b)
{
  return hypot (column_x (points, b) - column_x (points, a), column_middle (b) - column_middle (a));
}

/* The band with gaps; dashes and gaps are as long as the way from their first column to their last,
 * whatever the ripples between.
 */
static void
add_dashes (PnCanvas *canvas,
            const GArray *points,
            const Column *columns,
            guint n,
            const PnStroke *pen)
{
  guint begin = 0;
  gboolean on = TRUE;

  for (guint i = 1; i < n; i++)
    {
      gboolean over = distance (points, &columns[begin], &columns[i]) >= pen->dashes[on ? 0 : 1]
                      && !is_tall (&columns[i], pen);

      if (on && (over || i == n - 1))
        add_band (canvas, points, columns + begin, over ? i - begin : i - begin + 1,
                  pen->width / 2);
      if (over || (!on && is_tall (&columns[i], pen)))
        {
          begin = i;
          on = !on;
        }
    }
}

static void
add_points (PnCanvas *canvas, const GArray *points, guint begin, guint end)
{
  for (guint i = begin; i < end; i++)
    {
      const Point *point = &g_array_index (points, Point, i);

      if (i == begin)
        pn_canvas_move_to (canvas, point->x, point->y);
      else
        pn_canvas_line_to (canvas, point->x, point->y);
    }
}

/* What is between the bands; both reach to the nearest point of the other. */
static void
add_lines (PnCanvas *canvas, const GArray *points, const GArray *columns)
{
  guint begin = 0, band;

  for (guint i = 0; i < columns->len; i += MAX (band, 1))
    {
      const Column *column = &g_array_index (columns, Column, i);

      band = count_band (columns, i);
      if (band == 0)
        continue;
      add_points (canvas, points, begin, column->begin + 1);
      begin = column[band - 1].end - 1;
    }
  add_points (canvas, points, begin, points->len);
}

static void
add_bands (PnCanvas *canvas, const GArray *points, const GArray *columns, const PnStroke *pen)
{
  guint band;

  for (guint i = 0; i < columns->len; i += MAX (band, 1))
    {
      const Column *column = &g_array_index (columns, Column, i);

      band = count_band (columns, i);
      if (band > 0 && pen->dashes == NULL)
        add_band (canvas, points, column, band, pen->width / 2);
      else if (band > 0)
        add_dashes (canvas, points, column, band, pen);
    }
}

void
pn_plot_draw_line (PnCanvas *canvas,
                   const PnPlotFrame *frame,
                   const PnSeries *series,
                   gboolean clamp,
                   PnColor color,
                   const PnStroke *pen)
{
  double density = pn_canvas_device_scale (canvas);
  guint room = (guint) CLAMP (4 * frame->area.width * density, 64, 65536);
  g_autoptr (GArray) points = g_array_sized_new (FALSE, FALSE, sizeof (Point), room);
  g_autoptr (GArray) columns = NULL;

  pn_thin (series, &frame->x, &frame->y, &frame->area, density, clamp, add_point_cb, points);
  columns = gather_columns (points, density);
  /* One stroke and one fill: cairo takes longer to begin than to draw. */
  add_lines (canvas, points, columns);
  pn_canvas_paint (canvas, NULL, &color, pen);
  add_bands (canvas, points, columns, pen);
  pn_canvas_fill (canvas, color);
}
