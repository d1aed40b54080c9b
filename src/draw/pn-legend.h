/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-style.h"

G_BEGIN_DECLS

typedef enum
{
  PN_LEGEND_RUN,        /* line and marker in the run's colour */
  PN_LEGEND_VALIDATION, /* what a solid line means */
  PN_LEGEND_TRAINING,   /* and a dashed one */
  PN_LEGEND_INTERVAL,   /* and a whisker */
} PnLegendKind;

typedef struct
{
  PnLegendKind kind;
  guint run;        /* colour and marker */
  const char *name; /* not owned */
} PnLegendEntry;

/* Entries one after the other, as many to a row as fit `width`; a name longer than a row is cut.
 * Texts are in the text colour, never coloured. The height, 0 for none.
 */
double pn_legend_height (PnCanvas *canvas,
                         const PnStyle *style,
                         const PnLegendEntry *entries,
                         gsize n,
                         double width);

void pn_legend_draw (PnCanvas *canvas,
                     const PnStyle *style,
                     const PnLegendEntry *entries,
                     gsize n,
                     const PnRect *rect);

/* Widths and dashes of the two kinds of line, for a line scale of 1. */
#define PN_LINE_VALIDATION 2.4
#define PN_LINE_TRAINING 1.4

/* How such a line is stroked; the dashes lie in the struct, which must not move. */
typedef struct
{
  PnStroke stroke;
  double dashes[2];
} PnLinePen;

void pn_legend_pen (const PnStyle *style, gboolean training, PnLinePen *pen);

/* A whisker at x from y0 to y1, with its caps. */
void pn_legend_whisker (PnCanvas *canvas,
                        const PnStyle *style,
                        double x,
                        double y0,
                        double y1,
                        PnColor color);

G_END_DECLS
