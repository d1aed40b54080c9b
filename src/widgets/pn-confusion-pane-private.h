/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-confusion-pane.h"
#include "pn-confusion-watch.h"
#include "pn-image-grid.h"
#include "pn-matrix-view.h"

G_BEGIN_DECLS

/* What the pane's files share: pn-confusion-pane.c shows, -layout.c places, -save.c copies and
 * saves.
 */
struct _PnConfusionPane
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkLabel *title;
  GtkWidget *table_button;
  GtkLabel *status;
  GtkWidget *scrolled;
  PnMatrixView *matrix;
  GtkWidget *images_box;
  GtkLabel *images_title;
  GtkWidget *mistakes_button;
  PnImageGrid *grid;
  GtkWidget *empty;
  GtkLabel *empty_label;
  GtkButton *empty_button;

  PnDocument *document;
  PnConfusionWatch *watch;
  PnConfusion *shown; /* what the widgets show; NULL: the empty page */
  gboolean rates;
  int row; /* of the spot whose images are shown; −1: all mistakes */
  int column;
  GtkFileChooserNative *chooser; /* while it is open */
};

void pn_confusion_pane_class_init_layout (GtkWidgetClass *widget_class);
void pn_confusion_pane_class_init_save (GtkWidgetClass *widget_class);

G_END_DECLS
