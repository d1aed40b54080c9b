/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-confusion.h"

G_BEGIN_DECLS

/* PnMatrixView: a confusion matrix with its bars. Each cell and each bar is a button with a name
 * ("true 4, answered 9: 12 images"), transparent over the picture; the arrows go from one to the
 * next, Tab leaves.
 *
 * Signal "chosen" (guint row, guint column): as pn_matrix_spot() numbers them.
 */
#define PN_TYPE_MATRIX_VIEW (pn_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (PnMatrixView, pn_matrix_view, PN, MATRIX_VIEW, GtkWidget)

GtkWidget *pn_matrix_view_new (void);

/* References the confusion; NULL shows nothing. */
void pn_matrix_view_set (PnMatrixView *self, PnConfusion *confusion, gboolean rates);

/* Marks a spot as the one whose images are shown; −1, −1 marks none. */
void pn_matrix_view_mark (PnMatrixView *self, int row, int column);

G_END_DECLS
