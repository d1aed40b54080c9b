/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-real.h"

#include <glib.h>

G_BEGIN_DECLS

/* The only door to BLAS. All matrices are row-major; a leading dimension is the distance of rows.
 * One thread a call: the workers are ours. The result is a function of the arguments' values and
 * sizes, on one kind of CPU.
 */

/* Ties OpenBLAS to the calling thread. Cheap after the first call; any thread. */
void pn_blas_initialise (void);

/* C [m][n] = A [m][k] · B [k][n] + beta · C, with beta 0 or 1. */
void pn_blas_multiply (gsize m,
                       gsize n,
                       gsize k,
                       const PnReal *a,
                       gsize lda,
                       const PnReal *b,
                       gsize ldb,
                       PnReal beta,
                       PnReal *c,
                       gsize ldc);
/* C [m][n] = A [m][k] · B [n][k]ᵀ. */
void pn_blas_multiply_nt (gsize m,
                          gsize n,
                          gsize k,
                          const PnReal *a,
                          gsize lda,
                          const PnReal *b,
                          gsize ldb,
                          PnReal *c,
                          gsize ldc);
/* C [m][n] = A [k][m]ᵀ · B [k][n]. */
void pn_blas_multiply_tn (gsize m,
                          gsize n,
                          gsize k,
                          const PnReal *a,
                          gsize lda,
                          const PnReal *b,
                          gsize ldb,
                          PnReal *c,
                          gsize ldc);

/* What OpenBLAS says of its version and the kernels in use. */
const char *pn_blas_description (void);
const char *pn_blas_kernel (void);

G_END_DECLS
