/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-palette.h"

G_BEGIN_DECLS

/* The palette that fits the application's present style (dark, high contrast). */
const PnPalette *pn_theme_palette (void);

/* Calls gtk_widget_queue_draw() on `widget` whenever the style changes. */
void pn_theme_redraw_on_change (GtkWidget *widget);

/* Loads what style.css can't say: the runs' colours, which have their one place in the palette.
 * Follows the style until the display closes.
 */
void pn_theme_load (GdkDisplay *display);

G_END_DECLS
