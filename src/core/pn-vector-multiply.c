/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector-private.h"

/* Small products: a tile of the result stays in registers while k runs. Each number of the result
 * is one chain of fused multiplications and additions in the order of k, whatever tile it falls
 * into.
 */

typedef struct
{
  gsize k;
  gsize a_row;
  gsize a_step;
  gsize ldb;
  gsize ldc;
} Shape;

/* `rows` × `vectors` are constants where this is expanded. */
INLINE void
tile (const int rows,
      const int vectors,
      const Shape *shape,
      const float *a,
      const float *b,
      const float *bias,
      float *c)
{
  Vector sums[8][4];

  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      sums[r][v] = bias != NULL ? load (bias + v * LANES) : splat (0.0f);
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

/* All rows of one column of tiles. */
INLINE void
column (const int vectors,
        gsize m,
        const Shape *shape,
        const float *a,
        const float *b,
        const float *bias,
        float *c)
{
  gsize i = 0;

  if (vectors <= 2)
    for (; i + 8 <= m; i += 8)
      tile (8, vectors, shape, a + i * shape->a_row, b, bias, c + i * shape->ldc);
  for (; i + 4 <= m; i += 4)
    tile (4, vectors, shape, a + i * shape->a_row, b, bias, c + i * shape->ldc);
  for (; i < m; i++)
    tile (1, vectors, shape, a + i * shape->a_row, b, bias, c + i * shape->ldc);
}

/* AVX-512 has registers for tiles of four vectors, AVX2 for two. */
#define MOST_VECTORS (PN_VECTOR_BYTES == 64 ? 4 : 2)

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
  Shape shape = { k, a_row, a_step, ldb, ldc };

  for (gsize j = 0; j < n; j += MOST_VECTORS * LANES)
    {
      const float *bias_j = bias != NULL ? bias + j : NULL;

      switch (MIN ((n - j) / LANES, MOST_VECTORS))
        {
        case 4:
          column (4, m, &shape, a, b + j, bias_j, c + j);
          break;
        case 3:
          column (3, m, &shape, a, b + j, bias_j, c + j);
          break;
        case 2:
          column (2, m, &shape, a, b + j, bias_j, c + j);
          break;
        default:
          column (1, m, &shape, a, b + j, bias_j, c + j);
          break;
        }
    }
}
