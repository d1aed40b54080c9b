/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-layer-handle.h"

struct _PnLayerHandle
{
  GtkWidget parent_instance;

  int layer;
  char *words;
};

G_DEFINE_FINAL_TYPE (PnLayerHandle, pn_layer_handle, GTK_TYPE_WIDGET)

int
pn_layer_handle_get_layer (PnLayerHandle *self)
{
  g_return_val_if_fail (PN_IS_LAYER_HANDLE (self), -1);

  return self->layer;
}

const char *
pn_layer_handle_get_words (PnLayerHandle *self)
{
  g_return_val_if_fail (PN_IS_LAYER_HANDLE (self), NULL);

  return self->words;
}

void
pn_layer_handle_set_words (PnLayerHandle *self, const char *words)
{
  g_return_if_fail (PN_IS_LAYER_HANDLE (self));

  if (g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
pn_layer_handle_set_selected (PnLayerHandle *self, gboolean selected)
{
  g_return_if_fail (PN_IS_LAYER_HANDLE (self));

  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_PRESSED,
      selected ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
select_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "network.select", "i", PN_LAYER_HANDLE (widget)->layer);
}

/* "layer.NAME" stands for "network.NAME" on this layer. */
static void
command_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const commands[][2] = {
    { "layer.insert-after", "network.insert-after" },
    { "layer.duplicate", "network.duplicate-layer" },
    { "layer.remove", "network.remove-layer" },
    { "layer.more-units", "network.more-units" },
    { "layer.fewer-units", "network.fewer-units" },
  };

  select_cb (widget, name, parameter);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (name, commands[i][0]))
      gtk_widget_activate_action (widget, commands[i][1], NULL);
}

static void
pn_layer_handle_finalize (GObject *object)
{
  g_free (PN_LAYER_HANDLE (object)->words);
  G_OBJECT_CLASS (pn_layer_handle_parent_class)->finalize (object);
}

static void
pn_layer_handle_class_init (PnLayerHandleClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = pn_layer_handle_finalize;
  gtk_widget_class_set_css_name (widget_class, "layerhandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_widget_class_install_action (widget_class, "layer.select", NULL, select_cb);
  gtk_widget_class_install_action (widget_class, "layer.insert-after", NULL, command_cb);
  gtk_widget_class_install_action (widget_class, "layer.duplicate", NULL, command_cb);
  gtk_widget_class_install_action (widget_class, "layer.remove", NULL, command_cb);
  gtk_widget_class_install_action (widget_class, "layer.more-units", NULL, command_cb);
  gtk_widget_class_install_action (widget_class, "layer.fewer-units", NULL, command_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "layer.select", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "layer.select", NULL);
}

static void
pn_layer_handle_init (PnLayerHandle *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  /* The pointer belongs to the canvas below. */
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
pn_layer_handle_new (int layer)
{
  PnLayerHandle *self = g_object_new (PN_TYPE_LAYER_HANDLE, NULL);

  self->layer = layer;
  return GTK_WIDGET (self);
}
