/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-spec.h"
#include "pn-style.h"

G_BEGIN_DECLS

/* The network as a picture that can be grabbed: layout, hit test and drawing. Layers are numbered
 * as on the picture: 0 is the input, 1 the first layer after it, spec->n_layers the output; so
 * layer n is at index n − 1 of the spec's layers and of all arrays here. Main thread.
 */

#define PN_TOPOLOGY_NO_LAYER G_MAXSIZE

/* From this size on, in pixels, a tile shows its weights; below, activation only. */
#define PN_TOPOLOGY_TILE 20
/* Cells never get smaller than this: the view scrolls. */
#define PN_TOPOLOGY_CELL 4
/* Nor more layers side by side than this. */
#define PN_TOPOLOGY_LAYERS 20
/* The least side of what a pointer aims at, and the gap from which a ＋ is always shown. */
#define PN_TOPOLOGY_TARGET 24

typedef enum
{
  PN_TOPOLOGY_NOTHING, /* outside of the picture */
  PN_TOPOLOGY_BACKGROUND,
  PN_TOPOLOGY_INPUT,
  PN_TOPOLOGY_LAYER,  /* a block beside its units, or its caption */
  PN_TOPOLOGY_UNIT,   /* a unit in its block or in the lens; of the output: a class */
  PN_TOPOLOGY_INSERT, /* ＋: `layer` is the number that the new layer would have */
  PN_TOPOLOGY_MINUS,
  PN_TOPOLOGY_PLUS,
  PN_TOPOLOGY_SIDE, /* the handle that changes the units by dragging */
  PN_TOPOLOGY_HEALTH,
} PnTopologyPart;

typedef struct
{
  PnTopologyPart part;
  gsize layer;
  gsize unit;
} PnTopologyItem;

gboolean pn_topology_item_equal (const PnTopologyItem *a, const PnTopologyItem *b);

/* A grid of equal cells, filled row by row. */
typedef struct
{
  PnRect rect;
  gsize count;
  gsize columns;
  gsize rows;
  double pitch; /* from cell to cell, both ways */
  double cell;  /* side of a cell: pitch less the gap */
} PnTopologyGrid;

/* The rectangle of a cell. */
PnRect pn_topology_grid_cell (const PnTopologyGrid *grid, gsize index);

/* How much is written under a layer, the same for all. */
typedef enum
{
  PN_CAPTION_FULL,   /* "Hidden 1 · 64 units", below it the activation */
  PN_CAPTION_MEDIUM, /* "1 · 64" */
  PN_CAPTION_SHORT,  /* "1" */
} PnCaption;

/* One layer after the input. Rectangles of no width are not there. */
typedef struct
{
  PnTopologyGrid grid; /* hidden layers; of the output only `rect`, all of its rows, and `pitch` */
  PnRect caption;
  PnAnchor caption_anchor; /* START or MIDDLE of the rectangle */
  PnRect minus;
  PnRect plus;
  PnRect side;
  PnRect insert;          /* the ＋ before this layer */
  gboolean insert_always; /* else on hover and focus only: the gap is narrow */
  PnRect health;
} PnTopologyBlock;

typedef struct
{
  PnRect rect; /* all of it, as asked for */
  double text_size;
  PnRect view; /* the upper part, which scrolls sideways where `scroll_max` > 0 */
  double scroll;
  double scroll_max;
  PnRect input;
  PnRect input_caption;
  gsize n_layers;
  PnTopologyBlock *blocks;
  PnCaption captions;
  PnRect health_label;
  gboolean health_vertical; /* bars stand up on a shared scale; else they lie, one to a block */
  double name_width;        /* of the class names; 0 where rows are too low for names */
  double percent_width;

  gsize lens_layer; /* PN_TOPOLOGY_NO_LAYER without a lens */
  PnRect lens_title;
  PnRect lens_minus;
  PnRect lens_plus;
  PnTopologyGrid lens;
  gsize lens_units_total;
  gsize *lens_units; /* which unit each cell shows */
} PnTopologyLayout;

typedef struct
{
  const PnStyle *style;
  PangoContext *context;          /* measures text; NULL is Pango's own */
  const char *const *class_names; /* one an output; NULL numbers them */
  gsize selected;                 /* layer, or PN_TOPOLOGY_NO_LAYER */
  double scroll;                  /* clamped */
} PnTopologyOptions;

/* Rules: a block's columns make its tiles as large as the space allows. Where some layer's tiles
 * are too small for weights and a hidden layer is selected, that layer opens below as a lens: all
 * its units, or as many as fit (then pn_topology_layout_set_lens_units() says which).
 */
PnTopologyLayout *
pn_topology_layout_new (const PnSpec *spec, const PnRect *rect, const PnTopologyOptions *options);
void pn_topology_layout_free (PnTopologyLayout *self);

