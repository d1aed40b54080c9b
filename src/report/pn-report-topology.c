/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-topology.h"

#include <string.h>

#include "pn-topology.h"

/* The layout is made for pixels of the screen: as many to a point of paper. */
#define PIXELS_PER_POINT 2.0
#define TEXT_SIZE 14.67 /* a desktop's 11 pt */
#define CONNECTIONS 16
#define LEAST_PER_LAYER 2
#define MOST_PER_LAYER 8

typedef struct
{
  const PnReportRun *run;
  const PnSpec *spec;
  PnStyle style;
  PnTopologyLayout *layout;
  PnTopologyAtlas *atlas;
  float **weights;     /* [n_layers] */
  float **activations; /* [n_layers] */
  float *input;        /* normalised */
  float *probabilities;
  GArray *connections;
  PnTopologyState state;
} Picture;

static void
free_arrays (float **arrays, gsize n)
{
  for (gsize i = 0; arrays != NULL && i < n; i++)
    g_free (arrays[i]);
  g_free (arrays);
}

static void
picture_clear (Picture *self)
{
  pn_topology_layout_free (self->layout);
  pn_topology_atlas_free (self->atlas);
  free_arrays (self->weights, self->spec->n_layers);
  free_arrays (self->activations, self->spec->n_layers);
  g_free (self->input);
  g_free (self->probabilities);
  g_clear_pointer (&self->connections, g_array_unref);
}

static void
read_weights (Picture *self)
{
  const PnNetwork *network = pn_snapshot_network (self->run->snapshot);

  self->weights = g_new0 (float *, self->spec->n_layers);
  for (gsize i = 0; i < self->spec->n_layers; i++)
    {
      self->weights[i] = g_new (float, self->spec->layers[i].units *pn_spec_fan_in (self->spec, i));
      pn_network_get_weights (network, i, self->weights[i], NULL);
    }
}

/* On paper nothing is grabbed: what is there for the pointer has no size. */
static void
drop_handles (PnTopologyLayout *layout)
{
  const PnRect nothing = { 0, 0, 0, 0 };

  for (gsize i = 0; i < layout->n_layers; i++)
    {
      PnTopologyBlock *block = &layout->blocks[i];

      block->minus = block->plus = block->side = nothing;
      block->insert_always = FALSE;
    }
}

static void
make_layout (Picture *self, const PnRect *rect)
{
  PnTopologyOptions options = { .style = &self->style,
                                .class_names = pn_snapshot_class_names (self->run->snapshot),
                                .selected = PN_TOPOLOGY_NO_LAYER };

  self->layout = pn_topology_layout_new (self->spec, rect, &options);
  drop_handles (self->layout);
  self->atlas = pn_topology_atlas_new ();
  pn_topology_atlas_update (self->atlas, self->spec, (const float *const *) self->weights,
                            self->layout, self->style.palette);
}

/* What the network makes of the first image. */
static void
read_answer (Picture *self)
{
  const PnDataset *images = self->run->data->validation;
  const PnNormalisation *normalisation = pn_snapshot_normalisation (self->run->snapshot);
  gsize n = pn_spec_n_inputs (self->spec);
  PnInputs inputs = { .n = 1, .bytes = self->state.input, .normalisation = *normalisation };
  g_autoptr (PnWorkspace) workspace
      = pn_workspace_new (pn_snapshot_network (self->run->snapshot), 1, NULL);

  if (workspace == NULL || pn_dataset_n_inputs (images) != n)
    return;
  pn_network_forward (pn_snapshot_network (self->run->snapshot), workspace, &inputs);
  self->activations = g_new0 (float *, self->spec->n_layers);
  for (gsize i = 0; i < self->spec->n_layers; i++)
    {
      self->activations[i] = g_new (float, self->spec->layers[i].units);
      pn_workspace_get_activations (workspace, i, self->activations[i]);
    }
  self->probabilities = g_new (float, pn_spec_n_outputs (self->spec));
  pn_workspace_get_probabilities (workspace, self->probabilities);
  self->input = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    self->input[i] = (float) ((self->state.input[i] - normalisation->mean) / normalisation->std);
}

static void
find_connections (Picture *self)
{
  guint per_layer = CLAMP (CONNECTIONS / self->spec->n_layers, LEAST_PER_LAYER, MOST_PER_LAYER);

  if (self->activations == NULL)
    return;
  self->connections
      = pn_topology_find_connections (self->spec, (const float *const *) self->weights, self->input,
                                      (const float *const *) self->activations, NULL, per_layer);
  self->state.activations = (const float *const *) self->activations;
  self->state.probabilities = self->probabilities;
  self->state.connections = (const PnTopologyConnection *) (gpointer) self->connections->data;
  self->state.n_connections = self->connections->len;
}

static void
fill_state (Picture *self)
{
  self->state.spec = self->spec;
  self->state.class_names = pn_snapshot_class_names (self->run->snapshot);
  self->state.atlas = self->atlas;
  self->state.selected = PN_TOPOLOGY_NO_LAYER;
  if (pn_report_run_n_validation (self->run) == 0)
    return;
  self->state.input = pn_dataset_bytes (self->run->data->validation);
  if (self->state.input == NULL)
    return;
  read_answer (self);
  find_connections (self);
}

void
pn_report_draw_topology (PnCanvas *canvas, const PnRect *rect, gpointer run)
{
  const PnReportRun *report_run = run;
  Picture self = { .run = report_run,
                   .spec = pn_snapshot_spec (report_run->snapshot),
                   .style = pn_style_report (TEXT_SIZE) };
  PnRect pixels = { 0, 0, rect->width * PIXELS_PER_POINT, rect->height * PIXELS_PER_POINT };
  PnColor paper = PN_COLOR (0xffffff);
  cairo_matrix_t matrix;

  pn_canvas_fill_rect (canvas, rect, 0, paper);
  self.style.numbers = pn_numbers_locale ();
  read_weights (&self);
  make_layout (&self, &pixels);
  fill_state (&self);
  cairo_matrix_init (&matrix, 1 / PIXELS_PER_POINT, 0, 0, 1 / PIXELS_PER_POINT, rect->x, rect->y);
  pn_canvas_save (canvas);
  pn_canvas_transform (canvas, &matrix);
  pn_topology_draw (self.layout, &self.state, canvas, &self.style);
  pn_canvas_restore (canvas);
  picture_clear (&self);
}
