/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-document-private.h"

/* A first loss this many times that of guessing, ln(classes), is the initial weights' doing. */
#define FAR_BEYOND_GUESSING 5.0
/* A learning rate this many times the usual one is what to blame first. */
#define FAR_BEYOND_USUAL 10.0
/* The threshold that Goodfellow, Bengio, Courville 2016, section 10.11.1, has as the common one. */
#define CLIP_NORM 1.0

/* With which the methods are usually begun: the recipes' for SGD, the authors' for the others. */
static double
usual_rate (const PnSettings *settings)
{
  gboolean plain
      = settings->optimizer == PN_OPTIMIZER_SGD || settings->optimizer == PN_OPTIMIZER_NESTEROV;

  return plain ? 0.02 : 0.001;
}

static gboolean
draws_too_wide (const PnSpec *spec)
{
  for (gsize i = 0; i < spec->n_layers; i++)
    if (spec->layers[i].init == PN_INIT_UNIFORM)
      return TRUE;
  return FALSE;
}

static gboolean
began_too_high (PnRun *run)
{
  gsize n;
  const PnStepRecord *steps = pn_history_steps (pn_run_get_history (run), &n);
  double guessing = log ((double) pn_spec_n_outputs (pn_run_get_spec (run)));

  return n == 0 || !(steps[0].loss <= FAR_BEYOND_GUESSING * guessing);
}

PnCure
pn_cure_find (PnRun *run)
{
  const PnSettings *settings = pn_run_get_settings (run);

  if (pn_run_get_state (run) != PN_RUN_FINISHED || pn_run_get_stop_reason (run) != PN_STOP_DIVERGED)
    return (PnCure){ PN_CURE_NONE, 0 };
  if (draws_too_wide (pn_run_get_spec (run)) && began_too_high (run))
    return (PnCure){ PN_CURE_WEIGHTS, 0 };
  if (settings->learning_rate > FAR_BEYOND_USUAL * usual_rate (settings))
    return (PnCure){ PN_CURE_RATE, usual_rate (settings) };
  if (settings->clip_norm == 0)
    return (PnCure){ PN_CURE_CLIP, CLIP_NORM };
  return (PnCure){ PN_CURE_RATE, settings->learning_rate / 2 };
}

char *
pn_cure_label (const PnCure *cure)
{
  switch (cure->kind)
    {
    case PN_CURE_WEIGHTS:
      return g_strdup (_ ("Better Initial Weights and Start Over"));
    case PN_CURE_RATE:
      return g_strdup_printf (_ ("Learning Rate %g and Continue"), cure->value);
    case PN_CURE_CLIP:
      return g_strdup_printf (_ ("Clip Gradients at %g and Continue"), cure->value);
    case PN_CURE_NONE:
    default:
      return NULL;
    }
}

/* For the kin of ReLU, which halves what it lets through, He's; else one that keeps the variance.
 */
static PnInit
better_init (PnActivation activation)
{
  switch (activation)
    {
    case PN_ACTIVATION_RELU:
    case PN_ACTIVATION_LEAKY_RELU:
    case PN_ACTIVATION_ELU:
    case PN_ACTIVATION_GELU:
    case PN_ACTIVATION_SOFTPLUS:
    case PN_ACTIVATION_SILU:
      return PN_INIT_HE;
    default:
      return PN_INIT_NORMAL_FAN_IN;
    }
}

static PnRun *
start_over (PnDocument *self, PnRun *run, PnRecipe *recipe)
{
  for (gsize i = 0; i < recipe->spec->n_layers; i++)
    if (recipe->spec->layers[i].init == PN_INIT_UNIFORM)
      recipe->spec->layers[i].init = better_init (recipe->spec->layers[i].activation);
  return pn_document_new_run_with_recipe (self, run, recipe, _ ("Better Initial Weights"));
}

PnRun *
pn_document_cure (PnDocument *self, PnRun *run, const PnCure *cure, GError **error)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (run));
  const char *label = cure->kind == PN_CURE_RATE ? _ ("Lower Learning Rate") : _ ("Clip Gradients");

  if (cure->kind == PN_CURE_WEIGHTS)
    return start_over (self, run, recipe);
  if (cure->kind == PN_CURE_RATE)
    recipe->settings.learning_rate = cure->value;
  else if (cure->kind == PN_CURE_CLIP)
    recipe->settings.clip_norm = cure->value;
  return pn_document_set_recipe (self, run, recipe, label, 0, error) ? run : NULL;
}
