/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PnHelpWindow: reads the pages of help that the program carries, without a network and whether or
 * not it is installed. Escape closes it, Alt+Left goes back, Alt+Home to the first page.
 */
#define PN_TYPE_HELP_WINDOW (pn_help_window_get_type ())
G_DECLARE_FINAL_TYPE (PnHelpWindow, pn_help_window, PN, HELP_WINDOW, AdwWindow)

/* Brings the one help window to the front, or makes it, at its first page. */
void pn_help_window_present (void);

/* Turns to the page of that ID; what can't be read is said in its place. */
void pn_help_window_show_page (PnHelpWindow *self, const char *id);

G_END_DECLS
