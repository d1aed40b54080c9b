/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-augment-private.h"

#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define SMALLEST_SIDE 4
#define LARGEST_SIDE 256

/* What a source of variations knows. */
typedef struct
{
  PnDataset *dataset;
  PnAugmentation augmentation;
  guint64 seed;
} Variations;

gboolean
pn_augmentation_validate (const PnAugmentation *self, GError **error)
{
  const struct
  {
    const char *key;
    double value;
    double most;
  } rows[] = {
    { "shift", self->shift, PN_AUGMENT_MAX_SHIFT },
    { "rotation", self->rotation, PN_AUGMENT_MAX_ROTATION },
    { "scale", self->scale, PN_AUGMENT_MAX_SCALE },
    { "shear", self->shear, PN_AUGMENT_MAX_SHEAR },
    { "thickness", self->thickness, PN_AUGMENT_MAX_THICKNESS },
    { "elastic", self->elastic, PN_AUGMENT_MAX_ELASTIC },
    { "strokes", self->strokes, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!(rows[i].value >= 0 && rows[i].value <= rows[i].most))
      {
        g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                     _ ("data.augment.%s: is %g, but must be a number from 0 to %g"), rows[i].key,
                     rows[i].value, rows[i].most);
        return FALSE;
      }
  return TRUE;
}

gboolean
pn_augmentation_equal (const PnAugmentation *a, const PnAugmentation *b)
{
  return a->shift == b->shift && a->rotation == b->rotation && a->scale == b->scale
         && a->shear == b->shear && a->thickness == b->thickness && a->elastic == b->elastic
         && a->strokes == b->strokes && !a->recenter == !b->recenter;
}

gboolean
pn_augmentation_is_none (const PnAugmentation *self)
{
  const PnAugmentation none = { 0 };

  return pn_augmentation_equal (self, &none);
}

void
pn_dice_init (PnDice *self, const PnRandom *random)
{
  *self = (PnDice){ .random = *random, .used = G_N_ELEMENTS (self->words) };
}

float
pn_dice_uniform (PnDice *self, double from, double to)
{
  if (self->used == G_N_ELEMENTS (self->words))
    {
      pn_random_block (&self->random, self->block++, self->words);
      self->used = 0;
    }
  return (float) (from + (to - from) * (self->words[self->used++] * 0x1p-32));
}

/* Of the four neighbours and the pixel itself, the strongest or the weakest. */
static float
extreme_neighbour (const PnSheet *sheet, int x, int y, gboolean strongest)
{
  const float *p = sheet->values + y * sheet->width + x;
  float neighbours[] = {
    x > 0 ? p[-1] : 0,
    x + 1 < sheet->width ? p[1] : 0,
    y > 0 ? p[-sheet->width] : 0,
    y + 1 < sheet->height ? p[sheet->width] : 0,
  };
  float extreme = *p;

  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++)
    extreme = strongest ? MAX (extreme, neighbours[i]) : MIN (extreme, neighbours[i]);
  return extreme;
}

/* One pixel either way would be two in width; in between it is mixed. */
void
pn_augment_thicken (PnSheet *sheet, float pixels, float *scratch)
{
  float share = fabsf (pixels) / 2;
  gsize n = (gsize) sheet->width * (gsize) sheet->height;

  for (int y = 0; y < sheet->height; y++)
    for (int x = 0; x < sheet->width; x++)
      {
        float old = sheet->values[y * sheet->width + x];
        float new = extreme_neighbour (sheet, x, y, pixels > 0);

        scratch[y * sheet->width + x] = old + share * (new - old);
      }
  memcpy (sheet->values, scratch, n * sizeof *scratch);
}

static float
strongest (const float *values, gsize n)
{
  float max = 0;

  for (gsize i = 0; i < n; i++)
    max = MAX (max, values[i]);
  return max;
}

/* The drawing pad's pictures have 255 at their brightest, so these have it too. */
static void
to_bytes (const float *values, gsize n, gboolean brighten, guint8 *bytes)
{
  float max = brighten ? strongest (values, n) : 1;
  float scale = max > 0 ? 255 / max : 0;

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) MIN (values[i] * scale + 0.5f, 255);
}

void
pn_augment (const PnAugmentation *self,
            const PnRandom *random,
            guint digit,
            gsize height,
            gsize width,
            const guint8 *in,
            guint8 *out)
{
  gsize n = height * width;
  g_autofree float *values = NULL;
  PnSheet sheet;
  PnDice dice;

  g_return_if_fail (MIN (height, width) >= SMALLEST_SIDE && MAX (height, width) <= LARGEST_SIDE);

  values = g_new (float, 2 * n);
  sheet = (PnSheet){ (int) width, (int) height, values };
  pn_dice_init (&dice, random);
  for (gsize i = 0; i < n; i++)
    values[i] = in[i] * (1.0f / 255);
  if (pn_dice_uniform (&dice, 0, 1) < self->strokes)
    pn_augment_draw_strokes (&sheet, digit, &dice);
  if (self->thickness > 0)
    pn_augment_thicken (&sheet, pn_dice_uniform (&dice, -self->thickness, self->thickness),
                        values + n);
  pn_augment_warp (&sheet, self, &dice, values + n);
  to_bytes (values + n, n, self->recenter, out);
}

static void
variations_free (gpointer data)
{
  Variations *self = data;

  pn_dataset_unref (self->dataset);
  g_free (self);
}

static void
variations_fill (gpointer data, guint64 epoch, const guint32 *indices, gsize n, guint8 *out)
{
  const Variations *self = data;
  const gsize *shape = pn_dataset_shape (self->dataset);
  gsize length = pn_dataset_n_inputs (self->dataset);
  const guint8 *bytes = pn_dataset_bytes (self->dataset);
  const guint16 *labels = pn_dataset_labels (self->dataset);

  for (gsize i = 0; i < n; i++)
    {
      PnRandom random = { self->seed, PN_STREAM_AUGMENT, (guint32) epoch, indices[i] };

      pn_augment (&self->augmentation, &random, labels[indices[i]], shape[1], shape[2],
                  bytes + indices[i] * length, out + i * length);
    }
}

static gboolean
check_dataset (const PnDataset *dataset, GError **error)
{
  const gsize *shape = pn_dataset_shape (dataset);

  if (pn_dataset_bytes (dataset) != NULL && shape[0] == 1
      && MIN (shape[1], shape[2]) >= SMALLEST_SIDE && MAX (shape[1], shape[2]) <= LARGEST_SIDE)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("augmentation takes 8-bit pictures of one channel and %d to %d pixels a side; "
                  "these have %zu channels of %zu × %zu"),
               SMALLEST_SIDE, LARGEST_SIDE, shape[0], shape[1], shape[2]);
  return FALSE;
}

PnSource *
pn_augment_source_new (PnDataset *dataset,
                       const PnAugmentation *augmentation,
                       guint64 seed,
                       GError **error)
{
  Variations *self;

  if (!pn_augmentation_validate (augmentation, error) || !check_dataset (dataset, error))
    return NULL;
  self = g_new (Variations, 1);
  *self = (Variations){ pn_dataset_ref (dataset), *augmentation, seed };
  return pn_source_new (variations_fill, self, variations_free);
}
