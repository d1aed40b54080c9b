/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-csv-parser-private.h"
#include "pn-csv.h"

G_BEGIN_DECLS

/* A finite number, as float32 can hold it, with `comma` as its decimal sign or with a point; FALSE
 * where the text is none.
 */
gboolean pn_csv_parse_number (const char *text, gboolean comma, double *value);

/* The character, of a separator that is known. */
char pn_csv_separator_char (PnCsvSeparator separator);

/* A file that is read piece by piece, for one parser after the other. */
typedef struct
{
  char *name; /* for messages: without its folders */
  GFileInputStream *stream;
  goffset size;
} PnCsvFile;

/* Errors name the file. */
gboolean pn_csv_file_open (PnCsvFile *self, const char *path, GError **error);
void pn_csv_file_clear (PnCsvFile *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PnCsvFile, pn_csv_file_clear)

/* Fills in what `preview->format` leaves open and what follows from it. `lines` are the first lines
 * cut by each separator, GStrv each; NULL where they can't be cut by it. FALSE where there is no
 * table in them; errors don't name the file.
 */
gboolean pn_csv_find (GPtrArray *lines[PN_CSV_N_SEPARATORS], PnCsvPreview *preview, GError **error);

G_END_DECLS
