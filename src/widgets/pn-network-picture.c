/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pn-network-picture-private.h"
#include "pn-number.h"

/* Connections drawn: as many as the eye can follow, and some into each layer. */
#define CONNECTIONS 16
#define LEAST_PER_LAYER 2
#define MOST_PER_LAYER 8

PnNetworkPicture *
pn_network_picture_new (void)
{
  PnNetworkPicture *self = g_new0 (PnNetworkPicture, 1);

  self->atlas = pn_topology_atlas_new ();
  self->state.selected = PN_TOPOLOGY_NO_LAYER;
  self->state.health_label = _ ("Gradient");
  return self;
}

static void
free_weights (PnNetworkPicture *self)
{
  for (gsize i = 0; i < self->n_weights; i++)
    g_free (self->weights[i]);
  g_clear_pointer (&self->weights, g_free);
  self->n_weights = 0;
}

static void
free_answer (PnNetworkPicture *self)
{
  g_clear_pointer (&self->activations, g_free);
  g_clear_pointer (&self->input, g_free);
  g_clear_pointer (&self->connections, g_array_unref);
  self->state.activations = NULL;
  self->state.probabilities = NULL;
  self->state.input = NULL;
}

void
pn_network_picture_free (PnNetworkPicture *self)
{
  if (self == NULL)
    return;
  free_weights (self);
  free_answer (self);
  g_clear_pointer (&self->layout, pn_topology_layout_free);
  g_clear_pointer (&self->atlas, pn_topology_atlas_free);
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
  g_clear_pointer (&self->spec, pn_spec_free);
  g_clear_object (&self->predictor);
  g_free (self->gradients);
  g_free (self);
}

void
pn_network_picture_set_spec (PnNetworkPicture *self, const PnSpec *spec)
{
  if (self->spec != NULL && spec != NULL && pn_spec_equal (self->spec, spec))
    return;
  g_clear_pointer (&self->layout, pn_topology_layout_free);
  g_clear_pointer (&self->spec, pn_spec_free);
  self->spec = spec != NULL ? pn_spec_copy (spec) : NULL;
  self->state.hovered = (PnTopologyItem){ PN_TOPOLOGY_NOTHING, 0, 0 };
  self->weights_dirty = TRUE;
  self->answer_dirty = TRUE;
}

const PnSpec *
pn_network_picture_get_spec (PnNetworkPicture *self)
{
  return self->spec;
}

void
pn_network_picture_set_snapshot (PnNetworkPicture *self, PnSnapshot *snapshot)
{
  if (snapshot == self->snapshot)
    return;
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
  self->snapshot = snapshot != NULL ? pn_snapshot_ref (snapshot) : NULL;
  self->weights_dirty = TRUE;
}

void
pn_network_picture_set_gradients (PnNetworkPicture *self, const double *norms, gsize n)
{
  g_free (self->gradients);
  self->gradients = norms != NULL ? g_memdup2 (norms, n * sizeof *norms) : NULL;
  self->n_gradients = n;
}

void
pn_network_picture_set_predictor (PnNetworkPicture *self, PnPredictor *predictor)
{
  g_set_object (&self->predictor, predictor);
  self->answer_dirty = TRUE;
}

const PnTopologyLayout *
pn_network_picture_get_layout (PnNetworkPicture *self)
{
  return self->layout;
}

static const char *const *
get_class_names (PnNetworkPicture *self)
{
  if (self->snapshot == NULL
      || pn_spec_n_outputs (pn_snapshot_spec (self->snapshot)) != pn_spec_n_outputs (self->spec))
    return NULL;
  return pn_snapshot_class_names (self->snapshot);
}

/* The picture's weights are [units][fan-in] as floats; a snapshot has them as it trains with them.
 */
static void
read_weights (PnNetworkPicture *self)
{
  const PnNetwork *network;

  free_weights (self);
  self->weights_dirty = FALSE;
  self->atlas_dirty = TRUE;
  self->answer_dirty = TRUE;
  if (self->spec == NULL || self->snapshot == NULL
      || !pn_spec_same_shape (self->spec, pn_snapshot_spec (self->snapshot)))
    return;
  network = pn_snapshot_network (self->snapshot);
  self->n_weights = self->spec->n_layers;
  self->weights = g_new0 (float *, self->n_weights);
  for (gsize i = 0; i < self->n_weights; i++)
    {
      gsize n = self->spec->layers[i].units * pn_spec_fan_in (self->spec, i);

      self->weights[i] = g_try_new (float, n);
      if (self->weights[i] == NULL)
        {
          /* No memory for a picture of it: the tiles stay without weights. */
          free_weights (self);
          return;
        }
      pn_network_get_weights (network, i, self->weights[i], NULL);
    }
}

/* The input as the first layer gets it. */
static void
read_input (PnNetworkPicture *self)
{
  gsize n = 0;
  const guint8 *pixels = pn_predictor_get_picture (self->predictor, &n);
  const PnNormalisation *normalisation;

  if (pixels == NULL || n != pn_spec_n_inputs (self->spec))
    return;
  self->state.input = pixels;
  if (self->snapshot == NULL)
    return;
  normalisation = pn_snapshot_normalisation (self->snapshot);
  self->input = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    self->input[i] = (float) ((pixels[i] - normalisation->mean) / normalisation->std);
}

