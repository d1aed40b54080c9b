/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pn-network-edit.h"
#include "pn-network-picture-private.h"
#include "pn-number.h"

/* What is drawn is borrowed and only lasts for the drawing: words ask for it anew. */

/* The predictor's snapshot, if it answers for this design; NULL else. */
static PnSnapshot *
get_answering (PnNetworkPicture *self)
{
  PnSnapshot *snapshot
      = self->predictor != NULL ? pn_predictor_get_snapshot (self->predictor) : NULL;

  return snapshot != NULL && pn_spec_same_shape (self->spec, pn_snapshot_spec (snapshot)) ? snapshot
                                                                                          : NULL;
}

static char *
explain_class (PnNetworkPicture *self, gsize class)
{
  PnSnapshot *snapshot = get_answering (self);
  const float *probabilities
      = snapshot != NULL ? pn_predictor_get_probabilities (self->predictor, NULL) : NULL;
  g_autofree char *number = g_strdup_printf ("%zu", class);
  const char *name = snapshot != NULL ? pn_snapshot_class_names (snapshot)[class] : number;

  if (probabilities == NULL)
    return g_strdup_printf (_ ("Class %s"), name);
  return g_strdup_printf (_ ("Class %s: probability %.3f"), name, (double) probabilities[class]);
}

static char *
explain_unit (PnNetworkPicture *self, const PnTopologyItem *item)
{
  g_autofree char *layer = NULL;
  const float *activations = NULL;

  if (!pn_network_is_hidden (self->spec, (int) item->layer))
    return explain_class (self, item->unit);
  layer = pn_network_layer_name (self->spec, (int) item->layer);
  if (get_answering (self) != NULL)
    activations = pn_predictor_get_activations (self->predictor, item->layer - 1, NULL);
  if (activations == NULL)
    /* Translators: a unit's number and its layer: "Unit 12 of Hidden 1" */
    return g_strdup_printf (_ ("Unit %zu of %s"), item->unit + 1, layer);
  return g_strdup_printf (_ ("Unit %zu of %s: activation %.3f"), item->unit + 1, layer,
                          (double) activations[item->unit]);
}

static char *
explain_gradient (PnNetworkPicture *self, gsize layer)
{
  g_autofree char *name = pn_network_layer_name (self->spec, (int) layer);

  if (self->n_gradients != self->spec->n_layers || self->gradients == NULL
      || !isfinite (self->gradients[layer - 1]))
    return NULL; /* no bar is drawn there */
  return g_strdup_printf (_ ("%s: length of the gradient %.2e, on a scale that all layers share"),
                          name, self->gradients[layer - 1]);
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
