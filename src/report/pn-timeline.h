/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history.h"

G_BEGIN_DECLS

/* What the x axis of a run's curves counts. */
typedef enum
{
  PN_X_STEP,
  PN_X_EPOCH,
  PN_X_EXAMPLES, /* shown to the network, each as often as it was */
  PN_X_SECONDS,  /* of training, without the checks */
  PN_N_X_UNITS,
} PnXUnit;

/* An enumeration for properties: "step", "epoch", "examples", "seconds". */
#define PN_TYPE_X_UNIT (pn_x_unit_get_type ())
GType pn_x_unit_get_type (void);

/* Of an axis, in the user's language: "epoch". Not to be freed. */
const char *pn_x_unit_label (PnXUnit unit);
/* The same for files and command lines, in English; and back, FALSE where there is no such. */
const char *pn_x_unit_name (PnXUnit unit);
gboolean pn_x_unit_from_name (const char *name, PnXUnit *unit);
/* Whether it is counted in whole numbers. */
gboolean pn_x_unit_is_whole (PnXUnit unit);

/* PnTimeline: where a run's steps are on such an axis. Checks know their epoch and their seconds;
 * between two of them, and from nothing done to the first, both grow evenly. A plain value that
 * borrows the checks: valid as long as these are.
 */
typedef struct
{
  PnXUnit unit;
  const PnCheckRecord *checks; /* rising steps; may be NULL if there are none */
  gsize n_checks;
  double steps_per_epoch; /* behind the last check; 0 where it isn't known */
  double batch;           /* examples a step when the run began; 0 where it isn't known */
} PnTimeline;

PnTimeline pn_timeline_of_history (PnHistory *history, PnXUnit unit, double batch);

/* Whether it can place any step at all. */
gboolean pn_timeline_is_known (const PnTimeline *self);

/* The place of `step` on the axis; NaN where it isn't known. What lies behind the last check goes
 * on as evenly as before it.
 */
double pn_timeline_map (const PnTimeline *self, double step);

/* The last step whose place will stay: seconds behind the last check are a guess until the next. */
double pn_timeline_last_sure (const PnTimeline *self);

G_END_DECLS
