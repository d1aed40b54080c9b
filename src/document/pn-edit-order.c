/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-edit-order.h"

/* Held-out images that an edit is measured on. */
#define N_MEASURED 1000

static gboolean
takes (const PnSpec *spec, PnDataset *dataset)
{
  return dataset != NULL && pn_dataset_n_samples (dataset) > 0
         && pn_spec_n_inputs (spec) == pn_dataset_n_inputs (dataset)
         && pn_spec_n_outputs (spec) == pn_dataset_n_classes (dataset);
}

PnEditOrder *
pn_edit_order_new (PnSnapshot *base,
                   const PnSpec *spec,
                   const PnTrainingData *data,
                   PnOptimizer optimizer,
                   guint64 seed)
{
  PnEditOrder *self = g_new0 (PnEditOrder, 1);
  const PnSpec *old = pn_snapshot_spec (base);

  self->base = pn_snapshot_ref (base);
  self->spec = pn_spec_copy (spec);
  self->surgery = pn_snapshot_find_surgery (base, spec);
  self->optimizer = optimizer;
  self->seed = seed;
  if (data != NULL && takes (old, data->train))
    self->samples = pn_dataset_head (data->train, PN_SURGERY_SAMPLES);
  if (data != NULL && takes (old, data->validation) && takes (spec, data->validation))
    self->images = pn_dataset_head (data->validation, N_MEASURED);
  return self;
}

void
pn_edit_order_free (PnEditOrder *self)
{
  if (self == NULL)
    return;
  pn_snapshot_unref (self->base);
  pn_spec_free (self->spec);
  g_clear_pointer (&self->samples, pn_dataset_unref);
  g_clear_pointer (&self->images, pn_dataset_unref);
  g_free (self);
}

double
pn_edit_order_work (const PnEditOrder *self)
{
  gsize n = self->samples != NULL ? pn_dataset_n_samples (self->samples) : 0;

  return pn_surgery_work (pn_snapshot_spec (self->base), self->spec, self->surgery, n);
}

double
pn_edit_order_measuring (const PnEditOrder *self)
{
  const int passes = 2; /* for the answers, and for the probabilities */
  double each = (double) pn_spec_multiply_adds (pn_snapshot_spec (self->base))
                + (double) pn_spec_multiply_adds (self->spec);

  return self->images != NULL ? passes * each * (double) pn_dataset_n_samples (self->images) : 0.0;
}

PnSnapshot *
pn_edit_order_execute (const PnEditOrder *self, const PnSurgeryWatch *watch, GError **error)
{
  PnInputs samples = { 0 };

  if (pn_spec_equal (pn_snapshot_spec (self->base), self->spec))
    return pn_snapshot_ref (self->base);
  if (self->samples != NULL)
    samples = pn_surgery_inputs (self->samples, pn_snapshot_normalisation (self->base),
                                 PN_SURGERY_SAMPLES);
  return pn_snapshot_operate (self->base, self->spec, self->samples != NULL ? &samples : NULL,
                              self->optimizer, self->seed, watch, error);
}
