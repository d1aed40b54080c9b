/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "pn-predictor.h"

struct _PnPredictor
{
  GObject parent;
  PnSnapshot *snapshot;
  PnWorkspace *workspace; /* for one sample; NULL if there is no network or no memory */
  guint8 *pixels;
  gsize n_pixels;
  float *probabilities; /* NULL while there is no answer */
  float **activations;  /* n_layers of them, each filled when first asked for */
  gsize n_layers;
};

G_DEFINE_FINAL_TYPE (PnPredictor, pn_predictor, G_TYPE_OBJECT)

static guint changed_signal;

static void
forget_answer (PnPredictor *self)
{
  for (gsize i = 0; i < self->n_layers; i++)
    g_clear_pointer (&self->activations[i], g_free);
  g_clear_pointer (&self->probabilities, g_free);
}

static void
forget_network (PnPredictor *self)
{
  forget_answer (self);
  g_clear_pointer (&self->activations, g_free);
  self->n_layers = 0;
  g_clear_pointer (&self->workspace, pn_workspace_free);
  g_clear_pointer (&self->snapshot, pn_snapshot_unref);
}

static void
pn_predictor_finalize (GObject *object)
{
  PnPredictor *self = PN_PREDICTOR (object);

  forget_network (self);
  g_free (self->pixels);
  G_OBJECT_CLASS (pn_predictor_parent_class)->finalize (object);
}

static void
pn_predictor_class_init (PnPredictorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pn_predictor_finalize;
  changed_signal = g_signal_new ("changed", PN_TYPE_PREDICTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pn_predictor_init (PnPredictor *self)
{
}

PnPredictor *
pn_predictor_new (void)
{
  return g_object_new (PN_TYPE_PREDICTOR, NULL);
}

static void
predict (PnPredictor *self)
{
  PnInputs inputs = { .n = 1, .bytes = self->pixels };

  forget_answer (self);
  if (!self->workspace || !self->pixels
      || self->n_pixels != pn_spec_n_inputs (pn_snapshot_spec (self->snapshot)))
    return;
  inputs.normalisation = *pn_snapshot_normalisation (self->snapshot);
  pn_network_forward (pn_snapshot_network (self->snapshot), self->workspace, &inputs);
  self->probabilities = g_new (float, pn_spec_n_outputs (pn_snapshot_spec (self->snapshot)));
  pn_workspace_get_probabilities (self->workspace, self->probabilities);
}

static void
answer_anew (PnPredictor *self)
{
  predict (self);
  g_signal_emit (self, changed_signal, 0);
}

/* While a run trains, snapshots of one shape follow each other: the scratch is kept. */
static void
keep_or_make_workspace (PnPredictor *self, PnSnapshot *snapshot)
{
  gboolean fits = self->snapshot && self->workspace
                  && pn_spec_equal (pn_snapshot_spec (self->snapshot), pn_snapshot_spec (snapshot));

  if (fits)
    return;
  forget_network (self);
  self->workspace = pn_workspace_new (pn_snapshot_network (snapshot), 1, NULL);
  self->n_layers = pn_snapshot_spec (snapshot)->n_layers;
  self->activations = g_new0 (float *, self->n_layers);
}

void
pn_predictor_set_snapshot (PnPredictor *self, PnSnapshot *snapshot)
{
  if (snapshot == self->snapshot)
    return;
  if (snapshot)
    {
      keep_or_make_workspace (self, snapshot);
      pn_snapshot_ref (snapshot);
      g_clear_pointer (&self->snapshot, pn_snapshot_unref);
      self->snapshot = snapshot;
    }
  else
    forget_network (self);
  answer_anew (self);
}

PnSnapshot *
pn_predictor_get_snapshot (PnPredictor *self)
{
  return self->snapshot;
}

void
pn_predictor_set_picture (PnPredictor *self, const guint8 *pixels, gsize n)
{
  guint8 *copy = pixels ? g_memdup2 (pixels, n) : NULL;

  g_free (self->pixels);
  self->pixels = copy;
  self->n_pixels = pixels ? n : 0;
  answer_anew (self);
}

const guint8 *
pn_predictor_get_picture (PnPredictor *self, gsize *n)
{
  if (n)
    *n = self->n_pixels;
  return self->pixels;
}

const float *
pn_predictor_get_probabilities (PnPredictor *self, gsize *n_classes)
{
  if (n_classes)
    *n_classes = self->probabilities ? pn_spec_n_outputs (pn_snapshot_spec (self->snapshot)) : 0;
  return self->probabilities;
}

const float *
pn_predictor_get_activations (PnPredictor *self, gsize layer, gsize *n_units)
{
  gboolean known = self->probabilities && layer < self->n_layers;
  gsize n = known ? pn_snapshot_spec (self->snapshot)->layers[layer].units : 0;

  if (n_units)
    *n_units = n;
  if (!known)
    return NULL;
  if (!self->activations[layer])
    {
      self->activations[layer] = g_new (float, n);
      pn_workspace_get_activations (self->workspace, layer, self->activations[layer]);
    }
  return self->activations[layer];
}

int
pn_predictor_get_answer (PnPredictor *self)
{
  gsize n;
  const float *p = pn_predictor_get_probabilities (self, &n);
  int best = p ? 0 : -1;

  for (gsize i = 1; p && i < n; i++)
    if (p[i] > p[best])
      best = i;
  return best;
}
