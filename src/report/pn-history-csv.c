/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-history-csv.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-file.h"

typedef enum
{
  COLUMN_STEP,
  COLUMN_EPOCH,
  COLUMN_KIND,
  COLUMN_TRAINING_LOSS,
  COLUMN_TRAINING_ACCURACY,
  COLUMN_VALIDATION_LOSS,
  COLUMN_VALIDATION_ACCURACY,
  COLUMN_LEARNING_RATE,
  COLUMN_GRADIENT_NORM,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  "step",
  "epoch",
  "kind",
  "training_loss",
  "training_accuracy",
  "validation_loss",
  "validation_accuracy",
  "learning_rate",
  "gradient_norm",
};

#define NOT_THERE (-1)

typedef struct
{
  const char *name;
  guint line;
  int places[N_COLUMNS]; /* which field holds the column, or NOT_THERE */
  guint n_fields;
  GArray *rows;
} Reader;

static gboolean
find_columns (Reader *self, char **fields, GError **error)
{
  self->n_fields = g_strv_length (fields);
  for (int column = 0; column < N_COLUMNS; column++)
    {
      self->places[column] = NOT_THERE;
      for (guint i = 0; i < self->n_fields; i++)
        if (strcmp (g_strstrip (fields[i]), column_names[column]) == 0)
          self->places[column] = i;
    }
  if (self->places[COLUMN_STEP] != NOT_THERE && self->places[COLUMN_KIND] != NOT_THERE)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: the first line must name the columns of a history, “step” and “kind” among "
                  "them"),
               self->name);
  return FALSE;
}

static const char *
get_field (const Reader *self, char **fields, Column column)
{
  return self->places[column] == NOT_THERE ? "" : g_strstrip (fields[self->places[column]]);
}

static gboolean
read_number (const Reader *self, char **fields, Column column, double *value, GError **error)
{
  const char *field = get_field (self, fields, column);
  char *end;

  *value = NAN;
  if (*field == '\0')
    return TRUE;
  *value = g_ascii_strtod (field, &end);
  if (*end == '\0')
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s:%u: %s is “%s”, which is not a number"),
               self->name, self->line, column_names[column], field);
  return FALSE;
}

static gboolean
read_kind (const Reader *self, char **fields, PnHistoryRow *row, GError **error)
{
  const char *kind = get_field (self, fields, COLUMN_KIND);

  row->check = strcmp (kind, "check") == 0;
  if (row->check || strcmp (kind, "step") == 0)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s:%u: kind is “%s”; known are “step” and “check”"), self->name, self->line,
               kind);
  return FALSE;
}

static gboolean
check_step (const Reader *self, const PnHistoryRow *row, GError **error)
{
  double before = 0;

  if (self->rows->len > 0)
    before = g_array_index (self->rows, PnHistoryRow, self->rows->len - 1).step;
  if (row->step >= before && isfinite (row->step))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s:%u: step %g comes after step %g; steps never fall"), self->name, self->line,
               row->step, before);
  return FALSE;
}

static gboolean
read_row (Reader *self, char **fields, GError **error)
{
  PnHistoryRow row = { .seconds = NAN };

  if (g_strv_length (fields) != self->n_fields)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s:%u: %u fields, but the first line names %u columns"), self->name,
                   self->line, g_strv_length (fields), self->n_fields);
      return FALSE;
    }
  if (!read_number (self, fields, COLUMN_STEP, &row.step, error)
      || !read_number (self, fields, COLUMN_EPOCH, &row.epoch, error)
      || !read_kind (self, fields, &row, error)
      || !read_number (self, fields, COLUMN_TRAINING_LOSS, &row.training_loss, error)
      || !read_number (self, fields, COLUMN_TRAINING_ACCURACY, &row.training_accuracy, error)
      || !read_number (self, fields, COLUMN_VALIDATION_LOSS, &row.validation_loss, error)
      || !read_number (self, fields, COLUMN_VALIDATION_ACCURACY, &row.validation_accuracy, error)
      || !read_number (self, fields, COLUMN_LEARNING_RATE, &row.learning_rate, error)
      || !read_number (self, fields, COLUMN_GRADIENT_NORM, &row.gradient_norm, error)
      || !check_step (self, &row, error))
    return FALSE;
  g_array_append_val (self->rows, row);
  return TRUE;
}

