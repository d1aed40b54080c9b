/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The one table of commands: its keys are keys, and every command of the window exists. */

#include <adwaita.h>

#include "pn-commands.h"

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
collect_shortcuts (GtkWidget *widget, guint *n)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *keys = NULL;
      g_object_get (widget, "accelerator", &keys, NULL);
      g_assert_nonnull (keys);
      check_keys (keys);
      (*n)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_shortcuts (child, n);
}

static void
test_shortcuts_window (void)
{
  GtkShortcutsWindow *window = pn_commands_shortcuts ();
  guint n = 0;

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  collect_shortcuts (GTK_WIDGET (window), &n);
  g_assert_cmpuint (n, >=, 25);
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_items (GMenuModel *menu)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *action = NULL;
      if (section != NULL || submenu != NULL)
        n += count_items (section != NULL ? section : submenu);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action))
        n++;
    }
  return n;
}

static void
test_menu (void)
{
  g_autoptr (GMenuModel) menu = pn_commands_menu (FALSE);
  g_autoptr (GMenuModel) brief = pn_commands_menu (TRUE);

  g_assert_cmpuint (count_items (menu), >=, 12);
  g_assert_cmpuint (count_items (brief), ==, count_items (menu));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  g_test_add_func ("/commands/shortcuts-window", test_shortcuts_window);
  g_test_add_func ("/commands/menu", test_menu);
  return g_test_run ();
}
