/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-topology-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The picture as a whole: what is not inside of a layer. */

#define OUTLINE 7
#define OUTLINE_WIDTH 2.4

static double
line_width (const PnTopologyDrawing *self, double width)
{
  return width * self->style->line_scale;
}

static gboolean
is_there (const PnRect *rect)
{
  return rect->width > 0 && rect->height > 0;
}

static gboolean
concerns (const PnTopologyItem *item, PnTopologyPart part, gsize layer)
{
  return item->part == part && item->layer == layer;
}

/* An ARGB picture of what the network sees: grey from one channel, colours from three. */
static guint32 *
render_input (const PnSpec *spec, const guint8 *bytes)
{
  gsize plane = spec->input[1] * spec->input[2];
  guint32 *pixels = g_new (guint32, plane);

  for (gsize i = 0; i < plane; i++)
    {
      guint32 red = bytes[i], green = red, blue = red;

      if (spec->input[0] >= 3)
        {
          green = bytes[plane + i];
          blue = bytes[2 * plane + i];
        }
      pixels[i] = 0xff000000u | red << 16 | green << 8 | blue;
    }
  return pixels;
}

/* A plain vector is folded into rows, near to a square; its last row may not be full. */
static void
draw_vector (const PnTopologyDrawing *self, const guint8 *bytes, gsize n)
{
  const PnRect *rect = &self->layout->input;
  gsize columns = (gsize) ceil (sqrt (n));
  double side = rect->width / columns;

  for (gsize i = 0; i < MIN (n, 4096); i++)
    {
      double grey = bytes[i] / 255.0;
      PnRect cell = { rect->x + i % columns * side, rect->y + i / columns * side, side, side };

      pn_canvas_fill_rect (self->canvas, &cell, 0, (PnColor){ grey, grey, grey, 1 });
    }
}

static void
draw_input_picture (const PnTopologyDrawing *self)
{
  const PnSpec *spec = self->state->spec;
  const PnRect *rect = &self->layout->input;
  PnColor black = PN_COLOR (0x000000);

  pn_canvas_fill_rect (self->canvas, rect, 4, black);
  if (self->state->input != NULL && spec->input[1] == 1)
    draw_vector (self, self->state->input, spec->input[2]);
  else if (self->state->input != NULL)
    {
      g_autofree guint32 *pixels = render_input (spec, self->state->input);
      PnImage image = { (guint8 *) pixels, spec->input[2], spec->input[1], spec->input[2] * 4 };
      PnRect inner = pn_rect_inset (rect, 1, 1);

      pn_canvas_image (self->canvas, &image, NULL, &inner, PN_FILTER_NEAREST);
    }
  pn_canvas_stroke_rect (self->canvas, rect, 4, self->style->palette->tile_border, 1);
}

/* The first of the texts, from the longest on, that fits. */
static void
draw_first_fitting (const PnTopologyDrawing *self,
                    const PnFont *font,
                    PnColor color,
                    double x,
                    double y,
                    double width,
                    const char *const *texts)
{
  for (; *texts != NULL; texts++)
    if (pn_text_width (pn_canvas_context (self->canvas), font, *texts) <= width)
      {
        pn_canvas_text (self->canvas, font, color, x, y, PN_ANCHOR_MIDDLE, *texts);
        return;
      }
}

static PnFont
caption_font (const PnTopologyDrawing *self, gsize layer)
{
  gboolean is_short = self->layout->captions != PN_CAPTION_FULL;
  gboolean is_end = layer == 0 || layer == self->layout->n_layers;

  return is_short && !is_end && self->state->selected != layer ? pn_style_body (self->style)
                                                               : pn_style_bold (self->style);
}

