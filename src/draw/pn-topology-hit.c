/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-topology-private.h"

#include <math.h>

gboolean
pn_topology_item_equal (const PnTopologyItem *a, const PnTopologyItem *b)
{
  return a->part == b->part && a->layer == b->layer && a->unit == b->unit;
}

static PnTopologyItem
item (PnTopologyPart part, gsize layer, gsize unit)
{
  PnTopologyItem result = { part, layer, unit };

  return result;
}

/* The cell at a point; the gaps between cells belong to the cell before them, so that a pointer
 * that moves over a block never falls between units.
 */
static gboolean
find_cell (const PnTopologyGrid *grid, double x, double y, gsize *index)
{
  /* A single column of an output is wider than its pitch. */
  double column = grid->columns > 1 ? floor ((x - grid->rect.x) / grid->pitch) : 0;
  double row = floor ((y - grid->rect.y) / grid->pitch);

  if (!pn_rect_contains (&grid->rect, x, y) || column >= grid->columns || row >= grid->rows)
    return FALSE;
  *index = (gsize) row * grid->columns + (gsize) column;
  return *index < grid->count;
}

static gboolean
hit_block (const PnTopologyLayout *self, gsize index, double x, double y, PnTopologyItem *found)
{
  const PnTopologyBlock *block = &self->blocks[index];
  gsize layer = index + 1, unit;

  if (pn_rect_contains (&block->minus, x, y))
    *found = item (PN_TOPOLOGY_MINUS, layer, 0);
  else if (pn_rect_contains (&block->plus, x, y))
    *found = item (PN_TOPOLOGY_PLUS, layer, 0);
  else if (find_cell (&block->grid, x, y, &unit))
    *found = item (PN_TOPOLOGY_UNIT, layer, unit);
  else if (pn_rect_contains (&block->grid.rect, x, y) || pn_rect_contains (&block->caption, x, y))
    *found = item (PN_TOPOLOGY_LAYER, layer, 0);
  else if (pn_rect_contains (&block->health, x, y))
    *found = item (PN_TOPOLOGY_HEALTH, layer, 0);
  else
    return FALSE;
  return TRUE;
}

/* A ＋ in a gap that is narrower than it is takes no place from the units beside. */
static gboolean
hit_handles (const PnTopologyLayout *self, double x, double y, PnTopologyItem *found)
{
  for (gsize i = 0; i < self->n_layers; i++)
    {
      const PnTopologyBlock *block = &self->blocks[i];

      if (pn_rect_contains (&block->insert, x, y))
        {
          *found = item (PN_TOPOLOGY_INSERT, i + 1, 0);
          return TRUE;
        }
      if (pn_rect_contains (&block->side, x, y))
        {
          *found = item (PN_TOPOLOGY_SIDE, i + 1, 0);
          return TRUE;
        }
    }
  return FALSE;
}

PnRect
pn_topology_target (const PnRect *rect)
{
  double wider = MAX (PN_TOPOLOGY_TARGET - rect->width, 0);

  return (PnRect){ rect->x - wider / 2, rect->y, rect->width + wider, rect->height };
}

/* What lies between blocks is a layer's where the block, or what stands below it, is narrow. */
static gboolean
hit_beside (const PnTopologyLayout *self, double x, double y, PnTopologyItem *found)
{
  for (gsize i = 0; i < self->n_layers; i++)
    {
      PnRect block = pn_topology_target (&self->blocks[i].grid.rect);
      PnRect caption = pn_topology_target (&self->blocks[i].caption);

      if (!pn_rect_contains (&block, x, y) && !pn_rect_contains (&caption, x, y))
        continue;
      *found = item (PN_TOPOLOGY_LAYER, i + 1, 0);
      return TRUE;
    }
  return FALSE;
}

