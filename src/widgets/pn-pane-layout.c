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

/* How far borders can be moved. A plot is never lower than 160 px, which with its words is 240. */
#define RUNS_LEAST 160
#define RUNS_MOST 480
#define SIDE_LEAST 280
#define SIDE_MOST 640
#define CENTRE_LEAST 420
#define NETWORK_LEAST 200
#define PLOTS_LEAST 240

/* Of the handle that is taken hold of, across the border. */
#define PRESENTATION_SIDE_LEAST 332 /* a sheet of 300 px and its margins */
#define HANDLE_SIZE 9

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

/* CLAMP with a most that may lie below the least, which then wins. */
static int
within (int value, int least, int most)
{
  return MAX (MIN (value, most), least);
}

static gboolean
runs_beside (const PnLayoutInput *input)
{
  return pn_layout_mode (input->width) == PN_LAYOUT_WIDE && !input->hide_sides;
}

static gboolean
side_beside (const PnLayoutInput *input)
{
  return pn_layout_mode (input->width) <= PN_LAYOUT_NO_RUNS && !input->hide_sides;
}

static int
runs_least (const PnLayoutInput *input)
{
  return MAX (input->runs_least, RUNS_LEAST);
}

static int
side_least (const PnLayoutInput *input)
{
  return MAX (input->side_least, SIDE_LEAST);
}

static int
side_most (const PnLayoutInput *input)
{
  int room = input->width - CENTRE_LEAST - (runs_beside (input) ? runs_least (input) : 0);
  return MAX (MIN (room, SIDE_MOST), side_least (input));
}

static int
side_width (const PnLayoutInput *input)
{
  int wanted = input->width < SIDE_SMALL_BELOW ? SIDE_WIDTH_SMALL : SIDE_WIDTH;
  if (input->side_width > 0)
    wanted = input->side_width;
  return within (wanted, side_least (input), side_most (input));
}

static int
runs_most (const PnLayoutInput *input)
{
  int room = input->width - CENTRE_LEAST - (side_beside (input) ? side_width (input) : 0);
  return MAX (MIN (room, RUNS_MOST), runs_least (input));
}

static int
runs_width (const PnLayoutInput *input)
{
  int wanted = input->runs_width > 0 ? input->runs_width : RUNS_WIDTH;
  return within (wanted, runs_least (input), runs_most (input));
}

/* A window too low for both leasts is shared as designed. */
static int
network_height (const PnLayoutInput *input)
{
  double share = input->network_share > 0 ? input->network_share : NETWORK_SHARE;
  if (input->height < NETWORK_LEAST + PLOTS_LEAST)
    return (int) (input->height * NETWORK_SHARE);
  return within ((int) (input->height * share + 0.5), NETWORK_LEAST, input->height - PLOTS_LEAST);
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
place_centre (const PnLayoutInput *input, int x, int width, int network, GdkRectangle *panes)
{
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
  int side = MAX (input->width * 3 / 10, MAX (input->side_least, PRESENTATION_SIDE_LEAST));
  place_centre (input, 0, input->width - side, (int) (input->height * NETWORK_SHARE), panes);
  panes[PN_PANE_PAD] = (GdkRectangle){ input->width - side, 0, side, input->height };
}

/* A folded column that is called for lies over the centre, which keeps its place below. */
static void
place_columns (const PnLayoutInput *input, GdkRectangle *panes)
{
  int runs = runs_width (input);
  int side = side_width (input);
  int left = runs_beside (input) ? runs : 0;
  int right = side_beside (input) ? side : 0;

  place_centre (input, left, input->width - left - right, network_height (input), panes);
  if (runs_beside (input) || input->show_runs)
    panes[PN_PANE_RUNS] = (GdkRectangle){ 0, 0, runs, input->height };
  if (side_beside (input) || input->show_side)
    place_side (input, input->width - side, side, panes);
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
    place_columns (input, panes);
}

/* All panes at once: neither a page, nor one pane alone, nor a presentation, which has its own. */
static gboolean
has_columns (const PnLayoutInput *input)
{
  return input->maximised < 0 && !input->presentation
         && pn_layout_mode (input->width) != PN_LAYOUT_PAGES;
}

static PnBorderPlace
runs_border (const PnLayoutInput *input, const GdkRectangle *panes)
{
  GdkRectangle runs = panes[PN_PANE_RUNS];
  return (PnBorderPlace){
    .place = { runs.width - HANDLE_SIZE / 2, 0, runs.width > 0 ? HANDLE_SIZE : 0, runs.height },
    .position = runs.width,
    .least = runs_least (input),
    .most = runs_most (input),
  };
}

static PnBorderPlace
side_border (const PnLayoutInput *input, const GdkRectangle *panes)
{
  GdkRectangle side = panes[PN_PANE_PAD];
  return (PnBorderPlace){
    .place = { side.x - HANDLE_SIZE / 2, 0, side.width > 0 ? HANDLE_SIZE : 0, input->height },
    .position = side.x,
    .least = input->width - side_most (input),
    .most = input->width - side_least (input),
  };
}

static PnBorderPlace
split_border (const PnLayoutInput *input, const GdkRectangle *panes)
{
  GdkRectangle plots = panes[PN_PANE_PLOTS];
  return (PnBorderPlace){
    .place = { plots.x, plots.y - HANDLE_SIZE / 2, plots.width, HANDLE_SIZE },
    .position = plots.y,
    .least = MIN (NETWORK_LEAST, plots.y),
    .most = MAX (input->height - PLOTS_LEAST, plots.y),
  };
}

PnBorderPlace
pn_layout_border (const PnLayoutInput *input, PnBorder border)
{
  GdkRectangle panes[PN_N_PANES];

  if (!has_columns (input))
    return (PnBorderPlace){ { 0, 0, 0, 0 }, 0, 0, 0 };
  pn_layout_compute (input, panes);
  if (border == PN_BORDER_RUNS)
    return runs_border (input, panes);
  if (border == PN_BORDER_SIDE)
    return side_border (input, panes);
  return split_border (input, panes);
}

void
pn_layout_move_border (PnLayoutInput *input, PnBorder border, int position)
{
  PnBorderPlace place = pn_layout_border (input, border);

  position = within (position, place.least, place.most);
  if (place.place.width == 0)
    return;
  if (border == PN_BORDER_RUNS)
    input->runs_width = position;
  else if (border == PN_BORDER_SIDE)
    input->side_width = input->width - position;
  else if (input->height > 0)
    input->network_share = (double) position / input->height;
}

void
pn_layout_reset_border (PnLayoutInput *input, PnBorder border)
{
  if (border == PN_BORDER_RUNS)
    input->runs_width = 0;
  else if (border == PN_BORDER_SIDE)
    input->side_width = 0;
  else
    input->network_share = 0;
}
