/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnTrainingWatch: what the desktop learns of a document's training. The computer doesn't suspend
 * while it goes on, and when it ends by itself after more than ten seconds, unseen because another
 * window is in front, a notification says so; a click on it (app.open-document) shows the window.
 * Runs that follow one another (Train All) are told of together. Main thread.
 */
typedef struct _PnTrainingWatch PnTrainingWatch;

/* `window` shows `document`; it must belong to an application and outlive the watch. */
PnTrainingWatch *pn_training_watch_new (GtkWindow *window, PnDocument *document);
void pn_training_watch_free (PnTrainingWatch *self);

G_END_DECLS
