/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-spec-json-private.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-field-private.h"
#include "pn-json.h"

/* More layers than this in a file are a mistake or an attack: each costs allocations of its own. */
#define MAX_LAYERS 100000

static const char *
kind_name (guint value)
{
  return "dense";
}

static const char *
activation_name (guint value)
{
  return pn_activation_name ((PnActivation) value);
}

static const char *
init_name (guint value)
{
  return pn_init_name ((PnInit) value);
}

static const char *
bias_name (guint value)
{
  return pn_bias_name ((PnBias) value);
}

#define LAYER(member) G_STRUCT_OFFSET (PnLayerSpec, member)

static const PnField layer_fields[] = {
  { "kind", PN_FIELD_CHOICE, LAYER (kind), 0, 0, 0, PN_N_LAYER_KINDS, kind_name },
  { "units", PN_FIELD_COUNT, LAYER (units), PN_FIELD_REQUIRED, 1, PN_FIELD_MAX_COUNT },
  { "activation", PN_FIELD_CHOICE, LAYER (activation), 0, 0, 0, PN_N_ACTIVATIONS, activation_name },
  { "init", PN_FIELD_CHOICE, LAYER (init), 0, 0, 0, PN_N_INITS, init_name },
  { "bias", PN_FIELD_CHOICE, LAYER (bias), 0, 0, 0, PN_N_BIASES, bias_name },
  { "dropout", PN_FIELD_REAL, LAYER (dropout), PN_FIELD_BELOW_MAX | PN_FIELD_IF_SET, 0, 1 },
};

/* What a layer is where the file doesn't say. */
static const PnLayerSpec layer_default = {
  .kind = PN_LAYER_DENSE,
  .activation = PN_ACTIVATION_IDENTITY,
  .init = PN_INIT_NORMAL_FAN_IN,
  .bias = PN_BIAS_LAYER,
};

static gboolean
take_layer (json_t *layers, gsize index, const char *prefix, PnLayerSpec *layer, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%slayers.%zu", prefix, index);
  g_autofree char *dotted = g_strconcat (path, ".", NULL);
  json_t *object = json_array_get (layers, index);

  *layer = layer_default;
  if (!json_is_object (object))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: must be an object, {\"kind\": \"dense\", \"units\": …}"), path);
      return FALSE;
    }
  return pn_fields_take (layer_fields, G_N_ELEMENTS (layer_fields), object, dotted, layer, error)
         && pn_fields_check_nothing_left (layer_fields, G_N_ELEMENTS (layer_fields), object, dotted,
                                          "", error);
}

static gboolean
take_input (json_t *object, const char *prefix, gsize shape[3], GError **error)
{
  json_t *input = json_object_get (object, "input");
  gsize n = json_array_size (input);
  gboolean good = n == 1 || n == 3;

  shape[0] = shape[1] = shape[2] = 1;
  for (gsize i = 0; good && i < n; i++)
    {
      json_int_t side = json_integer_value (json_array_get (input, i));

      good = side >= 1 && (double) side <= PN_FIELD_MAX_COUNT;
      shape[3 - n + i] = (gsize) side;
    }
  if (!good)
    {
      g_set_error (
          error, PN_ERROR, PN_ERROR_INVALID,
          _ ("%sinput: must be [channels, height, width], three whole numbers from 1, as in "
             "[1, 28, 28], or [n]"),
          prefix);
      return FALSE;
    }
  json_object_del (object, "input");
  return TRUE;
}

static gboolean
take_layers (json_t *object, const char *prefix, PnSpec *spec, GError **error)
{
  json_t *layers = json_object_get (object, "layers");
  gsize n = json_array_size (layers);

  if (n < 1 || n > MAX_LAYERS)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%slayers: must be an array of 1 to %d layers, the last one the output"),
                   prefix, MAX_LAYERS);
      return FALSE;
    }
  spec->layers = g_new0 (PnLayerSpec, n);
  spec->n_layers = n;
  for (gsize i = 0; i < n; i++)
    if (!take_layer (layers, i, prefix, &spec->layers[i], error))
      return FALSE;
  json_object_del (object, "layers");
  return TRUE;
}

/* In the file's own words; pn_spec_validate() would count layers as the picture does. */
static gboolean
check_trick (const PnSpec *spec, const char *prefix, GError **error)
{
  for (gsize i = 1; i < spec->n_layers; i++)
    if (spec->layers[i].bias == PN_BIAS_INPUT)
      {
        g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                     _ ("%slayers.%zu.bias: is \"input\", which only the first layer can have; "
                        "here it must be "
                        "\"layer\" or \"none\""),
                     prefix, i);
        return FALSE;
      }
  return TRUE;
}

PnSpec *
pn_spec_take_json (json_t *object, const char *prefix, GError **error)
{
  g_autoptr (PnSpec) spec = NULL;
  gsize shape[3];

  if (!take_input (object, prefix, shape, error))
    return NULL;
  spec = pn_spec_new (shape[0], shape[1], shape[2]);
  if (!take_layers (object, prefix, spec, error) || !check_trick (spec, prefix, error))
    return NULL;
  if (!pn_spec_validate (spec, error))
    {
      g_prefix_error (error, "%s", prefix);
      return NULL;
    }
  return g_steal_pointer (&spec);
}

static json_t *
layer_to_json (const PnLayerSpec *layer)
{
  json_t *object = json_object ();

  pn_fields_put (layer_fields, G_N_ELEMENTS (layer_fields), object, layer, &layer_default);
  return object;
}

void
pn_spec_put_json (const PnSpec *spec, json_t *object)
{
  json_t *input = json_array ();
  json_t *layers = json_array ();

  for (gsize i = 0; i < 3; i++)
    json_array_append_new (input, json_integer ((json_int_t) spec->input[i]));
  for (gsize i = 0; i < spec->n_layers; i++)
    json_array_append_new (layers, layer_to_json (&spec->layers[i]));
  json_object_set_new (object, "input", input);
  json_object_set_new (object, "layers", layers);
}
