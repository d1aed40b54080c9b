/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The dense matrix products of one training step, and nothing else, through the linked BLAS on one
 * batch that stays warm in the cache: for each layer Z = XW, ∂W = Xᵀδ, and (but for the first)
 * ∂X = δWᵀ. Tries weights stored [in][out] and [out][in] for `seconds` in all, in turn, and returns
 * the samples a second of the faster one. `units` holds `n_units` sizes, input and output included.
 * NAN where there is no memory.
 */
double pn_bench_gemm (const gsize *units, gsize n_units, gsize batch, double seconds);

G_END_DECLS
