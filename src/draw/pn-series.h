/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many points together know their lowest and highest, so that who looks for these needn't look
 * at each point. Few, so that the columns of a plot hold some whole blocks even in a short series.
 */
#define PN_SERIES_BLOCK 16

typedef struct
{
  guint8 lowest; /* of equal ones the first; from the block's beginning */
  guint8 highest;
  gboolean finite; /* all x and y are; else lowest and highest mean nothing */
} PnSeriesBlock;

/* PnSeries: points (x, y) that grow at the end; x never falls. A y that is not finite is kept (the
 * data are the data) and not drawn. Changed by its functions only.
 */
typedef struct
{
  double *x;
  double *y;
  gsize length;
  gsize allocated;
  PnSeriesBlock *blocks; /* of the whole blocks of points */
  gsize n_blocks;
  gsize blocks_allocated;
  gsize n_not_positive; /* how many y are 0 or less: what a logarithmic axis can't show */
} PnSeries;

PnSeries *pn_series_new (void);
void pn_series_free (PnSeries *self);
PnSeries *pn_series_copy (const PnSeries *self);
void pn_series_append (PnSeries *self, double x, double y);
void pn_series_append_many (PnSeries *self, const double *x, const double *y, gsize n);

/* Keeps the first `length` points. */
void pn_series_truncate (PnSeries *self, gsize length);

/* The first index with x at or beyond `x`; `length` if there is none. */
gsize pn_series_search (const PnSeries *self, double x);

/* The index whose x is nearest, of equally near ones the last; G_MAXSIZE for an empty series. */
gsize pn_series_nearest (const PnSeries *self, double x);

/* Exponential moving average, causal and debiased, so that it follows the first values instead of
 * climbing from zero:
 *
 *   m_n = Σ_i β^(n−i) y_i / Σ_i β^(n−i),   which is   m_n = m_{n−1} + (y_n − m_{n−1}) (1−β)/(1−β^n)
 *
 * (Kingma, Ba, "Adam", 2015, section 3, on bias correction). The second form leaves a constant as
 * it is, to the bit. β = 0 is off. A value that is not finite leaves the average as it was.
 */
typedef struct
{
  double beta;   /* [0, 1) */
  double value;  /* m_n; meaningless before the first finite value */
  double weight; /* 1 − β^n */
} PnSmoother;

void pn_smoother_init (PnSmoother *self, double beta);

/* Takes y_n and returns m_n (y_n itself where it is not finite). */
double pn_smoother_push (PnSmoother *self, double y);

/* A new series with each y smoothed over all the points before it. */
PnSeries *pn_series_smooth (const PnSeries *self, double beta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnSeries, pn_series_free)

G_END_DECLS
