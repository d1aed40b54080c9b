/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-csv-private.h"

#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Classes of a column of numbers, where nothing else tells it from a measurement. */
#define FEW_CLASSES 50

/* What people call it, in small letters. */
static const char *const label_names[]
    = { "label",  "labels", "class", "classes", "target",  "species", "category", "kategori",
        "klasse", "art",    "type",  "outcome", "quality", "y",       NULL };

/* Left empty, or one of the usual words for that: tells nothing about a column. */
static gboolean
is_missing (const char *text)
{
  static const char *const words[] = { "", "?", "NA", "N/A", "NaN", "nan", "null", "-", NULL };

  return g_strv_contains (words, text);
}

static gboolean
is_number (const char *text, PnCsvDecimal decimal)
{
  double value;

  return pn_csv_parse_number (text, decimal == PN_CSV_DECIMAL_COMMA, &value);
}

/* How good a table this makes of the lines: numbers in it, less where lines differ in length. */
static double
score (const GPtrArray *lines, PnCsvDecimal decimal)
{
  gsize n_numbers = 0, n_alike = 0;
  gsize n_columns = lines->len > 0 ? g_strv_length (lines->pdata[0]) : 0;

  if (n_columns < 2)
    return -1;
  for (guint i = 0; i < lines->len; i++)
    {
      GStrv fields = lines->pdata[i];

      if (g_strv_length (fields) != n_columns)
        continue;
      n_alike++;
      for (gsize j = 0; j < n_columns; j++)
        n_numbers += is_number (fields[j], decimal);
    }
  return (double) n_numbers * (double) n_alike / lines->len;
}

/* The best of what `format` allows. Among equals the first, so a point rather than a comma where
 * all numbers are whole.
 */
static gboolean
find_signs (GPtrArray *lines[PN_CSV_N_SEPARATORS], PnCsvFormat *format, GError **error)
{
  const PnCsvFormat wanted = *format;
  double best = -1;

  for (guint s = PN_CSV_SEPARATOR_COMMA; s < PN_CSV_N_SEPARATORS; s++)
    for (guint d = PN_CSV_DECIMAL_POINT; d < PN_CSV_N_DECIMALS; d++)
      {
        gboolean allowed = lines[s] != NULL && (wanted.separator == 0 || wanted.separator == s)
                           && (wanted.decimal == 0 || wanted.decimal == d)
                           && !(s == PN_CSV_SEPARATOR_COMMA && d == PN_CSV_DECIMAL_COMMA);
        double here = allowed ? score (lines[s], (PnCsvDecimal) d) : -1;

        if (here <= best)
          continue;
        best = here;
        format->separator = (PnCsvSeparator) s;
        format->decimal = (PnCsvDecimal) d;
      }
  if (best >= 0)
    return TRUE;
  g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                       _ ("no columns in the first line; two or more would be right, with commas, "
                          "semicolons, tabs or bars between them"));
  return FALSE;
}

/* Whether a column holds text, its first line left aside: a few words among numbers are mistakes
 * that are told by their lines when the table is read.
 */
static gboolean
column_is_text (const GPtrArray *lines, gsize column, PnCsvDecimal decimal)
{
  gsize n_texts = 0, n_numbers = 0;

  for (guint i = lines->len > 1 ? 1 : 0; i < lines->len; i++)
    {
      GStrv fields = lines->pdata[i];

      if (column >= g_strv_length (fields) || is_missing (fields[column]))
        continue;
      if (is_number (fields[column], decimal))
        n_numbers++;
      else
        n_texts++;
    }
  return n_texts > n_numbers;
}

/* A word above a column of numbers is its name; a lone line of words is names of what never comes.
 */
static PnCsvHeader
find_header (const GPtrArray *lines, const PnCsvPreview *preview)
{
  GStrv first = lines->pdata[0];
  gsize n_numbers = 0;

  for (gsize j = 0; j < preview->n_columns; j++)
    {
      gboolean number = is_number (first[j], preview->format.decimal);

      if (lines->len > 1 && !preview->is_text[j] && !is_missing (first[j]) && !number)
        return PN_CSV_HEADER_YES;
      n_numbers += number;
    }
  return lines->len == 1 && n_numbers == 0 ? PN_CSV_HEADER_YES : PN_CSV_HEADER_NO;
}

static char *
column_name (const GPtrArray *lines, const PnCsvPreview *preview, gsize column)
{
  GStrv first = lines->pdata[0];

  if (preview->format.header == PN_CSV_HEADER_YES && *first[column] != '\0')
    return g_utf8_make_valid (first[column], -1);
  return g_strdup_printf ("%zu", column + 1);
}

/* Different values of a column, counted up to one more than FEW_CLASSES. */
static gsize
count_values (const PnCsvPreview *preview, gsize column)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < preview->n_rows && g_hash_table_size (values) <= FEW_CLASSES; i++)
    if (column < g_strv_length (preview->rows[i]))
      g_hash_table_add (values, preview->rows[i][column]);
  return g_hash_table_size (values);
}

static gboolean
has_label_name (const PnCsvPreview *preview, gsize column)
{
  g_autofree char *lower = g_utf8_strdown (preview->names[column], -1);

  return g_strv_contains (label_names, lower);
}

