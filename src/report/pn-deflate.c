/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-deflate.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#include "pn-error.h"

#define MAX_TEXT (64u << 20)

GByteArray *
pn_deflate (const char *text)
{
  uLongf length = compressBound (strlen (text));
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_set_size (bytes, length);
  compress2 (bytes->data, &length, (const guint8 *) text, strlen (text), Z_BEST_COMPRESSION);
  g_byte_array_set_size (bytes, length);
  return bytes;
}

char *
pn_inflate (const guint8 *data, gsize length, GError **error)
{
  z_stream stream = { .next_in = (guint8 *) data, .avail_in = length };
  g_autoptr (GByteArray) text = g_byte_array_new ();
  guint8 block[16384];
  int status = inflateInit (&stream);

  while (status == Z_OK && text->len < MAX_TEXT)
    {
      stream.next_out = block;
      stream.avail_out = sizeof block;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (text, block, sizeof block - stream.avail_out);
    }
  inflateEnd (&stream);
  g_byte_array_append (text, (const guint8 *) "", 1);
  if (status == Z_STREAM_END && g_utf8_validate ((const char *) text->data, text->len - 1, NULL))
    return (char *) g_byte_array_free (g_steal_pointer (&text), FALSE);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("The data inside of the figure is broken; it should be deflated UTF-8"));
  return NULL;
}
