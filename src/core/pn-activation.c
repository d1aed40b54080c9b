/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-activation.h"

#include <math.h>

#ifdef PN_DOUBLE
#define EXP exp
#define EXPM1 expm1
#define LOG1P log1p
#define TANH tanh
#define ERF erf
#else
#define EXP expf
#define EXPM1 expm1f
#define LOG1P log1pf
#define TANH tanhf
#define ERF erff
#endif

/* Every activation is a function of one number that gives value and slope; a macro makes the loop.
 * Comparisons are written so that NaN goes through.
 */
#define DEFINE_ACTIVATION(name)                                                                    \
  static void name##_all (gsize n, const PnReal *z, PnReal *a, PnReal *slope)                      \
  {                                                                                                \
    for (gsize i = 0; i < n; i++)                                                                  \
      {                                                                                            \
        PnReal derivative;                                                                         \
                                                                                                   \
        a[i] = name (z[i], &derivative);                                                           \
        if (slope != NULL)                                                                         \
          slope[i] = derivative;                                                                   \
      }                                                                                            \
  }

static PnReal
identity (PnReal z, PnReal *slope)
{
  *slope = 1;
  return z;
}

static PnReal
sigmoid (PnReal z, PnReal *slope)
{
  PnReal a = 1 / (1 + EXP (-z));

  *slope = a * (1 - a);
  return a;
}

static PnReal
improved_sigmoid (PnReal z, PnReal *slope)
{
  PnReal t = TANH (PN_IMPROVED_SIGMOID_RATE * z);

  *slope = PN_IMPROVED_SIGMOID_HEIGHT * PN_IMPROVED_SIGMOID_RATE * (1 - t * t);
  return PN_IMPROVED_SIGMOID_HEIGHT * t;
}

static PnReal
hyperbolic_tangent (PnReal z, PnReal *slope)
{
  PnReal t = TANH (z);

  *slope = 1 - t * t;
  return t;
}

static PnReal
relu (PnReal z, PnReal *slope)
{
  *slope = z > 0 ? 1 : 0;
  return z <= 0 ? 0 : z;
}

static PnReal
leaky_relu (PnReal z, PnReal *slope)
{
  *slope = z > 0 ? 1 : PN_LEAKY_SLOPE;
  return z > 0 ? z : PN_LEAKY_SLOPE * z;
}

/* Clevert, Unterthiner, Hochreiter 2016, α = 1. */
static PnReal
elu (PnReal z, PnReal *slope)
{
  PnReal m = EXPM1 (z);

  *slope = z > 0 ? 1 : m + 1;
  return z > 0 ? z : m;
}

/* z Φ(z): Hendrycks, Gimpel 2016; the derivative is Φ(z) + z φ(z). */
static PnReal
gelu (PnReal z, PnReal *slope)
{
  PnReal cumulative = (PnReal) 0.5 * (1 + ERF (z * (PnReal) G_SQRT2 / 2));
  PnReal density = EXP (-z * z / 2) * (PnReal) 0.39894228040143267794; /* 1/√(2π) */

  *slope = cumulative + z * density;
  return z * cumulative;
}

/* log(1 + eᶻ), by its mirror image for positive z so that nothing overflows. */
static PnReal
softplus (PnReal z, PnReal *slope)
{
  *slope = 1 / (1 + EXP (-z));
  return z > 0 ? z + LOG1P (EXP (-z)) : LOG1P (EXP (z));
}

static PnReal
silu (PnReal z, PnReal *slope)
{
  PnReal s = 1 / (1 + EXP (-z));

  *slope = s * (1 + z * (1 - s));
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

const PnActivate pn_plain_activations[PN_N_ACTIVATIONS] = {
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
