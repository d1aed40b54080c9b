/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The button at the end of a row whose change waits for the next start: starts over, there and
 * then, by "win.start-over". Hidden until it is needed.
 */
GtkWidget *pn_pending_button_new (void);

G_END_DECLS
