/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "pn-cli-train-private.h"
#include "pn-statistics.h"

#define EVALUATION_BATCH 256

static gboolean
evaluate (PnTrainCall *call, PnDataset *dataset, PnEvaluation *evaluation)
{
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (call->network, EVALUATION_BATCH, NULL);

  return workspace != NULL
         && pn_network_evaluate (call->network, workspace, dataset, &call->data->normalisation,
                                 NULL, evaluation);
}

/* Where the best parameters were put back, the last check was of others. */
static gboolean
kept_best (const PnTrainCall *call)
{
  return call->recipe->settings.keep_best
         && (call->reason == PN_STOP_EARLY || call->reason == PN_STOP_EPOCHS);
}

void
pn_train_measure (PnTrainCall *call)
{
  PnEvaluation validation;

  call->train = (PnEvaluation){ .loss = NAN, .accuracy = NAN };
  evaluate (call, call->data->train, &call->train);
  call->validation_loss = call->last_check.loss;
  call->validation_accuracy = call->last_check.accuracy;
  if (kept_best (call) && call->data->validation != NULL
      && evaluate (call, call->data->validation, &validation))
    {
      call->validation_loss = validation.loss;
      call->validation_accuracy = validation.accuracy;
    }
}

void
pn_train_report_check (const PnTrainCall *call, const PnEvent *event)
{
  json_t *line;

  if (!call->cli->json)
    return;
  line = pn_cli_event ("validation");
  pn_cli_set_count (line, "step", event->step);
  pn_cli_set (line, "epoch", event->epoch);
  pn_cli_set (line, "training_seconds", event->training_seconds);
  pn_cli_set (line, "validation_loss", event->loss);
  pn_cli_set (line, "validation_accuracy", event->accuracy);
  if (!isnan (event->train_accuracy))
    {
      pn_cli_set (line, "train_loss", event->train_loss);
      pn_cli_set (line, "train_accuracy", event->train_accuracy);
    }
  json_object_set_new (line, "best", json_boolean (event->best));
  json_object_set_new (line, "final", json_boolean (event->final));
  pn_cli_emit_take (line);
}

/* Of this process: a resumed run doesn't know how long its first part took. */
static double
samples_per_second (const PnTrainCall *call)
{
  guint64 steps = pn_fit_current_step (call->fit) - call->first_step;
  double seconds = pn_fit_training_seconds (call->fit);

  return steps > 0 ? (double) (steps * call->recipe->settings.batch) / seconds : NAN;
}

static void
report_json (const PnTrainCall *call)
{
  json_t *line = pn_cli_event ("finished");

  pn_cli_set_count (line, "parameters", pn_spec_n_parameters (call->recipe->spec));
  pn_cli_set (line, "epochs", pn_fit_epoch (call->fit));
  pn_cli_set_count (line, "steps", pn_fit_current_step (call->fit));
  json_object_set_new (line, "stopped", json_string (pn_stop_reason_name (call->reason)));
  pn_cli_set (line, "train_loss", call->train.loss);
  pn_cli_set (line, "train_accuracy", call->train.accuracy);
  pn_cli_set (line, "validation_loss", call->validation_loss);
  pn_cli_set (line, "validation_accuracy", call->validation_accuracy);
  pn_cli_set (line, "best_validation_loss", pn_fit_best_loss (call->fit));
  pn_cli_set (line, "best_validation_accuracy", pn_fit_best_accuracy (call->fit));
  pn_cli_set (line, "seconds", call->seconds);
  pn_cli_set (line, "training_seconds", pn_fit_training_seconds (call->fit));
  pn_cli_set (line, "samples_per_second", samples_per_second (call));
  pn_cli_emit_take (line);
}

static const char *
describe_reason (PnStopReason reason)
{
  switch (reason)
    {
    case PN_STOP_EARLY:
      return _ ("stopped early, the validation loss was no longer falling");
    case PN_STOP_EPOCHS:
      return _ ("all epochs done");
    case PN_STOP_DIVERGED:
      return _ ("diverged");
    case PN_STOP_USER:
    case PN_STOP_NONE:
    default:
      return _ ("stopped");
    }
}

static void
report_validation (const PnTrainCall *call)
{
  gsize n = pn_dataset_n_samples (call->data->validation);
  double low;
  double high;

  pn_wilson_interval ((guint64) llround (call->validation_accuracy * (double) n), n, &low, &high);
  printf (_ ("validation: loss %.4f, accuracy %.4f (95 %% interval %.4f to %.4f); best loss %.4f, "
             "accuracy %.4f\n"),
          call->validation_loss, call->validation_accuracy, low, high, pn_fit_best_loss (call->fit),
          pn_fit_best_accuracy (call->fit));
}

static void
report_words (const PnTrainCall *call)
{
  const PnFitState state = pn_fit_get_state (call->fit);

  printf (_ ("%s: %zu parameters, %.1f epochs, %" PRIu64 " steps: %s\n"), call->recipe->name,
          pn_spec_n_parameters (call->recipe->spec), pn_fit_epoch (call->fit),
          pn_fit_current_step (call->fit), describe_reason (call->reason));
  printf (_ ("training: loss %.4f, accuracy %.4f\n"), call->train.loss, call->train.accuracy);
  if (call->data->validation != NULL && call->checked)
    report_validation (call);
  printf (_ ("%.1f s, of which training %.1f s, %.0f samples a second\n"), call->seconds,
          pn_fit_training_seconds (call->fit), samples_per_second (call));
  printf (_ ("computed with %s kernels, first layer %s\n"), pn_kernel_set_name (state.kernels),
          pn_first_layer_name (state.first_layer));
}

void
pn_train_report_end (const PnTrainCall *call)
{
  if (call->cli->json)
    report_json (call);
  else
    report_words (call);
}
