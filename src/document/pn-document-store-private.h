/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document-store.h"
#include "pn-sqlite.h"

G_BEGIN_DECLS

/* The rows of a document, whatever thread has the connection. */
gboolean pn_store_rows_create (sqlite3 *db, GError **error);
gboolean pn_store_rows_write_run (sqlite3 *db, const PnStoredRun *run, GError **error);
gboolean pn_store_rows_remove_run (sqlite3 *db, guint64 id, GError **error);
gboolean pn_store_rows_set_value (sqlite3 *db, const char *key, const char *value, GError **error);
GPtrArray *pn_store_rows_read_runs (sqlite3 *db, GError **error);
GHashTable *pn_store_rows_read_values (sqlite3 *db, GError **error);

const char *pn_store_state_name (PnRunState state);
const char *pn_store_mark_name (PnMarkKind kind);

G_END_DECLS
