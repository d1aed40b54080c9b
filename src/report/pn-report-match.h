/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-report-run.h"
#include "pn-report-template.h"

G_BEGIN_DECLS

/* Whether a user's runs (PnReportRun) are those of the shipped report: each one of its recipes,
 * whatever the seed and the name, trained to its end without a change, and together enough for one
 * of its figures. If so, gives them the template's keys, marks what repeats another with another
 * seed, removes what repeats it with the same, and returns the template with the figures and claims
 * that these runs are enough for; NULL otherwise.
 */
PnReportTemplate *pn_report_match (GPtrArray *runs);

G_END_DECLS
