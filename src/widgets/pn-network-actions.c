/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-network-actions.h"
#include "pn-network-edit.h"

struct _PnNetworkActions
{
  GObject parent_instance;

  PnDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  int selected_layer;
  GSimpleActionGroup *group;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_SELECTED_LAYER,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint refused_signal;

G_DEFINE_FINAL_TYPE (PnNetworkActions, pn_network_actions, G_TYPE_OBJECT)

static const PnSpec *
get_spec (PnNetworkActions *self)
{
  PnRun *run = self->document != NULL ? pn_document_get_selected (self->document) : NULL;

  return run != NULL ? pn_run_get_spec (run) : NULL;
}

static const PnLayerSpec *
get_layer (PnNetworkActions *self)
{
  const PnSpec *spec = get_spec (self);

  if (spec == NULL || self->selected_layer < 1 || (gsize) self->selected_layer > spec->n_layers)
    return NULL;
  return &spec->layers[self->selected_layer - 1];
}

static void
enable (PnNetworkActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_state (PnNetworkActions *self, const char *name, const char *state, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (state));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_states (PnNetworkActions *self, gboolean hidden)
{
  const PnLayerSpec *layer = get_layer (self);

  set_state (self, "activation", hidden ? pn_activation_name (layer->activation) : "", hidden);
  set_state (self, "initialisation", layer != NULL ? pn_init_name (layer->init) : "",
             layer != NULL);
  set_state (self, "bias", layer != NULL ? pn_bias_name (layer->bias) : "", layer != NULL);
}

static void
update (PnNetworkActions *self)
{
  const PnSpec *spec = get_spec (self);
  int layer = self->selected_layer;
  gboolean hidden = pn_network_is_hidden (spec, layer);
  gboolean several = hidden && spec->layers[layer - 1].units > 1;

  enable (self, "select", spec != NULL);
  enable (self, "insert", spec != NULL);
  enable (self, "unselect", layer >= 0);
  enable (self, "insert-before", get_layer (self) != NULL);
  enable (self, "insert-after", spec != NULL && layer < (int) spec->n_layers);
  enable (self, "duplicate-layer", hidden);
  enable (self, "remove-layer", hidden);
  enable (self, "move-left", hidden && pn_network_is_hidden (spec, layer - 1));
  enable (self, "move-right", hidden && pn_network_is_hidden (spec, layer + 1));
  enable (self, "move-to", hidden);
  enable (self, "more-units", hidden);
  enable (self, "double-units", hidden);
  enable (self, "set-units", hidden);
  enable (self, "fewer-units", several);
  enable (self, "halve-units", several);
  update_states (self, hidden);
}

PnDocument *
pn_network_actions_get_document (PnNetworkActions *self)
{
  g_return_val_if_fail (PN_IS_NETWORK_ACTIONS (self), NULL);

  return self->document;
}

void
pn_network_actions_select (PnNetworkActions *self, int layer)
{
  g_return_if_fail (PN_IS_NETWORK_ACTIONS (self));

  if (layer == self->selected_layer)
    return;
  self->selected_layer = layer;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_LAYER]);
}

int
pn_network_actions_get_selected (PnNetworkActions *self)
{
  g_return_val_if_fail (PN_IS_NETWORK_ACTIONS (self), -1);

  return self->selected_layer;
}

/* The design changed, by an edit or its undo: what is selected must still be there. */
static void
recipe_changed_cb (PnNetworkActions *self)
{
  const PnSpec *spec = get_spec (self);

  if (spec != NULL && self->selected_layer > (int) spec->n_layers)
    pn_network_actions_select (self, (int) spec->n_layers);
  update (self);
}

static void
selected_run_cb (PnNetworkActions *self)
{
  PnRun *run = self->document != NULL ? pn_document_get_selected (self->document) : NULL;

  g_signal_group_set_target (self->run_signals, run);
  if (run == NULL)
    pn_network_actions_select (self, -1);
  recipe_changed_cb (self);
}

static void
set_document (PnNetworkActions *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  selected_run_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

/* After an edit: says why not, or selects what the user now has in hand. */
static void
conclude (PnNetworkActions *self, const GError *error, int layer)
{
  if (error != NULL)
    g_signal_emit (self, refused_signal, 0, error->message);
  else
    pn_network_actions_select (self, layer);
}

static void
insert (PnNetworkActions *self, int layer)
{
  g_autoptr (GError) error = NULL;

  pn_network_edit_insert (self->document, layer, &error);
  conclude (self, error, layer);
}

static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_select (self, g_variant_get_int32 (parameter));
}

static void
unselect_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_select (self, -1);
}

static void
insert_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  insert (self, g_variant_get_int32 (parameter));
}

static void
insert_before_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;

  insert (self, self->selected_layer);
}

/* With nothing selected: before the output. */
static void
insert_after_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  int last = (int) get_spec (self)->n_layers;

  insert (self, self->selected_layer < 0 ? last : self->selected_layer + 1);
}

static void
duplicate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  g_autoptr (GError) error = NULL;

  pn_network_edit_duplicate (self->document, self->selected_layer, &error);
  conclude (self, error, self->selected_layer + 1);
}

/* Then the layer that took its place is selected; the output, if it was the last. */
static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  g_autoptr (GError) error = NULL;
  int layer = self->selected_layer;

  pn_network_edit_remove (self->document, layer, &error);
  if (!pn_network_is_hidden (get_spec (self), layer) && layer > 1)
    layer--;
  conclude (self, error, layer);
}

