/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-matrix.h"

/* Where cells and bars are, and what is written into them. */

static const char *const names[] = { "cat", "dog" };
static const guint64 counts[] = { 3, 1, 0, 0 };
static const double scores[] = { 0.75, 0.5 };
static const PnMatrix matrix = { 2, names, counts, { scores, scores, scores }, FALSE };

static PnMatrixLayout
lay_out (double width, const PnStyle *style)
{
  PangoContext *context = pn_text_context_new ();
  PnRect rect = { 10, 20, width, pn_matrix_height (&matrix, context, style, width) };
  PnMatrixLayout layout = pn_matrix_layout (&matrix, context, style, &rect);

  for (gsize row = 0; row < 2; row++)
    for (gsize column = 0; column < 2 + PN_MATRIX_N_SCORES; column++)
      {
        PnRect spot = pn_matrix_spot (&layout, row, column);

        g_assert_true (spot.x >= rect.x && pn_rect_right (&spot) <= pn_rect_right (&rect) + 1e-6);
        g_assert_true (spot.y >= rect.y && pn_rect_bottom (&spot) <= pn_rect_bottom (&rect) + 1e-6);
        /* What a finger hits. */
        g_assert_cmpfloat (spot.width, >=, 24);
        g_assert_cmpfloat (spot.height, >=, 24);
      }
  g_object_unref (context);
  return layout;
}

static void
test_layout (void)
{
  PnStyle style = pn_style_screen (pn_palette_get (FALSE, FALSE), 13.4);
  PnMatrixLayout wide = lay_out (600, &style), narrow = lay_out (280, &style);

  g_assert_false (wide.below);
  g_assert_cmpfloat (wide.bars.y, ==, wide.cells.y);
  g_assert_cmpfloat (wide.bars.x, >, pn_rect_right (&wide.cells));
  g_assert_true (narrow.below);
  g_assert_cmpfloat (narrow.bars.y, >, pn_rect_bottom (&narrow.cells));
}

static char *
draw (gboolean rates)
{
  PnStyle style = pn_style_report (8);
  PnMatrix drawn = matrix;
  PnRect rect = { 0, 0, 400, 120 };
  PnCanvas *canvas = pn_canvas_new_svg (rect.width, rect.height, 0, NULL);
  char *svg;

  drawn.rates = rates;
  pn_matrix_draw (&drawn, canvas, &rect, &style);
  svg = pn_canvas_svg_finish (canvas);
  pn_canvas_free (canvas);
  return svg;
}

/* Cells with nothing in them stay empty, even in a row without images. */
static void
test_texts (void)
{
  g_autofree char *as_counts = draw (FALSE), *as_rates = draw (TRUE);

  g_assert_nonnull (strstr (as_counts, ">3</text>"));
  g_assert_nonnull (strstr (as_counts, ">0.750</text>"));
  g_assert_null (strstr (as_counts, ">0</text>"));
  g_assert_nonnull (strstr (as_rates, ">75.0</text>"));
  g_assert_nonnull (strstr (as_rates, ">25.0</text>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/matrix/layout", test_layout);
  g_test_add_func ("/draw/matrix/texts", test_texts);
  return g_test_run ();
}
