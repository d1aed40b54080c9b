/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-topology.h"

G_BEGIN_DECLS

#define PN_TOPOLOGY_OUTLINE 8 /* around a block, for the mark of selection */

/* What the parts of the layout share while it is made. Lengths in units of the rectangle. */
typedef struct
{
  const PnSpec *spec;
  const PnTopologyOptions *options;
  PnTopologyLayout *layout;
  gsize n_hidden;
  double em;           /* body text */
  double scale;        /* em against the one that the pictures were designed for */
  double input_width;  /* of the input's picture */
  double output_width; /* names, bars, percentages */
  double name_width;
  double blocks_height; /* what the tallest block may take */
  double gap;           /* between columns, at least */
  double *budgets;      /* width for each hidden layer */
  gboolean button_row;  /* − and ＋ below the captions instead of beside them */
  gboolean has_lens;
} PnTopologyPlan;

/* The largest pitch at which `units` cells fit width × height, at most `max`; not yet rounded. */
double pn_topology_best_pitch (gsize units, double width, double height, double max);

/* Fills a grid of whole-pixel pitch, at least PN_TOPOLOGY_CELL; the place is set by the caller. */
void
pn_topology_fill_grid (PnTopologyGrid *grid, gsize units, double width, double height, double max);

/* Chooses gap, pitches and widths of the hidden blocks for plan->blocks_height. */
void pn_topology_size_blocks (PnTopologyPlan *plan);

/* Lays out the lens in `rect`. */
void pn_topology_place_lens (PnTopologyPlan *plan, const PnRect *rect);

gboolean pn_topology_is_hidden (const PnTopologyLayout *self, gsize layer);

/* Drawing, in pn-topology-draw.c and -draw-layers.c. */
typedef struct
{
  const PnTopologyLayout *layout;
  const PnTopologyState *state;
  PnCanvas *canvas;
  const PnStyle *style;
} PnTopologyDrawing;

/* Activations of a layer as fractions of what its function or its units reach, 0 to 1. */
typedef struct
{
  double low;
  double high;
} PnActivationRange;

PnActivationRange
pn_topology_activation_range (PnActivation activation, const float *values, gsize n);
double pn_topology_activation_fraction (PnActivationRange range, double value);

void pn_topology_draw_grid (const PnTopologyDrawing *self, const PnTopologyGrid *grid, gsize layer);
void pn_topology_draw_output (const PnTopologyDrawing *self);
void pn_topology_draw_health (const PnTopologyDrawing *self);
void pn_topology_draw_connections (const PnTopologyDrawing *self);

/* "0" … or the name. The caller frees it. */
char *pn_topology_class_name (const char *const *names, gsize index);

G_END_DECLS
