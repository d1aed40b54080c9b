/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-snapshot.h"

G_BEGIN_DECLS

/* What an edit of a trained network costs, measured on the same images before and after it. */
typedef struct
{
  gsize n; /* images */
  PnEvaluation before;
  PnEvaluation after;
  double change; /* the greatest of any probability, on any image */
} PnEditCost;

/* Both take the images' inputs and know their classes. `stop` (may be NULL) is polled between
 * batches. FALSE with an error where there is no memory, and once it is set. Any thread.
 */
gboolean pn_edit_cost_measure (PnSnapshot *before,
                               PnSnapshot *after,
                               PnDataset *images,
                               const gint *stop,
                               PnEditCost *cost,
                               GError **error);

/* Whether nothing changed: the same answers, and the same loss but for rounding. */
gboolean pn_edit_cost_is_nothing (const PnEditCost *cost);

G_END_DECLS
