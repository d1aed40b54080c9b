/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-legend-view.h"
#include "pn-screen-style.h"

struct _PnLegendView
{
  GtkWidget parent_instance;

  GArray *entries; /* PnLegendEntry, with names of their own */
  double line_scale;
};

enum
{
  PROP_LINE_SCALE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnLegendView, pn_legend_view, GTK_TYPE_WIDGET)

static void
clear_entry (gpointer entry)
{
  g_free ((char *) ((PnLegendEntry *) entry)->name);
}

static const PnLegendEntry *
get_entries (const GArray *entries)
{
  return (const PnLegendEntry *) (gpointer) entries->data;
}

static gboolean
are_equal (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const PnLegendEntry *x = &get_entries (a)[i], *y = &get_entries (b)[i];

      if (x->kind != y->kind || x->run != y->run || g_strcmp0 (x->name, y->name) != 0)
        return FALSE;
    }
  return TRUE;
}

void
pn_legend_view_update (PnLegendView *self, const PnPlot *plot)
{
  g_autoptr (GArray) entries
      = plot ? pn_plot_legend (plot) : g_array_new (FALSE, FALSE, sizeof (PnLegendEntry));

  g_return_if_fail (PN_IS_LEGEND_VIEW (self));

  if (are_equal (entries, self->entries))
    return;
  g_array_set_size (self->entries, 0);
  g_array_append_vals (self->entries, entries->data, entries->len);
  for (guint i = 0; i < self->entries->len; i++)
    {
      PnLegendEntry *entry = &g_array_index (self->entries, PnLegendEntry, i);

      entry->name = g_strdup (entry->name);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static int
height_for_width (PnLegendView *self, int width)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  PnStyle style = pn_screen_style (GTK_WIDGET (self), self->line_scale);
  double height
      = pn_legend_height (canvas, &style, get_entries (self->entries), self->entries->len, width);

  pn_canvas_free (canvas);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return (int) (height + 0.999);
}

static GtkSizeRequestMode
pn_legend_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pn_legend_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
  else
    *minimum = *natural = height_for_width (PN_LEGEND_VIEW (widget), for_size > 0 ? for_size : 320);
}

static void
pn_legend_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnLegendView *self = PN_LEGEND_VIEW (widget);
  PnRect rect = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  PnStyle style = pn_screen_style (widget, self->line_scale);
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, rect.width, rect.height));
  PnCanvas *canvas = pn_canvas_new_cairo (cr, gtk_widget_get_pango_context (widget));

  pn_legend_draw (canvas, &style, get_entries (self->entries), self->entries->len, &rect);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
}

static void
pn_legend_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LINE_SCALE)
    g_value_set_double (value, PN_LEGEND_VIEW (object)->line_scale);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_legend_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LINE_SCALE)
    PN_LEGEND_VIEW (object)->line_scale = g_value_get_double (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
pn_legend_view_finalize (GObject *object)
{
  g_array_unref (PN_LEGEND_VIEW (object)->entries);
  G_OBJECT_CLASS (pn_legend_view_parent_class)->finalize (object);
}

static void
pn_legend_view_class_init (PnLegendViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_legend_view_get_property;
  object_class->set_property = pn_legend_view_set_property;
  object_class->finalize = pn_legend_view_finalize;
  widget_class->get_request_mode = pn_legend_view_get_request_mode;
  widget_class->measure = pn_legend_view_measure;
  widget_class->snapshot = pn_legend_view_snapshot;
  properties[PROP_LINE_SCALE] = g_param_spec_double ("line-scale", NULL, NULL, 0.5, 8, 1,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "plotlegend");
  /* The plots' descriptions say what is in it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pn_legend_view_init (PnLegendView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->line_scale = 1;
  self->entries = g_array_new (FALSE, FALSE, sizeof (PnLegendEntry));
  g_array_set_clear_func (self->entries, clear_entry);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
pn_legend_view_new (void)
{
  return g_object_new (PN_TYPE_LEGEND_VIEW, NULL);
}
