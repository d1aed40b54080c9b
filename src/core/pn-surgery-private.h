/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network-private.h"
#include "pn-surgery.h"
#include "pn-workspace-private.h"

G_BEGIN_DECLS

/* One operation under way. Arrays are of parameters or of an optimiser's numbers: they lie alike.
 */
typedef struct
{
  const PnNetwork *from;
  PnNetwork *to;
  gsize layer;
  const PnInputs *samples; /* NULL: none */
  PnWorkspace *before;     /* `from` on the samples; NULL without them */
  guint64 seed;
  PnOptimizer optimizer;
  gsize n_slots;
  PnReal *const *old_slots;
  PnReal *new_slots[2];
  const PnSurgeryWatch *watch; /* NULL: nobody looks on */
  double work;                 /* all of it, and what of it is done */
  double done;
  gboolean ended; /* by the watch: what is made is thrown away */
} PnOperation;

/* So many multiplications more are done; FALSE where it is to end. */
gboolean pn_surgery_advance (PnOperation *op, double work);

/* The row of a layer's input in an array; the bias is at plan->fan_in. */
static inline PnReal *
pn_surgery_row (const PnLayerPlan *plan, PnReal *array, gsize input)
{
  return array + plan->offset + input * plan->stride;
}

static inline const PnReal *
pn_surgery_const_row (const PnLayerPlan *plan, const PnReal *array, gsize input)
{
  return array + plan->offset + input * plan->stride;
}

/* Whether the optimiser's numbers follow the size of gradients instead of moving as weights do. */
gboolean pn_surgery_is_adaptive (PnOptimizer optimizer);

/* What the activation looks like around 0: (f(h) − f(−h)) / 2h for a small h. */
PnReal pn_surgery_slope (PnActivation activation);

/* Fits `layer` of op->to, from the weights that it has, to what `old_layer` of op->from had before
 * its activation. Nothing without samples.
 */
void pn_surgery_refit (PnOperation *op, gsize layer, gsize old_layer);

/* What `layer` reads in `workspace`, [n][rows]: with a last column of ones where the layer has a
 * bias. NULL where there is no memory.
 */
PnReal *pn_surgery_read (const PnWorkspace *workspace, gsize layer);

/* XᵀX of x [n][k] with a ridge, in double precision. NULL where there is no memory. */
double *pn_surgery_gram (gsize n, gsize k, const PnReal *x);

/* The operations. What lies outside the layers that they change has been copied. */
void pn_surgery_widen (PnOperation *op);
void pn_surgery_narrow (PnOperation *op);
void pn_surgery_insert (PnOperation *op);
void pn_surgery_remove (PnOperation *op);

G_END_DECLS
