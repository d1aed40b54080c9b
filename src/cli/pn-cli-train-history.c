/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "pn-cli-train-private.h"
#include "pn-file.h"
#include "pn-history-csv.h"

gboolean
pn_train_write_history (const PnTrainCall *call, const char *path, GError **error)
{
  g_autoptr (GArray) rows = pn_history_csv_rows (call->history);
  g_autofree char *csv
      = pn_history_csv_format ((const PnHistoryRow *) (const void *) rows->data, rows->len);

  return pn_file_write (path, csv, strlen (csv), error);
}
