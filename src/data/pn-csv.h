/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tables of text, CSV and TSV: a sample a line, a column for its class, numbers in the others. What
 * a file doesn't say about itself (separator, header, decimal sign, which column is the class) is
 * found in its first lines; each of these can be said instead.
 */

typedef enum
{
  PN_CSV_SEPARATOR_FOUND, /* as the first lines have it */
  PN_CSV_SEPARATOR_COMMA,
  PN_CSV_SEPARATOR_SEMICOLON,
  PN_CSV_SEPARATOR_TAB,
  PN_CSV_SEPARATOR_BAR,
  PN_CSV_N_SEPARATORS,
} PnCsvSeparator;

typedef enum
{
  PN_CSV_HEADER_FOUND,
  PN_CSV_HEADER_YES, /* the first line names the columns */
  PN_CSV_HEADER_NO,
  PN_CSV_N_HEADERS,
} PnCsvHeader;

typedef enum
{
  PN_CSV_DECIMAL_FOUND,
  PN_CSV_DECIMAL_POINT,
  PN_CSV_DECIMAL_COMMA,
  PN_CSV_N_DECIMALS,
} PnCsvDecimal;

/* How a table is to be read; a plain value, all zeros is "as found". */
typedef struct
{
  PnCsvSeparator separator;
  PnCsvHeader header;
  PnCsvDecimal decimal;
  gsize label; /* the column of the class, from 1; 0: found */
  char *skip;  /* columns that are left out, "1, 3-5", or "none"; NULL: those that hold text */
} PnCsvFormat;

void pn_csv_format_copy (const PnCsvFormat *from, PnCsvFormat *to);
void pn_csv_format_clear (PnCsvFormat *self);
gboolean pn_csv_format_equal (const PnCsvFormat *a, const PnCsvFormat *b);
/* The names in recipes: "found", "comma", …. */
const char *pn_csv_separator_name (guint separator);
const char *pn_csv_header_name (guint header);
const char *pn_csv_decimal_name (guint decimal);

/* Whether a file is taken for a table, by the ending of its name: .csv, .tsv, .tab or .txt. */
gboolean pn_csv_is_name (const char *path);

/* The first lines of a table, with what was found about it. */
typedef struct
{
  PnCsvFormat format; /* nothing in it is "found" any more */
  gsize n_columns;
  char **names;      /* [n_columns] from the header, else "1", "2", …; NULL-terminated */
  gboolean *is_text; /* [n_columns] whether most that stands in it is no number */
  gboolean *skipped; /* [n_columns] left out; never the column of the class */
  gsize n_rows;
  char ***rows; /* [n_rows][n_columns]; the header is none of them */
} PnCsvPreview;

/* At most so many lines are looked at. */
#define PN_CSV_PREVIEW_ROWS 1000

/* Reads as much of the file as the first lines take. `format` is what is known already. Fails, with
 * the file's name, line and column, where there is no table in it or `format` can't be of it. Any
 * thread.
 */
PnCsvPreview *pn_csv_preview_new (const char *path, const PnCsvFormat *format, GError **error);
void pn_csv_preview_free (PnCsvPreview *self);

/* The share done, 0 to 1; on the thread that reads. */
typedef void (*PnCsvProgress) (double share, gpointer user_data);

/* The whole table as a dataset. Its classes are what stands in the column of the class, numbers in
 * their order, else by the alphabet; inputs are the other columns, with their names, as a vector
 * {1, 1, n}; whole numbers from 0 to 255 in a square number of columns, 64 or more, are taken for a
 * picture, 8 bit. The file is read twice, a piece at a time: memory is what the dataset takes.
 * Fails as pn_csv_preview_new() does, and on a line with more or fewer columns than the first, on
 * what is no number where one is needed, on more than PN_CSV_MAX_CLASSES classes, on a file that
 * changes meanwhile, where memory is short, and when cancelled. `cancellable` and `progress` may be
 * NULL. Any thread.
 */
PnDataset *pn_csv_read (const char *path,
                        const PnCsvFormat *format,
                        GCancellable *cancellable,
                        PnCsvProgress progress,
                        gpointer user_data,
                        GError **error);

#define PN_CSV_MAX_CLASSES 1000

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnCsvPreview, pn_csv_preview_free)

G_END_DECLS
