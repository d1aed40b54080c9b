/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector-private.h"

/* The first layer on 8-bit pictures that are mostly zeros. A chunk of units, up to 64, stays in
 * registers while the non-zero pixels of a group, or the samples that have the pixel, are added.
 */
#define MOST_VECTORS (PN_CHUNK / LANES)
/* Rows this far apart fall onto few sets of the nearest cache: they are copied together first. */
#define FAR_STRIDE 192

void
PN_VECTOR (pn_find_non_zero) (gsize n_groups,
                              const guint8 *bytes,
                              gsize mask_stride,
                              guint64 *masks)
{
  for (gsize group = 0; group < n_groups; group++, bytes += PN_MASK_BITS)
    {
#ifdef __AVX512BW__
      masks[group * mask_stride]
          = _mm512_cmpneq_epi8_mask (_mm512_loadu_si512 (bytes), _mm512_setzero_si512 ());
#else
      const __m256i zero = _mm256_setzero_si256 ();
      __m256i low = _mm256_loadu_si256 ((const __m256i *) bytes);
      __m256i high = _mm256_loadu_si256 ((const __m256i *) (bytes + 32));
      guint32 low_zeros = (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (low, zero));
      guint32 high_zeros = (guint32) _mm256_movemask_epi8 (_mm256_cmpeq_epi8 (high, zero));

      masks[group * mask_stride] = ~((guint64) high_zeros << 32 | low_zeros);
#endif
    }
}

INLINE void
load_chunk (const int vectors, Vector *sums, const float *from)
{
  for (int v = 0; v < vectors; v++)
    sums[v] = load (from + v * LANES);
}

INLINE void
store_chunk (const int vectors, const Vector *sums, float *to)
{
  for (int v = 0; v < vectors; v++)
    store (to + v * LANES, sums[v]);
}

INLINE void
add_chunk (const int vectors, Vector *sums, float factor, const float *from)
{
  for (int v = 0; v < vectors; v++)
    sums[v] += factor * load (from + v * LANES);
}

/* One group of pixels of one sample. */
INLINE void
forward_group (const int vectors,
               const PnSparse *sparse,
               guint64 mask,
               const guint8 *bytes,
               gsize stride,
               const float *rows,
               float *z)
{
  Vector sums[MOST_VECTORS];

  load_chunk (vectors, sums, z);
  for (; mask != 0; mask &= mask - 1)
    {
      int i = __builtin_ctzll (mask);

      add_chunk (vectors, sums, sparse->scale[bytes[i]], rows + (gsize) i * stride);
    }
  store_chunk (vectors, sums, z);
}

INLINE const float *
gather_rows (const int vectors, gsize stride, const float *rows, float *near)
{
  for (gsize i = 0; i < PN_MASK_BITS; i++)
    for (int v = 0; v < vectors; v++)
      store (near + (i * (gsize) vectors + (gsize) v) * LANES,
             load (rows + i * stride + v * LANES));
  return near;
}

INLINE void
start_chunk (const int vectors, const float *base, float *z)
{
  if (base != NULL)
    memcpy (z, base, (gsize) vectors * LANES * sizeof *z);
  else
    memset (z, 0, (gsize) vectors * LANES * sizeof *z);
}

/* Group by group, so that the group's rows of weights stay in the nearest cache for all samples.
 * The last group may be short of rows: it isn't copied.
 */
INLINE void
forward_chunk (const int vectors,
               const PnSparse *sparse,
               gsize first,
               gsize end,
               gsize first_group,
               gsize end_group,
               gsize stride,
               const float *rows,
               const float *base,
               float *z)
{
  float near[PN_MASK_BITS * PN_CHUNK] __attribute__ ((aligned (PN_VECTOR_BYTES)));
  gsize n_groups = sparse->byte_stride / PN_MASK_BITS;

  for (gsize s = first; s < end; s++)
    start_chunk (vectors, base, z + s * stride);
  for (gsize group = first_group; group < end_group; group++)
    {
      gboolean copy = stride >= FAR_STRIDE && group + 1 < n_groups && end - first >= 8;
      const guint64 *masks = sparse->masks + group * sparse->mask_stride;
      const float *group_rows = rows + group * PN_MASK_BITS * stride;
      gsize row_stride = copy ? (gsize) vectors * LANES : stride;

      if (copy)
        group_rows = gather_rows (vectors, stride, group_rows, near);
      for (gsize s = first; s < end; s++)
        if (masks[s] != 0)
          forward_group (vectors, sparse, masks[s],
                         sparse->bytes + s * sparse->byte_stride + group * PN_MASK_BITS, row_stride,
                         group_rows, z + s * stride);
    }
}

