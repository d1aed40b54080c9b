/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-topology-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What is inside of layers: tiles and cells, answers, health, connections. */

#define N_LEVELS 24 /* greys of cells: no eye tells more apart */

/* Connections in a gap: none in one that is narrower, one for each so many pixels. */
#define ROOM_FOR_LINES 24
#define PER_LINE 5

PnActivationRange
pn_topology_activation_range (PnActivation activation, const float *values, gsize n)
{
  PnActivationRange range = { 0, 0 };

  switch (activation)
    {
    case PN_ACTIVATION_SIGMOID:
      return (PnActivationRange){ 0, 1 };
    case PN_ACTIVATION_IMPROVED_SIGMOID:
      return (PnActivationRange){ -1.7159, 1.7159 };
    case PN_ACTIVATION_TANH:
      return (PnActivationRange){ -1, 1 };
    default:
      break;
    }
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        range.low = MIN (range.low, values[i]);
        range.high = MAX (range.high, values[i]);
      }
  return range;
}

double
pn_topology_activation_fraction (PnActivationRange range, double value)
{
  double fraction = (value - range.low) / (range.high - range.low);

  return fraction >= 0 ? MIN (fraction, 1) : 0;
}

static const float *
get_activations (const PnTopologyDrawing *self, gsize layer)
{
  return self->state->activations != NULL ? self->state->activations[layer - 1] : NULL;
}

/* The unit that a cell of a grid shows. */
static gsize
unit_of_cell (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize cell)
{
  return grid == &self->layout->lens ? self->layout->lens_units[cell] : cell;
}

static void
draw_bar (const PnTopologyDrawing *self, const PnRect *tile, double fraction)
{
  double height = MAX (3, round (tile->height * 0.12));
  PnRect bar = { tile->x + 2, pn_rect_bottom (tile) - height - 1.5,
                 MAX (2, (tile->width - 4) * fraction), height };
  PnRect ground = pn_rect_inset (&bar, -1, -1);

  pn_canvas_fill_rect (self->canvas, &ground, 0, self->style->palette->tile);
  pn_canvas_fill_rect (self->canvas, &bar, 0, self->style->palette->ink);
}

static void
draw_tile (const PnTopologyDrawing *self,
           const PnRect *tile,
           gsize layer,
           gsize unit,
           double fraction)
{
  PnRect inner = pn_rect_inset (tile, 1, 1), source;
  PnImage image;

  pn_canvas_fill_rect (self->canvas, tile, 2.5, self->style->palette->tile);
  if (self->state->atlas != NULL
      && pn_topology_atlas_get (self->state->atlas, layer, unit, &image, &source))
    {
      double scale = MIN (inner.width / source.width, inner.height / source.height);

      inner = pn_rect_inset (&inner, (inner.width - source.width * scale) / 2,
                             (inner.height - source.height * scale) / 2);
      pn_canvas_image (self->canvas, &image, &source, &inner, PN_FILTER_SMOOTH);
    }
  if (fraction >= 0)
    draw_bar (self, tile, fraction);
  pn_canvas_stroke_rect (self->canvas, tile, 2.5, self->style->palette->tile_border, 1);
}

/* Cells of a grid that lie within the picture: a layer of millions has few of them. */
typedef struct
{
  gsize first_column;
  gsize end_column;
  gsize end_row;
} Window;

static Window
visible_window (const PnTopologyDrawing *self, const PnTopologyGrid *grid)
{
  const PnRect *rect = &self->layout->rect;
  double left = floor ((rect->x - grid->rect.x) / grid->pitch);
  double right = ceil ((pn_rect_right (rect) - grid->rect.x) / grid->pitch);
  Window window = { CLAMP (left, 0, grid->columns), CLAMP (right, 0, grid->columns), grid->rows };

  return window;
}

static void
draw_tiles (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize layer)
{
  const float *values = get_activations (self, layer);
  gsize units = self->state->spec->layers[layer - 1].units;
  PnActivationRange range = { 0, 1 };

  if (values != NULL)
    range = pn_topology_activation_range (self->state->spec->layers[layer - 1].activation, values,
                                          units);
  for (gsize cell = 0; cell < grid->count; cell++)
    {
      PnRect rect = pn_topology_grid_cell (grid, cell);
      gsize unit = unit_of_cell (self, grid, cell);
      double fraction = values != NULL ? pn_topology_activation_fraction (range, values[unit]) : -1;

      if (rect.x < pn_rect_right (&self->layout->rect)
          && pn_rect_right (&rect) > self->layout->rect.x)
        draw_tile (self, &rect, layer, unit, fraction);
    }
}

