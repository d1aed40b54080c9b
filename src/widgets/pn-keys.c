/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-keys.h"

void
pn_keys_add_training (GtkWidgetClass *widget_class, gboolean space)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_r, "win.start-over" },
    { GDK_KEY_period, "win.train-batch" },
    { GDK_KEY_comma, "win.train-epoch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
  if (space)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "win.train", NULL);
}
