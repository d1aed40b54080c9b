/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-topology-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Design sizes for body text of 11 pt, in pixels. */
#define DESIGN_EM (44 / 3.0)
#define INPUT_SIDE 150
#define MAX_GAP 150
#define BUTTON_WIDTH 30

/* The lens takes about this share of the height, and is left out below LENS_LEAST pixels of all. */
#define LENS_SHARE 0.37
#define LENS_LEAST 230

gboolean
pn_topology_is_hidden (const PnTopologyLayout *self, gsize layer)
{
  return layer >= 1 && layer < self->n_layers;
}

static double
text_width (const PnTopologyPlan *plan, const char *text, gboolean bold)
{
  PnFont font = bold ? pn_style_bold (plan->options->style) : pn_style_small (plan->options->style);

  return pn_text_width (plan->options->context, &font, text);
}

static double
caption_height (const PnTopologyPlan *plan)
{
  double line = pn_style_line (plan->options->style);

  if (plan->layout->captions == PN_CAPTION_FULL)
    line += pn_style_small_line (plan->options->style);
  return line + (plan->button_row ? PN_TOPOLOGY_TARGET + 4 : 0);
}

static double
health_height (const PnTopologyPlan *plan)
{
  if (plan->layout->view.height < 110)
    return 0;
  return plan->em * (plan->layout->health_vertical ? 2.4 : 1.5);
}

/* The input keeps its shape; a plain vector is shown as near to a square as it can be. */
static double
input_aspect (const PnSpec *spec)
{
  if (spec->input[1] > 1)
    return (double) spec->input[2] / spec->input[1];
  return 1;
}

static void
plan_ends (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;
  double share = plan->n_hidden <= 2 ? 0.18 : 0.12, width = layout->view.width;
  double side = MIN (INPUT_SIDE * plan->scale, MAX (56, width * share));
  double bars = CLAMP (width * (plan->n_hidden <= 3 ? 0.12 : 0.07), 30, 100 * plan->scale);

  plan->input_width = MIN (side, width / 4);
  plan->name_width = 0;
  for (gsize i = 0; i < MIN (pn_spec_n_outputs (plan->spec), 100); i++)
    {
      g_autofree char *name = pn_topology_class_name (plan->options->class_names, i);

      plan->name_width = MAX (plan->name_width, text_width (plan, name, TRUE));
    }
  plan->name_width = MIN (plan->name_width, MAX (width * 0.15, 20));
  layout->percent_width = text_width (plan, "100 %", FALSE);
  plan->output_width = plan->name_width + bars + layout->percent_width + plan->em;
}

/* Across the blocks' area, centred on its middle. */
static void
place_input (PnTopologyPlan *plan, double middle)
{
  PnTopologyLayout *layout = plan->layout;
  double aspect = input_aspect (plan->spec);
  double width = plan->input_width, height = width / aspect;

  if (height > plan->blocks_height)
    {
      height = plan->blocks_height;
      width = MAX (4, height * aspect);
    }
  layout->input.width = round (width);
  layout->input.height = round (height);
  layout->input.x = layout->view.x + PN_TOPOLOGY_OUTLINE - layout->scroll;
  layout->input.y = round (middle - height / 2);
}

/* Without a caption of its own the output takes that row too. */
static double
output_height (const PnTopologyPlan *plan, double middle)
{
  double top = plan->layout->view.y;

  if (plan->layout->captions != PN_CAPTION_SHORT)
    return plan->blocks_height;
  return 2 * MIN (middle - top, top + plan->layout->view.height - health_height (plan) - middle);
}