/* The cells of one grey as one path: many times faster than one path each. */
static void
draw_level (const PnTopologyDrawing *self,
            const PnTopologyGrid *grid,
            const guint8 *levels,
            Window window,
            int level)
{
  const PnPalette *palette = self->style->palette;
  gsize width = window.end_column - window.first_column;

  for (gsize row = 0; row < window.end_row; row++)
    for (gsize column = window.first_column; column < window.end_column; column++)
      {
        gsize cell = row * grid->columns + column;
        PnRect rect;

        if (cell >= grid->count || levels[row * width + column - window.first_column] != level)
          continue;
        rect = pn_topology_grid_cell (grid, cell);
        pn_canvas_rect_path (self->canvas, &rect, 0);
      }
  pn_canvas_fill (self->canvas,
                  pn_color_mix (palette->cell_low, palette->cell_high, level / (N_LEVELS - 1.0)));
}

static guint8 *
find_levels (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize layer, Window window)
{
  const float *values = get_activations (self, layer);
  PnActivationRange range = { 0, 1 };
  gsize width = window.end_column - window.first_column;
  guint8 *levels = g_new0 (guint8, width * window.end_row + 1);

  if (values == NULL)
    return levels;
  range = pn_topology_activation_range (self->state->spec->layers[layer - 1].activation, values,
                                        grid->count);
  for (gsize row = 0; row < window.end_row; row++)
    for (gsize column = 0; column < width; column++)
      {
        gsize cell = row * grid->columns + window.first_column + column;

        if (cell < grid->count)
          levels[row * width + column]
              = lround (pn_topology_activation_fraction (range, values[cell]) * (N_LEVELS - 1));
      }
  return levels;
}

static void
draw_cells (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize layer)
{
  Window window = visible_window (self, grid);
  g_autofree guint8 *levels = NULL;

  if (window.first_column >= window.end_column)
    return;
  levels = find_levels (self, grid, layer, window);
  for (int level = 0; level < N_LEVELS; level++)
    draw_level (self, grid, levels, window, level);
}

void
pn_topology_draw_grid (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize layer)
{
  if (grid->pitch >= PN_TOPOLOGY_TILE)
    draw_tiles (self, grid, layer);
  else
    draw_cells (self, grid, layer);
}

static gsize
find_answer (const float *probabilities, gsize n)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (probabilities[i] > probabilities[best])
      best = i;
  return best;
}

static void
draw_class_name (const PnTopologyDrawing *self,
                 gsize index,
                 double x,
                 double y,
                 double pitch,
                 gboolean bold)
{
  PnFont font = bold ? pn_style_bold (self->style) : pn_style_body (self->style);
  g_autofree char *name = pn_topology_class_name (self->state->class_names, index);

  font.size = MIN (font.size, pitch * 0.95);
  pn_canvas_text_fit (self->canvas, &font, self->style->palette->text, x, y + 0.36 * font.size,
                      PN_ANCHOR_END, self->layout->name_width + 1, name);
}

static void
draw_percent (const PnTopologyDrawing *self, double share, double x, double y, double pitch)
{
  PnFont font = pn_style_small (self->style);
  /* Translators: a probability in percent */
  g_autofree char *text = g_strdup_printf (_ ("%.0f %%"), 100 * share);

  if (pitch >= 0.8 * font.size)
    pn_canvas_text_middle (self->canvas, &font, self->style->palette->text, x, y, PN_ANCHOR_START,
                           text);
}

static void
draw_class (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize index, gboolean answer)
{
  const PnTopologyLayout *layout = self->layout;
  const PnPalette *palette = self->style->palette;
  const float *shares = self->state->probabilities;
  double em = layout->text_size, y = grid->rect.y + (index + 0.5) * grid->pitch;
  double left = grid->rect.x + layout->name_width + 0.5 * em;
  double room = pn_rect_right (&grid->rect) - left - layout->percent_width - 0.4 * em;
  double height = MIN (0.95 * em, grid->pitch * 0.75);
  double share = shares != NULL && shares[index] >= 0 ? MIN (shares[index], 1) : 0;
  PnRect bar = { left, y - height / 2, MAX (1.5, room * share), height };

  if (layout->name_width > 0)
    draw_class_name (self, index, grid->rect.x + layout->name_width, y, grid->pitch, answer);
  pn_canvas_fill_rect (self->canvas, &bar, share > 0.02 ? 2 : 0,
                       share > 0.02 ? palette->ink : palette->axis);
  if (shares != NULL && (answer || share >= 0.05))
    draw_percent (self, share, pn_rect_right (&bar) + 0.4 * em, y, grid->pitch);
}

