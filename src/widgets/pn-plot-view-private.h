/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-plot-runs.h"
#include "pn-plot-view.h"

G_BEGIN_DECLS

/* What the view's files share: pn-plot-view.c owns and shows, pn-plot-view-draw.c paints,
 * pn-plot-view-input.c takes what the hand does.
 */
struct _PnPlotView
{
  GtkWidget parent_instance;

  GtkWidget *empty; /* what an empty plot says and offers */
  GtkLabel *empty_label;
  GtkButton *empty_button;
  GtkWidget *follow_button; /* only while the axes don't follow */
  GtkWidget *menu_button;   /* of the axes */
  GtkWidget *context_menu;  /* the same menu, at the pointer; NULL until it is first asked for */

  PnDocument *document;
  PnMetric metric;
  PnXUnit x_unit;
  gboolean log_y;
  gboolean offer_actions;
  double line_scale;

  PnPlot *plot;
  PnPlotRuns *runs;
  GSignalGroup *document_signals;
  guint describe_source;
  guint redraw_source;

  /* The picture without the rule, so that moving the rule costs next to nothing. */
  GdkTexture *picture;
  int picture_scale;
  PnPlotFrame frame; /* of the picture */

  /* Of the hand. */
  double pointer_x, pointer_y; /* where it was last */
  double panned_x, panned_y;   /* how far the drag under way has moved the view */
  gboolean panning;
  gboolean pinned_before; /* the first click of a double one */
  double pinch;           /* the scale so far */
  gboolean tips_stay;
  double rested_x; /* where the rule goes when the pointer leaves; −1: away */
  guint rest_source;
};

/* The plot isn't what the picture shows any more. */
void pn_plot_view_invalidate (PnPlotView *self);
/* Only the rule is another. */
void pn_plot_view_set_hover (PnPlotView *self, double step);
void pn_plot_view_set_pinned (PnPlotView *self, gboolean pinned);
/* Where the pointer rests from now on, the rule will stay: pn-plot-view-rest.c. */
void pn_plot_view_await_rest (PnPlotView *self);
/* The pointer left: back to where it rested, or away. */
void pn_plot_view_go_to_rest (PnPlotView *self);
/* Away for good, pinned or not. */
void pn_plot_view_take_rule (PnPlotView *self);
/* The user moved or zoomed. */
void pn_plot_view_moved (PnPlotView *self);

/* What will appear in an empty plot, and the button that makes it. */
void pn_plot_view_update_empty (PnPlotView *self);
void pn_plot_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline);
void pn_plot_view_size_allocate (GtkWidget *widget, int width, int height, int baseline);

void pn_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* Puts the plot on the clipboard, as a figure; nothing where there are no curves. */
void pn_plot_view_copy (PnPlotView *self);

/* The menu of axes, at a place in the view. */
void pn_plot_view_pop_up_menu (PnPlotView *self, double x, double y);

void pn_plot_view_init_input (PnPlotView *self);
void pn_plot_view_class_init_keys (GtkWidgetClass *widget_class);

G_END_DECLS
