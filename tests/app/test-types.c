/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every type of widgets and app on its own: made without arguments it has its defaults, takes each
 * property back as it gave it, and goes when it is dropped.
 */

#include "config.h"

#include "own-window-types.h"
#include "pn-test-display.h"
#include "pn-test-document.h"

static gboolean
is_ours (const GParamSpec *property)
{
  return g_str_has_prefix (g_type_name (property->owner_type), "Pn");
}

/* Writing what was read changes nothing; each property has a default that is the value it starts
 * with, but for objects, which start as none.
 */
static void
walk_property (GObject *object, GParamSpec *property)
{
  g_auto (GValue) value = G_VALUE_INIT, again = G_VALUE_INIT;

  if (!(property->flags & G_PARAM_READABLE))
    return;
  g_value_init (&value, property->value_type);
  g_value_init (&again, property->value_type);
  g_object_get_property (object, property->name, &value);
  if (!g_param_value_defaults (property, &value))
    g_error ("%s:%s doesn't start with its default", G_OBJECT_TYPE_NAME (object), property->name);
  if (!(property->flags & G_PARAM_WRITABLE) || property->flags & G_PARAM_CONSTRUCT_ONLY)
    return;
  g_object_set_property (object, property->name, &value);
  g_object_get_property (object, property->name, &again);
  g_assert_cmpint (g_param_values_cmp (property, &value, &again), ==, 0);
}

/* Without arguments, but for a document where there is no later moment to give it one. */
static GObject *
make (GType type, PnDocument *document)
{
  g_autoptr (GTypeClass) type_class = g_type_class_ref (type);
  GParamSpec *property = g_object_class_find_property (G_OBJECT_CLASS (type_class), "document");

  gboolean now = property != NULL && property->flags & G_PARAM_CONSTRUCT_ONLY;
  GObject *object
      = now ? g_object_new (type, "document", document, NULL) : g_object_new (type, NULL);

  return G_IS_INITIALLY_UNOWNED (object) ? g_object_ref_sink (object) : object;
}

static void
walk_properties (GObject *object)
{
  guint n;
  g_autofree GParamSpec **properties
      = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    if (is_ours (properties[i]) && !(properties[i]->flags & G_PARAM_CONSTRUCT_ONLY))
      walk_property (object, properties[i]);
}

static void
test_type (gconstpointer data)
{
  PnTestDocument test;
  GObject *object;

  pn_test_document_set_up (&test);
  object = make (GPOINTER_TO_SIZE (data), test.document);
  walk_properties (object);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  g_assert_finalize_object (object);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* nothing comes after it that takes it to be there */
  pn_test_document_tear_down (&test);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (own_types); i++)
    {
      GType type = own_types[i]();
      g_autofree char *path = g_strdup_printf ("/types/%s", g_type_name (type));

      g_test_add_data_func (path, GSIZE_TO_POINTER (type), test_type);
    }
  return g_test_run ();
}
