/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Where the panes lie, for every size of window. */

#include "pn-pane-layout.h"

/* What the real widgets ask for: measured in the window at text scale 1. */
static PnLayoutInput
input_for (int width, int height)
{
  return (PnLayoutInput){
    .width = width, .height = height, .maximised = -1, .pad_height = 130, .inspector_height = 330
  };
}

static gboolean
is_shown (const GdkRectangle *place)
{
  return place->width > 0 && place->height > 0;
}

static void
assert_tidy (const PnLayoutInput *input, const GdkRectangle *panes)
{
  for (int i = 0; i < PN_N_PANES; i++)
    {
      GdkRectangle whole = { 0, 0, input->width, input->height }, shared;
      if (!is_shown (&panes[i]))
        continue;
      g_assert_true (gdk_rectangle_intersect (&panes[i], &whole, &shared));
      g_assert_true (gdk_rectangle_equal (&shared, &panes[i]));
      for (int j = 0; j < i; j++)
        if (is_shown (&panes[j]))
          g_assert_false (gdk_rectangle_intersect (&panes[i], &panes[j], NULL));
    }
}

static void
test_no_overlap (void)
{
  for (int width = 360; width <= 2600; width += 20)
    for (int height = 400; height <= 1500; height += 50)
      for (int page = 0; page < PN_N_PAGES; page++)
        {
          PnLayoutInput input = input_for (width, height);
          GdkRectangle panes[PN_N_PANES];
          input.page = page;
          pn_layout_compute (&input, panes);
          assert_tidy (&input, panes);
        }
}

static void
test_modes (void)
{
  g_assert_cmpint (pn_layout_mode (1440), ==, PN_LAYOUT_WIDE);
  g_assert_cmpint (pn_layout_mode (1200), ==, PN_LAYOUT_WIDE);
  g_assert_cmpint (pn_layout_mode (1199), ==, PN_LAYOUT_NO_RUNS);
  g_assert_cmpint (pn_layout_mode (959), ==, PN_LAYOUT_CENTRE);
  g_assert_cmpint (pn_layout_mode (899), ==, PN_LAYOUT_PAGES);
}

/* At 1366×768, less header and status, no plot is lower than 160 px; at 1280×800 the sheet has its
 * 240 px and the inspector its first rows.
 */
static void
test_promises (void)
{
  PnLayoutInput input = input_for (1366, 768 - 47 - 36);
  GdkRectangle panes[PN_N_PANES];

  pn_layout_compute (&input, panes);
  g_assert_cmpint (panes[PN_PANE_PLOTS].height, >=, 160 + 80);

  input = input_for (1280, 800 - 47 - 36);
  pn_layout_compute (&input, panes);
  g_assert_cmpint (panes[PN_PANE_PAD].height, >=, 240 + input.pad_height);
  g_assert_cmpint (panes[PN_PANE_INSPECTOR].height, >=, input.inspector_height);
}

static void
test_maximised (void)
{
  PnLayoutInput input = input_for (1440, 820);
  GdkRectangle panes[PN_N_PANES];

  input.maximised = PN_PANE_PLOTS;
  pn_layout_compute (&input, panes);
  for (int i = 0; i < PN_N_PANES; i++)
    g_assert_cmpint (is_shown (&panes[i]), ==, i == PN_PANE_PLOTS);
  g_assert_cmpint (panes[PN_PANE_PLOTS].width, ==, 1440);
}

static void
test_folded_over_centre (void)
{
  PnLayoutInput input = input_for (1000, 700);
  GdkRectangle folded[PN_N_PANES], unfolded[PN_N_PANES];

  pn_layout_compute (&input, folded);
  input.show_runs = TRUE;
  pn_layout_compute (&input, unfolded);
  g_assert_false (is_shown (&folded[PN_PANE_RUNS]));
  g_assert_true (is_shown (&unfolded[PN_PANE_RUNS]));
  g_assert_true (gdk_rectangle_equal (&folded[PN_PANE_NETWORK], &unfolded[PN_PANE_NETWORK]));
}

/* At every size of the window a border that was moved anywhere leaves all panes their least size.
 */
static void
test_moved_borders (void)
{
  for (int width = 900; width <= 2600; width += 50)
    for (int position = -500; position <= 3000; position += 250)
      {
        PnLayoutInput input = input_for (width, 700);
        GdkRectangle panes[PN_N_PANES];
        for (int border = 0; border < PN_N_BORDERS; border++)
          pn_layout_move_border (&input, border, position);
        pn_layout_compute (&input, panes);
        assert_tidy (&input, panes);
        g_assert_cmpint (panes[PN_PANE_NETWORK].width, >=, 420);
        g_assert_cmpint (panes[PN_PANE_NETWORK].height, >=, 200);
        g_assert_cmpint (panes[PN_PANE_PLOTS].height, >=, 240);
      }
}

static void
test_border_positions (void)
{
  PnLayoutInput input = input_for (1440, 800);
  GdkRectangle panes[PN_N_PANES];

  pn_layout_move_border (&input, PN_BORDER_RUNS, 300);
  pn_layout_move_border (&input, PN_BORDER_SIDE, 1000);
  pn_layout_move_border (&input, PN_BORDER_SPLIT, 320);
  pn_layout_compute (&input, panes);
  g_assert_cmpint (panes[PN_PANE_RUNS].width, ==, 300);
  g_assert_cmpint (panes[PN_PANE_PAD].x, ==, 1000);
  g_assert_cmpint (panes[PN_PANE_PLOTS].y, ==, 320);
  g_assert_cmpint (pn_layout_border (&input, PN_BORDER_SPLIT).position, ==, 320);
  for (int border = 0; border < PN_N_BORDERS; border++)
    pn_layout_reset_border (&input, border);
  g_assert_cmpint (pn_layout_border (&input, PN_BORDER_RUNS).position, ==, 232);
}

/* One pane alone, a page and a presentation have no borders to move. */
static void
test_no_borders (void)
{
  PnLayoutInput maximised = input_for (1440, 800);
  PnLayoutInput presentation = maximised;
  PnLayoutInput page = input_for (800, 800);

  maximised.maximised = PN_PANE_PLOTS;
  presentation.presentation = TRUE;
  for (int border = 0; border < PN_N_BORDERS; border++)
    {
      g_assert_cmpint (pn_layout_border (&maximised, border).place.width, ==, 0);
      g_assert_cmpint (pn_layout_border (&presentation, border).place.width, ==, 0);
      g_assert_cmpint (pn_layout_border (&page, border).place.width, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pane-layout/no-overlap", test_no_overlap);
  g_test_add_func ("/pane-layout/modes", test_modes);
  g_test_add_func ("/pane-layout/promises", test_promises);
  g_test_add_func ("/pane-layout/maximised", test_maximised);
  g_test_add_func ("/pane-layout/folded-over-centre", test_folded_over_centre);
  g_test_add_func ("/pane-layout/moved-borders", test_moved_borders);
  g_test_add_func ("/pane-layout/border-positions", test_border_positions);
  g_test_add_func ("/pane-layout/no-borders", test_no_borders);
  return g_test_run ();
}
