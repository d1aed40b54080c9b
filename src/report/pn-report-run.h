/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-comparison.h"
#include "pn-gradient-check.h"
#include "pn-paired.h"
#include "pn-recipe.h"
#include "pn-run.h"
#include "pn-snapshot.h"

G_BEGIN_DECLS

/* PnReportRun: all that a report says of one run. A plain struct that no document is needed for, so
 * that runs of a window and those that perceptron-cli trains are written the same way. One thread
 * at a time; made on one and read on another it may be.
 */
typedef struct
{
  char *name;       /* for people */
  char *key;        /* what a template calls it ("task2"); NULL for a user's own */
  guint look;       /* index of colour and marker */
  gboolean repeat;  /* the same again with another seed: in tables, not in figures */
  char *began_from; /* whose trained weights it began from; NULL */
  PnRecipe *recipe; /* with which it was trained */
  PnStopReason reason;
  PnHistory *history;
  PnSnapshot *snapshot;
  PnTrainingData *data; /* NULL where it couldn't be had: then there are no paired tests */

  PnComparison numbers; /* "at stop" are those of the weights that were kept */
  double training_loss; /* over all training images at the last check; NaN where not measured */
  gboolean *right;      /* of each validation image, whether it is answered right; NULL */

  gboolean checked; /* the gradients, as `gradients` says; none was checked for a repeat */
  PnGradientCheck gradients;
} PnReportRun;

/* References or copies what it is given, except `history`, of which it takes a copy. On the thread
 * of `history`. `data` may be NULL.
 */
PnReportRun *pn_report_run_new (const char *name,
                                guint look,
                                const PnRecipe *recipe,
                                PnHistory *history,
                                PnSnapshot *snapshot,
                                PnStopReason reason,
                                const PnTrainingData *data);

/* From a run of a document; `data` is what its present recipe names, where it is loaded, and is not
 * taken where the run was trained on other data. Main thread.
 */
PnReportRun *pn_report_run_new_from_run (PnRun *run, const PnTrainingData *data);
void pn_report_run_free (PnReportRun *self);

/* Trains a recipe from its first step to its last, with the numbers that it has everywhere. Blocks;
 * any thread. NULL without an error where `progress` (may be NULL) said stop, or with one where it
 * can't be trained or diverged.
 */
PnReportRun *pn_report_run_train (const PnRecipe *recipe,
                                  const PnTrainingData *data,
                                  PnProgress progress,
                                  gpointer user_data,
                                  GError **error);

/* Loads the recipe's data where it isn't there yet. It stays without where it can't be had, or
 * where it no longer is what the run was trained on. Blocks; any thread.
 */
void pn_report_run_load (PnReportRun *self);

/* Answers all validation images, for `right`. Blocks for a tenth of a second; any thread. Does
 * nothing without data.
 */
gboolean pn_report_run_answer (PnReportRun *self, GError **error);

/* Checks the gradients of its network as they are at the start, every weight, on 100 training
 * images with ε = 10⁻³, as perceptron-cli check-gradients does. Blocks for a second or many; any
 * thread. FALSE without an error where `progress` said stop. Does nothing without data.
 */
gboolean pn_report_run_check_gradients (PnReportRun *self,
                                        PnProgress progress,
                                        gpointer user_data,
                                        GError **error);
#define PN_REPORT_GRADIENT_IMAGES 100
#define PN_REPORT_GRADIENT_EPSILON 1e-3

/* Multiply-adds that the check takes, roughly; and what takes a machine of today some ten seconds.
 */
double pn_report_run_gradient_work (const PnReportRun *self);
#define PN_REPORT_QUICK_WORK 5e10

/* Of the runs (PnReportRun), those whose check each finds something else: no repeats, none that
 * would take more work than `most`. Free the array with unref.
 */
GPtrArray *pn_report_runs_to_check (const GPtrArray *runs, double most);

/* Whether a check of `b` would find the same as one of `a`: same network, seed and data. */
gboolean pn_report_run_same_gradients (const PnReportRun *a, const PnReportRun *b);

gsize pn_report_run_n_validation (const PnReportRun *self);

/* Whether settings or design changed on the way, or it began from trained weights, so that no
 * recipe alone repeats it.
 */
gboolean pn_report_run_was_changed (const PnReportRun *self);

/* Whether both were checked on the same images, and have their answers. */
gboolean pn_report_run_can_pair (const PnReportRun *a, const PnReportRun *b);

/* The paired test of two that can be paired. */
PnPaired pn_report_run_pair (const PnReportRun *a, const PnReportRun *b);

/* The validation loss of the numbers' `steps_to`. */
#define PN_REPORT_TARGET_LOSS 0.2

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnReportRun, pn_report_run_free)

G_END_DECLS
