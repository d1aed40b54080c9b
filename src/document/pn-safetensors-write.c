/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-json.h"
#include "pn-safetensors-private.h"

#define PREFIX 8
#define ALIGNMENT 8

static gpointer
fail_no_memory (gsize bytes, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("there is no memory for a model file of %zu bytes"), bytes);
  return NULL;
}

float *
pn_safetensors_add_floats (PnSafetensors *self,
                           const char *name,
                           gsize rows,
                           gsize columns,
                           GError **error)
{
  gsize n = rows * MAX (columns, 1);
  float *values = g_try_new (float, n);
  PnTensor *tensor;

  if (values == NULL && n > 0)
    return fail_no_memory (n * sizeof (float), error);
  tensor = g_new0 (PnTensor, 1);
  *tensor = (PnTensor){
    .name = g_strdup (name),
    .dtype = PN_DTYPE_F32,
    .n_dims = columns == 0 ? 1 : 2,
    .shape = { rows, columns },
    .n_values = n,
    .data = (const guint8 *) values,
  };
  g_ptr_array_add (self->blocks, values);
  pn_safetensors_take_tensor (self, tensor);
  return values;
}

static json_t *
describe_tensor (const PnTensor *tensor, gsize begin)
{
  gsize end = begin + tensor->n_values * sizeof (float);
  json_t *object = json_object ();
  json_t *shape = json_array ();
  json_t *offsets = json_array ();

  for (gsize i = 0; i < tensor->n_dims; i++)
    json_array_append_new (shape, json_integer ((json_int_t) tensor->shape[i]));
  json_array_append_new (offsets, json_integer ((json_int_t) begin));
  json_array_append_new (offsets, json_integer ((json_int_t) end));
  json_object_set_new (object, "dtype", json_string ("F32"));
  json_object_set_new (object, "shape", shape);
  json_object_set_new (object, "data_offsets", offsets);
  return object;
}

/* The header, and the length of the data behind it. */
static char *
write_header (const PnSafetensors *self, gsize *data_length)
{
  json_t *header = json_object ();
  gsize begin = 0;

  if (json_object_size (self->metadata) > 0)
    json_object_set (header, "__metadata__", self->metadata);
  for (gsize i = 0; i < self->tensors->len; i++)
    {
      const PnTensor *tensor = pn_safetensors_tensor (self, i);

      json_object_set_new (header, tensor->name, describe_tensor (tensor, begin));
      begin += tensor->n_values * sizeof (float);
    }
  *data_length = begin;
  return pn_json_to_string_take (header);
}

static void
write_values (const PnTensor *tensor, guint8 *out)
{
  for (gsize i = 0; i < tensor->n_values; i++)
    {
      guint32 bits;

      memcpy (&bits, tensor->data + i * sizeof bits, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy (out + i * sizeof bits, &bits, sizeof bits);
    }
}

GBytes *
pn_safetensors_write (const PnSafetensors *self, GError **error)
{
  gsize data_length;
  g_autofree char *header = write_header (self, &data_length);
  gsize length = strlen (header);
  gsize padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  guint64 prefix = GUINT64_TO_LE ((guint64) padded);
  gsize size = PREFIX + padded + data_length;
  guint8 *file = g_try_malloc (size);
  guint8 *out = file + PREFIX + padded;

  if (file == NULL)
    return fail_no_memory (size, error);
  memcpy (file, &prefix, PREFIX);
  memcpy (file + PREFIX, header, length);
  memset (file + PREFIX + length, ' ', padded - length);
  for (gsize i = 0; i < self->tensors->len; i++)
    {
      const PnTensor *tensor = pn_safetensors_tensor (self, i);

      write_values (tensor, out);
      out += tensor->n_values * sizeof (float);
    }
  return g_bytes_new_take (file, size);
}
