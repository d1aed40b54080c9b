/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-csv-parser-private.h"

#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  FIELD_START, /* nothing but white space so far */
  PLAIN,
  QUOTED,
  QUOTE_IN_QUOTED, /* the end of the field, or the first of two */
} State;

struct _PnCsvParser
{
  char separator;
  PnCsvRecordFunc func;
  gpointer user_data;

  State state;
  gboolean after_return; /* a line feed now belongs to the line end before it */
  gboolean any;          /* the record has a character or a separator */
  gsize line;
  gsize record_line;
  gsize quote_line;
  gsize n_seen;     /* bytes, up to the length of a byte order mark */
  GByteArray *text; /* the fields, each ended by a zero */
  GArray *starts;   /* gsize: where each begins in it */
  GPtrArray *fields;
};

PnCsvParser *
pn_csv_parser_new (char separator, PnCsvRecordFunc func, gpointer user_data)
{
  PnCsvParser *self = g_new0 (PnCsvParser, 1);
  gsize zero = 0;

  self->separator = separator;
  self->func = func;
  self->user_data = user_data;
  self->line = 1;
  self->record_line = 1;
  self->text = g_byte_array_new ();
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->fields = g_ptr_array_new ();
  g_array_append_val (self->starts, zero);
  return self;
}

void
pn_csv_parser_free (PnCsvParser *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->text);
  g_array_unref (self->starts);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

static gboolean
fail (const PnCsvParser *self, int code, const char *words, GError **error)
{
  g_set_error (error, PN_ERROR, code, _ ("line %zu, column %u: %s"), self->line, self->starts->len,
               words);
  return FALSE;
}

static gboolean
append (PnCsvParser *self, char c, GError **error)
{
  if (self->text->len >= PN_CSV_MAX_RECORD)
    return fail (self, PN_ERROR_TOO_LARGE,
                 _ ("the line is longer than 16 MB; is a quotation mark missing?"), error);
  if (c == '\0')
    return fail (self, PN_ERROR_INVALID,
                 _ ("a zero byte: this is no text, or not in UTF-8, which would be right"), error);
  g_byte_array_append (self->text, (const guint8 *) &c, 1);
  self->any = TRUE;
  return TRUE;
}

static gsize
field_start (const PnCsvParser *self)
{
  return g_array_index (self->starts, gsize, self->starts->len - 1);
}

static void
trim_end (PnCsvParser *self)
{
  gsize start = field_start (self);

  while (self->text->len > start && strchr (" \t", self->text->data[self->text->len - 1]) != NULL)
    g_byte_array_set_size (self->text, self->text->len - 1);
}

static void
close_field (PnCsvParser *self)
{
  if (self->state == PLAIN)
    trim_end (self);
  g_byte_array_append (self->text, (const guint8 *) "", 1);
  self->state = FIELD_START;
}

static gboolean
next_field (PnCsvParser *self, GError **error)
{
  gsize start;

  if (self->starts->len >= PN_CSV_MAX_FIELDS)
    return fail (self, PN_ERROR_TOO_LARGE, _ ("more columns than the 65,536 that are read"), error);
  close_field (self);
  start = self->text->len;
  g_array_append_val (self->starts, start);
  self->any = TRUE;
  return TRUE;
}

static gboolean
hand_over (PnCsvParser *self, GError **error)
{
  PnCsvRecord record = { self->record_line, self->starts->len, NULL };

  g_ptr_array_set_size (self->fields, 0);
  for (guint i = 0; i < self->starts->len; i++)
    g_ptr_array_add (self->fields, self->text->data + g_array_index (self->starts, gsize, i));
  record.fields = (const char *const *) self->fields->pdata;
  return self->func (&record, self->user_data, error);
}

static gboolean
end_record (PnCsvParser *self, GError **error)
{
  gboolean good = TRUE;

  close_field (self);
  if (self->any)
    good = hand_over (self, error);
  g_byte_array_set_size (self->text, 0);
  g_array_set_size (self->starts, 1);
  self->any = FALSE;
  self->line++;
  self->record_line = self->line;
  return good;
}

static gboolean
take_quoted (PnCsvParser *self, char c, GError **error)
{
  if (c == '"')
    {
      self->state = QUOTE_IN_QUOTED;
      return TRUE;
    }
  if (c == '\n')
    self->line++;
  return append (self, c, error);
}

static gboolean
take_start (PnCsvParser *self, char c, GError **error)
{
  if (c == ' ' || c == '\t')
    return TRUE;
  if (c == '"')
    {
      self->state = QUOTED;
      self->quote_line = self->line;
      self->any = TRUE;
      return TRUE;
    }
  self->state = PLAIN;
  return append (self, c, error);
}

static gboolean
take_after_quote (PnCsvParser *self, char c, GError **error)
{
  if (c == ' ' || c == '\t')
    return TRUE;
  if (c == '"')
    {
      self->state = QUOTED;
      return append (self, c, error);
    }
  return fail (self, PN_ERROR_INVALID,
               _ ("text after the closing quotation mark; a separator would be right, or two "
                  "quotation marks for one that is meant"),
               error);
}

/* Outside of quotation marks separators and line ends mean what they are. */
static gboolean
take (PnCsvParser *self, char c, GError **error)
{
  gboolean after_return = self->after_return;

  self->after_return = FALSE;
  if (self->state == QUOTED)
    return take_quoted (self, c, error);
  if (c == '\n' && after_return)
    return TRUE;
  if (c == '\n' || c == '\r')
    {
      self->after_return = c == '\r';
      return end_record (self, error);
    }
  if (c == self->separator)
    return next_field (self, error);
  if (self->state == QUOTE_IN_QUOTED)
    return take_after_quote (self, c, error);
  if (self->state == FIELD_START)
    return take_start (self, c, error);
  return append (self, c, error);
}

/* Whether the byte is one of a byte order mark that begins the text. Those of UTF-16 are no part of
 * any UTF-8 and so no text here.
 */
static gboolean
skip_mark (PnCsvParser *self, char c, gboolean *skip, GError **error)
{
  static const char mark[] = { '\xef', '\xbb', '\xbf' };
  gsize at = self->n_seen;

  *skip = FALSE;
  if (at == 0 && (c == '\xff' || c == '\xfe'))
    return fail (self, PN_ERROR_UNSUPPORTED,
                 _ ("the text is in UTF-16; save it as UTF-8 and open it again"), error);
  if (at < sizeof mark)
    *skip = c == mark[at];
  self->n_seen = *skip ? at + 1 : sizeof mark;
  return TRUE;
}

gboolean
pn_csv_parser_feed (PnCsvParser *self, const char *bytes, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      gboolean skip = FALSE;

      if (self->n_seen < 3 && !skip_mark (self, bytes[i], &skip, error))
        return FALSE;
      if (!skip && !take (self, bytes[i], error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pn_csv_parser_end (PnCsvParser *self, GError **error)
{
  if (self->state == QUOTED)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("line %zu, column %u: the quotation mark that opens here is never closed"),
                   self->quote_line, self->starts->len);
      return FALSE;
    }
  return self->any ? end_record (self, error) : TRUE;
}
