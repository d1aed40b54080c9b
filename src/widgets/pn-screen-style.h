/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-style.h"

G_BEGIN_DECLS

/* How pictures look in this widget now: light or dark, contrast and text size as the desktop says,
 * lines `line_scale` times as wide. Main thread.
 */
PnStyle pn_screen_style (GtkWidget *widget, double line_scale);

G_END_DECLS
