/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window.h"
#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-commands.h"
#include "pn-example.h"
#include "pn-session.h"
#include "pn-split-button.h"

G_DEFINE_FINAL_TYPE (PnWindow, pn_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_DOCUMENT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
set_document (PnWindow *self, PnDocument *document)
{
  GObject *followers[]
      = { G_OBJECT (self->run_list), G_OBJECT (self->network_view),  G_OBJECT (self->plot_pane),
          G_OBJECT (self->pad),      G_OBJECT (self->answer),        G_OBJECT (self->inspector),
          G_OBJECT (self->cure_bar), G_OBJECT (self->confusion_pane) };

  self->document = g_object_ref (document);
  for (gsize i = 0; i < G_N_ELEMENTS (followers); i++)
    g_object_set (followers[i], "document", document, NULL);
  pn_window_follow_document (self);
}

/* In pages the pace has no button: the main menu holds it too. */
static void
fill_main_menu (PnWindow *self)
{
  gboolean pages = pn_panes_get_mode (self->panes) == PN_LAYOUT_PAGES;
  g_autoptr (GMenuModel) menu = pn_commands_menu (pages);
  GMenuModel *pace = gtk_menu_button_get_menu_model (self->pace_button);

  g_menu_insert_submenu (G_MENU (menu), 0, _ ("_Pace"), pace);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

/* What the header has no room for moves into menus and the bar at the bottom. */
static void
mode_changed_cb (PnWindow *self)
{
  PnLayoutMode mode = pn_panes_get_mode (self->panes);
  gboolean pages = mode == PN_LAYOUT_PAGES;

  gtk_widget_set_visible (GTK_WIDGET (self->train_button), !pages);
  gtk_widget_set_visible (GTK_WIDGET (self->pace_button), !pages);
  gtk_widget_set_visible (self->start_over_button, !pages);
  gtk_widget_set_visible (self->title, !pages);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), !pages);
  gtk_widget_set_visible (self->page_bar, pages);
  g_object_set (self->answer, "show-bars", pages, NULL);
  g_object_set (self->cure_bar, "narrow", pages, NULL);
  fill_main_menu (self);
  pn_window_update_presentation (self);
  pn_window_update_status (self);
}

/* The header has to fit the first frame: where the window will be narrow is known before. */
static void
default_width_cb (PnWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) && width > 0)
    pn_panes_expect_width (self->panes, width);
}

static void
append_examples (GMenu *menu)
{
  g_autoptr (GMenu) items = g_menu_new ();
  gsize n;
  const PnExample *examples = pn_examples (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.open-example('%s')", examples[i].id);
      g_menu_append (items, _ (examples[i].title), action);
    }
  g_menu_append_section (menu, _ ("Examples"), G_MENU_MODEL (items));
}

/* Each time that it opens, because documents come and go. */
static void
fill_open_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_New Document"), "app.new-window");
  g_menu_append (menu, _ ("_Open File…"), "win.open");
  pn_session_append_recent (menu, pn_document_get_file (PN_WINDOW (user_data)->document));
  pn_window_append_drafts (user_data, menu);
  append_examples (menu);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
fill_pace_menu (PnWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (int pace = 0; pace < PN_N_PACES; pace++)
    {
      g_autofree char *action = g_strdup_printf ("win.pace(%d)", pace);
      g_menu_append (menu, pn_pace_label (pace), action);
    }
  gtk_menu_button_set_menu_model (self->pace_button, G_MENU_MODEL (menu));
}

