/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-topology-private.h"

#include <glib/gi18n-lib.h>

char *
pn_topology_class_name (const char *const *names, gsize index)
{
  return names != NULL ? g_strdup (names[index]) : g_strdup_printf ("%zu", index);
}

static char *
hidden_title (gsize layer, gsize units, PnCaption caption)
{
  if (caption == PN_CAPTION_SHORT)
    return g_strdup_printf ("%zu", layer);
  if (caption == PN_CAPTION_MEDIUM)
    return g_strdup_printf ("%zu · %zu", layer, units);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Hidden %zu · %zu unit", "Hidden %zu · %zu units", units),
      layer, units);
}

char *
pn_topology_layer_title (const PnSpec *spec, gsize layer, PnCaption caption)
{
  if (layer == 0)
    return g_strdup (_ ("Input"));
  if (layer < spec->n_layers)
    return hidden_title (layer, spec->layers[layer - 1].units, caption);
  if (caption != PN_CAPTION_FULL)
    return g_strdup (_ ("Output"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Output · %zu class",
                                       "Output · %zu classes", pn_spec_n_outputs (spec)),
                          pn_spec_n_outputs (spec));
}

static char *
describe_answer (const PnTopologyState *state)
{
  gsize n = pn_spec_n_outputs (state->spec), best = 0;
  g_autofree char *name = NULL;

  if (state->probabilities == NULL)
    return g_strdup (_ ("no answer yet"));
  for (gsize i = 1; i < n; i++)
    if (state->probabilities[i] > state->probabilities[best])
      best = i;
  name = pn_topology_class_name (state->class_names, best);
  /* Translators: the network's answer, the name of a class, and how sure it is */
  return g_strdup_printf (_ ("answers %s, %.0f %% sure"), name, 100.0 * state->probabilities[best]);
}

char *
pn_topology_describe (const PnTopologyState *state, gsize layer)
{
  const PnSpec *spec = state->spec;
  g_autofree char *title = pn_topology_layer_title (spec, layer, PN_CAPTION_FULL);
  g_autofree char *answer = NULL;

  if (layer == 0)
    /* Translators: "Input", width and height in pixels */
    return g_strdup_printf (_ ("%s, %zu × %zu"), title, spec->input[2], spec->input[1]);
  if (layer < spec->n_layers)
    return g_strdup_printf ("%s, %s", title,
                            pn_activation_label (spec->layers[layer - 1].activation));
  answer = describe_answer (state);
  return g_strdup_printf ("%s, %s", title, answer);
}
