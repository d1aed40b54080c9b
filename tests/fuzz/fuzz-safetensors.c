/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include "pn-model-file.h"
#include "pn-safetensors.h"

/* A layer of one unit takes three bytes of JSON and its tensors some 120, but 16 padded weights and
 * gradients, with the header's tree of JSON beside them.
 */
#define NEED_PER_BYTE 100
#define NEED (1 << 20)

static void
look_at_tensors (const PnSafetensors *file, gsize size)
{
  gsize values = 0;

  for (gsize i = 0; i < pn_safetensors_n_tensors (file); i++)
    {
      const PnTensor *tensor = pn_safetensors_tensor (file, i);

      g_assert_true (pn_safetensors_find (file, tensor->name) == tensor);
      values += tensor->n_values;
      if (tensor->dtype == PN_DTYPE_F32)
        {
          g_autofree float *floats = g_new (float, tensor->n_values);

          pn_tensor_get_floats (tensor, floats);
        }
    }
  g_assert_cmpuint (values, <=, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  GError *error = NULL;
  PnSafetensors *file;
  PnSnapshot *snapshot;
  PnRecipe *recipe = NULL;

  fuzz_meter_begin ();
  file = pn_safetensors_read (bytes, "input", &error);
  fuzz_check (file != NULL, error);
  if (file != NULL)
    look_at_tensors (file, size);
  g_clear_pointer (&file, pn_safetensors_free);
  error = NULL;
  snapshot = pn_model_from_bytes (bytes, "input", &recipe, &error);
  fuzz_check (snapshot != NULL, error);
  g_clear_pointer (&recipe, pn_recipe_free);
  g_clear_pointer (&snapshot, pn_snapshot_unref);
  fuzz_meter_end (NEED + NEED_PER_BYTE * size);
  return 0;
}
