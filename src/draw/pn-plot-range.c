/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot-private.h"

#include <math.h>

/* How many points of a curve are looked at to choose a range: ranges follow at every frame. */
#define N_SAMPLES 512

/* The loss axis ends above this share of each curve's points; the first steps lie above and are
 * clamped. */
#define ROBUST_SHARE 0.85

/* … and above so many times the lowest end of a solid curve, so that its descent can be seen. */
#define DESCENT 3

/* An accuracy axis starts at the highest of these that each curve ends clearly above. */
static const double accuracy_starts[] = { 0.88, 0.5 };
#define ACCURACY_MARGIN 0.005

static gboolean
is_visible (const PnCurve *curve)
{
  return !curve->hidden && curve->data->length > 0;
}

PnAxis
pn_plot_follow_x (const PnPlot *self)
{
  PnAxis axis = { self->x_scale, self->x_scale == PN_SCALE_LOG ? INFINITY : 0, -INFINITY };

  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);
      gsize first = 0;

      if (!is_visible (curve))
        continue;
      if (self->x_scale == PN_SCALE_LOG)
        first = MIN (pn_series_search (curve->data, 1e-300), curve->data->length - 1);
      axis.min = MIN (axis.min, curve->data->x[first]);
      axis.max = MAX (axis.max, curve->data->x[curve->data->length - 1]);
    }
  if (self->x_scale == PN_SCALE_LINEAR)
    axis.max = MAX (axis.max, axis.min + self->x_extent);
  pn_axis_sanitize (&axis);
  return axis;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Finite values of a curve, rising, at most N_SAMPLES, its last among them; positive ones only if
 * so asked. Free with g_array_unref().
 */
static GArray *
sample (const PnPlot *self, const PnCurve *curve, gboolean positive)
{
  const PnSeries *series = pn_plot_curve_series (self, curve);
  gsize stride = MAX (1, series->length / N_SAMPLES);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize i = 0; i < series->length; i += stride)
    {
      double value = series->y[series->length - 1 - i];

      if (isfinite (value) && (value > 0 || !positive))
        g_array_append_val (values, value);
    }
  g_array_sort (values, compare_doubles);
  return values;
}

static double
quantile (const GArray *rising, double share)
{
  return g_array_index (rising, double, (guint) (share * (rising->len - 1)));
}

typedef struct
{
  double min;
  double max;
  double robust_max;
  double last_min;       /* the lowest of the curves' last values */
  double solid_last_min; /* of those that are not training curves */
} Extent;

static void
extend (const PnPlot *self, const PnCurve *curve, Extent *extent)
{
  const PnSeries *series = pn_plot_curve_series (self, curve);
  double last = series->y[series->length - 1];
  g_autoptr (GArray) values = sample (self, curve, self->y_scale == PN_SCALE_LOG);

  if (values->len == 0)
    return;
  extent->min = MIN (extent->min, g_array_index (values, double, 0));
  extent->max = MAX (extent->max, g_array_index (values, double, values->len - 1));
  extent->robust_max = MAX (extent->robust_max, quantile (values, ROBUST_SHARE));
  if (isfinite (last))
    {
      extent->robust_max = MAX (extent->robust_max, last);
      extent->last_min = MIN (extent->last_min, last);
      if (!curve->training)
        extent->solid_last_min = MIN (extent->solid_last_min, last);
    }
}

static Extent
get_extent (const PnPlot *self)
{
  Extent extent = { INFINITY, -INFINITY, -INFINITY, INFINITY, INFINITY };

  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (is_visible (curve))
        extend (self, curve, &extent);
    }
  return extent;
}

static double
find_accuracy_start (const Extent *extent)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accuracy_starts); i++)
    if (isfinite (extent->last_min) && extent->last_min >= accuracy_starts[i] + ACCURACY_MARGIN)
      return accuracy_starts[i];
  return 0;
}

/* Widens the range to the ticks around it. */
static void
widen_to_ticks (PnAxis *axis, int wanted)
{
  g_autoptr (PnTicks) ticks = pn_ticks_new_linear (axis->min, axis->max, wanted, TRUE);

  if (ticks->major->len < 2)
    return;
  axis->min = MIN (axis->min, g_array_index (ticks->major, double, 0));
  axis->max = MAX (axis->max, g_array_index (ticks->major, double, ticks->major->len - 1));
}

static PnAxis
follow_log (const Extent *extent)
{
  PnAxis axis = { PN_SCALE_LOG, extent->min / 1.1, extent->max * 1.1 };

  pn_axis_sanitize (&axis);
  return axis;
}

static PnAxis
follow_loss (const Extent *extent, int wanted)
{
  PnAxis axis = { PN_SCALE_LINEAR, MIN (0, extent->min), extent->robust_max * 1.05 };

  if (isfinite (extent->solid_last_min))
    axis.max = MAX (axis.max, MIN (DESCENT * extent->solid_last_min, extent->max));
  if (extent->max < extent->robust_max * 1.3)
    axis.max = extent->max;
  pn_axis_sanitize (&axis);
  widen_to_ticks (&axis, wanted);
  return axis;
}

static PnAxis
follow_free (const Extent *extent, int wanted)
{
  PnAxis axis = { PN_SCALE_LINEAR, extent->min, extent->max };

  pn_axis_sanitize (&axis);
  widen_to_ticks (&axis, wanted);
  return axis;
}

static PnAxis
follow_from_zero (const Extent *extent, int wanted)
{
  PnAxis axis = { PN_SCALE_LINEAR, MIN (0, extent->min), extent->max };

  pn_axis_sanitize (&axis);
  widen_to_ticks (&axis, wanted);
  return axis;
}

PnAxis
pn_plot_follow_y (const PnPlot *self, int wanted, double *accuracy_from)
{
  Extent extent = get_extent (self);
  PnAxis accuracy = { PN_SCALE_LINEAR, 0, 1 };

  *accuracy_from = 0;
  if (self->y_scale == PN_SCALE_LOG)
    return follow_log (&extent);
  if (self->kind == PN_PLOT_LOSS)
    return follow_loss (&extent, wanted);
  if (self->kind == PN_PLOT_FROM_ZERO)
    return follow_from_zero (&extent, wanted);
  if (self->kind == PN_PLOT_FREE)
    return follow_free (&extent, wanted);
  accuracy.min = *accuracy_from = find_accuracy_start (&extent);
  return accuracy;
}
