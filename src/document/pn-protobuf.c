/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-protobuf-private.h"

#include <string.h>

enum
{
  VARINT = 0,
  LENGTH = 2,
  FIXED32 = 5,
};

static void
put_varint (GByteArray *message, guint64 value)
{
  do
    {
      guint8 byte = (guint8) (value & 0x7f);

      value >>= 7;
      byte |= value != 0 ? 0x80 : 0;
      g_byte_array_append (message, &byte, 1);
    }
  while (value != 0);
}

static void
put_tag (GByteArray *message, guint field, guint kind)
{
  put_varint (message, (guint64) field << 3 | kind);
}

static void
put_bytes (GByteArray *message, guint field, gconstpointer data, gsize length)
{
  put_tag (message, field, LENGTH);
  put_varint (message, length);
  g_byte_array_append (message, data, (guint) length);
}

static void
put_float_bits (GByteArray *message, float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  g_byte_array_append (message, (const guint8 *) &bits, sizeof bits);
}

void
pn_protobuf_put_int (GByteArray *message, guint field, guint64 value)
{
  put_tag (message, field, VARINT);
  put_varint (message, value);
}

void
pn_protobuf_put_float (GByteArray *message, guint field, float value)
{
  put_tag (message, field, FIXED32);
  put_float_bits (message, value);
}

void
pn_protobuf_put_string (GByteArray *message, guint field, const char *value)
{
  put_bytes (message, field, value, strlen (value));
}

void
pn_protobuf_put_floats_raw (GByteArray *message, guint field, const float *values, gsize n)
{
  put_tag (message, field, LENGTH);
  put_varint (message, n * sizeof *values);
  for (gsize i = 0; i < n; i++)
    put_float_bits (message, values[i]);
}

void
pn_protobuf_put_message (GByteArray *message, guint field, GByteArray *inner)
{
  put_bytes (message, field, inner->data, inner->len);
  g_byte_array_unref (inner);
}
