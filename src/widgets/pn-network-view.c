/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-network-actions.h"
#include "pn-network-canvas.h"
#include "pn-network-view.h"
#include "pn-number.h"
#include "pn-resources.h"

struct _PnNetworkView
{
  GtkWidget parent_instance;

  PnNetworkActions *actions;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;

  GtkLabel *parameters;
  PnNetworkCanvas *canvas;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_PREDICTOR,
  PROP_SELECTED_LAYER,
  PROP_LINE_SCALE,
  PROP_TIPS_STAY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PnNetworkView, pn_network_view, GTK_TYPE_WIDGET)

static void
update_parameters (PnNetworkView *self)
{
  PnDocument *document = pn_network_actions_get_document (self->actions);
  PnRun *run = document != NULL ? pn_document_get_selected (document) : NULL;
  gsize parameters = run != NULL ? pn_spec_n_parameters (pn_run_get_spec (run)) : 0;
  g_autofree char *count = pn_number_format_count (parameters);
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s parameter", "%s parameters", parameters), count);

  gtk_label_set_text (self->parameters, run != NULL ? text : "");
}

static void
selected_run_cb (PnNetworkView *self)
{
  PnDocument *document = pn_network_actions_get_document (self->actions);

  g_signal_group_set_target (self->run_signals,
                             document != NULL ? pn_document_get_selected (document) : NULL);
  update_parameters (self);
}

static void
document_cb (PnNetworkView *self)
{
  g_signal_group_set_target (self->document_signals,
                             pn_network_actions_get_document (self->actions));
  selected_run_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

static void
selected_layer_cb (PnNetworkView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_LAYER]);
}

static void
refused_cb (PnNetworkView *self, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", message);
}

GActionGroup *
pn_network_view_get_actions (PnNetworkView *self)
{
  g_return_val_if_fail (PN_IS_NETWORK_VIEW (self), NULL);

  return pn_network_actions_get_group (self->actions);
}

gboolean
pn_network_view_hide_tip (PnNetworkView *self)
{
  g_return_val_if_fail (PN_IS_NETWORK_VIEW (self), FALSE);

  return pn_network_canvas_hide_tip (self->canvas);
}

static void
pn_network_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnNetworkView *self = PN_NETWORK_VIEW (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_object_set_property (G_OBJECT (self->actions), "document", value);
      break;
    case PROP_PREDICTOR:
      g_object_set_property (G_OBJECT (self->canvas), "predictor", value);
      break;
    case PROP_SELECTED_LAYER:
      pn_network_actions_select (self->actions, g_value_get_int (value));
      break;
    case PROP_LINE_SCALE:
    case PROP_TIPS_STAY:
      g_object_set_property (G_OBJECT (self->canvas), pspec->name, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnNetworkView *self = PN_NETWORK_VIEW (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_object_get_property (G_OBJECT (self->actions), "document", value);
      break;
    case PROP_PREDICTOR:
      g_object_get_property (G_OBJECT (self->canvas), "predictor", value);
      break;
    case PROP_SELECTED_LAYER:
      g_value_set_int (value, pn_network_actions_get_selected (self->actions));
      break;
    case PROP_LINE_SCALE:
    case PROP_TIPS_STAY:
      g_object_get_property (G_OBJECT (self->canvas), pspec->name, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_view_dispose (GObject *object)
{
  PnNetworkView *self = PN_NETWORK_VIEW (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pn_network_view_parent_class)->dispose (object);
}

static void
pn_network_view_finalize (GObject *object)
{
  g_object_unref (PN_NETWORK_VIEW (object)->actions);
  G_OBJECT_CLASS (pn_network_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_PREDICTOR]
      = g_param_spec_object ("predictor", NULL, NULL, PN_TYPE_PREDICTOR, flags);
  properties[PROP_SELECTED_LAYER]
      = g_param_spec_int ("selected-layer", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_LINE_SCALE]
      = g_param_spec_double ("line-scale", NULL, NULL, 0.1, 10.0, 1.0, flags);
  properties[PROP_TIPS_STAY] = g_param_spec_boolean ("tips-stay", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
pn_network_view_class_init (PnNetworkViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = pn_network_view_set_property;
  object_class->get_property = pn_network_view_get_property;
  object_class->dispose = pn_network_view_dispose;
  object_class->finalize = pn_network_view_finalize;
  install_properties (object_class);

  g_type_ensure (PN_TYPE_NETWORK_CANVAS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PN_RESOURCE_PREFIX "pn-network-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PnNetworkView, parameters);
  gtk_widget_class_bind_template_child (widget_class, PnNetworkView, canvas);
}

static void
pn_network_view_init (PnNetworkView *self)
{
  self->actions = pn_network_actions_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "network",
                                  pn_network_actions_get_group (self->actions));
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_run_cb), self);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "recipe-changed",
                                  G_CALLBACK (update_parameters), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->actions, "notify::document", G_CALLBACK (document_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "notify::selected-layer", G_CALLBACK (selected_layer_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_set (self->canvas, "actions", self->actions, NULL);
}
