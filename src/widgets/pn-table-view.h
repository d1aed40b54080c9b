/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-table.h"

G_BEGIN_DECLS

/* PnTableView: a table on the screen: a column for each record, headed by its colour, marker and
 * name, and a line for each field. The title of a line of numbers sorts by it: ascending,
 * descending, as they came. Scrolls on its own where it is too large, also by keys.
 */
#define PN_TYPE_TABLE_VIEW (pn_table_view_get_type ())
G_DECLARE_FINAL_TYPE (PnTableView, pn_table_view, PN, TABLE_VIEW, GtkWidget)

GtkWidget *pn_table_view_new (void);

/* Takes `table`, and puts its records in the order that is shown. Cheap where only words differ
 * from those that it shows already. */
void pn_table_view_set_table (PnTableView *self, PnTable *table);
/* What it shows, in its order; NULL before the first. Owned by the view. */
const PnTable *pn_table_view_get_table (PnTableView *self);

G_END_DECLS
