/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-choice-row.h"
#include "pn-layer-page.h"
#include "pn-network-edit.h"
#include "pn-number-row.h"
#include "pn-number.h"
#include "pn-resources.h"

struct _PnLayerPage
{
  AdwBin parent_instance;

  PnDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  int selected_layer;

  GtkLabel *name;
  GtkLabel *summary;
  GtkWidget *settings;
  PnNumberRow *units;
  PnChoiceRow *activation;
  PnNumberRow *dropout;
  PnChoiceRow *init;
  PnChoiceRow *bias;
  GtkWidget *move_left;
  GtkWidget *move_right;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_SELECTED_LAYER,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PnLayerPage, pn_layer_page, ADW_TYPE_BIN)

static PnRun *
get_run (PnLayerPage *self)
{
  return self->document != NULL ? pn_document_get_selected (self->document) : NULL;
}

/* NULL unless the layer is there and has weights. */
static const PnLayerSpec *
get_layer (PnLayerPage *self)
{
  PnRun *run = get_run (self);
  const PnSpec *spec = run != NULL ? pn_run_get_spec (run) : NULL;

  if (spec == NULL || self->selected_layer < 1 || (gsize) self->selected_layer > spec->n_layers)
    return NULL;
  return &spec->layers[self->selected_layer - 1];
}

static void
update_title (PnLayerPage *self, const PnSpec *spec)
{
  g_autofree char *name = pn_network_layer_name (spec, self->selected_layer);
  g_autofree char *summary = NULL;
  g_autofree char *count = NULL;

  if (self->selected_layer == 0)
    summary = pn_network_describe_shape (spec);
  else
    {
      gsize parameters = pn_spec_layer_n_parameters (spec, self->selected_layer - 1);

      count = pn_number_format_count (parameters);
      summary = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%s parameter", "%s parameters", parameters), count);
    }
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->summary, summary);
}

static void
update_activation (PnLayerPage *self, const PnLayerSpec *layer, gboolean hidden)
{
  const char *labels[PN_N_ACTIVATIONS + 1] = { NULL };
  const char *output[] = { _ ("softmax"), NULL };

  for (int i = 0; i < PN_N_ACTIVATIONS; i++)
    labels[i] = pn_activation_label (i);
  if (hidden)
    pn_choice_row_set (self->activation, labels, layer->activation);
  else
    pn_choice_row_set (self->activation, output, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->activation), hidden);
}

static void
update_init (PnLayerPage *self, const PnLayerSpec *layer)
{
  const char *labels[PN_N_INITS + 1] = { NULL };

  for (int i = 0; i < PN_N_INITS; i++)
    labels[i] = pn_init_label (i);
  pn_choice_row_set (self->init, labels, layer->init);
}

/* The trick, a constant input, is there for the first layer only. */
static void
update_bias (PnLayerPage *self, const PnLayerSpec *layer)
{
  const char *labels[PN_N_BIASES + 1] = { NULL };
  int n = self->selected_layer == 1 ? PN_N_BIASES : PN_BIAS_INPUT;

  for (int i = 0; i < n; i++)
    labels[i] = pn_bias_label (i);
  pn_choice_row_set (self->bias, labels, layer->bias);
}

/* Initial weights and bias of a trained network wait for its next start. The layer it began with at
 * this place may be another one by now: then nobody can say what waits.
 */
static void
update_waiting (PnLayerPage *self, PnRun *run, const PnLayerSpec *layer)
{
  const PnRecipe *began = pn_run_get_began (run);
  const char *hint = began != NULL ? _ ("at the next start") : NULL;
  gsize index = self->selected_layer - 1;
  const PnLayerSpec *from = layer;

  if (began != NULL && began->spec->n_layers == pn_run_get_spec (run)->n_layers)
    from = &began->spec->layers[index];
  g_object_set (self->init, "hint", hint, "pending", from->init != layer->init, NULL);
  g_object_set (self->bias, "hint", hint, "pending", from->bias != layer->bias, NULL);
}

static void
update (PnLayerPage *self)
{
  PnRun *run = get_run (self);
  const PnLayerSpec *layer = get_layer (self);
  gboolean hidden
      = layer != NULL && pn_network_is_hidden (pn_run_get_spec (run), self->selected_layer);

  gtk_widget_set_visible (self->settings, layer != NULL);
  if (run == NULL || self->selected_layer < 0)
    return;
  update_title (self, pn_run_get_spec (run));
  if (layer == NULL)
    return;
  pn_number_row_set_value (self->units, layer->units);
  gtk_widget_set_sensitive (GTK_WIDGET (self->units), hidden);
  g_object_set (self->units, "hint", hidden ? NULL : _ ("one for each class"), NULL);
  update_activation (self, layer, hidden);
  pn_number_row_set_value (self->dropout, layer->dropout);
  gtk_widget_set_visible (GTK_WIDGET (self->dropout), hidden);
  update_init (self, layer);
  update_bias (self, layer);
  update_waiting (self, run, layer);
}

