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

typedef struct
{
  int width;
  int height;
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

/* Fills a rectangle for each pane; a pane that is not shown gets width 0. */
void pn_layout_compute (const PnLayoutInput *input, GdkRectangle panes[PN_N_PANES]);

G_END_DECLS
