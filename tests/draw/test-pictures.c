/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdlib.h>

#include "pn-made-network.h"
#include "pn-plot.h"

/* Plots and a network against stored pictures. PN_PICTURES=write writes them anew, to be looked at
 * before they are committed. A picture that differs is left in the build folder as NAME-seen.png.
 */

#define WIDTH 360
#define HEIGHT 240

/* Fonts differ by version: pixels may differ by this much on the mean, of 255. */
#define TOLERANCE 3.0
#define BLOCK 8
#define BLOCK_TOLERANCE 70.0

typedef void (*DrawFunc) (PnCanvas *canvas, const PnRect *rect, const PnStyle *style);

static cairo_surface_t *
draw (DrawFunc func, gboolean dark)
{
  const PnPalette *palette = pn_palette_get (dark, FALSE);
  PnStyle style = pn_style_screen (palette, 12);
  PnRect all = { 0, 0, WIDTH, HEIGHT }, rect = pn_rect_inset (&all, 6, 6);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, NULL);

  style.family = "DejaVu Sans";
  style.numbers = pn_numbers_english ();
  pn_canvas_fill_rect (canvas, &all, 0, palette->ground);
  func (canvas, &rect, &style);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static double
block_difference (cairo_surface_t *a, cairo_surface_t *b, int left, int top)
{
  const guint8 *p = cairo_image_surface_get_data (a), *q = cairo_image_surface_get_data (b);
  int stride = cairo_image_surface_get_stride (a);
  double sum = 0;

  for (int y = top; y < top + BLOCK; y++)
    for (int x = left; x < left + BLOCK; x++)
      for (int c = 0; c < 3; c++)
        sum += abs (p[y * stride + 4 * x + c] - q[y * stride + 4 * x + c]);
  return sum / (3 * BLOCK * BLOCK);
}

/* The mean difference, and the worst block's: a curve that is missing is a small share of a
 * picture. */
static void
compare (cairo_surface_t *a, cairo_surface_t *b, double *mean, double *worst)
{
  *mean = *worst = 0;
  for (int y = 0; y < HEIGHT; y += BLOCK)
    for (int x = 0; x < WIDTH; x += BLOCK)
      {
        double difference = block_difference (a, b, x, y);

        *mean += difference * BLOCK * BLOCK / (WIDTH * HEIGHT);
        *worst = MAX (*worst, difference);
      }
}

static void
check (const char *name, DrawFunc func, gboolean dark)
{
  g_autofree char *file = g_strconcat (name, dark ? "-dark.png" : ".png", NULL);
  g_autofree char *seen = g_strconcat (name, dark ? "-dark-seen.png" : "-seen.png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "pictures", file, NULL);
  cairo_surface_t *surface = draw (func, dark), *stored;
  double mean, worst;

  if (g_strcmp0 (g_getenv ("PN_PICTURES"), "write") == 0)
    cairo_surface_write_to_png (surface, path);
  stored = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (stored), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_stride (stored), ==,
                   cairo_image_surface_get_stride (surface));
  compare (surface, stored, &mean, &worst);
  g_test_message ("%s: mean difference %.2f, worst block %.1f", file, mean, worst);
  if (!(mean <= TOLERANCE && worst <= BLOCK_TOLERANCE))
    {
      cairo_surface_write_to_png (surface, seen);
      g_test_fail_printf ("%s differs by %.2f, worst block %.1f; see %s", file, mean, worst, seen);
    }
  cairo_surface_destroy (surface);
  cairo_surface_destroy (stored);
}

static void
add_run (PnPlot *plot, guint run, const char *name, double end)
{
  PnCurve *training = pn_plot_add_curve (plot, name, run, TRUE, TRUE);
  PnCurve *validation = pn_plot_add_curve (plot, name, run, FALSE, FALSE);
  GRand *rand = g_rand_new_with_seed (run);

  for (int i = 1; i <= 6000 - 2000 * (int) run; i++)
    {
      double loss = end + 2.3 * exp (-i / 700.0);

      pn_curve_append (training, i, loss * (0.2 + 1.2 * g_rand_double (rand)));
      if (i % 125 == 0)
        pn_curve_append (validation, i, loss + 0.05);
    }
  g_rand_free (rand);
}

static PnPlot *
make_plot (void)
{
  PnPlot *plot = pn_plot_new (PN_PLOT_LOSS, "Cross-entropy loss", "step");

  pn_plot_set_smoothing (plot, 0.98);
  plot->legend = TRUE;
  add_run (plot, 0, "plain", 0.1);
  add_run (plot, 1, "momentum", 0.02);
  pn_plot_add_mark (plot, 4000, "early stop", 1);
  return plot;
}

static void
draw_linear (PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  g_autoptr (PnPlot) plot = make_plot ();

  plot->hover = TRUE;
  plot->hover_x = 1500;
  pn_plot_draw (plot, canvas, rect, style);
}

static void
draw_log (PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  g_autoptr (PnPlot) plot = make_plot ();

  plot->x_scale = plot->y_scale = PN_SCALE_LOG;
  plot->y_label = g_strdup ("Cross-entropy loss");
  pn_plot_draw (plot, canvas, rect, style);
}

static void
draw_network (PnCanvas *canvas, const PnRect *rect, const PnStyle *style, gsize units, gsize layers)
{
  g_autoptr (MadeNetwork) made = made_network_new (units, layers);
  PnTopologyOptions options = { style, pn_canvas_context (canvas), NULL, 1, 0 };
  g_autoptr (PnTopologyLayout) layout = pn_topology_layout_new (made->spec, rect, &options);
  g_autoptr (PnTopologyAtlas) atlas = pn_topology_atlas_new ();
  g_autoptr (GArray) connections
      = pn_topology_find_connections (made->spec, (const float *const *) made->weights, made->input,
                                      (const float *const *) made->activations, NULL, 10);
  PnTopologyState state = made_network_state (made, atlas, connections);

  state.selected = 1;
  pn_topology_atlas_update (atlas, made->spec, (const float *const *) made->weights, layout,
                            style->palette);
  pn_topology_draw (layout, &state, canvas, style);
}

static void
draw_tiles (PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  draw_network (canvas, rect, style, 16, 1);
}

static void
draw_lens (PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  /* Lower than this there is no lens. */
  PnRect taller = { rect->x, rect->y, rect->width, MAX (rect->height, 230) };

  draw_network (canvas, &taller, style, 40, 4);
}

static void
test_linear (void)
{
  check ("plot-linear", draw_linear, FALSE);
  check ("plot-linear", draw_linear, TRUE);
}

static void
test_log (void)
{
  check ("plot-log", draw_log, FALSE);
}

static void
test_tiles (void)
{
  check ("network-tiles", draw_tiles, FALSE);
  check ("network-tiles", draw_tiles, TRUE);
}

static void
test_lens (void)
{
  check ("network-lens", draw_lens, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/pictures/plot-linear", test_linear);
  g_test_add_func ("/draw/pictures/plot-log", test_log);
  g_test_add_func ("/draw/pictures/network-tiles", test_tiles);
  g_test_add_func ("/draw/pictures/network-lens", test_lens);
  return g_test_run ();
}
