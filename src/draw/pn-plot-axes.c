/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot-private.h"

#include <math.h>

/* Where the curves are in a plot, and the axes around them. */

int
pn_plot_y_ticks_wanted (const PnStyle *style, double height)
{
  return CLAMP ((int) (height / (2.3 * style->text_size)) + 1, 2, 9);
}

double
pn_plot_marker_size (const PnStyle *style)
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
  frame.area.width = MAX (1, rect->width - left - pn_plot_marker_size (style));
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

double
pn_plot_hair (const PnStyle *style)
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
                      pn_plot_hair (style));
    }
  for (guint i = 0; i < ticks->major->len; i++)
    {
      double value = g_array_index (ticks->major, double, i);
      double y = snap (canvas, pn_plot_frame_y (frame, value));
      g_autofree char *label = pn_ticks_label (ticks, value, &style->numbers);

      pn_canvas_line (canvas, left, y, right, y, style->palette->grid, pn_plot_hair (style));
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
                      pn_plot_hair (style));
    }
  for (guint i = 0; i < ticks->major->len; i++)
    {
      double value = g_array_index (ticks->major, double, i);
      double x = snap (canvas, pn_plot_frame_x (frame, value));
      g_autofree char *label = pn_ticks_label (ticks, value, &style->numbers);
      double width = pn_text_width (pn_canvas_context (canvas), &font, label);

      pn_canvas_line (canvas, x, bottom, x, bottom + 0.35 * font.size, style->palette->axis,
                      pn_plot_hair (style));
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

void
pn_plot_draw_axes (const PnPlot *self,
                   PnCanvas *canvas,
                   const PnRect *rect,
                   const PnPlotFrame *frame,
                   const PnStyle *style)
{
  if (!pn_plot_is_empty (self))
    {
      draw_y_axis (canvas, frame, style);
      draw_x_axis (self, canvas, frame, style);
    }
  draw_axis_names (self, canvas, rect, frame, style);
}
