/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "pn-made-network.h"

typedef struct
{
  MadeNetwork *made;
  PnTopologyLayout *layout;
  PnTopologyAtlas *atlas;
} Fixture;

static void
set_up (Fixture *fixture, MadeNetwork *made, gsize selected)
{
  PnStyle style = pn_style_screen (pn_palette_get (FALSE, FALSE), 44 / 3.0);
  PnTopologyOptions options = { &style, NULL, NULL, selected, 0 };
  PnRect rect = { 0, 0, 860, 440 };

  fixture->made = made;
  fixture->layout = pn_topology_layout_new (made->spec, &rect, &options);
  fixture->atlas = pn_topology_atlas_new ();
}

static void
update (Fixture *fixture)
{
  pn_topology_atlas_update (fixture->atlas, fixture->made->spec,
                            (const float *const *) fixture->made->weights, fixture->layout,
                            pn_palette_get (FALSE, FALSE));
}

static void
tear_down (Fixture *fixture)
{
  made_network_free (fixture->made);
  pn_topology_layout_free (fixture->layout);
  pn_topology_atlas_free (fixture->atlas);
}

static PnColor
get_pixel (const Fixture *fixture, gsize layer, gsize unit, gsize x, gsize y)
{
  PnImage image;
  PnRect source;
  guint32 pixel;

  g_assert_true (pn_topology_atlas_get (fixture->atlas, layer, unit, &image, &source));
  pixel = ((const guint32 *)
               image.pixels)[((gsize) source.y + y) * image.stride / 4 + (gsize) source.x + x];
  return (PnColor){ (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0,
                    (pixel & 0xff) / 255.0, 1 };
}

/* Teal is greener than red, brown the other way round. */
static double
sign_of (PnColor color)
{
  return color.green - color.red;
}

static void
test_signs (void)
{
  Fixture fixture;
  float *row;

  set_up (&fixture, made_network_new (64, 1), 1);
  row = fixture.made->weights[0] + 7 * 784;
  for (gsize i = 0; i < 784; i++)
    row[i] = i == 5 * 28 + 3 ? 1 : i == 20 * 28 + 25 ? -1 : 0;
  update (&fixture);
  g_assert_cmpfloat (sign_of (get_pixel (&fixture, 1, 7, 3, 5)), >, 0.3);
  g_assert_cmpfloat (sign_of (get_pixel (&fixture, 1, 7, 25, 20)), <, -0.1);
  g_assert_cmphex (pn_color_to_argb (get_pixel (&fixture, 1, 7, 14, 14)), ==,
                   pn_color_to_argb (pn_palette_get (FALSE, FALSE)->tile));
  tear_down (&fixture);
}

/* Deeper, the picture is that of the product of the matrices. */
static void
test_effective_pattern (void)
{
  Fixture fixture;
  float *second;

  set_up (&fixture, made_network_new (60, 2), 1);
  second = fixture.made->weights[1] + 11 * 60;
  for (gsize j = 0; j < 60; j++)
    second[j] = j == 4 ? -1 : 0;
  update (&fixture);
  for (gsize i = 0; i < 784; i += 13)
    {
      double first = sign_of (get_pixel (&fixture, 1, 4, i % 28, i / 28));
      double effective = sign_of (get_pixel (&fixture, 2, 11, i % 28, i / 28));

      if (fabs (first) > 0.2)
        g_assert_cmpfloat (first * effective, <, 0);
    }
  tear_down (&fixture);
}

static void
test_lens_only (void)
{
  Fixture fixture;
  PnImage image;
  PnRect source;

  set_up (&fixture, made_network_new (64, 10), 4);
  update (&fixture);
  g_assert_true (pn_topology_atlas_get (fixture.atlas, 4, 63, &image, &source));
  g_assert_cmpfloat (source.width, ==, 28);
  g_assert_false (pn_topology_atlas_get (fixture.atlas, 4, 64, &image, &source));
  g_assert_false (pn_topology_atlas_get (fixture.atlas, 5, 0, &image, &source));
  tear_down (&fixture);
}

/* A weak unit's noise is not shown as boldly as a strong unit's weights. */
static void
test_scales (void)
{
  Fixture fixture;

  set_up (&fixture, made_network_new (64, 1), 1);
  for (gsize i = 0; i < 784; i++)
    {
      fixture.made->weights[0][i] = i % 2 ? 1 : -1;
      fixture.made->weights[0][784 + i] = i % 2 ? 1e-3 : -1e-3;
    }
  update (&fixture);
  g_assert_cmpfloat (sign_of (get_pixel (&fixture, 1, 0, 1, 0)), >, 0.04);
  g_assert_cmpfloat (fabs (sign_of (get_pixel (&fixture, 1, 1, 1, 0))), <, 0.01);
  tear_down (&fixture);
}

static void
test_not_finite (void)
{
  Fixture fixture;

  set_up (&fixture, made_network_new (64, 1), 1);
  for (gsize i = 0; i < 784; i++)
    fixture.made->weights[0][i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
  update (&fixture);
  g_assert_cmphex (pn_color_to_argb (get_pixel (&fixture, 1, 0, 0, 0)), ==,
                   pn_color_to_argb (pn_palette_get (FALSE, FALSE)->tile));
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/topology-atlas/signs", test_signs);
  g_test_add_func ("/draw/topology-atlas/effective-pattern", test_effective_pattern);
  g_test_add_func ("/draw/topology-atlas/lens-only", test_lens_only);
  g_test_add_func ("/draw/topology-atlas/scales", test_scales);
  g_test_add_func ("/draw/topology-atlas/not-finite", test_not_finite);
  return g_test_run ();
}
