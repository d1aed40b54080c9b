/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-png.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#include "pn-deflate.h"
#include "pn-error.h"

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIGNATURE_LENGTH 8
#define CHUNK_OVERHEAD 12 /* length, type, checksum */
#define HEADER_END 33     /* signature, and the chunk IHDR: length, type, 13 bytes, checksum */

static cairo_status_t
append_cb (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
append_uint32 (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, sizeof big);
}

static void
append_chunk (GByteArray *bytes, const char *type, const GByteArray *content)
{
  gsize begin;

  append_uint32 (bytes, content->len);
  begin = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) type, 4);
  g_byte_array_append (bytes, content->data, content->len);
  append_uint32 (bytes, crc32 (0, bytes->data + begin, bytes->len - begin));
}

static void
append_resolution (GByteArray *bytes, double dpi)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint32 per_metre = lround (dpi / 0.0254);
  const guint8 metre = 1;

  append_uint32 (content, per_metre);
  append_uint32 (content, per_metre);
  g_byte_array_append (content, &metre, 1);
  append_chunk (bytes, "pHYs", content);
}

/* Keyword, compressed flag, method, no language, no translated keyword, deflated text. */
static void
append_text (GByteArray *bytes, const char *keyword, const char *text)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  const guint8 flags[4] = { 1, 0, 0, 0 };
  g_autoptr (GByteArray) deflated = pn_deflate (text);

  g_byte_array_append (content, (const guint8 *) keyword, strlen (keyword) + 1);
  g_byte_array_append (content, flags, sizeof flags);
  g_byte_array_append (content, deflated->data, deflated->len);
  append_chunk (bytes, "iTXt", content);
}

GBytes *
pn_png_encode (cairo_surface_t *surface,
               double dpi,
               const char *keyword,
               const char *text,
               GError **error)
{
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  GByteArray *png;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_cb, plain);

  if (status != CAIRO_STATUS_SUCCESS || plain->len < HEADER_END)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("The picture can't be made: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  png = g_byte_array_sized_new (plain->len + 1024);
  g_byte_array_append (png, plain->data, HEADER_END);
  append_resolution (png, dpi);
  if (text != NULL)
    append_text (png, keyword, text);
  g_byte_array_append (png, plain->data + HEADER_END, plain->len - HEADER_END);
  return g_byte_array_free_to_bytes (png);
}

static guint32
get_uint32 (const guint8 *data)
{
  guint32 big;

  memcpy (&big, data, sizeof big);
  return GUINT32_FROM_BE (big);
}

/* The text of an iTXt chunk if it has this keyword; NULL without an error if not. */
static char *
read_text_chunk (const guint8 *data, gsize length, const char *keyword, GError **error)
{
  gsize key = strlen (keyword) + 1;
  const guint8 *language, *translated;

  if (length < key + 4 || memcmp (data, keyword, key) != 0)
    return NULL;
  language = memchr (data + key + 2, '\0', length - key - 2);
  translated = language != NULL ? memchr (language + 1, '\0', data + length - language - 1) : NULL;
  if (translated == NULL)
    return NULL;
  length -= translated + 1 - data;
  if (data[key] != 0)
    return pn_inflate (translated + 1, length, error);
  if (g_utf8_validate ((const char *) translated + 1, length, NULL))
    return g_strndup ((const char *) translated + 1, length);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("The text inside of the PNG file is not UTF-8"));
  return NULL;
}

/* Sets `text` to the chunk's, if it is the one that is looked for. FALSE is an error. */
static gboolean
read_chunk (const guint8 *type, gsize length, const char *keyword, char **text, GError **error)
{
  GError *local = NULL;

  *text = NULL;
  if (memcmp (type, "iTXt", 4) == 0)
    *text = read_text_chunk (type + 4, length, keyword, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static char *
find_text (const guint8 *data, gsize size, const char *keyword, GError **error)
{
  for (gsize at = SIGNATURE_LENGTH; size - at >= CHUNK_OVERHEAD;)
    {
      gsize length = get_uint32 (data + at);
      const guint8 *type = data + at + 4;
      char *text;

      if (memcmp (type, "IEND", 4) == 0)
        return NULL;
      if (length > size - at - CHUNK_OVERHEAD)
        break;
      if (!read_chunk (type, length, keyword, &text, error))
        return NULL;
      if (text != NULL)
        return text;
      at += CHUNK_OVERHEAD + length;
    }
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("The PNG file ends before its last chunk"));
  return NULL;
}

char *
pn_png_get_text (GBytes *png, const char *keyword, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);

  if (size >= HEADER_END && memcmp (data, SIGNATURE, SIGNATURE_LENGTH) == 0)
    return find_text (data, size, keyword, error);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("Not a PNG file"));
  return NULL;
}
