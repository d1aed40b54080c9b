/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "pn-plot-view-private.h"
#include "pn-resources.h"

#define DESCRIBE_INTERVAL 1000 /* milliseconds: nobody can listen faster */

enum
{
  PROP_DOCUMENT = 1,
  PROP_METRIC,
  PROP_HOVER_X,
  PROP_PINNED,
  PROP_FOLLOWING,
  PROP_LEGEND,
  PROP_OFFER_ACTIONS,
  PROP_LINE_SCALE,
  PROP_LOG_Y,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint plot_changed_signal;

G_DEFINE_FINAL_TYPE (PnPlotView, pn_plot_view, GTK_TYPE_WIDGET)

static gboolean
describe_cb (gpointer data)
{
  PnPlotView *self = data;
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *text = pn_plot_describe (self->plot, &numbers);

  self->describe_source = 0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  return G_SOURCE_REMOVE;
}

void
pn_plot_view_invalidate (PnPlotView *self)
{
  g_clear_object (&self->picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
redraw_cb (gpointer data)
{
  PnPlotView *self = data;

  self->redraw_source = 0;
  pn_plot_view_invalidate (self);
}

/* New numbers come at every frame while a network trains. The picture follows them 30 times a
 * second, and those of the metrics in turns, so that no frame has to draw them all.
 */
static void
invalidate_in_turn (PnPlotView *self)
{
  const gint64 interval = G_USEC_PER_SEC / 30;
  gint64 turn = self->metric % 2 * interval / 2;
  gint64 wait = interval - (g_get_monotonic_time () + turn) % interval;

  if (self->redraw_source == 0)
    self->redraw_source = g_timeout_add_once ((guint) (wait / 1000), redraw_cb, self);
}

static void
plot_changed_cb (gpointer data)
{
  PnPlotView *self = data;

  pn_plot_view_update_empty (self);
  invalidate_in_turn (self);
  g_signal_emit (self, plot_changed_signal, 0);
  if (self->describe_source == 0)
    self->describe_source = g_timeout_add (DESCRIBE_INTERVAL, describe_cb, self);
}

void
pn_plot_view_set_hover (PnPlotView *self, double x)
{
  gboolean hover = x >= 0;

  if (hover == self->plot->hover && (!hover || x == self->plot->hover_x))
    return;
  self->plot->hover = hover;
  self->plot->hover_x = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOVER_X]);
}

void
pn_plot_view_set_pinned (PnPlotView *self, gboolean pinned)
{
  if (self->plot->pinned == !!pinned)
    return;
  self->plot->pinned = !!pinned;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
}

void
pn_plot_view_moved (PnPlotView *self)
{
  /* Several events may come between two frames; each starts from what the last has left. */
  if (!self->plot->follow)
    {
      self->frame.x = self->plot->x_view;
      self->frame.y = self->plot->y_view;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.follow", !self->plot->follow);
  gtk_widget_set_visible (self->follow_button, !self->plot->follow);
  pn_plot_view_invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

void
pn_plot_view_follow (PnPlotView *self)
{
  g_return_if_fail (PN_IS_PLOT_VIEW (self));

  pn_plot_follow (self->plot);
  pn_plot_view_moved (self);
}

static void
follow_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_plot_view_follow (PN_PLOT_VIEW (widget));
}

static void
copy_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pn_plot_view_copy (PN_PLOT_VIEW (widget));
}

const PnPlot *
pn_plot_view_get_plot (PnPlotView *self)
{
  g_return_val_if_fail (PN_IS_PLOT_VIEW (self), NULL);

  return self->plot;
}

void
pn_plot_view_skip (PnPlotView *self)
{
  g_return_if_fail (PN_IS_PLOT_VIEW (self));

  if (self->runs)
    pn_plot_runs_skip (self->runs);
}

static void
attach (PnPlotView *self)
{
  g_clear_pointer (&self->runs, pn_plot_runs_free);
  if (self->document)
    {
      self->runs
          = pn_plot_runs_new (self->document, self->metric, self->plot, plot_changed_cb, self);
      pn_plot_runs_set_unit (self->runs, self->x_unit);
    }
  plot_changed_cb (self);
}

void
pn_plot_view_set_document (PnPlotView *self, PnDocument *document)
{
  g_return_if_fail (PN_IS_PLOT_VIEW (self));
  g_return_if_fail (!document || PN_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  attach (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

void
pn_plot_view_set_x (PnPlotView *self, PnXUnit unit, gboolean log)
{
  g_return_if_fail (PN_IS_PLOT_VIEW (self));

  pn_plot_view_take_rule (self);
  self->x_unit = unit;
  self->plot->x_scale = log ? PN_SCALE_LOG : PN_SCALE_LINEAR;
  pn_run_curves_set_plot_unit (self->plot, unit);
  if (self->runs)
    pn_plot_runs_set_unit (self->runs, unit);
  pn_plot_view_follow (self);
}

static void
set_log_y (PnPlotView *self, gboolean log)
{
  self->log_y = log;
  self->plot->y_scale = log ? PN_SCALE_LOG : PN_SCALE_LINEAR;
  pn_plot_view_follow (self);
  plot_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOG_Y]);
}

/* Over the same axis, but for the height. */
static void
set_metric (PnPlotView *self, PnMetric metric)
{
  PnPlot *old = self->plot;

  if (old && metric == self->metric)
    return;
  g_clear_pointer (&self->runs, pn_plot_runs_free);
  self->metric = metric;
  self->plot = pn_run_curves_new_plot (metric);
  if (old)
    {
      self->plot->legend = old->legend;
      self->plot->x_scale = old->x_scale;
      self->plot->y_scale = old->y_scale;
      self->plot->pinned = old->pinned;
      self->plot->hover = old->hover;
      self->plot->hover_x = old->hover_x;
      pn_run_curves_set_plot_unit (self->plot, self->x_unit);
    }
  pn_plot_free (old);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->plot->title, -1);
  attach (self);
  if (old)
    pn_plot_view_moved (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METRIC]);
}

