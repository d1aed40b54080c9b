/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-layer-handle.h"
#include "pn-network-canvas.h"
#include "pn-network-picture.h"

G_BEGIN_DECLS

/* pn-network-canvas.c follows the document and draws, …-layout.c places, …-input.c takes pointer
 * and keys.
 */

struct _PnNetworkCanvas
{
  GtkWidget parent_instance;

  PnNetworkActions *actions;
  GSignalGroup *actions_signals;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  GSignalGroup *trainer_signals;
  GSignalGroup *predictor_signals;
  PnPredictor *predictor;
  double line_scale;

  PnNetworkPicture *picture;
  GPtrArray *handles;        /* of PnLayerHandle, one a layer, the input first */
  GtkWidget *scrollbar;      /* there where not all layers fit */
  GtkAdjustment *scroll;     /* its value is what the layout scrolls by */
  gboolean reveals_selected; /* the next layout scrolls to the selected layer */
  GtkWidget *menu;           /* the context menu, while it is open and after */
  GtkWidget *tip;            /* what stays until Escape, once there was one */
  gboolean tips_stay;

  /* A press and what it was on; then a side handle is dragged (`gesture`), or a layer carried. */
  PnTopologyItem pressed;
  double press_x;
  double press_y;
  gsize units_at_press;
  guint gesture; /* 0 until units are dragged */
  int carry_to;  /* the number that the carried layer would get; 0 while none is carried */
};

PnRun *pn_network_canvas_get_run (PnNetworkCanvas *self);
PnTopologyItem pn_network_canvas_hit (PnNetworkCanvas *self, double x, double y);

/* The handle of a layer; NULL where there is no such layer. */
PnLayerHandle *pn_network_canvas_get_handle (PnNetworkCanvas *self, gsize layer);

void pn_network_canvas_add_scrollbar (PnNetworkCanvas *self);
void pn_network_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline);
void pn_network_canvas_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline);

/* Tooltips: pn-network-canvas-tip.c. Ends those that stay, where they no longer do. */
void pn_network_canvas_add_tips (PnNetworkCanvas *self);
void pn_network_canvas_set_tips_stay (PnNetworkCanvas *self, gboolean stay);

/* Gestures, and in class_init: keys. */
void pn_network_canvas_add_input (PnNetworkCanvas *self);
void pn_network_canvas_class_add_keys (GtkWidgetClass *widget_class);
void pn_network_canvas_popup (PnNetworkCanvas *self, double x, double y);
gboolean pn_network_canvas_focus (GtkWidget *widget, GtkDirectionType direction);

/* A new menu model for the selected layer. */
GMenuModel *pn_network_menu_new (gboolean hidden);

G_END_DECLS