/* A caption centred on `centre` within the room that `rect` has on both sides of it. */
static void
draw_end_caption (const PnTopologyDrawing *self,
                  const PnRect *rect,
                  double centre,
                  gsize layer,
                  const char *const *titles,
                  const char *const *below)
{
  PnFont font = caption_font (self, layer), small = pn_style_small (self->style);
  double room = 2 * MIN (centre - rect->x, pn_rect_right (rect) - centre);
  double baseline = rect->y + font.size * 1.1;

  draw_first_fitting (self, &font, self->style->palette->text, centre, baseline, room, titles);
  if (self->layout->captions == PN_CAPTION_FULL)
    draw_first_fitting (self, &small, self->style->palette->dim_text, centre,
                        baseline + pn_style_small_line (self->style), room, below);
}

static void
draw_input_caption (const PnTopologyDrawing *self)
{
  const PnSpec *spec = self->state->spec;
  const PnRect *input = &self->layout->input;
  g_autofree char *size = g_strdup_printf ("%zu × %zu", spec->input[2], spec->input[1]);
  /* Translators: the size of a picture, "28 × 28" */
  g_autofree char *seen = g_strdup_printf (_ ("%s, what the network sees"), size);
  const char *const titles[] = { _ ("Input"), NULL };
  const char *const below[] = { seen, size, NULL };

  draw_end_caption (self, &self->layout->input_caption, input->x + input->width / 2, 0, titles,
                    below);
}

static void
draw_output_caption (const PnTopologyDrawing *self)
{
  gsize layer = self->layout->n_layers;
  const PnTopologyBlock *block = &self->layout->blocks[layer - 1];
  g_autofree char *full = pn_topology_layer_title (self->state->spec, layer, PN_CAPTION_FULL);
  const char *const titles[] = { full, _ ("Output"), NULL };
  const char *const below[] = { _ ("softmax"), NULL };

  draw_end_caption (self, &block->caption, block->caption.x + block->caption.width / 2, layer,
                    titles, below);
}

static void
draw_caption (const PnTopologyDrawing *self, gsize layer)
{
  const PnTopologyBlock *block = &self->layout->blocks[layer - 1];
  const PnRect *rect = &block->caption;
  PnFont font = caption_font (self, layer), small = pn_style_small (self->style);
  double x = rect->x + (block->caption_anchor == PN_ANCHOR_MIDDLE ? rect->width / 2 : 0);
  double baseline = rect->y + font.size * 1.1;
  g_autofree char *title
      = pn_topology_layer_title (self->state->spec, layer, self->layout->captions);
  const char *activation = pn_activation_label (self->state->spec->layers[layer - 1].activation);

  pn_canvas_text (self->canvas, &font, self->style->palette->text, x, baseline,
                  block->caption_anchor, title);
  if (self->layout->captions == PN_CAPTION_FULL)
    pn_canvas_text (self->canvas, &small, self->style->palette->dim_text, x,
                    baseline + pn_style_small_line (self->style), block->caption_anchor,
                    activation);
}

/* − or ＋ as lines, so that both look alike in every font. */
static void
draw_sign (const PnTopologyDrawing *self, const PnRect *rect, gboolean plus, double size)
{
  double x = rect->x + rect->width / 2, y = rect->y + rect->height / 2, width = 2;
  PnColor color = self->style->palette->text;

  pn_canvas_line (self->canvas, x - size, y, x + size, y, color, width);
  if (plus)
    pn_canvas_line (self->canvas, x, y - size, x, y + size, color, width);
}

static void
draw_button (const PnTopologyDrawing *self, const PnRect *rect, PnTopologyPart part, gsize layer)
{
  gboolean hot = concerns (&self->state->hovered, part, layer);

  if (!is_there (rect))
    return;
  pn_canvas_fill_rect (self->canvas, rect, 6, self->style->palette->track);
  if (hot)
    pn_canvas_stroke_rect (self->canvas, rect, 6, self->style->palette->axis, 1);
  draw_sign (self, rect, part == PN_TOPOLOGY_PLUS, 4.5);
}

