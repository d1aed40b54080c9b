/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "own-document-types.h"

/* Every type of train and document as the type system makes it, without its constructor: each
 * property can be read, has a valid default, and the object goes without a trace.
 */
static void
walk (gconstpointer type)
{
  GObject *object = g_object_new (GPOINTER_TO_SIZE (type), NULL);
  guint n;
  g_autofree GParamSpec **properties
      = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, properties[i]->value_type);
      g_object_get_property (object, properties[i]->name, &value);
      g_assert_false (g_param_value_validate (properties[i], &value));
    }
  g_assert_finalize_object (object);
}

static void
add (GType type)
{
  g_autofree char *path = g_strdup_printf ("/types/%s", g_type_name (type));

  g_test_add_data_func (path, GSIZE_TO_POINTER (type), walk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (own_types); i++)
    add (own_types[i]());
  return g_test_run ();
}
