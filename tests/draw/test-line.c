/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot-private.h"

#include <math.h>

#define WIDTH 400
#define HEIGHT 200
#define N_POINTS 20000

static const PnColor black = { 0, 0, 0, 1 };
static const PnPlotFrame frame = { .area = { 0, 0, WIDTH, HEIGHT },
                                   .x = { PN_SCALE_LINEAR, 0, N_POINTS },
                                   .y = { PN_SCALE_LINEAR, 0, 1 } };

/* Fifty points to a pixel column, that rise over the width and ripple by `ripple`. */
static PnSeries *
make_line (double ripple)
{
  PnSeries *series = pn_series_new ();

  for (int i = 0; i < N_POINTS; i++)
    pn_series_append (series, i, 0.2 + 0.6 * i / N_POINTS + (i % 2 ? ripple : -ripple));
  return series;
}

static cairo_surface_t *
draw (const PnSeries *series, const PnStroke *pen)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, NULL);

  pn_plot_draw_line (canvas, &frame, series, FALSE, black, pen);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Of how many columns the height of the ink, in pixels, is at least `least`. */
static int
count_columns (cairo_surface_t *surface, double least)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface), n = 0;

  for (int x = 0; x < WIDTH; x++)
    {
      double ink = 0;

      for (int y = 0; y < HEIGHT; y++)
        ink += pixels[y * stride + x] / 255.0;
      n += ink >= least;
    }
  cairo_surface_destroy (surface);
  return n;
}

/* A band is as high as the pen and the ripples together, in every column. */
static void
test_solid (void)
{
  const PnStroke pen = { .width = 2 };

  for (double ripple = 0; ripple < 0.06; ripple += 0.01)
    {
      g_autoptr (PnSeries) series = make_line (ripple);

      g_assert_cmpint (count_columns (draw (series, &pen), 1.7 + 2 * ripple * HEIGHT), >=,
                       WIDTH * 19 / 20);
      g_assert_cmpint (count_columns (draw (series, &pen), 2.6 + 2 * ripple * HEIGHT), ==, 0);
    }
}

/* Small ripples leave dashes and gaps what they are: three parts of five; large ones fill them. */
static void
test_dashed (void)
{
  const double dashes[] = { 6, 4 };
  const PnStroke pen = { .width = 2, .dashes = dashes, .n_dashes = 2 };

  for (double ripple = 0; ripple < 0.05; ripple += 0.008)
    {
      g_autoptr (PnSeries) series = make_line (ripple);
      int n = count_columns (draw (series, &pen), 1);

      if (2 * ripple * HEIGHT < 2 * dashes[0])
        g_assert_cmpint (abs (n - WIDTH * 3 / 5), <, WIDTH / 10);
      else
        g_assert_cmpint (n, >=, WIDTH * 19 / 20);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/line/solid", test_solid);
  g_test_add_func ("/draw/line/dashed", test_dashed);
  return g_test_run ();
}
