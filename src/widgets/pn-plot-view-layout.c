/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-plot-view-private.h"
#include "pn-words.h"

/* What stands in a plot's widget beside the picture: where, and what an empty one says. */

#define MIN_WIDTH 240
#define MIN_HEIGHT 120
#define NATURAL_WIDTH 400
#define NATURAL_HEIGHT 280

static const char *
empty_words (PnMetric metric)
{
  switch (metric)
    {
    case PN_METRIC_ACCURACY:
      return _ ("How often it is right, on images it learns from and on new ones");
    case PN_METRIC_LEARNING_RATE:
      return _ ("How far a step goes along the gradient");
    case PN_METRIC_GRADIENT_NORM:
      return _ ("How steep the loss is where the network stands");
    case PN_METRIC_THROUGHPUT:
      return _ ("How many images it learns from in a second");
    case PN_METRIC_LOSS:
    default:
      return _ ("How wrong the network is while it learns");
    }
}

/* What will appear here, and the button that makes it. */
void
pn_plot_view_update_empty (PnPlotView *self)
{
  PnRun *run = self->document ? pn_document_get_selected (self->document) : NULL;
  gboolean empty = pn_plot_is_empty (self->plot);
  gboolean has_data = run && pn_document_has_data (self->document, run);

  gtk_widget_set_visible (self->empty, empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plot.copy", !empty);
  if (!empty)
    return;
  gtk_label_set_label (self->empty_label, empty_words (self->metric));
  gtk_button_set_label (self->empty_button,
                        has_data ? pn_words_train_button (run) : _ ("Get MNIST (11 MB)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button),
                                  has_data ? "win.train" : "win.get-mnist");
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button),
                          self->offer_actions && run && pn_run_get_state (run) != PN_RUN_TRAINING);
}

void
pn_plot_view_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? MIN_WIDTH : MIN_HEIGHT;
  *natural = across ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
allocate_natural (GtkWidget *child, int width, int height, double x_share, double y_share)
{
  int minimum, natural, child_width, child_height;

  if (!gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  child_width = MAX (MIN (natural, width), minimum);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL,
                      NULL);
  gtk_widget_size_allocate (child,
                            &(GtkAllocation){ (int) (x_share * (width - child_width)),
                                              (int) (y_share * MAX (height - child_height, 0)),
                                              child_width, child_height },
                            -1);
}

/* The words of an empty plot stand in the middle; the buttons are at the end of the title's row. */
void
pn_plot_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnPlotView *self = PN_PLOT_VIEW (widget);
  int menu;

  allocate_natural (self->empty, width, height, 0.5, 0.5);
  gtk_widget_measure (self->menu_button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &menu, NULL, NULL);
  allocate_natural (self->menu_button, width, height, 1, 0);
  allocate_natural (self->follow_button, width - menu, height, 1, 0);
  if (self->context_menu)
    gtk_popover_present (GTK_POPOVER (self->context_menu));
}
