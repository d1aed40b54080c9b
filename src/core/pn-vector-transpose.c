/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector-private.h"

/* A square of LANES × LANES numbers in registers, turned by exchanging ever larger blocks off the
 * diagonal: in the step of distance d, the lanes with bit d of one row change places with the lanes
 * without it of the row d further on (Eklundh 1972).
 */

#define EXCHANGE(distance)                                                                         \
  for (int i = 0; i < LANES; i++)                                                                  \
    if ((i & (distance)) == 0)                                                                     \
      {                                                                                            \
        Vector low = square[i];                                                                    \
        Vector high = square[i + (distance)];                                                      \
                                                                                                   \
        square[i] = __builtin_shuffle (low, high, low_lanes (distance));                           \
        square[i + (distance)] = __builtin_shuffle (low, high, high_lanes (distance));             \
      }

/* Lane numbers for a shuffle of two rows: the second row's lanes count from LANES on. */
INLINE Integers
low_lanes (const int distance)
{
  Integers lanes;

  for (int lane = 0; lane < LANES; lane++)
    lanes[lane] = (lane & distance) == 0 ? lane : lane - distance + LANES;
  return lanes;
}

INLINE Integers
high_lanes (const int distance)
{
  Integers lanes;

  for (int lane = 0; lane < LANES; lane++)
    lanes[lane] = (lane & distance) == 0 ? lane + distance : lane + LANES;
  return lanes;
}

INLINE void
turn_square (Vector square[LANES])
{
  EXCHANGE (1)
  EXCHANGE (2)
  EXCHANGE (4)
#if PN_VECTOR_BYTES == 64
  EXCHANGE (8)
#endif
}

/* Rows of `in` beyond n count as zeros. */
static void
turn (gsize n, const float *in, gsize in_stride, float *out, gsize out_stride)
{
  Vector square[LANES];

  for (int i = 0; i < LANES; i++)
    square[i] = (gsize) i < n ? load (in + (gsize) i * in_stride) : splat (0.0f);
  turn_square (square);
  for (int j = 0; j < LANES; j++)
    store (out + (gsize) j * out_stride, square[j]);
}

static void
turn_last (gsize m, gsize n, const float *in, gsize in_stride, float *out, gsize out_stride)
{
  float square[LANES * LANES];

  turn (n, in, in_stride, square, LANES);
  for (gsize j = 0; j < m; j++)
    memcpy (out + j * out_stride, square + j * LANES, LANES * sizeof *out);
}

void
PN_VECTOR (
    pn_transpose) (gsize n, gsize m, const float *in, gsize in_stride, float *out, gsize out_stride)
{
  for (gsize i = 0; i < n; i += LANES)
    for (gsize j = 0; j < m; j += LANES)
      {
        const float *from = in + i * in_stride + j;
        float *to = out + j * out_stride + i;

        if (j + LANES <= m)
          turn (n - i, from, in_stride, to, out_stride);
        else
          turn_last (m - j, n - i, from, in_stride, to, out_stride);
      }
}
