/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "pn-topology.h"

#define EM (44 / 3.0)

static const gsize digits[3] = { 1, 28, 28 };

static PnSpec *
make_spec (const gsize *units, gsize n)
{
  g_autofree PnLayerSpec *hidden = g_new0 (PnLayerSpec, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      hidden[i].units = units[i];
      hidden[i].activation = PN_ACTIVATION_IMPROVED_SIGMOID;
    }
  return pn_spec_new_dense (digits, hidden, n, 10);
}

static PnSpec *
make_equal (gsize units, gsize n)
{
  g_autofree gsize *all = g_new (gsize, n + 1);

  for (gsize i = 0; i < n; i++)
    all[i] = units;
  return make_spec (all, n);
}

static PnTopologyLayout *
lay_out (const PnSpec *spec, double width, double height, gsize selected, double em)
{
  static PangoContext *context;
  PnStyle style = pn_style_screen (pn_palette_get (FALSE, FALSE), em);
  PnTopologyOptions options = { &style, NULL, NULL, selected, 0 };
  PnRect rect = { 11, 13, width, height };

  if (context == NULL)
    context = pn_text_context_new ();
  options.context = context;
  return pn_topology_layout_new (spec, &rect, &options);
}

static void
add (GArray *rects, const PnRect *rect)
{
  if (rect->width > 0 && rect->height > 0)
    g_array_append_val (rects, *rect);
}

/* All that is drawn for good, and all that a pointer aims at; the outputs without their caption. */
static GArray *
collect (const PnTopologyLayout *layout)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (PnRect));

  add (rects, &layout->input);
  for (gsize i = 0; i < layout->n_layers; i++)
    {
      const PnTopologyBlock *block = &layout->blocks[i];

      add (rects, &block->grid.rect);
      add (rects, &block->caption);
      add (rects, &block->minus);
      add (rects, &block->plus);
      add (rects, &block->health);
      if (block->insert_always)
        {
          add (rects, &block->insert);
          add (rects, &block->side);
        }
    }
  add (rects, &layout->health_label);
  if (layout->lens_layer != PN_TOPOLOGY_NO_LAYER)
    {
      add (rects, &layout->lens_title);
      add (rects, &layout->lens_minus);
      add (rects, &layout->lens_plus);
      add (rects, &layout->lens.rect);
    }
  return rects;
}

static void
assert_inside (const PnTopologyLayout *layout, const PnRect *rect)
{
  double slack = 0.01;

  g_assert_cmpfloat (rect->y, >=, layout->rect.y - slack);
  g_assert_cmpfloat (pn_rect_bottom (rect), <=, pn_rect_bottom (&layout->rect) + slack);
  if (layout->scroll_max > 0)
    return;
  g_assert_cmpfloat (rect->x, >=, layout->rect.x - slack);
  g_assert_cmpfloat (pn_rect_right (rect), <=, pn_rect_right (&layout->rect) + slack);
}

static void
assert_sound (const PnTopologyLayout *layout)
{
  g_autoptr (GArray) rects = collect (layout);

  for (guint i = 0; i < rects->len; i++)
    {
      PnRect rect = g_array_index (rects, PnRect, i);
      PnRect core = pn_rect_inset (&rect, 0.01, 0.01);

      assert_inside (layout, &rect);
      for (guint j = 0; j < i; j++)
        {
          const PnRect *other = &g_array_index (rects, PnRect, j);

          if (pn_rect_intersects (&core, other))
            g_error ("%u (%g %g %g %g) lies over %u (%g %g %g %g)", i, rect.x, rect.y, rect.width,
                     rect.height, j, other->x, other->y, other->width, other->height);
        }
    }
}

static const gsize specs[][12] = {
  { 64 },
  { 60, 60 },
  { 64, 64, 64, 64, 64, 64, 64, 64, 64, 64 },
  { 512 },
  { 1000 },
  { 1 },
  { 0 },
  { 1, 1000, 1 },
  { 512, 64, 16 },
  { 10, 20, 30, 40, 50, 60, 70 },
  { 200, 200, 200, 200, 200 },
};

