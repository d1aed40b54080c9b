/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-history.h"

G_BEGIN_DECLS

/* Histories as CSV, as `perceptron-cli train --history` writes and `plot` reads them. The first
 * line names the columns, of which step and kind must be there, in any order:
 *
 *   step,epoch,kind,training_loss,training_accuracy,validation_loss,validation_accuracy,
 *   learning_rate,gradient_norm
 *
 * A row is a step (kind "step": the batch's loss and accuracy, no validation) or a check (kind
 * "check": training numbers over all training images, learning rate and gradient norm). Numbers are
 * in the C locale; an empty field, or "nan", is not known. Steps never fall from row to row.
 */
typedef struct
{
  double step;
  double epoch;
  gboolean check;
  double training_loss;
  double training_accuracy;
  double validation_loss;
  double validation_accuracy;
  double seconds;       /* of training so far, at checks; not in CSV, which is the same each time */
  double learning_rate; /* at checks; NaN or 0 where it isn't known, as the next */
  double gradient_norm;
} PnHistoryRow;

/* A history's rows in the order in which things happened: a check comes behind the step that it
 * follows. For g_array_unref().
 */
GArray *pn_history_csv_rows (PnHistory *history);

/* Rows, an array of PnHistoryRow for g_array_unref(). Errors say file, line and column. */
GArray *pn_history_csv_read (const char *path, GError **error);

/* The same from memory; `name` stands for the file in errors. */
GArray *pn_history_csv_parse (const char *text, gsize length, const char *name, GError **error);

/* The text of a file; the caller frees it. Numbers come back to the bit when read. */
char *pn_history_csv_format (const PnHistoryRow *rows, gsize n);

G_END_DECLS
