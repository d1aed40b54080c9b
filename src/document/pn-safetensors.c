/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-safetensors-private.h"

#include <string.h>

static void
free_tensor (gpointer data)
{
  PnTensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor);
}

PnSafetensors *
pn_safetensors_new (void)
{
  PnSafetensors *self = g_new0 (PnSafetensors, 1);

  self->tensors = g_ptr_array_new_with_free_func (free_tensor);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->metadata = json_object ();
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
pn_safetensors_free (PnSafetensors *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->tensors);
  g_ptr_array_unref (self->blocks);
  json_decref (self->metadata);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

gsize
pn_safetensors_n_tensors (const PnSafetensors *self)
{
  return self->tensors->len;
}

const PnTensor *
pn_safetensors_tensor (const PnSafetensors *self, gsize index)
{
  return g_ptr_array_index (self->tensors, index);
}

const PnTensor *
pn_safetensors_find (const PnSafetensors *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

const char *
pn_safetensors_get_metadata (const PnSafetensors *self, const char *key)
{
  return json_string_value (json_object_get (self->metadata, key));
}

void
pn_safetensors_set_metadata (PnSafetensors *self, const char *key, const char *value)
{
  json_object_set_new (self->metadata, key, json_string (value));
}

void
pn_safetensors_take_tensor (PnSafetensors *self, PnTensor *tensor)
{
  g_ptr_array_add (self->tensors, tensor);
  g_hash_table_insert (self->by_name, tensor->name, tensor);
}

void
pn_tensor_get_floats (const PnTensor *tensor, float *values)
{
  g_return_if_fail (tensor->dtype == PN_DTYPE_F32);

  for (gsize i = 0; i < tensor->n_values; i++)
    {
      guint32 bits;

      memcpy (&bits, tensor->data + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&values[i], &bits, sizeof bits);
    }
}
