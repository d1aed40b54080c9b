/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-gradient-check.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-activation.h"
#include "pn-error.h"
#include "pn-pass.h"

typedef struct
{
  PnNetwork *network;
  PnWorkspace *workspace;
  const guint16 *labels;
  double epsilon;
  PnReal *column; /* a unit's z over the batch, unperturbed */
  PnReal *moved;  /* and perturbed */
  PnProgress progress;
  gpointer user_data;
  gsize n_done;
  gsize n_weights;
  PnGradientCheck *result;
} Check;

static double
mean_loss (Check *self)
{
  double loss;

  pn_workspace_loss (self->workspace, self->labels, &loss, NULL);
  return loss;
}

/* The loss with `z` in the place of the unit's own: everything behind it is computed anew. */
static double
loss_with_column (Check *self, gsize layer, gsize unit, PnReal *z)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  PnReal *a = self->workspace->scratch[layer].a;
  gsize n = self->workspace->n;

  pn_plain_activations[plan->activation](n, z, z, NULL);
  for (gsize s = 0; s < n; s++)
    a[s * plan->stride + unit] = z[s];
  for (gsize i = layer + 1; i < self->network->n_layers; i++)
    pn_pass_forward_layer (self->network, self->workspace, i, 0, n, FALSE, NULL);
  return mean_loss (self);
}

/* A weight's change by `step` changes z of its own unit by step × input, exactly. */
static double
loss_with_step (Check *self, gsize layer, gsize row, gsize unit, double step)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  gsize ld;
  const PnReal *x = pn_pass_layer_input (self->workspace, layer, &ld);

  for (gsize s = 0; s < self->workspace->n; s++)
    self->moved[s] = self->column[s] + (PnReal) step * (row < plan->fan_in ? x[s * ld + row] : 1);
  return loss_with_column (self, layer, unit, self->moved);
}

static void
note (Check *self, gsize layer, double difference)
{
  /* NaN is worse than any number, and stays. */
  if (isnan (self->result->max_difference) || difference <= self->result->max_difference)
    return;
  self->result->max_difference = difference;
  self->result->worst_layer = layer;
}

static void
check_weight (Check *self, gsize layer, gsize row, gsize unit)
{
  const PnLayerPlan *plan = &self->network->layers[layer];
  double above = loss_with_step (self, layer, row, unit, self->epsilon);
  double below = loss_with_step (self, layer, row, unit, -self->epsilon);
  double numeric = (above - below) / (2.0 * self->epsilon);
  PnReal analytic = self->network->gradients[plan->offset + row * plan->stride + unit];

  note (self, layer, fabs (numeric - (double) analytic));
}

static void
take_column (Check *self, gsize layer, gsize unit)
{
  const PnLayerPlan *plan = &self->network->layers[layer];

  for (gsize s = 0; s < self->workspace->n; s++)
    self->column[s] = self->workspace->scratch[layer].z[s * plan->stride + unit];
}

static gboolean
check_unit (Check *self, gsize layer, gsize unit)
{
  const PnLayerPlan *plan = &self->network->layers[layer];

  take_column (self, layer, unit);
  for (gsize row = 0; row < plan->rows; row++)
    check_weight (self, layer, row, unit);
  loss_with_column (self, layer, unit, self->column);
  self->n_done += plan->rows;
  return self->progress == NULL
         || self->progress ((double) self->n_done / (double) self->n_weights, self->user_data);
}

/* From the output to the input: what lies before a layer is then still as the full pass left it. */
static gboolean
check_all (Check *self)
{
  for (gsize layer = self->network->n_layers; layer > 0; layer--)
    for (gsize unit = 0; unit < self->network->layers[layer - 1].units; unit++)
      if (!check_unit (self, layer - 1, unit))
        return FALSE;
  return TRUE;
}

static gboolean
check_arguments (const PnSpec *spec,
                 const PnDataset *dataset,
                 gsize n_samples,
                 double epsilon,
                 GError **error)
{
  if (!pn_spec_validate (spec, error))
    return FALSE;
  if (pn_dataset_n_inputs (dataset) != pn_spec_n_inputs (spec)
      || pn_dataset_n_classes (dataset) > pn_spec_n_outputs (spec))
    g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                         _ ("gradient check: the data's inputs or classes don't fit the network"));
  else if (n_samples == 0 || n_samples > pn_dataset_n_samples (dataset))
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("gradient check: %zu samples, but the data has %zu"), n_samples,
                 pn_dataset_n_samples (dataset));
  else if (!(epsilon > 0.0 && epsilon < 1.0))
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("gradient check: the step %g is not in (0, 1)"), epsilon);
  else
    return TRUE;
  return FALSE;
}

static void
full_pass (Check *self, const PnDataset *dataset, const PnNormalisation *normalisation, gsize n)
{
  PnInputs inputs = { .n = n,
                      .bytes = pn_dataset_bytes (dataset),
                      .floats = pn_dataset_floats (dataset),
                      .normalisation = *normalisation };

  self->labels = pn_dataset_labels (dataset);
  pn_network_backward (self->network, self->workspace, &inputs, self->labels, NULL, NULL);
}

gboolean
pn_gradient_check (const PnSpec *spec,
                   guint64 seed,
                   const PnDataset *dataset,
                   const PnNormalisation *normalisation,
                   gsize n_samples,
                   double epsilon,
                   PnProgress progress,
                   gpointer user_data,
                   PnGradientCheck *result,
                   GError **error)
{
  g_autofree PnReal *column = NULL;
  g_autofree PnReal *moved = NULL;
  Check self = { .epsilon = epsilon, .progress = progress, .user_data = user_data };
  gboolean done = FALSE;

  if (!check_arguments (spec, dataset, n_samples, epsilon, error))
    return FALSE;
  self.network = pn_network_new (spec, error);
  self.workspace = self.network ? pn_workspace_new (self.network, n_samples, error) : NULL;
  if (self.workspace != NULL)
    {
      self.column = column = g_new (PnReal, n_samples);
      self.moved = moved = g_new (PnReal, n_samples);
      /* Differences are taken by each input: the dense ones are needed. */
      self.workspace->allow_sparse = FALSE;
      self.n_weights = pn_spec_n_parameters (spec);
      self.result = result;
      *result = (PnGradientCheck){ .n_weights = self.n_weights };
      pn_network_initialise (self.network, seed);
      full_pass (&self, dataset, normalisation, n_samples);
      done = check_all (&self);
      result->passed = result->max_difference <= epsilon * epsilon;
    }
  pn_workspace_free (self.workspace);
  pn_network_free (self.network);
  return done;
}
