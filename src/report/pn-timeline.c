/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const GEnumValue units[] = {
  { PN_X_STEP, "PN_X_STEP", "step" },
  { PN_X_EPOCH, "PN_X_EPOCH", "epoch" },
  { PN_X_EXAMPLES, "PN_X_EXAMPLES", "examples" },
  { PN_X_SECONDS, "PN_X_SECONDS", "seconds" },
  { 0, NULL, NULL },
};

GType
pn_x_unit_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PnXUnit", units));
  return type;
}

const char *
pn_x_unit_label (PnXUnit unit)
{
  switch (unit)
    {
    case PN_X_EPOCH:
      return _ ("epoch");
    case PN_X_EXAMPLES:
      return _ ("examples");
    case PN_X_SECONDS:
      return _ ("seconds");
    case PN_X_STEP:
    default:
      return _ ("step");
    }
}

const char *
pn_x_unit_name (PnXUnit unit)
{
  g_return_val_if_fail (unit < PN_N_X_UNITS, NULL);

  return units[unit].value_nick;
}

gboolean
pn_x_unit_from_name (const char *name, PnXUnit *unit)
{
  for (int i = 0; i < PN_N_X_UNITS; i++)
    if (g_strcmp0 (units[i].value_nick, name) == 0)
      {
        *unit = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
pn_x_unit_is_whole (PnXUnit unit)
{
  return unit == PN_X_STEP || unit == PN_X_EXAMPLES;
}

PnTimeline
pn_timeline_of_history (PnHistory *history, PnXUnit unit, double batch)
{
  PnTimeline self = { .unit = unit, .batch = batch };

  self.checks = pn_history_checks (history, &self.n_checks);
  self.steps_per_epoch = (double) pn_history_steps_per_epoch (history);
  return self;
}

static double
knot_value (const PnTimeline *self, const PnCheckRecord *check)
{
  return self->unit == PN_X_SECONDS ? check->training_seconds : check->epoch;
}

/* By the first check of a trained network, because a later change of the batch changes the steps an
 * epoch.
 */
static double
examples_per_epoch (const PnTimeline *self)
{
  for (gsize i = 0; i < self->n_checks; i++)
    if (self->checks[i].epoch > 0)
      return self->batch * (double) self->checks[i].step / self->checks[i].epoch;
  return self->batch * self->steps_per_epoch;
}

gboolean
pn_timeline_is_known (const PnTimeline *self)
{
  const PnCheckRecord *last = self->n_checks > 0 ? &self->checks[self->n_checks - 1] : NULL;

  switch (self->unit)
    {
    case PN_X_STEP:
      return TRUE;
    case PN_X_SECONDS:
      return last && isfinite (last->training_seconds) && last->training_seconds > 0;
    case PN_X_EXAMPLES:
    case PN_X_EPOCH:
    default:
      return (self->steps_per_epoch > 0 || (last && isfinite (last->epoch) && last->epoch > 0))
             && (self->unit == PN_X_EPOCH || self->batch > 0);
    }
}

/* How many checks are at `step` or before. */
static gsize
count_until (const PnTimeline *self, double step)
{
  gsize low = 0, high = self->n_checks;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if ((double) self->checks[middle].step <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

typedef struct
{
  double step;
  double value;
} Knot;

static Knot
knot_before (const PnTimeline *self, gsize count)
{
  if (count == 0)
    return (Knot){ 0, 0 };
  return (Knot){ (double) self->checks[count - 1].step,
                 knot_value (self, &self->checks[count - 1]) };
}

/* What a step adds behind `knot`, the last. */
static double
rate_after (const PnTimeline *self, Knot knot)
{
  if (self->unit != PN_X_SECONDS && self->steps_per_epoch > 0)
    return 1 / self->steps_per_epoch;
  return knot.step > 0 ? knot.value / knot.step : 0;
}

static double
interpolate (const PnTimeline *self, double step)
{
  gsize count = count_until (self, step);
  Knot before = knot_before (self, count), after;

  if (count == self->n_checks)
    return before.value + (step - before.step) * rate_after (self, before);
  after = knot_before (self, count + 1);
  return before.value
         + (after.value - before.value) * (step - before.step) / (after.step - before.step);
}

double
pn_timeline_map (const PnTimeline *self, double step)
{
  if (self->unit == PN_X_STEP)
    return step;
  if (!pn_timeline_is_known (self))
    return NAN;
  return interpolate (self, step) * (self->unit == PN_X_EXAMPLES ? examples_per_epoch (self) : 1);
}

double
pn_timeline_last_sure (const PnTimeline *self)
{
  if (self->unit != PN_X_SECONDS)
    return INFINITY;
  return self->n_checks > 0 ? (double) self->checks[self->n_checks - 1].step : 0;
}
