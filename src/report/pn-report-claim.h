/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-report-run.h"
#include "pn-report-template.h"

G_BEGIN_DECLS

/* What became of a claim. Where a run has several seeds, its claim is judged for each, and what
 * more than half of them say decides.
 */
typedef enum
{
  PN_VERDICT_HOLDS,
  PN_VERDICT_FAILS,
  PN_VERDICT_UNDETECTABLE, /* a paired test can't tell */
  PN_VERDICT_UNKNOWN,      /* there are no numbers for it */
  PN_N_VERDICTS,
} PnReportVerdict;

const char *pn_report_verdict_label (PnReportVerdict verdict); /* translated */

/* `runs` holds PnReportRun. `found` says in words what was measured; the caller frees it. */
PnReportVerdict
pn_report_claim_judge (const PnReportClaim *claim, const GPtrArray *runs, char **found);

/* A quantity of a run, NaN where it isn't known; and the number for people, with the interval where
 * it is an accuracy. The caller frees it.
 */
double pn_report_quantity (const PnReportRun *run, PnReportQuantity quantity);
char *pn_report_quantity_words (PnReportQuantity quantity, double value);
char *pn_report_share_words (const PnShare *share);
/* "p = 0.031", "p < 0.0001" */
char *pn_report_p_words (double p);

/* The run with a template's name, the recipe's own seed; NULL if there is none. */
PnReportRun *pn_report_find_run (const GPtrArray *runs, const char *key);

G_END_DECLS
