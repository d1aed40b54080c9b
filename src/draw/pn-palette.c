/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-palette.h"

#include <math.h>

/* Hues: runs 213 (blue), 21 (orange), 140 (green), 321 (magenta), 270 (violet), 352 (crimson);
 * weights 41 (brown) and 180 (teal), at least 15 degrees from each of them. Tests compute hue and
 * contrast, and how far apart the colours are with each colour-vision deficiency.
 */
static const PnPalette light = {
  .ground = PN_COLOR (0xfafafa),
  .raised = PN_COLOR (0xffffff),
  .text = PN_COLOR (0x241f31),
  .dim_text = PN_COLOR (0x5e5c64),
  .grid = PN_COLOR (0xdeddda),
  .axis = PN_COLOR (0x8f8d8a),
  .accent = PN_COLOR (0x3584e4),
  .ghost = PN_COLOR (0x8f8d8a),
  .ink = PN_COLOR (0x241f31),
  .track = PN_COLOR (0xe4e3e1),
  .tile = PN_COLOR (0xffffff),
  .tile_border = PN_COLOR (0xc0bfbc),
  .negative = PN_COLOR (0x7d5500),
  .positive = PN_COLOR (0x007a7a),
  .cell_low = PN_COLOR (0xececec),
  .cell_high = PN_COLOR (0x2b2833),
  .runs = { PN_COLOR (0x1a5fb4), PN_COLOR (0xc64700), PN_COLOR (0x157c3b), PN_COLOR (0xa1347a),
            PN_COLOR (0x603583), PN_COLOR (0xad0422) },
};

static const PnPalette dark = {
  .ground = PN_COLOR (0x242424),
  .raised = PN_COLOR (0x383838),
  .text = PN_COLOR (0xffffff),
  .dim_text = PN_COLOR (0xc0bfbc),
  .grid = PN_COLOR (0x3d3d3d),
  .axis = PN_COLOR (0x8a8a8a),
  .accent = PN_COLOR (0x3584e4),
  .ghost = PN_COLOR (0x8a8a8a),
  .ink = PN_COLOR (0xf6f5f4),
  .track = PN_COLOR (0x454545),
  .tile = PN_COLOR (0x1c1c1c),
  .tile_border = PN_COLOR (0x5e5c64),
  .negative = PN_COLOR (0xd6a63a),
  .positive = PN_COLOR (0x35bdbd),
  .cell_low = PN_COLOR (0x333333),
  .cell_high = PN_COLOR (0xf0f0f0),
  .runs = { PN_COLOR (0x4f90e4), PN_COLOR (0xff8a4d), PN_COLOR (0x66d37a), PN_COLOR (0xdf7abc),
            PN_COLOR (0xd2a9ff), PN_COLOR (0xe45e6d) },
};

static const PnPalette light_contrast = {
  .ground = PN_COLOR (0xffffff),
  .raised = PN_COLOR (0xffffff),
  .text = PN_COLOR (0x000000),
  .dim_text = PN_COLOR (0x241f31),
  .grid = PN_COLOR (0xc0bfbc),
  .axis = PN_COLOR (0x3d3846),
  .accent = PN_COLOR (0x1b5fb8),
  .ghost = PN_COLOR (0x77767b),
  .ink = PN_COLOR (0x000000),
  .track = PN_COLOR (0xd0cfcc),
  .tile = PN_COLOR (0xffffff),
  .tile_border = PN_COLOR (0x5e5c64),
  .negative = PN_COLOR (0x664500),
  .positive = PN_COLOR (0x006161),
  .cell_low = PN_COLOR (0xf0f0f0),
  .cell_high = PN_COLOR (0x000000),
  .runs = { PN_COLOR (0x1454a2), PN_COLOR (0xab420d), PN_COLOR (0x055f2b), PN_COLOR (0x852560),
            PN_COLOR (0x4e246f), PN_COLOR (0x900618) },
};

