/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every widget type on its own: made without arguments it has its defaults, takes each property
 * back as it gave it, and goes when it is dropped.
 */

#include "config.h"

#include "pn-answer.h"
#include "pn-class-bars.h"
#include "pn-confusion-pane.h"
#include "pn-image-grid.h"
#include "pn-matrix-view.h"
#include "pn-cure-bar.h"
#include "pn-inspector.h"
#include "pn-legend-view.h"
#include "pn-network-view.h"
#include "pn-number-row.h"
#include "pn-pad-sheet.h"
#include "pn-pad.h"
#include "pn-pane-handle.h"
#include "pn-panes.h"
#include "pn-plot-pane.h"
#include "pn-plot-view.h"
#include "pn-table-view.h"
#include "pn-test-display.h"

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

static void
test_type (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);
  GObject *object = g_object_ref_sink (g_object_new (type, NULL));
  g_autofree GParamSpec **properties = NULL;
  guint n;

  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    if (is_ours (properties[i]))
      walk_property (object, properties[i]);
  g_assert_finalize_object (object);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);

  const GType types[] = {
    PN_TYPE_CURE_BAR,    PN_TYPE_ANSWER,       PN_TYPE_CLASS_BARS,     PN_TYPE_INSPECTOR,
    PN_TYPE_LEGEND_VIEW, PN_TYPE_NETWORK_VIEW, PN_TYPE_NUMBER_ROW,     PN_TYPE_PAD,
    PN_TYPE_PAD_SHEET,   PN_TYPE_PANES,        PN_TYPE_PANE_HANDLE,    PN_TYPE_PLOT_PANE,
    PN_TYPE_PLOT_VIEW,   PN_TYPE_TABLE_VIEW,   PN_TYPE_CONFUSION_PANE, PN_TYPE_MATRIX_VIEW,
    PN_TYPE_IMAGE_GRID,
  };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strdup_printf ("/types/%s", g_type_name (types[i]));

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_type);
    }
  return g_test_run ();
}