/* Texts that belong to the layer before are forgotten. */
static void
show_other (PnLayerPage *self)
{
  update (self);
  pn_number_row_reset (self->units);
  pn_number_row_reset (self->dropout);
}

static void
selected_run_cb (PnLayerPage *self)
{
  g_signal_group_set_target (self->run_signals, get_run (self));
  show_other (self);
}

static void
set_document (PnLayerPage *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  selected_run_cb (self);
}

static void
units_edited_cb (PnLayerPage *self, double value)
{
  g_autoptr (GError) error = NULL;

  if (!pn_network_edit_set_units (self->document, self->selected_layer, (gsize) value, 0, &error))
    pn_number_row_refuse (self->units, error->message);
}

static void
dropout_edited_cb (PnLayerPage *self, double value)
{
  g_autoptr (GError) error = NULL;

  if (!pn_network_edit_set_dropout (self->document, self->selected_layer, value, &error))
    pn_number_row_refuse (self->dropout, error->message);
}

/* A choice that the document refuses is put back to what holds. */
static void
report (PnLayerPage *self, const GError *error)
{
  if (error == NULL)
    return;
  update (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", error->message);
}

static void
activation_chosen_cb (PnLayerPage *self, guint position)
{
  g_autoptr (GError) error = NULL;

  pn_network_edit_set_activation (self->document, self->selected_layer, position, &error);
  report (self, error);
}

static void
init_chosen_cb (PnLayerPage *self, guint position)
{
  g_autoptr (GError) error = NULL;

  pn_network_edit_set_init (self->document, self->selected_layer, position, &error);
  report (self, error);
}

static void
bias_chosen_cb (PnLayerPage *self, guint position)
{
  g_autoptr (GError) error = NULL;

  pn_network_edit_set_bias (self->document, self->selected_layer, position, &error);
  report (self, error);
}

static void
pn_layer_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnLayerPage *self = PN_LAYER_PAGE (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      set_document (self, g_value_get_object (value));
      break;
    case PROP_SELECTED_LAYER:
      self->selected_layer = g_value_get_int (value);
      show_other (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_layer_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnLayerPage *self = PN_LAYER_PAGE (object);

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
pn_layer_page_dispose (GObject *object)
{
  PnLayerPage *self = PN_LAYER_PAGE (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pn_layer_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  g_type_ensure (PN_TYPE_NUMBER_ROW);
  g_type_ensure (PN_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (class, PN_RESOURCE_PREFIX "pn-layer-page.ui");
  gtk_widget_class_bind_template_child (class, PnLayerPage, name);
  gtk_widget_class_bind_template_child (class, PnLayerPage, summary);
  gtk_widget_class_bind_template_child (class, PnLayerPage, settings);
  gtk_widget_class_bind_template_child (class, PnLayerPage, units);
  gtk_widget_class_bind_template_child (class, PnLayerPage, activation);
  gtk_widget_class_bind_template_child (class, PnLayerPage, dropout);
  gtk_widget_class_bind_template_child (class, PnLayerPage, init);
  gtk_widget_class_bind_template_child (class, PnLayerPage, bias);
  gtk_widget_class_bind_template_child (class, PnLayerPage, move_left);
  gtk_widget_class_bind_template_child (class, PnLayerPage, move_right);
  gtk_widget_class_bind_template_callback (class, units_edited_cb);
  gtk_widget_class_bind_template_callback (class, activation_chosen_cb);
  gtk_widget_class_bind_template_callback (class, dropout_edited_cb);
  gtk_widget_class_bind_template_callback (class, init_chosen_cb);
  gtk_widget_class_bind_template_callback (class, bias_chosen_cb);
}

static void
pn_layer_page_class_init (PnLayerPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pn_layer_page_set_property;
  object_class->get_property = pn_layer_page_get_property;
  object_class->dispose = pn_layer_page_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_SELECTED_LAYER]
      = g_param_spec_int ("selected-layer", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  bind_template (GTK_WIDGET_CLASS (class));
}

/* The network keeps its direction in every language, and so do the arrows that speak of it. */
static void
keep_direction (GtkWidget *button)
{
  gtk_widget_set_direction (gtk_button_get_child (GTK_BUTTON (button)), GTK_TEXT_DIR_LTR);
}

static void
pn_layer_page_init (PnLayerPage *self)
{
  self->selected_layer = -1;
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_run_cb), self);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "recipe-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::state", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  keep_direction (self->move_left);
  keep_direction (self->move_right);
}
