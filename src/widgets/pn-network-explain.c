/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pn-network-edit.h"
#include "pn-network-picture-private.h"
#include "pn-number.h"

static char *
explain_class (PnNetworkPicture *self, gsize class)
{
  const char *const *names = self->state.class_names;
  g_autofree char *number = g_strdup_printf ("%zu", class);
  const char *name = names != NULL ? names[class] : number;

  if (self->state.probabilities == NULL)
    return g_strdup_printf (_ ("Class %s"), name);
  return g_strdup_printf (_ ("Class %s: probability %.3f"), name,
                          (double) self->state.probabilities[class]);
}

static char *
explain_unit (PnNetworkPicture *self, const PnTopologyItem *item)
{
  g_autofree char *layer = NULL;

  if (!pn_network_is_hidden (self->spec, (int) item->layer))
    return explain_class (self, item->unit);
  layer = pn_network_layer_name (self->spec, (int) item->layer);
  if (self->state.activations == NULL)
    /* Translators: a unit's number and its layer: "Unit 12 of Hidden 1" */
    return g_strdup_printf (_ ("Unit %zu of %s"), item->unit + 1, layer);
  return g_strdup_printf (_ ("Unit %zu of %s: activation %.3f"), item->unit + 1, layer,
                          (double) self->state.activations[item->layer - 1][item->unit]);
}

static char *
explain_gradient (PnNetworkPicture *self, gsize layer)
{
  g_autofree char *name = pn_network_layer_name (self->spec, (int) layer);

  if (self->state.health == NULL || !isfinite (self->state.health[layer - 1]))
    return NULL; /* no bar is drawn there */
  return g_strdup_printf (_ ("%s: length of the gradient %.2e, on a scale that all layers share"),
                          name, self->state.health[layer - 1]);
}

char *
pn_network_picture_explain (PnNetworkPicture *self, const PnTopologyItem *item)
{
  if (self->spec == NULL)
    return NULL;
  switch (item->part)
    {
    case PN_TOPOLOGY_INPUT:
    case PN_TOPOLOGY_LAYER:
      return pn_network_describe_layer (self->spec, (int) item->layer);
    case PN_TOPOLOGY_UNIT:
      return explain_unit (self, item);
    case PN_TOPOLOGY_INSERT:
      return g_strdup (_ ("Insert a layer here"));
    case PN_TOPOLOGY_MINUS:
      return g_strdup (_ ("One unit fewer (−)"));
    case PN_TOPOLOGY_PLUS:
      return g_strdup (_ ("One unit more (+)"));
    case PN_TOPOLOGY_SIDE:
      return g_strdup (_ ("Drag to change the number of units"));
    case PN_TOPOLOGY_HEALTH:
      return explain_gradient (self, item->layer);
    default:
      return NULL;
    }
}
