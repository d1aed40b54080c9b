/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"
#include "pn-table.h"

G_BEGIN_DECLS

/* What a document's runs came to, side by side. Main thread. */

/* The runs that are checked, in the document's order; free with g_ptr_array_unref(). */
GPtrArray *pn_run_table_checked (PnDocument *document);

/* Results, and the settings in which the runs (PnRun) differ. `target_loss` is that of "steps to".
 */
PnTable *pn_run_table_new (PnDocument *document, GPtrArray *runs, double target_loss);

/* Why the numbers may not be compared as they stand: trained weights that a run began from, an edit
 * after the last check, other validation images. Sentences, NULL-terminated; free with
 * g_strfreev().
 */
char **pn_run_table_warnings (GPtrArray *runs);

/* How many images a check of the run measures on; 0 if it isn't known. */
gsize pn_run_n_validation (PnDocument *document, PnRun *run);

/* What the run was trained with: data, seed, order and initial weights are those of its beginning,
 * the rest is of now. The caller frees it.
 */
PnRecipe *pn_run_recipe_in_force (PnRun *run);

/* Whether both runs are checked on the same images. */
gboolean pn_run_same_validation (PnRun *a, PnRun *b);

G_END_DECLS
