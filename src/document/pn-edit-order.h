/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-edit-cost.h"
#include "pn-operate.h"
#include "pn-recipe.h"

G_BEGIN_DECLS

/* PnEditOrder: all that a change of a trained network's design needs, so that any thread can make
 * it, or only tell what it would cost. Immutable once made.
 */
typedef struct
{
  PnSnapshot *base;
  PnSpec *spec;          /* what is wanted */
  PnSurgery surgery;     /* PN_SURGERY_NONE: the layers that fit are kept */
  PnDataset *samples;    /* training images that it is refitted to, or NULL */
  PnDataset *images;     /* held-out ones that it is measured on, or NULL */
  PnOptimizer optimizer; /* of `base` */
  guint64 seed;
} PnEditOrder;

/* `data` (may be NULL) is what of it fits both designs. */
PnEditOrder *pn_edit_order_new (PnSnapshot *base,
                                const PnSpec *spec,
                                const PnTrainingData *data,
                                PnOptimizer optimizer,
                                guint64 seed);
void pn_edit_order_free (PnEditOrder *self);

/* Multiplications, as pn_surgery_work() counts them. */
double pn_edit_order_work (const PnEditOrder *self);
/* Those of measuring what came of it. */
double pn_edit_order_measuring (const PnEditOrder *self);

/* The network after it. NULL with an error as pn_snapshot_operate(). */
PnSnapshot *
pn_edit_order_execute (const PnEditOrder *self, const PnSurgeryWatch *watch, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnEditOrder, pn_edit_order_free)

G_END_DECLS
