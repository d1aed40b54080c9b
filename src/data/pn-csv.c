/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-csv-private.h"

#include "pn-checked.h"
#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PIECE 65536      /* bytes that are read at a time */
#define MAX_NAME 256     /* bytes of a class' name */
#define SHOWN 40         /* bytes of a bad field in an error */
#define LEAST_PICTURE 64 /* pixels of a picture: 8 × 8 */

/* A table that is read: first to count and check, then to keep. */
typedef struct
{
  PnCsvFile file;
  PnCsvPreview *preview;
  gsize label;     /* column of the class, from 0 */
  gboolean header; /* still to come */
  gsize n_inputs;
  gsize n_rows;
  gboolean all_bytes;  /* whole numbers from 0 to 255 */
  GHashTable *classes; /* name → number + 1, once they are all known */
  GPtrArray *names;    /* of the classes in their order; owned by `classes` */

  gsize row; /* the next to keep */
  guint8 *bytes;
  float *floats;
  guint16 *labels;

  GCancellable *cancellable;
  PnCsvProgress progress;
  gpointer user_data;
} Reader;

static void
reader_clear (Reader *self)
{
  pn_csv_file_clear (&self->file);
  g_clear_pointer (&self->preview, pn_csv_preview_free);
  g_clear_pointer (&self->classes, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self->bytes);
  g_free (self->floats);
  g_free (self->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
fail_at (const Reader *self,
         const PnCsvRecord *record,
         gsize column,
         const char *words,
         GError **error)
{
  const char *field = record->fields[column];
  g_autofree char *valid = g_utf8_make_valid (field, (gssize) MIN (strlen (field), SHOWN));

  /* Translators: line and column of a table, the column's name, what stands there, what is wrong.
   */
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("line %zu, column %zu (%s): “%s” %s"),
               record->line, column + 1, self->preview->names[column], valid, words);
  return FALSE;
}

static gboolean
check_length (const Reader *self, const PnCsvRecord *record, GError **error)
{
  if (record->n_fields == self->preview->n_columns)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("line %zu: %zu columns, but the first line has %zu"), record->line,
               record->n_fields, self->preview->n_columns);
  return FALSE;
}

/* The header is no sample. TRUE while it was one. */
static gboolean
take_header (Reader *self)
{
  gboolean header = self->header;

  self->header = FALSE;
  return header;
}

static gboolean
parse (const Reader *self, const PnCsvRecord *record, gsize column, double *value, GError **error)
{
  gboolean comma = self->preview->format.decimal == PN_CSV_DECIMAL_COMMA;

  if (pn_csv_parse_number (record->fields[column], comma, value))
    return TRUE;
  return fail_at (self, record, column,
                  comma ? _ ("is no number with a decimal comma, which would be right")
                        : _ ("is no number, which would be right"),
                  error);
}

static gboolean
is_input (const Reader *self, gsize column)
{
  return column != self->label && !self->preview->skipped[column];
}

static gboolean
check_numbers (Reader *self, const PnCsvRecord *record, GError **error)
{
  double value;

  for (gsize j = 0; j < record->n_fields; j++)
    if (is_input (self, j))
      {
        if (!parse (self, record, j, &value, error))
          return FALSE;
        self->all_bytes &= value >= 0 && value <= 255 && value == floor (value);
      }
  return TRUE;
}

static gboolean
check_class (Reader *self, const PnCsvRecord *record, GError **error)
{
  const char *name = record->fields[self->label];

  if (g_hash_table_contains (self->classes, name))
    return TRUE;
  if (*name == '\0' || strlen (name) > MAX_NAME)
    return fail_at (self, record, self->label,
                    _ ("is no name of a class: one to 256 letters would be right"), error);
  if (!g_utf8_validate (name, -1, NULL))
    return fail_at (self, record, self->label, _ ("is not in UTF-8, which would be right"), error);
  if (g_hash_table_size (self->classes) >= PN_CSV_MAX_CLASSES)
    return fail_at (self, record, self->label,
                    _ ("is class 1,001, and at most 1,000 are read; is this the column of the "
                       "class?"),
                    error);
  g_hash_table_insert (self->classes, g_strdup (name), NULL);
  return TRUE;
}

