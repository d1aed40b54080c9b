/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* The last steps from ink to MNIST's picture, shared by strokes and pictures: `ink`, box × box
 * amounts of any unit, is scaled so that the largest is 255, rounded, and pasted into `pixels`
 * (size × size, overwritten) at trunc (size/2 + 1 − centroid) on each axis, pixel centres at i +
 * 0.5. FALSE, and zeros, where there is no ink.
 */
gboolean pn_center_ink (const double *ink, gsize box, gsize size, guint8 *pixels);

/* The side of the box that the ink fills: 20 of 28. */
gsize pn_center_box (gsize size);
