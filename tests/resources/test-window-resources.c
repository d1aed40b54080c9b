/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What GtkApplication looks up by its place in the resources, and would miss without a word. */

#include <adwaita.h>

#define BASE "/io/github/perceptron_lab/Perceptron"
#define ICON "io.github.perceptron_lab.Perceptron"

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

  g_test_add_func ("/window-resources/icons", test_icons);
  g_test_add_func ("/window-resources/style", test_style);

  return g_test_run ();
}
