/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-palette.h"

#include <math.h>
#include <string.h>

/* 4 palettes: light and dark, usual and high contrast. */
static const PnPalette *
get_palette (int index)
{
  return pn_palette_get (index & 1, index & 2);
}

static void
test_contrast_formula (void)
{
  PnColor black = PN_COLOR (0x000000), white = PN_COLOR (0xffffff), grey = PN_COLOR (0x767676);

  /* 21 by definition; #767676 is the darkest grey that WCAG's own examples call 4.54:1 on white. */
  g_assert_cmpfloat_with_epsilon (pn_color_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (pn_color_contrast (grey, white), 4.54, 0.005);
  g_assert_cmpfloat_with_epsilon (pn_color_hue ((PnColor) PN_COLOR (0x00ff80)), 150.1, 0.1);
}

static void
test_texts (void)
{
  for (int i = 0; i < 4; i++)
    {
      const PnPalette *palette = get_palette (i);

      g_assert_cmpfloat (pn_color_contrast (palette->text, palette->ground), >=, 4.5);
      g_assert_cmpfloat (pn_color_contrast (palette->dim_text, palette->ground), >=, 4.5);
      g_assert_cmpfloat (pn_color_contrast (palette->text, palette->raised), >=, 4.5);
      g_assert_cmpfloat (pn_color_contrast (palette->dim_text, palette->raised), >=, 4.5);
      g_assert_cmpfloat (pn_color_contrast (palette->text, palette->track), >=, 4.5);
    }
}

static void
test_lines (void)
{
  for (int i = 0; i < 4; i++)
    {
      const PnPalette *palette = get_palette (i);
      const PnColor lines[] = { palette->accent, palette->ghost, palette->axis, palette->ink };

      for (guint run = 0; run < PN_N_RUN_COLORS; run++)
        g_assert_cmpfloat (pn_color_contrast (palette->runs[run], palette->ground), >=, 3);
      for (gsize j = 0; j < G_N_ELEMENTS (lines); j++)
        g_assert_cmpfloat (pn_color_contrast (lines[j], palette->ground), >=, 3);
      g_assert_cmpfloat (pn_color_contrast (palette->negative, palette->ground), >=, 3);
      g_assert_cmpfloat (pn_color_contrast (palette->positive, palette->ground), >=, 3);
      g_assert_cmpfloat (pn_color_contrast (palette->negative, palette->tile), >=, 3);
      g_assert_cmpfloat (pn_color_contrast (palette->positive, palette->tile), >=, 3);
    }
}

static double
hue_distance (PnColor a, PnColor b)
{
  double distance = fabs (pn_color_hue (a) - pn_color_hue (b));

  return MIN (distance, 360 - distance);
}

static void
test_hues (void)
{
  for (int i = 0; i < 4; i++)
    {
      const PnPalette *palette = get_palette (i);

      for (guint run = 0; run < PN_N_RUN_COLORS; run++)
        {
          g_assert_cmpfloat (hue_distance (palette->runs[run], palette->negative), >=, 15);
          g_assert_cmpfloat (hue_distance (palette->runs[run], palette->positive), >=, 25);
          for (guint other = 0; other < run; other++)
            g_assert_cmpfloat (hue_distance (palette->runs[run], palette->runs[other]), >=, 20);
        }
      g_assert_cmpfloat (hue_distance (palette->accent, palette->positive), >=, 25);
      g_assert_cmpfloat (hue_distance (palette->accent, palette->negative), >=, 25);
    }
}

static void
test_weights (void)
{
  for (int i = 0; i < 4; i++)
    {
      const PnPalette *palette = get_palette (i);
      guint32 table[256];

      pn_palette_weight_table (palette, table);
      g_assert_cmphex (table[128], ==, pn_color_to_argb (palette->tile));
      g_assert_cmphex (table[255], ==, pn_color_to_argb (palette->positive));
      g_assert_cmphex (table[1], ==, pn_color_to_argb (palette->negative));
      g_assert_cmphex (table[0], ==, table[1]);
      g_assert_cmphex (pn_color_to_argb (pn_palette_weight_color (palette, -7)), ==, table[0]);
    }
}

/* The further from zero, the further from the tile's ground, on both sides. */
static void
test_weights_rise (void)
{
  const PnPalette *palette = get_palette (0);
  double before[2] = { 1, 1 };

  for (double weight = 0.05; weight <= 1; weight += 0.05)
    for (int side = 0; side < 2; side++)
      {
        PnColor color = pn_palette_weight_color (palette, side ? weight : -weight);
        double contrast = pn_color_contrast (color, palette->tile);

        g_assert_cmpfloat (contrast, >, before[side]);
        before[side] = contrast;
      }
}

static void
test_markers (void)
{
  /* 36 runs: each pair of colour and marker once. */
  for (guint a = 0; a < PN_N_RUN_COLORS * PN_N_MARKERS; a++)
    for (guint b = 0; b < a; b++)
      g_assert_false (a % PN_N_RUN_COLORS == b % PN_N_RUN_COLORS
                      && pn_palette_run_marker (a) == pn_palette_run_marker (b));
  g_assert_cmpstr (pn_marker_character (pn_palette_run_marker (1)), ==, "▲");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/palette/contrast-formula", test_contrast_formula);
  g_test_add_func ("/draw/palette/texts", test_texts);
  g_test_add_func ("/draw/palette/lines", test_lines);
  g_test_add_func ("/draw/palette/hues", test_hues);
  g_test_add_func ("/draw/palette/weights", test_weights);
  g_test_add_func ("/draw/palette/weights-rise", test_weights_rise);
  g_test_add_func ("/draw/palette/markers", test_markers);
  return g_test_run ();
}
