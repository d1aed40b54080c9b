/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-report-run.h"
#include "pn-report-template.h"
#include "pn-report.h"

G_BEGIN_DECLS

/* What a report is written from; all of it borrowed, the runs until the report is freed. */
typedef struct
{
  const PnReportTemplate *plan; /* figures and claims; NULL for a user's own runs */
  const char *title;            /* without a plan */
  const GPtrArray *runs;        /* PnReportRun, in the order of the tables */
  const char *command;          /* that makes this report again; NULL where none does */
  guint n_at_once;              /* how many runs were trained side by side; 0: not here */
  double seconds;               /* that training took in all, if n_at_once > 0 */
} PnReportInput;

/* The whole report, ready to be saved: topology, settings, figures, results, claims, derivations,
 * gradients, how to make it again. Any thread.
 */
PnReport *pn_report_write (const PnReportInput *input);

G_END_DECLS
