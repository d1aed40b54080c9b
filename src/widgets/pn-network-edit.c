/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-network-edit.h"
#include "pn-number.h"

gboolean
pn_network_is_hidden (const PnSpec *spec, int layer)
{
  return spec != NULL && layer >= 1 && (gsize) layer < spec->n_layers;
}

static gboolean
has_weights (const PnSpec *spec, int layer)
{
  return spec != NULL && layer >= 1 && (gsize) layer <= spec->n_layers;
}

char *
pn_network_layer_name (const PnSpec *spec, int layer)
{
  if (layer <= 0)
    return g_strdup (_ ("Input"));
  if (pn_network_is_hidden (spec, layer))
    return g_strdup_printf (_ ("Hidden %d"), layer);
  return g_strdup (_ ("Output"));
}

gsize
pn_network_layer_units (const PnSpec *spec, int layer)
{
  return layer <= 0 ? pn_spec_n_inputs (spec) : spec->layers[layer - 1].units;
}

char *
pn_network_describe_shape (const PnSpec *spec)
{
  if (spec->input[1] == 1)
    return g_strdup_printf (_ ("%zu numbers"), pn_spec_n_inputs (spec));
  return g_strdup_printf (_ ("%zu × %zu pixels"), spec->input[2], spec->input[1]);
}

static char *
describe_input (const PnSpec *spec)
{
  g_autofree char *shape = pn_network_describe_shape (spec);

  return g_strdup_printf (_ ("Input, %s"), shape);
}

char *
pn_network_describe_layer (const PnSpec *spec, int layer)
{
  gsize units;
  g_autofree char *count = NULL;

  if (!has_weights (spec, layer))
    return describe_input (spec);
  units = spec->layers[layer - 1].units;
  count = pn_number_format_count (units);
  if (!pn_network_is_hidden (spec, layer))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Output, %s class, softmax",
                                         "Output, %s classes, softmax", units),
                            count);
  /* Translators: e.g. "Hidden 1, 64 units, improved sigmoid, 1 of 2" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Hidden %d, %s unit, %s, %d of %d",
                                       "Hidden %d, %s units, %s, %d of %d", units),
                          layer, count, pn_activation_label (spec->layers[layer - 1].activation),
                          layer, (int) spec->n_layers - 1);
}

/* A copy of the selected run's design, or NULL where no run is selected. */
static PnSpec *
begin (PnDocument *document)
{
  PnRun *run = pn_document_get_selected (document);

  return run != NULL ? pn_spec_copy (pn_run_get_spec (run)) : NULL;
}

static gboolean
finish (PnDocument *document, PnSpec *spec, const char *label, guint gesture, GError **error)
{
  return pn_document_set_spec (document, pn_document_get_selected (document), spec, label, gesture,
                               error);
}

gboolean
pn_network_edit_insert (PnDocument *document, int layer, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);
  PnLayerSpec proposed;

  if (!has_weights (spec, layer))
    return TRUE;
  proposed = pn_spec_propose (spec, layer - 1);
  pn_spec_insert (spec, layer - 1, &proposed);
  return finish (document, spec, _ ("Insert Layer"), 0, error);
}

gboolean
pn_network_edit_duplicate (PnDocument *document, int layer, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);
  PnLayerSpec copy;
  PnBias bias;

  if (!pn_network_is_hidden (spec, layer))
    return TRUE;
  copy = spec->layers[layer - 1];
  /* The bias trick is the first layer's alone: the copy has the bias of any later layer. */
  bias = pn_spec_propose (spec, layer).bias;
  copy.bias = bias;
  pn_spec_insert (spec, layer, &copy);
  return finish (document, spec, _ ("Duplicate Layer"), 0, error);
}

gboolean
pn_network_edit_remove (PnDocument *document, int layer, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!pn_network_is_hidden (spec, layer))
    return TRUE;
  pn_spec_remove (spec, layer - 1);
  return finish (document, spec, _ ("Remove Layer"), 0, error);
}

gboolean
pn_network_edit_move (PnDocument *document, int layer, int to, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!pn_network_is_hidden (spec, layer) || !pn_network_is_hidden (spec, to))
    return TRUE;
  pn_spec_move (spec, layer - 1, to - 1);
  return finish (document, spec, _ ("Move Layer"), 0, error);
}

gboolean
pn_network_edit_set_units (PnDocument *document,
                           int layer,
                           gsize units,
                           guint gesture,
                           GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!pn_network_is_hidden (spec, layer))
    return TRUE;
  spec->layers[layer - 1].units = units;
  return finish (document, spec, _ ("Change Units"), gesture, error);
}

gboolean
pn_network_edit_set_activation (PnDocument *document,
                                int layer,
                                PnActivation activation,
                                GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!pn_network_is_hidden (spec, layer))
    return TRUE;
  spec->layers[layer - 1].activation = activation;
  return finish (document, spec, _ ("Change Activation"), 0, error);
}

gboolean
pn_network_edit_set_init (PnDocument *document, int layer, PnInit init, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!has_weights (spec, layer))
    return TRUE;
  spec->layers[layer - 1].init = init;
  return finish (document, spec, _ ("Change Initial Weights"), 0, error);
}

gboolean
pn_network_edit_set_bias (PnDocument *document, int layer, PnBias bias, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!has_weights (spec, layer))
    return TRUE;
  spec->layers[layer - 1].bias = bias;
  return finish (document, spec, _ ("Change Bias"), 0, error);
}

gboolean
pn_network_edit_set_dropout (PnDocument *document, int layer, double dropout, GError **error)
{
  g_autoptr (PnSpec) spec = begin (document);

  if (!pn_network_is_hidden (spec, layer))
    return TRUE;
  spec->layers[layer - 1].dropout = dropout;
  return finish (document, spec, _ ("Change Dropout"), 0, error);
}
