/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Marks and the hover rule with its read-out. */

static void
draw_rule (PnCanvas *canvas,
           const PnPlotFrame *frame,
           double x,
           const PnStyle *style,
           PnColor color,
           gboolean dashed)
{
  double unit = style->text_size / 15 * style->line_scale;
  const double dashes[] = { 2 * unit, 2 * unit };
  PnStroke pen = { .width = unit, .dashes = dashed ? dashes : NULL, .n_dashes = 2 };

  pn_canvas_move_to (canvas, x, frame->area.y);
  pn_canvas_line_to (canvas, x, pn_rect_bottom (&frame->area));
  pn_canvas_paint (canvas, NULL, &color, &pen);
}

gboolean
pn_plot_frame_shows (const PnPlotFrame *frame, double x)
{
  double px = pn_plot_frame_x (frame, x);

  return px >= frame->area.x && px <= pn_rect_right (&frame->area) + 0.5;
}

void
pn_plot_draw_marks (const PnPlot *self,
                    PnCanvas *canvas,
                    const PnPlotFrame *frame,
                    const PnStyle *style)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PnPlotMark *mark = &g_array_index (self->marks, PnPlotMark, i);

      if (pn_plot_frame_shows (frame, mark->x))
        draw_rule (canvas, frame, pn_plot_frame_x (frame, mark->x), style,
                   pn_palette_run_color (style->palette, mark->run), TRUE);
    }
}

/* One row of the read-out. */
typedef struct
{
  const PnCurve *curve;
  gsize index;
  char *value;
} Reading;

static void
clear_reading (gpointer data)
{
  g_free (((Reading *) data)->value);
}

/* Run by run, of each the validation first. */
static int
compare_readings (gconstpointer a, gconstpointer b)
{
  const PnCurve *first = ((const Reading *) a)->curve, *second = ((const Reading *) b)->curve;

  if (first->run != second->run)
    return first->run < second->run ? -1 : 1;
  return !!first->training - !!second->training;
}

static GArray *
take_readings (const PnPlot *self, const PnStyle *style)
{
  GArray *readings = g_array_new (FALSE, FALSE, sizeof (Reading));

  g_array_set_clear_func (readings, clear_reading);
  for (guint i = 0; i < self->curves->len; i++)
    {
      Reading reading = { g_ptr_array_index (self->curves, i), 0, NULL };
      const PnSeries *series = pn_plot_curve_series (self, reading.curve);

      if (reading.curve->name == NULL || reading.curve->hidden || reading.curve->ghost
          || series->length == 0 || self->hover_x > series->x[series->length - 1] * 1.02)
        continue;
      reading.index = pn_series_nearest (series, self->hover_x);
      reading.value = pn_numbers_format_significant (&style->numbers, series->y[reading.index], 4);
      g_array_append_val (readings, reading);
    }
  g_array_sort (readings, compare_readings);
  return readings;
}

static void
draw_dots (const PnPlot *self,
           PnCanvas *canvas,
           const PnPlotFrame *frame,
           const GArray *readings,
           const PnStyle *style)
{
  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);
      const PnSeries *series = pn_plot_curve_series (self, reading->curve);
      double x = pn_plot_frame_x (frame, series->x[reading->index]);
      double y = pn_plot_frame_y (frame, series->y[reading->index]);

      if (!(y >= frame->area.y && y <= pn_rect_bottom (&frame->area)))
        continue;
      pn_canvas_circle_path (canvas, x, y, 0.3 * style->text_size);
      pn_canvas_fill (canvas, style->palette->ground);
      pn_canvas_circle_path (canvas, x, y, 0.2 * style->text_size);
      pn_canvas_fill (canvas, pn_palette_run_color (style->palette, reading->curve->run));
    }
}

static char *
reading_name (const Reading *reading)
{
  if (!reading->curve->training)
    return g_strdup (reading->curve->name);
  /* Translators: the name of a run; its training curve, not its validation curve */
  return g_strdup_printf (_ ("%s, training"), reading->curve->name);
}

typedef struct
{
  PnRect rect;
  double name_width;
} ReadOut;