static gsize
count_layers (const gsize *units)
{
  gsize n = 0;

  while (units[n] > 0)
    n++;
  return n;
}

/* Centre panes at 1440×900, 1280×800 and 1366×768, a page of 360, a beamer, and some odd ones. */
static const struct
{
  double width;
  double height;
  double em;
} panes[] = {
  { 860, 440, EM },        { 700, 345, EM },        { 790, 330, EM },       { 340, 420, EM },
  { 340, 420, EM * 1.25 }, { 860, 440, EM * 1.25 }, { 960, 600, EM * 1.5 }, { 1700, 900, EM },
  { 340, 250, EM },        { 500, 200, EM },
};

static void
test_nothing_overlaps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (panes); j++)
      for (gsize selected = 0; selected <= count_layers (specs[i]) + 2; selected++)
        {
          g_autoptr (PnSpec) spec = make_spec (specs[i], count_layers (specs[i]));
          g_autoptr (PnTopologyLayout) layout
              = lay_out (spec, panes[j].width, panes[j].height, selected, panes[j].em);

          g_test_message ("%zu layers, first %zu units, pane %g × %g at %g, layer %zu selected",
                          spec->n_layers, spec->layers[0].units, panes[j].width, panes[j].height,
                          panes[j].em, selected);
          assert_sound (layout);
        }
}

/* The networks of the assignment fit without scrolling wherever the window shows them; but on a
 * telephone ten layers would each be narrower than what a finger can hit.
 */
static void
test_nothing_scrolls (void)
{
  for (gsize i = 0; i < 5; i++)
    for (gsize j = 0; j < 4; j++)
      {
        g_autoptr (PnSpec) spec = make_spec (specs[i], count_layers (specs[i]));
        g_autoptr (PnTopologyLayout) layout
            = lay_out (spec, panes[j].width, panes[j].height, 1, panes[j].em);

        g_test_message ("%zu layers of %zu, pane %g × %g", spec->n_layers, spec->layers[0].units,
                        panes[j].width, panes[j].height);
        if (panes[j].width < layout->n_layers * PN_TOPOLOGY_TARGET * 1.4)
          g_assert_cmpfloat (layout->scroll_max, >, 0);
        else
          g_assert_cmpfloat (layout->scroll_max, ==, 0);
        for (gsize k = 0; k + 1 < layout->n_layers; k++)
          g_assert_cmpfloat (layout->blocks[k].grid.pitch, >=, PN_TOPOLOGY_CELL);
      }
}

static void
test_random_specs (void)
{
  GRand *rand = g_rand_new_with_seed (11);

  for (int i = 0; i < 400; i++)
    {
      gsize units[16] = { 0 }, n = g_rand_int_range (rand, 0, 15);
      double width = g_rand_double_range (rand, 340, 1600);
      double height = g_rand_double_range (rand, 220, 900);
      g_autoptr (PnSpec) spec = NULL;
      g_autoptr (PnTopologyLayout) layout = NULL;

      for (gsize k = 0; k < n; k++)
        units[k] = (gsize) exp (g_rand_double_range (rand, 0, 7));
      spec = make_spec (units, n);
      layout = lay_out (spec, width, height, g_rand_int_range (rand, 0, n + 2), EM);
      g_test_message ("%d: %zu layers, %g × %g", i, n, width, height);
      assert_sound (layout);
    }
  g_rand_free (rand);
}

