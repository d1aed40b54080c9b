/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The little of SQLite that a document needs, with errors as GError in words. */

/* Sets PN_ERROR_FAILED with what SQLite says of the last failure. Always FALSE. */
gboolean pn_sql_fail (sqlite3 *db, GError **error);

/* Statements without parameters or results. */
gboolean pn_sql_exec (sqlite3 *db, const char *sql, GError **error);

/* A statement with its parameters, one letter in `types` each: i (gint64), d (double; NaN becomes
 * NULL), t (const char *, may be NULL), b (const void *, gsize). Texts and blobs must outlive the
 * statement. NULL with an error.
 */
sqlite3_stmt *pn_sql_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...);

/* The same, run to its end. */
gboolean pn_sql_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...);

/* The next row: TRUE. FALSE at the end, and with an error set where it failed. */
gboolean pn_sql_next (sqlite3_stmt *statement, GError **error);

/* A copy of a text column, valid UTF-8 whatever the file holds, or NULL. */
char *pn_sql_text (sqlite3_stmt *statement, int column);
/* A number column; NULL is NaN. */
double pn_sql_double (sqlite3_stmt *statement, int column);

/* One number, as `PRAGMA user_version` gives it. */
gboolean pn_sql_number (sqlite3 *db, const char *sql, gint64 *number, GError **error);

typedef sqlite3_stmt PnStatement;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnStatement, sqlite3_finalize)

G_END_DECLS
