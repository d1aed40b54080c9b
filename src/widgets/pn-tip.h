/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PnTip: a tooltip that stays, for presentations: GTK's own leaves with the pointer. One for all
 * that is inside its parent.
 */
#define PN_TYPE_TIP (pn_tip_get_type ())
G_DECLARE_FINAL_TYPE (PnTip, pn_tip, PN, TIP, GtkPopover)

/* Not shown yet. The parent unparents it when it is disposed of, as boxes do by themselves. */
GtkWidget *pn_tip_new (GtkWidget *parent);

/* Points to `place`, in the parent's coordinates. */
void pn_tip_show (PnTip *self, const char *text, const GdkRectangle *place);

/* Shows, from now on or no longer, the tooltip-text of `widget`, which is inside the parent, where
 * GTK would show it; what is shown follows the text. */
void pn_tip_take_over (PnTip *self, GtkWidget *widget, gboolean take);

/* FALSE where there is nothing to take away. */
gboolean pn_tip_hide (PnTip *self);

G_END_DECLS
