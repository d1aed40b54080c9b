/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-split-button.h"

static void
name_part (GtkWidget *part, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (part), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* It gives its parts, a button and a menu button with a button in it, tooltips alone. */
void
pn_split_button_name (AdwSplitButton *button, const char *name, const char *menu_name)
{
  GtkWidget *menu_button = gtk_widget_get_last_child (GTK_WIDGET (button));

  name_part (gtk_widget_get_first_child (GTK_WIDGET (button)), name);
  name_part (menu_button, menu_name);
  name_part (gtk_widget_get_first_child (menu_button), menu_name);
}
