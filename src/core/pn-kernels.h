/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-activation.h"
#include "pn-optimizer.h"

G_BEGIN_DECLS

/* The loops that take the time, in a table for each kind of CPU: plain C, AVX2 with FMA, AVX-512.
 * The plain row is the others' twin and says what they mean; they agree with it up to rounding.
 * Every number is summed in one order, whatever range a call is given, so that the cut among
 * workers can't change a bit.
 *
 * Rows of units are `stride` numbers, a multiple of PN_STRIDE_UNIT; arrays of them are aligned.
 */

/* Bytes of a picture come in groups: a mask has a bit for each that isn't zero. */
#define PN_MASK_BITS 64

/* A batch of 8-bit rows for the sparse products: [n][byte_stride], padded with zeros to whole
 * groups; masks [byte_stride / 64][mask_stride], a group's of all rows together; a byte p stands
 * for scale[p].
 */
typedef struct
{
  const guint8 *bytes;
  const guint64 *masks;
  gsize byte_stride;
  gsize mask_stride;
  PnReal scale[256];
} PnSparse;

/* Units that the sparse kernels keep in registers. */
#define PN_CHUNK 64

typedef enum
{
  PN_KERNELS_UNKNOWN,
  PN_KERNELS_PLAIN,
  PN_KERNELS_AVX2,
  PN_KERNELS_AVX512,
  PN_N_KERNEL_SETS,
} PnKernelSet;

/* "unknown", "plain", "avx2", "avx512". */
const char *pn_kernel_set_name (PnKernelSet set);

typedef struct
{
  PnKernelSet set;

  /* Layers with at most this many weights are multiplied here, others by BLAS. */
  gsize small;

  const PnActivate *activations; /* [PN_N_ACTIVATIONS] */

  /* c[i][j] = bias[j] + Σ_k a[i·a_row + k·a_step] b[k][j], m × n; n a multiple of PN_STRIDE_UNIT;
   * `bias` may be NULL.
   */
  void (*multiply) (gsize m,
                    gsize n,
                    gsize k,
                    const PnReal *a,
                    gsize a_row,
                    gsize a_step,
                    const PnReal *b,
                    gsize ldb,
                    const PnReal *bias,
                    PnReal *c,
                    gsize ldc);

  /* A bit for each non-zero byte of n_groups, the mask of group g to masks[g × mask_stride]. */
  void (*find_non_zero) (gsize n_groups, const guint8 *bytes, gsize mask_stride, guint64 *masks);

  /* z[s] = base + Σ_i scale[bytes[s][i]] rows[i] for samples [first, end), over the bytes of groups
   * [first_group, end_group); `base` may be NULL for zeros.
   */
  void (*sparse_forward) (const PnSparse *sparse,
                          gsize first,
                          gsize end,
                          gsize first_group,
                          gsize end_group,
                          gsize stride,
                          const PnReal *rows,
                          const PnReal *base,
                          PnReal *z);

  /* gradients[i] = base + Σ_s scale[bytes[s][i]] delta[s] for the first n_rows pixels of `group`.
   * `columns` are the group's masks turned: bit s % 64 of columns[s / 64 × 64 + i] is sample s.
   * `delta` is packed: chunk after chunk of PN_CHUNK units, [n][units of the chunk] each.
   */
  void (*sparse_rows) (const PnSparse *sparse,
                       gsize group,
                       const guint64 *columns,
                       gsize n,
                       gsize n_rows,
                       gsize stride,
                       const PnReal *delta,
                       const PnReal *base,
                       PnReal *gradients);

  /* out[j][i] = in[i][j] for j < m and i < n; rows of `in` are in_stride apart, of `out`
   * out_stride. Both strides are multiples of PN_STRIDE_UNIT; padding may be read and written.
   */
  void (*transpose) (gsize n,
                     gsize m,
                     const PnReal *in,
                     gsize in_stride,
                     PnReal *out,
                     gsize out_stride);

  /* sums = Σ of n rows. */
  void (*sum_rows) (gsize n, gsize stride, const PnReal *rows, PnReal *sums);

  /* x[i] *= factor[i]. */
  void (*scale) (gsize n, PnReal *x, const PnReal *factor);

  /* As pn_softmax(), on rows with padding: that of `logits` may hold anything, that of
   * `probabilities` may get zeros.
   */
  double (*softmax) (gsize n, const PnReal *logits, PnReal *probabilities);

  /* As pn_update_apply(). */
  gboolean (*update) (const PnUpdate *update,
                      gsize n,
                      PnReal *w,
                      PnReal *const slots[2],
                      const PnReal *g);
} PnKernels;

/* The best table for this CPU; chosen once. */
const PnKernels *pn_kernels (void);
/* By name; NULL where this CPU or build doesn't have it. */
const PnKernels *pn_kernels_by_name (const char *name);

/* The rows of the table. */
extern const PnKernels pn_kernels_plain;
#ifdef PN_HAVE_VECTOR_KERNELS
extern const PnKernels pn_kernels_avx2;
extern const PnKernels pn_kernels_avx512;
#endif

G_END_DECLS
