/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of raw lines behind smoothed ones: fainter the more there are, and none of more than these. */
#define RAW_ALPHA 0.22
#define RAW_RUNS 3

#define BAND_ALPHA 0.2

/* More than so many curves are drawn with coarser edges: frames have 16 ms for everything. */
#define MANY_CURVES 24

int
pn_plot_y_ticks_wanted (const PnStyle *style, double height)
{
  return CLAMP ((int) (height / (2.3 * style->text_size)) + 1, 2, 9);
}

static double
marker_size (const PnStyle *style)
{
  return 0.6 * style->text_size * (1 + (style->line_scale - 1) / 2);
}

static double
widest_label (PnCanvas *canvas, const PnStyle *style, const PnTicks *ticks)
{
  PnFont font = pn_style_small (style);
  double widest = 0;

  for (guint i = 0; i < ticks->major->len; i++)
    {
      double value = g_array_index (ticks->major, double, i);
      g_autofree char *label = pn_ticks_label (ticks, value, &style->numbers);

      widest = MAX (widest, pn_text_width (pn_canvas_context (canvas), &font, label));
    }
  return widest;
}

/* Ticks of the x axis, as many as have room for their labels. */
static PnTicks *
get_x_ticks (PnCanvas *canvas, const PnStyle *style, const PnAxis *axis, double width)
{
  double em = pn_style_small (style).size;

  for (int wanted = CLAMP ((int) (width / (5 * em)), 2, 9);; wanted--)
    {
      PnTicks *ticks = pn_axis_ticks (axis, wanted);
      double needed = ticks->major->len * (widest_label (canvas, style, ticks) + em);

      if (needed <= width * 1.1 || wanted <= 2)
        return ticks;
      pn_ticks_free (ticks);
    }
}

static double
get_legend_height (const PnPlot *self, PnCanvas *canvas, const PnStyle *style, double width)
{
  g_autoptr (GArray) entries = NULL;

  if (!self->legend)
    return 0;
  entries = pn_plot_legend (self);
  return pn_legend_height (canvas, style, (PnLegendEntry *) entries->data, entries->len, width);
}

static void
choose_axes (const PnPlot *self, PnPlotFrame *frame, const PnStyle *style)
{
  int wanted = pn_plot_y_ticks_wanted (style, frame->area.height);

  frame->x = self->follow ? pn_plot_follow_x (self) : self->x_view;
  frame->y = pn_plot_follow_y (self, wanted, &frame->accuracy_from);
  if (!self->follow)
    {
      frame->y = self->y_view;
      frame->accuracy_from = 0;
    }
}

/* How far the last number of the x axis would reach beyond `right`. Where the axis' name stands at
 * its end instead, numbers keep away from it.
 */
static double
label_overhang (const PnPlot *self,
                PnCanvas *canvas,
                const PnPlotFrame *frame,
                const PnStyle *style,
                double right)
{
  PnFont font = pn_style_small (style);
  g_autoptr (PnTicks) ticks = get_x_ticks (canvas, style, &frame->x, frame->area.width);
  g_autofree char *label = NULL;
  double value, end;

  if (ticks->major->len == 0 || self->y_label == NULL)
    return 0;
  value = g_array_index (ticks->major, double, ticks->major->len - 1);
  label = pn_ticks_label (ticks, value, &style->numbers);
  end = pn_plot_frame_x (frame, value)
        + pn_text_width (pn_canvas_context (canvas), &font, label) / 2;
  return CLAMP (end - right, 0, frame->area.width / 4);
}

PnPlotFrame
pn_plot_layout (const PnPlot *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style)
{
  PnPlotFrame frame = { .area = *rect };
  double em = pn_style_small (style).size, line = pn_style_small_line (style);
  double top = self->title != NULL ? pn_style_line (style) * 1.2 : em * 0.6;
  double legend = get_legend_height (self, canvas, style, rect->width - 2 * em);
  double bottom = line * 1.25 + (self->y_label != NULL ? line * 1.1 : 0) + legend;
  double left = self->y_label != NULL ? line * 1.2 : 0;
  g_autoptr (PnTicks) ticks = NULL;

  frame.area.y += top;
  frame.area.height = MAX (1, rect->height - top - bottom);
  choose_axes (self, &frame, style);
  ticks = pn_axis_ticks (&frame.y, pn_plot_y_ticks_wanted (style, frame.area.height));
  left += widest_label (canvas, style, ticks) + 0.6 * em;
  frame.area.x += left;
  frame.area.width = MAX (1, rect->width - left - marker_size (style));
  frame.area.width -= label_overhang (self, canvas, &frame, style, pn_rect_right (rect));
  frame.legend = (PnRect){ frame.area.x, pn_rect_bottom (rect) - legend, frame.area.width, legend };
  if (legend > 0)
    {
      double wrapped = get_legend_height (self, canvas, style, frame.area.width);

      frame.area.height = MAX (1, frame.area.height - (wrapped - legend));
      frame.legend.y -= wrapped - legend;
      frame.legend.height = wrapped;
    }
  return frame;
}