static ReadOut
place_read_out (PnCanvas *canvas,
                const PnPlotFrame *frame,
                double rule,
                const GArray *readings,
                const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  double value_width = 0, gap = 0.7 * font.size;
  ReadOut out = { .name_width = 4 * font.size };

  for (guint i = 0; i < readings->len; i++)
    {
      const Reading *reading = &g_array_index (readings, Reading, i);
      g_autofree char *name = reading_name (reading);

      out.name_width
          = MAX (out.name_width, pn_text_width (pn_canvas_context (canvas), &font, name));
      value_width
          = MAX (value_width, pn_text_width (pn_canvas_context (canvas), &font, reading->value));
    }
  out.name_width = MIN (out.name_width, MAX (4 * font.size, 0.55 * frame->area.width));
  out.rect.width = out.name_width + value_width + 3 * gap + 1.2 * font.size;
  out.rect.height = (readings->len + 1) * pn_style_small_line (style) + gap;
  out.rect.x = rule + gap;
  if (pn_rect_right (&out.rect) > pn_rect_right (&frame->area))
    out.rect.x = rule - gap - out.rect.width;
  out.rect.x = MAX (out.rect.x, frame->area.x);
  out.rect.y = frame->area.y + gap;
  return out;
}

static void
draw_reading (PnCanvas *canvas,
              const Reading *reading,
              const ReadOut *out,
              double y,
              const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  double gap = 0.7 * font.size, x = out->rect.x + gap;
  g_autofree char *name = reading_name (reading);

  pn_marker_draw (canvas, pn_palette_run_marker (reading->curve->run), x + 0.4 * font.size, y,
                  0.7 * font.size, pn_palette_run_color (style->palette, reading->curve->run));
  pn_canvas_text_fit (canvas, &font, style->palette->text, x + 1.2 * font.size,
                      y + 0.36 * font.size, PN_ANCHOR_START, out->name_width + 0.5, name);
  pn_canvas_text_middle (canvas, &font, style->palette->text, pn_rect_right (&out->rect) - gap, y,
                         PN_ANCHOR_END, reading->value);
}

static void
draw_read_out (const PnPlot *self,
               PnCanvas *canvas,
               const PnPlotFrame *frame,
               const GArray *readings,
               const PnStyle *style)
{
  PnFont font = pn_style_small (style);
  double line = pn_style_small_line (style), gap = 0.7 * font.size;
  ReadOut out
      = place_read_out (canvas, frame, pn_plot_frame_x (frame, self->hover_x), readings, style);
  g_autofree char *x = pn_plot_format_x (self, &style->numbers, self->hover_x);
  g_autofree char *head = g_strdup_printf ("%s %s", self->x_label != NULL ? self->x_label : "", x);
  double y = out.rect.y + gap / 2 + line / 2;

  pn_canvas_fill_rect (canvas, &out.rect, 0.4 * font.size,
                       pn_color_with_alpha (style->palette->raised, 0.95));
  pn_canvas_stroke_rect (canvas, &out.rect, 0.4 * font.size, style->palette->axis,
                         style->text_size / 15);
  pn_canvas_text_middle (canvas, &font, style->palette->dim_text, out.rect.x + gap, y,
                         PN_ANCHOR_START, g_strstrip (head));
  for (guint i = 0; i < readings->len; i++)
    draw_reading (canvas, &g_array_index (readings, Reading, i), &out, y + (i + 1) * line, style);
}

void
pn_plot_draw_hover (const PnPlot *self,
                    PnCanvas *canvas,
                    const PnPlotFrame *frame,
                    const PnStyle *style)
{
  double x = pn_plot_frame_x (frame, self->hover_x);
  g_autoptr (GArray) readings = NULL;

  if (!self->hover || pn_plot_is_empty (self) || !(x >= frame->area.x)
      || x > pn_rect_right (&frame->area) + 0.5)
    return;
  readings = take_readings (self, style);
  draw_rule (canvas, frame, x, style,
             self->pinned ? style->palette->accent : style->palette->dim_text, FALSE);
  draw_dots (self, canvas, frame, readings, style);
  draw_read_out (self, canvas, frame, readings, style);
}
