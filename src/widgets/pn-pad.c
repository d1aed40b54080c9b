/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-ink-raster.h"
#include "pn-pad-picture.h"
#include "pn-pad-sheet.h"
#include "pn-pad.h"
#include "pn-resources.h"

struct _PnPad
{
  GtkWidget parent_instance;

  GtkWidget *content;
  PnPadSheet *sheet;
  GtkWidget *menu;

  PnDocument *document;
  PnPredictor *predictor;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  gpointer latest; /* the picture that is being read: compared, never followed */
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_PREDICTOR,
  PROP_EMPTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnPad, pn_pad, GTK_TYPE_WIDGET)

static gsize
picture_side (PnPad *self)
{
  PnSnapshot *snapshot = self->predictor ? pn_predictor_get_snapshot (self->predictor) : NULL;
  const gsize *input = snapshot ? pn_snapshot_spec (snapshot)->input : NULL;

  if (!input)
    return PN_INK_SIZE;
  return input[0] == 1 && input[1] == input[2] && input[1] >= 4 && input[1] <= 1024 ? input[1] : 0;
}

/* As the data set has it: nothing between it and the network. */
static void
predict_picture (PnPad *self)
{
  gsize n;
  const guint8 *pixels = g_bytes_get_data (pn_pad_sheet_get_picture (self->sheet), &n);

  pn_predictor_set_picture (self->predictor, pixels, n);
}

static void
predict (PnPad *self)
{
  const PnInk *ink = pn_pad_sheet_get_ink (self->sheet);
  g_autofree guint8 *pixels = NULL;
  gsize side;

  if (!self->predictor)
    return;
  if (pn_pad_sheet_get_picture (self->sheet))
    {
      predict_picture (self);
      return;
    }
  side = picture_side (self);
  if (side > 0)
    pixels = g_try_malloc_n (side, side);
  if (pixels && pn_ink_rasterize (ink, side, pixels))
    pn_predictor_set_picture (self->predictor, pixels, side * side);
  else
    pn_predictor_set_picture (self->predictor, NULL, 0);
}

static void
ink_changed_cb (PnPadSheet *sheet, PnPad *self)
{
  predict (self);
}

/* The run has learnt, or another one is selected. */
static void
update_snapshot (PnPad *self)
{
  PnRun *run = self->document ? pn_document_get_selected (self->document) : NULL;
  gsize side;

  if (!self->predictor)
    return;
  side = picture_side (self);
  pn_predictor_set_snapshot (self->predictor, run ? pn_run_get_snapshot (run) : NULL);
  if (picture_side (self) != side)
    predict (self);
}

static void
selected_cb (PnDocument *document, GParamSpec *pspec, PnPad *self)
{
  g_signal_group_set_target (self->run_signals, pn_document_get_selected (document));
  update_snapshot (self);
}

static void
update_actions_cb (PnPad *self)
{
  gboolean empty, can_undo, can_redo;

  g_object_get (self->sheet, "empty", &empty, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pad.clear", !empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pad.undo", can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pad.redo", can_redo);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
clear_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_pad_sheet_clear (PN_PAD (widget)->sheet);
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_pad_sheet_undo (PN_PAD (widget)->sheet);
}

static void
redo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_pad_sheet_redo (PN_PAD (widget)->sheet);
}

static void
paste_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_pad_paste (PN_PAD (widget));
}

static void
menu_cb (GtkGestureClick *gesture, int n_press, double x, double y, PnPad *self)
{
  double menu_x, menu_y;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->sheet), GTK_WIDGET (self), x, y, &menu_x,
                                    &menu_y);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) menu_x, (int) menu_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
popup_menu_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  PnPad *self = PN_PAD (widget);
  int width = gtk_widget_get_width (GTK_WIDGET (self->sheet));

  menu_cb (NULL, 1, width / 2.0, PN_PAD_SHEET_MIN / 2.0, self);
  return TRUE;
}