static gboolean
read_line (Reader *self, const char *line, gsize length, GError **error)
{
  g_autofree char *copy = g_strchomp (g_strndup (line, length));
  g_auto (GStrv) fields = NULL;

  self->line++;
  if (*copy == '\0')
    return TRUE;
  fields = g_strsplit (copy, ",", 64);
  return self->n_fields == 0 ? find_columns (self, fields, error) : read_row (self, fields, error);
}

static gboolean
read_lines (Reader *self, const char *text, gsize length, GError **error)
{
  const char *end = text + length;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3; /* a byte order mark, as spreadsheets write it */
  while (text < end)
    {
      const char *next = memchr (text, '\n', end - text);
      gsize n = next != NULL ? next - text : end - text;

      if (!read_line (self, text, n, error))
        return FALSE;
      text += n + 1;
    }
  return TRUE;
}

GArray *
pn_history_csv_parse (const char *text, gsize length, const char *name, GError **error)
{
  Reader reader = { .name = name, .rows = g_array_new (FALSE, FALSE, sizeof (PnHistoryRow)) };

  if (read_lines (&reader, text, length, error) && reader.rows->len > 0)
    return reader.rows;
  if (error != NULL && *error == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: holds no steps; a history has a row for each step or check"), name);
  g_array_unref (reader.rows);
  return NULL;
}

GArray *
pn_history_csv_read (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pn_file_read (path, error);
  g_autofree char *name = g_path_get_basename (path);

  if (bytes == NULL)
    return NULL;
  return pn_history_csv_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), name,
                               error);
}

/* The shortest of the usual precisions that reads back as the same number. */
static void
append_number (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *const formats[] = { "%.6g", "%.9g", "%.17g" };

  if (isnan (value))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append (csv, buffer);
}

static void
append_row (GString *csv, const PnHistoryRow *row)
{
  const double numbers[] = { row->training_loss,       row->training_accuracy, row->validation_loss,
                             row->validation_accuracy, row->learning_rate,     row->gradient_norm };

  /* All digits: 1e+06 is no step to most readers. */
  g_string_append_printf (csv, "%" PRIu64 ",", (guint64) row->step);
  append_number (csv, row->epoch);
  g_string_append (csv, row->check ? ",check" : ",step");
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_c (csv, ',');
      append_number (csv, numbers[i]);
    }
  g_string_append_c (csv, '\n');
}

char *
pn_history_csv_format (const PnHistoryRow *rows, gsize n)
{
  GString *csv = g_string_new (NULL);

  for (int i = 0; i < N_COLUMNS; i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", column_names[i]);
  g_string_append_c (csv, '\n');
  for (gsize i = 0; i < n; i++)
    append_row (csv, &rows[i]);
  return g_string_free (csv, FALSE);
}

static void
append_step (GArray *rows, const PnStepRecord *step, double steps_per_epoch)
{
  const PnHistoryRow row = {
    .step = (double) step->step,
    .epoch = (double) step->step / steps_per_epoch,
    .training_loss = step->loss,
    .training_accuracy = step->accuracy,
    .validation_loss = NAN,
    .validation_accuracy = NAN,
    .seconds = NAN,
    .learning_rate = NAN,
    .gradient_norm = NAN,
  };

  g_array_append_val (rows, row);
}

static void
append_check (GArray *rows, const PnCheckRecord *check)
{
  const PnHistoryRow row = {
    .step = (double) check->step,
    .epoch = check->epoch,
    .check = TRUE,
    .training_loss = check->train_loss,
    .training_accuracy = check->train_accuracy,
    .validation_loss = check->loss,
    .validation_accuracy = check->accuracy,
    .seconds = check->training_seconds,
    .learning_rate = check->learning_rate,
    .gradient_norm = check->gradient_norm,
  };

  g_array_append_val (rows, row);
}

GArray *
pn_history_csv_rows (PnHistory *history)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PnHistoryRow));
  double steps_per_epoch = (double) pn_history_steps_per_epoch (history);
  gsize n_steps;
  gsize n_checks;
  const PnStepRecord *steps = pn_history_steps (history, &n_steps);
  const PnCheckRecord *checks = pn_history_checks (history, &n_checks);
  gsize next = 0;

  for (gsize i = 0; i < n_steps; i++)
    {
      for (; next < n_checks && checks[next].step < steps[i].step; next++)
        append_check (rows, &checks[next]);
      append_step (rows, &steps[i], steps_per_epoch);
    }
  for (; next < n_checks; next++)
    append_check (rows, &checks[next]);
  return rows;
}
