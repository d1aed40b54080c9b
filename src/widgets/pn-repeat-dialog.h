/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* Asks how many runs a run shall have in all, each with a seed of its own, and adds them:
 * pn_document_repeat_run(). To be presented.
 */
GtkWidget *pn_repeat_dialog_new (PnDocument *document, PnRun *run, GtkWindow *parent);

G_END_DECLS