static gboolean
check_cb (const PnCsvRecord *record, gpointer user_data, GError **error)
{
  Reader *self = user_data;

  if (take_header (self))
    return TRUE;
  self->n_rows++;
  return check_length (self, record, error) && check_numbers (self, record, error)
         && check_class (self, record, error);
}

static gboolean
fail_changed (GError **error)
{
  g_set_error_literal (error, PN_ERROR, PN_ERROR_FAILED,
                       _ ("the file was changed while it was read; open it again"));
  return FALSE;
}

static gboolean
keep_cb (const PnCsvRecord *record, gpointer user_data, GError **error)
{
  Reader *self = user_data;
  gsize at = self->row * self->n_inputs;
  guint number;

  if (take_header (self))
    return TRUE;
  if (self->row >= self->n_rows || record->n_fields != self->preview->n_columns)
    return fail_changed (error);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->classes, record->fields[self->label]));
  if (number == 0)
    return fail_changed (error);
  self->labels[self->row++] = (guint16) (number - 1);
  for (gsize j = 0; j < record->n_fields; j++)
    {
      double value;

      if (!is_input (self, j))
        continue;
      if (!parse (self, record, j, &value, error))
        return FALSE;
      if (self->bytes != NULL)
        self->bytes[at++] = (guint8) CLAMP (value, 0, 255);
      else
        self->floats[at++] = (float) value;
    }
  return TRUE;
}

static void
report (const Reader *self, goffset read, double from)
{
  if (self->progress != NULL && self->file.size > 0)
    self->progress (from + 0.5 * MIN ((double) read / (double) self->file.size, 1),
                    self->user_data);
}

/* Once through the file. `from` is the share that is done before. */
static gboolean
pass (Reader *self, PnCsvRecordFunc func, double from, GError **error)
{
  char separator = pn_csv_separator_char (self->preview->format.separator);
  g_autoptr (PnCsvParser) parser = pn_csv_parser_new (separator, func, self);
  g_autofree char *piece = g_malloc (PIECE);
  goffset read = 0;
  gssize n;

  self->header = self->preview->format.header == PN_CSV_HEADER_YES;
  if (!g_seekable_seek (G_SEEKABLE (self->file.stream), 0, G_SEEK_SET, self->cancellable, error))
    return FALSE;
  while ((n = g_input_stream_read (G_INPUT_STREAM (self->file.stream), piece, PIECE,
                                   self->cancellable, error))
         > 0)
    {
      if (!pn_csv_parser_feed (parser, piece, (gsize) n, error))
        return FALSE;
      read += n;
      report (self, read, from);
    }
  return n == 0 && pn_csv_parser_end (parser, error);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  double first = 0, second = 0;
  gboolean comma = GPOINTER_TO_INT (user_data);

  pn_csv_parse_number (*(const char *const *) a, comma, &first);
  pn_csv_parse_number (*(const char *const *) b, comma, &second);
  if (first != second)
    return first < second ? -1 : 1;
  return compare_texts (a, b);
}

static gboolean
all_numbers (const GPtrArray *names, gboolean comma)
{
  double value;

  for (guint i = 0; i < names->len; i++)
    if (!pn_csv_parse_number (names->pdata[i], comma, &value))
      return FALSE;
  return TRUE;
}

/* Numbers in their order, words by the alphabet: the same in whatever order the lines stand. */
static void
number_classes (Reader *self)
{
  gboolean comma = self->preview->format.decimal == PN_CSV_DECIMAL_COMMA;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->classes, NULL);

  self->names = g_ptr_array_new ();
  for (guint i = 0; i < g_hash_table_size (self->classes); i++)
    g_ptr_array_add (self->names, keys[i]);
  if (all_numbers (self->names, comma))
    g_ptr_array_sort_with_data (self->names, compare_numbers, GINT_TO_POINTER (comma));
  else
    g_ptr_array_sort (self->names, compare_texts);
  for (guint i = 0; i < self->names->len; i++)
    g_hash_table_insert (self->classes, g_strdup (self->names->pdata[i]), GUINT_TO_POINTER (i + 1));
  g_ptr_array_add (self->names, NULL);
}

