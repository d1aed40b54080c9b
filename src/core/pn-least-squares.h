/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small dense systems in double precision, matrices row-major. Any thread. */

/* What a multiplication here takes, in those of the kernels: double precision, and no blocks that
 * stay in the cache. For whoever tells beforehand how long something takes.
 */
#define PN_LEAST_SQUARES_SLOW 8.0

/* A = UᵀU for the symmetric positive definite `a` [n][n], of which the upper triangle is read and
 * replaced by U. FALSE where it isn't positive definite (or not finite): `a` is spoilt then.
 */
gboolean pn_cholesky (gsize n, double *a);

/* Solves UᵀU X = B for `b` [n][columns], in place, with the U of pn_cholesky(). */
void pn_cholesky_solve (gsize n, const double *u, gsize columns, double *b);

/* `a`, as above, is replaced by its inverse, both triangles. FALSE as above, and where there is no
 * memory.
 */
gboolean pn_invert_positive (gsize n, double *a);

/* The `d` leading eigenvectors of the symmetric `a` [n][n] as the columns of `v` [n][d], by
 * orthogonal iteration from what is in `v` (Golub, Van Loan: "Matrix Computations", section 8.2);
 * near enough to span the space that carries most of the trace, not to the last digit.
 */
void pn_leading_vectors (gsize n, const double *a, gsize d, double *v);

G_END_DECLS
