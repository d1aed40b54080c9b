/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-private.h"

#include <math.h>

/* The words of the marks: in rows from the top, each in the first row that is free of curves and of
 * other words; where curves are everywhere, over them.
 */

/* Of a curve, as many places are looked at beside a word. */
#define N_PLACES 64

typedef struct
{
  double top;
  double height; /* of one */
  int n;
} Rows;

static Rows
get_rows (const PnPlotFrame *frame, const PnStyle *style)
{
  double em = pn_style_small (style).size;
  double space = frame->area.height - 0.6 * em;

  return (Rows){ frame->area.y + 0.3 * em, 1.35 * em, MAX (0, (int) (space / (1.35 * em))) };
}

/* From y0 to y1, in whichever order. */
static void
occupy (const Rows *rows, double y0, double y1, gboolean *taken)
{
  int first = (int) floor ((MIN (y0, y1) - rows->top) / rows->height);
  int last = (int) floor ((MAX (y0, y1) - rows->top) / rows->height);

  for (int row = MAX (first, 0); row <= MIN (last, rows->n - 1); row++)
    taken[row] = TRUE;
}

/* What lies above the plot is drawn along its upper edge. */
static double
get_y (const PnPlotFrame *frame, double value)
{
  return CLAMP (pn_plot_frame_y (frame, value), frame->area.y, pn_rect_bottom (&frame->area));
}

static void
occupy_by_series (const PnPlotFrame *frame,
                  const PnSeries *series,
                  const PnRect *word,
                  const Rows *rows,
                  gboolean *taken)
{
  gsize begin = pn_series_search (series, pn_plot_frame_data_x (frame, word->x));
  gsize end = pn_series_search (series, pn_plot_frame_data_x (frame, pn_rect_right (word)));
  gsize stride = MAX (1, (end - begin) / N_PLACES), previous;

  previous = begin > 0 ? begin - 1 : begin;
  for (gsize i = begin; i < series->length && previous < end; i += stride)
    {
      if (isfinite (series->y[i]) && isfinite (series->y[previous]))
        occupy (rows, get_y (frame, series->y[previous]), get_y (frame, series->y[i]), taken);
      previous = i;
    }
}

static int
find_row (const PnPlot *self,
          const PnPlotFrame *frame,
          const PnRect *word,
          const Rows *rows,
          const GArray *words)
{
  g_autofree gboolean *worded = g_new0 (gboolean, rows->n + 1);
  g_autofree gboolean *curved = g_new0 (gboolean, rows->n + 1);
  int free_row = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const PnRect *other = &g_array_index (words, PnRect, i);

      if (other->x < pn_rect_right (word) && word->x < pn_rect_right (other))
        occupy (rows, other->y + 1, pn_rect_bottom (other) - 1, worded);
    }
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!curve->hidden)
        occupy_by_series (frame, pn_plot_curve_series (self, curve), word, rows, curved);
    }
  while (free_row < rows->n && worded[free_row])
    free_row++;
  for (int row = free_row; row < rows->n; row++)
    if (!worded[row] && !curved[row])
      return row;
  return free_row;
}

static void
draw_word (const PnPlot *self,
           PnCanvas *canvas,
           const PnPlotFrame *frame,
           const PnPlotMark *mark,
           const PnStyle *style,
           GArray *words)
{
  PnFont font = pn_style_small (style);
  Rows rows = get_rows (frame, style);
  double width = pn_text_width (pn_canvas_context (canvas), &font, mark->word);
  double x = pn_plot_frame_x (frame, mark->x), gap = 0.35 * font.size;
  gboolean on_left = x + gap + width > pn_rect_right (&frame->area);
  double left = on_left ? x - gap - width : x + gap;
  PnRect ground = { left - gap / 2, 0, width + gap, rows.height };
  int row = find_row (self, frame, &ground, &rows, words);

  if (left < frame->area.x || row >= rows.n)
    return;
  ground.y = rows.top + row * rows.height;
  g_array_append_val (words, ground);
  pn_canvas_fill_rect (canvas, &ground, gap, pn_color_with_alpha (style->palette->ground, 0.85));
  pn_canvas_text_middle (canvas, &font, style->palette->text, left, ground.y + ground.height / 2,
                         PN_ANCHOR_START, mark->word);
}

void
pn_plot_draw_mark_words (const PnPlot *self,
                         PnCanvas *canvas,
                         const PnPlotFrame *frame,
                         const PnStyle *style)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (PnRect));

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PnPlotMark *mark = &g_array_index (self->marks, PnPlotMark, i);

      if (mark->word != NULL && pn_plot_frame_shows (frame, mark->x))
        draw_word (self, canvas, frame, mark, style, words);
    }
}
