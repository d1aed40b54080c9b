/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-style.h"

G_BEGIN_DECLS

/* PnMatrix: the picture of a confusion matrix: a row for each true class, a column for each answer;
 * beside it, or below it where that is too narrow, bars of each class' precision, recall and F1. A
 * plain value that borrows what it shows.
 */
typedef enum
{
  PN_MATRIX_PRECISION,
  PN_MATRIX_RECALL,
  PN_MATRIX_F1,
  PN_MATRIX_N_SCORES,
} PnMatrixScore;

typedef struct
{
  gsize n;
  const char *const *names;                 /* [n] of the classes */
  const guint64 *counts;                    /* [true][answer] */
  const double *scores[PN_MATRIX_N_SCORES]; /* [n] each, in [0, 1] or NaN */
  gboolean rates;                           /* shares of the true class instead of counts */
} PnMatrix;

/* Where things are. */
typedef struct
{
  gsize n;
  PnRect caption; /* "Rows: …" */
  PnRect cells;   /* all cells; names of the rows to the left, of the columns above */
  PnRect bars;    /* all bars; names above, and to the left where they are below the cells */
  double cell_width;
  double cell_height;
  double bar_width;
  double bar_height;
  gboolean below; /* the bars are below the cells */
} PnMatrixLayout;

/* "precision" …, translated. */
const char *pn_matrix_score_name (PnMatrixScore score);

/* The width below which not even the cells fit, and the height that `width` asks for. Units of the
 * style; 24 pixels a cell or more with a desktop's text.
 */
double pn_matrix_min_width (const PnMatrix *self, PangoContext *context, const PnStyle *style);
double
pn_matrix_height (const PnMatrix *self, PangoContext *context, const PnStyle *style, double width);

PnMatrixLayout pn_matrix_layout (const PnMatrix *self,
                                 PangoContext *context,
                                 const PnStyle *style,
                                 const PnRect *rect);
/* A spot: a cell, or a bar with `column` n + its PnMatrixScore. */
PnRect pn_matrix_spot (const PnMatrixLayout *layout, gsize row, gsize column);

void
pn_matrix_draw (const PnMatrix *self, PnCanvas *canvas, const PnRect *rect, const PnStyle *style);

G_END_DECLS
