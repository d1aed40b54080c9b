/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-augment-private.h"

#include "pn-center-private.h"

#include <math.h>
#include <string.h>

/* Distance of the grid's points; the field between them is a cubic B-spline. */
#define GRID_STEP 6
#define GRID_SIDE(pixels) ((pixels) / GRID_STEP + 4)
#define MOST_GRID_SIDE GRID_SIDE (256)

/* Fainter ink does not count for the box that is fitted. */
#define FAINT (16 / 255.0f)

/* Smooth displacements, in pixels of the old picture, for pixels of the new one. */
typedef struct
{
  int columns;
  float dx[MOST_GRID_SIDE * MOST_GRID_SIDE];
  float dy[MOST_GRID_SIDE * MOST_GRID_SIDE];
} Field;

typedef struct
{
  float x, y;
} Vector;

/* new = to + forward (old − from); old = from + backward (new − to), before displacements. */
typedef struct
{
  float forward[4];
  float backward[4];
  Vector from;
  Vector to;
} Map;

static void
field_init (Field *field, const PnSheet *sheet, double amount, PnDice *dice)
{
  int rows = GRID_SIDE (sheet->height);

  field->columns = GRID_SIDE (sheet->width);
  for (int i = 0; i < rows * field->columns; i++)
    {
      field->dx[i] = pn_dice_uniform (dice, -amount, amount);
      field->dy[i] = pn_dice_uniform (dice, -amount, amount);
    }
}