static void
place_output (PnTopologyPlan *plan, double x, double middle)
{
  PnTopologyLayout *layout = plan->layout;
  PnTopologyGrid *grid = &layout->blocks[layout->n_layers - 1].grid;
  gsize n = pn_spec_n_outputs (plan->spec);

  grid->count = grid->rows = n;
  grid->columns = 1;
  grid->pitch = MIN (2 * plan->em, output_height (plan, middle) / n);
  grid->cell = grid->pitch;
  layout->name_width = plan->name_width;
  if (grid->pitch < 0.8 * pn_style_small (plan->options->style).size)
    layout->name_width = 0;
  grid->rect.width = plan->output_width - plan->em * 0.4;
  grid->rect.height = grid->pitch * n;
  grid->rect.x = x;
  grid->rect.y = middle - grid->rect.height / 2;
}

static double
blocks_width (const PnTopologyPlan *plan)
{
  double width = 0;

  for (gsize i = 0; i < plan->n_hidden; i++)
    width += plan->layout->blocks[i].grid.rect.width;
  return width;
}

/* Sets the columns side by side, the room that is left shared among the gaps. */
static void
place_columns (PnTopologyPlan *plan, double middle)
{
  PnTopologyLayout *layout = plan->layout;
  double used
      = PN_TOPOLOGY_OUTLINE + layout->input.width + blocks_width (plan) + plan->output_width;
  double gap = floor ((layout->view.width - used) / (plan->n_hidden + 1));
  double x;

  plan->gap = CLAMP (gap, plan->gap, MAX_GAP * plan->scale);
  used += plan->gap * (plan->n_hidden + 1);
  layout->scroll_max = MAX (0, ceil (used - layout->view.width - 0.5));
  layout->scroll = CLAMP (plan->options->scroll, 0, layout->scroll_max);
  layout->input.x = layout->view.x + PN_TOPOLOGY_OUTLINE - layout->scroll
                    + MAX (0, floor ((layout->view.width - used) / 2));
  x = pn_rect_right (&layout->input) + plan->gap;
  for (gsize i = 0; i < plan->n_hidden; i++)
    {
      PnRect *rect = &layout->blocks[i].grid.rect;

      rect->x = x;
      rect->y = round (middle - rect->height / 2);
      x += rect->width + plan->gap;
    }
  place_output (plan, x, middle);
}

static void
place_handles (PnTopologyPlan *plan, double middle)
{
  PnTopologyLayout *layout = plan->layout;
  double left = pn_rect_right (&layout->input), size = PN_TOPOLOGY_TARGET;

  for (gsize i = 0; i < layout->n_layers; i++)
    {
      PnTopologyBlock *block = &layout->blocks[i];
      double centre = (left + block->grid.rect.x) / 2;

      block->insert = (PnRect){ centre - size / 2, middle - size / 2, size, size };
      block->insert_always = block->grid.rect.x - left >= size;
      /* At the block's edge, and above the ＋ of the gap, so that they never cover one another. */
      if (i > 0)
        {
          double side = MIN (size, middle - size / 2 - 2 - layout->view.y);

          layout->blocks[i - 1].side = (PnRect){ MIN (centre - size / 2, left + 2),
                                                 middle - size / 2 - 2 - side, size, side };
        }
      left = pn_rect_right (&block->grid.rect);
    }
}

static void
place_caption (PnTopologyPlan *plan, gsize index, double top)
{
  PnTopologyBlock *block = &plan->layout->blocks[index];
  const PnRect *rect = &block->grid.rect;
  g_autofree char *title = pn_topology_layer_title (plan->spec, index + 1, plan->layout->captions);
  const char *below = pn_activation_label (plan->spec->layers[index].activation);
  double width = text_width (plan, title, TRUE);

  if (plan->layout->captions == PN_CAPTION_FULL)
    width = MAX (width, text_width (plan, below, FALSE));
  width = ceil (width) + 2;
  block->caption
      = (PnRect){ rect->x + rect->width / 2 - width / 2, top, width,
                  caption_height (plan) - (plan->button_row ? PN_TOPOLOGY_TARGET + 4 : 0) };
  block->caption_anchor = PN_ANCHOR_MIDDLE;
}

