/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-legend-view.h"
#include "pn-plot-pane.h"

#define SIDE_BY_SIDE 560 /* pixels of width from which on there is room for two */
#define SPACING 18
#define LEGEND_SPACING 4

#define N_VIEWS 2 /* loss and accuracy, unless another metric was chosen in one */

struct _PnPlotPane
{
  GtkWidget parent_instance;

  GtkWidget *views[N_VIEWS];
  GtkWidget *legend;
  PnDocument *document;
  gboolean single;
  double line_scale;
  PnXUnit x_unit;
  gboolean log_x;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_LINE_SCALE,
  PROP_SINGLE,
  PROP_X_UNIT,
  PROP_LOG_X,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnPlotPane, pn_plot_pane, GTK_TYPE_WIDGET)

/* Empty plots need no legend. The words for solid and dashed are of loss and accuracy. */
static void
plot_changed_cb (PnPlotPane *self)
{
  const PnPlot *first = pn_plot_view_get_plot (PN_PLOT_VIEW (self->views[0]));
  const PnPlot *second = pn_plot_view_get_plot (PN_PLOT_VIEW (self->views[1]));
  /* The one that also has the intervals, unless it shows a metric without kinds of lines. */
  const PnPlot *plot = self->single || second->one_kind ? first : second;

  pn_legend_view_update (PN_LEGEND_VIEW (self->legend), pn_plot_is_empty (plot) ? NULL : plot);
}

PnPlotView *
pn_plot_pane_get_view (PnPlotPane *self, PnMetric metric)
{
  g_return_val_if_fail (PN_IS_PLOT_PANE (self), NULL);
  g_return_val_if_fail (metric < N_VIEWS, NULL);

  return PN_PLOT_VIEW (self->views[metric]);
}

void
pn_plot_pane_set_document (PnPlotPane *self, PnDocument *document)
{
  g_return_if_fail (PN_IS_PLOT_PANE (self));

  if (!g_set_object (&self->document, document))
    return;
  for (int i = 0; i < N_VIEWS; i++)
    pn_plot_view_set_document (PN_PLOT_VIEW (self->views[i]), document);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

void
pn_plot_pane_skip (PnPlotPane *self)
{
  g_return_if_fail (PN_IS_PLOT_PANE (self));

  for (int i = 0; i < N_VIEWS; i++)
    pn_plot_view_skip (PN_PLOT_VIEW (self->views[i]));
}

void
pn_plot_pane_set_tips_stay (PnPlotPane *self, gboolean stay)
{
  g_return_if_fail (PN_IS_PLOT_PANE (self));

  for (int i = 0; i < N_VIEWS; i++)
    pn_plot_view_set_tips_stay (PN_PLOT_VIEW (self->views[i]), stay);
}

gboolean
pn_plot_pane_hide_tip (PnPlotPane *self)
{
  gboolean shown = FALSE;

  g_return_val_if_fail (PN_IS_PLOT_PANE (self), FALSE);

  for (int i = 0; i < N_VIEWS; i++)
    shown |= pn_plot_view_hide_tip (PN_PLOT_VIEW (self->views[i]));
  return shown;
}

static GtkSizeRequestMode
pn_plot_pane_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
is_stacked (PnPlotPane *self, int width)
{
  return !self->single && width > 0 && width < SIDE_BY_SIDE;
}

static void
measure_vertical (PnPlotPane *self, int width, int *minimum, int *natural)
{
  int view_minimum, view_natural, legend;
  int n = is_stacked (self, width) ? 2 : 1;

  gtk_widget_measure (self->views[0], GTK_ORIENTATION_VERTICAL, -1, &view_minimum, &view_natural,
                      NULL, NULL);
  gtk_widget_measure (self->legend, GTK_ORIENTATION_VERTICAL, width, &legend, NULL, NULL, NULL);
  *minimum = n * view_minimum + (n - 1) * SPACING + LEGEND_SPACING + legend;
  *natural = n * view_natural + (n - 1) * SPACING + LEGEND_SPACING + legend;
}

static void
pn_plot_pane_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  PnPlotPane *self = PN_PLOT_PANE (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_vertical (self, for_size, minimum, natural);
      return;
    }
  gtk_widget_measure (self->views[0], orientation, -1, minimum, natural, NULL, NULL);
  if (!self->single)
    *natural = 2 * *natural + SPACING;
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, MAX (width, 1), MAX (height, 1) }, -1);
}

static void
pn_plot_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnPlotPane *self = PN_PLOT_PANE (widget);
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = self->views[right_to_left], *second = self->views[!right_to_left];
  int legend, half;

  gtk_widget_measure (self->legend, GTK_ORIENTATION_VERTICAL, width, &legend, NULL, NULL, NULL);
  allocate (self->legend, 0, height - legend, width, legend);
  height -= legend + LEGEND_SPACING;
  if (self->single)
    allocate (self->views[0], 0, 0, width, height);
  else if (is_stacked (self, width))
    {
      half = (height - SPACING) / 2;
      allocate (self->views[0], 0, 0, width, half);
      allocate (self->views[1], 0, half + SPACING, width, half);
    }
  else
    {
      half = (width - SPACING) / 2;
      allocate (first, 0, 0, half, height);
      allocate (second, width - half, 0, half, height);
    }
}

