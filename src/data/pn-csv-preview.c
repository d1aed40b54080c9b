/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-csv-private.h"

#include "pn-error.h"

#include <glib/gi18n-lib.h>

#define HEAD ((gsize) 256 << 10) /* bytes that are looked at */

gboolean
pn_csv_file_open (PnCsvFile *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;

  self->name = g_path_get_basename (path);
  self->stream = g_file_read (file, NULL, error);
  if (self->stream != NULL)
    info = g_file_input_stream_query_info (self->stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL,
                                           error);
  if (info == NULL)
    {
      g_prefix_error (error, "%s: ", self->name);
      return FALSE;
    }
  self->size = g_file_info_get_size (info);
  return TRUE;
}

void
pn_csv_file_clear (PnCsvFile *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->stream);
}

static gboolean
keep_cb (const PnCsvRecord *record, gpointer user_data, GError **error)
{
  GPtrArray *lines = user_data;
  char **fields;

  if (lines->len >= PN_CSV_PREVIEW_ROWS)
    return TRUE;
  fields = g_new0 (char *, record->n_fields + 1);
  for (gsize i = 0; i < record->n_fields; i++)
    fields[i] = g_strdup (record->fields[i]);
  g_ptr_array_add (lines, fields);
  return TRUE;
}

/* The lines of `text`, each cut at `separator`; of a text that is cut itself without what may be
 * half a line.
 */
static GPtrArray *
cut (const char *text, gsize length, gboolean whole, char separator, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (PnCsvParser) parser = pn_csv_parser_new (separator, keep_cb, lines);

  if (!pn_csv_parser_feed (parser, text, length, error)
      || (whole && !pn_csv_parser_end (parser, error)))
    return NULL;
  if (lines->len > 0)
    return g_steal_pointer (&lines);
  g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                       whole ? _ ("the file is empty")
                             : _ ("its first line is longer than 256 kB"));
  return NULL;
}

/* Where no separator makes a table of the text, the first that could not even cut it knows why. */
static gboolean
cut_all (PnCsvPreview *preview, const char *text, gsize length, gboolean whole, GError **error)
{
  GPtrArray *lines[PN_CSV_N_SEPARATORS] = { NULL };
  PnCsvSeparator wanted = preview->format.separator;
  g_autoptr (GError) first = NULL;
  gboolean good;

  for (guint s = PN_CSV_SEPARATOR_COMMA; s < PN_CSV_N_SEPARATORS; s++)
    if (wanted == PN_CSV_SEPARATOR_FOUND || wanted == s)
      lines[s] = cut (text, length, whole, pn_csv_separator_char ((PnCsvSeparator) s),
                      first == NULL ? &first : NULL);
  good = pn_csv_find (lines, preview, first == NULL ? error : NULL);
  if (!good && first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  for (guint s = 0; s < PN_CSV_N_SEPARATORS; s++)
    g_clear_pointer (&lines[s], g_ptr_array_unref);
  return good;
}

PnCsvPreview *
pn_csv_preview_new (const char *path, const PnCsvFormat *format, GError **error)
{
  g_auto (PnCsvFile) file = { NULL };
  g_autoptr (PnCsvPreview) self = g_new0 (PnCsvPreview, 1);
  g_autofree char *text = g_malloc (HEAD);
  gsize length = 0;

  g_return_val_if_fail (path != NULL && format != NULL, NULL);

  pn_csv_format_copy (format, &self->format);
  if (!pn_csv_file_open (&file, path, error))
    return NULL;
  if (!g_input_stream_read_all (G_INPUT_STREAM (file.stream), text, HEAD, &length, NULL, error)
      || !cut_all (self, text, length, length < HEAD, error))
    {
      g_prefix_error (error, "%s: ", file.name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
pn_csv_preview_free (PnCsvPreview *self)
{
  if (self == NULL)
    return;
  pn_csv_format_clear (&self->format);
  g_strfreev (self->names);
  g_free (self->is_text);
  g_free (self->skipped);
  for (gsize i = 0; i < self->n_rows; i++)
    g_strfreev (self->rows[i]);
  g_free (self->rows);
  g_free (self);
}
