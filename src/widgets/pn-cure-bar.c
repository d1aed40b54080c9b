/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cure-bar.h"

#include "pn-cure.h"
#include "pn-resources.h"
#include "pn-words.h"

struct _PnCureBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *label;
  GtkButton *button;
  PnDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnCureBar, pn_cure_bar, GTK_TYPE_WIDGET)

static void
update (PnCureBar *self)
{
  PnRun *run = self->document != NULL ? pn_document_get_selected (self->document) : NULL;
  PnCure cure = run != NULL ? pn_cure_find (run) : (PnCure){ PN_CURE_NONE, 0 };
  g_autofree char *words = cure.kind != PN_CURE_NONE ? pn_words_divergence (run) : NULL;
  g_autofree char *label = pn_cure_label (&cure);

  gtk_widget_set_visible (self->box, words != NULL);
  /* Emptied in between, so that the same words are news to a screen reader the next time. */
  gtk_label_set_label (self->label, words != NULL ? words : "");
  gtk_button_set_label (self->button, label != NULL ? label : "");
}

static void
selected_changed_cb (PnCureBar *self)
{
  g_signal_group_set_target (self->run_signals, pn_document_get_selected (self->document));
  update (self);
}

static void
set_document (PnCureBar *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  if (document != NULL)
    selected_changed_cb (self);
}

static void
set_narrow (PnCureBar *self, gboolean narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
pn_cure_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnCureBar *self = PN_CURE_BAR (object);

  if (id == PROP_DOCUMENT)
    g_value_set_object (value, self->document);
  else if (id == PROP_NARROW)
    g_value_set_boolean (value, gtk_orientable_get_orientation (GTK_ORIENTABLE (self->box))
                                    == GTK_ORIENTATION_VERTICAL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_cure_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    set_document (PN_CURE_BAR (object), g_value_get_object (value));
  else if (id == PROP_NARROW)
    set_narrow (PN_CURE_BAR (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_cure_bar_dispose (GObject *object)
{
  PnCureBar *self = PN_CURE_BAR (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->document);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pn_cure_bar_parent_class)->dispose (object);
}

static void
pn_cure_bar_class_init (PnCureBarClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_cure_bar_get_property;
  object_class->set_property = pn_cure_bar_set_property;
  object_class->dispose = pn_cure_bar_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-cure-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PnCureBar, box);
  gtk_widget_class_bind_template_child (widget_class, PnCureBar, label);
  gtk_widget_class_bind_template_child (widget_class, PnCureBar, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "curebar");
}

static void
pn_cure_bar_init (PnCureBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "notify::selected",
                                 G_CALLBACK (selected_changed_cb), self, G_CONNECT_SWAPPED);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_object (self->run_signals, "notify::state", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->run_signals, "recipe-changed", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
}
