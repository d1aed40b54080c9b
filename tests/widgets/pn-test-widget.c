/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-test-widget.h"

#define MESSAGE "pn-test-message"

GtkWidget *
pn_test_find (GtkWidget *root, GType type, guint skip)
{
  g_autoptr (GQueue) queue = g_queue_new ();
  GtkWidget *found = NULL;

  g_queue_push_tail (queue, root);
  while (found == NULL && !g_queue_is_empty (queue))
    {
      GtkWidget *widget = g_queue_pop_head (queue);

      if (g_type_is_a (G_OBJECT_TYPE (widget), type) && skip-- == 0)
        found = widget;
      for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL;
           child = gtk_widget_get_prev_sibling (child))
        g_queue_push_nth (queue, child, 0);
    }
  return found;
}

static gboolean
has_text (GtkWidget *widget, const char *property, const char *name)
{
  g_autofree char *text = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), property) == NULL)
    return FALSE;
  g_object_get (widget, property, &text, NULL);
  return g_strcmp0 (text, name) == 0;
}

GtkWidget *
pn_test_find_named (GtkWidget *root, const char *name)
{
  static const char *const properties[] = { "title", "tooltip-text", "label", "icon-name" };
  GtkWidget *widget;

  for (guint i = 0; (widget = pn_test_find (root, GTK_TYPE_WIDGET, i)) != NULL; i++)
    for (gsize p = 0; p < G_N_ELEMENTS (properties); p++)
      if (gtk_widget_get_mapped (widget) && has_text (widget, properties[p], name))
        return widget;
  g_error ("no widget named “%s”", name);
}

static void
show_message_cb (GSimpleAction *action, GVariant *text, gpointer window)
{
  g_object_set_data_full (window, MESSAGE, g_variant_dup_string (text, NULL), g_free);
}

const char *
pn_test_message (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), MESSAGE);
}

GActionMap *
pn_test_listen (GtkWindow *window)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  const GActionEntry entries[] = { { "show-message", show_message_cb, "s", NULL, NULL } };

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), window);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", G_ACTION_GROUP (group));
  return G_ACTION_MAP (group); /* the window holds it on */
}

void
pn_test_click_middle (GtkWidget *widget)
{
  pn_test_click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0);
}

void
pn_test_right_click (GtkWidget *widget, double x, double y)
{
  pn_test_move (widget, x, y);
  pn_test_xdotool (widget, "click 3");
}

void
pn_test_type (GtkWidget *widget, const char *text)
{
  pn_test_xdotool (widget, "type --delay 2 -- '%s'", text);
}

GdkTexture *
pn_test_picture (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GdkPaintable) image = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  pn_test_settle (widget);
  image = gdk_paintable_get_current_image (paintable);
  gdk_paintable_snapshot (image, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                      node, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

gboolean
pn_test_same (GdkTexture *a, GdkTexture *b)
{
  int width = gdk_texture_get_width (a);
  int height = gdk_texture_get_height (a);
  gsize stride = 4 * (gsize) width;
  g_autofree guchar *left = g_malloc (stride * height);
  g_autofree guchar *right = g_malloc (stride * height);

  if (gdk_texture_get_width (b) != width || gdk_texture_get_height (b) != height)
    return FALSE;
  gdk_texture_download (a, left, stride);
  gdk_texture_download (b, right, stride);
  return memcmp (left, right, stride * height) == 0;
}
