/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history-csv.h"
#include "pn-recipe.h"

G_BEGIN_DECLS

/* What travels inside a figure, so that it can be drawn anew: one JSON object,
 *
 *   {"format":"perceptron-figure","version":1,"runs":[{"name":…,"recipe":{…},
 *    "step":[…],"epoch":[…],"kind":["step",…],"training_loss":[…],"training_accuracy":[…],
 *    "validation_loss":[…],"validation_accuracy":[…],
 *    "seconds":[…],"learning_rate":[…],"gradient_norm":[…]}]}
 *
 * with the columns of a history, null where a number isn't known, and the recipe where it is. Each
 * of the last three, which are of checks, may be missing.
 */

/* A run in it. */
typedef struct
{
  char *name;
  PnRecipe *recipe; /* NULL where it isn't known */
  GArray *rows;     /* PnHistoryRow */
} PnFigureDataRun;

/* Copies all it is given; `recipe` may be NULL. */
PnFigureDataRun *
pn_figure_data_run_new (const char *name, const PnRecipe *recipe, PnHistory *history);
void pn_figure_data_run_free (PnFigureDataRun *self);

/* The text of `runs` (PnFigureDataRun). Any thread. The caller frees it. */
char *pn_figure_data_to_text (const GPtrArray *runs);

/* The runs (PnFigureDataRun) in the text; `source` stands for where it came from in errors. Free
 * with g_ptr_array_unref().
 */
GPtrArray *pn_figure_data_parse (const char *text, const char *source, GError **error);

/* The runs that a file holds: a figure's, or a history's as CSV, which is called by the file's
 * name. Errors as of pn_figure_data_parse().
 */
GPtrArray *pn_figure_data_read (const char *path, GError **error);

/* The text inside of a figure: PNG, SVG or PDF, as its first bytes tell; `source` stands for the
 * file in errors. An error where it is none of these, or has nothing inside. The caller frees it.
 */
char *pn_figure_data_find (GBytes *figure, const char *source, GError **error);

G_END_DECLS