INLINE void
rows_chunk (const int vectors,
            const PnSparse *sparse,
            gsize group,
            const guint64 *columns,
            gsize n,
            gsize n_rows,
            gsize stride,
            const float *delta,
            const float *base,
            float *gradients)
{
  for (gsize row = 0; row < n_rows; row++)
    {
      const guint8 *bytes = sparse->bytes + group * PN_MASK_BITS + row;
      Vector sums[MOST_VECTORS];

      load_chunk (vectors, sums, base);
      for (gsize block = 0; block < n; block += 64)
        for (guint64 mask = columns[block + row]; mask != 0; mask &= mask - 1)
          {
            gsize s = block + (gsize) __builtin_ctzll (mask);

            add_chunk (vectors, sums, sparse->scale[bytes[s * sparse->byte_stride]],
                       delta + s * (gsize) vectors * LANES);
          }
      store_chunk (vectors, sums, gradients + row * stride);
    }
}

/* Calls `function` with the number of vectors as a constant, chunk by chunk. A stride is a multiple
 * of 16 numbers: quarters of a chunk.
 */
#define FOR_CHUNKS(function, ...)                                                                  \
  for (gsize j = 0; j < stride; j += PN_CHUNK)                                                     \
    switch (MIN (stride - j, PN_CHUNK) / (PN_CHUNK / 4))                                           \
      {                                                                                            \
      case 1:                                                                                      \
        function (MOST_VECTORS / 4, __VA_ARGS__);                                                  \
        break;                                                                                     \
      case 2:                                                                                      \
        function (MOST_VECTORS / 2, __VA_ARGS__);                                                  \
        break;                                                                                     \
      case 3:                                                                                      \
        function (MOST_VECTORS / 4 * 3, __VA_ARGS__);                                              \
        break;                                                                                     \
      default:                                                                                     \
        function (MOST_VECTORS, __VA_ARGS__);                                                      \
        break;                                                                                     \
      }

void
PN_VECTOR (pn_sparse_forward) (const PnSparse *sparse,
                               gsize first,
                               gsize end,
                               gsize first_group,
                               gsize end_group,
                               gsize stride,
                               const float *rows,
                               const float *base,
                               float *z)
{
  FOR_CHUNKS (forward_chunk, sparse, first, end, first_group, end_group, stride, rows + j,
              base != NULL ? base + j : NULL, z + j)
}

void
PN_VECTOR (pn_sparse_rows) (const PnSparse *sparse,
                            gsize group,
                            const guint64 *columns,
                            gsize n,
                            gsize n_rows,
                            gsize stride,
                            const float *delta,
                            const float *base,
                            float *gradients){ FOR_CHUNKS (rows_chunk,
                                                           sparse,
                                                           group,
                                                           columns,
                                                           n,
                                                           n_rows,
                                                           stride,
                                                           delta + j * n,
                                                           base + j,
                                                           gradients + j) }

/* Two chains, so that one addition needn't wait for the one before. */
INLINE void sum_chunk (const int vectors, gsize n, gsize stride, const float *rows, float *sums)
{
  Vector even[MOST_VECTORS] = { 0 };
  Vector odd[MOST_VECTORS] = { 0 };

  for (gsize i = 0; i + 1 < n; i += 2)
    for (int v = 0; v < vectors; v++)
      {
        even[v] += load (rows + i * stride + v * LANES);
        odd[v] += load (rows + (i + 1) * stride + v * LANES);
      }
  for (int v = 0; v < vectors; v++)
    {
      if (n % 2 == 1)
        even[v] += load (rows + (n - 1) * stride + v * LANES);
      store (sums + v * LANES, even[v] + odd[v]);
    }
}

void
PN_VECTOR (pn_sum_rows) (gsize n, gsize stride, const float *rows, float *sums)
{
  FOR_CHUNKS (sum_chunk, n, stride, rows + j, sums + j)
}
