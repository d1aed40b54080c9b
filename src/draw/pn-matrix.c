/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In ems of the small text. */
#define LINE 1.6
#define GAP 0.5
#define CELL_MIN 2.1
#define CELL_MAX_WIDTH 3.4
#define CELL_MAX_HEIGHT 2.6
#define BAR_MIN 6.2
#define BAR_MAX 12.0
#define NAMES_MAX 6.0
#define BARS_APART 1.2

const char *
pn_matrix_score_name (PnMatrixScore score)
{
  static const char *const names[] = { N_ ("precision"), N_ ("recall"), N_ ("F1") };

  return _ (names[score]);
}

static double
em (const PnStyle *style)
{
  return pn_style_small (style).size;
}

/* Of the column with the classes' names, its gap included. */
static double
names_width (const PnMatrix *self, PangoContext *context, const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  double width = 0;

  for (gsize i = 0; i < self->n; i++)
    width = MAX (width, pn_text_width (context, &font, self->names[i]));
  return MIN (width, NAMES_MAX * em (style)) + GAP * em (style);
}

double
pn_matrix_min_width (const PnMatrix *self, PangoContext *context, const PnStyle *style)
{
  double names = names_width (self, context, style);

  return names + em (style) * MAX (self->n * CELL_MIN, PN_MATRIX_N_SCORES * BAR_MIN);
}

static gboolean
are_bars_below (const PnMatrix *self, PangoContext *context, const PnStyle *style, double width)
{
  double beside = BARS_APART + PN_MATRIX_N_SCORES * BAR_MIN;

  return width < names_width (self, context, style) + em (style) * (self->n * CELL_MIN + beside);
}

double
pn_matrix_height (const PnMatrix *self, PangoContext *context, const PnStyle *style, double width)
{
  double rows = self->n * CELL_MIN;
  gboolean below = are_bars_below (self, context, style, width);

  return em (style) * (2 * LINE + rows + (below ? BARS_APART + LINE + rows : 0));
}

static void
place_beside (PnMatrixLayout *layout, double e, const PnRect *rect)
{
  double room = pn_rect_right (rect) - layout->cells.x - BARS_APART * e;
  double bars = PN_MATRIX_N_SCORES * BAR_MIN * e;

  layout->cell_width = MIN ((room - bars) / layout->n, CELL_MAX_WIDTH * e);
  layout->cell_height = (pn_rect_bottom (rect) - layout->cells.y) / layout->n;
  room -= layout->n * layout->cell_width;
  layout->bar_width = MIN (room / PN_MATRIX_N_SCORES, BAR_MAX * e);
  layout->bars.x = layout->cells.x + layout->n * layout->cell_width + BARS_APART * e;
  layout->bars.y = layout->cells.y;
}

static void
place_below (PnMatrixLayout *layout, double e, const PnRect *rect)
{
  double room = pn_rect_right (rect) - layout->cells.x;
  double height = pn_rect_bottom (rect) - layout->cells.y - (BARS_APART + LINE) * e;

  layout->cell_width = MIN (room / layout->n, CELL_MAX_WIDTH * e);
  layout->cell_height = height / 2 / layout->n;
  layout->bar_width = MIN (room / PN_MATRIX_N_SCORES, BAR_MAX * e);
  layout->bars.x = layout->cells.x;
  layout->bars.y = layout->cells.y + height / 2 + (BARS_APART + LINE) * e;
}

PnMatrixLayout
pn_matrix_layout (const PnMatrix *self,
                  PangoContext *context,
                  const PnStyle *style,
                  const PnRect *rect)
{
  double e = em (style), names = names_width (self, context, style);
  PnMatrixLayout layout = { .n = MAX (self->n, 1) };

  layout.below = are_bars_below (self, context, style, rect->width);
  layout.caption = (PnRect){ rect->x, rect->y, rect->width, LINE * e };
  layout.cells = (PnRect){ rect->x + names, rect->y + 2 * LINE * e, 0, 0 };
  if (layout.below)
    place_below (&layout, e, rect);
  else
    place_beside (&layout, e, rect);
  layout.cell_height = CLAMP (layout.cell_height, 0, CELL_MAX_HEIGHT * e);
  layout.bar_height = layout.cell_height;
  layout.cells.width = layout.n * layout.cell_width;
  layout.cells.height = layout.n * layout.cell_height;
  layout.bars.width = PN_MATRIX_N_SCORES * layout.bar_width;
  layout.bars.height = layout.n * layout.bar_height;
  return layout;
}