static void
place_buttons_in_row (PnTopologyPlan *plan, gsize index)
{
  PnTopologyBlock *block = &plan->layout->blocks[index];
  double centre = block->grid.rect.x + block->grid.rect.width / 2;
  double y = pn_rect_bottom (&block->caption) + 2;
  double room = block->grid.rect.width + plan->gap;

  if (room < 2 * BUTTON_WIDTH + 8 && plan->options->selected != index + 1)
    return;
  block->minus = (PnRect){ centre - BUTTON_WIDTH - 2, y, BUTTON_WIDTH, PN_TOPOLOGY_TARGET };
  block->plus = (PnRect){ centre + 2, y, BUTTON_WIDTH, PN_TOPOLOGY_TARGET };
}

static gboolean
fits_beside_caption (const PnTopologyBlock *block)
{
  return block->grid.rect.width >= block->caption.width + 2 * BUTTON_WIDTH + 12;
}

static void
place_buttons_beside (PnTopologyBlock *block)
{
  double right = pn_rect_right (&block->grid.rect), y = block->caption.y;

  block->caption.x = block->grid.rect.x;
  block->caption_anchor = PN_ANCHOR_START;
  block->plus = (PnRect){ right - BUTTON_WIDTH, y, BUTTON_WIDTH, PN_TOPOLOGY_TARGET };
  block->minus = (PnRect){ right - 2 * BUTTON_WIDTH - 4, y, BUTTON_WIDTH, PN_TOPOLOGY_TARGET };
}

static gboolean
all_fit_beside (const PnTopologyPlan *plan)
{
  for (gsize i = 0; i < plan->n_hidden; i++)
    if (!fits_beside_caption (&plan->layout->blocks[i]))
      return FALSE;
  return TRUE;
}

/* Captions of the ends take the room that their neighbours leave. */
static void
place_end_captions (PnTopologyPlan *plan, double top)
{
  PnTopologyLayout *layout = plan->layout;
  PnTopologyBlock *output = &layout->blocks[layout->n_layers - 1];
  double left = layout->view.x - layout->scroll;
  double height = caption_height (plan) - (plan->button_row ? PN_TOPOLOGY_TARGET + 4 : 0);
  double end = pn_rect_right (&layout->input) + plan->gap - 4, start = output->grid.rect.x;

  if (plan->n_hidden > 0)
    {
      end = MIN (end, layout->blocks[0].caption.x - 4);
      start = MAX (start, pn_rect_right (&layout->blocks[plan->n_hidden - 1].caption) + 4);
    }
  layout->input_caption = (PnRect){ left, top, MAX (0, end - left), height };
  output->caption = (PnRect){ 0, 0, 0, 0 };
  if (layout->captions != PN_CAPTION_SHORT)
    output->caption
        = (PnRect){ start, top, MAX (0, pn_rect_right (&output->grid.rect) - start), height };
  output->caption_anchor = PN_ANCHOR_MIDDLE;
}

static void
place_health (PnTopologyPlan *plan, double top)
{
  PnTopologyLayout *layout = plan->layout;
  double height = health_height (plan), bar = plan->em * (layout->health_vertical ? 2.0 : 0.8);
  double label_end = layout->view.x + layout->view.width;

  for (gsize i = 0; i < plan->n_hidden && height > 0; i++)
    {
      const PnRect *rect = &layout->blocks[i].grid.rect;

      layout->blocks[i].health = (PnRect){ rect->x, top + height - bar, rect->width, bar };
    }
  if (plan->n_hidden > 0)
    label_end = layout->blocks[0].grid.rect.x - 6;
  layout->health_label = (PnRect){ layout->view.x - layout->scroll, top + height - bar,
                                   label_end - layout->view.x + layout->scroll,
                                   plan->n_hidden > 0 && height > 0 ? bar : 0 };
}

