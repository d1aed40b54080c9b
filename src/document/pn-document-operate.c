/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-document-private.h"
#include "pn-error.h"

/* Edits of a trained network: at once where they take no time, else on a thread, and then the run
 * stays as it is until they are done.
 */

/* Multiplications that may be spent on the main thread, two hundredths of a second or so. */
#define AT_ONCE 3e8

/* One edit on a thread. The task owns it. */
struct _PnOperationUnderWay
{
  PnEditOrder *order;
  PnRun *run;
  PnRunVersion *version; /* that the run must still have at the end */
  PnRecipe *recipe;
  char *label;
  guint gesture;
  gboolean trains; /* then it goes on, until `until` */
  guint64 until;
  GCancellable *cancellable;
  gint per_mille; /* atomic */
};

static void
under_way_free (PnOperationUnderWay *self)
{
  pn_edit_order_free (self->order);
  pn_run_version_unref (self->version);
  g_object_unref (self->run);
  g_clear_pointer (&self->recipe, pn_recipe_free);
  g_object_unref (self->cancellable);
  g_free (self->label);
  g_free (self);
}

/* A drag starts from what was there before it, as long as nothing was trained since: narrow and
 * wide again is as before.
 */
static PnRunVersion *
base_version (PnDocument *self, PnRun *run, guint gesture)
{
  PnRunVersion *version = pn_run_get_version (run);
  PnRunVersion *before = pn_document_continues_gesture (self, gesture)
                             ? pn_document_version_before (self, run)
                             : NULL;

  if (before && before->state != PN_RUN_UNTRAINED
      && pn_snapshot_step (before->snapshot) == pn_snapshot_step (version->snapshot)
      && before->record == version->record)
    return before;
  return version;
}

PnEditOrder *
pn_document_order_edit (PnDocument *self, PnRun *run, const PnRecipe *recipe, guint gesture)
{
  PnRunVersion *base = base_version (self, run, gesture);

  return pn_edit_order_new (base->snapshot, recipe->spec, pn_document_get_data (self, run),
                            pn_run_version_settings (base).optimizer, recipe->settings.seed);
}

gboolean
pn_document_is_slow_order (const PnEditOrder *order)
{
  return pn_edit_order_work (order) > AT_ONCE;
}

gboolean
pn_document_is_slow_edit (PnDocument *self, PnRun *run, const PnSpec *spec)
{
  const PnRunVersion *version = pn_run_get_version (run);
  g_autoptr (PnEditOrder) order = NULL;

  if (version->state == PN_RUN_UNTRAINED && !pn_run_get_trainer (run))
    return FALSE;
  order = pn_edit_order_new (version->snapshot, spec, pn_document_get_data (self, run), 0, 0);
  return pn_document_is_slow_order (order);
}

void
pn_document_leave_edit (PnDocument *self)
{
  if (!self->under_way)
    return;
  g_cancellable_cancel (self->under_way->cancellable);
  self->under_way = NULL;
  pn_document_notify (self, "editing");
  pn_document_notify (self, "can-undo");
  pn_document_notify (self, "undo-label");
}

gboolean
pn_document_is_editing (PnDocument *self)
{
  return self->under_way != NULL;
}

const char *
pn_document_get_editing_label (PnDocument *self)
{
  return self->under_way ? self->under_way->label : NULL;
}

double
pn_document_get_editing_share (PnDocument *self)
{
  return self->under_way ? g_atomic_int_get (&self->under_way->per_mille) / 1000.0 : 0.0;
}

/* A run that trained goes on as it was. */
static void
go_on (PnDocument *self, PnRun *run, guint64 until)
{
  g_autoptr (GError) problem = NULL;

  if (!pn_run_get_trainer (run) && !pn_document_begin_burst (self, run, until, &problem))
    pn_document_report (self, problem);
}

void
pn_document_cancel_edit (PnDocument *self)
{
  g_autoptr (PnRun) run = NULL;
  gboolean trains;
  guint64 until;

  if (!self->under_way)
    return;
  run = g_object_ref (self->under_way->run);
  trains = self->under_way->trains;
  until = self->under_way->until;
  pn_document_leave_edit (self);
  if (trains && !self->closed)
    go_on (self, run, until);
}

