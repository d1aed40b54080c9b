/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-csv-private.h"

#include <math.h>
#include <string.h>

/* Longer than any number that is written for a reason. */
#define MAX_NUMBER 64

void
pn_csv_format_copy (const PnCsvFormat *from, PnCsvFormat *to)
{
  *to = *from;
  to->skip = g_strdup (from->skip);
}

void
pn_csv_format_clear (PnCsvFormat *self)
{
  g_clear_pointer (&self->skip, g_free);
}

gboolean
pn_csv_format_equal (const PnCsvFormat *a, const PnCsvFormat *b)
{
  return a->separator == b->separator && a->header == b->header && a->decimal == b->decimal
         && a->label == b->label && g_strcmp0 (a->skip, b->skip) == 0;
}

const char *
pn_csv_separator_name (guint separator)
{
  static const char *const names[] = { "found", "comma", "semicolon", "tab", "bar" };

  return names[separator];
}

const char *
pn_csv_header_name (guint header)
{
  static const char *const names[] = { "found", "yes", "no" };

  return names[header];
}

const char *
pn_csv_decimal_name (guint decimal)
{
  static const char *const names[] = { "found", "point", "comma" };

  return names[decimal];
}

char
pn_csv_separator_char (PnCsvSeparator separator)
{
  return "\0,;\t|"[separator];
}

gboolean
pn_csv_is_name (const char *path)
{
  static const char *const endings[] = { ".csv", ".tsv", ".tab", ".txt" };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

/* Pixels and counts: most numbers of large tables. */
static gboolean
parse_short (const char *text, double *value)
{
  guint sum = 0;
  gsize n = 0;

  for (; g_ascii_isdigit (text[n]) && n < 9; n++)
    sum = 10 * sum + (guint) (text[n] - '0');
  *value = sum;
  return n > 0 && text[n] == '\0';
}

gboolean
pn_csv_parse_number (const char *text, gboolean comma, double *value)
{
  char plain[MAX_NUMBER + 1];
  char *end;
  gsize n;

  if (parse_short (text, value))
    return TRUE;
  /* Neither "inf" nor "nan" nor hexadecimals, which strtod takes. */
  n = strspn (text, comma ? "0123456789+-,eE" : "0123456789+-.eE");
  if (n == 0 || n > MAX_NUMBER || text[n] != '\0')
    return FALSE;
  memcpy (plain, text, n + 1);
  for (char *c = plain; *c != '\0'; c++)
    if (*c == ',')
      *c = '.';
  *value = g_ascii_strtod (plain, &end);
  return end == plain + n && isfinite ((float) *value);
}