static void
test_tiles_and_lens (void)
{
  g_autoptr (PnSpec) one = make_equal (64, 1), ten = make_equal (64, 10),
                     wide = make_equal (512, 1);
  g_autoptr (PnTopologyLayout) a = lay_out (one, 860, 440, 1, EM);
  g_autoptr (PnTopologyLayout) b = lay_out (ten, 860, 440, 4, EM);
  g_autoptr (PnTopologyLayout) c = lay_out (ten, 860, 440, PN_TOPOLOGY_NO_LAYER, EM);
  g_autoptr (PnTopologyLayout) d = lay_out (wide, 860, 440, 1, EM);

  g_assert_cmpfloat (a->blocks[0].grid.pitch, >=, 34);
  g_assert_cmpuint (a->lens_layer, ==, PN_TOPOLOGY_NO_LAYER);
  g_assert_cmpuint (b->lens_layer, ==, 4);
  g_assert_cmpuint (b->lens.count, ==, 64);
  g_assert_cmpfloat (b->lens.pitch, >=, PN_TOPOLOGY_TILE);
  g_assert_cmpuint (c->lens_layer, ==, PN_TOPOLOGY_NO_LAYER);
  g_assert_cmpuint (d->lens_units_total, ==, 512);
  g_assert_cmpuint (d->lens.count, <, 512);
  g_assert_cmpuint (d->lens.count, >=, 64);
  g_assert_cmpfloat (d->lens.pitch, >=, PN_TOPOLOGY_TILE);
}

/* A telephone: the whole network, not a part of it above the lens. */
static void
test_narrow_is_whole (void)
{
  g_autoptr (PnSpec) two = make_equal (512, 2);
  g_autoptr (PnTopologyLayout) layout = lay_out (two, 336, 232, 1, EM);

  g_assert_cmpfloat (layout->scroll_max, ==, 0);
  g_assert_cmpuint (layout->lens_layer, ==, PN_TOPOLOGY_NO_LAYER);
  g_assert_null (layout->lens_units);
  g_assert_cmpfloat (layout->blocks[0].plus.width, >, 0);
}

static void
test_inserts_shown (void)
{
  g_autoptr (PnSpec) ten = make_equal (64, 10);
  g_autoptr (PnTopologyLayout) layout = lay_out (ten, 860, 440, 4, EM);

  for (gsize i = 0; i < layout->n_layers; i++)
    {
      g_assert_true (layout->blocks[i].insert_always);
      g_assert_cmpfloat (layout->blocks[i].insert.width, >=, PN_TOPOLOGY_TARGET);
    }
}

static void
assert_hit (const PnTopologyLayout *layout, PnTopologyPart part, gsize layer, gsize unit)
{
  PnTopologyItem item = { part, layer, unit };
  PnRect rect = pn_topology_layout_locate (layout, &item);
  PnTopologyItem hit;

  g_assert_cmpfloat (rect.width, >, 0);
  hit = pn_topology_layout_hit (layout, rect.x + rect.width / 2, rect.y + rect.height / 2);
  g_assert_cmpint (hit.part, ==, part);
  g_assert_cmpuint (hit.layer, ==, layer);
  g_assert_cmpuint (hit.unit, ==, unit);
}

static void
assert_hits (const PnTopologyLayout *layout, const PnSpec *spec, gsize selected)
{
  for (gsize layer = 1; layer <= spec->n_layers; layer++)
    {
      for (gsize unit = 0; unit < spec->layers[layer - 1].units; unit++)
        assert_hit (layout, PN_TOPOLOGY_UNIT, layer, unit);
      if (layout->blocks[layer - 1].insert_always)
        assert_hit (layout, PN_TOPOLOGY_INSERT, layer, 0);
      if (layer < spec->n_layers && layout->blocks[layer].insert_always)
        assert_hit (layout, PN_TOPOLOGY_SIDE, layer, 0);
    }
  assert_hit (layout, PN_TOPOLOGY_INPUT, 0, 0);
  assert_hit (layout, PN_TOPOLOGY_MINUS, selected, 0);
  assert_hit (layout, PN_TOPOLOGY_PLUS, selected, 0);
}

