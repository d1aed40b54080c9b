/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Slopes against central differences, and values where formulae overflow. Built for both
 * precisions. */

#include "pn-activation.h"

#include <math.h>

#ifdef PN_DOUBLE
#define STEP 1e-5
#define TOLERANCE 1e-9
#else
#define STEP 1e-2
#define TOLERANCE 1e-3
#endif

static PnReal
value (PnActivation activation, double z)
{
  PnReal in = (PnReal) z;
  PnReal out;

  pn_plain_activations[activation](1, &in, &out, NULL);
  return out;
}

static PnReal
slope (PnActivation activation, double z)
{
  PnReal in = (PnReal) z;
  PnReal out;
  PnReal derivative;

  pn_plain_activations[activation](1, &in, &out, &derivative);
  return derivative;
}

static void
test_slopes (gconstpointer data)
{
  PnActivation activation = (PnActivation) GPOINTER_TO_INT (data);

  for (double z = -6.05; z < 6.1; z += 0.1)
    {
      double above = (double) value (activation, z + STEP);
      double below = (double) value (activation, z - STEP);
      double numeric = (above - below) / (2.0 * STEP);

      g_assert_true (fabs ((double) slope (activation, z) - numeric) <= TOLERANCE);
    }
}

static void
test_extremes (gconstpointer data)
{
  PnActivation activation = (PnActivation) GPOINTER_TO_INT (data);
  static const double inputs[] = { -1e4, -200.0, -90.0, 0.0, 90.0, 200.0, 1e4 };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_assert_true (isfinite (value (activation, inputs[i])));
      g_assert_true (isfinite (slope (activation, inputs[i])));
    }
  g_assert_true (isnan (value (activation, NAN)));
}

static void
test_values (void)
{
  static const struct
  {
    PnActivation activation;
    double z;
    double a;
  } values[] = {
    { PN_ACTIVATION_IDENTITY, -2.5, -2.5 },
    { PN_ACTIVATION_SIGMOID, 1.0, 0.73105857863000487 },
    { PN_ACTIVATION_IMPROVED_SIGMOID, 1.0, 0.9999972559224791 },
    { PN_ACTIVATION_TANH, 1.0, 0.76159415595576489 },
    { PN_ACTIVATION_RELU, -1.0, 0.0 },
    { PN_ACTIVATION_LEAKY_RELU, -1.0, -0.01 },
    { PN_ACTIVATION_ELU, -1.0, -0.63212055882855768 },
    { PN_ACTIVATION_GELU, 1.0, 0.84134474606854293 },
    { PN_ACTIVATION_SOFTPLUS, 1.0, 1.3132616875182228 },
    { PN_ACTIVATION_SILU, 1.0, 0.73105857863000487 },
    { PN_ACTIVATION_SOFTPLUS, 1e4, 1e4 },
    { PN_ACTIVATION_SOFTPLUS, -1e4, 0.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      double a = (double) value (values[i].activation, values[i].z);

      g_assert_true (fabs (a - values[i].a) <= 1e-6 * MAX (1.0, fabs (values[i].a)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < PN_N_ACTIVATIONS; i++)
    {
      g_autofree char *slopes = g_strdup_printf ("/activation/%s/slopes", pn_activation_name (i));
      g_autofree char *extremes
          = g_strdup_printf ("/activation/%s/extremes", pn_activation_name (i));

      g_test_add_data_func (slopes, GINT_TO_POINTER (i), test_slopes);
      g_test_add_data_func (extremes, GINT_TO_POINTER (i), test_extremes);
    }
  g_test_add_func ("/activation/values", test_values);
  return g_test_run ();
}
