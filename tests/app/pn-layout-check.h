/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Looks at every visible widget of a window that has been drawn, as somebody who finds fault would:
 * text that is ellipsized or cut off, widgets over one another, what pointer or finger can't hit
 * (smaller than 24×24, or covered), and what lies beyond the window. What is merely scrolled away
 * is no fault.
 *
 * Returns sentences, none if all is well; free with g_ptr_array_unref().
 */
GPtrArray *pn_layout_check (GtkWidget *window);

G_END_DECLS