/* Which units the lens shows; `units` has self->lens.count entries. */
void pn_topology_layout_set_lens_units (PnTopologyLayout *self, const gsize *units);

/* What lies at a point. */
PnTopologyItem pn_topology_layout_hit (const PnTopologyLayout *self, double x, double y);

/* Where an item is; of no width if it is not on the picture. A unit of the lens' layer is where it
 * is larger: in the lens.
 */
PnRect pn_topology_layout_locate (const PnTopologyLayout *self, const PnTopologyItem *item);

/* A narrow block takes the pointer beside it as well: the rectangle, at least PN_TOPOLOGY_TARGET
 * wide about the same middle.
 */
PnRect pn_topology_target (const PnRect *rect);

/* The weight pictures of all units that are shown, in one image, made when the parameters change
 * and drawn from many times. Refresh it at most 30 times a second.
 */
typedef struct _PnTopologyAtlas PnTopologyAtlas;

PnTopologyAtlas *pn_topology_atlas_new (void);
void pn_topology_atlas_free (PnTopologyAtlas *self);

/* Renders the pictures that `layout` has room for: incoming weights in the first layer, the
 * effective input pattern deeper (the product of the weight matrices up to the unit: what a linear
 * network would look for). weights[i] is [units][fan-in] of the layer at index i, without bias.
 * Each picture has its own scale, but noise of a layer's weakest units is not blown up to the
 * strongest's.
 */
void pn_topology_atlas_update (PnTopologyAtlas *self,
                               const PnSpec *spec,
                               const float *const *weights,
                               const PnTopologyLayout *layout,
                               const PnPalette *palette);

/* The picture of a unit as part of the atlas' image; FALSE if it has none. */
gboolean pn_topology_atlas_get (const PnTopologyAtlas *self,
                                gsize layer,
                                gsize unit,
                                PnImage *image,
                                PnRect *source);

/* What flows along a connection at the present input: weight × activation of where it comes from.
 */
typedef struct
{
  gsize layer;       /* where it leads: 1 … n_layers */
  gsize unit;        /* of that layer */
  gsize source_unit; /* of the layer before; PN_TOPOLOGY_NO_LAYER is the input as a whole */
  double strength;
} PnTopologyConnection;

/* The `per_layer` strongest connections into each layer, or, if `focus` is a unit, into and out of
 * that one. Into the first layer the input counts as one source, with Σ w x. `input` is the
 * normalised input [n_inputs], activations[i] [units]. Free the array of PnTopologyConnection with
 * g_array_unref().
 */
GArray *pn_topology_find_connections (const PnSpec *spec,
                                      const float *const *weights,
                                      const float *input,
                                      const float *const *activations,
                                      const PnTopologyItem *focus,
                                      guint per_layer);

/* The `count` units of a hidden layer that matter most now, |activation| × Σ |outgoing weight|, in
 * the order of their numbers, for pn_topology_layout_set_lens_units().
 */
void pn_topology_rank_units (const PnSpec *spec,
                             const float *const *weights,
                             const float *const *activations,
                             gsize layer,
                             gsize count,
                             gsize *units);

/* What the picture shows; pointers are borrowed for the call. NULL is not known (yet). */
typedef struct
{
  const PnSpec *spec;
  const guint8 *input;             /* [channels][height][width], 0–255, as the network sees it */
  const float *const *activations; /* [n_layers], each [units]; the output's are not used */
  const float *probabilities;      /* [classes] */
  const char *const *class_names;  /* [classes]; NULL numbers them */
  const double *health;            /* [n_layers], positive; NaN is not known */
  const char *health_label;        /* "Gradient" */
  const PnTopologyAtlas *atlas;    /* NULL: tiles without weights */
  const PnTopologyConnection *connections; /* strongest first or not */
  gsize n_connections;
  gsize selected;         /* layer, or PN_TOPOLOGY_NO_LAYER */
  PnTopologyItem hovered; /* part NOTHING is none */
  PnTopologyItem pinned;
  PnTopologyItem focused; /* by the keyboard: a dashed outline */
} PnTopologyState;

void pn_topology_draw (const PnTopologyLayout *layout,
                       const PnTopologyState *state,
                       PnCanvas *canvas,
                       const PnStyle *style);

/* Words: "Hidden 1 · 64 units" and the like, for captions, menus and screen readers. The caller
 * frees them.
 */
char *pn_topology_layer_title (const PnSpec *spec, gsize layer, PnCaption caption);
char *pn_topology_describe (const PnTopologyState *state, gsize layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTopologyLayout, pn_topology_layout_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTopologyAtlas, pn_topology_atlas_free)

G_END_DECLS