void
pn_topology_draw_output (const PnTopologyDrawing *self)
{
  const PnTopologyGrid *grid = &self->layout->blocks[self->layout->n_layers - 1].grid;
  const float *shares = self->state->probabilities;
  gsize answer = shares != NULL ? find_answer (shares, grid->count) : grid->count;

  if (grid->rect.x > pn_rect_right (&self->layout->view))
    return;
  for (gsize i = 0; i < MIN (grid->count, 4096); i++)
    draw_class (self, grid, i, i == answer);
}

/* Decades that hold all values, at least six, so that a difference of two looks like one of two. */
static gboolean
find_health_scale (const PnTopologyDrawing *self, int *low, int *high)
{
  double least = INFINITY, most = 0;

  for (gsize i = 0; i + 1 < self->layout->n_layers && self->state->health != NULL; i++)
    {
      double value = self->state->health[i];

      if (!(value > 0) || !isfinite (value))
        continue;
      least = MIN (least, value);
      most = MAX (most, value);
    }
  if (!(most > 0))
    return FALSE;
  *high = ceil (log10 (most));
  *low = MIN (*high - 6, (int) floor (log10 (least)));
  return TRUE;
}

static void
draw_health_bar (const PnTopologyDrawing *self, const PnRect *rect, double fraction)
{
  const PnPalette *palette = self->style->palette;
  PnRect bar = *rect;

  fraction = CLAMP (fraction, 0, 1);
  if (self->layout->health_vertical)
    {
      bar.height = MAX (2, rect->height * fraction);
      bar.y = pn_rect_bottom (rect) - bar.height;
    }
  else
    {
      pn_canvas_fill_rect (self->canvas, rect, 3, palette->track);
      bar.width = MAX (3, rect->width * fraction);
    }
  pn_canvas_fill_rect (self->canvas, &bar, self->layout->health_vertical ? 1 : 3,
                       palette->dim_text);
}

static void
draw_health_scale (const PnTopologyDrawing *self, int low, int high)
{
  const PnTopologyLayout *layout = self->layout;
  const PnRect *rect = &layout->blocks[layout->n_layers - 2].health;
  PnFont font = pn_style_small (self->style);
  g_autofree char *top = pn_numbers_format_power (&self->style->numbers, high);
  g_autofree char *bottom = pn_numbers_format_power (&self->style->numbers, low);
  double x = pn_rect_right (rect) + 0.6 * font.size;

  font.size = MIN (font.size, rect->height / 2);
  pn_canvas_text (self->canvas, &font, self->style->palette->dim_text, x, rect->y + 0.8 * font.size,
                  PN_ANCHOR_START, top);
  pn_canvas_text (self->canvas, &font, self->style->palette->dim_text, x, pn_rect_bottom (rect),
                  PN_ANCHOR_START, bottom);
}

void
pn_topology_draw_health (const PnTopologyDrawing *self)
{
  const PnTopologyLayout *layout = self->layout;
  PnFont font = pn_style_small (self->style);
  const PnRect *label = &layout->health_label;
  int low, high;

  if (label->height <= 0 || !find_health_scale (self, &low, &high))
    return;
  pn_canvas_text_fit (self->canvas, &font, self->style->palette->dim_text, label->x,
                      label->y + label->height / 2 + 0.36 * font.size, PN_ANCHOR_START,
                      label->width, self->state->health_label);
  for (gsize i = 0; i + 1 < layout->n_layers; i++)
    {
      double value = self->state->health[i];

      if (value > 0 && isfinite (value))
        draw_health_bar (self, &layout->blocks[i].health, (log10 (value) - low) / (high - low));
    }
  if (layout->health_vertical)
    draw_health_scale (self, low, high);
}

