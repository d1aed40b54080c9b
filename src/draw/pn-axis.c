/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-axis.h"

#include <float.h>
#include <math.h>

void
pn_axis_sanitize (PnAxis *self)
{
  if (!isfinite (self->min))
    self->min = 0;
  if (!isfinite (self->max))
    self->max = self->min + 1;
  if (self->scale == PN_SCALE_LOG)
    {
      /* The quotient of the ends must be a number, too. */
      self->max = self->max > 0 ? CLAMP (self->max, 1e-140, 1e140) : 1;
      if (!(self->min > 0) || self->min > self->max)
        self->min = self->max / 1000;
      self->min = MAX (self->min, 1e-150);
      if (self->max / self->min < 1 + 1e-9)
        self->min /= 10;
    }
  else if (!(self->max - self->min > 1e-12 * MAX (fabs (self->min), fabs (self->max)))
           || self->max - self->min < DBL_MIN * 1e20)
    self->max = self->min + MAX (1, fabs (self->min) * 1e-6);
}

double
pn_axis_map (const PnAxis *self, double value)
{
  if (!isfinite (value))
    return NAN;
  if (self->scale == PN_SCALE_LINEAR)
    return (value - self->min) / (self->max - self->min);
  return value > 0 ? log (value / self->min) / log (self->max / self->min) : NAN;
}

double
pn_axis_unmap (const PnAxis *self, double fraction)
{
  if (self->scale == PN_SCALE_LINEAR)
    return self->min + fraction * (self->max - self->min);
  return self->min * pow (self->max / self->min, fraction);
}

static void
set_range (PnAxis *self, double low, double high)
{
  PnAxis axis = { self->scale, pn_axis_unmap (self, low), pn_axis_unmap (self, high) };
  double extent = axis.max - axis.min;

  /* Beyond the precision of a double there is nothing to see, and the mapping would divide by zero.
   */
  if (!isfinite (axis.min) || !isfinite (axis.max) || !(extent > 0)
      || extent < 1e-9 * MAX (fabs (axis.min), fabs (axis.max))
      || (axis.scale == PN_SCALE_LOG && !(axis.min > 1e-150 && axis.max < 1e150)))
    return;
  *self = axis;
}

void
pn_axis_zoom (PnAxis *self, double fraction, double factor)
{
  if (factor > 0)
    set_range (self, fraction - fraction / factor, fraction + (1 - fraction) / factor);
}

void
pn_axis_pan (PnAxis *self, double fraction)
{
  set_range (self, fraction, 1 + fraction);
}

static void
drop_outside (GArray *values, double min, double max)
{
  double slack = 1e-9 * (max - min);

  for (guint i = values->len; i-- > 0;)
    {
      double value = g_array_index (values, double, i);

      if (value < min - slack || value > max + slack)
        g_array_remove_index (values, i);
    }
}

static gboolean
all_inside (const GArray *values, double min, double max)
{
  double slack = 1e-9 * (max - min);

  return values->len > 1 && g_array_index (values, double, 0) >= min - slack
         && g_array_index (values, double, values->len - 1) <= max + slack;
}

/* The best ticks may lie a little outside; a slightly other number of them often does not. */
static PnTicks *
linear_ticks_inside (double min, double max, int wanted)
{
  for (int more = 0; more < 3; more++)
    {
      PnTicks *ticks = pn_ticks_new_linear (min, max, wanted + more, FALSE);

      if (all_inside (ticks->major, min, max))
        return ticks;
      pn_ticks_free (ticks);
    }
  return pn_ticks_new_linear (min, max, wanted, FALSE);
}

PnTicks *
pn_axis_ticks (const PnAxis *self, int wanted)
{
  PnTicks *ticks = self->scale == PN_SCALE_LOG ? pn_ticks_new_log (self->min, self->max, wanted)
                                               : linear_ticks_inside (self->min, self->max, wanted);

  drop_outside (ticks->major, self->min, self->max);
  drop_outside (ticks->minor, self->min, self->max);
  return ticks;
}

/* Digits after the point that a multiple of `step` needs, at most 12: 0.25 needs two. */
static int
step_decimals (double step)
{
  for (int decimals = 0; decimals < 12; decimals++)
    {
      double scaled = step * pow (10, decimals);

      if (fabs (scaled - round (scaled)) < 1e-6 * scaled)
        return decimals;
    }
  return 12;
}

static char *
log_label (double value, const PnNumbers *numbers)
{
  int exponent = floor (log10 (value) + 1e-9);
  double digit = value / pow (10, exponent);
  g_autofree char *power = NULL;

  if (fabs (digit - 1) < 1e-6)
    return pn_numbers_format_power (numbers, exponent);
  if (exponent >= -3 && exponent <= 3)
    return pn_numbers_format (numbers, value, MAX (0, -exponent));
  power = pn_numbers_format_power (numbers, exponent);
  return g_strdup_printf ("%.0f·%s", digit, power);
}

char *
pn_ticks_label (const PnTicks *ticks, double value, const PnNumbers *numbers)
{
  if (ticks->log)
    return log_label (value, numbers);
  if (fabs (value) >= 1e7 || (ticks->step > 0 && ticks->step < 1e-6))
    return value == 0 ? g_strdup ("0") : pn_numbers_format_significant (numbers, value, 3);
  return pn_numbers_format (numbers, value, step_decimals (ticks->step));
}