void
pn_pad_set_document (PnPad *self, PnDocument *document)
{
  g_return_if_fail (PN_IS_PAD (self));
  g_return_if_fail (!document || PN_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->run_signals,
                             document ? pn_document_get_selected (document) : NULL);
  update_snapshot (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

PnDocument *
pn_pad_get_document (PnPad *self)
{
  g_return_val_if_fail (PN_IS_PAD (self), NULL);

  return self->document;
}

void
pn_pad_set_predictor (PnPad *self, PnPredictor *predictor)
{
  g_return_if_fail (PN_IS_PAD (self));
  g_return_if_fail (!predictor || PN_IS_PREDICTOR (predictor));

  if (!g_set_object (&self->predictor, predictor))
    return;
  update_snapshot (self);
  predict (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREDICTOR]);
}

PnPredictor *
pn_pad_get_predictor (PnPad *self)
{
  g_return_val_if_fail (PN_IS_PAD (self), NULL);

  return self->predictor;
}

const PnInk *
pn_pad_get_ink (PnPad *self)
{
  g_return_val_if_fail (PN_IS_PAD (self), NULL);

  return pn_pad_sheet_get_ink (self->sheet);
}

void
pn_pad_set_ink (PnPad *self, const PnInk *ink)
{
  g_return_if_fail (PN_IS_PAD (self));

  pn_pad_sheet_set_ink (self->sheet, ink);
}

void
pn_pad_set_picture (PnPad *self, GBytes *pixels)
{
  g_return_if_fail (PN_IS_PAD (self));

  pn_pad_sheet_set_picture (self->sheet, pixels);
}

void
pn_pad_clear (PnPad *self)
{
  g_return_if_fail (PN_IS_PAD (self));

  pn_pad_sheet_clear (self->sheet);
}

gsize
pn_pad_get_side (PnPad *self)
{
  g_return_val_if_fail (PN_IS_PAD (self), 0);

  return picture_side (self);
}

void
pn_pad_set_latest (PnPad *self, GAsyncResult *reading)
{
  self->latest = reading;
}

gboolean
pn_pad_is_latest (PnPad *self, GAsyncResult *reading)
{
  return self->latest == reading;
}

static gboolean
pn_pad_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PN_PAD (widget)->sheet));
}

static void
pn_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnPad *self = PN_PAD (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_PREDICTOR:
      g_value_set_object (value, self->predictor);
      break;
    case PROP_EMPTY:
      g_object_get_property (G_OBJECT (self->sheet), "empty", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_pad_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnPad *self = PN_PAD (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      pn_pad_set_document (self, g_value_get_object (value));
      break;
    case PROP_PREDICTOR:
      pn_pad_set_predictor (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_pad_dispose (GObject *object)
{
  PnPad *self = PN_PAD (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->document);
  g_clear_object (&self->predictor);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pn_pad_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_PREDICTOR]
      = g_param_spec_object ("predictor", NULL, NULL, PN_TYPE_PREDICTOR, flags);
  properties[PROP_EMPTY]
      = g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pn_pad_class_init (PnPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_pad_get_property;
  object_class->set_property = pn_pad_set_property;
  object_class->dispose = pn_pad_dispose;
  widget_class->grab_focus = pn_pad_grab_focus;
  install_properties (object_class);

  g_type_ensure (PN_TYPE_PAD_SHEET);
  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, PnPad, content);
  gtk_widget_class_bind_template_child (widget_class, PnPad, sheet);
  gtk_widget_class_bind_template_child (widget_class, PnPad, menu);
  gtk_widget_class_bind_template_callback (widget_class, ink_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
  gtk_widget_class_install_action (widget_class, "pad.clear", NULL, clear_action_cb);
  gtk_widget_class_install_action (widget_class, "pad.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "pad.redo", NULL, redo_action_cb);
  gtk_widget_class_install_action (widget_class, "pad.paste", NULL, paste_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "pad.paste",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_menu_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pad");
}

static void
pn_pad_init (PnPad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "notify::selected",
                                 G_CALLBACK (selected_cb), self, 0);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_object (self->run_signals, "snapshot-changed",
                                 G_CALLBACK (update_snapshot), self, G_CONNECT_SWAPPED);
  update_actions_cb (self);
}

GtkWidget *
pn_pad_new (void)
{
  return g_object_new (PN_TYPE_PAD, NULL);
}
