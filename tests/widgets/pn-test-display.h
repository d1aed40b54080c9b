/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* For tests of widgets: a window on a real display (Xvfb), worked by real pointer and key events
 * from xdotool, while the main loop turns. Coordinates are a widget's own.
 */

/* Prepares test framework and toolkit. Where there is no display, says so in TAP's words and exits:
 * the whole program is skipped.
 */
void pn_test_display_init (int *argc, char ***argv);

/* Whether what assistive technology is told can be asserted (GTK_A11Y=test); skips the case if not.
 */
gboolean pn_test_accessible (void);

/* A window with `child`, on the screen and drawn when this returns. No decorations, so that the
 * child has the whole size. Destroy it with gtk_window_destroy().
 */
GtkWindow *pn_test_window_new (GtkWidget *child, int width, int height);

/* Turns the main loop for so long; until the predicate holds (fails after ten seconds); or until
 * all that is pending has been drawn.
 */
void pn_test_wait (guint milliseconds);
void pn_test_wait_until (gboolean (*predicate) (gpointer), gpointer data);
void pn_test_settle (GtkWidget *widget);

/* Runs xdotool with these words and waits for it and for what it causes. */
void pn_test_xdotool (GtkWidget *widget, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A key or chord ("ctrl+z"). */
void pn_test_key (GtkWidget *widget, const char *keys);

void pn_test_move (GtkWidget *widget, double x, double y);
void pn_test_click (GtkWidget *widget, double x, double y);

/* Presses at the first of `n` points, moves through the others and releases. */
void pn_test_drag (GtkWidget *widget, const double (*points)[2], gsize n);

/* Into $PN_SCREENSHOTS/NAME.png, where that is set: to be looked at. */
void pn_test_screenshot (GtkWidget *widget, const char *name);

G_END_DECLS
