/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-model-export-private.h"
#include "pn-model-tensors-private.h"

static void
free_layer (gpointer data)
{
  PnExportLayer *layer = data;

  g_free (layer->weights);
  g_free (layer->bias);
  g_free (layer->weight_name);
  g_free (layer->bias_name);
  g_free (layer);
}

static PnExportLayer *
new_layer (const PnNetwork *network, gsize index)
{
  const PnSpec *spec = pn_network_spec (network);
  PnExportLayer *layer = g_new0 (PnExportLayer, 1);

  layer->units = spec->layers[index].units;
  layer->fan_in = pn_spec_fan_in (spec, index);
  layer->activation = spec->layers[index].activation;
  layer->weight_name = pn_model_tensor_name (spec, index, "", "weight");
  layer->bias_name = pn_model_tensor_name (spec, index, "", "bias");
  layer->weights = g_try_new (float, layer->units * layer->fan_in);
  if (spec->layers[index].bias != PN_BIAS_NONE)
    layer->bias = g_new (float, layer->units);
  if (layer->weights != NULL)
    pn_network_get_weights (network, index, layer->weights, layer->bias);
  return layer;
}

GPtrArray *
pn_export_layers (PnSnapshot *snapshot, GError **error)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func (free_layer);

  for (gsize i = 0; i < pn_network_spec (network)->n_layers; i++)
    {
      PnExportLayer *layer = new_layer (network, i);

      g_ptr_array_add (layers, layer);
      if (layer->weights == NULL)
        {
          g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                       _ ("there is no memory for the %zu × %zu weights of layer %zu"),
                       layer->units, layer->fan_in, i + 1);
          return NULL;
        }
    }
  return g_steal_pointer (&layers);
}