static void
style_changed_cb (PnPlotView *self)
{
  pn_plot_view_invalidate (self);
}

static void
pn_plot_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pn_plot_view_parent_class)->css_changed (widget, change);
  pn_plot_view_invalidate (PN_PLOT_VIEW (widget));
}

static void
pn_plot_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (pn_plot_view_parent_class)->system_setting_changed (widget, setting);
  pn_plot_view_invalidate (PN_PLOT_VIEW (widget));
}

static void
pn_plot_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnPlotView *self = PN_PLOT_VIEW (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_METRIC:
      g_value_set_int (value, self->metric);
      break;
    case PROP_HOVER_X:
      g_value_set_double (value, self->plot->hover ? self->plot->hover_x : -1);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->plot->pinned);
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, self->plot->follow);
      break;
    case PROP_LEGEND:
      g_value_set_boolean (value, self->plot->legend);
      break;
    case PROP_OFFER_ACTIONS:
      g_value_set_boolean (value, self->offer_actions);
      break;
    case PROP_LINE_SCALE:
      g_value_set_double (value, self->line_scale);
      break;
    case PROP_LOG_Y:
      g_value_set_boolean (value, self->log_y);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_plot_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnPlotView *self = PN_PLOT_VIEW (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      pn_plot_view_set_document (self, g_value_get_object (value));
      break;
    case PROP_METRIC:
      set_metric (self, g_value_get_int (value));
      break;
    case PROP_HOVER_X:
      pn_plot_view_set_hover (self, g_value_get_double (value));
      break;
    case PROP_PINNED:
      pn_plot_view_set_pinned (self, g_value_get_boolean (value));
      break;
    case PROP_LEGEND:
      self->plot->legend = g_value_get_boolean (value);
      pn_plot_view_invalidate (self);
      break;
    case PROP_OFFER_ACTIONS:
      self->offer_actions = g_value_get_boolean (value);
      pn_plot_view_update_empty (self);
      break;
    case PROP_LINE_SCALE:
      self->line_scale = g_value_get_double (value);
      pn_plot_view_invalidate (self);
      break;
    case PROP_LOG_Y:
      set_log_y (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_plot_view_dispose (GObject *object)
{
  PnPlotView *self = PN_PLOT_VIEW (object);

  g_clear_handle_id (&self->describe_source, g_source_remove);
  g_clear_handle_id (&self->redraw_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_pointer (&self->runs, pn_plot_runs_free);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_pointer (&self->follow_button, gtk_widget_unparent);
  g_clear_pointer (&self->menu_button, gtk_widget_unparent);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  G_OBJECT_CLASS (pn_plot_view_parent_class)->dispose (object);
}

static void
pn_plot_view_finalize (GObject *object)
{
  g_clear_pointer (&PN_PLOT_VIEW (object)->plot, pn_plot_free);
  G_OBJECT_CLASS (pn_plot_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags flags = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_METRIC] = g_param_spec_int ("metric", NULL, NULL, 0, PN_N_METRICS - 1,
                                              PN_METRIC_LOSS, flags | G_PARAM_CONSTRUCT);
  properties[PROP_HOVER_X]
      = g_param_spec_double ("hover-x", NULL, NULL, -1, G_MAXDOUBLE, -1, flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, TRUE, readable);
  properties[PROP_LEGEND] = g_param_spec_boolean ("legend", NULL, NULL, FALSE, flags);
  properties[PROP_OFFER_ACTIONS] = g_param_spec_boolean ("offer-actions", NULL, NULL, TRUE, flags);
  properties[PROP_LINE_SCALE] = g_param_spec_double ("line-scale", NULL, NULL, 0.5, 8, 1, flags);
  properties[PROP_LOG_Y] = g_param_spec_boolean ("log-y", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pn_plot_view_class_init (PnPlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_plot_view_get_property;
  object_class->set_property = pn_plot_view_set_property;
  object_class->dispose = pn_plot_view_dispose;
  object_class->finalize = pn_plot_view_finalize;
  widget_class->measure = pn_plot_view_measure;
  widget_class->size_allocate = pn_plot_view_size_allocate;
  widget_class->snapshot = pn_plot_view_snapshot;
  widget_class->css_changed = pn_plot_view_css_changed;
  widget_class->system_setting_changed = pn_plot_view_system_setting_changed;
  install_properties (object_class);
  plot_changed_signal = g_signal_new ("plot-changed", PN_TYPE_PLOT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-plot-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PnPlotView, empty);
  gtk_widget_class_bind_template_child (widget_class, PnPlotView, empty_label);
  gtk_widget_class_bind_template_child (widget_class, PnPlotView, empty_button);
  gtk_widget_class_bind_template_child (widget_class, PnPlotView, follow_button);
  gtk_widget_class_bind_template_child (widget_class, PnPlotView, menu_button);
  gtk_widget_class_install_action (widget_class, "plot.follow", NULL, follow_action_cb);
  gtk_widget_class_install_action (widget_class, "plot.copy", NULL, copy_action_cb);
  gtk_widget_class_install_property_action (widget_class, "plot.metric", "metric");
  gtk_widget_class_install_property_action (widget_class, "plot.log-y", "log-y");
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pn_plot_view_class_init_keys (widget_class);
}

static void
pn_plot_view_init (PnPlotView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->line_scale = 1;
  self->rested_x = -1;
  self->offer_actions = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_object (self->document_signals, "notify::data-ready",
                                 G_CALLBACK (pn_plot_view_update_empty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pn_plot_view_init_input (self);
}

GtkWidget *
pn_plot_view_new (PnMetric metric)
{
  return g_object_new (PN_TYPE_PLOT_VIEW, "metric", (int) metric, NULL);
}
