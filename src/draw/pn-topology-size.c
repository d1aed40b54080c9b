/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-topology-private.h"

#include <math.h>
#include <string.h>

/* Design sizes for body text of 11 pt, in pixels. */
#define MAX_PITCH 44
#define WIDE_GAP 30 /* room for a ＋ */

/* From wide gaps, in which connections can be followed, to narrow ones: the first that leaves cells
 * of that pitch is taken.
 */
static const struct
{
  double gap;
  double pitch;
} gap_steps[] = { { 96, 32 }, { 60, 24 }, { WIDE_GAP, 8 }, { 26, 6 }, { 14, 5 }, { 8, 4 } };

double
pn_topology_best_pitch (gsize units, double width, double height, double max)
{
  /* The best number of columns is near the one that square cells would have without rounding. */
  double ideal = floor (sqrt (units * width / MAX (height, 1)));
  double best = 0;

  for (double columns = MAX (1, ideal - 3); columns <= ideal + 3; columns++)
    {
      double rows = ceil (units / columns);

      best = MAX (best, MIN (width / columns, height / rows));
    }
  return MIN (best, max);
}

static double
cell_gap (double pitch)
{
  if (pitch >= PN_TOPOLOGY_TILE)
    return MAX (3, round (pitch * 0.1));
  return pitch >= 8 ? 2 : 1;
}

void
pn_topology_fill_grid (PnTopologyGrid *grid, gsize units, double width, double height, double max)
{
  double pitch = floor (pn_topology_best_pitch (units, width, height, max));
  gsize rows;

  grid->count = units;
  grid->pitch = MAX (pitch, PN_TOPOLOGY_CELL);
  grid->cell = grid->pitch - cell_gap (grid->pitch);
  rows = MAX (1, (gsize) (height / grid->pitch));
  grid->columns = MAX (1, units / rows + (units % rows != 0));
  /* As few rows as those columns need, so that the last is not a remnant. */
  grid->rows = MAX (1, units / grid->columns + (units % grid->columns != 0));
  grid->rect.width = grid->columns * grid->pitch - (grid->pitch - grid->cell);
  grid->rect.height = grid->rows * grid->pitch - (grid->pitch - grid->cell);
}

PnRect
pn_topology_grid_cell (const PnTopologyGrid *grid, gsize index)
{
  PnRect cell = {
    grid->rect.x + index % grid->columns * grid->pitch,
    grid->rect.y + index / grid->columns * grid->pitch,
    grid->cell,
    grid->cell,
  };

  return cell;
}

/* What the layer takes of `share` if its tiles reach their largest size in less, else nothing. */
static double
settle (const PnTopologyPlan *plan, gsize index, double share)
{
  double max = MAX_PITCH * plan->scale;
  PnTopologyGrid grid;

  pn_topology_fill_grid (&grid, plan->spec->layers[index].units, share, plan->blocks_height, max);
  if (grid.pitch < floor (max) || grid.rect.width > share)
    return 0;
  return grid.rect.width + grid.pitch - grid.cell;
}

/* Shares the width: a layer whose tiles reach their largest size leaves the rest to the others. */
static void
share_width (PnTopologyPlan *plan, double width)
{
  gsize n_open = plan->n_hidden, n_before;

  memset (plan->budgets, 0, plan->n_hidden * sizeof *plan->budgets);
  do
    {
      double share = width / n_open;

      n_before = n_open;
      for (gsize i = 0; i < plan->n_hidden; i++)
        if (plan->budgets[i] == 0 && (plan->budgets[i] = settle (plan, i, share)) > 0)
          {
            width -= plan->budgets[i];
            n_open--;
          }
    }
  while (n_open > 0 && n_open < n_before);
  for (gsize i = 0; i < plan->n_hidden; i++)
    if (plan->budgets[i] == 0)
      plan->budgets[i] = width / n_open;
}

/* The smallest pitch that the layers get, before it is held at PN_TOPOLOGY_CELL; 0 where a layer
 * and its gap would be too narrow for a pointer.
 */
static double
try_gap (PnTopologyPlan *plan, double gap)
{
  double width
      = plan->layout->view.width - PN_TOPOLOGY_OUTLINE - plan->input_width - plan->output_width;
  gsize n_shown = MIN (plan->n_hidden, PN_TOPOLOGY_LAYERS);
  double least = INFINITY;

  width = (width - (n_shown + 1) * gap) / n_shown * plan->n_hidden;
  if (!(width > 0))
    return 0;
  share_width (plan, width);
  for (gsize i = 0; i < plan->n_hidden; i++)
    {
      if (plan->budgets[i] + gap < PN_TOPOLOGY_TARGET)
        return 0;
      least = MIN (least, pn_topology_best_pitch (plan->spec->layers[i].units, plan->budgets[i],
                                                  plan->blocks_height, MAX_PITCH * plan->scale));
    }
  plan->gap = gap;
  return least;
}

void
pn_topology_size_blocks (PnTopologyPlan *plan)
{
  double least = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (gap_steps) && plan->n_hidden > 0 && least == 0; i++)
    {
      least = try_gap (plan, gap_steps[i].gap);
      if (least < gap_steps[i].pitch)
        least = 0;
    }
  /* Nothing fits: it will scroll, so there is room for wide gaps. */
  if (plan->n_hidden == 0 || least == 0)
    plan->gap = WIDE_GAP;
  for (gsize i = 0; i < plan->n_hidden; i++)
    pn_topology_fill_grid (&plan->layout->blocks[i].grid, plan->spec->layers[i].units,
                           least > 0 ? plan->budgets[i] : PN_TOPOLOGY_CELL, plan->blocks_height,
                           MAX_PITCH * plan->scale);
}

static gsize
count_that_fit (const PnRect *rect, double pitch)
{
  return (gsize) MAX (1, rect->width / pitch) * (gsize) MAX (1, rect->height / pitch);
}

void
pn_topology_place_lens (PnTopologyPlan *plan, const PnRect *rect)
{
  PnTopologyLayout *layout = plan->layout;
  gsize layer = plan->options->selected;
  gsize units = plan->spec->layers[layer - 1].units;
  double button = PN_TOPOLOGY_TARGET + 6, title = MAX (button, 2 * plan->em) + 4;
  PnRect area = { rect->x, rect->y + title, rect->width, rect->height - title };
  double right = pn_rect_right (rect);

  layout->lens_layer = layer;
  layout->lens_units_total = units;
  layout->lens_plus = (PnRect){ right - button, rect->y, button, PN_TOPOLOGY_TARGET };
  layout->lens_minus = (PnRect){ right - 2 * button - 4, rect->y, button, PN_TOPOLOGY_TARGET };
  layout->lens_title
      = (PnRect){ rect->x, rect->y, rect->width - 2 * button - 12, PN_TOPOLOGY_TARGET };
  if (pn_topology_best_pitch (units, area.width, area.height, INFINITY) < PN_TOPOLOGY_TILE + 4)
    units = MIN (units, count_that_fit (&area, 30 * plan->scale));
  pn_topology_fill_grid (&layout->lens, units, area.width, area.height, 38 * plan->scale);
  layout->lens.rect.x = area.x;
  layout->lens.rect.y = area.y;
  layout->lens_units = g_new (gsize, layout->lens.count);
  for (gsize i = 0; i < layout->lens.count; i++)
    layout->lens_units[i] = i;
}
