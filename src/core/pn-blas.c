/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-blas.h"

#include <cblas.h>

#ifdef PN_DOUBLE
#define GEMM cblas_dgemm
#else
#define GEMM cblas_sgemm
#endif

void
pn_blas_initialise (void)
{
  static gsize initialised = 0;

  if (g_once_init_enter (&initialised))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&initialised, 1);
    }
}

void
pn_blas_multiply (gsize m,
                  gsize n,
                  gsize k,
                  const PnReal *a,
                  gsize lda,
                  const PnReal *b,
                  gsize ldb,
                  PnReal beta,
                  PnReal *c,
                  gsize ldc)
{
  GEMM (CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint) m, (blasint) n, (blasint) k, 1, a,
        (blasint) lda, b, (blasint) ldb, beta, c, (blasint) ldc);
}

void
pn_blas_multiply_nt (gsize m,
                     gsize n,
                     gsize k,
                     const PnReal *a,
                     gsize lda,
                     const PnReal *b,
                     gsize ldb,
                     PnReal *c,
                     gsize ldc)
{
  GEMM (CblasRowMajor, CblasNoTrans, CblasTrans, (blasint) m, (blasint) n, (blasint) k, 1, a,
        (blasint) lda, b, (blasint) ldb, 0, c, (blasint) ldc);
}

void
pn_blas_multiply_tn (gsize m,
                     gsize n,
                     gsize k,
                     const PnReal *a,
                     gsize lda,
                     const PnReal *b,
                     gsize ldb,
                     PnReal *c,
                     gsize ldc)
{
  GEMM (CblasRowMajor, CblasTrans, CblasNoTrans, (blasint) m, (blasint) n, (blasint) k, 1, a,
        (blasint) lda, b, (blasint) ldb, 0, c, (blasint) ldc);
}

const char *
pn_blas_description (void)
{
  return openblas_get_config ();
}

const char *
pn_blas_kernel (void)
{
  return openblas_get_corename ();
}
