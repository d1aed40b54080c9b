/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-figure.h"

G_BEGIN_DECLS

/* PnReportTemplate: a report before its runs are trained: which recipes, which figures, and what is
 * claimed of them. A JSON file, explained in perceptron-report(5); texts are in English and are
 * translated where they are shown.
 */

/* What a claim says of its run. */
typedef enum
{
  PN_CLAIM_BETWEEN,       /* its quantity is from `low` to `high` */
  PN_CLAIM_BELOW,         /* at most `value` */
  PN_CLAIM_LESS,          /* less than that of `than` */
  PN_CLAIM_GREATER,       /* more than that of `than` */
  PN_CLAIM_MORE_ACCURATE, /* by a paired test on the same images, than `than` */
  PN_CLAIM_LESS_ACCURATE,
  PN_CLAIM_SAME_ACCURACY, /* no detectable difference */
  PN_CLAIM_SPLITS,        /* its training and validation accuracy part */
  PN_N_CLAIM_KINDS,
} PnReportClaimKind;

typedef enum
{
  PN_QUANTITY_ACCURACY, /* on the validation images, at stop */
  PN_QUANTITY_LOSS,
  PN_QUANTITY_BEST_LOSS,
  PN_QUANTITY_TRAINING_ACCURACY,
  PN_QUANTITY_TRAINING_LOSS,
  PN_QUANTITY_GAP,
  PN_QUANTITY_EPOCHS,
  PN_QUANTITY_SECONDS_PER_EPOCH,
  PN_QUANTITY_MULTIPLY_ADDS,
  PN_QUANTITY_PARAMETERS,
  PN_N_QUANTITIES,
} PnReportQuantity;

typedef struct
{
  char *text;
  PnReportClaimKind kind;
  PnReportQuantity quantity;
  char *run;
  char *than;   /* NULL where the kind compares with no other */
  double value; /* of BETWEEN what the original found, NaN if it says nothing */
  double low;
  double high;
} PnReportClaim;

typedef struct
{
  guint number; /* from 1, in the template's order */
  char *title;
  char **runs;
  PnFigureSplits splits;
  PnFigureMetrics panels;
} PnReportFigure;

typedef struct
{
  char *source; /* path or name that it was loaded by */
  char *title;
  char **text;        /* paragraphs */
  char **runs;        /* recipes, by name or by path; by path relative to the template */
  guint n_seeds;      /* of `seed_runs`, the recipe's own and those that follow it */
  char **seed_runs;   /* of `runs` */
  GPtrArray *figures; /* of PnReportFigure */
  GPtrArray *claims;  /* of PnReportClaim */
} PnReportTemplate;

/* A path, or the name of a shipped one ("tdt4265-a2"). Errors say file and place. */
PnReportTemplate *pn_report_template_load (const char *path_or_name, GError **error);
/* `source` names the text in errors. */
PnReportTemplate *
pn_report_template_parse (const char *text, gsize length, const char *source, GError **error);
void pn_report_template_free (PnReportTemplate *self);

/* The recipe of a run as pn_recipe_load() wants it. The caller frees it. */
char *pn_report_template_recipe (const PnReportTemplate *self, const char *run);

/* How many seeds of the run are trained: at least 1. */
guint pn_report_template_n_seeds (const PnReportTemplate *self, const char *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnReportTemplate, pn_report_template_free)

G_END_DECLS