PnRect
pn_matrix_spot (const PnMatrixLayout *layout, gsize row, gsize column)
{
  if (column < layout->n)
    return (PnRect){ layout->cells.x + column * layout->cell_width,
                     layout->cells.y + row * layout->cell_height, layout->cell_width,
                     layout->cell_height };
  return (PnRect){ layout->bars.x + (column - layout->n) * layout->bar_width,
                   layout->bars.y + row * layout->bar_height, layout->bar_width,
                   layout->bar_height };
}

static guint64
row_sum (const PnMatrix *self, gsize row)
{
  guint64 sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += self->counts[row * self->n + i];
  return sum;
}

static double
rate (const PnMatrix *self, gsize row, gsize column)
{
  guint64 sum = row_sum (self, row);

  return sum > 0 ? (double) self->counts[row * self->n + column] / (double) sum : 0;
}

static double
worst_rate (const PnMatrix *self)
{
  double worst = 0;

  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->n; j++)
      if (i != j)
        worst = MAX (worst, rate (self, i, j));
  return worst;
}

/* Right answers are pale, mistakes the darker the more there are: by the root, so that a few
 * already show, and against the worst, because in a good network all are rare.
 */
static PnColor
cell_color (const PnMatrix *self, const PnPalette *palette, gsize row, gsize column, double worst)
{
  double share = rate (self, row, column);

  if (row == column)
    return pn_color_mix (palette->ground, palette->positive, 0.35 * share);
  return pn_color_mix (palette->ground, palette->negative, worst > 0 ? sqrt (share / worst) : 0);
}

/* Whichever of the two is read better on it. */
static PnColor
text_color (const PnPalette *palette, PnColor ground)
{
  double text = pn_color_contrast (palette->text, ground);

  return text >= pn_color_contrast (palette->ground, ground) ? palette->text : palette->ground;
}

/* Nothing where there is nothing: the mistakes stand out. */
static char *
cell_text (const PnMatrix *self, const PnStyle *style, gsize row, gsize column)
{
  guint64 count = self->counts[row * self->n + column];

  if (count == 0)
    return g_strdup ("");
  if (self->rates)
    return pn_numbers_format (&style->numbers, 100 * rate (self, row, column), 1);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}

/* All of one size: the largest at which the widest fits. */
static PnFont
cell_font (const PnMatrix *self, PnCanvas *canvas, const PnStyle *style, double width)
{
  PnFont font = pn_style_small (style);
  double room = width - 0.4 * font.size, widest = 0;

  for (gsize i = 0; i < self->n * self->n; i++)
    {
      g_autofree char *text = cell_text (self, style, i / self->n, i % self->n);

      widest = MAX (widest, pn_text_width (pn_canvas_context (canvas), &font, text));
    }
  if (widest > room && room > 0)
    font.size *= room / widest;
  return font;
}

static void
draw_cells (const PnMatrix *self,
            PnCanvas *canvas,
            const PnStyle *style,
            const PnMatrixLayout *layout)
{
  PnFont font = cell_font (self, canvas, style, layout->cell_width);
  double worst = worst_rate (self);

  for (gsize row = 0; row < self->n; row++)
    for (gsize column = 0; column < self->n; column++)
      {
        PnRect spot = pn_matrix_spot (layout, row, column);
        PnRect inner = pn_rect_inset (&spot, 0.5, 0.5);
        PnColor color = cell_color (self, style->palette, row, column, worst);
        g_autofree char *text = cell_text (self, style, row, column);

        pn_canvas_fill_rect (canvas, &inner, 0, color);
        pn_canvas_text_middle (canvas, &font, text_color (style->palette, color),
                               spot.x + spot.width / 2, spot.y + spot.height / 2, PN_ANCHOR_MIDDLE,
                               text);
      }
  pn_canvas_stroke_rect (canvas, &layout->cells, 0, style->palette->grid, 1);
}

