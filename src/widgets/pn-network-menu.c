/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-network-canvas-private.h"

static void
append (GMenu *menu, const char *label, const char *action, const char *key)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (key != NULL)
    g_menu_item_set_attribute (item, "accel", "s", key);
  g_menu_append_item (menu, item);
}

/* One item for each value of an enumeration, checked where the action's state is its name. */
static void
append_choices (GMenu *menu,
                const char *label,
                const char *action,
                int n,
                const char *(*get_name) (int value),
                const char *(*get_label) (int value))
{
  g_autoptr (GMenu) choices = g_menu_new ();

  for (int i = 0; i < n; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (get_label (i), NULL);

      g_menu_item_set_action_and_target (item, action, "s", get_name (i));
      g_menu_append_item (choices, item);
    }
  g_menu_append_submenu (menu, label, G_MENU_MODEL (choices));
}

static const char *
activation_name (int value)
{
  return pn_activation_name ((PnActivation) value);
}

static const char *
activation_label (int value)
{
  return pn_activation_label ((PnActivation) value);
}

static const char *
init_name (int value)
{
  return pn_init_name ((PnInit) value);
}

static const char *
init_label (int value)
{
  return pn_init_label ((PnInit) value);
}

static void
append_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

GMenuModel *
pn_network_menu_new (gboolean hidden)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) insert = g_menu_new ();
  g_autoptr (GMenu) layer = g_menu_new ();
  g_autoptr (GMenu) units = g_menu_new ();
  g_autoptr (GMenu) kinds = g_menu_new ();

  append (insert, _ ("Insert Layer _Before"), "network.insert-before", NULL);
  append (insert, _ ("Insert Layer _After"), "network.insert-after", "Insert");
  append_section (menu, insert);
  if (hidden)
    {
      append (layer, _ ("_Duplicate Layer"), "network.duplicate-layer", "<Control>d");
      append (layer, _ ("Move Towards the _Input"), "network.move-left", "<Alt>Left");
      append (layer, _ ("Move Towards the _Output"), "network.move-right", "<Alt>Right");
      append (layer, _ ("_Remove Layer"), "network.remove-layer", "Delete");
      append (units, _ ("D_ouble the Units"), "network.double-units", "<Control>plus");
      append (units, _ ("_Halve the Units"), "network.halve-units", "<Control>minus");
      append_choices (kinds, _ ("A_ctivation"), "network.activation", PN_N_ACTIVATIONS,
                      activation_name, activation_label);
      append_section (menu, layer);
      append_section (menu, units);
    }
  append_choices (kinds, _ ("Initial _Weights"), "network.initialisation", PN_N_INITS, init_name,
                  init_label);
  append_section (menu, kinds);
  return G_MENU_MODEL (menu);
}
