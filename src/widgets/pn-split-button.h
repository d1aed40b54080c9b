/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives both parts of a split button their names for a screen reader, translated. */
void pn_split_button_name (AdwSplitButton *button, const char *name, const char *menu_name);

G_END_DECLS
