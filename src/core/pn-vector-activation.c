/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-vector.h"

#include "pn-vector-private.h"

/* The activations of pn-activation.c on vectors: value and slope in one pass. */

#define DEFINE_ACTIVATION(name)                                                                    \
  static void name##_all (gsize n, const float *z, float *a, float *slope)                         \
  {                                                                                                \
    gsize i = 0;                                                                                   \
                                                                                                   \
    for (; i + LANES <= n; i += LANES)                                                             \
      {                                                                                            \
        Vector derivative;                                                                         \
                                                                                                   \
        store (a + i, name (load (z + i), &derivative));                                           \
        if (slope != NULL)                                                                         \
          store (slope + i, derivative);                                                           \
      }                                                                                            \
    if (i < n)                                                                                     \
      finish (n - i, z + i, a + i, slope != NULL ? slope + i : NULL, name##_all);                  \
  }

/* The last few numbers, by way of a whole vector. */
static void
finish (gsize n, const float *z, float *a, float *slope, PnActivate activate)
{
  float padded_z[LANES] = { 0 };
  float padded_a[LANES];
  float padded_slope[LANES];

  memcpy (padded_z, z, n * sizeof *z);
  activate (LANES, padded_z, padded_a, padded_slope);
  memcpy (a, padded_a, n * sizeof *a);
  if (slope != NULL)
    memcpy (slope, padded_slope, n * sizeof *slope);
}

INLINE Vector
identity (Vector z, Vector *slope)
{
  *slope = splat (1.0f);
  return z;
}

INLINE Vector
sigmoid (Vector z, Vector *slope)
{
  Vector a = 1.0f / (1.0f + vector_exp (-z));

  *slope = a * (1.0f - a);
  return a;
}

/* (e²ᶻ − 1)/(e²ᶻ + 1); beyond ±10 it is ±1 to the last bit. */
INLINE Vector
vector_tanh (Vector z)
{
  Vector m = vector_expm1 (clamp_below (clamp_above (z + z, 20.0f), -20.0f));

  return m / (m + 2.0f);
}

INLINE Vector
improved_sigmoid (Vector z, Vector *slope)
{
  Vector t = vector_tanh (z * PN_IMPROVED_SIGMOID_RATE);

  *slope = PN_IMPROVED_SIGMOID_HEIGHT * PN_IMPROVED_SIGMOID_RATE * (1.0f - t * t);
  return PN_IMPROVED_SIGMOID_HEIGHT * t;
}

INLINE Vector
hyperbolic_tangent (Vector z, Vector *slope)
{
  Vector t = vector_tanh (z);

  *slope = 1.0f - t * t;
  return t;
}

INLINE Vector
relu (Vector z, Vector *slope)
{
  *slope = choose (z > 0.0f, splat (1.0f), splat (0.0f));
  return choose (z <= 0.0f, splat (0.0f), z);
}

INLINE Vector
leaky_relu (Vector z, Vector *slope)
{
  *slope = choose (z > 0.0f, splat (1.0f), splat (PN_LEAKY_SLOPE));
  return choose (z > 0.0f, z, PN_LEAKY_SLOPE * z);
}

INLINE Vector
elu (Vector z, Vector *slope)
{
  Vector m = vector_expm1 (choose (z > 0.0f, splat (0.0f), z));

  *slope = choose (z > 0.0f, splat (1.0f), m + 1.0f);
  return choose (z > 0.0f, z, m);
}

/* (1 + 2x) eˣ² erfc x for x ≥ 0, a polynomial in (x − 2)/(x + 2): of degree 10, fitted at Chebyshev
 * nodes; relative error 1e-8 before rounding.
 */
INLINE Vector
scaled_erfc (Vector x)
{
  static const float coefficients[]
      = { 1.6726161e-5f,  -3.8530366e-4f, -1.2566533e-3f, 1.2904540e-3f,
          8.6457766e-3f,  -8.0492219e-3f, -5.4207427e-2f, 1.6405363e-1f,
          -1.6603116e-1f, -9.2763910e-2f, 1.2769784f };
  Vector t = (x - 2.0f) / (x + 2.0f);
  Vector sum = splat (coefficients[0]);

  for (gsize i = 1; i < G_N_ELEMENTS (coefficients); i++)
    sum = sum * t + coefficients[i];
  return sum / (1.0f + 2.0f * x);
}

/* Φ(z) is ½ erfc(|z|/√2) on the left, and one minus that on the right. Beyond ±13 the tail is 0. */
INLINE Vector
gelu (Vector z, Vector *slope)
{
  Vector magnitude = clamp_above (choose (z < 0.0f, -z, z), 13.0f);
  Vector bell = vector_exp (-0.5f * magnitude * magnitude);
  Vector tail = 0.5f * bell * scaled_erfc (magnitude * 0.70710678f);
  Vector cumulative = choose (z < 0.0f, tail, 1.0f - tail);

  *slope = cumulative + z * bell * 0.39894228f;
  return z * cumulative;
}

/* log(1 + u) for u in [0, 1] is 2 artanh s with s = u/(2 + u); degree 4 in s² fitted at Chebyshev
 * nodes, error 4e-10 before rounding.
 */
INLINE Vector
log_one_plus (Vector u)
{
  Vector s = u / (2.0f + u);
  Vector square = s * s;
  Vector p = splat (0.116225060f);

  p = p * square + 0.108510770f;
  p = p * square + 0.142963262f;
  p = p * square + 0.199998500f;
  p = p * square + 0.333333337f;
  return 2.0f * (s + s * square * p);
}

INLINE Vector
softplus (Vector z, Vector *slope)
{
  Vector e = vector_exp (choose (z > 0.0f, -z, z));
  Vector rest = log_one_plus (e);

  *slope = choose (z > 0.0f, splat (1.0f), e) / (1.0f + e);
  return choose (z > 0.0f, z + rest, rest);
}

INLINE Vector
silu (Vector z, Vector *slope)
{
  Vector s = 1.0f / (1.0f + vector_exp (-z));

  *slope = s * (1.0f + z * (1.0f - s));
  return z * s;
}

DEFINE_ACTIVATION (identity)
DEFINE_ACTIVATION (sigmoid)
DEFINE_ACTIVATION (improved_sigmoid)
DEFINE_ACTIVATION (hyperbolic_tangent)
DEFINE_ACTIVATION (relu)
DEFINE_ACTIVATION (leaky_relu)
DEFINE_ACTIVATION (elu)
DEFINE_ACTIVATION (gelu)
DEFINE_ACTIVATION (softplus)
DEFINE_ACTIVATION (silu)

const PnActivate PN_VECTOR (pn_activations)[PN_N_ACTIVATIONS] = {
  [PN_ACTIVATION_IDENTITY] = identity_all,
  [PN_ACTIVATION_SIGMOID] = sigmoid_all,
  [PN_ACTIVATION_IMPROVED_SIGMOID] = improved_sigmoid_all,
  [PN_ACTIVATION_TANH] = hyperbolic_tangent_all,
  [PN_ACTIVATION_RELU] = relu_all,
  [PN_ACTIVATION_LEAKY_RELU] = leaky_relu_all,
  [PN_ACTIVATION_ELU] = elu_all,
  [PN_ACTIVATION_GELU] = gelu_all,
  [PN_ACTIVATION_SOFTPLUS] = softplus_all,
  [PN_ACTIVATION_SILU] = silu_all,
};
