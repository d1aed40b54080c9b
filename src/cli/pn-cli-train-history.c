/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pn-cli-train-private.h"
#include "pn-file.h"
#include "pn-history-csv.h"

static void
append_step (GArray *rows, const PnStepRecord *step, double steps_per_epoch)
{
  const PnHistoryRow row = {
    .step = (double) step->step,
    .epoch = (double) step->step / steps_per_epoch,
    .training_loss = step->loss,
    .training_accuracy = step->accuracy,
    .validation_loss = NAN,
    .validation_accuracy = NAN,
  };

  g_array_append_val (rows, row);
}

static void
append_check (GArray *rows, const PnCheckRecord *check)
{
  const PnHistoryRow row = {
    .step = (double) check->step,
    .epoch = check->epoch,
    .check = TRUE,
    .training_loss = check->train_loss,
    .training_accuracy = check->train_accuracy,
    .validation_loss = check->loss,
    .validation_accuracy = check->accuracy,
  };

  g_array_append_val (rows, row);
}

/* In the order in which things happened: a check comes behind the step that it follows. */
static GArray *
collect_rows (PnHistory *history)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PnHistoryRow));
  double steps_per_epoch = (double) pn_history_steps_per_epoch (history);
  gsize n_steps;
  gsize n_checks;
  const PnStepRecord *steps = pn_history_steps (history, &n_steps);
  const PnCheckRecord *checks = pn_history_checks (history, &n_checks);
  gsize next = 0;

  for (gsize i = 0; i < n_steps; i++)
    {
      for (; next < n_checks && checks[next].step < steps[i].step; next++)
        append_check (rows, &checks[next]);
      append_step (rows, &steps[i], steps_per_epoch);
    }
  for (; next < n_checks; next++)
    append_check (rows, &checks[next]);
  return rows;
}

gboolean
pn_train_write_history (const PnTrainCall *call, const char *path, GError **error)
{
  g_autoptr (GArray) rows = collect_rows (call->history);
  g_autofree char *csv
      = pn_history_csv_format ((const PnHistoryRow *) (const void *) rows->data, rows->len);

  return pn_file_write (path, csv, strlen (csv), error);
}
