/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Draws plots and networks to PNG files, to be looked at: draw-samples FOLDER. Not a test. */

#include "pn-made-network.h"
#include "pn-plot.h"

#include <math.h>
#include <stdlib.h>

static const PnPalette *palette;

static PnCanvas *
open_surface (cairo_surface_t **surface, int width, int height)
{
  cairo_t *cr;

  *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cr = cairo_create (*surface);
  cairo_set_source_rgb (cr, palette->ground.red, palette->ground.green, palette->ground.blue);
  cairo_paint (cr);
  return pn_canvas_new_cairo (cr, NULL);
}

static void
save (cairo_surface_t *surface, const char *folder, const char *name, gboolean dark)
{
  g_autofree char *path = g_strdup_printf ("%s/%s%s.png", folder, name, dark ? "-dark" : "");

  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

static void
fill (PnPlot *plot, gboolean accuracy)
{
  static const char *const names[]
      = { "Init, sigmoid, momentum", "Init, improved sigmoid", "Improved sigmoid only", "Plain" };
  static const double ends[] = { 0.145, 0.132, 0.38, 0.30 }, rates[] = { 500, 700, 900, 2600 };
  static const double tops[] = { 0.957, 0.964, 0.905, 0.918 };

  for (guint run = 0; run < 4; run++)
    {
      double n = run == 0 ? 5200 : 10000;
      PnCurve *curve = pn_plot_add_curve (plot, names[run], run, FALSE, FALSE);
      GRand *rand = g_rand_new_with_seed (run);

      for (double x = 0; x <= n; x += 125)
        pn_curve_append (curve, x,
                         accuracy ? tops[run] - 0.85 * exp (-x / rates[run])
                                  : ends[run] + 2.3 * exp (-x / rates[run]));
      if (run == 0)
        {
          curve = pn_plot_add_curve (plot, names[run], run, TRUE, !accuracy);
          for (double x = 0; x <= n; x += accuracy ? 125 : 1)
            pn_curve_append (curve, x,
                             accuracy ? 0.998 - 0.9 * exp (-x / 600)
                                      : (0.03 + 2.3 * exp (-x / 450))
                                            * (0.4 + 1.2 * g_rand_double (rand)));
        }
      g_rand_free (rand);
    }
}

static void
draw_plots (const char *folder, gboolean dark)
{
  PnStyle style = pn_style_screen (palette, 44 / 3.0);
  cairo_surface_t *surface;
  PnCanvas *canvas = open_surface (&surface, 860, 390);
  PnPlot *loss = pn_plot_new (PN_PLOT_LOSS, "Cross-entropy loss", "step");
  PnPlot *accuracy = pn_plot_new (PN_PLOT_ACCURACY, "Accuracy", "step");
  PnRect left = { 16, 10, 405, 340 }, right = { 441, 10, 405, 340 };

  pn_plot_set_smoothing (loss, 0.95);
  fill (loss, FALSE);
  fill (accuracy, TRUE);
  loss->legend = TRUE;
  accuracy->legend = TRUE;
  pn_plot_add_mark (loss, 5200, "early stop", 0);
  pn_plot_add_mark (loss, 4100, "best", 0);
  pn_plot_add_mark (loss, 2000, "learning rate 0.05", 0);
  accuracy->hover = TRUE;
  accuracy->hover_x = 4000;
  pn_plot_draw (loss, canvas, &left, &style);
  pn_plot_draw (accuracy, canvas, &right, &style);
  save (surface, folder, "plots", dark);
  pn_canvas_free (canvas);

  canvas = open_surface (&surface, 860, 300);
  loss->y_scale = loss->x_scale = PN_SCALE_LOG;
  left.height = right.height = 280;
  pn_plot_clear (accuracy);
  accuracy->empty_text
      = g_strdup ("Accuracy on validation images appears here, as soon as the network trains.");
  pn_plot_draw (loss, canvas, &left, &style);
  pn_plot_draw (accuracy, canvas, &right, &style);
  save (surface, folder, "plots-log-empty", dark);
  pn_canvas_free (canvas);
  pn_plot_free (loss);
  pn_plot_free (accuracy);
}

static void
draw_network (const char *folder,
              gboolean dark,
              const char *name,
              MadeNetwork *made,
              int width,
              int height,
              gsize selected)
{
  PnStyle style = pn_style_screen (palette, 44 / 3.0);
  cairo_surface_t *surface;
  g_autoptr (PnCanvas) canvas = open_surface (&surface, width, height);
  PnTopologyOptions options = { &style, pn_canvas_context (canvas), NULL, selected, 0 };
  PnRect rect = { 10, 10, width - 20, height - 20 };
  g_autoptr (PnTopologyLayout) layout = pn_topology_layout_new (made->spec, &rect, &options);
  g_autoptr (PnTopologyAtlas) atlas = pn_topology_atlas_new ();
  const float *const *weights = (const float *const *) made->weights;
  const float *const *activations = (const float *const *) made->activations;
  g_autoptr (GArray) connections
      = pn_topology_find_connections (made->spec, weights, made->input, activations, NULL, 12);
  PnTopologyState state = made_network_state (made, atlas, connections);
  gint64 start = g_get_monotonic_time (), middle;

  style.family = "Cantarell";
  if (layout->lens_layer != PN_TOPOLOGY_NO_LAYER)
    {
      g_autofree gsize *units = g_new (gsize, layout->lens.count);

      pn_topology_rank_units (made->spec, weights, activations, selected, layout->lens.count,
                              units);
      pn_topology_layout_set_lens_units (layout, units);
    }
  pn_topology_atlas_update (atlas, made->spec, weights, layout, palette);
  state.selected = selected;
  middle = g_get_monotonic_time ();
  pn_topology_draw (layout, &state, canvas, &style);
  g_print ("%s: atlas %.1f ms, picture %.1f ms\n", name, (middle - start) / 1e3,
           (g_get_monotonic_time () - middle) / 1e3);
  save (surface, folder, name, dark);
  made_network_free (made);
}

static void
draw_networks (const char *folder, gboolean dark)
{
  const gsize mixed[] = { 512, 64, 16 };

  draw_network (folder, dark, "net-64", made_network_new (64, 1), 860, 440, 1);
  draw_network (folder, dark, "net-60-60", made_network_new (60, 2), 860, 440, 1);
  draw_network (folder, dark, "net-10x64", made_network_new (64, 10), 860, 440, 4);
  draw_network (folder, dark, "net-10x64-small", made_network_new (64, 10), 700, 340, 4);
  draw_network (folder, dark, "net-10x64-none", made_network_new (64, 10), 700, 340,
                PN_TOPOLOGY_NO_LAYER);
  draw_network (folder, dark, "net-512", made_network_new (512, 1), 860, 440, 1);
  draw_network (folder, dark, "net-1000", made_network_new (1000, 1), 700, 340,
                PN_TOPOLOGY_NO_LAYER);
  draw_network (folder, dark, "net-mixed", made_network_new_with (mixed, 3), 860, 440, 2);
  draw_network (folder, dark, "net-64-page", made_network_new (64, 1), 360, 440, 1);
  draw_network (folder, dark, "net-60-60-page", made_network_new (60, 2), 360, 440, 2);
  draw_network (folder, dark, "net-10x64-page", made_network_new (64, 10), 360, 560, 2);
  draw_network (folder, dark, "net-none", made_network_new (0, 0), 860, 440, 1);
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";

  for (int dark = 0; dark < 2; dark++)
    {
      palette = pn_palette_get (dark, FALSE);
      draw_plots (folder, dark);
      draw_networks (folder, dark);
    }
  return EXIT_SUCCESS;
}
