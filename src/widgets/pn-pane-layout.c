/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-pane-layout.h"

/* Widths in pixels, from the design: the picture at 1440 has 236 + 860 + 344. */
#define RUNS_WIDTH 232
#define SIDE_WIDTH 344
#define SIDE_WIDTH_SMALL 320
#define SIDE_SMALL_BELOW 1400
#define FOLD_RUNS_BELOW 1200
#define FOLD_SIDE_BELOW 960
#define PAGES_BELOW 900
#define SHEET_MIN 240

/* Share of the centre's height that the network gets: the design's 55 : 45. */
#define NETWORK_SHARE 0.55

PnLayoutMode
pn_layout_mode (int width)
{
  if (width < PAGES_BELOW)
    return PN_LAYOUT_PAGES;
  if (width < FOLD_SIDE_BELOW)
    return PN_LAYOUT_CENTRE;
  if (width < FOLD_RUNS_BELOW)
    return PN_LAYOUT_NO_RUNS;
  return PN_LAYOUT_WIDE;
}

static int
side_width (const PnLayoutInput *input)
{
  return input->width < SIDE_SMALL_BELOW ? SIDE_WIDTH_SMALL : SIDE_WIDTH;
}

/* The sheet is a square: as wide as the side, unless the inspector's first rows need the height. */
static int
pad_height (const PnLayoutInput *input, int width, int height)
{
  int wanted = input->pad_height + width;
  int least = input->pad_height + SHEET_MIN;
  return CLAMP (height - input->inspector_height, MIN (least, height), MIN (wanted, height));
}

static void
place_side (const PnLayoutInput *input, int x, int width, GdkRectangle *panes)
{
  int pad = pad_height (input, width, input->height);
  panes[PN_PANE_PAD] = (GdkRectangle){ x, 0, width, pad };
  panes[PN_PANE_INSPECTOR] = (GdkRectangle){ x, pad, width, MAX (input->height - pad, 0) };
}

static void
place_centre (const PnLayoutInput *input, int x, int width, GdkRectangle *panes)
{
  int network = (int) (input->height * NETWORK_SHARE);
  panes[PN_PANE_NETWORK] = (GdkRectangle){ x, 0, width, network };
  panes[PN_PANE_PLOTS] = (GdkRectangle){ x, network, width, input->height - network };
}

static void
place_page (const PnLayoutInput *input, GdkRectangle *panes)
{
  GdkRectangle whole = { 0, 0, input->width, input->height };
  int network = (int) (input->height * NETWORK_SHARE);

  switch (input->page)
    {
    case PN_PAGE_NETWORK:
      panes[PN_PANE_NETWORK] = (GdkRectangle){ 0, 0, input->width, network };
      panes[PN_PANE_INSPECTOR]
          = (GdkRectangle){ 0, network, input->width, input->height - network };
      break;
    case PN_PAGE_PLOTS:
      panes[PN_PANE_PLOTS] = whole;
      break;
    case PN_PAGE_DRAW:
      panes[PN_PANE_PAD] = whole;
      break;
    case PN_PAGE_RUNS:
    case PN_N_PAGES:
      panes[PN_PANE_RUNS] = whole;
      break;
    }
}

static void
place_presentation (const PnLayoutInput *input, GdkRectangle *panes)
{
  int side = MAX (input->width * 3 / 10, 300);
  place_centre (input, 0, input->width - side, panes);
  panes[PN_PANE_PAD] = (GdkRectangle){ input->width - side, 0, side, input->height };
}

/* A folded column that is called for lies over the centre, which keeps its place below. */
static void
place_columns (const PnLayoutInput *input, PnLayoutMode mode, GdkRectangle *panes)
{
  gboolean runs_beside = mode == PN_LAYOUT_WIDE && !input->hide_sides;
  gboolean side_beside = mode <= PN_LAYOUT_NO_RUNS && !input->hide_sides;
  int left = runs_beside ? RUNS_WIDTH : 0;
  int right = side_beside ? side_width (input) : 0;

  place_centre (input, left, input->width - left - right, panes);
  if (runs_beside || input->show_runs)
    panes[PN_PANE_RUNS] = (GdkRectangle){ 0, 0, RUNS_WIDTH, input->height };
  if (side_beside || input->show_side)
    place_side (input, input->width - side_width (input), side_width (input), panes);
}

void
pn_layout_compute (const PnLayoutInput *input, GdkRectangle panes[PN_N_PANES])
{
  PnLayoutMode mode = pn_layout_mode (input->width);

  for (int i = 0; i < PN_N_PANES; i++)
    panes[i] = (GdkRectangle){ 0, 0, 0, 0 };

  if (input->maximised >= 0 && input->maximised < PN_N_PANES)
    panes[input->maximised] = (GdkRectangle){ 0, 0, input->width, input->height };
  else if (mode == PN_LAYOUT_PAGES)
    place_page (input, panes);
  else if (input->presentation)
    place_presentation (input, panes);
  else
    place_columns (input, mode, panes);
}
