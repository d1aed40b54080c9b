/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows version, licence, and whose data and libraries the program stands on, over `parent`. */
void pn_about_present (GtkWindow *parent);

G_END_DECLS
