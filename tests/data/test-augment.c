/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-augment.h"
#include "pn-error.h"
#include "pn-ink-raster.h"

#include <math.h>
#include <string.h>

#define SIZE PN_INK_SIZE
#define N_PIXELS (SIZE * SIZE)

static const PnAugmentation strong = {
  .rotation = 20,
  .scale = 0.2,
  .shear = 0.3,
  .thickness = 1,
  .elastic = 2,
  .strokes = 0.5,
  .recenter = TRUE,
};

/* A ring, drawn as the pad draws it. */
static void
make_zero (guint8 *pixels)
{
  g_autoptr (PnInk) ink = pn_ink_new ();

  for (int i = 0; i <= 20; i++)
    pn_ink_add_point (ink, 35 * cos (i * G_PI / 10), 50 * sin (i * G_PI / 10));
  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
}

static void
make_seven (guint8 *pixels)
{
  g_autoptr (PnInk) ink = pn_ink_new ();

  pn_ink_add_point (ink, 0, 0);
  pn_ink_add_point (ink, 60, 0);
  pn_ink_add_point (ink, 20, 100);
  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
}

static void
make_one (guint8 *pixels)
{
  g_autoptr (PnInk) ink = pn_ink_new ();

  pn_ink_add_point (ink, 5, 0);
  pn_ink_add_point (ink, 0, 100);
  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
}

static void
augment (const PnAugmentation *augmentation,
         guint32 item,
         guint digit,
         const guint8 *in,
         guint8 *out)
{
  const PnRandom random = { 1, PN_STREAM_AUGMENT, 0, item };

  pn_augment (augmentation, &random, digit, SIZE, SIZE, in, out);
}

static double
sum_of (const guint8 *pixels)
{
  double sum = 0;

  for (gsize i = 0; i < N_PIXELS; i++)
    sum += pixels[i];
  return sum;
}

static void
centroid_of (const guint8 *pixels, double *x, double *y)
{
  *x = *y = 0;
  for (gsize i = 0; i < N_PIXELS; i++)
    {
      *x += (double) (i % SIZE * pixels[i]);
      *y += (double) (i / SIZE * pixels[i]);
    }
  *x /= sum_of (pixels);
  *y /= sum_of (pixels);
}

static void
test_none (void)
{
  const PnAugmentation none = { 0 };
  guint8 in[N_PIXELS];
  guint8 out[N_PIXELS];

  make_seven (in);
  for (guint32 i = 0; i < 20; i++)
    {
      augment (&none, i, 7, in, out);
      g_assert_cmpmem (in, N_PIXELS, out, N_PIXELS);
    }
  g_assert_true (pn_augmentation_is_none (&none));
  g_assert_false (pn_augmentation_is_none (&strong));
}

static void
test_pure (void)
{
  const PnRandom coordinates[] = {
    { 1, PN_STREAM_AUGMENT, 0, 0 },
    { 2, PN_STREAM_AUGMENT, 0, 0 },
    { 1, PN_STREAM_AUGMENT, 1, 0 },
    { 1, PN_STREAM_AUGMENT, 0, 1 },
  };
  guint8 in[N_PIXELS];
  guint8 out[G_N_ELEMENTS (coordinates)][N_PIXELS];

  make_seven (in);
  for (gsize i = 0; i < G_N_ELEMENTS (coordinates); i++)
    {
      guint8 again[N_PIXELS];

      pn_augment (&strong, &coordinates[i], 7, SIZE, SIZE, in, out[i]);
      pn_augment (&strong, &coordinates[i], 7, SIZE, SIZE, in, again);
      g_assert_cmpmem (out[i], N_PIXELS, again, N_PIXELS);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpint (memcmp (out[i], out[j], N_PIXELS), !=, 0);
    }
}

/* Whatever is done to a digit, it ends where the pad would put it, to a quarter of a pixel. */
static void
test_recenter (void)
{
  guint8 in[N_PIXELS];

  make_zero (in);
  for (guint32 i = 0; i < 300; i++)
    {
      guint8 out[N_PIXELS];
      double x, y;

      augment (&strong, i, 0, in, out);
      centroid_of (out, &x, &y);
      g_assert_cmpfloat_with_epsilon (x, 14, 0.75);
      g_assert_cmpfloat_with_epsilon (y, 14, 0.75);
      g_assert_cmpuint (memchr (out, 255, N_PIXELS) != NULL, ==, TRUE);
    }
}