/* The side of a square picture of so many pixels; 0 where there is none. */
static gsize
picture_side (const Reader *self)
{
  gsize side = (gsize) (sqrt ((double) self->n_inputs) + 0.5);

  return self->all_bytes && self->n_inputs >= LEAST_PICTURE && side * side == self->n_inputs ? side
                                                                                             : 0;
}

static gboolean
allocate (Reader *self, GError **error)
{
  gsize n = pn_checked_multiply (self->n_rows, self->n_inputs);

  if (picture_side (self) > 0)
    self->bytes = g_try_malloc (n);
  else if (n <= G_MAXSIZE / sizeof (float))
    self->floats = g_try_new (float, n);
  self->labels = g_try_new (guint16, self->n_rows);
  if ((self->bytes != NULL || self->floats != NULL) && self->labels != NULL)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("there is no memory for its %zu lines of %zu numbers"), self->n_rows,
               self->n_inputs);
  return FALSE;
}

static char **
input_names (const Reader *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize j = 0; j < self->preview->n_columns; j++)
    if (is_input (self, j))
      g_strv_builder_add (names, self->preview->names[j]);
  return g_strv_builder_end (names);
}

static PnDataset *
make_dataset (Reader *self, GError **error)
{
  gsize side = picture_side (self);
  gsize shape[3] = { 1, MAX (side, 1), side > 0 ? side : self->n_inputs };
  gsize n = self->n_rows * self->n_inputs;
  const char *const *classes = (const char *const *) self->names->pdata;
  g_autoptr (GBytes) labels
      = g_bytes_new_take (g_steal_pointer (&self->labels), self->n_rows * sizeof (guint16));
  g_autoptr (GBytes) inputs
      = side > 0 ? g_bytes_new_take (g_steal_pointer (&self->bytes), n)
                 : g_bytes_new_take (g_steal_pointer (&self->floats), n * sizeof (float));
  g_auto (GStrv) names = side > 0 ? NULL : input_names (self);
  g_autoptr (PnDataset) plain = side > 0
                                    ? pn_dataset_new_bytes (shape, self->n_rows, inputs, labels,
                                                            classes, self->names->len - 1, error)
                                    : pn_dataset_new_floats (shape, self->n_rows, inputs, labels,
                                                             classes, self->names->len - 1, error);

  return plain != NULL ? pn_dataset_with_input_names (plain, (const char *const *) names) : NULL;
}

static gboolean
read_all (Reader *self, GError **error)
{
  self->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->label = self->preview->format.label - 1;
  self->all_bytes = TRUE;
  for (gsize j = 0; j < self->preview->n_columns; j++)
    self->n_inputs += is_input (self, j);
  if (!pass (self, check_cb, 0, error))
    return FALSE;
  number_classes (self);
  return allocate (self, error) && pass (self, keep_cb, 0.5, error)
         && (self->row == self->n_rows || fail_changed (error));
}

PnDataset *
pn_csv_read (const char *path,
             const PnCsvFormat *format,
             GCancellable *cancellable,
             PnCsvProgress progress,
             gpointer user_data,
             GError **error)
{
  g_auto (Reader) self
      = { .cancellable = cancellable, .progress = progress, .user_data = user_data };
  PnDataset *dataset;

  g_return_val_if_fail (path != NULL && format != NULL, NULL);

  self.preview = pn_csv_preview_new (path, format, error);
  if (self.preview == NULL || !pn_csv_file_open (&self.file, path, error))
    return NULL;
  dataset = read_all (&self, error) ? make_dataset (&self, error) : NULL;
  if (dataset == NULL)
    g_prefix_error (error, "%s: ", self.file.name);
  return dataset;
}
