/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The commands of the application: one table makes accelerators, the main menu and the shortcuts
 * window. Bare keys are not here: they belong to the focused network, plot or pad, never to the
 * application, which would swallow typing.
 */

/* Binds the keys of all commands that act before the focused widget sees them. */
void pn_commands_install (GtkApplication *application);

/* Binds those that a text field may use first (Ctrl+Z), in the bubble phase of `window`. */
void pn_commands_install_late (GtkWidget *window);

/* The main menu, made from the table; the caller owns it. `brief`: what is done to the network, the
 * runs and the view opens beside, because one column of all is higher than a telephone.
 */
GMenuModel *pn_commands_menu (gboolean brief);

/* The shortcuts window, made from the table; floating, for the application window. */
GtkShortcutsWindow *pn_commands_shortcuts (void);

G_END_DECLS
