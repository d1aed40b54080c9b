/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What GtkApplication looks up by its place in the resources, and would miss without a word. */

#include <adwaita.h>

#define BASE "/io/github/perceptron_lab/Perceptron"
#define ICON "io.github.perceptron_lab.Perceptron"

/* An icon in a folder that the index of hicolor doesn't name is there and is never found. */
static void
check_folder (GtkIconTheme *theme, const char *folder)
{
  g_auto (GStrv) files
      = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, files[i], NULL);

      if (g_str_has_suffix (files[i], "/"))
        check_folder (theme, path);
      else if (g_str_has_suffix (files[i], ".svg"))
        {
          g_autofree char *name = g_strndup (files[i], strlen (files[i]) - strlen (".svg"));
          if (!gtk_icon_theme_has_icon (theme, name))
            g_error ("%s: the icon theme doesn't find %s", path, name);
        }
    }
}

static void
test_icons (void)
{
  g_autoptr (GtkIconTheme) theme = gtk_icon_theme_new ();

  gtk_icon_theme_add_resource_path (theme, BASE "/icons");
  g_assert_true (gtk_icon_theme_has_icon (theme, ICON));
  g_assert_true (gtk_icon_theme_has_icon (theme, ICON "-symbolic"));
  check_folder (theme, BASE "/icons/");
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
