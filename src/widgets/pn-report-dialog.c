/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pn-report-jobs.h"
#include "pn-report-match.h"
#include "pn-report-write.h"
#include "pn-run-table.h"

#define CHECKS_AT_ONCE 2

/* What the worker needs, and the share that it has done; no widgets. */
typedef struct
{
  char *path;
  char *title;
  GPtrArray *runs; /* PnReportRun */
  GCancellable *cancellable;
  gint per_mille; /* atomic */
} Job;

typedef struct
{
  AdwMessageDialog *dialog; /* weak */
  GtkProgressBar *progress;
  Job *job;
  guint tick;
  PnReportDone done;
  gpointer user_data;
  GDestroyNotify destroy;
} Writing;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->title);
  g_ptr_array_unref (job->runs);
  g_object_unref (job->cancellable);
  g_free (job);
}

/* Checked, not training now, and with numbers. */
static gboolean
is_reported (PnRun *run)
{
  return pn_run_get_checked (run) && pn_run_get_state (run) != PN_RUN_TRAINING
         && pn_history_last_check (pn_run_get_history (run)) != NULL;
}

gboolean
pn_report_dialog_has_runs (PnDocument *document)
{
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    if (is_reported (pn_document_get_run (document, i)))
      return TRUE;
  return FALSE;
}

static Job *
job_new (PnDocument *document, const char *path)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->title = g_strdup (pn_document_get_title (document));
  job->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_report_run_free);
  job->cancellable = g_cancellable_new ();
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    {
      PnRun *run = pn_document_get_run (document, i);

      if (is_reported (run))
        g_ptr_array_add (job->runs,
                         pn_report_run_new_from_run (run, pn_document_get_data (document, run)));
    }
  return job;
}

static gboolean
progress_cb (double share, gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->per_mille, (gint) (share * 1000));
  return !g_cancellable_is_cancelled (job->cancellable);
}

/* A run whose images can't be had, or don't fit it any more, has no paired tests. */
static gboolean
answer_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  PnReportRun *run = item;

  pn_report_run_load (run);
  pn_report_run_answer (run, NULL);
  return progress (1, progress_data);
}

static gboolean
gradient_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  return pn_report_run_check_gradients (item, progress, progress_data, error);
}

static gboolean
measure (Job *job, GError **error)
{
  g_autoptr (GPtrArray) chosen = NULL;

  if (!pn_report_jobs_run (job->runs, answer_work, 1, progress_cb, job, error))
    return FALSE;
  chosen = pn_report_runs_to_check (job->runs, PN_REPORT_QUICK_WORK);
  return pn_report_jobs_run (chosen, gradient_work, CHECKS_AT_ONCE, progress_cb, job, error);
}

static gboolean
write_report (const Job *job, GError **error)
{
  g_autoptr (PnReportTemplate) plan = pn_report_match (job->runs);
  const PnReportInput input = { .plan = plan, .title = job->title, .runs = job->runs };
  g_autoptr (PnReport) report = pn_report_write (&input);

  return pn_report_save (report, job->path, NULL, error);
}

static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (measure (job, &error) && !g_cancellable_is_cancelled (job->cancellable)
      && write_report (job, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, FALSE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);
  const Job *job = g_task_get_task_data (G_TASK (result));

  g_source_remove (self->tick);
  if (self->dialog != NULL)
    {
      g_object_remove_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
      gtk_window_destroy (GTK_WINDOW (self->dialog));
    }
  self->done (written ? job->path : NULL, error, self->user_data);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  Writing *self = user_data;

  if (self->dialog != NULL)
    gtk_progress_bar_set_fraction (self->progress,
                                   g_atomic_int_get (&self->job->per_mille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static AdwMessageDialog *
build_dialog (GtkWindow *parent, GtkProgressBar *progress, GCancellable *cancellable)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      parent, _ ("Writing the Report"),
      _ ("The runs answer their validation images, and the gradients of small networks are "
         "checked, before all is written down.")));

  adw_message_dialog_add_response (dialog, "close", _ ("_Stop"));
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (progress));
  gtk_accessible_update_property (GTK_ACCESSIBLE (progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress of the report"), -1);
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  return dialog;
}

void
pn_report_dialog_present (PnDocument *document,
                          GtkWindow *parent,
                          const char *path,
                          PnReportDone done,
                          gpointer user_data,
                          GDestroyNotify destroy)
{
  g_return_if_fail (PN_IS_DOCUMENT (document) && pn_report_dialog_has_runs (document));

  Writing *self = g_new0 (Writing, 1);
  self->done = done;
  self->user_data = user_data;
  self->destroy = destroy;
  self->job = job_new (document, path);
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->dialog = build_dialog (parent, self->progress, self->job->cancellable);
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  self->tick = g_timeout_add (100, tick_cb, self);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, written_cb, self);
  g_task_set_task_data (task, self->job, job_free);
  g_task_run_in_thread (task, write_thread);
  gtk_window_present (GTK_WINDOW (self->dialog));
}
