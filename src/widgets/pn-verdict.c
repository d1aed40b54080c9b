/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-verdict.h"

#include <glib/gi18n-lib.h>

#include "pn-paired.h"
#include "pn-run-table.h"

struct _PnVerdict
{
  PnDocument *document;
  GtkLabel *label;
  PnSnapshot *snapshots[2]; /* of the test that was last begun */
  char *names[2];
  GCancellable *cancellable; /* of the test under way */
  PnPaired *paired;          /* its result */
};

/* What the thread has of it. */
typedef struct
{
  PnSnapshot *snapshots[2];
  PnDataset *images;
} Job;

static void
job_free (Job *job)
{
  pn_snapshot_unref (job->snapshots[0]);
  pn_snapshot_unref (job->snapshots[1]);
  pn_dataset_unref (job->images);
  g_free (job);
}

static void
say (PnVerdict *self, const char *text)
{
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->label), *text != '\0');
}

static void
forget (PnVerdict *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->paired, g_free);
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->snapshots[i], pn_snapshot_unref);
}

static void
describe (PnVerdict *self)
{
  g_autofree char *text = pn_paired_describe (self->paired, self->names[0], self->names[1]);

  say (self, text);
}

static void
test_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  PnPaired *paired = g_new (PnPaired, 1);
  GError *error = NULL;

  if (pn_paired_measure (job->snapshots[0], job->snapshots[1], job->images, cancellable, paired,
                         &error))
    {
      g_task_return_pointer (task, paired, g_free);
      return;
    }
  g_free (paired);
  g_task_return_error (task, error);
}

/* Who cancelled it may be gone: `user_data` is only for the test that is still wanted. */
static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnVerdict *self = user_data;
  g_autoptr (GError) error = NULL;
  PnPaired *paired = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  self->paired = paired;
  if (paired)
    describe (self);
  else
    say (self, error->message);
}

static void
begin (PnVerdict *self, PnDataset *images)
{
  Job *job = g_new (Job, 1);
  g_autoptr (GTask) task = NULL;

  *job = (Job){ { pn_snapshot_ref (self->snapshots[0]), pn_snapshot_ref (self->snapshots[1]) },
                pn_dataset_ref (images) };
  say (self, _ ("Testing whether the two differ…"));
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, tested_cb, self);
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, test_thread);
}

/* Why there is nothing to be tested; NULL where there is. */
static const char *
find_obstacle (GPtrArray *runs)
{
  if (runs->len < 2)
    return "";
  if (runs->len > 2)
    return _ ("Check just two runs to have tested whether they differ.");
  for (guint i = 0; i < 2; i++)
    {
      PnRunState state = pn_run_get_state (g_ptr_array_index (runs, i));

      if (state == PN_RUN_UNTRAINED || state == PN_RUN_TRAINING)
        return _ ("Once both runs are trained, it is tested whether they differ.");
    }
  if (!pn_run_same_validation (g_ptr_array_index (runs, 0), g_ptr_array_index (runs, 1)))
    return "";
  return NULL;
}

/* TRUE where the networks are those of the last test. */
static gboolean
take_runs (PnVerdict *self, GPtrArray *runs)
{
  gboolean same = TRUE;

  for (guint i = 0; i < 2; i++)
    same = same && pn_run_get_snapshot (g_ptr_array_index (runs, i)) == self->snapshots[i];
  if (!same)
    forget (self);
  for (guint i = 0; i < 2; i++)
    {
      PnRun *run = g_ptr_array_index (runs, i);

      g_free (self->names[i]);
      self->names[i] = g_strdup (pn_run_get_name (run));
      if (!same)
        self->snapshots[i] = pn_snapshot_ref (pn_run_get_snapshot (run));
    }
  return same;
}

static void
test (PnVerdict *self, GPtrArray *runs)
{
  PnRun *run = g_ptr_array_index (runs, 0);
  const PnTrainingData *data = pn_document_get_data (self->document, run);

  if (!data)
    {
      forget (self);
      pn_document_want_data (self->document, run);
      say (self, _ ("Whether they differ is tested on their images, which aren’t loaded."));
    }
  else if (take_runs (self, runs))
    {
      if (self->paired)
        describe (self); /* by their names of now */
    }
  else if (data->validation)
    begin (self, data->validation);
  else
    say (self, "");
}

void
pn_verdict_update (PnVerdict *self, GPtrArray *runs)
{
  const char *obstacle = find_obstacle (runs);

  if (!obstacle)
    {
      test (self, runs);
      return;
    }
  forget (self);
  say (self, obstacle);
}

PnVerdict *
pn_verdict_new (PnDocument *document, GtkLabel *label)
{
  PnVerdict *self = g_new0 (PnVerdict, 1);

  self->document = g_object_ref (document);
  self->label = label;
  return self;
}

void
pn_verdict_free (PnVerdict *self)
{
  forget (self);
  g_free (self->names[0]);
  g_free (self->names[1]);
  g_object_unref (self->document);
  g_free (self);
}
