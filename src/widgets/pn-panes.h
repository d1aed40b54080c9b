/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-pane-layout.h"

G_BEGIN_DECLS

/* PnPanes: the body of the window. Holds the five panes and places them by pn_layout_compute().
 *
 * Properties: "mode" (PnLayoutMode as int, read-only; changes with the width), "page" (PnPage as
 * int), "show-runs", "show-side", "hide-sides", "maximised" (PnPane or −1), "presentation";
 * where borders were moved to, by handles over them or from outside: "runs-width", "side-width"
 * (pixels), "network-share" (of the centre's height), each 0 where the design has it.
 */
#define PN_TYPE_PANES (pn_panes_get_type ())
G_DECLARE_FINAL_TYPE (PnPanes, pn_panes, PN, PANES, GtkWidget)

GtkWidget *pn_panes_new (void);

/* Adds the widget of a pane; the panes own it. Once for each pane. In a .ui file: <child
 * type="network"> and likewise runs, plots, pad, inspector.
 */
void pn_panes_set_pane (PnPanes *self, PnPane pane, GtkWidget *widget);
GtkWidget *pn_panes_get_pane (PnPanes *self, PnPane pane);

/* The mode of a window that will be so wide, before it has a size at all. */
void pn_panes_expect_width (PnPanes *self, int width);

PnLayoutMode pn_panes_get_mode (PnPanes *self);

/* Whether the pane is on screen in the present layout. */
gboolean pn_panes_is_shown (PnPanes *self, PnPane pane);

/* Makes the pane visible, turning to its page or unfolding its column, and focuses it. */
void pn_panes_reveal (PnPanes *self, PnPane pane);

/* Moves the focus to the next (or previous) pane that is on screen: F6. */
void pn_panes_cycle_focus (PnPanes *self, gboolean backwards);

G_END_DECLS
