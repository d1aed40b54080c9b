/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-report-write.h"

G_BEGIN_DECLS

/* The sections of a report, in its order. */
void pn_report_add_networks (PnReport *report, const PnReportInput *input);
void pn_report_add_settings (PnReport *report, const PnReportInput *input);
void pn_report_add_figures (PnReport *report, const PnReportInput *input);
void pn_report_add_results (PnReport *report, const PnReportInput *input);
void pn_report_add_claims (PnReport *report, const PnReportInput *input);
void pn_report_add_mathematics (PnReport *report);
void pn_report_add_gradients (PnReport *report, const PnReportInput *input);
void pn_report_add_reproduction (PnReport *report, const PnReportInput *input);

/* The runs that are no repeats of another; free the array with unref. */
GPtrArray *pn_report_primary_runs (const PnReportInput *input);

/* "Plain (task2)"; the caller frees it. */
char *pn_report_run_title (const PnReportRun *run);

/* "784-64-10"; the caller frees it. */
char *pn_report_units_words (const PnSpec *spec);

/* Whole numbers with the user's groups; the caller frees it. */
char *pn_report_count_words (guint64 count);

/* Cells of the next columns. */
void pn_report_take_quantity (PnReportTable *table, const PnReportRun *run, int quantity);

G_END_DECLS
