/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot-private.h"

#include <math.h>

/* Of raw lines behind smoothed ones: fainter the more there are, and none of more than these. */
#define RAW_ALPHA 0.22
#define RAW_RUNS 3

#define BAND_ALPHA 0.2

/* More than so many curves are drawn with coarser edges: frames have 16 ms for everything. */
#define MANY_CURVES 24

/* Values beyond the axis are held at its edge while the axis follows the data; a chosen view is
 * cut. */
static gboolean
is_clamped (const PnPlot *self)
{
  return self->follow && self->kind != PN_PLOT_FREE;
}

static gboolean
has_raw (const PnPlot *self, const PnCurve *curve)
{
  return !curve->hidden && curve->data->length > 0
         && pn_plot_curve_series (self, curve) != curve->data;
}

static PnColor
curve_color (const PnCurve *curve, const PnStyle *style)
{
  return curve->ghost ? style->palette->ghost : pn_palette_run_color (style->palette, curve->run);
}

/* Behind all smoothed ones. With many runs they would cover everything, and cost more than the
 * rest. */
static void
draw_raw_lines (const PnPlot *self,
                PnCanvas *canvas,
                const PnPlotFrame *frame,
                const PnStyle *style)
{
  PnStroke pen = { .width = pn_plot_hair (style) };
  guint n = 0;

  for (guint i = 0; i < self->curves->len; i++)
    n += has_raw (self, g_ptr_array_index (self->curves, i));
  for (guint i = 0; i < self->curves->len && n <= RAW_RUNS; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (has_raw (self, curve))
        pn_plot_draw_line (canvas, frame, curve->data, is_clamped (self),
                           pn_color_with_alpha (curve_color (curve, style), RAW_ALPHA / n), &pen);
    }
}

static void
draw_curve (const PnPlot *self,
            PnCanvas *canvas,
            const PnPlotFrame *frame,
            const PnCurve *curve,
            const PnStyle *style)
{
  PnLinePen pen;

  pn_legend_pen (style, curve->training, &pen);
  pn_plot_draw_line (canvas, frame, pn_plot_curve_series (self, curve), is_clamped (self),
                     curve_color (curve, style), &pen.stroke);
}

/* A corner of a band, not far outside of what is drawn; what has no place is left out. */
static void
add_corner (PnCanvas *canvas, const PnPlotFrame *frame, double x, double y, gboolean *begun)
{
  double px = pn_plot_frame_x (frame, x);
  double py = CLAMP (pn_plot_frame_y (frame, y), frame->area.y - frame->area.height,
                     pn_rect_bottom (&frame->area) + frame->area.height);

  if (!isfinite (px) || !isfinite (py))
    return;
  if (*begun)
    pn_canvas_line_to (canvas, px, py);
  else
    pn_canvas_move_to (canvas, px, py);
  *begun = TRUE;
}

static void
draw_band (PnCanvas *canvas, const PnPlotFrame *frame, const PnCurve *curve, const PnStyle *style)
{
  PnColor color = pn_color_with_alpha (curve_color (curve, style), BAND_ALPHA);
  gsize n = curve->data->length;
  gboolean begun = FALSE;

  for (gsize i = 0; i < n; i++)
    add_corner (canvas, frame, curve->data->x[i], curve->band_high[i], &begun);
  for (gsize i = n; i > 0; i--)
    add_corner (canvas, frame, curve->data->x[i - 1], curve->band_low[i - 1], &begun);
  if (!begun)
    return;
  pn_canvas_close_path (canvas);
  pn_canvas_fill (canvas, color);
}

/* Behind the curves. */
static void
draw_bands (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!curve->hidden && curve->band_low != NULL)
        draw_band (canvas, frame, curve, style);
    }
}

/* The marker at the end of a run's solid curve; of its dashed one where it has no other. */
static gboolean
wants_marker (const PnPlot *self, const PnCurve *curve)
{
  if (curve->ghost || curve->hidden || curve->data->length == 0)
    return FALSE;
  for (guint i = 0; curve->training && i < self->curves->len; i++)
    {
      const PnCurve *other = g_ptr_array_index (self->curves, i);

      if (other != curve && other->run == curve->run && !other->training && !other->hidden
          && !other->ghost && other->data->length > 0)
        return FALSE;
    }
  return TRUE;
}

static void
draw_end_marker (const PnPlot *self,
                 PnCanvas *canvas,
                 const PnPlotFrame *frame,
                 const PnCurve *curve,
                 const PnStyle *style)
{
  const PnSeries *series = pn_plot_curve_series (self, curve);
  gsize last = series->length - 1;
  double x = pn_plot_frame_x (frame, series->x[last]);
  double y = pn_plot_frame_y (frame, series->y[last]);

  if (is_clamped (self))
    y = CLAMP (y, frame->area.y, pn_rect_bottom (&frame->area));
  if (isnan (y) || y < frame->area.y || y > pn_rect_bottom (&frame->area)
      || !(x >= frame->area.x && x <= pn_rect_right (&frame->area) + 0.5))
    return;
  pn_marker_draw (canvas, pn_palette_run_marker (curve->run), x, y, pn_plot_marker_size (style),
                  pn_palette_run_color (style->palette, curve->run));
}

