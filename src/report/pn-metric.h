/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-plot.h"
#include "pn-timeline.h"

G_BEGIN_DECLS

/* What a plot or a figure shows of runs. */
typedef enum
{
  PN_METRIC_LOSS,
  PN_METRIC_ACCURACY,
  PN_METRIC_LEARNING_RATE, /* as scheduled */
  PN_METRIC_GRADIENT_NORM, /* of one batch at each check, over all layers */
  PN_METRIC_THROUGHPUT,    /* samples a second of training, between two checks */
  PN_N_METRICS,
} PnMetric;

/* Those from here on are neither of training images nor of validation images: one curve each, a
 * point for each check.
 */
#define PN_METRIC_FIRST_MEASURE PN_METRIC_LEARNING_RATE
#define PN_N_MEASURES (PN_N_METRICS - PN_METRIC_FIRST_MEASURE)

/* What a metric is called, in the user's language: "Learning rate". Not to be freed. */
const char *pn_metric_title (PnMetric metric);

/* The same in files: "learning-rate". Not to be freed. */
const char *pn_metric_name (PnMetric metric);

/* What its plots span. */
PnPlotKind pn_metric_plot_kind (PnMetric metric);

/* A measure at check `i` of the timeline, which is of any unit; NaN where it wasn't recorded, as in
 * a run of before it was. Throughput needs the examples a step and the seconds.
 */
double pn_metric_measure (PnMetric metric, const PnTimeline *timeline, gsize i);

G_END_DECLS
