/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-spec.h"

#include <glib/gi18n-lib.h>

#include "pn-checked.h"
#include "pn-error.h"
#include "pn-layer-shape.h"

PnSpec *
pn_spec_new (gsize channels, gsize height, gsize width)
{
  PnSpec *spec = g_new0 (PnSpec, 1);

  spec->input[0] = channels;
  spec->input[1] = height;
  spec->input[2] = width;
  return spec;
}

static PnLayerSpec
output_after (const PnLayerSpec *hidden, gsize n_hidden, gsize classes)
{
  PnLayerSpec output = { .units = classes, .init = PN_INIT_NORMAL_FAN_IN, .bias = PN_BIAS_LAYER };

  if (n_hidden > 0)
    {
      output.init = hidden[n_hidden - 1].init;
      output.bias = hidden[n_hidden - 1].bias;
      if (output.bias == PN_BIAS_INPUT)
        output.bias = PN_BIAS_NONE;
    }
  return output;
}

PnSpec *
pn_spec_new_dense (const gsize input[3], const PnLayerSpec *hidden, gsize n_hidden, gsize classes)
{
  PnSpec *spec = pn_spec_new (input[0], input[1], input[2]);
  PnLayerSpec output;

  for (gsize i = 0; i < n_hidden; i++)
    {
      PnLayerSpec layer = hidden[i];

      if (i > 0 && layer.bias == PN_BIAS_INPUT)
        layer.bias = PN_BIAS_NONE;
      pn_spec_insert (spec, i, &layer);
    }
  /* The spec's own copy: there a trick repeated in `hidden` is already gone. */
  output = output_after (spec->layers, n_hidden, classes);
  pn_spec_insert (spec, n_hidden, &output);
  return spec;
}

PnSpec *
pn_spec_copy (const PnSpec *spec)
{
  PnSpec *copy = g_memdup2 (spec, sizeof *spec);

  copy->layers = g_memdup2 (spec->layers, spec->n_layers * sizeof (PnLayerSpec));
  return copy;
}

void
pn_spec_free (PnSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->layers);
  g_free (spec);
}

static gboolean
same_input (const PnSpec *a, const PnSpec *b)
{
  return a->input[0] == b->input[0] && a->input[1] == b->input[1] && a->input[2] == b->input[2];
}

static gboolean
layer_same_shape (const PnLayerSpec *a, const PnLayerSpec *b)
{
  return a->kind == b->kind && a->units == b->units && a->bias == b->bias;
}

static gboolean
layer_equal (const PnLayerSpec *a, const PnLayerSpec *b)
{
  return layer_same_shape (a, b) && a->activation == b->activation && a->init == b->init
         && a->dropout == b->dropout;
}

static gboolean
compare_layers (const PnSpec *a,
                const PnSpec *b,
                gboolean (*same) (const PnLayerSpec *, const PnLayerSpec *))
{
  if (a->n_layers != b->n_layers)
    return FALSE;
  for (gsize i = 0; i < a->n_layers; i++)
    if (!same (&a->layers[i], &b->layers[i]))
      return FALSE;
  return TRUE;
}

gboolean
pn_spec_equal (const PnSpec *a, const PnSpec *b)
{
  return same_input (a, b) && compare_layers (a, b, layer_equal);
}

gboolean
pn_spec_same_shape (const PnSpec *a, const PnSpec *b)
{
  return pn_spec_n_inputs (a) == pn_spec_n_inputs (b) && compare_layers (a, b, layer_same_shape);
}

static gboolean
fail_layer (gsize layer, const char *why, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("layer %zu: %s"), layer + 1, why);
  return FALSE;
}

static gboolean
validate_layer (const PnSpec *spec, gsize index, GError **error)
{
  const PnLayerSpec *layer = &spec->layers[index];
  gboolean is_output = index + 1 == spec->n_layers;

  if ((gsize) layer->kind >= PN_N_LAYER_KINDS || (gsize) layer->activation >= PN_N_ACTIVATIONS
      || (gsize) layer->init >= PN_N_INITS || (gsize) layer->bias >= PN_N_BIASES)
    return fail_layer (index, _ ("unknown kind, activation, init or bias"), error);
  if (layer->units == 0)
    return fail_layer (index, _ ("it needs at least one unit"), error);
  if (layer->bias == PN_BIAS_INPUT && index > 0)
    return fail_layer (index, _ ("only the first layer can have the constant input as bias"),
                       error);
  if (!(layer->dropout >= 0.0 && layer->dropout < 1.0))
    return fail_layer (index, _ ("dropout must be in [0, 1)"), error);
  if (is_output && layer->dropout != 0.0)
    return fail_layer (index, _ ("the output can't have dropout"), error);
  return TRUE;
}

/* A weight's index within its layer is a 32-bit coordinate of the random numbers. */
static gboolean
validate_size (const PnSpec *spec, GError **error)
{
  for (gsize i = 0; i < spec->n_layers; i++)
    if (pn_spec_layer_n_parameters (spec, i) > G_MAXUINT32)
      {
        g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                     _ ("layer %zu: more than 4294967295 weights, %.3g bytes for "
                        "each copy of the parameters"),
                     i + 1,
                     4.0 * (double) spec->layers[i].units
                         * ((double) pn_spec_fan_in (spec, i) + 1.0));
        return FALSE;
      }
  return TRUE;
}

gboolean
pn_spec_validate (const PnSpec *spec, GError **error)
{
  gsize n_inputs = pn_spec_n_inputs (spec);

  if (n_inputs == 0 || n_inputs == G_MAXSIZE)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                           _ ("input: channels, height and width must be positive and countable"));
      return FALSE;
    }
  if (spec->n_layers == 0)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                           _ ("layers: a network needs at least its output layer"));
      return FALSE;
    }
  for (gsize i = 0; i < spec->n_layers; i++)
    if (!validate_layer (spec, i, error))
      return FALSE;
  return validate_size (spec, error);
}

gsize
pn_spec_n_inputs (const PnSpec *spec)
{
  return pn_checked_multiply (pn_checked_multiply (spec->input[0], spec->input[1]), spec->input[2]);
}

gsize
pn_spec_n_outputs (const PnSpec *spec)
{
  return spec->n_layers > 0 ? spec->layers[spec->n_layers - 1].units : pn_spec_n_inputs (spec);
}

gsize
pn_spec_fan_in (const PnSpec *spec, gsize layer)
{
  return layer == 0 ? pn_spec_n_inputs (spec) : spec->layers[layer - 1].units;
}

gsize
pn_spec_layer_n_parameters (const PnSpec *spec, gsize layer)
{
  return pn_layer_n_parameters (&spec->layers[layer], pn_spec_fan_in (spec, layer));
}

gsize
pn_spec_n_parameters (const PnSpec *spec)
{
  gsize total = 0;

  for (gsize i = 0; i < spec->n_layers; i++)
    total = pn_checked_add (total, pn_spec_layer_n_parameters (spec, i));
  return total;
}

gsize
pn_spec_multiply_adds (const PnSpec *spec)
{
  gsize total = 0;

  for (gsize i = 0; i < spec->n_layers; i++)
    total = pn_checked_add (total,
                            pn_layer_multiply_adds (&spec->layers[i], pn_spec_fan_in (spec, i)));
  return total;
}

char *
pn_spec_layer_name (const PnSpec *spec, gsize layer)
{
  g_return_val_if_fail (layer < spec->n_layers, NULL);

  if (layer + 1 == spec->n_layers)
    return g_strdup (_ ("the output layer"));
  return g_strdup_printf (_ ("hidden layer %zu"), layer + 1);
}