static gboolean
captions_collide (const PnTopologyPlan *plan)
{
  const PnTopologyLayout *layout = plan->layout;

  for (gsize i = 0; i < plan->n_hidden; i++)
    {
      const PnRect *caption = &layout->blocks[i].caption;

      if (caption->x < pn_rect_right (&layout->input) + 4)
        return TRUE;
      if (pn_rect_right (caption) > layout->blocks[layout->n_layers - 1].grid.rect.x)
        return TRUE;
      if (i > 0 && caption->x < pn_rect_right (&layout->blocks[i - 1].caption) + 6)
        return TRUE;
    }
  return FALSE;
}

static double
tallest (const PnTopologyPlan *plan)
{
  const PnTopologyLayout *layout = plan->layout;
  double height = layout->input.height;

  for (gsize i = 0; i < layout->n_layers; i++)
    if (i < plan->n_hidden || layout->captions != PN_CAPTION_SHORT)
      height = MAX (height, layout->blocks[i].grid.rect.height);
  return height;
}

/* Everything above the lens, with the captions and the button row that the plan says. */
static void
place_view (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;
  double below = caption_height (plan) + health_height (plan);
  double middle, top;

  plan->blocks_height = MAX (24, floor (layout->view.height - below - 2 * PN_TOPOLOGY_OUTLINE - 2));
  middle = round (layout->view.y + PN_TOPOLOGY_OUTLINE + plan->blocks_height / 2);
  top = layout->view.y + plan->blocks_height + 2 * PN_TOPOLOGY_OUTLINE + 2;
  pn_topology_size_blocks (plan);
  place_input (plan, middle);
  place_columns (plan, middle);
  place_handles (plan, middle);
  top = MIN (top, ceil (middle + tallest (plan) / 2) + PN_TOPOLOGY_OUTLINE + 3);
  for (gsize i = 0; i < plan->n_hidden; i++)
    place_caption (plan, i, top);
  place_end_captions (plan, top);
  top = MAX (top + caption_height (plan),
             ceil (pn_rect_bottom (&layout->blocks[layout->n_layers - 1].grid.rect)) + 2);
  place_health (plan, top);
}

static void
place_buttons (PnTopologyPlan *plan)
{
  for (gsize i = 0; i < plan->n_hidden; i++)
    if (plan->button_row)
      place_buttons_in_row (plan, i);
    else
      place_buttons_beside (&plan->layout->blocks[i]);
}

static gboolean
stands_clear (const PnTopologyPlan *plan, gsize index, const PnRect *neighbour)
{
  const PnRect *caption = &plan->layout->blocks[index].caption;

  return caption->x >= pn_rect_right (neighbour) + 3 || pn_rect_right (caption) + 3 <= neighbour->x;
}

/* Where even numbers have no room, some are left out; the selected layer's stays. */
static void
thin_captions (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;
  gsize selected = plan->options->selected;
  const PnRect *output = &layout->blocks[layout->n_layers - 1].grid.rect;
  PnRect before = layout->input;

  if (pn_topology_is_hidden (layout, selected))
    {
      PnRect *kept = &layout->blocks[selected - 1].caption;

      kept->x = MIN (kept->x, output->x - 4 - kept->width);
    }
  for (gsize i = 0; i < plan->n_hidden; i++)
    {
      PnRect *caption = &layout->blocks[i].caption;
      gboolean clear = stands_clear (plan, i, &before) && stands_clear (plan, i, output)
                       && (!pn_topology_is_hidden (layout, selected)
                           || stands_clear (plan, i, &layout->blocks[selected - 1].caption));

      if (clear || i + 1 == selected)
        before = *caption;
      else
        caption->width = 0;
    }
}

