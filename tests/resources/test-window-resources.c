/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What GtkApplication looks up by its place in the resources, and would miss without a word. */

#include <adwaita.h>

#define BASE "/io/github/perceptron_lab/Perceptron"
#define ICON "io.github.perceptron_lab.Perceptron"

static void
test_help_overlay (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;
  GObject *window;

  gtk_builder_add_from_resource (builder, BASE "/gtk/help-overlay.ui", &error);
  g_assert_no_error (error);
  window = gtk_builder_get_object (builder, "help_overlay");
  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A word that is no accelerator would show as an empty key. */
static void
check_keys (const char *keys)
{
  g_auto (GStrv) words = g_strsplit (keys, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint key;
      GdkModifierType modifiers;

      if (!gtk_accelerator_parse (words[i], &key, &modifiers) || key == 0)
        g_error ("\"%s\" is not a key", words[i]);
    }
}

static void
test_keys (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (BASE "/gtk/help-overlay.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  gsize n_keys = 0;

  for (GSList *l = objects; l != NULL; l = l->next)
    if (GTK_IS_SHORTCUTS_SHORTCUT (l->data))
      {
        g_autofree char *keys = NULL;

        g_object_get (l->data, "accelerator", &keys, NULL);
        g_assert_nonnull (keys);
        check_keys (keys);
        n_keys++;
      }
  g_assert_cmpuint (n_keys, >=, 30);
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

static void
test_icons (void)
{
  g_autoptr (GtkIconTheme) theme = gtk_icon_theme_new ();

  gtk_icon_theme_add_resource_path (theme, BASE "/icons");
  g_assert_true (gtk_icon_theme_has_icon (theme, ICON));
  g_assert_true (gtk_icon_theme_has_icon (theme, ICON "-symbolic"));
}

static void
test_style (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) style
      = g_resources_lookup_data (BASE "/style.css", G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (style);
}

int
main (int argc, char *argv[])
{
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/window-resources/help-overlay", test_help_overlay);
  g_test_add_func ("/window-resources/keys", test_keys);
  g_test_add_func ("/window-resources/icons", test_icons);
  g_test_add_func ("/window-resources/style", test_style);

  return g_test_run ();
}
