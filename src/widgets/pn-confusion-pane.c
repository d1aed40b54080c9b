/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-confusion-pane-private.h"
#include "pn-resources.h"
#include "pn-words.h"

enum
{
  PROP_DOCUMENT = 1,
  PROP_RATES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint image_chosen_signal;

G_DEFINE_FINAL_TYPE (PnConfusionPane, pn_confusion_pane, GTK_TYPE_WIDGET)

static PnRun *
selected (PnConfusionPane *self)
{
  return self->document ? pn_document_get_selected (self->document) : NULL;
}

/* What will be here, or why there is nothing. */
static const char *
empty_words (PnConfusionState state, const char *message)
{
  switch (state)
    {
    case PN_CONFUSION_UNTRAINED:
    case PN_CONFUSION_NO_DATA:
      return _ ("Which digits the network takes for which, and the images that it gets wrong");
    case PN_CONFUSION_NO_IMAGES:
      return _ ("This run has no images to be tested on: choose some as validation images.");
    case PN_CONFUSION_FAILED:
      return message;
    case PN_CONFUSION_WAITING:
    case PN_CONFUSION_BUSY:
      return _ ("The network will be tested as soon as it has its images and training pauses.");
    case PN_CONFUSION_NOTHING:
    case PN_CONFUSION_READY:
    default:
      return "";
    }
}

static void
show_empty (PnConfusionPane *self, PnConfusionState state)
{
  PnRun *run = selected (self);
  gboolean train = state == PN_CONFUSION_UNTRAINED, fetch = state == PN_CONFUSION_NO_DATA;

  if (train && run && !pn_document_has_data (self->document, run))
    fetch = TRUE;
  gtk_label_set_label (self->empty_label,
                       empty_words (state, pn_confusion_watch_get_message (self->watch)));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), train || fetch);
  gtk_button_set_label (self->empty_button,
                        fetch ? _ ("Get MNIST (11 MB)") : pn_words_train_button (run));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button),
                                  fetch ? "win.get-mnist" : "win.train");
}

static void
show_title (PnConfusionPane *self)
{
  PnRun *run = selected (self);
  g_autofree char *title = NULL;

  /* Translators: the name of a run. */
  title = run ? g_strdup_printf (_ ("Mistakes of “%s”"), pn_run_get_name (run))
              : g_strdup (_ ("Mistakes"));
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
}

static void
show_status (PnConfusionPane *self, PnConfusionState state)
{
  g_autofree char *words = NULL, *text = NULL;

  if (!self->shown)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
      return;
    }
  words = pn_confusion_describe (self->shown);
  if (state == PN_CONFUSION_WAITING)
    text = g_strdup_printf (_ ("%s. It is tested again when training pauses."), words);
  gtk_label_set_label (self->status, text ? text : words);
  gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
}

static PnConfusionChoice
get_choice (PnConfusionPane *self)
{
  if (self->row >= 0)
    return pn_confusion_spot_choice (self->shown, self->row, self->column);
  return (PnConfusionChoice){ PN_CONFUSION_ANY, PN_CONFUSION_ANY, FALSE, TRUE };
}

static char *
images_words (PnConfusionPane *self, guint n)
{
  if (self->row >= 0)
    return pn_confusion_spot_words (self->shown, self->row, self->column);
  return g_strdup_printf (
      ngettext ("%u mistake, the surest first", "%u mistakes, the surest first", n), n);
}

static void
show_images (PnConfusionPane *self)
{
  PnDataset *images = pn_confusion_watch_get_images (self->watch);
  PnConfusionChoice choice = get_choice (self);
  g_autoptr (GArray) chosen = pn_confusion_choose (self->shown, &choice);
  g_autofree char *words = images_words (self, chosen->len);

  gtk_label_set_label (self->images_title, words);
  gtk_widget_set_visible (self->mistakes_button, self->row >= 0);
  pn_matrix_view_mark (self->matrix, self->row, self->column);
  pn_image_grid_set (self->grid, images, self->shown,
                     pn_image_grid_can_show (images) ? chosen : NULL);
}

/* The widgets show what was measured last; the same again leaves scrolling and focus alone. */
static void
show_confusion (PnConfusionPane *self, PnConfusion *confusion)
{
  if (confusion == self->shown)
    return;
  g_clear_pointer (&self->shown, pn_confusion_unref);
  self->shown = confusion ? pn_confusion_ref (confusion) : NULL;
  pn_matrix_view_set (self->matrix, confusion, self->rates);
  if (!confusion || self->row >= (int) confusion->n_classes)
    self->row = self->column = -1;
  if (confusion)
    show_images (self);
  else
    pn_image_grid_set (self->grid, NULL, NULL, NULL);
}