static void
move_to (PnNetworkActions *self, int layer)
{
  g_autoptr (GError) error = NULL;

  pn_network_edit_move (self->document, self->selected_layer, layer, &error);
  conclude (self, error, layer);
}

static void
move_left_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;

  move_to (self, self->selected_layer - 1);
}

static void
move_right_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;

  move_to (self, self->selected_layer + 1);
}

static void
move_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;

  if (pn_network_is_hidden (get_spec (self), g_variant_get_int32 (parameter)))
    move_to (self, g_variant_get_int32 (parameter));
}

void
pn_network_actions_drag_units (PnNetworkActions *self, gsize units, guint gesture)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PN_IS_NETWORK_ACTIONS (self));

  pn_network_edit_set_units (self->document, self->selected_layer, MAX (units, 1), gesture, &error);
  conclude (self, error, self->selected_layer);
}

static void
more_units_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_drag_units (self, get_layer (self)->units + 1, 0);
}

static void
fewer_units_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_drag_units (self, get_layer (self)->units - 1, 0);
}

static void
double_units_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gsize units = get_layer (self)->units;

  pn_network_actions_drag_units (self, units <= G_MAXSIZE / 2 ? 2 * units : units, 0);
}

static void
halve_units_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_drag_units (self, get_layer (self)->units / 2, 0);
}

static void
set_units_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pn_network_actions_drag_units (self, g_variant_get_uint64 (parameter), 0);
}

static void
activation_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  g_autoptr (GError) error = NULL;
  PnActivation activation;

  if (pn_activation_from_name (g_variant_get_string (parameter, NULL), &activation, &error))
    pn_network_edit_set_activation (self->document, self->selected_layer, activation, &error);
  conclude (self, error, self->selected_layer);
}

static void
initialisation_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  g_autoptr (GError) error = NULL;
  PnInit init;

  if (pn_init_from_name (g_variant_get_string (parameter, NULL), &init, &error))
    pn_network_edit_set_init (self->document, self->selected_layer, init, &error);
  conclude (self, error, self->selected_layer);
}

static void
bias_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PnNetworkActions *self = data;
  g_autoptr (GError) error = NULL;
  PnBias bias;

  if (pn_bias_from_name (g_variant_get_string (parameter, NULL), &bias, &error))
    pn_network_edit_set_bias (self->document, self->selected_layer, bias, &error);
  conclude (self, error, self->selected_layer);
}

/* GSimpleAction's "activate" of a stateful action with a parameter asks for a change of state: ours
 * edits the document, and the state follows from there.
 */
static const GActionEntry entries[] = {
  { "select", select_cb, "i", NULL, NULL },
  { "unselect", unselect_cb, NULL, NULL, NULL },
  { "insert", insert_cb, "i", NULL, NULL },
  { "insert-before", insert_before_cb, NULL, NULL, NULL },
  { "insert-after", insert_after_cb, NULL, NULL, NULL },
  { "duplicate-layer", duplicate_cb, NULL, NULL, NULL },
  { "remove-layer", remove_cb, NULL, NULL, NULL },
  { "move-left", move_left_cb, NULL, NULL, NULL },
  { "move-right", move_right_cb, NULL, NULL, NULL },
  { "move-to", move_to_cb, "i", NULL, NULL },
  { "more-units", more_units_cb, NULL, NULL, NULL },
  { "fewer-units", fewer_units_cb, NULL, NULL, NULL },
  { "double-units", double_units_cb, NULL, NULL, NULL },
  { "halve-units", halve_units_cb, NULL, NULL, NULL },
  { "set-units", set_units_cb, "t", NULL, NULL },
  { "activation", activation_cb, "s", "''", NULL },
  { "initialisation", initialisation_cb, "s", "''", NULL },
  { "bias", bias_cb, "s", "''", NULL },
};

GActionGroup *
pn_network_actions_get_group (PnNetworkActions *self)
{
  g_return_val_if_fail (PN_IS_NETWORK_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

static void
pn_network_actions_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnNetworkActions *self = PN_NETWORK_ACTIONS (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      set_document (self, g_value_get_object (value));
      break;
    case PROP_SELECTED_LAYER:
      pn_network_actions_select (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_actions_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnNetworkActions *self = PN_NETWORK_ACTIONS (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_SELECTED_LAYER:
      g_value_set_int (value, self->selected_layer);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_actions_dispose (GObject *object)
{
  PnNetworkActions *self = PN_NETWORK_ACTIONS (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pn_network_actions_parent_class)->dispose (object);
}

static void
pn_network_actions_finalize (GObject *object)
{
  g_object_unref (PN_NETWORK_ACTIONS (object)->group);
  G_OBJECT_CLASS (pn_network_actions_parent_class)->finalize (object);
}

static void
pn_network_actions_class_init (PnNetworkActionsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = pn_network_actions_set_property;
  object_class->get_property = pn_network_actions_get_property;
  object_class->dispose = pn_network_actions_dispose;
  object_class->finalize = pn_network_actions_finalize;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_SELECTED_LAYER]
      = g_param_spec_int ("selected-layer", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  refused_signal = g_signal_new ("refused", PN_TYPE_NETWORK_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pn_network_actions_init (PnNetworkActions *self)
{
  self->selected_layer = -1;
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_run_cb), self);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "recipe-changed",
                                  G_CALLBACK (recipe_changed_cb), self);
  update (self);
}

PnNetworkActions *
pn_network_actions_new (void)
{
  return g_object_new (PN_TYPE_NETWORK_ACTIONS, NULL);
}