static PnTopologyItem
hit_view (const PnTopologyLayout *self, double x, double y)
{
  PnTopologyItem found = item (PN_TOPOLOGY_BACKGROUND, 0, 0);

  for (gsize i = 0; i < self->n_layers; i++)
    if (hit_block (self, i, x, y, &found))
      return found;
  if (pn_rect_contains (&self->input, x, y) || pn_rect_contains (&self->input_caption, x, y))
    return item (PN_TOPOLOGY_INPUT, 0, 0);
  if (!hit_handles (self, x, y, &found))
    hit_beside (self, x, y, &found);
  return found;
}

static PnTopologyItem
hit_lens (const PnTopologyLayout *self, double x, double y)
{
  gsize cell;

  if (pn_rect_contains (&self->lens_minus, x, y))
    return item (PN_TOPOLOGY_MINUS, self->lens_layer, 0);
  if (pn_rect_contains (&self->lens_plus, x, y))
    return item (PN_TOPOLOGY_PLUS, self->lens_layer, 0);
  if (find_cell (&self->lens, x, y, &cell))
    return item (PN_TOPOLOGY_UNIT, self->lens_layer, self->lens_units[cell]);
  if (pn_rect_contains (&self->lens_title, x, y))
    return item (PN_TOPOLOGY_LAYER, self->lens_layer, 0);
  return item (PN_TOPOLOGY_BACKGROUND, 0, 0);
}

PnTopologyItem
pn_topology_layout_hit (const PnTopologyLayout *self, double x, double y)
{
  if (pn_rect_contains (&self->view, x, y))
    return hit_view (self, x, y);
  if (!pn_rect_contains (&self->rect, x, y))
    return item (PN_TOPOLOGY_NOTHING, 0, 0);
  if (self->lens_layer != PN_TOPOLOGY_NO_LAYER)
    return hit_lens (self, x, y);
  return item (PN_TOPOLOGY_BACKGROUND, 0, 0);
}

static PnRect
locate_unit (const PnTopologyLayout *self, const PnTopologyBlock *block, const PnTopologyItem *what)
{
  if (what->layer == self->lens_layer)
    for (gsize i = 0; i < self->lens.count; i++)
      if (self->lens_units[i] == what->unit)
        return pn_topology_grid_cell (&self->lens, i);
  if (what->unit >= block->grid.count)
    return (PnRect){ 0, 0, 0, 0 };
  if (what->layer == self->n_layers)
    return (PnRect){ block->grid.rect.x, block->grid.rect.y + what->unit * block->grid.pitch,
                     block->grid.rect.width, block->grid.pitch };
  return pn_topology_grid_cell (&block->grid, what->unit);
}

static PnRect
locate_in_block (const PnTopologyLayout *self, const PnTopologyItem *what)
{
  const PnTopologyBlock *block = &self->blocks[what->layer - 1];
  gboolean in_lens = what->layer == self->lens_layer;

  switch (what->part)
    {
    case PN_TOPOLOGY_LAYER:
      return block->grid.rect;
    case PN_TOPOLOGY_UNIT:
      return locate_unit (self, block, what);
    case PN_TOPOLOGY_INSERT:
      return block->insert;
    case PN_TOPOLOGY_MINUS:
      return in_lens ? self->lens_minus : block->minus;
    case PN_TOPOLOGY_PLUS:
      return in_lens ? self->lens_plus : block->plus;
    case PN_TOPOLOGY_SIDE:
      return block->side;
    case PN_TOPOLOGY_HEALTH:
      return block->health;
    default:
      return (PnRect){ 0, 0, 0, 0 };
    }
}

PnRect
pn_topology_layout_locate (const PnTopologyLayout *self, const PnTopologyItem *what)
{
  if (what->part == PN_TOPOLOGY_INPUT || (what->part == PN_TOPOLOGY_LAYER && what->layer == 0))
    return self->input;
  if (what->part == PN_TOPOLOGY_BACKGROUND)
    return self->rect;
  if (what->layer >= 1 && what->layer <= self->n_layers)
    return locate_in_block (self, what);
  return (PnRect){ 0, 0, 0, 0 };
}