static void
update_cb (gpointer user_data)
{
  PnConfusionPane *self = user_data;
  PnConfusionState state = pn_confusion_watch_get_state (self->watch);

  show_confusion (self, pn_confusion_watch_get (self->watch));
  show_title (self);
  show_status (self, state);
  show_empty (self, state);
  gtk_widget_set_visible (self->empty, self->shown == NULL);
  gtk_widget_set_visible (self->scrolled, self->shown != NULL);
  gtk_widget_set_visible (self->images_box, self->shown != NULL);
  gtk_widget_set_sensitive (self->table_button, self->shown != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
spot_chosen_cb (PnConfusionPane *self, guint row, guint column)
{
  self->row = (int) row;
  self->column = (int) column;
  show_images (self);
}

static void
mistakes_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);

  self->row = self->column = -1;
  if (self->shown)
    show_images (self);
}

static void
image_activated_cb (PnConfusionPane *self, guint image)
{
  PnDataset *images = pn_confusion_watch_get_images (self->watch);
  gsize n = pn_dataset_n_inputs (images);
  g_autoptr (GBytes) pixels = g_bytes_new (pn_dataset_bytes (images) + image * n, n);

  g_signal_emit (self, image_chosen_signal, 0, pixels);
}

static void
set_rates (PnConfusionPane *self, gboolean rates)
{
  if (self->rates == rates)
    return;
  self->rates = rates;
  pn_matrix_view_set (self->matrix, self->shown, rates);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATES]);
}

static void
set_document (PnConfusionPane *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  show_confusion (self, NULL);
  g_clear_pointer (&self->watch, pn_confusion_watch_free);
  if (!document)
    return;
  self->watch = pn_confusion_watch_new (document, update_cb, self);
  pn_confusion_watch_set_active (self->watch, gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
pn_confusion_pane_map (GtkWidget *widget)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);

  GTK_WIDGET_CLASS (pn_confusion_pane_parent_class)->map (widget);
  if (self->watch)
    pn_confusion_watch_set_active (self->watch, TRUE);
}

static void
pn_confusion_pane_unmap (GtkWidget *widget)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);

  if (self->watch)
    pn_confusion_watch_set_active (self->watch, FALSE);
  GTK_WIDGET_CLASS (pn_confusion_pane_parent_class)->unmap (widget);
}

static void
pn_confusion_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (object);

  if (id == PROP_DOCUMENT)
    g_value_set_object (value, self->document);
  else if (id == PROP_RATES)
    g_value_set_boolean (value, self->rates);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_confusion_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (object);

  if (id == PROP_DOCUMENT)
    set_document (self, g_value_get_object (value));
  else if (id == PROP_RATES)
    set_rates (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_confusion_pane_dispose (GObject *object)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (object);
  GtkWidget *child;

  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->watch, pn_confusion_watch_free);
  g_clear_pointer (&self->shown, pn_confusion_unref);
  g_clear_object (&self->document);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pn_confusion_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PN_RESOURCE_PREFIX "pn-confusion-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, header);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, title);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, table_button);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, status);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, matrix);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, images_box);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, images_title);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, mistakes_button);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, grid);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, empty);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, empty_label);
  gtk_widget_class_bind_template_child (widget_class, PnConfusionPane, empty_button);
  gtk_widget_class_bind_template_callback (widget_class, spot_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, image_activated_cb);
}

static void
pn_confusion_pane_class_init (PnConfusionPaneClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_confusion_pane_get_property;
  object_class->set_property = pn_confusion_pane_set_property;
  object_class->dispose = pn_confusion_pane_dispose;
  widget_class->map = pn_confusion_pane_map;
  widget_class->unmap = pn_confusion_pane_unmap;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_RATES]
      = g_param_spec_boolean ("rates", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  image_chosen_signal = g_signal_new ("image-chosen", PN_TYPE_CONFUSION_PANE, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);

  g_type_ensure (PN_TYPE_MATRIX_VIEW);
  g_type_ensure (PN_TYPE_IMAGE_GRID);
  bind_template (widget_class);
  pn_confusion_pane_class_init_layout (widget_class);
  pn_confusion_pane_class_init_save (widget_class);
  gtk_widget_class_install_property_action (widget_class, "confusion.rates", "rates");
  gtk_widget_class_install_action (widget_class, "confusion.mistakes", NULL, mistakes_cb);
  gtk_widget_class_set_css_name (widget_class, "confusionpane");
}

static void
pn_confusion_pane_init (PnConfusionPane *self)
{
  self->row = self->column = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pn_confusion_pane_new (void)
{
  return g_object_new (PN_TYPE_CONFUSION_PANE, NULL);
}
