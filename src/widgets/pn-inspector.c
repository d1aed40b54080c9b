/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-inspector.h"
#include "pn-layer-page.h"
#include "pn-resources.h"
#include "pn-training-page.h"

struct _PnInspector
{
  AdwBin parent_instance;

  PnDocument *document;
  int selected_layer;
  int last_layer; /* the one to come back to */

  GtkStack *stack;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_SELECTED_LAYER,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PnInspector, pn_inspector, ADW_TYPE_BIN)

static void
select_layer (PnInspector *self, int layer)
{
  gtk_stack_set_visible_child_name (self->stack, layer >= 0 ? "layer" : "training");
  if (layer == self->selected_layer)
    return;
  self->selected_layer = layer;
  if (layer >= 0)
    self->last_layer = layer;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_LAYER]);
}

/* The last one, if this network has it. */
static int
layer_to_show (PnInspector *self)
{
  PnRun *run = self->document != NULL ? pn_document_get_selected (self->document) : NULL;

  if (run == NULL)
    return -1;
  return MIN (self->last_layer, (int) pn_run_get_spec (run)->n_layers);
}

static void
visible_child_cb (PnInspector *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  int layer = layer_to_show (self);

  if (g_strcmp0 (name, "layer") == 0 && self->selected_layer < 0 && layer >= 0)
    select_layer (self, layer);
}

static void
pn_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnInspector *self = PN_INSPECTOR (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      if (g_set_object (&self->document, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SELECTED_LAYER:
      select_layer (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnInspector *self = PN_INSPECTOR (object);

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
pn_inspector_dispose (GObject *object)
{
  g_clear_object (&PN_INSPECTOR (object)->document);
  G_OBJECT_CLASS (pn_inspector_parent_class)->dispose (object);
}

static void
pn_inspector_class_init (PnInspectorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = pn_inspector_set_property;
  object_class->get_property = pn_inspector_get_property;
  object_class->dispose = pn_inspector_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_SELECTED_LAYER]
      = g_param_spec_int ("selected-layer", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PN_TYPE_LAYER_PAGE);
  g_type_ensure (PN_TYPE_TRAINING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PnInspector, stack);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
}

static void
pn_inspector_init (PnInspector *self)
{
  self->selected_layer = -1;
  self->last_layer = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->stack, "training");
}