static void
draw_bar (PnCanvas *canvas, const PnStyle *style, const PnRect *spot, double value)
{
  PnFont font = pn_style_small (style);
  double e = font.size, length = MAX (spot->width - 3.9 * e, e);
  PnRect track = { spot->x, spot->y + spot->height / 2 - 0.25 * e, length, 0.5 * e }, bar = track;
  g_autofree char *text
      = isfinite (value) ? pn_numbers_format (&style->numbers, value, 3) : g_strdup ("–");

  bar.width *= isfinite (value) ? CLAMP (value, 0, 1) : 0;
  pn_canvas_fill_rect (canvas, &track, 0, style->palette->track);
  pn_canvas_fill_rect (canvas, &bar, 0, style->palette->ink);
  pn_canvas_text_middle (canvas, &font, style->palette->text, pn_rect_right (&track) + 0.3 * e,
                         spot->y + spot->height / 2, PN_ANCHOR_START, text);
}

static void
draw_bars (const PnMatrix *self,
           PnCanvas *canvas,
           const PnStyle *style,
           const PnMatrixLayout *layout)
{
  PnFont font = pn_style_small (style);

  for (gsize score = 0; score < PN_MATRIX_N_SCORES; score++)
    {
      PnRect first = pn_matrix_spot (layout, 0, self->n + score);

      pn_canvas_text_fit (canvas, &font, style->palette->dim_text, first.x,
                          first.y - 0.5 * font.size, PN_ANCHOR_START,
                          layout->bar_width - 0.3 * font.size,
                          pn_matrix_score_name ((PnMatrixScore) score));
      for (gsize row = 0; row < self->n; row++)
        {
          PnRect spot = pn_matrix_spot (layout, row, self->n + score);

          draw_bar (canvas, style, &spot, self->scores[score][row]);
        }
    }
}

static void
draw_row_names (const PnMatrix *self,
                PnCanvas *canvas,
                const PnStyle *style,
                const PnMatrixLayout *layout,
                gsize column)
{
  PnFont font = pn_style_small (style);

  for (gsize row = 0; row < self->n; row++)
    {
      PnRect spot = pn_matrix_spot (layout, row, column);
      g_autofree char *name = pn_text_ellipsize (pn_canvas_context (canvas), &font,
                                                 self->names[row], NAMES_MAX * font.size);

      pn_canvas_text_middle (canvas, &font, style->palette->text, spot.x - GAP * font.size,
                             spot.y + spot.height / 2, PN_ANCHOR_END, name);
    }
}

static void
draw_column_names (const PnMatrix *self,
                   PnCanvas *canvas,
                   const PnStyle *style,
                   const PnMatrixLayout *layout)
{
  PnFont font = pn_style_small (style);

  for (gsize column = 0; column < self->n; column++)
    {
      PnRect spot = pn_matrix_spot (layout, 0, column);
      g_autofree char *name
          = pn_text_ellipsize (pn_canvas_context (canvas), &font, self->names[column], spot.width);

      pn_canvas_text (canvas, &font, style->palette->text, spot.x + spot.width / 2,
                      spot.y - 0.5 * font.size, PN_ANCHOR_MIDDLE, name);
    }
}

void
pn_matrix_draw (const PnMatrix *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  PnMatrixLayout layout = pn_matrix_layout (self, pn_canvas_context (canvas), style, rect);
  PnFont font = pn_style_small (style);
  const char *caption = self->rates ? _ ("Rows: true class, in % · columns: answer")
                                    : _ ("Rows: true class · columns: answer");

  if (self->n == 0)
    return;
  pn_canvas_text_fit (canvas, &font, style->palette->dim_text, layout.caption.x,
                      layout.caption.y + font.size, PN_ANCHOR_START, layout.caption.width, caption);
  draw_row_names (self, canvas, style, &layout, 0);
  draw_column_names (self, canvas, style, &layout);
  draw_cells (self, canvas, style, &layout);
  if (layout.below)
    draw_row_names (self, canvas, style, &layout, self->n);
  draw_bars (self, canvas, style, &layout);
}