static void
test_shift (void)
{
  const PnAugmentation shift = { .shift = 3 };
  guint8 in[N_PIXELS];
  double x0, y0;
  double widest = 0;

  make_zero (in);
  centroid_of (in, &x0, &y0);
  for (guint32 i = 0; i < 200; i++)
    {
      guint8 out[N_PIXELS];
      double x, y;

      augment (&shift, i, 0, in, out);
      centroid_of (out, &x, &y);
      g_assert_cmpfloat (fabs (x - x0), <=, 3.05);
      g_assert_cmpfloat (fabs (y - y0), <=, 3.05);
      widest = fmax (widest, fabs (x - x0));
    }
  g_assert_cmpfloat (widest, >, 2.5);
}

/* The slant of the picture: how far x follows y. */
static double
slant_of (const guint8 *pixels)
{
  double x0, y0;
  double xy = 0, yy = 0;

  centroid_of (pixels, &x0, &y0);
  for (gsize i = 0; i < N_PIXELS; i++)
    {
      double x = (double) (i % SIZE) - x0;
      double y = (double) (i / SIZE) - y0;

      xy += pixels[i] * x * y;
      yy += pixels[i] * y * y;
    }
  return xy / yy;
}

/* A stroke downwards turned by a or slanted by tan a follows it. */
static void
test_turns (void)
{
  const PnAugmentation turns[] = { { .rotation = 20 }, { .shear = tan (20 * G_PI / 180) } };
  guint8 in[N_PIXELS];
  double before;

  make_one (in);
  before = slant_of (in);
  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      double least = 0, most = 0;

      for (guint32 item = 0; item < 100; item++)
        {
          guint8 out[N_PIXELS];
          double turn;

          augment (&turns[i], item, 1, in, out);
          turn = atan (slant_of (out)) - atan (before);
          least = fmin (least, turn);
          most = fmax (most, turn);
        }
      g_assert_cmpfloat_with_epsilon (least * 180 / G_PI, -20, 4);
      g_assert_cmpfloat_with_epsilon (most * 180 / G_PI, 20, 4);
    }
}

static void
test_thickness (void)
{
  const PnAugmentation thickness = { .thickness = 1 };
  guint8 in[N_PIXELS];
  double least = 1, most = 1;

  make_one (in);
  for (guint32 i = 0; i < 100; i++)
    {
      guint8 out[N_PIXELS];

      augment (&thickness, i, 1, in, out);
      least = fmin (least, sum_of (out) / sum_of (in));
      most = fmax (most, sum_of (out) / sum_of (in));
    }
  /* One pixel more or less of 2.5. */
  g_assert_cmpfloat_with_epsilon (least, 1.5 / 2.5, 0.1);
  g_assert_cmpfloat_with_epsilon (most, 3.5 / 2.5, 0.15);
}

static void
assert_strokes (void (*make) (guint8 *pixels), guint digit, gboolean drawn)
{
  const PnAugmentation strokes = { .strokes = 1 };
  guint8 in[N_PIXELS];

  make (in);
  for (guint32 i = 0; i < 50; i++)
    {
      guint8 out[N_PIXELS];

      augment (&strokes, i, digit, in, out);
      if (drawn)
        g_assert_cmpfloat (sum_of (out), >, 1.02 * sum_of (in));
      else
        g_assert_cmpmem (in, N_PIXELS, out, N_PIXELS);
    }
}

static void
test_strokes (void)
{
  const PnAugmentation half = { .strokes = 0.5 };
  guint8 in[N_PIXELS];
  guint8 out[N_PIXELS];
  guint n_drawn = 0;

  assert_strokes (make_zero, 0, TRUE);
  assert_strokes (make_seven, 7, TRUE);
  assert_strokes (make_one, 1, TRUE);
  assert_strokes (make_seven, 2, FALSE);

  make_zero (in);
  for (guint32 i = 0; i < 400; i++)
    {
      augment (&half, i, 0, in, out);
      n_drawn += memcmp (in, out, N_PIXELS) != 0;
    }
  g_assert_cmpuint (n_drawn, >, 150);
  g_assert_cmpuint (n_drawn, <, 250);
}

/* A slash goes through the middle, which was empty. */
static void
test_slash (void)
{
  const PnAugmentation strokes = { .strokes = 1 };
  guint8 in[N_PIXELS];
  guint8 out[N_PIXELS];

  make_zero (in);
  g_assert_cmpuint (in[14 * SIZE + 14], ==, 0);
  augment (&strokes, 0, 0, in, out);
  g_assert_cmpuint (out[14 * SIZE + 14], >, 200);
}

