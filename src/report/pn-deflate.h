/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text as figures carry it, PNG and PDF alike: UTF-8 in zlib's format (RFC 1950). */

/* `text` at zlib's best. Free with g_byte_array_unref(). */
GByteArray *pn_deflate (const char *text);

/* The text; the caller frees it. An error where it is broken, no UTF-8, or above 64 MB, which
 * figures stay below and a small file can't ask for.
 */
char *pn_inflate (const guint8 *data, gsize length, GError **error);

G_END_DECLS
