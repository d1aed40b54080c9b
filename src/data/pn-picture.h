/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* From a picture of one digit, dark on light or light on dark, to MNIST's: the background is the
 * median of the picture's edge, ink what differs from it in the direction in which most does; noise
 * is taken from the edge too. The ink's bounding box is fitted to 20 of 28 pixels, averaged over
 * areas, and centred as pn_ink_rasterize() does.
 */

/* Writes `size` × `size` pixels as pn_ink_rasterize() does. An empty picture gives zeros and FALSE.
 * A pure function; any thread.
 */
gboolean pn_picture_to_digit (const GdkPixbuf *picture, gsize size, guint8 *pixels);

/* The same from a file of any kind that gdk-pixbuf reads, turned as its metadata says. FALSE and an
 * error, naming the file, where it can't be read, has more than 10⁸ pixels, or nothing is on it.
 */
gboolean pn_picture_read_digit (const char *path, gsize size, guint8 *pixels, GError **error);

G_END_DECLS
