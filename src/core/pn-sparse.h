/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-workspace-private.h"

G_BEGIN_DECLS

/* The first layer on 8-bit pictures that are mostly zeros (MNIST's are 81 %). With x = (p − μ)/σ
 *
 *   z = b + Σ_i W_i x_i = (b − μ/σ Σ_i W_i) + Σ_{p_i ≠ 0} W_i p_i/σ
 *   ∂C/∂W_i = Σ_s δ_s x_si = −μ/σ Σ_s δ_s + Σ_{p_si ≠ 0} δ_s p_si/σ
 *
 * which is exact up to rounding and skips the zeros. The sum over pixels is made in two halves, by
 * the pixels' number: a worker can then keep to its half of W, forward and backward, and needn't
 * fetch from another's cache what that one updated. The halves are the same, and are added in the
 * same order, for any number of workers.
 */
#define PN_SPARSE_HALVES 2

void pn_sparse_allocate (PnWorkspace *workspace, gsize *missing);
void pn_sparse_free (PnWorkspace *workspace);

/* Decides from the inputs whether the pass is sparse, and if so makes its scale and forward base.
 */
void pn_sparse_prepare (const PnNetwork *network, PnWorkspace *workspace);
/* What the base is made of, for whoever has a piece of the first layer's new rows in the cache (the
 * piece that begins with `row`, a multiple of PN_ROW_PIECE); and once all of them are summed up, a
 * note that the sums are those of the network's parameters. Else pn_sparse_prepare() makes them.
 */
void pn_sparse_sum_rows (const PnNetwork *network, PnWorkspace *workspace, gsize row);
void pn_sparse_note_sums (const PnNetwork *network, PnWorkspace *workspace);
/* The first of the rows of W that belong to `half`; of half 2, where they end. */
gsize pn_sparse_half_begin (const PnWorkspace *workspace, gsize half);
/* One half of the pixels of samples [first, end) into bytes and masks, and what they add to z. */
void pn_sparse_add_half (const PnNetwork *network,
                         PnWorkspace *workspace,
                         gsize half,
                         gsize first,
                         gsize end);
/* z of samples [first, end), of which both halves are there. */
void pn_sparse_join (PnWorkspace *workspace, gsize first, gsize end);
/* Once the sums of δ are known. */
void pn_sparse_prepare_backward (PnWorkspace *workspace);
/* Gradients of rows [first, end) of the first layer; `first` is a multiple of PN_MASK_BITS, and at
 * most as many rows. `columns` is the caller's scratch, pn_sparse_n_columns() numbers.
 */
void pn_sparse_gradient (PnWorkspace *workspace,
                         gsize first,
                         gsize end,
                         guint64 *columns,
                         PnReal *gradients);
gsize pn_sparse_n_columns (const PnWorkspace *workspace);

G_END_DECLS
