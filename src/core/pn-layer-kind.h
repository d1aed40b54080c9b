/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-kernels.h"
#include "pn-network-private.h"

G_BEGIN_DECLS

/* Samples, and rows of weights, that BLAS gets at once: whoever computes a piece, it is the same.
 */
#define PN_SAMPLE_PIECE 64
#define PN_ROW_PIECE 64

/* Whether the layer's products are made by the kernels; by BLAS otherwise. */
static inline gboolean
pn_plan_is_small (const PnLayerPlan *plan, const PnKernels *kernels)
{
  return plan->fan_in * plan->stride <= kernels->small;
}

/* A layer kind: the numbers of one row of the table, its shape in pn-layer-shape.h. A pass calls
 * these on ranges of samples or of rows, from more than one thread: they write nothing but their
 * output, and every number is summed in an order that doesn't depend on the range.
 */
typedef struct
{
  const char *name;

  /* Draws the layer's `rows`, which are zero. `index` is the layer's, a coordinate of the numbers.
   */
  void (*initialise) (const PnLayerSpec *spec,
                      const PnLayerPlan *plan,
                      gsize index,
                      guint64 seed,
                      PnReal *rows);

  /* z [n][stride] of `n` samples; x [n][ld], of which fan_in are read. */
  void (*forward) (const PnKernels *kernels,
                   const PnLayerPlan *plan,
                   const PnReal *rows,
                   const PnReal *x,
                   gsize ld,
                   gsize n,
                   PnReal *z);

  /* ∂C/∂x [n][ld] from ∂C/∂z. `transposed` is as pn_pass_prepare() made it. */
  void (*backward_inputs) (const PnKernels *kernels,
                           const PnLayerPlan *plan,
                           const PnReal *rows,
                           const PnReal *transposed,
                           const PnReal *delta,
                           gsize n,
                           PnReal *dx,
                           gsize ld);

  /* Gradients of the parameter rows from `first` up to `end`, [end − first][stride], over all `n`
   * samples; `delta_sums` are the column sums of `delta`.
   */
  void (*backward_rows) (const PnKernels *kernels,
                         const PnLayerPlan *plan,
                         const PnReal *x,
                         gsize ld,
                         const PnReal *delta,
                         const PnReal *delta_sums,
                         gsize n,
                         gsize first,
                         gsize end,
                         PnReal *gradients);
} PnLayerKindRow;

const PnLayerKindRow *pn_layer_kind (PnLayerKind kind);

/* The rows. */
extern const PnLayerKindRow pn_dense_layer;

G_END_DECLS
