/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-error.h"
#include "pn-sqlite.h"

/* NULL for what is too rare to have words. */
static const char *
in_words (sqlite3 *db)
{
  switch (sqlite3_errcode (db))
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _ ("it is open in another window or program");
    case SQLITE_FULL:
      return _ ("the disk is full");
    case SQLITE_READONLY:
      return _ ("it can't be written; save a copy elsewhere");
    case SQLITE_CANTOPEN:
      return _ ("it can't be opened or made; is the folder there, and may you write in it?");
    case SQLITE_NOTADB:
      return _ ("it is not a Perceptron document");
    case SQLITE_CORRUPT:
      return _ ("it is damaged");
    default:
      return NULL;
    }
}

gboolean
pn_sql_fail (sqlite3 *db, GError **error)
{
  const char *words = in_words (db);
  g_autofree char *others = pn_error_quote (sqlite3_errmsg (db));

  g_set_error_literal (error, PN_ERROR, PN_ERROR_FAILED, words ? words : others);
  return FALSE;
}

gboolean
pn_sql_exec (sqlite3 *db, const char *sql, GError **error)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK || pn_sql_fail (db, error);
}

static void
bind_blob (sqlite3_stmt *statement, int index, va_list *arguments)
{
  const void *data = va_arg (*arguments, const void *);

  sqlite3_bind_blob64 (statement, index, data, va_arg (*arguments, gsize), SQLITE_STATIC);
}

static void
bind (sqlite3_stmt *statement, const char *types, va_list *arguments)
{
  for (int i = 0; types[i]; i++)
    switch (types[i])
      {
      case 'i':
        sqlite3_bind_int64 (statement, i + 1, va_arg (*arguments, gint64));
        break;
      case 'd':
        sqlite3_bind_double (statement, i + 1, va_arg (*arguments, double));
        break;
      case 't':
        sqlite3_bind_text (statement, i + 1, va_arg (*arguments, const char *), -1, SQLITE_STATIC);
        break;
      case 'b':
        bind_blob (statement, i + 1, arguments);
        break;
      default:
        g_assert_not_reached ();
      }
}

static sqlite3_stmt *
prepare (sqlite3 *db, GError **error, const char *sql, const char *types, va_list *arguments)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      pn_sql_fail (db, error);
      return NULL;
    }
  bind (statement, types, arguments);
  return statement;
}

sqlite3_stmt *
pn_sql_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = prepare (db, error, sql, types, &arguments);
  va_end (arguments);
  return statement;
}

gboolean
pn_sql_run (sqlite3 *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (PnStatement) statement = NULL;
  va_list arguments;

  va_start (arguments, types);
  statement = prepare (db, error, sql, types, &arguments);
  va_end (arguments);
  if (!statement)
    return FALSE;
  return sqlite3_step (statement) == SQLITE_DONE || pn_sql_fail (db, error);
}

gboolean
pn_sql_next (sqlite3_stmt *statement, GError **error)
{
  switch (sqlite3_step (statement))
    {
    case SQLITE_ROW:
      return TRUE;
    case SQLITE_DONE:
      return FALSE;
    default:
      return pn_sql_fail (sqlite3_db_handle (statement), error);
    }
}

char *
pn_sql_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text ? g_utf8_make_valid (text, -1) : NULL;
}

double
pn_sql_double (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NAN;
  return sqlite3_column_double (statement, column);
}

gboolean
pn_sql_number (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (PnStatement) statement = pn_sql_prepare (db, error, sql, "");

  if (!statement)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return pn_sql_fail (db, error);
  *number = sqlite3_column_int64 (statement, 0);
  return TRUE;
}
