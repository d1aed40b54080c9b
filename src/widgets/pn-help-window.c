/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-help-window.h"

#include <glib/gi18n-lib.h>

#include "pn-help-page.h"

#define FIRST_PAGE "index"
#define PAGE_SCHEME "page:"

struct _PnHelpWindow
{
  AdwWindow parent_instance;

  GtkWidget *scroller;
  AdwClamp *clamp;
  GPtrArray *history; /* of IDs; the last one shows */
};

G_DEFINE_FINAL_TYPE (PnHelpWindow, pn_help_window, ADW_TYPE_WINDOW)

static const char *const css_classes[]
    = { "title-1", "title-4", "body", "body", "body", "monospace" };

static gboolean
link_cb (GtkLabel *label, const char *address, PnHelpWindow *self)
{
  if (!g_str_has_prefix (address, PAGE_SCHEME))
    return FALSE;
  pn_help_window_show_page (self, address + strlen (PAGE_SCHEME));
  return TRUE;
}

static GtkWidget *
label_new (PnHelpWindow *self, PnHelpKind kind, const char *markup)
{
  gboolean heading = kind == PN_HELP_TITLE || kind == PN_HELP_HEADING;
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", kind != PN_HELP_FORMULA,
      "xalign", 0.0, "hexpand", TRUE, "selectable", kind == PN_HELP_FORMULA, "accessible-role",
      heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL, NULL);

  gtk_widget_add_css_class (label, css_classes[kind]);
  g_signal_connect (label, "activate-link", G_CALLBACK (link_cb), self);
  return label;
}

/* A bullet stands before its item; formulas scroll where the window is narrow. */
static GtkWidget *
block_new (PnHelpWindow *self, const PnHelpBlock *block)
{
  GtkWidget *label = label_new (self, block->kind, block->markup);
  GtkWidget *widget = label;

  if (block->kind == PN_HELP_ITEM)
    {
      GtkWidget *bullet = gtk_label_new ("•");
      gtk_widget_set_valign (bullet, GTK_ALIGN_START);
      widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      gtk_box_append (GTK_BOX (widget), bullet);
      gtk_box_append (GTK_BOX (widget), label);
    }
  else if (block->kind == PN_HELP_FORMULA)
    {
      widget = gtk_scrolled_window_new ();
      gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (widget), GTK_POLICY_AUTOMATIC,
                                      GTK_POLICY_NEVER);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (widget), label);
      gtk_widget_add_css_class (widget, "help-formula");
    }
  gtk_widget_set_margin_top (widget, block->kind == PN_HELP_HEADING ? 12 : 0);
  return widget;
}

/* The pages that this one is the guide of, as links with a line of what they tell. */
static void
append_topics (PnHelpWindow *self, GtkBox *box, const char *id)
{
  g_autoptr (GPtrArray) pages = pn_help_page_list (id);

  for (guint i = 0; i < pages->len; i++)
    {
      const PnHelpPage *page = g_ptr_array_index (pages, i);
      g_autofree char *markup
          = g_strdup_printf ("<a href=\"" PAGE_SCHEME "%s\"><b>%s</b></a>\n%s", page->id,
                             page->title, page->desc != NULL ? page->desc : "");
      gtk_box_append (box, label_new (self, PN_HELP_PARAGRAPH, markup));
    }
}

static void
show (PnHelpWindow *self, const char *id)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnHelpPage) page = pn_help_page_load (id, &error);

  gtk_widget_add_css_class (box, "help-page");
  if (page == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);
      gtk_box_append (GTK_BOX (box), label_new (self, PN_HELP_PARAGRAPH, escaped));
    }
  for (guint i = 0; page != NULL && i < page->blocks->len; i++)
    gtk_box_append (GTK_BOX (box), block_new (self, &g_array_index (page->blocks, PnHelpBlock, i)));
  append_topics (self, GTK_BOX (box), id);
  adw_clamp_set_child (self->clamp, box);
  gtk_window_set_title (GTK_WINDOW (self), page != NULL ? page->title : _ ("Help"));
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  gtk_widget_grab_focus (self->scroller);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "help.back", self->history->len > 1);
}

/* While the link that was clicked is still at it, its label must not go. */
static gboolean
show_cb (gpointer user_data)
{
  PnHelpWindow *self = user_data;

  show (self, g_ptr_array_index (self->history, self->history->len - 1));
  return G_SOURCE_REMOVE;
}

static void
show_soon (PnHelpWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_cb, g_object_ref (self), g_object_unref);
}

void
pn_help_window_show_page (PnHelpWindow *self, const char *id)
{
  g_return_if_fail (PN_IS_HELP_WINDOW (self) && id != NULL);

  g_ptr_array_add (self->history, g_strdup (id));
  show_soon (self);
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PnHelpWindow *self = PN_HELP_WINDOW (widget);

  if (self->history->len > 1)
    g_ptr_array_set_size (self->history, (int) self->history->len - 1);
  show_soon (self);
}

static void
first_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_help_window_show_page (PN_HELP_WINDOW (widget), FIRST_PAGE);
}

static void
pn_help_window_finalize (GObject *object)
{
  g_ptr_array_unref (PN_HELP_WINDOW (object)->history);
  G_OBJECT_CLASS (pn_help_window_parent_class)->finalize (object);
}

static void
pn_help_window_class_init (PnHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pn_help_window_finalize;
  gtk_widget_class_install_action (widget_class, "help.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "help.first", NULL, first_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, GDK_ALT_MASK, "help.first",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static GtkWidget *
button_new (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

static void
pn_help_window_init (PnHelpWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->history = g_ptr_array_new_with_free_func (g_free);
  self->clamp = ADW_CLAMP (adw_clamp_new ());
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->clamp));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_focusable (self->scroller, TRUE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             button_new ("go-previous-symbolic", _ ("Back"), "help.back"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             button_new ("go-home-symbolic", _ ("First Page"), "help.first"));
  gtk_box_append (GTK_BOX (content), header);
  gtk_box_append (GTK_BOX (content), self->scroller);
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 720);
}

void
pn_help_window_present (void)
{
  static PnHelpWindow *window; /* weak */

  if (window == NULL)
    {
      g_set_weak_pointer (&window, g_object_new (PN_TYPE_HELP_WINDOW, NULL));
      pn_help_window_show_page (window, FIRST_PAGE);
    }
  gtk_window_present (GTK_WINDOW (window));
}
