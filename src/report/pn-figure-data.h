/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history-csv.h"
#include "pn-recipe.h"

G_BEGIN_DECLS

/* PnFigureData: what travels inside a figure, so that it can be drawn anew: one JSON object,
 *
 *   {"format":"perceptron-figure","version":1,"runs":[{"name":…,"recipe":{…},
 *    "step":[…],"epoch":[…],"kind":["step",…],"training_loss":[…],"training_accuracy":[…],
 *    "validation_loss":[…],"validation_accuracy":[…]}]}
 *
 * with the columns of a history, null where a number isn't known, and the recipe where it is.
 */
typedef struct _PnFigureData PnFigureData;

PnFigureData *pn_figure_data_new (void);

/* `recipe` may be NULL. */
void pn_figure_data_add_run (PnFigureData *self,
                             const char *name,
                             const PnRecipe *recipe,
                             const PnHistoryRow *rows,
                             gsize n);

/* The text; frees `self`. The caller frees the text. */
char *pn_figure_data_free_to_text (PnFigureData *self);

G_END_DECLS
