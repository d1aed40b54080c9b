/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-kernels.h"
#include "pn-network-private.h"

G_BEGIN_DECLS

/* One layer's numbers of a batch, [capacity][stride] each; padding is unspecified in `a` and
 * `slope`, zero in the others. `a` is `z` where nothing happens between them; `slope` is ∂a/∂z,
 * dropout's factor included, and NULL where it is 1 everywhere.
 */
typedef struct
{
  PnReal *z;
  PnReal *a;
  PnReal *slope;
  PnReal *delta;      /* ∂C/∂z */
  PnReal *delta_sums; /* [stride]: over the batch; a bias' gradient */
  PnReal *transposed; /* [units][stride of the layer before]: the weights the other way round */
} PnLayerScratch;

struct _PnWorkspace
{
  gsize capacity;
  gsize n; /* samples of the last pass */
  gsize n_layers;
  gsize n_inputs;
  PnLayerPlan *layers;
  PnLayerScratch *scratch;
  const PnKernels *kernels;
  PnInputs inputs; /* of the last pass */
  PnReal *x;       /* [capacity][n_inputs], normalised; unused where the pass is sparse */

  /* 8-bit pictures that are mostly zeros, in place of x: see pn-sparse.h. */
  gboolean allow_sparse; /* TRUE at the start */
  gboolean is_sparse;    /* the last pass was */
  PnSparse sparse;
  guint8 *bytes;                      /* [capacity][byte_stride] */
  guint64 *masks;                     /* [byte_stride / 64][mask_stride] */
  PnReal *second_half;                /* [capacity][stride of the first layer] */
  PnReal *forward_base;               /* [stride of the first layer] */
  guint64 base_stamp;                 /* the parameters that it was made of, 0 for none, ... */
  PnNormalisation base_normalisation; /* ... and the normalisation, which the scale is of, too */
  PnReal *row_sums;      /* [pieces of rows][stride]: a piece's weights of each unit summed up */
  guint64 sums_stamp;    /* the parameters that they are of */
  PnReal *backward_base; /* the same */
  PnReal
      *delta_chunks; /* [capacity × stride of the first layer], where that is more than a chunk */
  const PnReal *packed_delta; /* that, or the first layer's delta */
  guint64 *columns;           /* scratch of a pass by one thread */

  double *losses;
  guint8 *correct; /* per sample */
};

G_END_DECLS