static void
restore_size (PnWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/* As the preferences say. */
static void
begin_pace (PnWindow *self)
{
  g_action_group_change_action_state (
      G_ACTION_GROUP (self), "pace",
      g_variant_new_int32 (g_settings_get_int (self->settings, "pace")));
}

/* The panes as they were left; several windows share them. */
static void
bind_borders (PnWindow *self)
{
  static const char *const keys[] = { "runs-width", "side-width", "network-share", "hide-sides" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_bind (self->settings, keys[i], self->panes, keys[i], G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "plots-x", self->plot_pane, "x-unit", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "plots-log-x", self->plot_pane, "log-x",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
remember_size (PnWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 400));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* Closing never loses anything and asks only whether training is to stop. */
static gboolean
pn_window_close_request (GtkWindow *window)
{
  PnWindow *self = PN_WINDOW (window);

  if (!pn_window_may_close (self))
    return TRUE;
  remember_size (self);
  g_cancellable_cancel (self->fetch);
  g_clear_pointer (&self->watch, pn_training_watch_free);
  pn_document_close (self->document);
  return GTK_WINDOW_CLASS (pn_window_parent_class)->close_request (window);
}

PnWindow *
pn_window_new (AdwApplication *application, PnDocument *document)
{
  g_return_val_if_fail (PN_IS_DOCUMENT (document), NULL);

  PnWindow *self
      = g_object_new (PN_TYPE_WINDOW, "application", application, "document", document, NULL);
  begin_pace (self);
  self->watch = pn_training_watch_new (GTK_WINDOW (self), document);
  return self;
}

PnDocument *
pn_window_get_document (PnWindow *self)
{
  g_return_val_if_fail (PN_IS_WINDOW (self), NULL);

  return self->document;
}

void
pn_window_say (PnWindow *self, const char *message)
{
  g_return_if_fail (PN_IS_WINDOW (self) && message != NULL);

  g_autofree char *escaped = g_markup_escape_text (message, -1);
  AdwToast *toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
pn_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    g_value_set_object (value, PN_WINDOW (object)->document);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    set_document (PN_WINDOW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_window_dispose (GObject *object)
{
  PnWindow *self = PN_WINDOW (object);

  pn_window_leave_run (self);
  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_pointer (&self->watch, pn_training_watch_free);
  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->edit_toast);
  g_clear_weak_pointer (&self->compare);
  g_clear_object (&self->fetch);
  g_clear_pointer (&self->data_folder, g_free);
  g_clear_object (&self->predictor);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pn_window_parent_class)->dispose (object);
}

static void
bind_header (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PnWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, data_label);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, runs_toggle);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, side_toggle);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, pace_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, start_over_button);
}

static void
bind_body (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PnWindow, cure_bar);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, run_list);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, network_view);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, plots_stack);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, plot_pane);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, confusion_pane);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, pad_box);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, pad);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, accuracy_label);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, status_bar);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, status_label);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, page_bar);
  gtk_widget_class_bind_template_child (widget_class, PnWindow, bar_train_button);
  gtk_widget_class_bind_template_callback (widget_class, pn_window_image_chosen_cb);
}

static void
pn_window_class_init (PnWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_window_get_property;
  object_class->set_property = pn_window_set_property;
  object_class->dispose = pn_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pn_window_close_request;
  properties[PROP_DOCUMENT]
      = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PN_TYPE_CONFUSION_PANE);
  g_type_ensure (PN_TYPE_CURE_BAR);
  g_type_ensure (PN_TYPE_PANES);
  g_type_ensure (PN_TYPE_RUN_LIST);
  g_type_ensure (PN_TYPE_NETWORK_VIEW);
  g_type_ensure (PN_TYPE_PLOT_PANE);
  g_type_ensure (PN_TYPE_PAD);
  g_type_ensure (PN_TYPE_ANSWER);
  g_type_ensure (PN_TYPE_INSPECTOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/perceptron_lab/Perceptron/pn-window.ui");
  bind_header (widget_class);
  bind_body (widget_class);
}

static void
bind_panes (PnWindow *self)
{
  GObject *panes = G_OBJECT (self->panes);

  g_object_set (self->network_view, "predictor", self->predictor, NULL);
  g_object_set (self->pad, "predictor", self->predictor, NULL);
  g_object_set (self->answer, "predictor", self->predictor, NULL);
  self->pad_tip = PN_TIP (pn_tip_new (self->pad_box));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "network",
                                  pn_network_view_get_actions (self->network_view));
  g_object_bind_property (self->network_view, "selected-layer", self->inspector, "selected-layer",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (panes, "show-runs", self->runs_toggle, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (panes, "show-side", self->side_toggle, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (panes, "notify::mode", G_CALLBACK (mode_changed_cb), self);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (default_width_cb), NULL);
}

static gboolean
any_key_cb (PnWindow *self)
{
  pn_plot_pane_skip (self->plot_pane);
  return GDK_EVENT_PROPAGATE;
}

/* Before whoever has the focus, who gets the key all the same. */
static void
follow_keys (PnWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (any_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
pn_window_init (PnWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new (PN_APPLICATION_ID);
  self->predictor = pn_predictor_new ();
  gtk_menu_button_set_create_popup_func (self->open_button, fill_open_menu, self, NULL);
  fill_pace_menu (self);
  fill_main_menu (self);
  pn_split_button_name (ADW_SPLIT_BUTTON (self->export_button), _ ("Export"),
                        _ ("Figure or Report"));
  bind_panes (self);
  pn_window_add_actions (self);
  pn_window_accept_drops (self);
  follow_keys (self);
  pn_commands_install_late (GTK_WIDGET (self));
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self), pn_commands_shortcuts ());
  restore_size (self);
  bind_borders (self);
}
