/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-ink.h"

#include <math.h>

static PnInk *
two_strokes (void)
{
  PnInk *ink = pn_ink_new ();

  pn_ink_add_point (ink, 0, 0);
  pn_ink_add_point (ink, 10, 0);
  pn_ink_begin_stroke (ink);
  pn_ink_add_point (ink, 5, 20);
  return ink;
}

static void
test_strokes (void)
{
  g_autoptr (PnInk) ink = two_strokes ();
  const PnInkPoint *points;
  gsize n;

  pn_ink_add_point (ink, 5, 20);  /* the same point once more */
  pn_ink_add_point (ink, NAN, 1); /* and what isn't one */
  pn_ink_add_point (ink, 1, INFINITY);
  g_assert_cmpuint (pn_ink_n_strokes (ink), ==, 2);
  points = pn_ink_stroke (ink, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (points[1].x, ==, 10);
  points = pn_ink_stroke (ink, 1, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (points[0].y, ==, 20);
}

static void
test_undo (void)
{
  g_autoptr (PnInk) ink = two_strokes ();

  g_assert_true (pn_ink_undo_stroke (ink));
  g_assert_cmpuint (pn_ink_n_strokes (ink), ==, 1);
  g_assert_false (pn_ink_is_empty (ink));
  g_assert_true (pn_ink_undo_stroke (ink));
  g_assert_true (pn_ink_is_empty (ink));
  g_assert_false (pn_ink_undo_stroke (ink));
}

static void
test_copy (void)
{
  g_autoptr (PnInk) ink = two_strokes ();
  g_autoptr (PnInk) copy = pn_ink_copy (ink);
  gsize n;

  pn_ink_add_point (ink, 6, 21);
  g_assert_cmpuint (pn_ink_n_strokes (copy), ==, 2);
  pn_ink_stroke (copy, 1, &n);
  g_assert_cmpuint (n, ==, 1);
  pn_ink_clear (ink);
  g_assert_true (pn_ink_is_empty (ink));
  g_assert_false (pn_ink_is_empty (copy));
}

static void
test_bounds (void)
{
  g_autoptr (PnInk) ink = two_strokes ();
  g_autoptr (PnInk) empty = pn_ink_new ();
  PnInkPoint min, max;

  g_assert_true (pn_ink_bounds (ink, &min, &max));
  g_assert_cmpfloat (min.x, ==, 0);
  g_assert_cmpfloat (min.y, ==, 0);
  g_assert_cmpfloat (max.x, ==, 10);
  g_assert_cmpfloat (max.y, ==, 20);
  pn_ink_begin_stroke (empty);
  g_assert_false (pn_ink_bounds (empty, &min, &max));
  g_assert_true (pn_ink_is_empty (empty));
  g_assert_cmpfloat (max.x, ==, 0);
}

static void
test_erase (void)
{
  g_autoptr (PnInk) ink = two_strokes ();

  g_assert_false (pn_ink_erase_at (ink, 5, 10, 3));
  g_assert_true (pn_ink_erase_at (ink, 5, 2, 3)); /* near the line, far from its points */
  g_assert_cmpuint (pn_ink_n_strokes (ink), ==, 1);
  g_assert_true (pn_ink_erase_at (ink, 5, 21, 1.5));
  g_assert_cmpuint (pn_ink_n_strokes (ink), ==, 0);
}

/* The spline goes through its points, in order, and stays straight where they are. */
static void
test_smooth (void)
{
  g_autoptr (PnInk) ink = pn_ink_new ();
  g_autoptr (PnInk) smooth = NULL;
  const PnInkPoint *points;
  gsize n;

  pn_ink_add_point (ink, 0, 0);
  pn_ink_add_point (ink, 1, 0);
  pn_ink_add_point (ink, 7, 0);
  pn_ink_add_point (ink, 7, 3);
  smooth = pn_ink_smooth (ink);
  points = pn_ink_stroke (smooth, 0, &n);
  g_assert_cmpuint (n, ==, 1 + 3 * 8);
  g_assert_cmpfloat (points[0].x, ==, 0);
  g_assert_cmpfloat (points[8].x, ==, 1);
  g_assert_cmpfloat (points[16].x, ==, 7);
  g_assert_cmpfloat (points[24].y, ==, 3);
  for (gsize i = 0; i <= 8; i++)
    g_assert_cmpfloat (points[i].y, ==, 0);
  for (gsize i = 1; i < n; i++)
    g_assert_true (points[i].y >= points[i - 1].y || i <= 16);
}

static void
test_smooth_circle (void)
{
  g_autoptr (PnInk) ink = pn_ink_new ();
  g_autoptr (PnInk) smooth = NULL;
  const PnInkPoint *points;
  gsize n;

  for (int i = 0; i <= 24; i++)
    pn_ink_add_point (ink, 100 * cos (i * G_PI / 12), 100 * sin (i * G_PI / 12));
  smooth = pn_ink_smooth (ink);
  points = pn_ink_stroke (smooth, 0, &n);
  for (gsize i = 8; i < n - 8; i++) /* a chord's middle would be at 99.1 */
    g_assert_cmpfloat_with_epsilon (hypot (points[i].x, points[i].y), 100, 0.05);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ink/strokes", test_strokes);
  g_test_add_func ("/data/ink/undo", test_undo);
  g_test_add_func ("/data/ink/copy", test_copy);
  g_test_add_func ("/data/ink/bounds", test_bounds);
  g_test_add_func ("/data/ink/erase", test_erase);
  g_test_add_func ("/data/ink/smooth", test_smooth);
  g_test_add_func ("/data/ink/smooth-circle", test_smooth_circle);
  return g_test_run ();
}
