/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The few preferences that are not of a document: the style, and the pace that a window begins
 * with. They live in GSettings and act at once.
 */

/* Gives the application the style that was chosen, now and whenever it is changed. */
void pn_preferences_follow_style (GtkApplication *application);

/* The window to change them in; shown over `parent`, which may be NULL. */
void pn_preferences_present (GtkWindow *parent);

G_END_DECLS
