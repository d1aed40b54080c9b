/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-thin.h"

#include <math.h>

#include "pn-canvas.h"

#define WIDTH 300
#define HEIGHT 200

static const PnRect area = { 10, 10, 270.5, 170 };

/* Black on white, one pixel wide, without antialiasing, clipped to the area. */
static cairo_t *
open_picture (double scale)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH * scale, HEIGHT * scale);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_scale (cr, scale, scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  cairo_set_line_width (cr, 1 / scale);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  return cr;
}

static void
add_point_cb (double x, double y, gpointer user_data)
{
  cairo_line_to (user_data, x, y);
}

static cairo_t *
draw_thinned (const PnSeries *series, PnAxis x, PnAxis y, double scale, gboolean clamp)
{
  cairo_t *cr = open_picture (scale);

  pn_thin (series, &x, &y, &area, scale, clamp, add_point_cb, cr);
  cairo_stroke (cr);
  return cr;
}

static cairo_t *
draw_all (const PnSeries *series, PnAxis x, PnAxis y, double scale, gboolean clamp)
{
  cairo_t *cr = open_picture (scale);

  for (gsize i = 0; i < series->length; i++)
    {
      double px = area.x + pn_axis_map (&x, series->x[i]) * area.width;
      double py = area.y + (1 - pn_axis_map (&y, series->y[i])) * area.height;

      if (clamp)
        py = CLAMP (py, area.y, area.y + area.height);
      if (isfinite (px) && isfinite (py))
        cairo_line_to (cr, px, py);
    }
  cairo_stroke (cr);
  return cr;
}

/* Pixels that differ; both pictures are freed. */
static gsize
count_differences (cairo_t *a, cairo_t *b, gsize *n_drawn)
{
  cairo_surface_t *first = cairo_get_target (a), *second = cairo_get_target (b);
  gsize size = cairo_image_surface_get_stride (first) * cairo_image_surface_get_height (first);
  const guint8 *p, *q;
  gsize n = 0;

  cairo_surface_flush (first);
  cairo_surface_flush (second);
  p = cairo_image_surface_get_data (first);
  q = cairo_image_surface_get_data (second);
  *n_drawn = 0;
  for (gsize i = 0; i < size; i++)
    {
      n += p[i] != q[i];
      *n_drawn += q[i] != 0;
    }
  cairo_destroy (a);
  cairo_destroy (b);
  return n;
}

static PnSeries *
make_curve (gsize n, double noise)
{
  PnSeries *series = pn_series_new ();
  GRand *rand = g_rand_new_with_seed (n);

  for (gsize i = 0; i < n; i++)
    pn_series_append (
        series, i + 1,
        0.1 + 2.3 * exp (-6.0 * i / n) * (1 + noise * g_rand_double_range (rand, -1, 1)));
  g_rand_free (rand);
  return series;
}

/* All pixels that the line passes through: a line of one pixel, without antialiasing. */
typedef struct
{
  guint8 pixels[2 * HEIGHT][2 * WIDTH];
  double scale;
  gboolean begun;
  double x;
  double y;
} Grid;

static void
cover (Grid *grid, int column, double y1, double y2)
{
  int first = MAX (0, floor (MIN (y1, y2))), last = MIN (2 * HEIGHT - 1, floor (MAX (y1, y2)));

  for (int row = first; row <= last && column >= 0 && column < 2 * WIDTH; row++)
    grid->pixels[row][column] = 1;
}

static void
line_to_cb (double x, double y, gpointer user_data)
{
  Grid *grid = user_data;
  double x1 = grid->x, y1 = grid->y, x2 = x * grid->scale, y2 = y * grid->scale;
  double slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0;
  int first = MAX (floor (x1), 0), last = MIN (floor (x2), 2 * WIDTH);

  for (int column = first; grid->begun && column <= last; column++)
    cover (grid, column, column <= x1 ? y1 : y1 + slope * (column - x1),
           column + 1 >= x2 ? y2 : y1 + slope * (column + 1 - x1));
  grid->begun = TRUE;
  grid->x = x2;
  grid->y = y2;
}

