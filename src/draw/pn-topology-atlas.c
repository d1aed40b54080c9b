/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-topology.h"

#include <math.h>
#include <string.h>

/* Pictures larger than this are reduced: no tile has more pixels. */
#define MAX_SIDE 56

/* Colours are full at this many times the picture's root mean square; a picture counts as at least
 * as strong as WEAKEST of its layer's strongest.
 */
#define FULL_RMS 2.5
#define WEAKEST 0.3

/* Units of one layer whose pictures lie one after the other. */
typedef struct
{
  gsize layer;
  gsize count;
  gsize *units; /* NULL: 0, 1, 2 … */
  gsize first;  /* slot */
} Section;

struct _PnTopologyAtlas
{
  GArray *sections;
  guint32 *pixels;
  gsize n_slots;
  gsize columns; /* slots in a row */
  int width;     /* of a picture */
  int height;
};

static void
clear_section (gpointer data)
{
  g_free (((Section *) data)->units);
}

PnTopologyAtlas *
pn_topology_atlas_new (void)
{
  PnTopologyAtlas *self = g_new0 (PnTopologyAtlas, 1);

  self->sections = g_array_new (FALSE, FALSE, sizeof (Section));
  g_array_set_clear_func (self->sections, clear_section);
  return self;
}

void
pn_topology_atlas_free (PnTopologyAtlas *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sections);
  g_free (self->pixels);
  g_free (self);
}

static void
add_section (PnTopologyAtlas *self, gsize layer, const gsize *units, gsize count)
{
  Section section = { layer, count, NULL, self->n_slots };

  if (units != NULL)
    section.units = g_memdup2 (units, count * sizeof *units);
  g_array_append_val (self->sections, section);
  self->n_slots += count;
}

/* What the layout has room for. */
static void
choose_units (PnTopologyAtlas *self, const PnTopologyLayout *layout)
{
  g_array_set_size (self->sections, 0);
  self->n_slots = 0;
  for (gsize layer = 1; layer < layout->n_layers; layer++)
    {
      const PnTopologyGrid *grid = &layout->blocks[layer - 1].grid;

      if (grid->pitch >= PN_TOPOLOGY_TILE)
        add_section (self, layer, NULL, grid->count);
      else if (layer == layout->lens_layer)
        add_section (self, layer, layout->lens_units, layout->lens.count);
    }
}

/* The shape of a unit's picture before it is reduced; a plain vector is folded near to a square. */
static void
pattern_shape (const PnSpec *spec, gsize *width, gsize *height)
{
  *width = spec->input[2];
  *height = spec->input[1];
  if (*height > 1)
    return;
  *width = (gsize) ceil (sqrt (spec->input[2]));
  *height = (spec->input[2] + *width - 1) / MAX (*width, 1);
}

static void
resize (PnTopologyAtlas *self, const PnSpec *spec)
{
  gsize width, height;

  pattern_shape (spec, &width, &height);
  self->width = MIN (width, MAX_SIDE);
  self->height = MIN (height, MAX_SIDE);
  self->columns = MAX (1, (gsize) ceil (sqrt (self->n_slots)));
  g_free (self->pixels);
  self->pixels = g_new0 (guint32, self->columns * self->columns * self->width * self->height);
}

/* next[k] = Σ_j row[j] w[j][k] */
static void
through_layer (const float *row, gsize units, const float *weights, gsize fan_in, float *next)
{
  memset (next, 0, fan_in * sizeof *next);
  for (gsize j = 0; j < units; j++)
    {
      const float *from = weights + j * fan_in;
      float factor = row[j];

      for (gsize k = 0; k < fan_in; k++)
        next[k] += factor * from[k];
    }
}

/* The longest row that patterns pass through. */
static gsize
longest_row (const PnSpec *spec)
{
  gsize longest = pn_spec_n_inputs (spec);

  for (gsize i = 0; i < spec->n_layers; i++)
    longest = MAX (longest, spec->layers[i].units);
  return longest;
}

/* The unit's incoming weights, taken back through the layers before it. `row` and `spare` hold
 * longest_row() numbers; returns the one that has the result [n_inputs].
 */
static float *
find_pattern (const PnSpec *spec,
              const float *const *weights,
              gsize layer,
              gsize unit,
              float *row,
              float *spare)
{
  gsize fan_in = pn_spec_fan_in (spec, layer - 1);

  memcpy (row, weights[layer - 1] + unit * fan_in, fan_in * sizeof *row);
  for (gsize index = layer - 1; index-- > 0;)
    {
      float *swap = row;

      through_layer (row, spec->layers[index].units, weights[index], pn_spec_fan_in (spec, index),
                     spare);
      row = spare;
      spare = swap;
    }
  return row;
}

