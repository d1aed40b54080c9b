/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-edit-cost.h"
#include "pn-error.h"
#include "pn-surgery.h"

#define BATCH 250
/* Share of the loss that rounding may change. */
#define ROUNDING 1e-5

static PnReal *
new_probabilities (PnSnapshot *snapshot, PnWorkspace *workspace, const PnDataset *batch)
{
  gsize n = pn_dataset_n_samples (batch);
  PnInputs inputs = pn_surgery_inputs (batch, pn_snapshot_normalisation (snapshot), n);
  PnReal *probabilities = g_new (PnReal, n * pn_dataset_n_classes (batch));

  pn_network_forward (pn_snapshot_network (snapshot), workspace, &inputs);
  pn_workspace_get_probabilities (workspace, probabilities);
  return probabilities;
}

/* The greatest change on one batch; NaN is one. */
static double
compare (PnSnapshot *before,
         PnSnapshot *after,
         PnWorkspace *const workspaces[2],
         const PnDataset *batch)
{
  gsize size = pn_dataset_n_samples (batch) * pn_dataset_n_classes (batch);
  g_autofree PnReal *old = new_probabilities (before, workspaces[0], batch);
  g_autofree PnReal *new = new_probabilities (after, workspaces[1], batch);
  double change = 0.0;

  for (gsize i = 0; i < size; i++)
    if (!(fabs ((double) (new[i] - old[i])) <= change))
      change = fabs ((double) (new[i] - old[i]));
  return change;
}

static gboolean
evaluate (PnSnapshot *snapshot,
          PnWorkspace *workspace,
          PnDataset *images,
          const gint *stop,
          PnEvaluation *result)
{
  return pn_network_evaluate (pn_snapshot_network (snapshot), workspace, images,
                              pn_snapshot_normalisation (snapshot), stop, result);
}

/* FALSE once it is stopped. */
static gboolean
measure (PnSnapshot *before,
         PnSnapshot *after,
         PnWorkspace *const workspaces[2],
         PnDataset *images,
         const gint *stop,
         PnEditCost *cost)
{
  *cost = (PnEditCost){ .n = pn_dataset_n_samples (images) };
  if (!evaluate (before, workspaces[0], images, stop, &cost->before)
      || !evaluate (after, workspaces[1], images, stop, &cost->after))
    return FALSE;
  for (gsize first = 0; first < cost->n; first += BATCH)
    {
      g_autoptr (PnDataset) batch = pn_dataset_slice (images, first, MIN (BATCH, cost->n - first));
      double change = compare (before, after, workspaces, batch);

      if (!(change <= cost->change))
        cost->change = change;
      if (stop != NULL && g_atomic_int_get (stop))
        return FALSE;
    }
  return TRUE;
}

gboolean
pn_edit_cost_measure (PnSnapshot *before,
                      PnSnapshot *after,
                      PnDataset *images,
                      const gint *stop,
                      PnEditCost *cost,
                      GError **error)
{
  g_autoptr (PnWorkspace) old = pn_workspace_new (pn_snapshot_network (before), BATCH, error);
  g_autoptr (PnWorkspace) new = NULL;

  if (old == NULL)
    return FALSE;
  new = pn_workspace_new (pn_snapshot_network (after), BATCH, error);
  if (new == NULL)
    return FALSE;
  if (measure (before, after, (PnWorkspace *const[2]){ old, new }, images, stop, cost))
    return TRUE;
  g_set_error_literal (error, PN_ERROR, PN_ERROR_CANCELLED, _ ("the measurement was cancelled"));
  return FALSE;
}

gboolean
pn_edit_cost_is_nothing (const PnEditCost *cost)
{
  return cost->before.n_correct == cost->after.n_correct
         && fabs (cost->before.loss - cost->after.loss) <= ROUNDING * MAX (1.0, cost->before.loss);
}
