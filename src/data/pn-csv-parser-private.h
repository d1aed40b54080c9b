/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnCsvParser: the grammar of separated values (RFC 4180), fed piece by piece: fields between
 * separators, records between line ends (LF, CR or both); a field in quotation marks may hold
 * separators, line ends and, doubled, quotation marks. Empty lines are no records, and a byte order
 * mark in front is none of the text. What it holds is bounded by one record.
 */
typedef struct _PnCsvParser PnCsvParser;

/* Above these a file is refused: far beyond any table, and little memory. */
#define PN_CSV_MAX_FIELDS 65536
#define PN_CSV_MAX_RECORD ((gsize) 16 << 20) /* bytes */

typedef struct
{
  gsize line; /* on which it begins, from 1 */
  gsize n_fields;
  const char *const *fields; /* UTF-8 not yet checked; without white space around it where there are
                              * no quotation marks; valid during the call */
} PnCsvRecord;

/* FALSE with `error` set ends the parsing. */
typedef gboolean (*PnCsvRecordFunc) (const PnCsvRecord *record, gpointer user_data, GError **error);

PnCsvParser *pn_csv_parser_new (char separator, PnCsvRecordFunc func, gpointer user_data);
void pn_csv_parser_free (PnCsvParser *self);

/* Errors say the line and the column (the field's number, from 1), not the file. */
gboolean pn_csv_parser_feed (PnCsvParser *self, const char *bytes, gsize n, GError **error);
/* The text ends here; a last record needs no line end. */
gboolean pn_csv_parser_end (PnCsvParser *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnCsvParser, pn_csv_parser_free)

G_END_DECLS
