/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-answer.h"
#include "pn-confusion-pane.h"
#include "pn-cure-bar.h"
#include "pn-inspector.h"
#include "pn-network-view.h"
#include "pn-pad.h"
#include "pn-panes.h"
#include "pn-plot-pane.h"
#include "pn-predictor.h"
#include "pn-run-list.h"
#include "pn-tip.h"
#include "pn-training-watch.h"
#include "pn-window.h"

G_BEGIN_DECLS

/* Shared by pn-window.c (what it shows), -actions.c (commands), -presentation.c, -close.c and
 * -files.c (open, save, fetch). */
struct _PnWindow
{
  AdwApplicationWindow parent_instance;

  PnDocument *document;
  PnPredictor *predictor;
  PnRun *run; /* the selected one, whose signals are connected */
  GSettings *settings;
  GCancellable *fetch; /* of a download under way */
  char *data_folder;   /* whose data are being read, or NULL */
  gboolean slowed;     /* the pace was slowed down for whoever watches, not chosen by hand */
  PnTrainingWatch *watch;
  GtkWidget *question;                 /* weak: whether to stop training, while it stands */
  void (*after_stop) (PnWindow *self); /* what the question was about */
  gboolean may_close;                  /* it was answered */

  AdwToastOverlay *toasts;
  AdwToast *edit_toast; /* weak: what the latest edit cost, while it shows */
  AdwHeaderBar *header;
  GtkWidget *title;
  GtkLabel *title_label;
  GtkLabel *data_label;
  GtkToggleButton *runs_toggle;
  GtkToggleButton *side_toggle;
  GtkMenuButton *open_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkMenuButton *menu_button;
  GtkWidget *export_button;
  GtkMenuButton *pace_button;
  GtkButton *train_button;
  GtkButton *bar_train_button;
  GtkWidget *start_over_button;
  GtkWidget *cure_bar;
  PnPanes *panes;
  PnRunList *run_list;
  PnNetworkView *network_view;
  GtkStack *plots_stack; /* "curves" or "mistakes" */
  PnPlotPane *plot_pane;
  PnConfusionPane *confusion_pane;
  GtkWidget *pad_box;
  PnPad *pad;
  PnAnswer *answer;
  GtkLabel *accuracy_label; /* of a presentation */
  PnTip *pad_tip;           /* what stays below the pad in one */
  int maximised_before;     /* the presentation */
  PnInspector *inspector;
  GtkWidget *status_bar;
  GtkProgressBar *progress;
  GtkLabel *status_label;
  guint status_source; /* of words that wait for their time */
  GtkWidget *page_bar;
  GtkWindow *compare; /* weak: the table of runs, while it is open */
};

/* Adds the window's actions; once, when it is made. */
void pn_window_add_actions (PnWindow *self);
/* Enables those that make sense now. */
void pn_window_update_actions (PnWindow *self);

/* Connects the document and its selected run, and shows them: pn-window-show.c. */
void pn_window_follow_document (PnWindow *self);
void pn_window_leave_run (PnWindow *self);
void pn_window_update_status (PnWindow *self);

/* The state of "win.presentation", and "win.all-panes". */
void pn_window_change_presentation_cb (GSimpleAction *action, GVariant *value, gpointer user_data);
void pn_window_all_panes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);
/* Shows what a presentation shows at the window's present width, or all the rest again. */
void pn_window_update_presentation (PnWindow *self);

/* Trains the selected run; asks for the data where it is missing. `steps` as in
 * pn_document_train_async. */
void pn_window_train (PnWindow *self, guint64 steps);

/* Whether nothing trains, or people said that it may stop; if not, asks them. */
gboolean pn_window_may_close (PnWindow *self);

/* Commands on files, as the actions call them. */
void pn_window_open (PnWindow *self);
void pn_window_save_as (PnWindow *self);
/* The last drafts besides this window's, as a section: closed without a name, they aren't lost. */
void pn_window_append_drafts (PnWindow *self, GMenu *menu);
/* Asks where, and writes a report of the checked runs there. */
void pn_window_report (PnWindow *self);
void pn_window_get_mnist (PnWindow *self);

/* Those on the list of runs: pn-window-runs.c. */
void pn_window_add_run_actions (PnWindow *self);
/* An image of the confusion matrix goes to the pad. */
void pn_window_image_chosen_cb (PnWindow *self, GBytes *pixels);
/* Takes files that are dropped on the window, and pictures on its pad: pn-window-drop.c. */
void pn_window_accept_drops (PnWindow *self);

/* Whether it is a folder, or called like an IDX file; then its set can become the selected run's
 * data: pn-window-data.c. Read on a thread; says what is wrong with it. */
gboolean pn_window_is_data (GFile *file);
void pn_window_import_data (PnWindow *self, GFile *file);

G_END_DECLS
