/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-workspace-private.h"

#include "pn-softmax.h"

/* Samples from `first` on, as many as the workspace takes. */
static PnInputs
slice (const PnDataset *dataset, const PnNormalisation *normalisation, gsize first, gsize capacity)
{
  gsize offset = first * pn_dataset_n_inputs (dataset);
  PnInputs inputs = { .n = MIN (capacity, pn_dataset_n_samples (dataset) - first),
                      .normalisation = *normalisation };

  if (pn_dataset_bytes (dataset) != NULL)
    inputs.bytes = pn_dataset_bytes (dataset) + offset;
  else
    inputs.floats = pn_dataset_floats (dataset) + offset;
  return inputs;
}

gboolean
pn_network_evaluate (const PnNetwork *network,
                     PnWorkspace *workspace,
                     const PnDataset *dataset,
                     const PnNormalisation *normalisation,
                     const gint *stop,
                     PnEvaluation *evaluation)
{
  gsize n = pn_dataset_n_samples (dataset);
  const guint16 *labels = pn_dataset_labels (dataset);
  double sum = 0.0;
  gsize right = 0;

  for (gsize first = 0; first < n; first += workspace->n)
    {
      PnInputs inputs = slice (dataset, normalisation, first, workspace->capacity);
      double loss;
      gsize n_correct;

      if (stop != NULL && g_atomic_int_get (stop))
        return FALSE;
      pn_network_forward (network, workspace, &inputs);
      pn_workspace_loss (workspace, labels + first, &loss, &n_correct);
      sum += loss * (double) inputs.n;
      right += n_correct;
    }
  *evaluation = (PnEvaluation){ n, right, sum / (double) n, (double) right / (double) n };
  return TRUE;
}

void
pn_network_confusion (const PnNetwork *network,
                      PnWorkspace *workspace,
                      const PnDataset *dataset,
                      const PnNormalisation *normalisation,
                      guint64 *counts)
{
  const PnLayerPlan *plan = &network->layers[network->n_layers - 1];
  const guint16 *labels = pn_dataset_labels (dataset);
  const PnReal *logits = workspace->scratch[network->n_layers - 1].a;

  for (gsize first = 0; first < pn_dataset_n_samples (dataset); first += workspace->n)
    {
      PnInputs inputs = slice (dataset, normalisation, first, workspace->capacity);

      pn_network_forward (network, workspace, &inputs);
      for (gsize s = 0; s < inputs.n; s++)
        counts[labels[first + s] * plan->units
               + pn_argmax (plan->units, logits + s * plan->stride)]++;
    }
}
