/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"

/* What an edit of a trained network costs: told before it, and measured once the hand rests. */

#define REST_MILLISECONDS 300
/* Multiplications that a forecast may take, a second or so: nobody waits for what takes longer. */
#define MOST_FORESEEN 1e10

/* Before it */

typedef struct
{
  PnEditOrder *order;
  gint stop; /* atomic */
} Forecast;

static void
forecast_free (Forecast *self)
{
  pn_edit_order_free (self->order);
  g_free (self);
}

static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  Forecast *forecast = g_task_get_task_data (task);

  g_atomic_int_set (&forecast->stop, TRUE);
}

static gboolean
goes_on_cb (double share, gpointer user_data)
{
  Forecast *forecast = user_data;

  return !g_atomic_int_get (&forecast->stop);
}

static void
foresee_thread (GTask *task, gpointer document, gpointer data, GCancellable *cancellable)
{
  Forecast *forecast = data;
  const PnEditOrder *order = forecast->order;
  const PnSurgeryWatch watch = { goes_on_cb, forecast };
  gulong handler = cancellable != NULL
                       ? g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL)
                       : 0;
  g_autofree PnEditCost *cost = g_new0 (PnEditCost, 1);
  GError *error = NULL;
  g_autoptr (PnSnapshot) after = pn_edit_order_execute (order, &watch, &error);
  gboolean told
      = after != NULL
        && pn_edit_cost_measure (order->base, after, order->images, &forecast->stop, cost, &error);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  if (told)
    g_task_return_pointer (task, g_steal_pointer (&cost), g_free);
  else
    g_task_return_error (task, error);
}

void
pn_document_foresee_async (PnDocument *self,
                           PnRun *run,
                           const PnSpec *spec,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const PnRunVersion *version = pn_run_get_version (run);
  Forecast *forecast = g_new0 (Forecast, 1);

  forecast->order = pn_edit_order_new (
      pn_run_get_snapshot (run), spec, pn_document_get_data (self, run),
      pn_run_version_settings (version).optimizer, version->recipe->settings.seed);
  g_task_set_source_tag (task, pn_document_foresee_async);
  g_task_set_task_data (task, forecast, (GDestroyNotify) forecast_free);
  if (!forecast->order->images)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("there are no held-out images to measure it on"));
  else if (pn_edit_order_work (forecast->order) + pn_edit_order_measuring (forecast->order)
           > MOST_FORESEEN)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _ ("telling it beforehand would take too long"));
  else
    g_task_run_in_thread (task, foresee_thread);
}

gboolean
pn_document_foresee_finish (PnDocument *self,
                            GAsyncResult *result,
                            PnEditCost *cost,
                            GError **error)
{
  g_autofree PnEditCost *told = g_task_propagate_pointer (G_TASK (result), error);

  if (told)
    *cost = *told;
  return told != NULL;
}

/* After it */

/* What was the same before rounding is the same after it. */
static char *
describe_cost (const PnEditCost *cost)
{
  if (pn_edit_cost_is_nothing (cost))
    return g_strdup (_ ("Nothing changed"));
  /* Translators: accuracies on held-out images before and after an edit. */
  return g_strdup_printf (_ ("Accuracy %.3f → %.3f"), cost->before.accuracy, cost->after.accuracy);
}

void
pn_document_forget_edit (PnDocument *self)
{
  g_clear_handle_id (&self->edit_source, g_source_remove);
  if (self->measuring)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_clear_pointer (&self->edit_before, pn_snapshot_unref);
  g_clear_pointer (&self->edit_after, pn_snapshot_unref);
  g_clear_pointer (&self->edit_images, pn_dataset_unref);
}

typedef struct
{
  PnSnapshot *before;
  PnSnapshot *after;
  PnDataset *images;
} Measurement;

static void
measurement_free (Measurement *self)
{
  pn_snapshot_unref (self->before);
  pn_snapshot_unref (self->after);
  pn_dataset_unref (self->images);
  g_free (self);
}

static void
measure_thread (GTask *task, gpointer document, gpointer data, GCancellable *cancellable)
{
  const Measurement *measurement = data;
  GError *error = NULL;
  PnEditCost cost;

  if (pn_edit_cost_measure (measurement->before, measurement->after, measurement->images, NULL,
                            &cost, &error))
    g_task_return_pointer (task, describe_cost (&cost), g_free);
  else
    g_task_return_error (task, error);
}

/* Without memory to measure it nothing is told. */
static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnDocument *self = PN_DOCUMENT (source);
  g_autofree char *message = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))) || self->closed)
    return;
  pn_document_forget_edit (self);
  if (message)
    pn_document_edited (self, message);
}

static void
tell_cb (gpointer user_data)
{
  PnDocument *self = user_data;
  Measurement *measurement = g_new (Measurement, 1);
  g_autoptr (GTask) task = NULL;

  self->edit_source = 0;
  self->measuring = g_cancellable_new ();
  *measurement
      = (Measurement){ pn_snapshot_ref (self->edit_before), pn_snapshot_ref (self->edit_after),
                       pn_dataset_ref (self->edit_images) };
  task = g_task_new (self, self->measuring, measured_cb, NULL);
  g_task_set_source_tag (task, tell_cb);
  g_task_set_task_data (task, measurement, (GDestroyNotify) measurement_free);
  g_task_run_in_thread (task, measure_thread);
}

void
pn_document_note_edit (PnDocument *self,
                       PnRun *run,
                       PnSnapshot *before,
                       PnSnapshot *after,
                       gboolean merged)
{
  g_autoptr (PnSnapshot) first
      = pn_snapshot_ref (merged && self->edit_before ? self->edit_before : before);
  g_autoptr (PnEditOrder) order
      = pn_edit_order_new (first, pn_snapshot_spec (after), pn_document_get_data (self, run), 0, 0);

  pn_document_forget_edit (self);
  if (!order->images)
    return;
  self->edit_before = g_steal_pointer (&first);
  self->edit_after = pn_snapshot_ref (after);
  self->edit_images = pn_dataset_ref (order->images);
  self->edit_source = g_timeout_add_once (REST_MILLISECONDS, tell_cb, self);
}