/* The fullest captions that don't collide; with a lens its title has the buttons. */
static void
choose_captions (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;

  for (layout->captions = PN_CAPTION_FULL;; layout->captions++)
    {
      plan->button_row = FALSE;
      place_view (plan);
      if (!plan->has_lens && !all_fit_beside (plan))
        {
          plan->button_row = TRUE;
          place_view (plan);
        }
      if (layout->captions == PN_CAPTION_SHORT || !captions_collide (plan))
        break;
    }
  if (captions_collide (plan))
    thin_captions (plan);
  if (!plan->has_lens)
    place_buttons (plan);
}

static gboolean
needs_lens (const PnTopologyPlan *plan)
{
  if (!pn_topology_is_hidden (plan->layout, plan->options->selected)
      || plan->layout->rect.height < LENS_LEAST)
    return FALSE;
  for (gsize i = 0; i < plan->n_hidden; i++)
    if (plan->layout->blocks[i].grid.pitch < PN_TOPOLOGY_TILE)
      return TRUE;
  return FALSE;
}

static void
make_room_for_lens (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;
  double height = floor (CLAMP (layout->rect.height * LENS_SHARE, 90, 170 * plan->scale));
  PnRect rect
      = { layout->rect.x, pn_rect_bottom (&layout->rect) - height, layout->rect.width, height };

  plan->has_lens = TRUE;
  layout->view.height = layout->rect.height - height - 12;
  pn_topology_place_lens (plan, &rect);
  plan_ends (plan);
  choose_captions (plan);
}

/* The network as a whole is worth more than the lens, where there isn't room for both: on a
 * telephone's page. The buttons of more than two layers would need the room, too.
 */
static void
give_up_lens (PnTopologyPlan *plan)
{
  PnTopologyLayout *layout = plan->layout;

  plan->has_lens = FALSE;
  memset (&layout->lens, 0, sizeof layout->lens);
  layout->lens_title = layout->lens_plus = layout->lens_minus = (PnRect){ 0, 0, 0, 0 };
  g_clear_pointer (&layout->lens_units, g_free);
  layout->lens_layer = PN_TOPOLOGY_NO_LAYER;
  layout->view = layout->rect;
  memset (layout->blocks, 0, layout->n_layers * sizeof *layout->blocks);
  plan_ends (plan);
  choose_captions (plan);
}

PnTopologyLayout *
pn_topology_layout_new (const PnSpec *spec, const PnRect *rect, const PnTopologyOptions *options)
{
  PnTopologyPlan plan = { .spec = spec, .options = options };
  PnTopologyLayout *self;

  g_return_val_if_fail (spec->n_layers > 0, NULL);
  plan.layout = self = g_new0 (PnTopologyLayout, 1);
  plan.n_hidden = spec->n_layers - 1;
  plan.em = options->style->text_size;
  plan.scale = plan.em / DESIGN_EM;
  plan.budgets = g_new0 (double, plan.n_hidden + 1);
  self->rect = self->view = *rect;
  self->text_size = plan.em;
  self->n_layers = spec->n_layers;
  self->blocks = g_new0 (PnTopologyBlock, self->n_layers);
  self->lens_layer = PN_TOPOLOGY_NO_LAYER;
  self->health_vertical = plan.n_hidden >= 4;
  plan_ends (&plan);
  choose_captions (&plan);
  if (needs_lens (&plan))
    {
      gboolean fits = self->scroll_max == 0 && plan.n_hidden <= 2;

      memset (self->blocks, 0, self->n_layers * sizeof *self->blocks);
      make_room_for_lens (&plan);
      if (fits && self->scroll_max > 0)
        give_up_lens (&plan);
    }
  g_free (plan.budgets);
  return self;
}

void
pn_topology_layout_free (PnTopologyLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->blocks);
  g_free (self->lens_units);
  g_free (self);
}

void
pn_topology_layout_set_lens_units (PnTopologyLayout *self, const gsize *units)
{
  if (self->lens_layer != PN_TOPOLOGY_NO_LAYER)
    memcpy (self->lens_units, units, self->lens.count * sizeof *units);
}
