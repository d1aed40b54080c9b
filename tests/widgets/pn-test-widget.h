/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-test-display.h"

G_BEGIN_DECLS

/* Finding a widget as a person does, by what is written on it, and comparing pictures. */

/* The first descendant of that type, `skip` of them left out; NULL if there is none. */
GtkWidget *pn_test_find (GtkWidget *root, GType type, guint skip);

/* The mapped widget with that title, tooltip, label or icon. It has to be there. */
GtkWidget *pn_test_find_named (GtkWidget *root, const char *name);

/* Actions "win" for the window: "show-message", which keeps its last text for pn_test_message()
 * (NULL: none), and what is added to the map that is returned, which the window owns.
 */
GActionMap *pn_test_listen (GtkWindow *window);
const char *pn_test_message (GtkWindow *window);

void pn_test_click_middle (GtkWidget *widget);
void pn_test_right_click (GtkWidget *widget, double x, double y);

/* Types the characters one by one into what has the focus. No quotation marks. */
void pn_test_type (GtkWidget *widget, const char *text);

/* What the widget looks like now, and whether two pictures are the same, to the pixel. */
GdkTexture *pn_test_picture (GtkWidget *widget);
gboolean pn_test_same (GdkTexture *a, GdkTexture *b);

G_END_DECLS