/* Cubic B-spline: the weights of four neighbours at `t` in [0, 1). */
static void
spline_weights (float t, float weights[4])
{
  float s = 1 - t;

  weights[0] = s * s * s / 6;
  weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
  weights[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
  weights[3] = t * t * t / 6;
}

/* The displacements along row `y`, first summed over the grid's rows. */
static void
field_row (const Field *field, int y, int width, Vector *row)
{
  float down[4];
  float dx[MOST_GRID_SIDE];
  float dy[MOST_GRID_SIDE];

  spline_weights ((float) (y % GRID_STEP) / GRID_STEP, down);
  for (int i = 0; i < field->columns; i++)
    {
      dx[i] = dy[i] = 0;
      for (int j = 0; j < 4; j++)
        {
          dx[i] += down[j] * field->dx[(y / GRID_STEP + j) * field->columns + i];
          dy[i] += down[j] * field->dy[(y / GRID_STEP + j) * field->columns + i];
        }
    }
  for (int x = 0; x < width; x++)
    {
      float across[4];
      int first = x / GRID_STEP;

      spline_weights ((float) (x % GRID_STEP) / GRID_STEP, across);
      row[x] = (Vector){ 0, 0 };
      for (int i = 0; i < 4; i++)
        {
          row[x].x += across[i] * dx[first + i];
          row[x].y += across[i] * dy[first + i];
        }
    }
}

static Vector
multiply (const float m[4], Vector v)
{
  return (Vector){ m[0] * v.x + m[1] * v.y, m[2] * v.x + m[3] * v.y };
}

static void
invert (const float m[4], float inverse[4])
{
  float determinant = m[0] * m[3] - m[1] * m[2];

  inverse[0] = m[3] / determinant;
  inverse[1] = -m[1] / determinant;
  inverse[2] = -m[2] / determinant;
  inverse[3] = m[0] / determinant;
}

/* Rotation × slant × stretch. */
static void
draw_forward (const PnAugmentation *augmentation, PnDice *dice, float m[4])
{
  double rotation = augmentation->rotation * G_PI / 180;
  float angle = pn_dice_uniform (dice, -rotation, rotation);
  float slant = pn_dice_uniform (dice, -augmentation->shear, augmentation->shear);
  float wide = 1 + pn_dice_uniform (dice, -augmentation->scale, augmentation->scale);
  float high = 1 + pn_dice_uniform (dice, -augmentation->scale, augmentation->scale);
  float c = cosf (angle);
  float s = sinf (angle);

  m[0] = c * wide;
  m[1] = (c * slant - s) * high;
  m[2] = s * wide;
  m[3] = (s * slant + c) * high;
}

/* Where the ink of the sheet goes. */
typedef struct
{
  float sum;
  Vector moment;
  Vector min, max;
} Extent;

static void
extent_add (Extent *extent, Vector at, float ink)
{
  extent->sum += ink;
  extent->moment.x += ink * at.x;
  extent->moment.y += ink * at.y;
  if (ink < FAINT)
    return;
  extent->min = (Vector){ fminf (extent->min.x, at.x), fminf (extent->min.y, at.y) };
  extent->max = (Vector){ fmaxf (extent->max.x, at.x), fmaxf (extent->max.y, at.y) };
}

static Extent
measure (const PnSheet *sheet, const Map *map, const Field *field)
{
  Extent extent = { .min = { INFINITY, INFINITY }, .max = { -INFINITY, -INFINITY } };
  Vector row[256];

  for (int y = 0; y < sheet->height; y++)
    {
      field_row (field, y, sheet->width, row);
      for (int x = 0; x < sheet->width; x++)
        {
          float ink = sheet->values[y * sheet->width + x];
          Vector at = { (float) x - map->from.x - row[x].x, (float) y - map->from.y - row[x].y };

          if (ink > 0)
            extent_add (&extent, multiply (map->forward, at), ink);
        }
    }
  return extent;
}

/* Scales and moves the map so that the ink's longer side fills the box and its centroid is where
 * the drawing pad would put it: anywhere within a pixel around the middle.
 */
static void
fit_map (Map *map, const PnSheet *sheet, const Field *field, PnDice *dice)
{
  int side = MIN (sheet->width, sheet->height);
  Extent extent = measure (sheet, map, field);
  float longer = fmaxf (extent.max.x - extent.min.x, extent.max.y - extent.min.y) + 1;
  float scale = longer > 1 ? (float) pn_center_box ((gsize) side) / longer : 1;
  Vector centroid = { 0, 0 };

  if (extent.sum > 0)
    centroid = (Vector){ extent.moment.x / extent.sum, extent.moment.y / extent.sum };
  for (int i = 0; i < 4; i++)
    map->forward[i] *= scale;
  map->to.x = (float) (sheet->width / 2) + pn_dice_uniform (dice, -0.5, 0.5) - scale * centroid.x;
  map->to.y = (float) (sheet->height / 2) + pn_dice_uniform (dice, -0.5, 0.5) - scale * centroid.y;
}

/* Between four pixels; nothing outside. */
static float
sample (const PnSheet *sheet, float x, float y)
{
  float left = floorf (x);
  float top = floorf (y);
  int i = (int) left;
  int j = (int) top;
  float u = x - left;
  float v = y - top;
  const float *p = sheet->values + j * sheet->width + i;

  if (i >= 0 && j >= 0 && i + 1 < sheet->width && j + 1 < sheet->height)
    return (1 - v) * ((1 - u) * p[0] + u * p[1])
           + v * ((1 - u) * p[sheet->width] + u * p[sheet->width + 1]);
  return 0;
}

static void
resample (const PnSheet *sheet, const Map *map, const Field *field, float *out)
{
  Vector row[256];

  for (int y = 0; y < sheet->height; y++)
    {
      field_row (field, y, sheet->width, row);
      for (int x = 0; x < sheet->width; x++)
        {
          Vector v = { (float) x - map->to.x, (float) y - map->to.y };
          Vector at = multiply (map->backward, v);

          out[y * sheet->width + x]
              = sample (sheet, at.x + map->from.x + row[x].x, at.y + map->from.y + row[x].y);
        }
    }
}

void
pn_augment_warp (const PnSheet *sheet, const PnAugmentation *augmentation, PnDice *dice, float *out)
{
  Vector middle = { (float) (sheet->width - 1) / 2, (float) (sheet->height - 1) / 2 };
  Map map = { .from = middle, .to = middle };
  Field field;

  field_init (&field, sheet, augmentation->elastic, dice);
  draw_forward (augmentation, dice, map.forward);
  if (augmentation->recenter)
    fit_map (&map, sheet, &field, dice);
  map.to.x += pn_dice_uniform (dice, -augmentation->shift, augmentation->shift);
  map.to.y += pn_dice_uniform (dice, -augmentation->shift, augmentation->shift);
  invert (map.forward, map.backward);
  resample (sheet, &map, &field, out);
}
