/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-network-canvas-private.h"
#include "pn-network-edit.h"
#include "pn-screen-style.h"

enum
{
  PROP_ACTIONS = 1,
  PROP_PREDICTOR,
  PROP_LINE_SCALE,
  PROP_TIPS_STAY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PnNetworkCanvas, pn_network_canvas, GTK_TYPE_WIDGET)

static PnDocument *
get_document (PnNetworkCanvas *self)
{
  return self->actions != NULL ? pn_network_actions_get_document (self->actions) : NULL;
}

PnRun *
pn_network_canvas_get_run (PnNetworkCanvas *self)
{
  PnDocument *document = get_document (self);

  return document != NULL ? pn_document_get_selected (document) : NULL;
}

PnTopologyItem
pn_network_canvas_hit (PnNetworkCanvas *self, double x, double y)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);

  if (layout == NULL)
    return (PnTopologyItem){ PN_TOPOLOGY_BACKGROUND, 0, 0 };
  return pn_topology_layout_hit (layout, x, y);
}

PnLayerHandle *
pn_network_canvas_get_handle (PnNetworkCanvas *self, gsize layer)
{
  return layer < self->handles->len ? g_ptr_array_index (self->handles, layer) : NULL;
}

/* As many as there are layers; those that stay keep the focus. */
static void
count_handles (PnNetworkCanvas *self, gsize n)
{
  while (self->handles->len > n)
    {
      GtkWidget *last = g_ptr_array_index (self->handles, self->handles->len - 1);

      if (gtk_widget_has_focus (last))
        gtk_widget_grab_focus (GTK_WIDGET (self));
      gtk_widget_unparent (last);
      g_ptr_array_set_size (self->handles, self->handles->len - 1);
    }
  while (self->handles->len < n)
    {
      GtkWidget *handle = pn_layer_handle_new ((int) self->handles->len);

      gtk_widget_set_parent (handle, GTK_WIDGET (self));
      g_ptr_array_add (self->handles, handle);
    }
}

static void
describe (PnNetworkCanvas *self, const PnSpec *spec)
{
  g_autoptr (GString) words = g_string_new (_ ("Network"));

  for (gsize i = 0; spec != NULL && i <= spec->n_layers; i++)
    {
      g_autofree char *layer = pn_network_describe_layer (spec, (int) i);

      pn_layer_handle_set_words (pn_network_canvas_get_handle (self, i), layer);
      g_string_append_printf (words, "%s%zu", i == 0 ? ", " : " – ",
                              pn_network_layer_units (spec, (int) i));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str,
                                  -1);
}