/* Could its numbers be those of classes: whole ones, few of them, and each again and again? */
static gboolean
could_be_classes (const PnCsvPreview *preview, gsize column)
{
  gsize n = count_values (preview, column);

  for (gsize i = 0; i < preview->n_rows; i++)
    if (column < g_strv_length (preview->rows[i])
        && strspn (preview->rows[i][column], "0123456789") != strlen (preview->rows[i][column]))
      return FALSE;
  return n >= 2 && n <= FEW_CLASSES && 2 * n <= preview->n_rows;
}

/* By its name; else text with few values, the last such column; else numbers of classes in the last
 * column or the first, which is where tables have them; else the last.
 */
static gsize
find_label (const PnCsvPreview *preview)
{
  gsize last = preview->n_columns - 1;

  for (gsize j = 0; preview->format.header == PN_CSV_HEADER_YES && j <= last; j++)
    if (has_label_name (preview, last - j))
      return last - j;
  for (gsize j = 0; j <= last; j++)
    if (preview->is_text[last - j] && count_values (preview, last - j) <= FEW_CLASSES)
      return last - j;
  if (!could_be_classes (preview, last) && could_be_classes (preview, 0))
    return 0;
  return last;
}

/* "1, 3-5" into flags. */
static gboolean
read_skip (const char *skip, PnCsvPreview *preview, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (skip, ",", -1);

  for (gsize i = 0; g_strcmp0 (skip, "none") != 0 && parts[i] != NULL; i++)
    {
      g_auto (GStrv) ends = g_strsplit (g_strstrip (parts[i]), "-", 2);
      const char *to = ends[0] != NULL && ends[1] != NULL ? ends[1] : parts[i];
      guint64 first, last;

      if (ends[0] == NULL
          || !g_ascii_string_to_unsigned (ends[0], 10, 1, preview->n_columns, &first, NULL)
          || !g_ascii_string_to_unsigned (to, 10, first, preview->n_columns, &last, NULL))
        {
          g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                       _ ("columns to leave out: “%s” isn't a column or a range from 1 to %zu; "
                          "1, 3-5 would be right"),
                       parts[i], preview->n_columns);
          return FALSE;
        }
      for (guint64 j = first; j <= last; j++)
        preview->skipped[j - 1] = TRUE;
    }
  return TRUE;
}

static char *
skipped_text (const PnCsvPreview *preview)
{
  GString *text = g_string_new (NULL);

  for (gsize j = 0; j < preview->n_columns; j++)
    if (preview->skipped[j])
      g_string_append_printf (text, "%s%zu", text->len > 0 ? ", " : "", j + 1);
  return g_string_free (text->len > 0 ? text : g_string_assign (text, "none"), FALSE);
}

static gboolean
find_skipped (PnCsvPreview *preview, GError **error)
{
  gsize n_inputs = 0;

  if (preview->format.skip != NULL && !read_skip (preview->format.skip, preview, error))
    return FALSE;
  for (gsize j = 0; preview->format.skip == NULL && j < preview->n_columns; j++)
    preview->skipped[j] = preview->is_text[j];
  preview->skipped[preview->format.label - 1] = FALSE;
  for (gsize j = 0; j < preview->n_columns; j++)
    n_inputs += !preview->skipped[j] && j + 1 != preview->format.label;
  g_free (preview->format.skip);
  preview->format.skip = skipped_text (preview);
  if (n_inputs > 0)
    return TRUE;
  g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                       _ ("no column of numbers is left for the network to learn from, beside that "
                          "of the class"));
  return FALSE;
}

static void
take_columns (GPtrArray *lines, PnCsvPreview *preview)
{
  gsize first;

  preview->n_columns = g_strv_length (lines->pdata[0]);
  preview->is_text = g_new0 (gboolean, preview->n_columns);
  preview->skipped = g_new0 (gboolean, preview->n_columns);
  preview->names = g_new0 (char *, preview->n_columns + 1);
  for (gsize j = 0; j < preview->n_columns; j++)
    preview->is_text[j] = column_is_text (lines, j, preview->format.decimal);
  if (preview->format.header == PN_CSV_HEADER_FOUND)
    preview->format.header = find_header (lines, preview);
  for (gsize j = 0; j < preview->n_columns; j++)
    preview->names[j] = column_name (lines, preview, j);
  first = preview->format.header == PN_CSV_HEADER_YES ? 1 : 0;
  preview->n_rows = lines->len - first;
  preview->rows = g_new0 (char **, preview->n_rows + 1);
  for (gsize i = 0; i < preview->n_rows; i++)
    preview->rows[i] = g_steal_pointer (&lines->pdata[i + first]);
}

gboolean
pn_csv_find (GPtrArray *lines[PN_CSV_N_SEPARATORS], PnCsvPreview *preview, GError **error)
{
  if (!find_signs (lines, &preview->format, error))
    return FALSE;
  take_columns (lines[preview->format.separator], preview);
  if (preview->n_rows == 0)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                           _ ("there is nothing below the names of the columns"));
      return FALSE;
    }
  if (preview->format.label > preview->n_columns)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("the class should be in column %zu, but there are %zu columns"),
                   preview->format.label, preview->n_columns);
      return FALSE;
    }
  if (preview->format.label == 0)
    preview->format.label = find_label (preview) + 1;
  return find_skipped (preview, error);
}
