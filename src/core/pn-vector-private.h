/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-vector.h"

G_BEGIN_DECLS

/* What the files of one vector build hand to its table; pn-kernels.h says what each does. */

extern const PnActivate PN_VECTOR (pn_activations)[PN_N_ACTIVATIONS];

void PN_VECTOR (pn_multiply) (gsize m,
                              gsize n,
                              gsize k,
                              const float *a,
                              gsize a_row,
                              gsize a_step,
                              const float *b,
                              gsize ldb,
                              const float *bias,
                              float *c,
                              gsize ldc);
void PN_VECTOR (pn_find_non_zero) (gsize n_groups,
                                   const guint8 *bytes,
                                   gsize mask_stride,
                                   guint64 *masks);
void PN_VECTOR (pn_sparse_forward) (const PnSparse *sparse,
                                    gsize first,
                                    gsize end,
                                    gsize first_group,
                                    gsize end_group,
                                    gsize stride,
                                    const float *rows,
                                    const float *base,
                                    float *z);
void PN_VECTOR (pn_sparse_rows) (const PnSparse *sparse,
                                 gsize group,
                                 const guint64 *columns,
                                 gsize n,
                                 gsize n_rows,
                                 gsize stride,
                                 const float *delta,
                                 const float *base,
                                 float *gradients);
void PN_VECTOR (pn_transpose) (gsize n,
                               gsize m,
                               const float *in,
                               gsize in_stride,
                               float *out,
                               gsize out_stride);
void PN_VECTOR (pn_sum_rows) (gsize n, gsize stride, const float *rows, float *sums);
gboolean PN_VECTOR (pn_update_apply) (const PnUpdate *update,
                                      gsize n,
                                      float *w,
                                      float *const slots[2],
                                      const float *g);

G_END_DECLS
