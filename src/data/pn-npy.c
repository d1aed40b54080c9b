/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-npy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"

#define MAGIC "\x93NUMPY"
#define MAGIC_LENGTH 6
#define ALIGNMENT 64 /* of the values, as the format recommends */

void
pn_npy_free (PnNpy *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->values, g_bytes_unref);
  g_free (self);
}

static gboolean
fail (const char *source, PnError code, const char *message, GError **error)
{
  g_set_error (error, PN_ERROR, (int) code, "%s: %s", source, message);
  return FALSE;
}

/* The header's text, and where the values begin. NULL for what isn't NPY. */
static char *
find_header (const guint8 *file, gsize size, gsize *values)
{
  gsize width = size > MAGIC_LENGTH && file[MAGIC_LENGTH] == 1 ? 2 : 4;
  gsize begin = MAGIC_LENGTH + 2 + width;
  gsize length = 0;

  if (size < begin || memcmp (file, MAGIC, MAGIC_LENGTH) != 0 || file[MAGIC_LENGTH] < 1
      || file[MAGIC_LENGTH] > 3)
    return NULL;
  for (gsize i = 0; i < width; i++)
    length |= (gsize) file[MAGIC_LENGTH + 2 + i] << (8 * i);
  if (length > size - begin)
    return NULL;
  *values = begin + length;
  return g_strndup ((const char *) file + begin, length);
}

/* What stands at a key of the dictionary, by a pattern with one group. */
static char *
find_value (const char *header, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, header, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static gboolean
read_type (PnNpy *self, const char *header, const char *source, GError **error)
{
  g_autofree char *type = find_value (header, "'descr'\\s*:\\s*'([^']*)'");
  g_autofree char *order = find_value (header, "'fortran_order'\\s*:\\s*(True|False)");

  if (type == NULL || order == NULL)
    return fail (source, PN_ERROR_INVALID, _ ("the header lacks descr or fortran_order"), error);
  if (g_str_equal (order, "True"))
    return fail (source, PN_ERROR_UNSUPPORTED,
                 _ ("is in Fortran's order; numpy.ascontiguousarray helps"), error);
  self->type = g_str_equal (type, "<f4") ? PN_NPY_FLOAT32 : PN_NPY_UINT8;
  if (self->type == PN_NPY_FLOAT32 || g_str_equal (type, "|u1"))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: holds numbers of type %s, but float32 (<f4) or uint8 (|u1) is wanted"),
               source, type);
  return FALSE;
}

/* "3, 784" or "3," or "" */
static gboolean
read_shape (PnNpy *self, const char *header)
{
  g_autofree char *shape = find_value (header, "'shape'\\s*:\\s*\\(([0-9, ]*)\\)");
  g_auto (GStrv) sides = shape != NULL ? g_strsplit (shape, ",", -1) : NULL;

  self->n_values = 1;
  for (char **side = sides; side != NULL && *side != NULL; side++)
    {
      guint64 number;

      if (*g_strstrip (*side) == '\0')
        continue;
      if (self->n_dims == PN_NPY_MAX_DIMS
          || !g_ascii_string_to_unsigned (*side, 10, 0, G_MAXSIZE, &number, NULL)
          || !g_size_checked_mul (&self->n_values, self->n_values, (gsize) number))
        return FALSE;
      self->shape[self->n_dims++] = (gsize) number;
    }
  return sides != NULL;
}

/* The values, copied so that they are aligned. */
static gboolean
read_values (PnNpy *self, const guint8 *data, gsize length, const char *source, GError **error)
{
  gsize width = self->type == PN_NPY_FLOAT32 ? sizeof (float) : 1;
  gsize wanted;
  guint8 *copy;

  if (!g_size_checked_mul (&wanted, self->n_values, width) || wanted != length)
    return fail (source, PN_ERROR_INVALID,
                 _ ("the shape needs another number of bytes than follow the header"), error);
  copy = g_try_malloc (MAX (length, 1));
  if (copy == NULL)
    return fail (source, PN_ERROR_TOO_LARGE, _ ("there is no memory for its values"), error);
  memcpy (copy, data, length);
  if (G_BYTE_ORDER == G_BIG_ENDIAN && width == sizeof (guint32))
    for (gsize i = 0; i < self->n_values; i++)
      ((guint32 *) copy)[i] = GUINT32_SWAP_LE_BE (((guint32 *) copy)[i]);
  self->values = g_bytes_new_take (copy, length);
  return TRUE;
}

PnNpy *
pn_npy_read (GBytes *bytes, const char *source, GError **error)
{
  g_autoptr (PnNpy) self = g_new0 (PnNpy, 1);
  gsize size;
  const guint8 *file = g_bytes_get_data (bytes, &size);
  gsize values = 0;
  g_autofree char *header = find_header (file, size, &values);

  if (header == NULL || !g_utf8_validate (header, -1, NULL))
    {
      fail (source, PN_ERROR_INVALID, _ ("isn't an NPY file, or ends within its header"), error);
      return NULL;
    }
  if (!read_type (self, header, source, error))
    return NULL;
  if (!read_shape (self, header))
    {
      fail (source, PN_ERROR_INVALID, _ ("the header's shape must be up to eight whole numbers"),
            error);
      return NULL;
    }
  if (!read_values (self, file + values, size - values, source, error))
    return NULL;
  return g_steal_pointer (&self);
}

GBytes *
pn_npy_write_header (gsize rows, gsize columns)
{
  g_autofree char *shape = columns == 0 ? g_strdup_printf ("(%zu,)", rows)
                                        : g_strdup_printf ("(%zu, %zu)", rows, columns);
  GString *text = g_string_new (NULL);
  const gsize fixed = MAGIC_LENGTH + 4; /* version 1.0 with its two bytes of length */
  gsize length;

  g_string_append_printf (text, "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }", shape);
  while ((fixed + text->len + 1) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');
  length = text->len;
  g_string_prepend_len (text, (const char[]){ (char) (length & 0xff), (char) (length >> 8) }, 2);
  g_string_prepend_len (text, MAGIC "\x01\x00", MAGIC_LENGTH + 2);
  return g_string_free_to_bytes (text);
}