static void
set_line_scale (PnPlotPane *self, double scale)
{
  self->line_scale = scale;
  for (int i = 0; i < N_VIEWS; i++)
    g_object_set (self->views[i], "line-scale", scale, NULL);
  g_object_set (self->legend, "line-scale", scale, NULL);
}

static void
set_single (PnPlotPane *self, gboolean single)
{
  self->single = single;
  gtk_widget_set_visible (self->views[PN_METRIC_ACCURACY], !single);
  plot_changed_cb (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_x (PnPlotPane *self, PnXUnit unit, gboolean log)
{
  if (unit == self->x_unit && log == self->log_x)
    return;
  self->x_unit = unit;
  self->log_x = log;
  for (int i = 0; i < N_VIEWS; i++)
    pn_plot_view_set_x (PN_PLOT_VIEW (self->views[i]), unit, log);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_X_UNIT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_X]);
}

static void
next_x_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "x-unit", (PN_PLOT_PANE (widget)->x_unit + 1) % PN_N_X_UNITS, NULL);
}

static void
pn_plot_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnPlotPane *self = PN_PLOT_PANE (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_LINE_SCALE:
      g_value_set_double (value, self->line_scale);
      break;
    case PROP_SINGLE:
      g_value_set_boolean (value, self->single);
      break;
    case PROP_X_UNIT:
      g_value_set_enum (value, self->x_unit);
      break;
    case PROP_LOG_X:
      g_value_set_boolean (value, self->log_x);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_plot_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnPlotPane *self = PN_PLOT_PANE (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      pn_plot_pane_set_document (self, g_value_get_object (value));
      break;
    case PROP_LINE_SCALE:
      set_line_scale (self, g_value_get_double (value));
      break;
    case PROP_SINGLE:
      set_single (self, g_value_get_boolean (value));
      break;
    case PROP_X_UNIT:
      set_x (self, g_value_get_enum (value), self->log_x);
      break;
    case PROP_LOG_X:
      set_x (self, self->x_unit, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_plot_pane_dispose (GObject *object)
{
  PnPlotPane *self = PN_PLOT_PANE (object);

  for (int i = 0; i < N_VIEWS; i++)
    g_clear_pointer (&self->views[i], gtk_widget_unparent);
  g_clear_pointer (&self->legend, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pn_plot_pane_parent_class)->dispose (object);
}

static void
pn_plot_pane_class_init (PnPlotPaneClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_plot_pane_get_property;
  object_class->set_property = pn_plot_pane_set_property;
  object_class->dispose = pn_plot_pane_dispose;
  widget_class->get_request_mode = pn_plot_pane_get_request_mode;
  widget_class->measure = pn_plot_pane_measure;
  widget_class->size_allocate = pn_plot_pane_size_allocate;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT,
                                                   flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LINE_SCALE] = g_param_spec_double ("line-scale", NULL, NULL, 0.5, 8, 1, flags);
  properties[PROP_SINGLE] = g_param_spec_boolean ("single", NULL, NULL, FALSE, flags);
  properties[PROP_X_UNIT] = g_param_spec_enum ("x-unit", NULL, NULL, PN_TYPE_X_UNIT, PN_X_STEP,
                                               flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LOG_X]
      = g_param_spec_boolean ("log-x", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "plots.x", "x-unit");
  gtk_widget_class_install_property_action (widget_class, "plots.log-x", "log-x");
  gtk_widget_class_install_action (widget_class, "plots.next-x", NULL, next_x_cb);
  gtk_widget_class_set_css_name (widget_class, "plotpane");
}

static void
pn_plot_pane_init (PnPlotPane *self)
{
  self->line_scale = 1;
  for (int i = 0; i < N_VIEWS; i++)
    {
      self->views[i] = pn_plot_view_new (i);
      gtk_widget_set_parent (self->views[i], GTK_WIDGET (self));
    }
  /* One button is enough: training fills both. */
  g_object_set (self->views[PN_METRIC_ACCURACY], "offer-actions", FALSE, NULL);
  self->legend = pn_legend_view_new ();
  gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
  for (int i = 0; i < N_VIEWS; i++)
    g_signal_connect_object (self->views[i], "plot-changed", G_CALLBACK (plot_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_object_bind_property (self->views[0], "hover-x", self->views[1], "hover-x",
                          G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (self->views[0], "pinned", self->views[1], "pinned",
                          G_BINDING_BIDIRECTIONAL);
}

GtkWidget *
pn_plot_pane_new (void)
{
  return g_object_new (PN_TYPE_PLOT_PANE, NULL);
}
