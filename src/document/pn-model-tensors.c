/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-model-tensors-private.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"

gsize
pn_model_module_index (const PnSpec *spec, gsize layer)
{
  gsize index = 0;

  for (gsize i = 0; i < layer; i++)
    index += spec->layers[i].dropout > 0 ? 3 : 2;
  return index;
}

char *
pn_model_tensor_name (const PnSpec *spec, gsize layer, const char *prefix, const char *part)
{
  return g_strdup_printf ("%s%zu.%s", prefix, pn_model_module_index (spec, layer), part);
}

static gboolean
has_bias (const PnSpec *spec, gsize layer)
{
  return spec->layers[layer].bias != PN_BIAS_NONE;
}

gsize
pn_model_count_tensors (const PnSpec *spec)
{
  gsize n = 0;

  for (gsize i = 0; i < spec->n_layers; i++)
    n += has_bias (spec, i) ? 2 : 1;
  return n;
}

static gboolean
add_layer (const PnNetwork *network,
           gsize layer,
           const char *prefix,
           PnSafetensors *file,
           GError **error)
{
  const PnSpec *spec = pn_network_spec (network);
  g_autofree char *weight_name = pn_model_tensor_name (spec, layer, prefix, "weight");
  g_autofree char *bias_name = pn_model_tensor_name (spec, layer, prefix, "bias");
  gsize units = spec->layers[layer].units;
  gsize fan_in = pn_spec_fan_in (spec, layer);
  float *weights = pn_safetensors_add_floats (file, weight_name, units, fan_in, error);
  float *bias = NULL;

  if (weights == NULL)
    return FALSE;
  if (has_bias (spec, layer))
    {
      bias = pn_safetensors_add_floats (file, bias_name, units, 0, error);
      if (bias == NULL)
        return FALSE;
    }
  pn_network_get_weights (network, layer, weights, bias);
  return TRUE;
}

gboolean
pn_model_add_tensors (const PnNetwork *network,
                      const char *prefix,
                      PnSafetensors *file,
                      GError **error)
{
  const PnSpec *spec = pn_network_spec (network);

  for (gsize i = 0; i < spec->n_layers; i++)
    if (!add_layer (network, i, prefix, file, error))
      return FALSE;
  return TRUE;
}

/* `columns` 0: a vector. */
static gboolean
check_tensor (const PnSafetensors *file,
              const char *name,
              gsize rows,
              gsize columns,
              const char *source,
              GError **error)
{
  const PnTensor *tensor = pn_safetensors_find (file, name);
  gsize n_dims = columns == 0 ? 1 : 2;
  g_autofree char *wanted = columns == 0 ? g_strdup_printf ("[%zu]", rows)
                                         : g_strdup_printf ("[%zu, %zu]", rows, columns);

  if (tensor != NULL && tensor->dtype == PN_DTYPE_F32 && tensor->n_dims == n_dims
      && tensor->shape[0] == rows && (n_dims == 1 || tensor->shape[1] == columns))
    return TRUE;
  if (tensor == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: tensor %s is missing; the network needs it, F32 of shape %s"), source,
                 name, wanted);
  else
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: tensor %s doesn't fit the network, which needs F32 of shape %s"), source,
                 name, wanted);
  return FALSE;
}

static gboolean
check_layer (const PnSafetensors *file,
             const PnSpec *spec,
             gsize layer,
             const char *prefix,
             const char *source,
             GError **error)
{
  g_autofree char *weight_name = pn_model_tensor_name (spec, layer, prefix, "weight");
  g_autofree char *bias_name = pn_model_tensor_name (spec, layer, prefix, "bias");
  gsize units = spec->layers[layer].units;

  return check_tensor (file, weight_name, units, pn_spec_fan_in (spec, layer), source, error)
         && (!has_bias (spec, layer) || check_tensor (file, bias_name, units, 0, source, error));
}

gboolean
pn_model_check_tensors (const PnSafetensors *file,
                        const PnSpec *spec,
                        const char *prefix,
                        const char *source,
                        GError **error)
{
  for (gsize i = 0; i < spec->n_layers; i++)
    if (!check_layer (file, spec, i, prefix, source, error))
      return FALSE;
  return TRUE;
}

static float *
copy_floats (const PnSafetensors *file, const char *name, GError **error)
{
  const PnTensor *tensor = pn_safetensors_find (file, name);
  float *values = g_try_new (float, tensor->n_values);

  if (values == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                 _ ("there is no memory for the %zu numbers of tensor %s"), tensor->n_values, name);
  else
    pn_tensor_get_floats (tensor, values);
  return values;
}

static gboolean
get_layer (const PnSafetensors *file,
           gsize layer,
           const char *prefix,
           PnNetwork *network,
           GError **error)
{
  const PnSpec *spec = pn_network_spec (network);
  g_autofree char *weight_name = pn_model_tensor_name (spec, layer, prefix, "weight");
  g_autofree char *bias_name = pn_model_tensor_name (spec, layer, prefix, "bias");
  g_autofree float *weights = copy_floats (file, weight_name, error);
  g_autofree float *bias = NULL;

  if (weights == NULL)
    return FALSE;
  if (has_bias (spec, layer))
    {
      bias = copy_floats (file, bias_name, error);
      if (bias == NULL)
        return FALSE;
    }
  pn_network_set_weights (network, layer, weights, bias);
  return TRUE;
}

gboolean
pn_model_get_tensors (const PnSafetensors *file,
                      const char *prefix,
                      PnNetwork *network,
                      GError **error)
{
  gsize n_layers = pn_network_spec (network)->n_layers;

  for (gsize i = 0; i < n_layers; i++)
    if (!get_layer (file, i, prefix, network, error))
      return FALSE;
  return TRUE;
}
