/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <immintrin.h>
#include <string.h>

#include "pn-kernels.h"

G_BEGIN_DECLS

/* What the vector kernels are written in: GCC's and Clang's vectors of floats. Their sources are
 * built twice, for AVX2 and for AVX-512, and every name gets the build's suffix.
 */
#ifdef __AVX512F__
#define PN_VECTOR_BYTES 64
#define PN_VECTOR(name) name##_avx512
#else
#define PN_VECTOR_BYTES 32
#define PN_VECTOR(name) name##_avx2
#endif

#define LANES (PN_VECTOR_BYTES / 4)
#define INLINE static inline __attribute__ ((always_inline))

typedef float Vector __attribute__ ((vector_size (PN_VECTOR_BYTES)));
typedef gint32 Integers __attribute__ ((vector_size (PN_VECTOR_BYTES)));

INLINE Vector
load (const float *from)
{
  Vector vector;

  memcpy (&vector, from, sizeof vector);
  return vector;
}

INLINE void
store (float *to, Vector vector)
{
  memcpy (to, &vector, sizeof vector);
}

INLINE Vector
splat (float value)
{
  return value - (Vector){ 0 };
}

/* a where the mask is all ones, else b. */
INLINE Vector
choose (Integers mask, Vector a, Vector b)
{
  return (Vector) ((mask & (Integers) a) | (~mask & (Integers) b));
}

INLINE Vector
clamp_below (Vector x, float low)
{
  return choose (x < splat (low), splat (low), x);
}

INLINE Vector
clamp_above (Vector x, float high)
{
  return choose (x > splat (high), splat (high), x);
}

/* x = n ln 2 + r with |r| ≤ ½ ln 2; ln 2 in two parts, so that r keeps its digits (Cody, Waite
 * 1980). Adding 1.5 · 2²³ rounds to whole numbers.
 */
INLINE Vector
split_exponent (Vector x, Integers *n)
{
  const Vector magic = splat (12582912.0f);
  Vector rounded = (x * splat (1.44269504f) + magic) - magic;

  *n = __builtin_convertvector(rounded, Integers);
  return (x - rounded * splat (0.693359375f)) - rounded * splat (-2.12194440e-4f);
}

/* eʳ − 1 for |r| ≤ ½ ln 2: r + r² q(r), q of degree 4 fitted at Chebyshev nodes; relative error
 * 1e-8 before rounding.
 */
INLINE Vector
small_expm1 (Vector r)
{
  Vector q = splat (0.0013933652f);

  q = q * r + splat (0.0083631815f);
  q = q * r + splat (0.0416664649f);
  q = q * r + splat (0.1666657698f);
  q = q * r + splat (0.5000000013f);
  return r + r * r * q;
}

INLINE Vector
power_of_two (Integers n)
{
  return (Vector) ((n + 127) << 23);
}

/* eˣ within 2 ulp; 0 and infinity where it leaves the range, gradually through the denormals: the
 * power is applied in two halves.
 */
INLINE Vector
vector_exp (Vector x)
{
  Integers n;
  Vector r = split_exponent (clamp_below (clamp_above (x, 89.0f), -104.0f), &n);
  Integers half = n >> 1;
  Vector result = (small_expm1 (r) + 1.0f) * power_of_two (half) * power_of_two (n - half);

  return choose (x != x, x, result);
}

/* eˣ − 1 with its relative precision near 0, for x ≤ 80; below −20 it is −1. */
INLINE Vector
vector_expm1 (Vector x)
{
  Integers n;
  Vector r = split_exponent (clamp_below (clamp_above (x, 80.0f), -20.0f), &n);
  Vector power = power_of_two (n);

  return choose (x != x, x, power * small_expm1 (r) + (power - 1.0f));
}

G_END_DECLS
