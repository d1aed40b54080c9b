/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-document-private.h"

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PnDocument,
                               pn_document,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_SELECTED = 1,
  PROP_TITLE,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  PROP_TRAINING,
  PROP_EDITING,
  PROP_DATA_READY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint error_signal;
static guint edited_signal;

static GType
get_item_type (GListModel *model)
{
  return PN_TYPE_RUN;
}

static guint
get_n_items (GListModel *model)
{
  return PN_DOCUMENT (model)->runs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PnRun *run = pn_document_get_run (PN_DOCUMENT (model), position);

  return run ? g_object_ref (run) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
pn_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnDocument *self = PN_DOCUMENT (object);

  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_TITLE:
      g_value_set_string (value, pn_document_get_title (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, pn_document_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, pn_document_can_redo (self));
      break;
    case PROP_UNDO_LABEL:
      g_value_set_string (value, pn_document_get_undo_label (self));
      break;
    case PROP_REDO_LABEL:
      g_value_set_string (value, pn_document_get_redo_label (self));
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, pn_document_is_training (self));
      break;
    case PROP_EDITING:
      g_value_set_boolean (value, pn_document_is_editing (self));
      break;
    case PROP_DATA_READY:
      g_value_set_boolean (value, self->selected && pn_document_get_data (self, self->selected));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_document_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    pn_document_select (PN_DOCUMENT (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_document_dispose (GObject *object)
{
  PnDocument *self = PN_DOCUMENT (object);

  if (!self->closed)
    pn_document_close (self);
  G_OBJECT_CLASS (pn_document_parent_class)->dispose (object);
}

static void
pn_document_finalize (GObject *object)
{
  PnDocument *self = PN_DOCUMENT (object);

  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_ptr_array_unref (self->beginning);
  g_ptr_array_unref (self->runs);
  pn_document_clear_queue (self);
  g_clear_object (&self->data);
  g_clear_object (&self->file);
  g_free (self->title);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->saved);
  G_OBJECT_CLASS (pn_document_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SELECTED]
      = g_param_spec_object ("selected", NULL, NULL, PN_TYPE_RUN, flags | G_PARAM_WRITABLE);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);
  properties[PROP_TRAINING] = g_param_spec_boolean ("training", NULL, NULL, FALSE, flags);
  properties[PROP_EDITING] = g_param_spec_boolean ("editing", NULL, NULL, FALSE, flags);
  properties[PROP_DATA_READY] = g_param_spec_boolean ("data-ready", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, properties);
}

static void
pn_document_class_init (PnDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pn_document_get_property;
  object_class->set_property = pn_document_set_property;
  object_class->dispose = pn_document_dispose;
  object_class->finalize = pn_document_finalize;
  install_properties (object_class);
  error_signal = g_signal_new ("error", PN_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  edited_signal = g_signal_new ("edited", PN_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pn_document_init (PnDocument *self)
{
  GDestroyNotify free_step = (GDestroyNotify) pn_undo_step_free;

  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  self->undo = g_ptr_array_new_with_free_func (free_step);
  self->redo = g_ptr_array_new_with_free_func (free_step);
  self->beginning = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->to_train);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->saved = pn_document_saved_new ();
  self->data = pn_data_cache_get ();
}

void
pn_document_notify (PnDocument *self, const char *property)
{
  g_object_notify (G_OBJECT (self), property);
}

void
pn_document_report (PnDocument *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, error_signal, 0, error->message);
}

void
pn_document_edited (PnDocument *self, const char *message)
{
  g_signal_emit (self, edited_signal, 0, message);
}

PnRun *
pn_document_get_selected (PnDocument *self)
{
  return self->selected;
}

void
pn_document_select (PnDocument *self, PnRun *run)
{
  if (self->selected == run || (run && !g_ptr_array_find (self->runs, run, NULL)))
    return;
  self->selected = run;
  pn_document_notify (self, "selected");
  if (run)
    pn_document_want_data (self, run);
  pn_document_notify (self, "data-ready");
  pn_document_save (self);
}

PnRun *
pn_document_get_run (PnDocument *self, guint position)
{
  return position < self->runs->len ? g_ptr_array_index (self->runs, position) : NULL;
}

guint
pn_document_n_runs (PnDocument *self)
{
  return self->runs->len;
}

void
pn_document_insert_run (PnDocument *self, guint position, PnRun *run)
{
  g_ptr_array_insert (self->runs, position, g_object_ref (run));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

/* The selection moves to a neighbour first, so that it is never on a run that is gone. */
void
pn_document_drop_run (PnDocument *self, PnRun *run)
{
  guint position;

  if (!g_ptr_array_find (self->runs, run, &position))
    return;
  pn_document_forget_training (self, run);
  if (self->selected == run)
    pn_document_select (self, pn_document_get_run (self, position > 0 ? position - 1 : 1));
  g_ptr_array_remove_index (self->runs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

GFile *
pn_document_get_file (PnDocument *self)
{
  return self->file;
}

gboolean
pn_document_is_draft (PnDocument *self)
{
  return self->draft;
}

void
pn_document_set_pace (PnDocument *self, PnPace pace)
{
  self->pace = pace;
  for (guint i = 0; i < self->runs->len; i++)
    {
      PnTrainer *trainer = pn_run_get_trainer (g_ptr_array_index (self->runs, i));

      if (trainer)
        pn_trainer_set_pace (trainer, pace);
    }
}

PnPace
pn_document_get_pace (PnDocument *self)
{
  return self->pace;
}

guint
pn_document_next_gesture (PnDocument *self)
{
  return ++self->last_gesture;
}
