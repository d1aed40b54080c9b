/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where the panes of the window lie: pure arithmetic, so that every size can be tested without a
 * window. One set of panes serves every width: three columns, columns folded away, or pages.
 */

typedef enum
{
  PN_PANE_RUNS,
  PN_PANE_NETWORK,
  PN_PANE_PLOTS,
  PN_PANE_PAD,
  PN_PANE_INSPECTOR,
  PN_N_PANES,
} PnPane;

typedef enum
{
  PN_LAYOUT_WIDE,    /* runs | network over plots | pad over inspector */
  PN_LAYOUT_NO_RUNS, /* the runs folded away */
  PN_LAYOUT_CENTRE,  /* the right side too */
  PN_LAYOUT_PAGES,   /* one page at a time */
} PnLayoutMode;

/* Pages of the narrow layout, in the order of their bar. */
typedef enum
{
  PN_PAGE_NETWORK, /* with the inspector below it */
  PN_PAGE_PLOTS,
  PN_PAGE_DRAW,
  PN_PAGE_RUNS,
  PN_N_PAGES,
} PnPage;

/* The borders that can be moved. */
typedef enum
{
  PN_BORDER_RUNS,  /* between runs and centre */
  PN_BORDER_SIDE,  /* between centre and right side */
  PN_BORDER_SPLIT, /* between network and plots */
  PN_N_BORDERS,
} PnBorder;

typedef struct
{
  int width;
  int height;
  int runs_width;       /* as moved by hand, in pixels; 0: the design's */
  int side_width;       /* the same */
  double network_share; /* of the centre's height, as moved by hand; 0: the design's 55 % */
  int runs_least;       /* the least widths that the panes' widgets can have */
  int side_least;
  PnPage page;           /* of PN_LAYOUT_PAGES */
  gboolean show_runs;    /* unfold over the centre where there is no room beside it */
  gboolean show_side;    /* the same for the right side */
  gboolean hide_sides;   /* F9: fold both away although there is room */
  int maximised;         /* a PnPane, or −1 */
  gboolean presentation; /* network over one plot, the pad beside them */
  int pad_height;        /* what the pad's pane needs for a sheet of 240 px, without the sheet */
  int inspector_height;  /* what the inspector wants at the side's width */
} PnLayoutInput;

PnLayoutMode pn_layout_mode (int width);

/* Fills a rectangle for each pane; a pane that is not shown gets width 0. Widths and share are kept
 * within what leaves each pane its least size, whatever they were moved to in a larger window.
 */
void pn_layout_compute (const PnLayoutInput *input, GdkRectangle panes[PN_N_PANES]);

typedef struct
{
  GdkRectangle place; /* of the handle that lies over the border; width 0: can't be moved now */
  int position;       /* of the border, in pixels from the left or the top */
  int least;          /* where it can be moved to */
  int most;
} PnBorderPlace;

/* Where a border lies in the layout of `input`. */
PnBorderPlace pn_layout_border (const PnLayoutInput *input, PnBorder border);

/* Moves a border to `position`, or as far as it can go; changes the widths or the share of `input`.
 */
void pn_layout_move_border (PnLayoutInput *input, PnBorder border, int position);
/* Back to where the design has it. */
void pn_layout_reset_border (PnLayoutInput *input, PnBorder border);

G_END_DECLS
