/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnWindow: one document at work. It connects the panes, each of which follows the document by
 * itself; what it does on its own is the header, the status and the commands.
 */
#define PN_TYPE_WINDOW (pn_window_get_type ())
G_DECLARE_FINAL_TYPE (PnWindow, pn_window, PN, WINDOW, AdwApplicationWindow)

PnWindow *pn_window_new (AdwApplication *application, PnDocument *document);

PnDocument *pn_window_get_document (PnWindow *self);

/* Adds what a recipe (.json), a model (.safetensors) or an exported figure (.png, .svg, .pdf) holds
 * to the runs; a folder of IDX files, or one of them, becomes the selected run's data. Says why if
 * it can't. */
void pn_window_import (PnWindow *self, GFile *file);

/* Closes every window. Where a network is being trained it asks once whether to stop, and stays
 * open until that is answered. */
void pn_window_close_all (GtkApplication *application);

/* A sentence at the bottom that goes away by itself. */
void pn_window_say (PnWindow *self, const char *message);

G_END_DECLS
