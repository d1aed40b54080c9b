/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* PNG with what cairo leaves out: the resolution (chunk pHYs) and text that travels inside (chunk
 * iTXt, compressed; PNG specification, third edition, 11.3). `keyword` is Latin-1, 1 to 79
 * characters; `text` UTF-8 or NULL for none.
 */
GBytes *pn_png_encode (cairo_surface_t *surface,
                       double dpi,
                       const char *keyword,
                       const char *text,
                       GError **error);

/* The text under `keyword`, or NULL if there is none. The caller frees it. The error is of a file
 * that is not PNG, or broken before its end or before the text is found.
 */
char *pn_png_get_text (GBytes *png, const char *keyword, GError **error);

G_END_DECLS
