/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-export-figure.h"
#include "pn-plot-view-private.h"

/* The focused plot as a figure on the clipboard: PNG and SVG as a file would have them, for who
 * pastes a picture into a report; and a texture for who takes pixels only.
 */

typedef struct
{
  PnExportFigure *figure;
  GBytes *png;
  GBytes *svg;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  pn_export_figure_unref (self->figure);
  g_clear_pointer (&self->png, g_bytes_unref);
  g_clear_pointer (&self->svg, g_bytes_unref);
  g_free (self);
}

static void
draw_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copy *self = data;
  GError *error = NULL;

  self->png = pn_export_figure_render (self->figure, PN_FIGURE_PNG, &error);
  if (self->png)
    self->svg = pn_export_figure_render (self->figure, PN_FIGURE_SVG, &error);
  if (self->svg)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GdkContentProvider *
get_content (const Copy *self, GError **error)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (self->png, error);
  GdkContentProvider *providers[3];

  if (!texture)
    return NULL;
  providers[0] = gdk_content_provider_new_for_bytes ("image/png", self->png);
  providers[1] = gdk_content_provider_new_for_bytes ("image/svg+xml", self->svg);
  providers[2] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    content = get_content (g_task_get_task_data (G_TASK (result)), &error);
  if (content)
    gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
  gtk_widget_activate_action (widget, "win.show-message", "s",
                              content ? _ ("The figure is on the clipboard") : error->message);
}

/* As the export dialog was last asked for, but of this plot and over its axes. */
static PnExportChoice
get_choice (PnPlotView *self)
{
  PnExportChoice choice = pn_export_choice_load ();
  PnFigureOptions *options = &choice.options;

  choice.format = PN_FIGURE_PNG;
  if (options->metrics == PN_FIGURE_BOTH && options->width_mm > PN_FIGURE_ONE_COLUMN)
    options->width_mm = PN_FIGURE_ONE_COLUMN;
  options->metrics = 1u << self->metric;
  options->splits = PN_FIGURE_ALL;
  options->x_unit = self->x_unit;
  options->log_x = self->plot->x_scale == PN_SCALE_LOG;
  options->log_y = self->log_y;
  return choice;
}

void
pn_plot_view_copy (PnPlotView *self)
{
  PnExportChoice choice = get_choice (self);
  g_autoptr (GTask) task = NULL;
  Copy *copy;

  if (!self->document || pn_plot_is_empty (self->plot))
    return;
  copy = g_new0 (Copy, 1);
  copy->figure = pn_export_figure_new (self->document, &choice);
  task = g_task_new (self, NULL, drawn_cb, NULL);
  g_task_set_source_tag (task, pn_plot_view_copy);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, draw_thread);
}
