/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-checked.h"
#include "pn-error.h"
#include "pn-memory.h"
#include "pn-pass.h"
#include "pn-softmax.h"
#include "pn-sparse.h"

static PnReal *
reals_new (gsize rows, gsize columns, gsize *missing)
{
  gsize n = pn_checked_multiply (rows, columns);
  PnReal *reals = pn_try_new0_aligned (n, sizeof (PnReal));

  if (reals == NULL)
    *missing = pn_checked_add (*missing, pn_checked_multiply (n, sizeof (PnReal)));
  return reals;
}

static void
allocate_layer (PnWorkspace *self, gsize layer, gsize *missing)
{
  const PnLayerPlan *plan = &self->layers[layer];
  PnLayerScratch *scratch = &self->scratch[layer];
  gboolean changes = plan->activation != PN_ACTIVATION_IDENTITY || plan->dropout > 0.0;

  scratch->z = reals_new (self->capacity, plan->stride, missing);
  scratch->a = changes ? reals_new (self->capacity, plan->stride, missing) : scratch->z;
  scratch->slope = changes ? reals_new (self->capacity, plan->stride, missing) : NULL;
  scratch->delta = reals_new (self->capacity, plan->stride, missing);
  scratch->delta_sums = reals_new (1, plan->stride, missing);
  if (layer > 0)
    scratch->transposed = reals_new (plan->units, self->layers[layer - 1].stride, missing);
}

static gboolean
allocate (PnWorkspace *self, GError **error)
{
  gsize missing = 0;

  self->x = reals_new (self->capacity, self->n_inputs, &missing);
  pn_sparse_allocate (self, &missing);
  self->losses = pn_try_new0_aligned (self->capacity, sizeof (double));
  self->correct = pn_try_new0_aligned (self->capacity, 1);
  for (gsize i = 0; i < self->n_layers; i++)
    allocate_layer (self, i, &missing);
  if (missing == 0 && self->losses != NULL && self->correct != NULL)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("a batch of %zu samples: %.3g bytes for its activations are not "
                  "free on this computer"),
               self->capacity, (double) missing);
  return FALSE;
}

PnWorkspace *
pn_workspace_new (const PnNetwork *network, gsize capacity, GError **error)
{
  PnWorkspace *self = g_new0 (PnWorkspace, 1);

  self->capacity = MAX (capacity, 1);
  self->n_inputs = network->layers[0].fan_in;
  self->n_layers = network->n_layers;
  self->layers = g_memdup2 (network->layers, network->n_layers * sizeof (PnLayerPlan));
  self->scratch = g_new0 (PnLayerScratch, network->n_layers);
  self->kernels = pn_kernels ();
  self->allow_sparse = TRUE;
  if (!allocate (self, error))
    g_clear_pointer (&self, pn_workspace_free);
  return self;
}

static void
free_layer (PnLayerScratch *scratch)
{
  if (scratch->a != scratch->z)
    free (scratch->a);
  free (scratch->z);
  free (scratch->slope);
  free (scratch->delta);
  free (scratch->delta_sums);
  free (scratch->transposed);
}

void
pn_workspace_free (PnWorkspace *workspace)
{
  if (workspace == NULL)
    return;
  for (gsize i = 0; i < workspace->n_layers; i++)
    free_layer (&workspace->scratch[i]);
  free (workspace->x);
  pn_sparse_free (workspace);
  free (workspace->losses);
  free (workspace->correct);
  g_free (workspace->layers);
  g_free (workspace->scratch);
  g_free (workspace);
}

gsize
pn_workspace_capacity (const PnWorkspace *workspace)
{
  return workspace->capacity;
}

static void
copy_rows (const PnWorkspace *workspace, gsize layer, const PnReal *padded, PnReal *out)
{
  const PnLayerPlan *plan = &workspace->layers[layer];

  for (gsize s = 0; s < workspace->n; s++)
    memcpy (out + s * plan->units, padded + s * plan->stride, plan->units * sizeof (PnReal));
}

void
pn_workspace_get_activations (const PnWorkspace *workspace, gsize layer, PnReal *out)
{
  g_return_if_fail (layer < workspace->n_layers);

  copy_rows (workspace, layer, workspace->scratch[layer].a, out);
}

void
pn_workspace_get_preactivations (const PnWorkspace *workspace, gsize layer, PnReal *out)
{
  g_return_if_fail (layer < workspace->n_layers);

  copy_rows (workspace, layer, workspace->scratch[layer].z, out);
}

void
pn_workspace_get_logits (const PnWorkspace *workspace, PnReal *out)
{
  pn_workspace_get_activations (workspace, workspace->n_layers - 1, out);
}

void
pn_workspace_get_probabilities (const PnWorkspace *workspace, PnReal *out)
{
  const PnLayerPlan *plan = &workspace->layers[workspace->n_layers - 1];
  const PnReal *logits = workspace->scratch[workspace->n_layers - 1].a;

  for (gsize s = 0; s < workspace->n; s++)
    pn_softmax (plan->units, logits + s * plan->stride, out + s * plan->units);
}

void
pn_workspace_loss (const PnWorkspace *workspace,
                   const guint16 *labels,
                   double *loss,
                   gsize *n_correct)
{
  const PnLayerPlan *plan = &workspace->layers[workspace->n_layers - 1];
  const PnReal *logits = workspace->scratch[workspace->n_layers - 1].a;
  double sum = 0.0;
  gsize right = 0;

  for (gsize s = 0; s < workspace->n; s++, logits += plan->stride)
    {
      sum += pn_cross_entropy (pn_softmax, plan->units, logits, labels[s], &pn_plain_objective, 1.0,
                               NULL);
      right += pn_argmax (plan->units, logits) == labels[s];
    }
  if (loss != NULL)
    *loss = sum / (double) workspace->n;
  if (n_correct != NULL)
    *n_correct = right;
}

void
pn_network_forward (const PnNetwork *network, PnWorkspace *workspace, const PnInputs *inputs)
{
  pn_pass_prepare (network, workspace, inputs, FALSE);
  pn_pass_load (network, workspace, 0, workspace->n);
  pn_pass_forward (network, workspace, 0, workspace->n, FALSE, NULL);
}

double
pn_network_backward (PnNetwork *network,
                     PnWorkspace *workspace,
                     const PnInputs *inputs,
                     const guint16 *labels,
                     const PnObjective *objective,
                     gsize *n_correct)
{
  gsize n = inputs->n;
  PnPassResult result;
  double total;

  if (objective == NULL)
    objective = &pn_plain_objective;
  total = pn_pass_total_weight (labels, n, objective);
  pn_pass_prepare (network, workspace, inputs, TRUE);
  pn_pass_load (network, workspace, 0, n);
  pn_pass_forward (network, workspace, 0, n, TRUE, NULL);
  pn_pass_loss (workspace, 0, n, labels, objective, total);
  pn_pass_delta (network, workspace, 0, n);
  result = pn_pass_gather (workspace, total);
  for (gsize i = 0; i < network->n_layers; i++)
    pn_pass_layer_gradient (workspace, i, network->gradients + network->layers[i].offset);
  if (n_correct != NULL)
    *n_correct = result.n_correct;
  return result.loss;
}