static void
draw_insert (const PnTopologyDrawing *self, gsize layer)
{
  const PnTopologyBlock *block = &self->layout->blocks[layer - 1];
  const PnPalette *palette = self->style->palette;
  const PnRect *rect = &block->insert;
  gboolean hot = concerns (&self->state->hovered, PN_TOPOLOGY_INSERT, layer);
  gboolean focused = concerns (&self->state->focused, PN_TOPOLOGY_INSERT, layer);
  double radius = rect->width / 2 - 1;

  if (!block->insert_always && !hot && !focused)
    return;
  pn_canvas_circle_path (self->canvas, rect->x + rect->width / 2, rect->y + rect->height / 2,
                         radius);
  pn_canvas_fill (self->canvas, palette->raised);
  pn_canvas_circle_path (self->canvas, rect->x + rect->width / 2, rect->y + rect->height / 2,
                         radius);
  pn_canvas_stroke (self->canvas, hot ? palette->accent : palette->axis, hot ? 2 : 1.2);
  draw_sign (self, rect, TRUE, 5);
}

/* The grip at the side of the selected block, or of the one whose grip is under the pointer. */
static void
draw_side (const PnTopologyDrawing *self, gsize layer)
{
  const PnRect *rect = &self->layout->blocks[layer - 1].side;
  gboolean hot = concerns (&self->state->hovered, PN_TOPOLOGY_SIDE, layer)
                 || concerns (&self->state->focused, PN_TOPOLOGY_SIDE, layer);
  double edge = pn_rect_right (&self->layout->blocks[layer - 1].grid.rect) + OUTLINE;
  double x = CLAMP (edge, rect->x + 3, pn_rect_right (rect) - 3);
  PnRect grip = { x - 3, rect->y + 1, 6, rect->height - 2 };

  if (!is_there (rect) || (!hot && self->state->selected != layer))
    return;
  pn_canvas_fill_rect (self->canvas, &grip, 3, self->style->palette->accent);
}

static void
draw_outline (const PnTopologyDrawing *self, const PnRect *around, double distance, PnColor color)
{
  PnRect rect = pn_rect_inset (around, -distance, -distance);

  pn_canvas_stroke_rect (self->canvas, &rect, distance + 2, color,
                         line_width (self, OUTLINE_WIDTH));
}

/* How far an outline may reach without touching the neighbour. */
static double
outline_distance (const PnTopologyDrawing *self)
{
  const PnTopologyLayout *layout = self->layout;
  double gap = layout->blocks[0].grid.rect.x - pn_rect_right (&layout->input);

  return CLAMP (floor (gap / 2) - 2, 2, OUTLINE);
}

static void
draw_selection (const PnTopologyDrawing *self)
{
  const PnTopologyLayout *layout = self->layout;
  PnTopologyItem item = { PN_TOPOLOGY_LAYER, self->state->selected, 0 };
  PnRect rect = pn_topology_layout_locate (layout, &item);

  if (self->state->selected <= layout->n_layers && is_there (&rect))
    draw_outline (self, &rect, outline_distance (self), self->style->palette->accent);
}

static void
draw_item_outline (const PnTopologyDrawing *self, const PnTopologyItem *item, PnColor color)
{
  PnRect rect = pn_topology_layout_locate (self->layout, item);

  if (item->part == PN_TOPOLOGY_UNIT && is_there (&rect))
    draw_outline (self, &rect, 1, color);
}

static void
draw_focus (const PnTopologyDrawing *self)
{
  const double dashes[] = { 3, 2 };
  PnStroke pen = { .width = line_width (self, 2), .dashes = dashes, .n_dashes = 2 };
  PnRect rect = pn_topology_layout_locate (self->layout, &self->state->focused);

  if (self->state->focused.part == PN_TOPOLOGY_NOTHING || !is_there (&rect))
    return;
  rect = pn_rect_inset (&rect, -3, -3);
  pn_canvas_rect_path (self->canvas, &rect, 5);
  pn_canvas_paint (self->canvas, NULL, &self->style->palette->accent, &pen);
}

/* The layer's title with activation and "64 of 512 shown"; where there is no room for all, without
 * the activation, which the inspector says; then with the title that narrow captions have, "1 ·
 * 512", and at last without what is shown.
 */
