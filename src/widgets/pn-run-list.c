/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-run-list.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pn-example.h"
#include "pn-run-row.h"
#include "pn-split-button.h"

struct _PnRunList
{
  GtkWidget parent_instance;

  PnDocument *document;

  AdwSplitButton *new_button;
  GMenuModel *new_menu;
  GMenuModel *row_menu;
  GtkListBox *list;
  GtkButton *train_all;
  GtkWidget *popover;
};

G_DEFINE_FINAL_TYPE (PnRunList, pn_run_list, GTK_TYPE_WIDGET)

enum
{
  PROP_DOCUMENT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  PnRunList *self = user_data;

  return pn_run_row_new (self->document, item);
}

static GtkListBoxRow *
find_row (PnRunList *self, PnRun *run)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (pn_run_row_get_run (PN_RUN_ROW (row)) == run)
      return row;
  return NULL;
}

static void
selected_changed_cb (PnRunList *self)
{
  PnRun *run = pn_document_get_selected (self->document);
  GtkListBoxRow *row = run != NULL ? find_row (self, run) : NULL;

  if (row != NULL && gtk_list_box_get_selected_row (self->list) != row)
    gtk_list_box_select_row (self->list, row);
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  PnRunList *self = PN_RUN_LIST (user_data);

  if (row != NULL && self->document != NULL)
    pn_document_select (self->document, pn_run_row_get_run (PN_RUN_ROW (row)));
}

/* "Train All" is for examples: it shows once two runs wait to be trained. What it has begun, or
 * whatever else trains side by side, it also stops.
 */
static void
update_train_all_cb (PnRunList *self)
{
  guint waiting = 0, under_way = 0;

  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);
      PnRunState state = pn_run_get_state (run);

      waiting += pn_run_get_checked (run) && state == PN_RUN_UNTRAINED;
      under_way += state == PN_RUN_TRAINING || pn_run_get_queued (run);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->train_all), waiting >= 2 || under_way >= 2);
  gtk_button_set_label (self->train_all, under_way >= 2 ? _ ("Pause All") : _ ("Train All"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->train_all),
                                  under_way >= 2 ? "win.pause-all" : "win.train-all");
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->train_all),
      under_way >= 2 ? _ ("Pause every run that trains, and train none of those that wait")
                     : _ ("Train every checked run that is untrained, side by side on free cores"));
}

static void
runs_changed_cb (PnRunList *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);
      g_signal_handlers_disconnect_by_func (run, update_train_all_cb, self);
      g_signal_connect_object (run, "notify", G_CALLBACK (update_train_all_cb), self,
                               G_CONNECT_SWAPPED);
    }
  update_train_all_cb (self);
  selected_changed_cb (self);
}

static void
set_document (PnRunList *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  if (document == NULL)
    {
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
      return;
    }
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (document), create_row_cb, self, NULL);
  g_signal_connect_object (document, "items-changed", G_CALLBACK (runs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::selected", G_CALLBACK (selected_changed_cb), self,
                           G_CONNECT_SWAPPED);
  runs_changed_cb (self, 0, 0, pn_document_n_runs (document));
}

/* `area` is the list's. */
static void
show_menu_at (PnRunList *self, const graphene_rect_t *area)
{
  graphene_point_t at;
  GdkRectangle spot = { .width = (int) area->size.width, .height = (int) area->size.height };

  if (!gtk_widget_compute_point (GTK_WIDGET (self->list), GTK_WIDGET (self), &area->origin, &at))
    return;
  spot.x = (int) at.x;
  spot.y = (int) at.y;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &spot);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
list_pressed_cb (PnRunList *self, int n_press, double x, double y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int) y);

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  show_menu_at (self, &GRAPHENE_RECT_INIT ((float) x, (float) y, 1, 1));
}

static void
show_menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnRunList *self = PN_RUN_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  graphene_rect_t bounds;

  if (row == NULL
      || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    return;
  show_menu_at (self,
                &GRAPHENE_RECT_INIT (bounds.origin.x + 24, bounds.origin.y, 1, bounds.size.height));
}

static GMenuModel *
example_menu (GMenuModel *base)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) items = g_menu_new ();
  gsize n;
  const PnExample *examples = pn_examples (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.open-example('%s')", examples[i].id);
      g_menu_append (items, _ (examples[i].title), action);
    }
  g_menu_append_section (menu, NULL, base);
  g_menu_append_section (menu, _ ("Examples"), G_MENU_MODEL (items));
  return G_MENU_MODEL (menu);
}

GtkWidget *
pn_run_list_new (void)
{
  return g_object_new (PN_TYPE_RUN_LIST, NULL);
}

void
pn_run_list_rename (PnRunList *self)
{
  g_return_if_fail (PN_IS_RUN_LIST (self));

  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    pn_run_row_rename (PN_RUN_ROW (row));
}

static void
pn_run_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    g_value_set_object (value, PN_RUN_LIST (object)->document);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_run_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    set_document (PN_RUN_LIST (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_run_list_dispose (GObject *object)
{
  PnRunList *self = PN_RUN_LIST (object);
  GtkWidget *child;

  if (self->list != NULL)
    set_document (self, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->list = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pn_run_list_parent_class)->dispose (object);
}

static void
pn_run_list_class_init (PnRunListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_run_list_get_property;
  object_class->set_property = pn_run_list_set_property;
  object_class->dispose = pn_run_list_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/perceptron_lab/Perceptron/pn-run-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PnRunList, new_button);
  gtk_widget_class_bind_template_child (widget_class, PnRunList, new_menu);
  gtk_widget_class_bind_template_child (widget_class, PnRunList, row_menu);
  gtk_widget_class_bind_template_child (widget_class, PnRunList, list);
  gtk_widget_class_bind_template_child (widget_class, PnRunList, train_all);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_install_action (widget_class, "run-list.menu", NULL, show_menu_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "run-list.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "run-list.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "win.rename-run", NULL);
}

static void
pn_run_list_init (PnRunList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_autoptr (GMenuModel) menu = example_menu (self->new_menu);
  adw_split_button_set_menu_model (self->new_button, menu);
  pn_split_button_name (self->new_button, _ ("New Run"), _ ("Examples"));

  self->popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  /* Not the list's: it takes whatever child has the focus for a row. */
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (list_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (click));
}
