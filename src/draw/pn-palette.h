/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-canvas.h"

G_BEGIN_DECLS

/* How many run colours differ. Run n wears colour n modulo this; its marker moves on each time the
 * colours come round, so that 36 runs look different.
 */
#define PN_N_RUN_COLORS 6

typedef enum
{
  PN_MARKER_CIRCLE,
  PN_MARKER_TRIANGLE,
  PN_MARKER_SQUARE,
  PN_MARKER_DIAMOND,
  PN_MARKER_TRIANGLE_DOWN,
  PN_MARKER_CROSS,
  PN_N_MARKERS,
} PnMarker;

/* Lines and fills have at least 3:1 against `ground`, text at least 4.5:1. Runs, accent and weights
 * share no hue.
 */
typedef struct
{
  PnColor ground; /* of the pane, and of plots */
  PnColor raised; /* of handles and read-outs */
  PnColor text;
  PnColor dim_text;
  PnColor grid;
  PnColor axis;
  PnColor accent; /* selection */
  PnColor ghost;  /* undone parts of a curve */
  PnColor ink;    /* activation bars, answers */
  PnColor track;  /* what a bar runs on */
  PnColor tile;   /* ground of a weight picture: weight zero */
  PnColor tile_border;
  PnColor negative; /* brown */
  PnColor positive; /* teal */
  PnColor cell_low; /* activation alone, from its lowest … */
  PnColor cell_high;
  PnColor runs[PN_N_RUN_COLORS];
} PnPalette;

/* One of four constant palettes. */
const PnPalette *pn_palette_get (gboolean dark, gboolean high_contrast);

PnColor pn_palette_run_color (const PnPalette *self, guint run);
PnMarker pn_palette_run_marker (guint run);

/* The colour of a weight: −1 all negative, 0 the tile's ground, 1 all positive; clamped. */
PnColor pn_palette_weight_color (const PnPalette *self, double weight);

/* 256 premultiplied ARGB32 pixels of the same scale, entry 128 weight zero. The caller's array. */
void pn_palette_weight_table (const PnPalette *self, guint32 table[256]);

/* A marker that looks about as large as a square of `size`, centred. */
void
pn_marker_draw (PnCanvas *canvas, PnMarker marker, double x, double y, double size, PnColor color);

/* "●", "▲" … for lists and captions. */
const char *pn_marker_character (PnMarker marker);

G_END_DECLS
