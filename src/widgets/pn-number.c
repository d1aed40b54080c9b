/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "pn-number.h"
#include "pn-style.h"

/* Below this a fixed-point text is longer than anyone reads. */
#define SMALLEST_FIXED 1e-7
#define LARGEST_FIXED 1e15

/* Digits that are needed so that the text reads back as the same number. */
static int
significant_digits (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];
  int digits;

  for (digits = 1; digits < 17; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return digits;
}

char *
pn_number_format (double value)
{
  int digits = significant_digits (value);
  int decimals;

  if (value == 0.0)
    return g_strdup ("0");
  if (!(fabs (value) >= SMALLEST_FIXED && fabs (value) < LARGEST_FIXED))
    return g_strdup_printf ("%.*g", digits, value);
  decimals = MAX (0, digits - 1 - (int) floor (log10 (fabs (value))));
  return g_strdup_printf ("%.*f", decimals, value);
}

char *
pn_number_format_count (gsize count)
{
  PnNumbers numbers = pn_numbers_locale ();

  return pn_numbers_format (&numbers, (double) count, 0);
}

/* Whether `text` is one to three digits and then groups of three behind `sign`, up to its end, a
 * decimal sign or an exponent.
 */
static gboolean
is_grouped (const char *text, const char *sign, const char *decimal)
{
  gsize digits = strspn (text, "0123456789");
  gboolean any = FALSE;

  if (digits < 1 || digits > 3 || text[0] == '0')
    return FALSE;
  text += digits;
  while (g_str_has_prefix (text, sign))
    {
      text += strlen (sign);
      if (strspn (text, "0123456789") != 3)
        return FALSE;
      text += 3;
      any = TRUE;
    }
  return any && (*text == '\0' || g_str_has_prefix (text, decimal) || *text == '.');
}

static char *
without (const char *text, const char *sign)
{
  g_auto (GStrv) parts = g_strsplit (text, sign, -1);

  return g_strjoinv ("", parts);
}

/* To what g_ascii_strtod() reads. */
static char *
to_ascii (const char *text, gboolean whole)
{
  PnNumbers numbers = pn_numbers_locale ();
  gboolean point_groups = g_str_equal (numbers.group, ".");
  g_autofree char *ungrouped = NULL;
  g_auto (GStrv) parts = NULL;

  if (*numbers.group != '\0' && (!point_groups || whole || strstr (text, numbers.decimal) != NULL)
      && is_grouped (text, numbers.group, numbers.decimal))
    ungrouped = without (text, numbers.group);
  else
    ungrouped = g_strdup (text);

  parts = g_strsplit (ungrouped, numbers.decimal, -1);
  return g_strjoinv (".", parts);
}

gboolean
pn_number_parse (const char *text, gboolean whole, double *value)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *ascii = to_ascii (trimmed, whole);
  char *end;
  double number;

  /* g_ascii_strtod() also knows "0x1p3", "inf" and "nan", which nobody types for a setting. */
  if (*ascii == '\0' || strspn (ascii, "0123456789.eE+-") != strlen (ascii))
    return FALSE;
  number = g_ascii_strtod (ascii, &end);
  if (*end != '\0' || !isfinite (number) || (whole && number != floor (number)))
    return FALSE;
  *value = number;
  return TRUE;
}