/* All layers' activations, or none where the predictor answers for another design. */
static void
read_activations (PnNetworkPicture *self)
{
  gsize n_layers = self->spec->n_layers;
  g_autofree const float **activations = g_new0 (const float *, n_layers);
  const float *probabilities;
  gsize n = 0;

  probabilities = pn_predictor_get_probabilities (self->predictor, &n);
  if (probabilities == NULL || n != pn_spec_n_outputs (self->spec)
      || !pn_spec_same_shape (self->spec,
                              pn_snapshot_spec (pn_predictor_get_snapshot (self->predictor))))
    return;
  for (gsize i = 0; i < n_layers; i++)
    activations[i] = pn_predictor_get_activations (self->predictor, i, &n);
  self->activations = g_steal_pointer (&activations);
  self->state.activations = self->activations;
  self->state.probabilities = probabilities;
}

static void
find_connections (PnNetworkPicture *self)
{
  const PnTopologyItem *hovered = &self->state.hovered;
  const PnTopologyItem *focus = hovered->part == PN_TOPOLOGY_UNIT ? hovered : NULL;
  guint per_layer;

  g_clear_pointer (&self->connections, g_array_unref);
  self->state.connections = NULL;
  self->state.n_connections = 0;
  if (self->weights == NULL || self->activations == NULL || self->input == NULL)
    return;
  per_layer = CLAMP (CONNECTIONS / self->spec->n_layers, LEAST_PER_LAYER, MOST_PER_LAYER);
  self->connections
      = pn_topology_find_connections (self->spec, (const float *const *) self->weights, self->input,
                                      self->activations, focus, per_layer);
  self->state.connections = (const PnTopologyConnection *) (gpointer) self->connections->data;
  self->state.n_connections = self->connections->len;
}

/* A lens with room for some units shows those that matter most for this input. */
static void
choose_lens_units (PnNetworkPicture *self)
{
  PnTopologyLayout *layout = self->layout;
  g_autofree gsize *units = NULL;

  if (layout->lens_layer == PN_TOPOLOGY_NO_LAYER || layout->lens.count == layout->lens_units_total
      || self->weights == NULL || self->activations == NULL)
    return;
  units = g_new (gsize, layout->lens.count);
  pn_topology_rank_units (self->spec, (const float *const *) self->weights, self->activations,
                          layout->lens_layer, layout->lens.count, units);
  pn_topology_layout_set_lens_units (layout, units);
  self->atlas_dirty = TRUE;
}

static void
read_answer (PnNetworkPicture *self)
{
  free_answer (self);
  self->answer_dirty = FALSE;
  if (self->predictor == NULL || self->spec == NULL)
    return;
  read_input (self);
  read_activations (self);
  find_connections (self);
  choose_lens_units (self);
}

static void
render_atlas (PnNetworkPicture *self, const PnStyle *style)
{
  self->atlas_dirty = FALSE;
  self->palette = style->palette;
  self->state.atlas = NULL;
  if (self->weights == NULL)
    return;
  pn_topology_atlas_update (self->atlas, self->spec, (const float *const *) self->weights,
                            self->layout, style->palette);
  self->state.atlas = self->atlas;
}

void
pn_network_picture_layout (PnNetworkPicture *self,
                           const PnRect *rect,
                           const PnStyle *style,
                           PangoContext *context,
                           int selected,
                           double scroll)
{
  PnTopologyOptions options = { .style = style, .context = context, .scroll = scroll };

  g_clear_pointer (&self->layout, pn_topology_layout_free);
  if (self->spec == NULL)
    return;
  options.class_names = get_class_names (self);
  options.selected = selected >= 0 ? (gsize) selected : PN_TOPOLOGY_NO_LAYER;
  self->state.selected = options.selected;
  self->layout = pn_topology_layout_new (self->spec, rect, &options);
  self->atlas_dirty = TRUE;
  self->answer_dirty = TRUE;
}

void
pn_network_picture_set_hovered (PnNetworkPicture *self, const PnTopologyItem *item)
{
  self->state.hovered = *item;
  if (!self->answer_dirty && self->spec != NULL)
    find_connections (self);
}

const PnTopologyItem *
pn_network_picture_get_hovered (PnNetworkPicture *self)
{
  return &self->state.hovered;
}

void
pn_network_picture_set_focused (PnNetworkPicture *self, const PnTopologyItem *item)
{
  self->state.focused = *item;
}

void
pn_network_picture_draw (PnNetworkPicture *self, PnCanvas *canvas, const PnStyle *style)
{
  if (self->layout == NULL)
    return;
  if (self->weights_dirty)
    read_weights (self);
  if (self->answer_dirty)
    read_answer (self);
  if (self->atlas_dirty || style->palette != self->palette)
    render_atlas (self, style);
  self->state.spec = self->spec;
  self->state.class_names = get_class_names (self);
  self->state.health = self->n_gradients == self->spec->n_layers ? self->gradients : NULL;
  pn_topology_draw (self->layout, &self->state, canvas, style);
}