/* Within the area, that is: what lies outside is clipped. */
static gsize
count_grid_differences (const Grid *a, const Grid *b, double scale)
{
  gsize n = 0;

  for (int y = ceil (area.y * scale); y < (area.y + area.height) * scale - 1; y++)
    for (int x = ceil (area.x * scale); x < (area.x + area.width) * scale - 1; x++)
      n += a->pixels[y][x] != b->pixels[y][x];
  return n;
}

static gsize
compare_grids (const PnSeries *series, PnAxis x, PnAxis y, double scale, gboolean clamp)
{
  g_autofree Grid *thin = g_new0 (Grid, 1), *all = g_new0 (Grid, 1);

  thin->scale = all->scale = scale;
  pn_thin (series, &x, &y, &area, scale, clamp, line_to_cb, thin);
  for (gsize i = 0; i < series->length; i++)
    {
      double px = area.x + pn_axis_map (&x, series->x[i]) * area.width;
      double py = area.y + (1 - pn_axis_map (&y, series->y[i])) * area.height;

      line_to_cb (px, clamp ? CLAMP (py, area.y, area.y + area.height) : py, all);
    }
  return count_grid_differences (thin, all, scale);
}

/* A pixel in 10,000 as a line that colours the pixels it passes through; cairo's pen, whose round
 * tip also reaches into the pixels beside, may show three, or two in a thousand of what it drew.
 */
static void
assert_same (const PnSeries *series, PnAxis x, PnAxis y, gboolean clamp)
{
  for (double scale = 1; scale <= 2; scale += 0.5)
    {
      double share = WIDTH * HEIGHT * scale * scale / 10000;
      gsize n_drawn, n_passed = compare_grids (series, x, y, scale, clamp);
      gsize n = count_differences (draw_thinned (series, x, y, scale, clamp),
                                   draw_all (series, x, y, scale, clamp), &n_drawn);

      g_test_message ("%zu points, scale %g: %zu pixels differ; with a pen %zu of %zu",
                      series->length, scale, n_passed, n, n_drawn);
      g_assert_cmpuint (n_drawn, >, 100);
      g_assert_cmpuint (n_passed, <=, (gsize) share);
      g_assert_cmpuint (n, <=, MAX ((gsize) (3 * share), n_drawn / 500));
    }
}

static void
test_linear (void)
{
  const gsize counts[] = { 20, 300, 5000, 60000 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (PnSeries) series = make_curve (counts[i], 0.4);

      assert_same (series, (PnAxis){ PN_SCALE_LINEAR, 0, counts[i] },
                   (PnAxis){ PN_SCALE_LINEAR, 0, 3.5 }, FALSE);
    }
}

static void
test_log (void)
{
  g_autoptr (PnSeries) series = make_curve (60000, 0.6);

  assert_same (series, (PnAxis){ PN_SCALE_LOG, 1, 60000 }, (PnAxis){ PN_SCALE_LOG, 0.03, 4 },
               FALSE);
}

static void
test_clamped (void)
{
  g_autoptr (PnSeries) series = make_curve (20000, 0.4);

  assert_same (series, (PnAxis){ PN_SCALE_LINEAR, 0, 20000 }, (PnAxis){ PN_SCALE_LINEAR, 0, 0.9 },
               TRUE);
}

static void
test_zoomed (void)
{
  g_autoptr (PnSeries) series = make_curve (20000, 0.4);

  assert_same (series, (PnAxis){ PN_SCALE_LINEAR, 7000.3, 9000.7 },
               (PnAxis){ PN_SCALE_LINEAR, 0.2, 0.5 }, FALSE);
  /* between two points */
  assert_same (series, (PnAxis){ PN_SCALE_LINEAR, 7000.3, 7000.7 },
               (PnAxis){ PN_SCALE_LINEAR, 0.2, 0.6 }, FALSE);
}

typedef struct
{
  gsize n;
  double last_x;
  double widest;
} Seen;

static void
see_cb (double x, double y, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_true (isfinite (x) && isfinite (y));
  g_assert_cmpfloat (x, >=, seen->last_x);
  seen->last_x = x;
  seen->widest = MAX (seen->widest, fabs (y));
  seen->n++;
}

static void
gather_cb (double x, double y, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, x);
  g_array_append_val ((GArray *) user_data, y);
}

/* What blocks leave out is what a look at each point leaves out, to the bit: with holes, equal
 * values and an end in the middle of a block.
 */
