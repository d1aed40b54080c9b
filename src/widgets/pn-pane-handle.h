/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-pane-layout.h"

G_BEGIN_DECLS

/* PnPaneHandle: lies over a border between panes and moves it: dragged with the pointer, by the
 * arrows (with Ctrl in large steps), to its ends by Home and End; a double click or Delete puts it
 * back. A separator with a value for a screen reader.
 *
 * Signals: "moved" (int position), where people want the border, in pixels of the parent, not yet
 * kept within its limits; "reset".
 */
#define PN_TYPE_PANE_HANDLE (pn_pane_handle_get_type ())
G_DECLARE_FINAL_TYPE (PnPaneHandle, pn_pane_handle, PN, PANE_HANDLE, GtkWidget)

GtkWidget *pn_pane_handle_new (PnBorder border);

/* Where the border is now, and how far it can go. */
void pn_pane_handle_set_place (PnPaneHandle *self, const PnBorderPlace *place);

G_END_DECLS
