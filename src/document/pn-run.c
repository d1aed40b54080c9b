/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "pn-run-private.h"

struct _PnRun
{
  GObject parent;
  guint64 id;
  guint colour;
  gboolean checked;
  gboolean queued;
  PnRunVersion *version;
  PnHistory *history; /* the same object as long as the run lives */
  PnHistory *ghost;   /* what was undone last, or NULL */

  PnTrainer *trainer; /* the burst under way, or NULL */
  PnRecipe *burst_began;
  PnSnapshot *checkpoint;
};

G_DEFINE_FINAL_TYPE (PnRun, pn_run, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_COLOUR,
  PROP_CHECKED,
  PROP_STATE,
  PROP_QUEUED,
  N_PROPERTIES
};

enum
{
  RECIPE_CHANGED,
  SNAPSHOT_CHANGED,
  PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

GType
pn_run_state_get_type (void)
{
  static const GEnumValue values[] = {
    { PN_RUN_UNTRAINED, "PN_RUN_UNTRAINED", "untrained" },
    { PN_RUN_TRAINING, "PN_RUN_TRAINING", "training" },
    { PN_RUN_PAUSED, "PN_RUN_PAUSED", "paused" },
    { PN_RUN_FINISHED, "PN_RUN_FINISHED", "finished" },
    { 0 },
  };
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PnRunState", values));
  return type;
}

static void
pn_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnRun *self = PN_RUN (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, pn_run_get_name (self));
      break;
    case PROP_COLOUR:
      g_value_set_uint (value, self->colour);
      break;
    case PROP_CHECKED:
      g_value_set_boolean (value, self->checked);
      break;
    case PROP_STATE:
      g_value_set_enum (value, pn_run_get_state (self));
      break;
    case PROP_QUEUED:
      g_value_set_boolean (value, self->queued);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_run_dispose (GObject *object)
{
  PnRun *self = PN_RUN (object);

  pn_run_end_burst (self);
  G_OBJECT_CLASS (pn_run_parent_class)->dispose (object);
}

static void
pn_run_finalize (GObject *object)
{
  PnRun *self = PN_RUN (object);

  g_clear_pointer (&self->version, pn_run_version_unref);
  g_clear_object (&self->history);
  g_clear_object (&self->ghost);
  G_OBJECT_CLASS (pn_run_parent_class)->finalize (object);
}

static guint
signal_new (const char *name)
{
  return g_signal_new (name, PN_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pn_run_class_init (PnRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = pn_run_get_property;
  object_class->dispose = pn_run_dispose;
  object_class->finalize = pn_run_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_COLOUR] = g_param_spec_uint ("colour", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CHECKED] = g_param_spec_boolean ("checked", NULL, NULL, FALSE, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, PN_TYPE_RUN_STATE, PN_RUN_UNTRAINED, flags);
  properties[PROP_QUEUED] = g_param_spec_boolean ("queued", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[RECIPE_CHANGED] = signal_new ("recipe-changed");
  signals[SNAPSHOT_CHANGED] = signal_new ("snapshot-changed");
  signals[PROGRESS] = signal_new ("progress");
}

static void
pn_run_init (PnRun *self)
{
  self->history = pn_history_new ();
}

static gboolean
is_longer (PnHistoryLength a, PnHistoryLength b)
{
  return a.n_steps > b.n_steps || a.n_checks > b.n_checks || a.n_marks > b.n_marks;
}

/* Before the visible history is cut: what it alone holds is kept for redo, and as the ghost. */
static void
keep_full (PnRun *self, PnRecord *record)
{
  PnHistoryLength length = pn_history_get_length (self->history);

  if (record->full && !is_longer (length, pn_history_get_length (record->full)))
    return;
  g_clear_object (&record->full);
  record->full = pn_history_copy (self->history, G_MAXUINT64);
}

static void
show_history (PnRun *self, PnRunVersion *old, PnRunVersion *new)
{
  PnHistoryLength now = pn_history_get_length (self->history);
  gboolean same = old && old->record == new->record;

  if (old && (!same || is_longer (now, new->length)))
    keep_full (self, old->record);
  if (new->record->full)
    pn_history_assign (self->history, new->record->full, new->length);
  else if (!same)
    pn_history_assign (self->history, self->history, (PnHistoryLength){ 0 });
  if (!same)
    g_clear_object (&self->ghost);
  if (new->record->full && pn_history_get_length (new->record->full).n_steps > new->length.n_steps)
    g_set_object (&self->ghost, new->record->full);
}

PnRun *
pn_run_new (guint64 id, guint colour, PnRunVersion *version)
{
  PnRun *self = g_object_new (PN_TYPE_RUN, NULL);

  self->id = id;
  self->colour = colour;
  self->checked = TRUE;
  self->version = pn_run_version_ref (version);
  show_history (self, NULL, version);
  return self;
}

guint64
pn_run_get_id (PnRun *self)
{
  return self->id;
}

PnRunVersion *
pn_run_get_version (PnRun *self)
{
  return self->version;
}

static void
tell_changes (PnRun *self, const PnRunVersion *old)
{
  const PnRunVersion *new = self->version;

  if (g_strcmp0 (old->recipe->name, new->recipe->name) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  if (pn_recipe_differs (old->recipe, new->recipe))
    g_signal_emit (self, signals[RECIPE_CHANGED], 0);
  if (old->snapshot != new->snapshot && !self->trainer)
    g_signal_emit (self, signals[SNAPSHOT_CHANGED], 0);
  if (memcmp (&old->length, &new->length, sizeof old->length) != 0 && !self->trainer)
    g_signal_emit (self, signals[PROGRESS], 0);
  if (old->state != new->state || old->reason != new->reason)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
pn_run_set_version (PnRun *self, PnRunVersion *version)
{
  g_autoptr (PnRunVersion) old = self->version;

  self->version = pn_run_version_ref (version);
  if (old == version)
    return;
  if (!self->trainer)
    show_history (self, old, version);
  tell_changes (self, old);
}

void
pn_run_set_checked (PnRun *self, gboolean checked)
{
  if (self->checked == checked)
    return;
  self->checked = checked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKED]);
}

void
pn_run_set_queued (PnRun *self, gboolean queued)
{
  if (self->queued == queued)
    return;
  self->queued = queued;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUED]);
}

/* What redo would bring back is gone with the redo steps: the record goes on from here. */
void
pn_run_add_mark (PnRun *self, PnMarkKind kind, const char *text)
{
  g_clear_object (&self->version->record->full);
  pn_history_add_mark (self->history, pn_snapshot_step (self->version->snapshot), kind, text);
}

static void
progress_cb (PnRun *self)
{
  g_signal_emit (self, signals[PROGRESS], 0);
}

static void
snapshot_cb (PnRun *self, PnSnapshot *snapshot)
{
  if (pn_snapshot_fit_state (snapshot))
    {
      g_clear_pointer (&self->checkpoint, pn_snapshot_unref);
      self->checkpoint = pn_snapshot_ref (snapshot);
    }
  g_signal_emit (self, signals[SNAPSHOT_CHANGED], 0);
}

/* New training replaces the undone part of the curve. */
void
pn_run_begin_burst (PnRun *self, PnTrainer *trainer, PnRecipe *began)
{
  g_clear_object (&self->version->record->full);
  g_clear_object (&self->ghost);
  self->burst_began = began;
  self->trainer = g_object_ref (trainer);
  g_signal_connect_object (trainer, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (trainer, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

const PnRecipe *
pn_run_get_burst_began (PnRun *self)
{
  return self->burst_began;
}

PnSnapshot *
pn_run_get_checkpoint (PnRun *self)
{
  return self->checkpoint;
}

void
pn_run_end_burst (PnRun *self)
{
  g_autoptr (PnTrainer) trainer = g_steal_pointer (&self->trainer);

  g_clear_pointer (&self->burst_began, pn_recipe_free);
  g_clear_pointer (&self->checkpoint, pn_snapshot_unref);
  if (!trainer)
    return;
  g_signal_handlers_disconnect_by_data (trainer, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

const char *
pn_run_get_name (PnRun *self)
{
  return self->version ? self->version->recipe->name : NULL;
}

guint
pn_run_get_colour (PnRun *self)
{
  return self->colour;
}

gboolean
pn_run_get_checked (PnRun *self)
{
  return self->checked;
}

gboolean
pn_run_get_queued (PnRun *self)
{
  return self->queued;
}

PnRunState
pn_run_get_state (PnRun *self)
{
  if (self->trainer)
    return PN_RUN_TRAINING;
  return self->version ? self->version->state : PN_RUN_UNTRAINED;
}

PnStopReason
pn_run_get_stop_reason (PnRun *self)
{
  return self->trainer ? PN_STOP_NONE : self->version->reason;
}

gsize
pn_run_get_diverged_layer (PnRun *self)
{
  return self->version->diverged_layer;
}

const PnRecipe *
pn_run_get_recipe (PnRun *self)
{
  return self->version->recipe;
}

const PnSpec *
pn_run_get_spec (PnRun *self)
{
  return self->version->recipe->spec;
}

const PnSettings *
pn_run_get_settings (PnRun *self)
{
  return &self->version->recipe->settings;
}

PnSnapshot *
pn_run_get_snapshot (PnRun *self)
{
  PnSnapshot *live = self->trainer ? pn_trainer_get_snapshot (self->trainer) : NULL;

  return live ? live : self->version->snapshot;
}

PnHistory *
pn_run_get_history (PnRun *self)
{
  return self->history;
}

PnHistory *
pn_run_get_ghost (PnRun *self)
{
  PnHistoryLength length = pn_history_get_length (self->history);

  return self->ghost && pn_history_get_length (self->ghost).n_steps > length.n_steps ? self->ghost
                                                                                     : NULL;
}

PnTrainer *
pn_run_get_trainer (PnRun *self)
{
  return self->trainer;
}

const PnRecipe *
pn_run_get_began (PnRun *self)
{
  const PnRecipe *burst = pn_run_get_burst_began (self);

  return burst ? burst : pn_run_get_version (self)->began;
}

const char *
pn_run_get_began_from (PnRun *self)
{
  return self->version->began_from;
}