/* Where a connection leaves or enters: the middle of a unit's edge. */
static gboolean
find_end (const PnTopologyDrawing *self,
          gsize layer,
          gsize unit,
          gboolean leaving,
          double *x,
          double *y)
{
  const PnTopologyLayout *layout = self->layout;
  const PnTopologyGrid *grid;
  PnRect rect = layout->input;

  if (layer > 0)
    {
      grid = &layout->blocks[layer - 1].grid;
      if (unit >= grid->count)
        return FALSE;
      rect = pn_topology_grid_cell (grid, unit);
      /* Among small cells lines would only be clutter: they end at the block's edge. */
      if (grid->pitch < PN_TOPOLOGY_TILE || layer == layout->n_layers)
        {
          rect.x = grid->rect.x - (layer == layout->n_layers ? 4 : 0);
          rect.width = grid->rect.width;
        }
    }
  *x = leaving ? pn_rect_right (&rect) : rect.x;
  *y = rect.y + rect.height / 2;
  return TRUE;
}

static double
gap_before (const PnTopologyLayout *layout, gsize layer)
{
  const PnRect *before = layer > 1 ? &layout->blocks[layer - 2].grid.rect : &layout->input;

  return layout->blocks[layer - 1].grid.rect.x - pn_rect_right (before);
}

static void
draw_connection (const PnTopologyDrawing *self,
                 const PnTopologyConnection *connection,
                 double strongest)
{
  const PnTopologyLayout *layout = self->layout;
  const PnPalette *palette = self->style->palette;
  const double dashes[] = { 5, 4 };
  PnColor color = connection->strength < 0 ? palette->negative : palette->positive;
  PnStroke pen
      = { .width = (0.8 + 2 * fabs (connection->strength) / strongest) * self->style->line_scale };
  double x1, y1, x2, y2, reach = gap_before (layout, connection->layer);

  if (!find_end (self, connection->layer - 1, connection->source_unit, TRUE, &x1, &y1)
      || !find_end (self, connection->layer, connection->unit, FALSE, &x2, &y2))
    return;
  if (connection->strength < 0)
    {
      pen.dashes = dashes;
      pen.n_dashes = G_N_ELEMENTS (dashes);
    }
  color = pn_color_with_alpha (color, 0.75);
  pn_canvas_move_to (self->canvas, x1, y1);
  pn_canvas_curve_to (self->canvas, MAX (x1, x2 - reach) + reach / 2, y1,
                      MIN (x2, x1 + reach) - reach / 2, y2, x2, y2);
  pn_canvas_paint (self->canvas, NULL, &color, &pen);
}

static int
compare_strength (gconstpointer a, gconstpointer b)
{
  double x = fabs ((*(const PnTopologyConnection *const *) a)->strength);
  double y = fabs ((*(const PnTopologyConnection *const *) b)->strength);

  return (x < y) - (x > y);
}

/* A layer's connections, strongest first. */
static GPtrArray *
collect (const PnTopologyState *state, gsize layer)
{
  GPtrArray *found = g_ptr_array_new ();

  for (gsize i = 0; i < state->n_connections; i++)
    {
      const PnTopologyConnection *connection = &state->connections[i];

      if (connection->layer == layer && isfinite (connection->strength)
          && connection->strength != 0)
        g_ptr_array_add (found, (gpointer) connection);
    }
  g_ptr_array_sort (found, compare_strength);
  return found;
}

/* As many as a gap has room for; all where someone asks about one unit. */
static guint
count_shown (const PnTopologyDrawing *self, gsize layer, guint n)
{
  double gap = gap_before (self->layout, layer);

  if (self->state->hovered.part == PN_TOPOLOGY_UNIT || self->state->pinned.part == PN_TOPOLOGY_UNIT)
    return n;
  return gap < ROOM_FOR_LINES ? 0 : MIN (n, (guint) (gap / PER_LINE));
}

void
pn_topology_draw_connections (const PnTopologyDrawing *self)
{
  for (gsize layer = 1; layer <= self->layout->n_layers; layer++)
    {
      g_autoptr (GPtrArray) found = collect (self->state, layer);
      guint n = count_shown (self, layer, found->len);

      /* The strongest last, on top. */
      for (guint i = n; i-- > 0;)
        {
          const PnTopologyConnection *first = g_ptr_array_index (found, 0);

          draw_connection (self, g_ptr_array_index (found, i), fabs (first->strength));
        }
    }
}
