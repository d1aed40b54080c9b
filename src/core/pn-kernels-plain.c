/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-kernels.h"

#include <string.h>

#include "pn-softmax.h"

static void
start_row (gsize n, const PnReal *base, PnReal *row)
{
  if (base != NULL)
    memcpy (row, base, n * sizeof (PnReal));
  else
    memset (row, 0, n * sizeof (PnReal));
}

static void
add_scaled (gsize n, PnReal factor, const PnReal *restrict from, PnReal *restrict to)
{
  for (gsize j = 0; j < n; j++)
    to[j] += factor * from[j];
}

static void
plain_multiply (gsize m,
                gsize n,
                gsize k,
                const PnReal *a,
                gsize a_row,
                gsize a_step,
                const PnReal *b,
                gsize ldb,
                const PnReal *bias,
                PnReal *c,
                gsize ldc)
{
  for (gsize i = 0; i < m; i++)
    {
      start_row (n, bias, c + i * ldc);
      for (gsize step = 0; step < k; step++)
        add_scaled (n, a[i * a_row + step * a_step], b + step * ldb, c + i * ldc);
    }
}

static void
plain_find_non_zero (gsize n_groups, const guint8 *bytes, gsize mask_stride, guint64 *masks)
{
  for (gsize group = 0; group < n_groups; group++)
    masks[group * mask_stride] = 0;
  for (gsize i = 0; i < n_groups * PN_MASK_BITS; i++)
    masks[i / PN_MASK_BITS * mask_stride] |= (guint64) (bytes[i] != 0) << i % PN_MASK_BITS;
}

static void
plain_sparse_forward (const PnSparse *sparse,
                      gsize first,
                      gsize end,
                      gsize first_group,
                      gsize end_group,
                      gsize stride,
                      const PnReal *rows,
                      const PnReal *base,
                      PnReal *z)
{
  for (gsize s = first; s < end; s++)
    {
      const guint8 *bytes = sparse->bytes + s * sparse->byte_stride;

      start_row (stride, base, z + s * stride);
      for (gsize i = first_group * PN_MASK_BITS; i < end_group * PN_MASK_BITS; i++)
        if (bytes[i] != 0)
          add_scaled (stride, sparse->scale[bytes[i]], rows + i * stride, z + s * stride);
    }
}

/* One pixel's share of one chunk. */
static void
add_samples (const PnSparse *sparse,
             gsize pixel,
             const guint64 *columns,
             gsize n,
             gsize width,
             const PnReal *delta,
             PnReal *gradient)
{
  for (gsize s = 0; s < n; s++)
    if (columns[s / 64 * PN_MASK_BITS + pixel % PN_MASK_BITS] >> s % 64 & 1)
      add_scaled (width, sparse->scale[sparse->bytes[s * sparse->byte_stride + pixel]],
                  delta + s * width, gradient);
}

static void
plain_sparse_rows (const PnSparse *sparse,
                   gsize group,
                   const guint64 *columns,
                   gsize n,
                   gsize n_rows,
                   gsize stride,
                   const PnReal *delta,
                   const PnReal *base,
                   PnReal *gradients)
{
  for (gsize row = 0; row < n_rows; row++)
    {
      start_row (stride, base, gradients + row * stride);
      for (gsize j = 0; j < stride; j += PN_CHUNK)
        add_samples (sparse, group * PN_MASK_BITS + row, columns, n, MIN (stride - j, PN_CHUNK),
                     delta + j * n, gradients + row * stride + j);
    }
}

static void
plain_transpose (gsize n, gsize m, const PnReal *in, gsize in_stride, PnReal *out, gsize out_stride)
{
  for (gsize j = 0; j < m; j++)
    for (gsize i = 0; i < n; i++)
      out[j * out_stride + i] = in[i * in_stride + j];
}

static void
plain_sum_rows (gsize n, gsize stride, const PnReal *rows, PnReal *sums)
{
  memset (sums, 0, stride * sizeof *sums);
  for (gsize i = 0; i < n; i++)
    add_scaled (stride, 1, rows + i * stride, sums);
}

static void
plain_scale (gsize n, PnReal *restrict x, const PnReal *restrict factor)
{
  for (gsize i = 0; i < n; i++)
    x[i] *= factor[i];
}

const PnKernels pn_kernels_plain = {
  .set = PN_KERNELS_PLAIN,
  .small = 0,
  .activations = pn_plain_activations,
  .multiply = plain_multiply,
  .find_non_zero = plain_find_non_zero,
  .sparse_forward = plain_sparse_forward,
  .sparse_rows = plain_sparse_rows,
  .transpose = plain_transpose,
  .sum_rows = plain_sum_rows,
  .scale = plain_scale,
  .softmax = pn_softmax,
  .update = pn_update_apply,
};