static void
test_hits (void)
{
  const gsize counts[][2] = { { 64, 1 }, { 60, 2 }, { 64, 10 }, { 1000, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (gsize j = 0; j < 3; j++)
      {
        g_autoptr (PnSpec) spec = make_equal (counts[i][0], counts[i][1]);
        g_autoptr (PnTopologyLayout) layout
            = lay_out (spec, panes[j].width, panes[j].height, 1, EM);

        assert_hits (layout, spec, 1);
      }
}

static void
test_hits_nothing (void)
{
  g_autoptr (PnSpec) spec = make_equal (64, 1);
  g_autoptr (PnTopologyLayout) layout = lay_out (spec, 860, 440, 1, EM);

  g_assert_cmpint (pn_topology_layout_hit (layout, 0, 0).part, ==, PN_TOPOLOGY_NOTHING);
  g_assert_cmpint (pn_topology_layout_hit (layout, 900, 100).part, ==, PN_TOPOLOGY_NOTHING);
  g_assert_cmpint (pn_topology_layout_hit (layout, 12, 14).part, ==, PN_TOPOLOGY_BACKGROUND);
}

/* A lens shows chosen units, and hits and places follow. */
static void
test_lens_units (void)
{
  g_autoptr (PnSpec) spec = make_equal (512, 1);
  g_autoptr (PnTopologyLayout) layout = lay_out (spec, 860, 440, 1, EM);
  g_autofree gsize *units = g_new (gsize, layout->lens.count);
  PnRect cell = pn_topology_grid_cell (&layout->lens, 3);

  for (gsize i = 0; i < layout->lens.count; i++)
    units[i] = 511 - i;
  pn_topology_layout_set_lens_units (layout, units);
  g_assert_cmpuint (pn_topology_layout_hit (layout, cell.x + 1, cell.y + 1).unit, ==, 508);
  assert_hit (layout, PN_TOPOLOGY_UNIT, 1, 508);
  assert_hit (layout, PN_TOPOLOGY_UNIT, 1, 5);
}

static void
test_scrolls (void)
{
  const gsize counts[][2] = { { 64, 30 }, { 20000, 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (PnSpec) spec = make_equal (counts[i][0], counts[i][1]);
      g_autoptr (PnTopologyLayout) layout = lay_out (spec, 860, 440, PN_TOPOLOGY_NO_LAYER, EM);

      g_assert_cmpfloat (layout->scroll_max, >, 50);
      g_assert_cmpfloat (layout->blocks[0].grid.pitch, >=, PN_TOPOLOGY_CELL);
    }
}

/* A layer of 10⁹ units is laid out, and hit, like any other. */
static void
test_immense (void)
{
  g_autoptr (PnSpec) spec = make_equal (1000000000, 1);
  g_autoptr (PnTopologyLayout) layout = lay_out (spec, 860, 440, PN_TOPOLOGY_NO_LAYER, EM);
  PnTopologyItem hit = pn_topology_layout_hit (layout, 600, 150);

  g_assert_cmpuint (layout->blocks[0].grid.count, ==, 1000000000);
  g_assert_cmpfloat (layout->scroll_max, >, 1e6);
  g_assert_cmpint (hit.part, ==, PN_TOPOLOGY_UNIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/topology/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/draw/topology/nothing-scrolls", test_nothing_scrolls);
  g_test_add_func ("/draw/topology/random-specs", test_random_specs);
  g_test_add_func ("/draw/topology/tiles-and-lens", test_tiles_and_lens);
  g_test_add_func ("/draw/topology/narrow-is-whole", test_narrow_is_whole);
  g_test_add_func ("/draw/topology/inserts-shown", test_inserts_shown);
  g_test_add_func ("/draw/topology/hits", test_hits);
  g_test_add_func ("/draw/topology/hits-nothing", test_hits_nothing);
  g_test_add_func ("/draw/topology/lens-units", test_lens_units);
  g_test_add_func ("/draw/topology/scrolls", test_scrolls);
  g_test_add_func ("/draw/topology/immense", test_immense);
  return g_test_run ();
}