static char *
lens_title (const PnTopologyDrawing *self, const PnFont *font)
{
  const PnTopologyLayout *layout = self->layout;
  const PnSpec *spec = self->state->spec;
  gsize layer = layout->lens_layer;
  const char *activation = pn_activation_label (spec->layers[layer - 1].activation);
  g_autofree char *title = pn_topology_layer_title (spec, layer, PN_CAPTION_FULL);
  g_autofree char *brief = pn_topology_layer_title (spec, layer, PN_CAPTION_MEDIUM);
  /* Translators: of a layer's units, those that matter most for this digit: "64 of 512 shown" */
  g_autofree char *shown
      = g_strdup_printf (_ (" · %zu of %zu shown"), layout->lens.count, layout->lens_units_total);
  const char *some = layout->lens.count < layout->lens_units_total ? shown : "";
  g_autofree char *whole = g_strconcat (title, " · ", activation, some, NULL);
  g_autofree char *shorter = g_strconcat (title, some, NULL);
  g_autofree char *narrow = g_strconcat (brief, some, NULL);
  const char *const titles[] = { whole, shorter, narrow };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (pn_text_width (pn_canvas_context (self->canvas), font, titles[i])
        <= layout->lens_title.width)
      return g_strdup (titles[i]);
  return g_strdup (brief);
}

static void
draw_lens (const PnTopologyDrawing *self)
{
  const PnTopologyLayout *layout = self->layout;
  PnFont font = pn_style_bold (self->style);
  gsize layer = layout->lens_layer;
  double line = layout->lens_title.y - 7;
  g_autofree char *text = lens_title (self, &font);

  pn_canvas_line (self->canvas, layout->rect.x, line, pn_rect_right (&layout->rect), line,
                  self->style->palette->grid, 1);
  pn_canvas_text_fit (self->canvas, &font, self->style->palette->text, layout->lens_title.x,
                      layout->lens_title.y + layout->lens_title.height / 2 + 0.36 * font.size,
                      PN_ANCHOR_START, layout->lens_title.width, text);
  draw_button (self, &layout->lens_minus, PN_TOPOLOGY_MINUS, layer);
  draw_button (self, &layout->lens_plus, PN_TOPOLOGY_PLUS, layer);
  pn_topology_draw_grid (self, &layout->lens, layer);
}

static void
draw_layers (const PnTopologyDrawing *self)
{
  const PnTopologyLayout *layout = self->layout;

  for (gsize layer = 1; layer < layout->n_layers; layer++)
    {
      const PnTopologyBlock *block = &layout->blocks[layer - 1];

      pn_topology_draw_grid (self, &block->grid, layer);
      if (is_there (&block->caption))
        draw_caption (self, layer);
      draw_button (self, &block->minus, PN_TOPOLOGY_MINUS, layer);
      draw_button (self, &block->plus, PN_TOPOLOGY_PLUS, layer);
    }
}

static void
draw_view (const PnTopologyDrawing *self)
{
  pn_topology_draw_connections (self);
  draw_input_picture (self);
  draw_input_caption (self);
  draw_layers (self);
  pn_topology_draw_output (self);
  draw_output_caption (self);
  pn_topology_draw_health (self);
  draw_selection (self);
  for (gsize layer = 1; layer <= self->layout->n_layers; layer++)
    {
      draw_side (self, layer);
      draw_insert (self, layer);
    }
}

void
pn_topology_draw (const PnTopologyLayout *layout,
                  const PnTopologyState *state,
                  PnCanvas *canvas,
                  const PnStyle *style)
{
  PnTopologyDrawing self = { layout, state, canvas, style };

  pn_canvas_save (canvas);
  pn_canvas_clip (canvas, &layout->view);
  draw_view (&self);
  pn_canvas_restore (canvas);
  if (layout->lens_layer != PN_TOPOLOGY_NO_LAYER)
    draw_lens (&self);
  draw_item_outline (&self, &state->hovered, style->palette->text);
  draw_item_outline (&self, &state->pinned, style->palette->accent);
  draw_focus (&self);
}
