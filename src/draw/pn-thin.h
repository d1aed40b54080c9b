/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-axis.h"
#include "pn-series.h"

G_BEGIN_DECLS

/* A point of a thinned line, in the canvas' units. */
typedef void (*PnThinFunc) (double x, double y, gpointer user_data);

/* Calls `func` with the points of `self` that a line within `area` needs: of those in one pixel
 * column the first, the lowest, the highest and the last, in their order, so that a 1-pixel line
 * without antialiasing comes out as the unthinned one does. The columns are the device's, `density`
 * to a unit, so that logarithmic axes are thinned as they are drawn. One point outside of each side
 * of the area is kept, moved along its line to the neighbourhood of the area.
 *
 * `clamp` puts values above and below the area on its edge. Points that the axes can't show are
 * left out; their number within the range of x is returned.
 */
gsize pn_thin (const PnSeries *self,
               const PnAxis *x_axis,
               const PnAxis *y_axis,
               const PnRect *area,
               double density,
               gboolean clamp,
               PnThinFunc func,
               gpointer user_data);

G_END_DECLS
