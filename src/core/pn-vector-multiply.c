/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector-private.h"

/* Products: a tile of the result stays in registers while k runs over a block of it, whose columns
 * lie together in the nearest cache. Each number of the result is one chain of fused
 * multiplications and additions in the order of k, whatever tile and block it falls into.
 */

/* AVX-512 has registers for tiles of four vectors, AVX2 for two. */
#define MOST_VECTORS (PN_VECTOR_BYTES == 64 ? 4 : 2)
/* Rows of b that are copied together, and from how many rows of the result on that pays. */
#define BLOCK 96
#define FEW_ROWS 24

typedef struct
{
  gsize k;
  gsize a_row;
  gsize a_step;
  gsize ldb;
  gsize start_row;
  gsize ldc;
} Shape;

/* `rows` × `vectors` are constants where this is expanded. The sums begin with what stands at
 * `start`: the bias, the same for each row, or what `c` holds already; NULL is zeros.
 */
INLINE void
tile (const int rows,
      const int vectors,
      const Shape *shape,
      const float *a,
      const float *b,
      const float *start,
      float *c)
{
  Vector sums[8][4];

  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      sums[r][v]
          = start != NULL ? load (start + (gsize) r * shape->start_row + v * LANES) : splat (0.0f);
  for (gsize k = 0; k < shape->k; k++)
    {
      const float *b_row = b + k * shape->ldb;
      const float *a_column = a + k * shape->a_step;

      for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++)
          sums[r][v] += a_column[(gsize) r * shape->a_row] * load (b_row + v * LANES);
    }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      store (c + (gsize) r * shape->ldc + v * LANES, sums[r][v]);
}

INLINE const float *
row_of (const float *start, gsize offset)
{
  return start != NULL ? start + offset : NULL;
}

/* All rows of one column of tiles. */
INLINE void
column (const int vectors,
        gsize m,
        const Shape *shape,
        const float *a,
        const float *b,
        const float *start,
        float *c)
{
  gsize i = 0;

  if (vectors <= 2)
    for (; i + 8 <= m; i += 8)
      tile (8, vectors, shape, a + i * shape->a_row, b, row_of (start, i * shape->start_row),
            c + i * shape->ldc);
  for (; i + 4 <= m; i += 4)
    tile (4, vectors, shape, a + i * shape->a_row, b, row_of (start, i * shape->start_row),
          c + i * shape->ldc);
  for (; i < m; i++)
    tile (1, vectors, shape, a + i * shape->a_row, b, row_of (start, i * shape->start_row),
          c + i * shape->ldc);
}

INLINE void
copy_block (const int vectors, gsize k, gsize ldb, const float *b, float *near)
{
  for (gsize i = 0; i < k; i++)
    for (int v = 0; v < vectors; v++)
      store (near + (i * (gsize) vectors + (gsize) v) * LANES, load (b + i * ldb + v * LANES));
}

INLINE void
blocks (const int vectors,
        gsize m,
        const Shape *shape,
        const float *a,
        const float *b,
        const float *bias,
        float *c)
{
  float near[BLOCK * 4 * LANES] __attribute__ ((aligned (PN_VECTOR_BYTES)));

  for (gsize k = 0; k < shape->k; k += BLOCK)
    {
      Shape block = *shape;

      block.k = MIN (BLOCK, shape->k - k);
      block.ldb = (gsize) vectors * LANES;
      block.start_row = k == 0 ? 0 : shape->ldc;
      copy_block (vectors, block.k, shape->ldb, b + k * shape->ldb, near);
      column (vectors, m, &block, a + k * shape->a_step, near, k == 0 ? bias : c, c);
    }
}

INLINE void
columns (const int vectors,
         gsize m,
         const Shape *shape,
         const float *a,
         const float *b,
         const float *bias,
         float *c)
{
  if (m < FEW_ROWS || shape->k == 0 || shape->ldb <= (gsize) vectors * LANES)
    column (vectors, m, shape, a, b, bias, c);
  else
    blocks (vectors, m, shape, a, b, bias, c);
}

void
PN_VECTOR (pn_multiply) (gsize m,
                         gsize n,
                         gsize k,
                         const float *a,
                         gsize a_row,
                         gsize a_step,
                         const float *b,
                         gsize ldb,
                         const float *bias,
                         float *c,
                         gsize ldc)
{
  Shape shape = { k, a_row, a_step, ldb, 0, ldc };

  for (gsize j = 0; j < n; j += MOST_VECTORS * LANES)
    {
      const float *bias_j = bias != NULL ? bias + j : NULL;

      switch (MIN ((n - j) / LANES, MOST_VECTORS))
        {
        case 4:
          columns (4, m, &shape, a, b + j, bias_j, c + j);
          break;
        case 3:
          columns (3, m, &shape, a, b + j, bias_j, c + j);
          break;
        case 2:
          columns (2, m, &shape, a, b + j, bias_j, c + j);
          break;
        default:
          columns (1, m, &shape, a, b + j, bias_j, c + j);
          break;
        }
    }
}
