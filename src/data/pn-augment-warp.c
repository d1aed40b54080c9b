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

typedef struct
{
  float x, y;
} Vector;

/* Smooth displacements, in pixels of the old picture, for each pixel of the new one. */
typedef struct
{
  int width;
  int height;
  Vector *at;
} Field;

/* new = to + forward (old − from); old = from + backward (new − to), before displacements. */
typedef struct
{
  float forward[4];
  float backward[4];
  Vector from;
  Vector to;
} Map;

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

/* The grid's rows, summed for the row `y` of the picture. */
static void
sum_down (const Vector *grid, int columns, int y, Vector *sums)
{
  float weights[4];

  spline_weights ((float) (y % GRID_STEP) / GRID_STEP, weights);
  for (int i = 0; i < columns; i++)
    {
      sums[i] = (Vector){ 0, 0 };
      for (int j = 0; j < 4; j++)
        {
          Vector point = grid[(y / GRID_STEP + j) * columns + i];

          sums[i].x += weights[j] * point.x;
          sums[i].y += weights[j] * point.y;
        }
    }
}

static void
sum_across (const Vector *sums, int width, Vector *row)
{
  for (int x = 0; x < width; x++)
    {
      float weights[4];

      spline_weights ((float) (x % GRID_STEP) / GRID_STEP, weights);
      row[x] = (Vector){ 0, 0 };
      for (int i = 0; i < 4; i++)
        {
          row[x].x += weights[i] * sums[x / GRID_STEP + i].x;
          row[x].y += weights[i] * sums[x / GRID_STEP + i].y;
        }
    }
}

static void
draw_field (Field *field, double amount, PnDice *dice)
{
  Vector grid[MOST_GRID_SIDE * MOST_GRID_SIDE];
  Vector sums[MOST_GRID_SIDE];
  int columns = GRID_SIDE (field->width);

  for (int i = 0; i < GRID_SIDE (field->height) * columns; i++)
    {
      grid[i].x = pn_dice_uniform (dice, -amount, amount);
      grid[i].y = pn_dice_uniform (dice, -amount, amount);
    }
  for (int y = 0; y < field->height; y++)
    {
      sum_down (grid, columns, y, sums);
      sum_across (sums, field->width, field->at + y * field->width);
    }
}

/* At the pixel nearest to `v`. */
static Vector
field_near (const Field *field, Vector v)
{
  int x = (int) lrintf (MIN (MAX (v.x, 0), (float) (field->width - 1)));
  int y = (int) lrintf (MIN (MAX (v.y, 0), (float) (field->height - 1)));

  return field->at[y * field->width + x];
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
  extent->min = (Vector){ MIN (extent->min.x, at.x), MIN (extent->min.y, at.y) };
  extent->max = (Vector){ MAX (extent->max.x, at.x), MAX (extent->max.y, at.y) };
}

/* Displacements are given by where a pixel goes, which depends on them: the place that the map
 * alone would give is near enough.
 */
static Vector
place_ink (const Map *map, const Field *field, float x, float y)
{
  Vector from = { x - map->from.x, y - map->from.y };
  Vector straight = multiply (map->forward, from);
  Vector moved = field_near (field, (Vector){ map->to.x + straight.x, map->to.y + straight.y });

  return multiply (map->forward, (Vector){ from.x - moved.x, from.y - moved.y });
}

static Extent
measure (const PnSheet *sheet, const Map *map, const Field *field)
{
  Extent extent = { .min = { INFINITY, INFINITY }, .max = { -INFINITY, -INFINITY } };

  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      {
        float ink = sheet->values[y * sheet->width + x];

        if (ink > 0)
          extent_add (&extent, place_ink (map, field, (float) x, (float) y), ink);
      }
  return extent;
}

/* Scales the map so that the ink's longer side fills the box, and moves it so that the centroid is
 * at `aim`.
 */
static void
fit_map (Map *map, const PnSheet *sheet, const Field *field, Vector aim)
{
  int side = MIN (sheet->width, sheet->height);
  Extent extent = measure (sheet, map, field);
  float longer = MAX (extent.max.x - extent.min.x, extent.max.y - extent.min.y) + 1;
  float scale = longer > 1 ? (float) pn_center_box ((gsize) side) / longer : 1;

  if (extent.sum <= 0)
    return;
  for (int i = 0; i < 4; i++)
    map->forward[i] *= scale;
  map->to.x = aim.x - scale * extent.moment.x / extent.sum;
  map->to.y = aim.y - scale * extent.moment.y / extent.sum;
}

/* Displacements make more ink here and less there, which moves the centroid: this moves it back. */
static void
correct_map (Map *map, const PnSheet *sheet, const float *out, Vector aim)
{
  float sum = 0;
  Vector moment = { 0, 0 };

  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      {
        float ink = out[y * sheet->width + x];

        sum += ink;
        moment.x += ink * (float) x;
        moment.y += ink * (float) y;
      }
  if (sum <= 0)
    return;
  map->to.x += aim.x - moment.x / sum;
  map->to.y += aim.y - moment.y / sum;
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
  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      {
        int i = y * sheet->width + x;
        Vector v = { (float) x - map->to.x, (float) y - map->to.y };
        Vector at = multiply (map->backward, v);

        out[i] = sample (sheet, at.x + map->from.x + field->at[i].x,
                         at.y + map->from.y + field->at[i].y);
      }
}

static void
warp (const PnSheet *sheet, Map *map, const Field *field, float *out)
{
  invert (map->forward, map->backward);
  resample (sheet, map, field, out);
}

/* Any place within a pixel around the middle is where the drawing pad might put the centroid. */
static Vector
draw_aim (const PnSheet *sheet, Vector shift, PnDice *dice)
{
  return (Vector){ (float) (sheet->width / 2) + pn_dice_uniform (dice, -0.5, 0.5) + shift.x,
                   (float) (sheet->height / 2) + pn_dice_uniform (dice, -0.5, 0.5) + shift.y };
}

static void
warp_and_center (const PnSheet *sheet, Map *map, const Field *field, Vector aim, float *out)
{
  fit_map (map, sheet, field, aim);
  warp (sheet, map, field, out);
  correct_map (map, sheet, out, aim);
  warp (sheet, map, field, out);
}

void
pn_augment_warp (const PnSheet *sheet, const PnAugmentation *augmentation, PnDice *dice, float *out)
{
  Vector middle = { (float) (sheet->width - 1) / 2, (float) (sheet->height - 1) / 2 };
  Map map = { .from = middle, .to = middle };
  g_autofree Vector *displacements = g_new (Vector, sheet->width * sheet->height);
  Field field = { sheet->width, sheet->height, displacements };
  Vector shift;

  draw_field (&field, augmentation->elastic, dice);
  draw_forward (augmentation, dice, map.forward);
  shift.x = pn_dice_uniform (dice, -augmentation->shift, augmentation->shift);
  shift.y = pn_dice_uniform (dice, -augmentation->shift, augmentation->shift);
  map.to = (Vector){ middle.x + shift.x, middle.y + shift.y };
  if (augmentation->recenter)
    warp_and_center (sheet, &map, &field, draw_aim (sheet, shift, dice), out);
  else
    warp (sheet, &map, &field, out);
}