/* On whole device pixels a line of one unit stays sharp. */
static double
snap (PnCanvas *canvas, double position)
{
  double scale = pn_canvas_device_scale (canvas);

  return (floor (position * scale) + 0.5) / scale;
}

static double
hair (const PnStyle *style)
{
  return style->text_size / 15 * style->line_scale;
}

static void
draw_y_axis (PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  g_autoptr (PnTicks) ticks
      = pn_axis_ticks (&frame->y, pn_plot_y_ticks_wanted (style, frame->area.height));
  double left = frame->area.x, right = pn_rect_right (&frame->area);

  for (guint i = 0; i < ticks->minor->len; i++)
    {
      double y = snap (canvas, pn_plot_frame_y (frame, g_array_index (ticks->minor, double, i)));

      pn_canvas_line (canvas, left, y, left + 0.25 * font.size, y, style->palette->axis,
                      hair (style));
    }
  for (guint i = 0; i < ticks->major->len; i++)
    {
      double value = g_array_index (ticks->major, double, i);
      double y = snap (canvas, pn_plot_frame_y (frame, value));
      g_autofree char *label = pn_ticks_label (ticks, value, &style->numbers);

      pn_canvas_line (canvas, left, y, right, y, style->palette->grid, hair (style));
      pn_canvas_text_middle (canvas, &font, style->palette->dim_text, left - 0.5 * font.size, y,
                             PN_ANCHOR_END, label);
    }
}

/* The name of the x axis at its right end; returns where it begins, which numbers keep away from.
 */
static double
draw_x_name (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  double right = pn_rect_right (&frame->area);
  double baseline = pn_rect_bottom (&frame->area) + 0.4 * font.size + font.size;

  if (self->x_label == NULL || self->y_label != NULL)
    return right + 10 * font.size;
  pn_canvas_text (canvas, &font, style->palette->dim_text, right, baseline, PN_ANCHOR_END,
                  self->x_label);
  return right - pn_text_width (pn_canvas_context (canvas), &font, self->x_label) - font.size;
}

static void
draw_x_axis (const PnPlot *self, PnCanvas *canvas, const PnPlotFrame *frame, const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  g_autoptr (PnTicks) ticks = get_x_ticks (canvas, style, &frame->x, frame->area.width);
  double bottom = pn_rect_bottom (&frame->area);
  double limit = draw_x_name (self, canvas, frame, style);

  for (guint i = 0; i < ticks->minor->len; i++)
    {
      double x = snap (canvas, pn_plot_frame_x (frame, g_array_index (ticks->minor, double, i)));

      pn_canvas_line (canvas, x, bottom, x, bottom + 0.2 * font.size, style->palette->axis,
                      hair (style));
    }
  for (guint i = 0; i < ticks->major->len; i++)
    {
      double value = g_array_index (ticks->major, double, i);
      double x = snap (canvas, pn_plot_frame_x (frame, value));
      g_autofree char *label = pn_ticks_label (ticks, value, &style->numbers);
      double width = pn_text_width (pn_canvas_context (canvas), &font, label);

      pn_canvas_line (canvas, x, bottom, x, bottom + 0.35 * font.size, style->palette->axis,
                      hair (style));
      if (x + width / 2 <= limit)
        pn_canvas_text (canvas, &font, style->palette->dim_text, x, bottom + 1.4 * font.size,
                        PN_ANCHOR_MIDDLE, label);
    }
}

static void
draw_axis_names (const PnPlot *self,
                 PnCanvas *canvas,
                 const PnRect *rect,
                 const PnPlotFrame *frame,
                 const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  g_autofree char *name = pn_plot_title (self->y_label, frame->accuracy_from, &style->numbers);

  if (self->y_label == NULL)
    return;
  pn_canvas_save (canvas);
  pn_canvas_translate (canvas, rect->x + font.size, frame->area.y + frame->area.height / 2);
  pn_canvas_rotate (canvas, -G_PI / 2);
  pn_canvas_text (canvas, &font, style->palette->text, 0, 0, PN_ANCHOR_MIDDLE, name);
  pn_canvas_restore (canvas);
  pn_canvas_text (canvas, &font, style->palette->text, frame->area.x + frame->area.width / 2,
                  pn_rect_bottom (&frame->area) + 2.75 * font.size, PN_ANCHOR_MIDDLE,
                  self->x_label);
}

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
  PnStroke pen = { .width = hair (style) };
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
  pn_marker_draw (canvas, pn_palette_run_marker (curve->run), x, y, marker_size (style),
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
  PnRect clip = pn_rect_inset (&frame->area, 0, -2 * hair (style));

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
  if (!empty)
    {
      draw_y_axis (canvas, frame, style);
      draw_x_axis (self, canvas, frame, style);
    }
  draw_axis_names (self, canvas, rect, frame, style);
  pn_canvas_stroke_rect (canvas, &frame->area, 0, style->palette->axis, hair (style));
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
