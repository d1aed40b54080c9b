/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnRunList: the runs of a document: which is selected, which curves are drawn, how each is doing.
 *
 * Properties: "document" (PnDocument).
 * Uses the window's actions win.new-run, win.train-all, win.pause-all, win.compare,
 * win.open-example, win.rename-run, win.remove-run.
 */
#define PN_TYPE_RUN_LIST (pn_run_list_get_type ())
G_DECLARE_FINAL_TYPE (PnRunList, pn_run_list, PN, RUN_LIST, GtkWidget)

GtkWidget *pn_run_list_new (void);

/* Turns the name of the selected run into a text field. */
void pn_run_list_rename (PnRunList *self);

G_END_DECLS
