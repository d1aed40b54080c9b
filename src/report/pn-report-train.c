/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-run.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"

/* Training for a report: as perceptron-cli train does it, with every number kept. */

typedef struct
{
  const PnRecipe *recipe;
  const PnTrainingData *data;
  PnNetwork *network;
  PnFit *fit;
  PnHistory *history;
  PnProgress progress;
  gpointer user_data;
} Training;

static gboolean
set_source (Training *self, GError **error)
{
  GError *failure = NULL;
  PnSource *source = pn_recipe_source (self->recipe, self->data->train, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  pn_fit_set_source (self->fit, source);
  g_clear_pointer (&source, pn_source_unref);
  return TRUE;
}

static gboolean
prepare (Training *self, GError **error)
{
  self->history = pn_history_new ();
  self->network = pn_network_new (self->recipe->spec, error);
  if (self->network == NULL)
    return FALSE;
  self->fit = pn_fit_new (self->network, self->data->train, self->data->validation,
                          &self->data->normalisation, &self->recipe->settings, error);
  if (self->fit == NULL)
    return FALSE;
  pn_network_initialise (self->network, self->recipe->settings.seed);
  pn_fit_set_measure_training (self->fit, TRUE);
  pn_history_set_steps_per_epoch (self->history, pn_fit_steps_per_epoch (self->fit));
  return set_source (self, error);
}

static gboolean
event_cb (const PnEvent *event, gpointer user_data)
{
  Training *self = user_data;
  double share = event->epoch / (double) self->recipe->settings.epochs;

  pn_history_append (self->history, event, 1);
  return self->progress == NULL || self->progress (share, self->user_data);
}

static PnReportRun *
fail_diverged (const Training *self, GError **error)
{
  g_autofree char *layer
      = pn_spec_layer_name (self->recipe->spec, pn_fit_diverged_layer (self->fit));

  g_set_error (error, PN_ERROR, PN_ERROR_DIVERGED,
               _ ("%s: training diverged at step %zu, first in %s"), self->recipe->name,
               (gsize) pn_fit_current_step (self->fit), layer);
  return NULL;
}

static PnReportRun *
train (Training *self, GError **error)
{
  PnStopReason reason = pn_fit_run (self->fit, 0, event_cb, self);
  g_autoptr (PnSnapshot) snapshot = NULL;

  if (reason == PN_STOP_USER)
    return NULL;
  if (reason == PN_STOP_DIVERGED)
    return fail_diverged (self, error);
  if (reason == PN_STOP_EARLY)
    pn_history_add_mark (self->history, pn_fit_current_step (self->fit), PN_MARK_EARLY_STOP,
                         _ ("early stop"));
  snapshot = pn_snapshot_new (self->network, &self->data->normalisation,
                              pn_dataset_class_names (self->data->train), self->fit, error);
  if (snapshot == NULL)
    return NULL;
  return pn_report_run_new (self->recipe->name, 0, self->recipe, self->history, snapshot, reason,
                            self->data);
}

PnReportRun *
pn_report_run_train (const PnRecipe *recipe,
                     const PnTrainingData *data,
                     PnProgress progress,
                     gpointer user_data,
                     GError **error)
{
  Training self = { .recipe = recipe, .data = data, .progress = progress, .user_data = user_data };
  PnReportRun *run = prepare (&self, error) ? train (&self, error) : NULL;

  g_clear_pointer (&self.fit, pn_fit_free);
  g_clear_pointer (&self.network, pn_network_free);
  g_clear_object (&self.history);
  return run;
}
