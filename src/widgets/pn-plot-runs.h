/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"
#include "pn-run-curves.h"

G_BEGIN_DECLS

/* PnPlotRuns: keeps a plot up with the runs of a document: their curves, looks and marks. Follows
 * the document until it is freed.
 */
typedef struct _PnPlotRuns PnPlotRuns;

/* `changed` is called after each change of the plot; the caller draws when it is time to. `plot`
 * must outlive it; `document` is referenced.
 */
PnPlotRuns *pn_plot_runs_new (PnDocument *document,
                              PnMetric metric,
                              PnPlot *plot,
                              void (*changed) (gpointer),
                              gpointer user_data);
void pn_plot_runs_free (PnPlotRuns *self);

/* What x counts from now on. */
void pn_plot_runs_set_unit (PnPlotRuns *self, PnXUnit unit);

/* How many runs have their curves on the plot, with or without points. */
guint pn_plot_runs_n_shown (PnPlotRuns *self);

/* Shows at once what is being drawn little by little: a run that was over in less than a second. */
void pn_plot_runs_skip (PnPlotRuns *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnPlotRuns, pn_plot_runs_free)

G_END_DECLS
