/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The bare keys that network, plots and pad share: R starts over, "." trains one batch, "," one
 * epoch, and with `space` Space trains and pauses. Bound on the widget's class, so that they act
 * only with focus in it: as accelerators of the application they would swallow typing.
 */
void pn_keys_add_training (GtkWidgetClass *widget_class, gboolean space);

G_END_DECLS
