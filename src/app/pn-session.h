/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is remembered across starts: which documents are open, and which were of late. Main thread.
 */

/* Keeps the list of open documents up to date from now on, also for a start after a crash. The last
 * windows to close, by hand or by quitting, stay in it.
 */
void pn_session_follow (GtkApplication *application);

/* The documents (GFile) that were open, the one in front last. Free with unref. */
GPtrArray *pn_session_list (void);

/* Adds a document that people have named to the desktop's recent ones. */
void pn_session_add_recent (GFile *file);

/* Appends the recent documents that are still there, without `open`, as a section of items that
 * call app.open-document; nothing if there are none.
 */
void pn_session_append_recent (GMenu *menu, GFile *open);

G_END_DECLS