static void
test_blocks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (PnSeries) series = pn_series_new ();
  PnAxis axes[] = { { PN_SCALE_LINEAR, 0, 30000 },
                    { PN_SCALE_LINEAR, 1003, 20051 },
                    { PN_SCALE_LOG, 1, 30000 } };

  for (int i = 0; i < 30005; i++)
    pn_series_append (series, i,
                      i % 997 == 5 ? NAN : floor (g_rand_double_range (rand, -3, 60)) / 20);
  pn_series_truncate (series, 29990);
  pn_series_append (series, 29991, 4);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (axes); i++)
    {
      PnAxis y = { i % 2 ? PN_SCALE_LOG : PN_SCALE_LINEAR, 0.1, 3 };
      g_autoptr (PnSeries) plain = pn_series_copy (series);
      g_autoptr (GArray) with = g_array_new (FALSE, FALSE, sizeof (double));
      g_autoptr (GArray) without = g_array_new (FALSE, FALSE, sizeof (double));

      for (gsize k = 0; k < plain->n_blocks; k++)
        plain->blocks[k].finite = FALSE;
      g_assert_cmpuint (pn_thin (series, &axes[i / 2], &y, &area, 1, FALSE, gather_cb, with), ==,
                        pn_thin (plain, &axes[i / 2], &y, &area, 1, FALSE, gather_cb, without));
      g_assert_cmpmem (with->data, with->len * sizeof (double), without->data,
                       without->len * sizeof (double));
    }
}

static void
test_at_most_four (void)
{
  g_autoptr (PnSeries) series = make_curve (200000, 0.4);
  PnAxis x = { PN_SCALE_LINEAR, 0, 200000 }, y = { PN_SCALE_LINEAR, 0, 3 };
  Seen seen = { 0, -INFINITY, 0 };

  pn_thin (series, &x, &y, &area, 1, FALSE, see_cb, &seen);
  g_assert_cmpuint (seen.n, <=, 4 * 273);
  g_assert_cmpuint (seen.n, >, 500);
}

static void
test_dropped (void)
{
  g_autoptr (PnSeries) series = pn_series_new ();
  const double values[] = { 1, NAN, 2, -1, 0, INFINITY, 3 };
  PnAxis x = { PN_SCALE_LINEAR, 0, 6 }, log_y = { PN_SCALE_LOG, 1, 3 };
  PnAxis y = { PN_SCALE_LINEAR, -1, 3 };
  Seen seen = { 0, -INFINITY, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    pn_series_append (series, i, values[i]);
  g_assert_cmpuint (pn_thin (series, &x, &log_y, &area, 1, FALSE, see_cb, &seen), ==, 4);
  g_assert_cmpuint (seen.n, ==, 3);
  seen = (Seen){ 0, -INFINITY, 0 };
  g_assert_cmpuint (pn_thin (series, &x, &y, &area, 1, FALSE, see_cb, &seen), ==, 2);
  g_assert_cmpuint (seen.n, ==, 5);
}

/* However far one zooms in, coordinates stay within what cairo can raster. */
static void
test_far_away (void)
{
  g_autoptr (PnSeries) series = make_curve (1000, 0.4);
  PnAxis x = { PN_SCALE_LINEAR, 500.2, 500.2 + 1e-6 }, y = { PN_SCALE_LINEAR, 0.5, 0.5 + 1e-7 };
  Seen seen = { 0, -INFINITY, 0 };

  pn_thin (series, &x, &y, &area, 1, FALSE, see_cb, &seen);
  g_assert_cmpuint (seen.n, ==, 2);
  g_assert_cmpfloat (seen.last_x, <, 10000);
  g_assert_cmpfloat (seen.widest, <, 10000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/thin/linear", test_linear);
  g_test_add_func ("/draw/thin/log", test_log);
  g_test_add_func ("/draw/thin/clamped", test_clamped);
  g_test_add_func ("/draw/thin/zoomed", test_zoomed);
  g_test_add_func ("/draw/thin/at-most-four", test_at_most_four);
  g_test_add_func ("/draw/thin/blocks", test_blocks);
  g_test_add_func ("/draw/thin/dropped", test_dropped);
  g_test_add_func ("/draw/thin/far-away", test_far_away);
  return g_test_run ();
}
