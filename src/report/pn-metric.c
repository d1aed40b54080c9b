/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *title;
  const char *name;
  PnPlotKind kind;
} metrics[PN_N_METRICS] = {
  [PN_METRIC_LOSS] = { N_ ("Cross-entropy loss"), "loss", PN_PLOT_LOSS },
  [PN_METRIC_ACCURACY] = { N_ ("Accuracy"), "accuracy", PN_PLOT_ACCURACY },
  [PN_METRIC_LEARNING_RATE] = { N_ ("Learning rate"), "learning-rate", PN_PLOT_FROM_ZERO },
  [PN_METRIC_GRADIENT_NORM] = { N_ ("Gradient norm"), "gradient-norm", PN_PLOT_LOSS },
  [PN_METRIC_THROUGHPUT] = { N_ ("Samples a second"), "throughput", PN_PLOT_FROM_ZERO },
};

const char *
pn_metric_title (PnMetric metric)
{
  return _ (metrics[metric].title);
}

const char *
pn_metric_name (PnMetric metric)
{
  return metrics[metric].name;
}

PnPlotKind
pn_metric_plot_kind (PnMetric metric)
{
  return metrics[metric].kind;
}

/* Of the examples between the check before and check `i`. */
static double
get_throughput (const PnTimeline *timeline, gsize i)
{
  PnTimeline examples = *timeline;
  const PnCheckRecord *check = &timeline->checks[i], *before = check - 1;
  double seconds = i > 0 ? check->training_seconds - before->training_seconds : 0;

  examples.unit = PN_X_EXAMPLES;
  if (!(seconds > 0))
    return NAN;
  return (pn_timeline_map (&examples, (double) check->step)
          - pn_timeline_map (&examples, (double) before->step))
         / seconds;
}

double
pn_metric_measure (PnMetric metric, const PnTimeline *timeline, gsize i)
{
  const PnCheckRecord *check = &timeline->checks[i];
  double value;

  g_return_val_if_fail (metric >= PN_METRIC_FIRST_MEASURE, NAN);

  if (metric == PN_METRIC_THROUGHPUT)
    return get_throughput (timeline, i);
  value = metric == PN_METRIC_LEARNING_RATE ? check->learning_rate : check->gradient_norm;
  return value > 0 ? value : NAN;
}
