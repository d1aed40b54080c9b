/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-augment-private.h"

#include <math.h>

/* What people do to digits and the writers of MNIST seldom did: a slash through a zero, a bar and a
 * hook on a seven, a flag and a foot on a one, a low stem on a four. Lengths are shares of the
 * ink's box, angles and widths vary.
 */

#define FAINT 0.25f

typedef struct
{
  float left, top, right, bottom; /* pixel indices, of ink that isn't faint */
} Box;

static gboolean
find_box (const PnSheet *sheet, Box *box)
{
  *box = (Box){ (float) sheet->width, (float) sheet->height, -1, -1 };
  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      if (sheet->values[y * sheet->width + x] >= FAINT)
        {
          box->left = MIN (box->left, (float) x);
          box->right = MAX (box->right, (float) x);
          box->top = MIN (box->top, (float) y);
          box->bottom = MAX (box->bottom, (float) y);
        }
  return box->right > box->left && box->bottom > box->top;
}

/* The first or the last ink of the row at `y`; the middle of the box where there is none. */
static float
ink_in_row (const PnSheet *sheet, const Box *box, float y, gboolean first)
{
  const float *row = sheet->values + (int) lroundf (y) * sheet->width;
  float found = (box->left + box->right) / 2;

  for (int x = (int) box->left; x <= (int) box->right; x++)
    if (row[x] >= 0.5f)
      {
        found = (float) x;
        if (first)
          break;
      }
  return found;
}

static float
distance_to_line (float x, float y, float x0, float y0, float x1, float y1)
{
  float dx = x1 - x0;
  float dy = y1 - y0;
  float length = dx * dx + dy * dy;
  float t = length > 0 ? ((x - x0) * dx + (y - y0) * dy) / length : 0;

  t = CLAMP (t, 0, 1);
  return hypotf (x - x0 - t * dx, y - y0 - t * dy);
}

static void
draw_line (PnSheet *sheet, float x0, float y0, float x1, float y1, float width)
{
  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      {
        float distance = distance_to_line ((float) x, (float) y, x0, y0, x1, y1);
        float ink = CLAMP (width / 2 + 0.5f - distance, 0, 1);
        float *value = sheet->values + y * sheet->width + x;

        *value = MAX (*value, ink);
      }
}

static float
pen (PnDice *dice)
{
  return pn_dice_uniform (dice, 1.8, 3.0);
}

/* From below left to above right, or seldom the other way, inside the ring or beyond it. */
static void
slash_zero (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float reach = pn_dice_uniform (dice, 0.6, 1.3);
  float half_width = reach * pn_dice_uniform (dice, 0.5, 1) * (box->right - box->left) / 2;
  float half_height = reach * pn_dice_uniform (dice, 0.6, 1) * (box->bottom - box->top) / 2;
  float x = (box->left + box->right) / 2;
  float y = (box->top + box->bottom) / 2;

  if (pn_dice_uniform (dice, 0, 1) < 0.15f)
    half_width = -half_width;
  draw_line (sheet, x - half_width, y + half_height, x + half_width, y - half_height, pen (dice));
}

static void
bar_seven (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float y = box->top + pn_dice_uniform (dice, 0.35, 0.65) * (box->bottom - box->top);
  float x = (ink_in_row (sheet, box, y, TRUE) + ink_in_row (sheet, box, y, FALSE)) / 2
            + pn_dice_uniform (dice, -1.5, 1.5);
  float half = pn_dice_uniform (dice, 0.2, 0.5) * MAX (box->right - box->left, 8);
  float rise = half * pn_dice_uniform (dice, -0.15, 0.4);

  draw_line (sheet, x - half, y + rise, x + half, y - rise, pen (dice));
}

/* The short stroke down with which some begin the seven's roof. */
static void
hook_seven (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float y = box->top + 1;
  float x = ink_in_row (sheet, box, y, TRUE) + 1;
  float down = pn_dice_uniform (dice, 0.1, 0.3) * (box->bottom - box->top);

  draw_line (sheet, x, y, x + pn_dice_uniform (dice, -2, 1), y + down, pen (dice));
}