static const PnPalette dark_contrast = {
  .ground = PN_COLOR (0x101010),
  .raised = PN_COLOR (0x1c1c1c),
  .text = PN_COLOR (0xffffff),
  .dim_text = PN_COLOR (0xf0f0f0),
  .grid = PN_COLOR (0x5e5c64),
  .axis = PN_COLOR (0xdeddda),
  .accent = PN_COLOR (0x62a0ea),
  .ghost = PN_COLOR (0xa8a7a4),
  .ink = PN_COLOR (0xffffff),
  .track = PN_COLOR (0x4a4a4a),
  .tile = PN_COLOR (0x000000),
  .tile_border = PN_COLOR (0x9a9996),
  .negative = PN_COLOR (0xf2c14e),
  .positive = PN_COLOR (0x4fe0e0),
  .cell_low = PN_COLOR (0x262626),
  .cell_high = PN_COLOR (0xffffff),
  .runs = { PN_COLOR (0x7496ca), PN_COLOR (0xfda36f), PN_COLOR (0x7fe59c), PN_COLOR (0xffa8dd),
            PN_COLOR (0xcdb2ff), PN_COLOR (0xe97b87) },
};

const PnPalette *
pn_palette_get (gboolean is_dark, gboolean high_contrast)
{
  if (high_contrast)
    return is_dark ? &dark_contrast : &light_contrast;
  return is_dark ? &dark : &light;
}

PnColor
pn_palette_run_color (const PnPalette *self, guint run)
{
  return self->runs[run % PN_N_RUN_COLORS];
}

PnMarker
pn_palette_run_marker (guint run)
{
  return (run + run / PN_N_RUN_COLORS) % PN_N_MARKERS;
}

PnColor
pn_palette_weight_color (const PnPalette *self, double weight)
{
  if (!(weight == weight))
    return self->accent;
  weight = CLAMP (weight, -1, 1);
  return pn_color_mix (self->tile, weight < 0 ? self->negative : self->positive, fabs (weight));
}

void
pn_palette_weight_table (const PnPalette *self, guint32 table[256])
{
  for (int i = 0; i < 256; i++)
    table[i] = pn_color_to_argb (pn_palette_weight_color (self, (i - 128) / 127.0));
}

/* Corners in units of `size`, chosen for equal area. */
typedef struct
{
  int n;
  double points[4][2];
} Polygon;

static const Polygon polygons[PN_N_MARKERS] = {
  [PN_MARKER_TRIANGLE] = { 3, { { 0, -0.66 }, { 0.66, 0.52 }, { -0.66, 0.52 } } },
  [PN_MARKER_SQUARE] = { 4, { { -0.5, -0.5 }, { 0.5, -0.5 }, { 0.5, 0.5 }, { -0.5, 0.5 } } },
  [PN_MARKER_DIAMOND] = { 4, { { 0, -0.68 }, { 0.68, 0 }, { 0, 0.68 }, { -0.68, 0 } } },
  [PN_MARKER_TRIANGLE_DOWN] = { 3, { { 0, 0.66 }, { 0.66, -0.52 }, { -0.66, -0.52 } } },
};

static void
draw_cross (PnCanvas *canvas, double x, double y, double size, PnColor color)
{
  PnStroke pen = { .width = size * 0.3, .round = TRUE };
  double r = size * 0.42;

  pn_canvas_move_to (canvas, x - r, y - r);
  pn_canvas_line_to (canvas, x + r, y + r);
  pn_canvas_move_to (canvas, x - r, y + r);
  pn_canvas_line_to (canvas, x + r, y - r);
  pn_canvas_paint (canvas, NULL, &color, &pen);
}

void
pn_marker_draw (PnCanvas *canvas, PnMarker marker, double x, double y, double size, PnColor color)
{
  const Polygon *polygon = &polygons[marker];

  if (marker == PN_MARKER_CROSS)
    {
      draw_cross (canvas, x, y, size, color);
      return;
    }
  if (marker == PN_MARKER_CIRCLE)
    pn_canvas_circle_path (canvas, x, y, size * 0.54);
  for (int i = 0; i < polygon->n; i++)
    {
      double px = x + polygon->points[i][0] * size, py = y + polygon->points[i][1] * size;

      if (i == 0)
        pn_canvas_move_to (canvas, px, py);
      else
        pn_canvas_line_to (canvas, px, py);
    }
  if (polygon->n > 0)
    pn_canvas_close_path (canvas);
  pn_canvas_fill (canvas, color);
}

const char *
pn_marker_character (PnMarker marker)
{
  static const char *const characters[PN_N_MARKERS] = { "●", "▲", "■", "◆", "▼", "✕" };

  return characters[marker];
}