/* The mean over channels, and over the input's pixels that a pixel of the picture stands for. */
static float
box_mean (const PnSpec *spec, const float *pattern, const gsize box[4], gsize width)
{
  gsize plane = spec->input[1] * spec->input[2];
  double sum = 0;
  gsize n = 0;

  for (gsize y = box[1]; y < box[3]; y++)
    for (gsize x = box[0]; x < box[2]; x++)
      for (gsize c = 0; c < spec->input[0] && y * width + x < plane; c++)
        {
          sum += pattern[c * plane + y * width + x];
          n++;
        }
  return n > 0 ? sum / n : 0;
}

static void
reduce (const PnTopologyAtlas *self, const PnSpec *spec, const float *pattern, float *picture)
{
  gsize width, height;

  pattern_shape (spec, &width, &height);
  for (gsize y = 0; y < (gsize) self->height; y++)
    for (gsize x = 0; x < (gsize) self->width; x++)
      {
        const gsize box[4] = { x * width / self->width, y * height / self->height,
                               (x + 1) * width / self->width, (y + 1) * height / self->height };

        picture[y * self->width + x] = box_mean (spec, pattern, box, width);
      }
}

static double
root_mean_square (const float *picture, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += picture[i] * picture[i];
  return sqrt (sum / MAX (n, 1));
}

static guint32 *
slot_pixels (const PnTopologyAtlas *self, gsize slot)
{
  gsize row = slot / self->columns, column = slot % self->columns;

  return self->pixels + row * self->height * self->columns * self->width + column * self->width;
}

static void
color_slot (PnTopologyAtlas *self,
            gsize slot,
            const float *picture,
            double full,
            const guint32 table[256])
{
  guint32 *pixels = slot_pixels (self, slot);

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        double value = full > 0 ? picture[y * self->width + x] / full : 0;

        /* NaN, which a diverged network has, shows as zero. */
        value = value >= -1 ? MIN (value, 1) : value < -1 ? -1 : 0;
        pixels[y * self->columns * self->width + x] = table[128 + (int) lrint (value * 127)];
      }
}

static void
render_section (PnTopologyAtlas *self,
                const Section *section,
                const PnSpec *spec,
                const float *const *weights,
                const guint32 table[256])
{
  gsize size = (gsize) self->width * self->height, longest = longest_row (spec);
  g_autofree float *pictures = g_new (float, section->count *size);
  g_autofree double *strengths = g_new (double, section->count);
  g_autofree float *row = g_new (float, longest), *spare = g_new (float, longest);
  double strongest = 0;

  for (gsize i = 0; i < section->count; i++)
    {
      gsize unit = section->units != NULL ? section->units[i] : i;
      const float *pattern = find_pattern (spec, weights, section->layer, unit, row, spare);

      reduce (self, spec, pattern, pictures + i * size);
      strengths[i] = root_mean_square (pictures + i * size, size);
      strongest = MAX (strongest, strengths[i]);
    }
  for (gsize i = 0; i < section->count; i++)
    color_slot (self, section->first + i, pictures + i * size,
                FULL_RMS * MAX (strengths[i], WEAKEST * strongest), table);
}

void
pn_topology_atlas_update (PnTopologyAtlas *self,
                          const PnSpec *spec,
                          const float *const *weights,
                          const PnTopologyLayout *layout,
                          const PnPalette *palette)
{
  guint32 table[256];

  choose_units (self, layout);
  resize (self, spec);
  pn_palette_weight_table (palette, table);
  for (guint i = 0; i < self->sections->len; i++)
    render_section (self, &g_array_index (self->sections, Section, i), spec, weights, table);
}

static gboolean
find_slot (const PnTopologyAtlas *self, gsize layer, gsize unit, gsize *slot)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      const Section *section = &g_array_index (self->sections, Section, i);

      if (section->layer != layer)
        continue;
      for (gsize j = 0; section->units != NULL && j < section->count; j++)
        if (section->units[j] == unit)
          {
            *slot = section->first + j;
            return TRUE;
          }
      *slot = section->first + unit;
      return section->units == NULL && unit < section->count;
    }
  return FALSE;
}

gboolean
pn_topology_atlas_get (const PnTopologyAtlas *self,
                       gsize layer,
                       gsize unit,
                       PnImage *image,
                       PnRect *source)
{
  gsize slot;

  if (!find_slot (self, layer, unit, &slot))
    return FALSE;
  image->pixels = (const guint8 *) self->pixels;
  image->width = self->columns * self->width;
  image->height = self->columns * self->height;
  image->stride = image->width * 4;
  *source = (PnRect){ slot % self->columns * self->width, slot / self->columns * self->height,
                      self->width, self->height };
  return TRUE;
}
