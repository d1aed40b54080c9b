/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-legend.h"

/* In units of the small text's size. */
#define SWATCH 1.7
#define SWATCH_GAP 0.45
#define ENTRY_GAP 1.3

void
pn_legend_pen (const PnStyle *style, gboolean training, PnLinePen *pen)
{
  /* Lengths follow the text, so that a figure in millimetres has them too. */
  double unit = style->text_size / 15 * style->line_scale;

  pen->dashes[0] = 5 * unit;
  pen->dashes[1] = 3 * unit;
  pen->stroke = (PnStroke){
    .width = (training ? PN_LINE_TRAINING : PN_LINE_VALIDATION) * unit,
    .dashes = training ? pen->dashes : NULL,
    .n_dashes = 2,
  };
}

void
pn_legend_whisker (PnCanvas *canvas,
                   const PnStyle *style,
                   double x,
                   double y0,
                   double y1,
                   PnColor color)
{
  double unit = style->text_size / 15 * style->line_scale, cap = 3.5 * unit;
  double width = PN_LINE_TRAINING * unit;

  pn_canvas_line (canvas, x, y0, x, y1, color, width);
  pn_canvas_line (canvas, x - cap, y0, x + cap, y0, color, width);
  pn_canvas_line (canvas, x - cap, y1, x + cap, y1, color, width);
}

static void
draw_line (PnCanvas *canvas,
           const PnStyle *style,
           const PnLegendEntry *entry,
           double x,
           double y,
           double width,
           const PnColor *color)
{
  PnLinePen pen;

  pn_canvas_move_to (canvas, x, y);
  pn_canvas_line_to (canvas, x + width, y);
  pn_legend_pen (style, entry->kind == PN_LEGEND_TRAINING, &pen);
  pn_canvas_paint (canvas, NULL, color, &pen.stroke);
}

static double
entry_width (PnCanvas *canvas, const PnFont *font, const PnLegendEntry *entry)
{
  return (SWATCH + SWATCH_GAP) * font->size
         + pn_text_width (pn_canvas_context (canvas), font, entry->name);
}

static void
draw_entry (PnCanvas *canvas,
            const PnStyle *style,
            const PnLegendEntry *entry,
            double x,
            double y,
            double width)
{
  const PnPalette *palette = style->palette;
  PnFont font = pn_style_small (style);
  double swatch = SWATCH * font.size;
  PnColor color = entry->kind == PN_LEGEND_RUN ? pn_palette_run_color (palette, entry->run)
                                               : palette->dim_text;

  if (entry->kind == PN_LEGEND_INTERVAL)
    pn_legend_whisker (canvas, style, x + swatch / 2, y - 0.45 * font.size, y + 0.45 * font.size,
                       color);
  else
    draw_line (canvas, style, entry, x, y, swatch, &color);
  if (entry->kind == PN_LEGEND_RUN)
    pn_marker_draw (canvas, pn_palette_run_marker (entry->run), x + swatch / 2, y, 0.6 * font.size,
                    color);
  x += swatch + SWATCH_GAP * font.size;
  width -= swatch + SWATCH_GAP * font.size;
  pn_canvas_text_fit (canvas, &font, palette->text, x, y + 0.36 * font.size, PN_ANCHOR_START,
                      width + 0.5, entry->name);
}

/* Lays out the entries and, if `rect` is given, draws them; returns the number of rows. */
static int
flow (PnCanvas *canvas,
      const PnStyle *style,
      const PnLegendEntry *entries,
      gsize n,
      double width,
      const PnRect *rect)
{
  PnFont font = pn_style_small (style);
  double line = pn_style_small_line (style) * 1.1, x = 0;
  int rows = n > 0;

  for (gsize i = 0; i < n; i++)
    {
      double needed = MIN (entry_width (canvas, &font, &entries[i]), width);

      if (x > 0 && x + needed > width)
        {
          rows++;
          x = 0;
        }
      if (rect != NULL)
        draw_entry (canvas, style, &entries[i], rect->x + x, rect->y + (rows - 0.5) * line, needed);
      x += needed + ENTRY_GAP * font.size;
    }
  return rows;
}

double
pn_legend_height (PnCanvas *canvas,
                  const PnStyle *style,
                  const PnLegendEntry *entries,
                  gsize n,
                  double width)
{
  return flow (canvas, style, entries, n, width, NULL) * pn_style_small_line (style) * 1.1;
}

void
pn_legend_draw (PnCanvas *canvas,
                const PnStyle *style,
                const PnLegendEntry *entries,
                gsize n,
                const PnRect *rect)
{
  flow (canvas, style, entries, n, rect->width, rect);
}