gboolean
pn_document_supersede_edit (PnDocument *self, PnRun *run, guint64 *until)
{
  gboolean trains;

  if (!self->under_way || self->under_way->run != run)
    return FALSE;
  trains = self->under_way->trains;
  *until = self->under_way->until;
  pn_document_leave_edit (self);
  return trains;
}

gboolean
pn_document_train_after_edit (PnDocument *self, PnRun *run, guint64 until)
{
  if (!self->under_way || self->under_way->run != run)
    return FALSE;
  self->under_way->trains = TRUE;
  self->under_way->until = until;
  return TRUE;
}

static gboolean
progress_cb (double share, gpointer user_data)
{
  PnOperationUnderWay *operation = user_data;

  g_atomic_int_set (&operation->per_mille, (gint) (1000.0 * share));
  return !g_cancellable_is_cancelled (operation->cancellable);
}

static void
operate_thread (GTask *task, gpointer document, gpointer data, GCancellable *cancellable)
{
  PnOperationUnderWay *operation = data;
  const PnSurgeryWatch watch = { progress_cb, operation };
  GError *error = NULL;
  PnSnapshot *snapshot = pn_edit_order_execute (operation->order, &watch, &error);

  if (snapshot)
    g_task_return_pointer (task, snapshot, (GDestroyNotify) pn_snapshot_unref);
  else
    g_task_return_error (task, error);
}

/* Whatever else happened to the run meanwhile, an undo or a deletion, counts for more. */
static gboolean
is_current (PnDocument *self, const PnOperationUnderWay *operation)
{
  return g_ptr_array_find (self->runs, operation->run, NULL)
         && pn_run_get_version (operation->run) == operation->version
         && !pn_run_get_trainer (operation->run);
}

static void
operated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnDocument *self = PN_DOCUMENT (source);
  PnOperationUnderWay *operation = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  PnSnapshot *snapshot = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->under_way != operation || self->closed || !is_current (self, operation))
    {
      g_clear_pointer (&snapshot, pn_snapshot_unref);
      if (self->under_way == operation)
        pn_document_leave_edit (self);
      return;
    }
  g_object_freeze_notify (G_OBJECT (self));
  g_object_freeze_notify (G_OBJECT (operation->run));
  pn_document_leave_edit (self);
  if (snapshot)
    pn_document_change_design (self, operation->run, g_steal_pointer (&operation->recipe), snapshot,
                               operation->label, operation->gesture);
  else
    pn_document_report (self, error);
  if (operation->trains)
    go_on (self, operation->run, operation->until);
  g_object_thaw_notify (G_OBJECT (operation->run));
  g_object_thaw_notify (G_OBJECT (self));
}

/* One at a time: another run's edit makes room, and that is said. */
static void
give_up_other (PnDocument *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->under_way)
    return;
  g_set_error (&error, PN_ERROR, PN_ERROR_CANCELLED,
               _ ("“%s” of %s was given up for another edit; do it again after this one"),
               self->under_way->label, pn_run_get_name (self->under_way->run));
  pn_document_cancel_edit (self);
  pn_document_report (self, error);
}

void
pn_document_operate_later (PnDocument *self,
                           PnRun *run,
                           PnEditOrder *order,
                           PnRecipe *recipe,
                           const char *label,
                           guint gesture,
                           gboolean trains,
                           guint64 until)
{
  PnOperationUnderWay *operation = g_new0 (PnOperationUnderWay, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, operated_cb, NULL);

  give_up_other (self);
  operation->order = order;
  operation->run = g_object_ref (run);
  operation->version = pn_run_version_ref (pn_run_get_version (run));
  operation->recipe = recipe;
  operation->label = g_strdup (label);
  operation->gesture = gesture;
  operation->trains = trains;
  operation->until = until;
  operation->cancellable = g_cancellable_new ();
  self->under_way = operation;
  g_task_set_source_tag (task, pn_document_operate_later);
  g_task_set_task_data (task, operation, (GDestroyNotify) under_way_free);
  g_task_run_in_thread (task, operate_thread);
  pn_document_notify (self, "editing");
  pn_document_notify (self, "can-undo");
  pn_document_notify (self, "undo-label");
}