static void
dress_seven (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float choice = pn_dice_uniform (dice, 0, 1);

  if (choice < 0.8f)
    bar_seven (sheet, box, dice);
  if (choice > 0.6f)
    hook_seven (sheet, box, dice);
}

/* The row with the most ink in the middle of the box, where a four has its bar. */
static int
find_bar (const PnSheet *sheet, const Box *box)
{
  float height = box->bottom - box->top;
  int best = (int) (box->top + 0.5f * height);
  float most = 0;

  for (int y = (int) (box->top + 0.3f * height); y <= (int) (box->top + 0.8f * height); y++)
    {
      float sum = 0;

      for (int x = 0; x < sheet->width; x++)
        sum += sheet->values[y * sheet->width + x];
      if (sum > most)
        {
          most = sum;
          best = y;
        }
    }
  return best;
}

/* Begin of the first piece of ink in a row, and of the last one; FALSE if there are not two. */
static gboolean
find_two_pieces (const PnSheet *sheet, int y, int *first, int *last)
{
  const float *row = sheet->values + y * sheet->width;
  int n = 0;

  for (int x = 0; x < sheet->width; x++)
    if (row[x] >= FAINT && (x == 0 || row[x - 1] < FAINT))
      {
        if (n++ == 0)
          *first = x;
        *last = x;
      }
  return n >= 2;
}

/* Wipes out what stands in a row to the right of its first piece of ink, and that too where it
 * begins beyond `limit`.
 */
static void
keep_first_piece (PnSheet *sheet, int y, int limit)
{
  float *row = sheet->values + y * sheet->width;
  int x = 0;

  while (x < sheet->width && row[x] < FAINT)
    x++;
  while (x < sheet->width && row[x] >= FAINT && x <= limit)
    x++;
  for (; x < sheet->width; x++)
    row[x] = 0;
}

/* The left stroke stays, the stem begins lower, and the bar may reach farther. Only where the two
 * are apart.
 */
static void
lower_stem (PnSheet *sheet, const Box *box, PnDice *dice)
{
  int bar = find_bar (sheet, box);
  float above = (float) bar - box->top;
  int end = bar - (int) (pn_dice_uniform (dice, 0.15, 0.6) * above) - 1;
  float reach = pn_dice_uniform (dice, -0.3, 0.3) * (box->right - box->left);
  int left = 0;
  int stem = 0;

  if (end < 0 || !find_two_pieces (sheet, end, &left, &stem))
    return;
  for (int y = 0; y < end; y++)
    keep_first_piece (sheet, y, (left + stem) / 2);
  if (reach > 0)
    draw_line (sheet, box->right - 2, (float) bar, box->right + reach, (float) bar, pen (dice));
}

static void
flag_one (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float height = box->bottom - box->top;
  float x = ink_in_row (sheet, box, box->top + 1, FALSE);
  float down = pn_dice_uniform (dice, 0.1, 0.45) * height;
  float across = pn_dice_uniform (dice, 0.15, 0.4) * height;

  draw_line (sheet, x, box->top + 1, x - across, box->top + 1 + down, pen (dice));
}

static void
foot_one (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float height = box->bottom - box->top;
  float x = ink_in_row (sheet, box, box->bottom - 1, TRUE);
  float left = pn_dice_uniform (dice, 0.1, 0.35) * height;
  float right = pn_dice_uniform (dice, 0.1, 0.35) * height;

  draw_line (sheet, x - left, box->bottom - 0.5f, x + right, box->bottom - 0.5f, pen (dice));
}

static void
dress_one (PnSheet *sheet, const Box *box, PnDice *dice)
{
  float choice = pn_dice_uniform (dice, 0, 1);

  if (choice < 0.8f)
    flag_one (sheet, box, dice);
  if (choice > 0.6f)
    foot_one (sheet, box, dice);
}

void
pn_augment_draw_strokes (PnSheet *sheet, guint digit, PnDice *dice)
{
  Box box;

  if (!find_box (sheet, &box))
    return;
  if (digit == 0)
    slash_zero (sheet, &box, dice);
  else if (digit == 7)
    dress_seven (sheet, &box, dice);
  else if (digit == 4)
    lower_stem (sheet, &box, dice);
  else if (digit == 1)
    dress_one (sheet, &box, dice);
}
