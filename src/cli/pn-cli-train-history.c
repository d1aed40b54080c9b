/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-cli-train-private.h"
#include "pn-file.h"
#include "pn-json.h"

/* Empty where it isn't finite: CSV has no other word for it. */
static void
append_number (GString *csv, double value)
{
  g_autofree char *text = isfinite (value) ? pn_json_format_double (value) : g_strdup ("");

  g_string_append_printf (csv, ",%s", text);
}

static void
append_step (GString *csv, const PnStepRecord *step, double epoch)
{
  g_string_append_printf (csv, "%" PRIu64, step->step);
  append_number (csv, epoch);
  g_string_append (csv, ",step");
  append_number (csv, step->loss);
  append_number (csv, step->accuracy);
  g_string_append (csv, ",,\n");
}

static void
append_check (GString *csv, const PnCheckRecord *check)
{
  g_string_append_printf (csv, "%" PRIu64, check->step);
  append_number (csv, check->epoch);
  g_string_append (csv, ",check");
  append_number (csv, check->train_loss);
  append_number (csv, check->train_accuracy);
  append_number (csv, check->loss);
  append_number (csv, check->accuracy);
  g_string_append_c (csv, '\n');
}

gboolean
pn_train_write_history (const PnTrainCall *call, const char *path, GError **error)
{
  g_autoptr (GString) csv = g_string_new ("step,epoch,kind,training_loss,training_accuracy,"
                                          "validation_loss,validation_accuracy\n");
  double steps_per_epoch = (double) pn_history_steps_per_epoch (call->history);
  gsize n_steps;
  gsize n_checks;
  const PnStepRecord *steps = pn_history_steps (call->history, &n_steps);
  const PnCheckRecord *checks = pn_history_checks (call->history, &n_checks);
  gsize next = 0;

  for (gsize i = 0; i < n_steps; i++)
    {
      for (; next < n_checks && checks[next].step < steps[i].step; next++)
        append_check (csv, &checks[next]);
      append_step (csv, &steps[i], (double) steps[i].step / steps_per_epoch);
    }
  for (; next < n_checks; next++)
    append_check (csv, &checks[next]);
  return pn_file_write (path, csv->str, csv->len, error);
}
