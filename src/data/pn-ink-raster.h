/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-ink.h"

G_BEGIN_DECLS

/* From strokes to the picture that MNIST's makers would have made of them. The steps are those of
 * NIST's digits on their way into MNIST (LeCun et al.; Yadav, Bottou: "Cold case: the lost MNIST
 * digits", 2019): the ink, pen included, is scaled to a box of 20 pixels, kept in proportion, and
 * put into 28 × 28 pixels with its centre of mass in the middle.
 */

#define PN_INK_SIZE 28 /* MNIST's pictures, of which box and pen are parts */

/* Writes `size` × `size` pixels, row by row, 0 the paper and 255 the brightest ink. Box and pen
 * grow with `size` (at least 4): 20 and 2.5 pixels at 28. The strokes are made smooth, drawn with a
 * round pen eight times as large, averaged over areas, scaled so that the brightest pixel is 255
 * and pasted at whole pixels with the centroid, in pixel indices, in (size/2 − 0.5, size/2 + 0.5].
 * Ink that would leave the picture is cut off. Empty ink gives zeros and FALSE. A pure function;
 * any thread.
 */
gboolean pn_ink_rasterize (const PnInk *ink, gsize size, guint8 *pixels);

G_END_DECLS
