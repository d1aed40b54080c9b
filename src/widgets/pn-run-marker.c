/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-run-marker.h"

#include "pn-canvas.h"
#include "pn-theme.h"

struct _PnRunMarker
{
  GtkWidget parent_instance;

  guint index;
};

G_DEFINE_FINAL_TYPE (PnRunMarker, pn_run_marker, GTK_TYPE_WIDGET)

enum
{
  PROP_INDEX = 1,
};

#define SIZE 10

static void
pn_run_marker_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnRunMarker *self = PN_RUN_MARKER (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_autoptr (PnCanvas) canvas = pn_canvas_new_cairo (cr, NULL);

  pn_marker_draw (canvas, pn_palette_run_marker (self->index), width / 2.0, height / 2.0,
                  SIZE * 0.8, pn_palette_run_color (pn_theme_palette (), self->index));
  cairo_destroy (cr);
}

static void
pn_run_marker_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

GtkWidget *
pn_run_marker_new (guint index)
{
  return g_object_new (PN_TYPE_RUN_MARKER, "index", index, NULL);
}

static void
pn_run_marker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_INDEX)
    g_value_set_uint (value, PN_RUN_MARKER (object)->index);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_run_marker_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnRunMarker *self = PN_RUN_MARKER (object);

  if (id != PROP_INDEX)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->index = g_value_get_uint (value);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pn_run_marker_class_init (PnRunMarkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_run_marker_get_property;
  object_class->set_property = pn_run_marker_set_property;
  widget_class->snapshot = pn_run_marker_snapshot;
  widget_class->measure = pn_run_marker_measure;
  g_object_class_install_property (object_class, PROP_INDEX,
                                   g_param_spec_uint ("index", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pn_run_marker_init (PnRunMarker *self)
{
  pn_theme_redraw_on_change (GTK_WIDGET (self));
}
