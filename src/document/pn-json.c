/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-error.h"

json_t *
pn_json_parse_object (const char *text, gsize length, const char *source, GError **error)
{
  json_error_t where;
  json_t *object = json_loadb (text, length, JSON_REJECT_DUPLICATES, &where);

  if (object == NULL)
    {
      g_autofree char *what = pn_error_quote (where.text);

      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, "%s:%d:%d: %s", source, where.line,
                   where.column, what);
      return NULL;
    }
  if (!json_is_object (object))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: holds a JSON array, but an object, {…}, is wanted"), source);
      json_decref (object);
      return NULL;
    }
  return object;
}

json_t *
pn_json_number (double value)
{
  return isfinite (value) ? json_real (value) : json_null ();
}

static gboolean
reads_back (const char *text, double value)
{
  return g_ascii_strtod (text, NULL) == value;
}

/* Few digits do for most numbers that people write, 17 for all. */
static void
format_shortest (char *buffer, gsize size, double value)
{
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, (int) size, format, value);
      if (reads_back (buffer, value))
        return;
    }
}

static void
format_plain (char *buffer, gsize size, double value)
{
  for (int decimals = 1; decimals <= 24; decimals++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%df", decimals);
      g_ascii_formatd (buffer, (int) size, format, value);
      if (reads_back (buffer, value))
        return;
    }
  format_shortest (buffer, size, value);
}

char *
pn_json_format_double (double value)
{
  double magnitude = fabs (value);
  char buffer[64];

  if (magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e17))
    format_plain (buffer, sizeof buffer, value);
  else
    format_shortest (buffer, sizeof buffer, value);
  return g_strdup (buffer);
}

static void
append_object (GString *text, const json_t *object)
{
  const char *separator = "";
  const char *key;
  json_t *value;

  g_string_append_c (text, '{');
  json_object_foreach ((json_t *) object, key, value)
  {
    g_autoptr (json_t) name = json_string (key);

    g_string_append (text, separator);
    pn_json_append (text, name);
    g_string_append_c (text, ':');
    pn_json_append (text, value);
    separator = ",";
  }
  g_string_append_c (text, '}');
}

static void
append_array (GString *text, const json_t *array)
{
  g_string_append_c (text, '[');
  for (gsize i = 0; i < json_array_size (array); i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      pn_json_append (text, json_array_get (array, i));
    }
  g_string_append_c (text, ']');
}

static void
append_leaf (GString *text, const json_t *value)
{
  char *leaf = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY);

  g_string_append (text, leaf);
  free (leaf);
}

/* jansson would write 0.02 with 17 digits. */
static void
append_real (GString *text, const json_t *value)
{
  g_autofree char *number = pn_json_format_double (json_real_value (value));

  g_string_append (text, number);
}

void
pn_json_append (GString *text, const json_t *value)
{
  if (json_is_object (value))
    append_object (text, value);
  else if (json_is_array (value))
    append_array (text, value);
  else if (json_is_real (value))
    append_real (text, value);
  else
    append_leaf (text, value);
}

char *
pn_json_to_string_take (json_t *value)
{
  GString *text = g_string_new (NULL);

  pn_json_append (text, value);
  json_decref (value);
  return g_string_free (text, FALSE);
}
