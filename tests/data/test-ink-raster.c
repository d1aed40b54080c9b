/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-ink-raster.h"

#include <math.h>
#include <string.h>

#define SIZE PN_INK_SIZE
#define N_PIXELS (SIZE * SIZE)

/* An open, slanted shape with a corner, at any scale and place. */
static PnInk *
make_ink (double scale, double x, double y)
{
  static const double points[][2] = { { 0, 0 }, { 40, 5 }, { 30, 40 }, { 10, 90 }, { 20, 60 } };
  PnInk *ink = pn_ink_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    pn_ink_add_point (ink, x + scale * points[i][0], y + scale * points[i][1]);
  return ink;
}

/* A squiggle that depends on `seed`. */
static PnInk *
random_ink (guint32 seed)
{
  g_autoptr (GRand) random = NULL;
  PnInk *ink = pn_ink_new ();

  random = g_rand_new_with_seed (seed);
  for (int stroke = g_rand_int_range (random, 1, 4); stroke > 0; stroke--)
    {
      pn_ink_begin_stroke (ink);
      for (int i = g_rand_int_range (random, 1, 12); i > 0; i--)
        pn_ink_add_point (ink, g_rand_double_range (random, 0, 300),
                          g_rand_double_range (random, 0, 300));
    }
  return ink;
}

typedef struct
{
  guint8 brightest;
  double x, y;         /* centroid in pixel indices */
  gsize width, height; /* of the bounding box of what isn't zero */
} Facts;

static Facts
measure (const guint8 *pixels, gsize size)
{
  Facts facts = { 0 };
  gsize left = size, top = size, right = 0, bottom = 0;
  double sum = 0;

  for (gsize i = 0; i < size * size; i++)
    {
      gsize x = i % size;
      gsize y = i / size;

      if (pixels[i] == 0)
        continue;
      facts.brightest = MAX (facts.brightest, pixels[i]);
      facts.x += (double) (x * pixels[i]);
      facts.y += (double) (y * pixels[i]);
      sum += pixels[i];
      left = MIN (left, x);
      top = MIN (top, y);
      right = MAX (right, x + 1);
      bottom = MAX (bottom, y + 1);
    }
  facts.x /= sum;
  facts.y /= sum;
  facts.width = right - left;
  facts.height = bottom - top;
  return facts;
}

static void
test_recipe (void)
{
  g_autoptr (PnInk) ink = make_ink (1, 0, 0);
  guint8 pixels[N_PIXELS];
  Facts facts;

  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
  facts = measure (pixels, SIZE);
  g_assert_cmpuint (facts.brightest, ==, 255);
  g_assert_cmpuint (facts.height, ==, 20);
  g_assert_cmpuint (facts.width, <, 20);
}

/* The centroid in (13.5, 14.5] and the box of 20, for whatever is drawn. */
static void
test_centroid (void)
{
  for (guint32 seed = 0; seed < 500; seed++)
    {
      g_autoptr (PnInk) ink = random_ink (seed);
      guint8 pixels[N_PIXELS];
      PnInkPoint min, max;
      Facts facts;

      g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
      facts = measure (pixels, SIZE);
      pn_ink_bounds (ink, &min, &max);
      g_assert_cmpuint (facts.brightest, ==, 255);
      g_assert_cmpfloat (facts.x, >, 13.5);
      g_assert_cmpfloat (facts.x, <=, 14.5);
      g_assert_cmpfloat (facts.y, >, 13.5);
      g_assert_cmpfloat (facts.y, <=, 14.5);
      if (max.x > min.x || max.y > min.y)
        {
          /* The round end of a stroke may cover less than half of 1/255 of its last pixel. */
          g_assert_cmpuint (MAX (facts.width, facts.height), >=, 19);
          g_assert_cmpuint (MAX (facts.width, facts.height), <=, 20);
        }
    }
}

static void
test_scale_invariance (void)
{
  static const double scales[] = { 1e-3, 0.1, 3, 1000 };
  g_autoptr (PnInk) ink = make_ink (1, 0, 0);
  guint8 expected[N_PIXELS];

  pn_ink_rasterize (ink, SIZE, expected);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (PnInk) scaled = make_ink (scales[i], 70 * scales[i], -30 * scales[i]);
      guint8 pixels[N_PIXELS];

      pn_ink_rasterize (scaled, SIZE, pixels);
      for (gsize j = 0; j < N_PIXELS; j++)
        g_assert_cmpint (ABS (pixels[j] - expected[j]), <=, 4);
    }
}

/* A tap of the pen is a dot as wide as the pen, in the middle. */
static void
test_dot (void)
{
  g_autoptr (PnInk) ink = pn_ink_new ();
  guint8 pixels[N_PIXELS];
  Facts facts;

  pn_ink_add_point (ink, 123, 45);
  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
  facts = measure (pixels, SIZE);
  g_assert_cmpuint (facts.brightest, ==, 255);
  g_assert_cmpuint (facts.width, ==, 3);
  g_assert_cmpuint (facts.height, ==, 3);
}

static void
test_empty (void)
{
  g_autoptr (PnInk) ink = pn_ink_new ();
  guint8 pixels[N_PIXELS];

  memset (pixels, 1, sizeof pixels);
  g_assert_false (pn_ink_rasterize (ink, SIZE, pixels));
  pn_ink_begin_stroke (ink);
  g_assert_false (pn_ink_rasterize (ink, SIZE, pixels));
  for (gsize i = 0; i < N_PIXELS; i++)
    g_assert_cmpuint (pixels[i], ==, 0);
}

/* A vertical line's profile adds up to the pen's width. */
static void
test_pen_width (void)
{
  g_autoptr (PnInk) ink = pn_ink_new ();
  guint8 pixels[N_PIXELS];
  double sum = 0;

  pn_ink_add_point (ink, 0, 0);
  pn_ink_add_point (ink, 0, 50);
  pn_ink_rasterize (ink, SIZE, pixels);
  for (gsize x = 0; x < SIZE; x++)
    sum += pixels[14 * SIZE + x] / 255.0;
  g_assert_cmpfloat_with_epsilon (sum, 2.5, 0.05);
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 4, 8, 16, 28, 29, 32, 64 };
  g_autoptr (PnInk) ink = make_ink (1, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize size = sizes[i];
      g_autofree guint8 *pixels = g_new (guint8, size * size);
      Facts facts;

      g_assert_true (pn_ink_rasterize (ink, size, pixels));
      facts = measure (pixels, size);
      g_assert_cmpuint (facts.height, ==, (size * 20 + 14) / 28);
      g_assert_cmpfloat (facts.y, >, (double) (size / 2) - 0.5);
      g_assert_cmpfloat (facts.y, <=, (double) (size / 2) + 0.5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ink-raster/recipe", test_recipe);
  g_test_add_func ("/data/ink-raster/centroid", test_centroid);
  g_test_add_func ("/data/ink-raster/scale-invariance", test_scale_invariance);
  g_test_add_func ("/data/ink-raster/dot", test_dot);
  g_test_add_func ("/data/ink-raster/empty", test_empty);
  g_test_add_func ("/data/ink-raster/pen-width", test_pen_width);
  g_test_add_func ("/data/ink-raster/sizes", test_sizes);
  return g_test_run ();
}
