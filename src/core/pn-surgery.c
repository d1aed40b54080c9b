/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-activation.h"
#include "pn-error.h"
#include "pn-optimizer.h"
#include "pn-surgery-private.h"

gboolean
pn_surgery_is_adaptive (PnOptimizer optimizer)
{
  return optimizer != PN_OPTIMIZER_SGD && optimizer != PN_OPTIMIZER_NESTEROV;
}

PnReal
pn_surgery_slope (PnActivation activation)
{
  const PnReal h = (PnReal) 0.01;
  const PnReal z[2] = { h, -h };
  PnReal a[2];

  pn_plain_activations[activation](2, z, a, NULL);
  return (a[0] - a[1]) / (2 * h);
}

gboolean
pn_surgery_advance (PnOperation *op, double work)
{
  op->done += work;
  if (!op->ended && op->watch != NULL)
    op->ended = !op->watch->progress (MIN (op->done / op->work, 1.0), op->watch->user_data);
  return !op->ended;
}

PnInputs
pn_surgery_inputs (const PnDataset *dataset, const PnNormalisation *normalisation, gsize n)
{
  PnInputs inputs = { .n = MIN (n, pn_dataset_n_samples (dataset)),
                      .bytes = pn_dataset_bytes (dataset),
                      .floats = pn_dataset_floats (dataset),
                      .normalisation = *normalisation };

  return inputs;
}

/* The layer of the old design that `layer` of the new one was; G_MAXSIZE for an inserted one. */
static gsize
old_index (PnSurgery surgery, gsize layer)
{
  if (surgery.kind == PN_SURGERY_INSERT && layer >= surgery.layer)
    return layer == surgery.layer ? G_MAXSIZE : layer - 1;
  if (surgery.kind == PN_SURGERY_REMOVE && layer >= surgery.layer)
    return layer + 1;
  return layer;
}

static void
copy_rows (const PnLayerPlan *from, const PnReal *old, const PnLayerPlan *to, PnReal *new)
{
  memcpy (pn_surgery_row (to, new, 0), pn_surgery_const_row (from, old, 0),
          from->fan_in * from->stride * sizeof (PnReal));
  if (from->has_bias && to->has_bias)
    memcpy (pn_surgery_row (to, new, to->fan_in), pn_surgery_const_row (from, old, from->fan_in),
            from->stride * sizeof (PnReal));
}

/* All layers that are as wide as they were. */
static void
copy_rest (const PnOperation *op, PnSurgery surgery, const PnReal *old, PnReal *new)
{
  for (gsize i = 0; i < op->to->n_layers; i++)
    {
      gsize j = old_index (surgery, i);
      const PnLayerPlan *to = &op->to->layers[i];

      if (j != G_MAXSIZE && op->from->layers[j].units == to->units
          && op->from->layers[j].fan_in == to->fan_in)
        copy_rows (&op->from->layers[j], old, to, new);
    }
}

static gboolean
prepare_samples (PnOperation *op, GError **error)
{
  if (op->samples == NULL)
    return TRUE;
  op->before = pn_workspace_new (op->from, op->samples->n, error);
  if (op->before == NULL)
    return FALSE;
  op->before->allow_sparse = FALSE; /* the inputs are read as they are */
  pn_network_forward (op->from, op->before, op->samples);
  pn_surgery_advance (op, (double) op->samples->n
                              * (double) pn_spec_multiply_adds (pn_network_spec (op->from)));
  return TRUE;
}

static gboolean
prepare_slots (PnOperation *op, GError **error)
{
  for (gsize i = 0; i < op->n_slots; i++)
    {
      op->new_slots[i] = g_try_new0 (PnReal, op->to->length);
      if (op->new_slots[i] != NULL)
        continue;
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("no memory for a copy of the optimiser's state, %zu numbers"),
                   op->to->length);
      return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (PnOperation *op, const PnSpec *to, PnSurgery surgery, GError **error)
{
  op->to = pn_network_new (to, error);
  if (op->to == NULL || !prepare_slots (op, error) || !prepare_samples (op, error))
    return FALSE;
  if (surgery.kind == PN_SURGERY_INSERT)
    pn_network_initialise (op->to, op->seed);
  copy_rest (op, surgery, op->from->parameters, op->to->parameters);
  for (gsize i = 0; i < op->n_slots; i++)
    copy_rest (op, surgery, op->old_slots[i], op->new_slots[i]);
  return TRUE;
}

static void
operate (PnOperation *op, PnSurgeryKind kind)
{
  if (op->ended)
    return;
  if (kind == PN_SURGERY_WIDEN)
    pn_surgery_widen (op);
  else if (kind == PN_SURGERY_NARROW)
    pn_surgery_narrow (op);
  else if (kind == PN_SURGERY_INSERT)
    pn_surgery_insert (op);
  else if (kind == PN_SURGERY_REMOVE)
    pn_surgery_remove (op);
  else if (kind == PN_SURGERY_ACTIVATION)
    pn_surgery_refit (op, op->layer + 1, op->layer + 1);
}

/* What the operation made goes to the caller, what failed is freed. */
static PnNetwork *
finish (PnOperation *op, gboolean done, PnSurgeryState *new_state)
{
  if (op->before != NULL)
    pn_workspace_free (op->before);
  if (!done)
    g_clear_pointer (&op->to, pn_network_free);
  if (done && new_state != NULL)
    *new_state = (PnSurgeryState){ .optimizer = op->optimizer,
                                   .n_slots = op->n_slots,
                                   .slots = { op->new_slots[0], op->new_slots[1] } };
  else
    for (gsize i = 0; i < op->n_slots; i++)
      g_free (op->new_slots[i]);
  return op->to;
}

PnNetwork *
pn_surgery_operate (const PnNetwork *from,
                    const PnSpec *to,
                    PnSurgery surgery,
                    const PnInputs *samples,
                    guint64 seed,
                    const PnSurgeryWatch *watch,
                    const PnSurgeryState *state,
                    PnSurgeryState *new_state,
                    GError **error)
{
  const PnSpec *old = pn_network_spec (from);
  PnOperation op = { .from = from, .layer = surgery.layer, .seed = seed, .watch = watch };
  gboolean done;

  g_return_val_if_fail (surgery.kind != PN_SURGERY_NONE, NULL);

  /* What is exact has nothing to learn from samples. */
  if (!pn_surgery_is_exact (old, to, surgery))
    op.samples = samples;
  op.work = pn_surgery_work (old, to, surgery, op.samples != NULL ? op.samples->n : 0);
  if (state != NULL)
    {
      op.optimizer = state->optimizer;
      op.n_slots = state->n_slots;
      op.old_slots = state->slots;
    }
  done = prepare (&op, to, surgery, error);
  if (done)
    operate (&op, surgery.kind);
  if (op.ended)
    g_set_error_literal (error, PN_ERROR, PN_ERROR_CANCELLED, _ ("the edit was cancelled"));
  return finish (&op, done && !op.ended, new_state);
}
