/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-confusion.h"
#include "pn-figure.h"

G_BEGIN_DECLS

/* The confusion matrix with its bars as a figure: size, resolution, text and numbers as the options
 * say, the rest of them is for curves.
 */

/* Two columns wide, and as high as the classes need. */
PnFigureOptions pn_confusion_figure_options (const PnConfusion *confusion);

/* PNG, SVG or PDF by the path's ending; .csv, .md and .tex write the table (pn_confusion_table()).
 * Whole or not at all.
 */
gboolean pn_confusion_save (const PnConfusion *confusion,
                            gboolean rates,
                            const PnFigureOptions *options,
                            const char *path,
                            GError **error);

G_END_DECLS