static void
update_selection (PnNetworkCanvas *self)
{
  int selected = pn_network_actions_get_selected (self->actions);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (GTK_ROOT (root)) : NULL;

  for (gsize i = 0; i < self->handles->len; i++)
    pn_layer_handle_set_selected (pn_network_canvas_get_handle (self, i), (int) i == selected);
  /* Keys act on what is selected: the focus, if it is here at all, goes along. */
  if (focus != NULL && selected >= 0 && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      && pn_network_canvas_get_handle (self, selected) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (pn_network_canvas_get_handle (self, selected)));
  self->reveals_selected = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
snapshot_changed_cb (PnNetworkCanvas *self)
{
  PnRun *run = pn_network_canvas_get_run (self);

  pn_network_picture_set_snapshot (self->picture, run != NULL ? pn_run_get_snapshot (run) : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Also by an undo: then the gradients are those of then. */
static void
weights_changed_cb (PnNetworkCanvas *self)
{
  PnRun *run = pn_network_canvas_get_run (self);
  PnSnapshot *snapshot = run != NULL ? pn_run_get_snapshot (run) : NULL;

  if (snapshot != NULL)
    pn_network_picture_set_gradients (self->picture, pn_snapshot_gradient_norms (snapshot),
                                      pn_snapshot_spec (snapshot)->n_layers);
  snapshot_changed_cb (self);
}

static void
recipe_changed_cb (PnNetworkCanvas *self)
{
  PnRun *run = pn_network_canvas_get_run (self);
  const PnSpec *spec = run != NULL ? pn_run_get_spec (run) : NULL;

  count_handles (self, spec != NULL ? spec->n_layers + 1 : 0);
  describe (self, spec);
  pn_network_picture_set_spec (self->picture, spec);
  snapshot_changed_cb (self);
  update_selection (self);
}

/* At most 30 times a second: newer weights than the run's, and the health of each layer. */
static void
trainer_snapshot_cb (PnNetworkCanvas *self, PnSnapshot *snapshot, PnTrainer *trainer)
{
  const double *norms = pn_trainer_get_gradient_norms (trainer);

  pn_network_picture_set_snapshot (self->picture, snapshot);
  pn_network_picture_set_gradients (self->picture, norms, pn_snapshot_spec (snapshot)->n_layers);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
state_cb (PnNetworkCanvas *self)
{
  PnRun *run = pn_network_canvas_get_run (self);

  g_signal_group_set_target (self->trainer_signals, run != NULL ? pn_run_get_trainer (run) : NULL);
}

static void
selected_run_cb (PnNetworkCanvas *self)
{
  g_signal_group_set_target (self->run_signals, pn_network_canvas_get_run (self));
  pn_network_picture_set_gradients (self->picture, NULL, 0);
  recipe_changed_cb (self);
  weights_changed_cb (self);
  state_cb (self);
}

static void
document_cb (PnNetworkCanvas *self)
{
  g_signal_group_set_target (self->document_signals, get_document (self));
  selected_run_cb (self);
}

static void
predictor_changed_cb (PnNetworkCanvas *self)
{
  pn_network_picture_set_predictor (self->picture, self->predictor);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
style_cb (PnNetworkCanvas *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_actions (PnNetworkCanvas *self, PnNetworkActions *actions)
{
  if (!g_set_object (&self->actions, actions))
    return;
  g_signal_group_set_target (self->actions_signals, actions);
  document_cb (self);
}

static void
set_predictor (PnNetworkCanvas *self, PnPredictor *predictor)
{
  if (!g_set_object (&self->predictor, predictor))
    return;
  g_signal_group_set_target (self->predictor_signals, predictor);
  predictor_changed_cb (self);
}

/* A bar in the gap that the carried layer would drop into. */
static void
draw_drop_place (PnNetworkCanvas *self, PnCanvas *canvas, const PnStyle *style)
{
  const PnTopologyLayout *layout = pn_network_picture_get_layout (self->picture);
  int from = (int) self->pressed.layer;
  int behind = self->carry_to > from ? self->carry_to : self->carry_to - 1;
  const PnRect *left, *right;
  PnRect bar;

  if (layout == NULL || self->carry_to == 0 || self->carry_to == from
      || (gsize) behind >= layout->n_layers)
    return;
  left = behind == 0 ? &layout->input : &layout->blocks[behind - 1].grid.rect;
  right = &layout->blocks[behind].grid.rect;
  bar = (PnRect){ (pn_rect_right (left) + right->x) / 2.0 - 2.0,
                  layout->blocks[from - 1].grid.rect.y, 4.0,
                  layout->blocks[from - 1].grid.rect.height };
  pn_canvas_fill_rect (canvas, &bar, 2.0, style->palette->accent);
}

static PnTopologyItem
focused_item (PnNetworkCanvas *self)
{
  for (gsize i = 0; i < self->handles->len; i++)
    if (gtk_widget_has_visible_focus (GTK_WIDGET (pn_network_canvas_get_handle (self, i))))
      return (PnTopologyItem){ i == 0 ? PN_TOPOLOGY_INPUT : PN_TOPOLOGY_LAYER, i, 0 };
  return (PnTopologyItem){ PN_TOPOLOGY_NOTHING, 0, 0 };
}

static void
pn_network_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_autoptr (PnCanvas) canvas = pn_canvas_new_cairo (cr, gtk_widget_get_pango_context (widget));
  PnTopologyItem focused = focused_item (self);
  PnStyle style = pn_screen_style (GTK_WIDGET (self), self->line_scale);

  pn_network_picture_set_focused (self->picture, &focused);
  pn_network_picture_draw (self->picture, canvas, &style);
  draw_drop_place (self, canvas, &style);
  cairo_destroy (cr);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != self->menu)
      gtk_widget_snapshot_child (widget, child, snapshot);
}

static void
pn_network_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (pn_network_canvas_parent_class)->system_setting_changed (widget, setting);
  style_cb (PN_NETWORK_CANVAS (widget));
}

static void
pn_network_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pn_network_canvas_parent_class)->css_changed (widget, change);
  style_cb (PN_NETWORK_CANVAS (widget));
}

static void
pn_network_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (object);

  switch (id)
    {
    case PROP_ACTIONS:
      set_actions (self, g_value_get_object (value));
      break;
    case PROP_PREDICTOR:
      set_predictor (self, g_value_get_object (value));
      break;
    case PROP_LINE_SCALE:
      self->line_scale = g_value_get_double (value);
      style_cb (self);
      break;
    case PROP_TIPS_STAY:
      pn_network_canvas_set_tips_stay (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (object);

  switch (id)
    {
    case PROP_ACTIONS:
      g_value_set_object (value, self->actions);
      break;
    case PROP_PREDICTOR:
      g_value_set_object (value, self->predictor);
      break;
    case PROP_LINE_SCALE:
      g_value_set_double (value, self->line_scale);
      break;
    case PROP_TIPS_STAY:
      g_value_set_boolean (value, self->tips_stay);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_network_canvas_dispose (GObject *object)
{
  PnNetworkCanvas *self = PN_NETWORK_CANVAS (object);

  g_clear_object (&self->actions_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->trainer_signals);
  g_clear_object (&self->predictor_signals);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->tip, gtk_widget_unparent);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  if (self->handles != NULL)
    for (guint i = 0; i < self->handles->len; i++)
      gtk_widget_unparent (g_ptr_array_index (self->handles, i));
  g_clear_pointer (&self->handles, g_ptr_array_unref);
  g_clear_object (&self->actions);
  g_clear_object (&self->predictor);
  G_OBJECT_CLASS (pn_network_canvas_parent_class)->dispose (object);
}

static void
pn_network_canvas_finalize (GObject *object)
{
  pn_network_picture_free (PN_NETWORK_CANVAS (object)->picture);
  G_OBJECT_CLASS (pn_network_canvas_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ACTIONS]
      = g_param_spec_object ("actions", NULL, NULL, PN_TYPE_NETWORK_ACTIONS, flags);
  properties[PROP_PREDICTOR]
      = g_param_spec_object ("predictor", NULL, NULL, PN_TYPE_PREDICTOR, flags);
  properties[PROP_LINE_SCALE]
      = g_param_spec_double ("line-scale", NULL, NULL, 0.1, 10.0, 1.0, flags);
  properties[PROP_TIPS_STAY] = g_param_spec_boolean ("tips-stay", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
pn_network_canvas_class_init (PnNetworkCanvasClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = pn_network_canvas_set_property;
  object_class->get_property = pn_network_canvas_get_property;
  object_class->dispose = pn_network_canvas_dispose;
  object_class->finalize = pn_network_canvas_finalize;
  install_properties (object_class);

  widget_class->measure = pn_network_canvas_measure;
  widget_class->size_allocate = pn_network_canvas_size_allocate;
  widget_class->snapshot = pn_network_canvas_snapshot;
  widget_class->focus = pn_network_canvas_focus;
  widget_class->css_changed = pn_network_canvas_css_changed;
  widget_class->system_setting_changed = pn_network_canvas_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "networkcanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  pn_network_canvas_class_add_keys (widget_class);
}

static void
connect_signals (PnNetworkCanvas *self)
{
  self->actions_signals = g_signal_group_new (PN_TYPE_NETWORK_ACTIONS);
  g_signal_group_connect_swapped (self->actions_signals, "notify::document",
                                  G_CALLBACK (document_cb), self);
  g_signal_group_connect_swapped (self->actions_signals, "notify::selected-layer",
                                  G_CALLBACK (update_selection), self);
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_run_cb), self);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "recipe-changed",
                                  G_CALLBACK (recipe_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "snapshot-changed",
                                  G_CALLBACK (weights_changed_cb), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::state", G_CALLBACK (state_cb), self);
  self->trainer_signals = g_signal_group_new (PN_TYPE_TRAINER);
  g_signal_group_connect_swapped (self->trainer_signals, "snapshot",
                                  G_CALLBACK (trainer_snapshot_cb), self);
  self->predictor_signals = g_signal_group_new (PN_TYPE_PREDICTOR);
  g_signal_group_connect_swapped (self->predictor_signals, "changed",
                                  G_CALLBACK (predictor_changed_cb), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
}

static void
pn_network_canvas_init (PnNetworkCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->line_scale = 1.0;
  self->picture = pn_network_picture_new ();
  self->handles = g_ptr_array_new ();
  pn_network_canvas_add_scrollbar (self);
  connect_signals (self);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  /* A network is read from its input to its output in every language. */
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  pn_network_canvas_add_input (self);
  pn_network_canvas_add_tips (self);
}
