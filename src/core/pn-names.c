/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-names.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-settings.h"
#include "pn-spec.h"

static const PnName activation_names[PN_N_ACTIVATIONS] = {
  [PN_ACTIVATION_IDENTITY] = { "identity", N_ ("identity") },
  [PN_ACTIVATION_SIGMOID] = { "sigmoid", N_ ("sigmoid") },
  [PN_ACTIVATION_IMPROVED_SIGMOID] = { "improved-sigmoid", N_ ("improved sigmoid") },
  [PN_ACTIVATION_TANH] = { "tanh", N_ ("tanh") },
  [PN_ACTIVATION_RELU] = { "relu", N_ ("ReLU") },
  [PN_ACTIVATION_LEAKY_RELU] = { "leaky-relu", N_ ("leaky ReLU") },
  [PN_ACTIVATION_ELU] = { "elu", N_ ("ELU") },
  [PN_ACTIVATION_GELU] = { "gelu", N_ ("GELU") },
  [PN_ACTIVATION_SOFTPLUS] = { "softplus", N_ ("softplus") },
  [PN_ACTIVATION_SILU] = { "silu", N_ ("SiLU") },
};

static const PnName init_names[PN_N_INITS] = {
  [PN_INIT_UNIFORM] = { "uniform", N_ ("uniform (−1, 1)") },
  [PN_INIT_NORMAL_FAN_IN] = { "normal-fan-in", N_ ("normal, 1/√fan-in") },
  [PN_INIT_GLOROT] = { "glorot", N_ ("Glorot") },
  [PN_INIT_HE] = { "he", N_ ("He") },
};

static const PnName bias_names[PN_N_BIASES] = {
  [PN_BIAS_NONE] = { "none", N_ ("none") },
  [PN_BIAS_LAYER] = { "layer", N_ ("one a unit") },
  [PN_BIAS_INPUT] = { "input", N_ ("constant input 1") },
};

static const PnName optimizer_names[PN_N_OPTIMIZERS] = {
  [PN_OPTIMIZER_SGD] = { "sgd", N_ ("SGD with momentum") },
  [PN_OPTIMIZER_NESTEROV] = { "nesterov", N_ ("SGD, Nesterov’s momentum") },
  [PN_OPTIMIZER_RMSPROP] = { "rmsprop", N_ ("RMSprop") },
  [PN_OPTIMIZER_ADAM] = { "adam", N_ ("Adam") },
  [PN_OPTIMIZER_ADAMW] = { "adamw", N_ ("AdamW") },
};

static const PnName schedule_names[PN_N_SCHEDULES] = {
  [PN_SCHEDULE_CONSTANT] = { "constant", N_ ("constant") },
  [PN_SCHEDULE_STEP] = { "step", N_ ("in steps") },
  [PN_SCHEDULE_EXPONENTIAL] = { "exponential", N_ ("exponential") },
  [PN_SCHEDULE_COSINE] = { "cosine", N_ ("cosine") },
};

static const PnName class_weighting_names[PN_N_CLASS_WEIGHTINGS] = {
  [PN_CLASS_WEIGHTING_NONE] = { "none", N_ ("equal") },
  [PN_CLASS_WEIGHTING_BALANCED] = { "balanced", N_ ("balanced") },
};

static char *
list_names (const PnName *names, gsize n_names)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < n_names; i++)
    g_string_append_printf (list, i == 0 ? "%s" : ", %s", names[i].name);
  return g_string_free (list, FALSE);
}

int
pn_names_find (const PnName *names,
               gsize n_names,
               const char *name,
               const char *what,
               GError **error)
{
  g_autofree char *known = NULL;

  for (gsize i = 0; i < n_names; i++)
    if (g_strcmp0 (names[i].name, name) == 0)
      return (int) i;
  known = list_names (names, n_names);
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED, _ ("%s: “%s” is not one of %s"), what,
               name != NULL ? name : "", known);
  return -1;
}

/* The six families of names differ in nothing but their types. */
#define DEFINE_NAMES(Type, prefix, what, names)                                                    \
  const char *pn_##prefix##_name (Type value)                                                      \
  {                                                                                                \
    g_return_val_if_fail ((gsize) value < G_N_ELEMENTS (names), NULL);                             \
    return names[value].name;                                                                      \
  }                                                                                                \
                                                                                                   \
  const char *pn_##prefix##_label (Type value)                                                     \
  {                                                                                                \
    g_return_val_if_fail ((gsize) value < G_N_ELEMENTS (names), NULL);                             \
    return _ (names[value].label);                                                                 \
  }                                                                                                \
                                                                                                   \
  gboolean pn_##prefix##_from_name (const char *name, Type *value, GError **error)                 \
  {                                                                                                \
    int found = pn_names_find (names, G_N_ELEMENTS (names), name, what, error);                    \
                                                                                                   \
    if (found >= 0)                                                                                \
      *value = (Type) found;                                                                       \
    return found >= 0;                                                                             \
  }

DEFINE_NAMES (PnActivation, activation, "activation", activation_names)
DEFINE_NAMES (PnInit, init, "init", init_names)
DEFINE_NAMES (PnBias, bias, "bias", bias_names)
DEFINE_NAMES (PnOptimizer, optimizer, "optimizer", optimizer_names)
DEFINE_NAMES (PnSchedule, schedule, "schedule", schedule_names)
DEFINE_NAMES (PnClassWeighting, class_weighting, "class_weighting", class_weighting_names)