/* The part of it that is within the plot. */
static void
draw_end_interval (const PnPlot *self,
                   PnCanvas *canvas,
                   const PnPlotFrame *frame,
                   const PnCurve *curve,
                   const PnStyle *style)
{
  const PnSeries *series = pn_plot_curve_series (self, curve);
  double x = pn_plot_frame_x (frame, series->x[series->length - 1]);
  double top = pn_plot_frame_y (frame, curve->end_high);
  double bottom = pn_plot_frame_y (frame, curve->end_low);

  if (!(curve->end_low < curve->end_high) || !(top < bottom) || top > pn_rect_bottom (&frame->area)
      || bottom < frame->area.y || !(x >= frame->area.x) || x > pn_rect_right (&frame->area) + 0.5)
    return;
  pn_legend_whisker (canvas, style, x, MAX (top, frame->area.y),
                     MIN (bottom, pn_rect_bottom (&frame->area)),
                     pn_palette_run_color (style->palette, curve->run));
}

static guint
count_shown (const PnPlot *self)
{
  guint n = 0;

  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      n += !curve->hidden && curve->data->length > 0;
    }
  return n;
}

static void
draw_curves (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnRect clip = pn_rect_inset (&frame->area, 0, -2 * pn_plot_hair (style));

  pn_canvas_save (canvas);
  pn_canvas_clip (canvas, &clip);
  if (count_shown (self) > MANY_CURVES)
    pn_canvas_coarse (canvas);
  draw_raw_lines (self, canvas, frame, style);
  draw_bands (self, canvas, frame, style);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!curve->hidden && curve->data->length > 0)
        draw_curve (self, canvas, frame, curve, style);
    }
  pn_canvas_restore (canvas);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!wants_marker (self, curve))
        continue;
      draw_end_interval (self, canvas, frame, curve, style);
      draw_end_marker (self, canvas, frame, curve, style);
    }
}

static void
draw_empty (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnFont font = pn_style_body (style);
  double line = pn_style_line (style);
  g_auto (GStrv) lines = NULL;
  double y;

  if (self->empty_text == NULL)
    return;
  lines = pn_text_wrap (pn_canvas_context (canvas), &font, self->empty_text,
                        frame->area.width - 2 * font.size);
  y = frame->area.y + frame->area.height / 2 - (g_strv_length (lines) - 1) * line / 2;
  for (gsize i = 0; lines[i] != NULL; i++)
    pn_canvas_text_middle (canvas, &font, style->palette->dim_text,
                           frame->area.x + frame->area.width / 2, y + i * line, PN_ANCHOR_MIDDLE,
                           lines[i]);
}

static void
draw_title (const PnPlot *self,
            PnCanvas *canvas,
            const PnRect *rect,
            const PnPlotFrame *frame,
            const PnStyle *style)
{
  PnFont font = pn_style_bold (style);
  g_autofree char *title = pn_plot_title (self->title, frame->accuracy_from, &style->numbers);

  if (title != NULL)
    pn_canvas_text_fit (canvas, &font, style->palette->text, rect->x, rect->y + 1.05 * font.size,
                        PN_ANCHOR_START, rect->width, title);
}

static void
draw_legend (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  g_autoptr (GArray) entries = NULL;

  if (frame->legend.height <= 0)
    return;
  entries = pn_plot_legend (self);
  pn_legend_draw (canvas, style, (PnLegendEntry *) entries->data, entries->len, &frame->legend);
}

/* What a logarithmic axis leaves out, in the lower right corner. */
static void
draw_dropped (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  g_autofree char *words = pn_plot_dropped_words (self, &style->numbers);
  double gap = 0.35 * font.size, height = pn_style_small_line (style), width;
  PnRect ground;

  if (words == NULL)
    return;
  width
      = MIN (pn_text_width (pn_canvas_context (canvas), &font, words) + 2 * gap, frame->area.width);
  ground = (PnRect){ pn_rect_right (&frame->area) - width, pn_rect_bottom (&frame->area) - height,
                     width, height };
  pn_canvas_fill_rect (canvas, &ground, 0, pn_color_with_alpha (style->palette->ground, 0.85));
  pn_canvas_text_fit (canvas, &font, style->palette->dim_text, pn_rect_right (&ground) - gap,
                      ground.y + height / 2 + 0.36 * font.size, PN_ANCHOR_END, width - gap, words);
}

void
pn_plot_draw_frame (const PnPlot *self,
                    PnCanvas *canvas,
                    const PnRect *rect,
                    const PnPlotFrame *frame,
                    const PnStyle *style)
{
  gboolean empty = pn_plot_is_empty (self);

  draw_title (self, canvas, rect, frame, style);
  pn_plot_draw_axes (self, canvas, rect, frame, style);
  pn_canvas_stroke_rect (canvas, &frame->area, 0, style->palette->axis, pn_plot_hair (style));
  pn_plot_draw_marks (self, canvas, frame, style);
  if (empty)
    draw_empty (self, canvas, frame, style);
  draw_curves (self, canvas, frame, style);
  pn_plot_draw_mark_words (self, canvas, frame, style);
  draw_dropped (self, canvas, frame, style);
  draw_legend (self, canvas, frame, style);
}

void
pn_plot_draw (const PnPlot *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  PnPlotFrame frame = pn_plot_layout (self, canvas, rect, style);

  pn_plot_draw_frame (self, canvas, rect, &frame, style);
  pn_plot_draw_hover (self, canvas, &frame, style);
}