/* An empty picture stays empty, and the smallest and largest sizes work. */
static void
test_sizes (void)
{
  static const gsize sizes[][2] = { { 4, 4 }, { 28, 20 }, { 9, 40 }, { 256, 256 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize n = sizes[i][0] * sizes[i][1];
      g_autofree guint8 *in = g_new0 (guint8, n);
      g_autofree guint8 *out = g_new (guint8, n);
      const PnRandom random = { 1, PN_STREAM_AUGMENT, 0, 0 };

      pn_augment (&strong, &random, 0, sizes[i][0], sizes[i][1], in, out);
      g_assert_cmpmem (in, n, out, n);
      in[n / 2 + 1] = 255;
      pn_augment (&strong, &random, 0, sizes[i][0], sizes[i][1], in, out);
      g_assert_nonnull (memchr (out, 255, n));
    }
}

static void
test_validate (void)
{
  const PnAugmentation wrong[] = {
    { .shift = 9 },       { .rotation = -1 }, { .scale = 0.6 },   { .shear = NAN },
    { .thickness = 2.1 }, { .elastic = 5 },   { .strokes = 1.1 },
  };
  static const char *const keys[]
      = { "shift", "rotation", "scale", "shear", "thickness", "elastic", "strokes" };

  g_assert_true (pn_augmentation_validate (&strong, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pn_augmentation_validate (&wrong[i], &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, keys[i]));
    }
}

static PnDataset *
make_dataset (gsize channels)
{
  const gsize shape[3] = { channels, SIZE, SIZE };
  const guint16 labels[] = { 0, 7, 1 };
  guint8 *pixels = g_new0 (guint8, 3 * channels * N_PIXELS);
  g_autoptr (GBytes) inputs = NULL;
  g_autoptr (GBytes) targets = g_bytes_new (labels, sizeof labels);

  make_zero (pixels);
  make_seven (pixels + channels * N_PIXELS);
  make_one (pixels + 2 * channels * N_PIXELS);
  inputs = g_bytes_new_take (pixels, 3 * channels * N_PIXELS);
  return pn_dataset_new_bytes (shape, 3, inputs, targets, NULL, 10, NULL);
}

static void
test_source (void)
{
  const guint32 indices[] = { 2, 0, 1 };
  g_autoptr (PnDataset) dataset = make_dataset (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnSource) source = pn_augment_source_new (dataset, &strong, 5, &error);
  guint8 batch[3 * N_PIXELS];

  g_assert_no_error (error);
  pn_source_fill (source, 4, indices, 3, batch);
  for (gsize i = 0; i < 3; i++)
    {
      const PnRandom random = { 5, PN_STREAM_AUGMENT, 4, indices[i] };
      guint8 expected[N_PIXELS];

      pn_augment (&strong, &random, pn_dataset_labels (dataset)[indices[i]], SIZE, SIZE,
                  pn_dataset_bytes (dataset) + indices[i] * N_PIXELS, expected);
      g_assert_cmpmem (batch + i * N_PIXELS, N_PIXELS, expected, N_PIXELS);
    }
}

static void
test_source_errors (void)
{
  const PnAugmentation wrong = { .shift = 100 };
  g_autoptr (PnDataset) colours = make_dataset (3);
  g_autoptr (PnDataset) gray = make_dataset (1);
  g_autoptr (GError) unsupported = NULL;
  g_autoptr (GError) invalid = NULL;

  g_assert_null (pn_augment_source_new (colours, &strong, 1, &unsupported));
  g_assert_error (unsupported, PN_ERROR, PN_ERROR_UNSUPPORTED);
  g_assert_null (pn_augment_source_new (gray, &wrong, 1, &invalid));
  g_assert_error (invalid, PN_ERROR, PN_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/augment/none", test_none);
  g_test_add_func ("/data/augment/pure", test_pure);
  g_test_add_func ("/data/augment/recenter", test_recenter);
  g_test_add_func ("/data/augment/shift", test_shift);
  g_test_add_func ("/data/augment/turns", test_turns);
  g_test_add_func ("/data/augment/thickness", test_thickness);
  g_test_add_func ("/data/augment/strokes", test_strokes);
  g_test_add_func ("/data/augment/slash", test_slash);
  g_test_add_func ("/data/augment/sizes", test_sizes);
  g_test_add_func ("/data/augment/validate", test_validate);
  g_test_add_func ("/data/augment/source", test_source);
  g_test_add_func ("/data/augment/source-errors", test_source_errors);
  return g_test_run ();
}
