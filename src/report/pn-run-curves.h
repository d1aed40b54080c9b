/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history.h"
#include "pn-metric.h"

G_BEGIN_DECLS

/* β of the line through the batches, on screen and in figures: the last hundred batches or so. Over
 * 30,000 steps, the longest of the assignment, dashes are lost in the noise with less.
 */
#define PN_RUN_CURVES_SMOOTHING 0.99

/* PnRunCurves: what a plot shows of one run: its training curve, its validation curve and, in grey,
 * both of what was undone. x is the step, or what pn_run_curves_set_unit() says. Each update
 * appends only what the history got since the last, so that it costs the same after a million
 * steps. Main thread.
 *
 * The training curve is the loss or accuracy of every batch, to be smoothed; of the accuracy, where
 * the checks have measured it over all training images, those instead: they are exact. The metrics
 * behind accuracy have one curve, a point for each check; none in a run of before they were
 * recorded.
 */
typedef struct _PnRunCurves PnRunCurves;

/* Adds its curves to `plot`, which owns them and must outlive the use of this. */
PnRunCurves *pn_run_curves_new (PnPlot *plot, PnMetric metric);
/* Leaves the curves in the plot. */
void pn_run_curves_free (PnRunCurves *self);

/* `run` is the index of colour and marker. */
void pn_run_curves_set_look (PnRunCurves *self, const char *name, guint run, gboolean hidden);

/* What x counts, and the examples a step when the run began (0: not known, and no examples to
 * show). Shows at the next update. By seconds, batches wait for the check that tells their time.
 */
void pn_run_curves_set_unit (PnRunCurves *self, PnXUnit unit, double batch);

/* How many images a check measures: with them, accuracies end in their 95 % interval. 0: not known.
 * Shows at the next update.
 */
void pn_run_curves_set_n_validation (PnRunCurves *self, gsize n);

/* Catches up with the history, also where it was cut or is another one; `ghost` may be NULL.
 * Returns whether anything has changed.
 */
gboolean pn_run_curves_update (PnRunCurves *self, PnHistory *history, PnHistory *ghost);
/* The same with the first `length` of the history alone, which shall be no longer than it is. */
gboolean pn_run_curves_update_to (PnRunCurves *self,
                                  PnHistory *history,
                                  PnHistoryLength length,
                                  PnHistory *ghost);

/* Puts ghosts behind training and training behind validation, whatever order the runs came in. To
 * be called after runs were added to `plot`.
 */
void pn_run_curves_sort (PnPlot *plot);

/* Adds a mark for each of the history's within its first `length`, with its words, where `timeline`
 * places it; on accuracies also where the curves split.
 */
void pn_run_curves_add_marks (PnPlot *plot,
                              PnHistory *history,
                              PnHistoryLength length,
                              const PnTimeline *timeline,
                              guint run);

/* An empty plot of this metric with its title, for the screen. */
PnPlot *pn_run_curves_new_plot (PnMetric metric);
/* Names the plot's x axis. */
void pn_run_curves_set_plot_unit (PnPlot *plot, PnXUnit unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnRunCurves, pn_run_curves_free)

G_END_DECLS
