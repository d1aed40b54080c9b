/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* Opens a window that checks the gradients of the run's design against central differences (ε =
 * 10⁻³, double precision, 100 images, every weight) on a thread of its own, with progress, a way to
 * stop, and the result in words. It loads the data if need be.
 */
void pn_gradient_dialog_present (PnDocument *document, PnRun *run, GtkWindow *parent);

G_END_DECLS
