/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-gradient-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pn-gradient-check.h"

/* As perceptron-cli check-gradients: central differences with this ε on so many images. */
#define EPSILON 1e-3
#define N_IMAGES 100

/* What the worker needs, and the share that it has done; no widgets. */
typedef struct
{
  PnRecipe *recipe;
  GCancellable *cancellable;
  gint per_mille; /* atomic */
} Job;

typedef struct
{
  AdwMessageDialog *dialog;
  GtkProgressBar *progress;
  Job *job;
  guint tick;
} Check;

static void
job_free (Job *job)
{
  pn_recipe_free (job->recipe);
  g_object_unref (job->cancellable);
  g_free (job);
}

static gboolean
progress_cb (double share, gpointer user_data)
{
  Job *job = user_data;

  g_atomic_int_set (&job->per_mille, (gint) (share * 1000));
  return !g_cancellable_is_cancelled (job->cancellable);
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  PnGradientCheck *result = g_new0 (PnGradientCheck, 1);
  g_autoptr (PnTrainingData) data = pn_training_data_load (job->recipe, NULL, &error);

  if (data != NULL
      && pn_gradient_check (job->recipe->spec, job->recipe->settings.seed, data->train,
                            &data->normalisation,
                            MIN (N_IMAGES, pn_dataset_n_samples (data->train)), EPSILON,
                            progress_cb, job, result, &error))
    {
      g_task_return_pointer (task, result, g_free);
      return;
    }
  g_free (result);
  if (error == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped"));
  g_task_return_error (task, error);
}

static void
show_result (Check *check, const PnGradientCheck *result)
{
  g_autofree char *text = g_strdup_printf (
      result->passed ? _ ("All %'zu derivatives by backpropagation agree with central "
                          "differences: the largest difference is %.1e, at most %.0e is allowed.")
                     : _ ("Of %'zu derivatives by backpropagation the worst differs from its "
                          "central difference by %.1e; at most %.0e is allowed."),
      result->n_weights, result->max_difference, EPSILON * EPSILON);

  adw_message_dialog_set_heading (check->dialog, result->passed ? _ ("The Gradients Are Right")
                                                                : _ ("The Gradients Differ"));
  adw_message_dialog_set_body (check->dialog, text);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Check *check = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree PnGradientCheck *numbers = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_handle_id (&check->tick, g_source_remove);
  if (check->dialog != NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (check->progress), FALSE);
      adw_message_dialog_set_response_label (check->dialog, "close", _ ("_Close"));
      if (numbers != NULL)
        show_result (check, numbers);
      else
        adw_message_dialog_set_body (check->dialog, error->message);
      g_object_remove_weak_pointer (G_OBJECT (check->dialog), (gpointer *) &check->dialog);
    }
  g_free (check);
}

static gboolean
tick_cb (gpointer user_data)
{
  Check *check = user_data;

  if (check->dialog != NULL)
    gtk_progress_bar_set_fraction (check->progress,
                                   g_atomic_int_get (&check->job->per_mille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static Job *
job_new (PnRun *run, GCancellable *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->recipe = pn_recipe_copy (pn_run_get_recipe (run));
  job->cancellable = g_object_ref (cancellable);
  return job;
}

static AdwMessageDialog *
build_dialog (GtkWindow *parent, GtkProgressBar *progress, GCancellable *cancellable)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      parent, _ ("Checking the Gradients"),
      _ ("Every weight is moved a little up and down, in double precision, on 100 images, and the "
         "change of the loss is compared with what backpropagation says.")));

  adw_message_dialog_add_response (dialog, "close", _ ("_Stop"));
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (progress));
  gtk_accessible_update_property (GTK_ACCESSIBLE (progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress of the check"), -1);
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel), cancellable,
                           G_CONNECT_SWAPPED);
  return dialog;
}

void
pn_gradient_dialog_present (PnDocument *document, PnRun *run, GtkWindow *parent)
{
  g_return_if_fail (PN_IS_DOCUMENT (document) && PN_IS_RUN (run));

  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Check *check = g_new0 (Check, 1);
  check->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  check->dialog = build_dialog (parent, check->progress, cancellable);
  g_object_add_weak_pointer (G_OBJECT (check->dialog), (gpointer *) &check->dialog);
  check->job = job_new (run, cancellable);
  check->tick = g_timeout_add (100, tick_cb, check);

  g_autoptr (GTask) task = g_task_new (NULL, NULL, checked_cb, check);
  g_task_set_task_data (task, check->job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, check_thread);
  gtk_window_present (GTK_WINDOW (check->dialog));
}
