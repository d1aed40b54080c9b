/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-field-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-json.h"

/* Takes `dotted` out of `object`, and the objects on the way that this leaves empty; NULL where it
 * isn't there. A new reference.
 */
static json_t *
take_path (json_t *object, const char *dotted)
{
  const char *dot = strchr (dotted, '.');
  g_autofree char *key
      = dot != NULL ? g_strndup (dotted, (gsize) (dot - dotted)) : g_strdup (dotted);
  json_t *inner = json_object_get (object, key);
  json_t *value;

  if (dot == NULL)
    value = json_incref (inner);
  else
    value = json_is_object (inner) ? take_path (inner, dot + 1) : NULL;
  if (dot == NULL || (json_is_object (inner) && json_object_size (inner) == 0))
    json_object_del (object, key);
  return value;
}

/* A bound as people say it: 0, not 0.0. */
static char *
format_bound (double bound)
{
  char *text = pn_json_format_double (bound);

  if (g_str_has_suffix (text, ".0"))
    text[strlen (text) - 2] = '\0';
  return text;
}

static const char *
range_format (const PnField *field)
{
  if (field->type == PN_FIELD_COUNT)
    return _ ("a whole number from %s to %s");
  switch ((int) field->flags & (PN_FIELD_ABOVE_MIN | PN_FIELD_BELOW_MAX))
    {
    case PN_FIELD_ABOVE_MIN:
      return _ ("a number above %s and at most %s");
    case PN_FIELD_BELOW_MAX:
      return _ ("a number from %s to below %s");
    case PN_FIELD_ABOVE_MIN | PN_FIELD_BELOW_MAX:
      return _ ("a number above %s and below %s");
    default:
      return _ ("a number from %s to %s");
    }
}

static char *
describe_range (const PnField *field)
{
  g_autofree char *min = format_bound (field->min);
  g_autofree char *max = format_bound (field->max);

  return g_strdup_printf (range_format (field), min, max);
}

static char *
describe_names (const PnField *field)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < field->n_names; i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", field->name (i));
  return g_string_free (names, FALSE);
}

/* What would be right there. */
static char *
describe_wanted (const PnField *field)
{
  g_autofree char *detail = NULL;

  switch (field->type)
    {
    case PN_FIELD_REAL:
    case PN_FIELD_COUNT:
      return describe_range (field);
    case PN_FIELD_SEED:
      return g_strdup (_ ("a whole number from 0 to 9223372036854775807"));
    case PN_FIELD_BOOLEAN:
      return g_strdup (_ ("true or false"));
    case PN_FIELD_CHOICE:
      detail = describe_names (field);
      return g_strdup_printf (_ ("one of %s"), detail);
    case PN_FIELD_TEXT:
    default:
      return g_strdup (_ ("a text that isn't empty"));
    }
}

static gboolean
in_range (const PnField *field, double value)
{
  gboolean low = field->flags & PN_FIELD_ABOVE_MIN ? value > field->min : value >= field->min;
  gboolean high = field->flags & PN_FIELD_BELOW_MAX ? value < field->max : value <= field->max;

  return low && high;
}

static gboolean
set_choice (const PnField *field, const char *name, gpointer member)
{
  for (guint i = 0; i < field->n_names; i++)
    if (g_str_equal (field->name (i), name))
      {
        *(guint *) member = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
set_number (const PnField *field, const json_t *value, gpointer member)
{
  double number = json_number_value (value);

  if (field->type == PN_FIELD_SEED)
    {
      *(guint64 *) member = (guint64) json_integer_value (value);
      return json_is_integer (value) && json_integer_value (value) >= 0;
    }
  if (!json_is_number (value) || !in_range (field, number))
    return FALSE;
  if (field->type == PN_FIELD_REAL)
    *(double *) member = number;
  else
    *(gsize *) member = (gsize) number;
  return field->type == PN_FIELD_REAL || json_is_integer (value);
}

static gboolean
set_text (const json_t *value, gpointer member)
{
  const char *text = json_string_value (value);

  if (text == NULL || *text == '\0')
    return FALSE;
  g_free (*(char **) member);
  *(char **) member = g_strdup (text);
  return TRUE;
}

static gboolean
set_member (const PnField *field, const json_t *value, gpointer member)
{
  switch (field->type)
    {
    case PN_FIELD_TEXT:
      return set_text (value, member);
    case PN_FIELD_BOOLEAN:
      *(gboolean *) member = json_is_true (value);
      return json_is_boolean (value);
    case PN_FIELD_CHOICE:
      return json_is_string (value) && set_choice (field, json_string_value (value), member);
    case PN_FIELD_REAL:
    case PN_FIELD_COUNT:
    case PN_FIELD_SEED:
    default:
      return set_number (field, value, member);
    }
}

static gboolean
take_field (const PnField *field,
            json_t *object,
            const char *prefix,
            gpointer target,
            GError **error)
{
  g_autoptr (json_t) value = take_path (object, field->path);
  g_autofree char *wanted = NULL;
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;

  if (value == NULL && !(field->flags & PN_FIELD_REQUIRED))
    return TRUE;
  if (value != NULL && set_member (field, value, (char *) target + field->offset))
    return TRUE;

  wanted = describe_wanted (field);
  if (value == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s%s: is missing, but must be %s"),
                   prefix, field->path, wanted);
      return FALSE;
    }
  text = pn_json_to_string_take (json_incref (value));
  found = pn_error_quote (text);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s%s: is %s, but must be %s"), prefix,
               field->path, found, wanted);
  return FALSE;
}

gboolean
pn_fields_take (const PnField *fields,
                gsize n_fields,
                json_t *object,
                const char *prefix,
                gpointer target,
                GError **error)
{
  for (gsize i = 0; i < n_fields; i++)
    if (!take_field (&fields[i], object, prefix, target, error))
      return FALSE;
  return TRUE;
}

/* The dotted path of the first thing left, as deep as it goes: "data.tran", not "data". NULL for
 * nothing.
 */
static char *
first_left (json_t *object, const char *prefix)
{
  void *first = json_object_iter (object);
  g_autofree char *path = NULL;
  g_autofree char *deeper = NULL;
  json_t *value;

  if (first == NULL)
    return NULL;
  path = g_strconcat (prefix, json_object_iter_key (first), NULL);
  deeper = g_strconcat (path, ".", NULL);
  value = json_object_iter_value (first);
  if (json_is_object (value) && json_object_size (value) > 0)
    return first_left (value, deeper);
  return g_steal_pointer (&path);
}

gboolean
pn_fields_check_nothing_left (const PnField *fields,
                              gsize n_fields,
                              json_t *object,
                              const char *prefix,
                              const char *others,
                              GError **error)
{
  g_autofree char *path = first_left (object, prefix);
  g_autofree char *shown = path != NULL ? pn_error_quote (path) : NULL;
  g_autoptr (GString) known = g_string_new (others);

  if (path == NULL)
    return TRUE;
  for (gsize i = 0; i < n_fields; i++)
    g_string_append_printf (known, "%s%s", known->len == 0 ? "" : ", ", fields[i].path);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: is not known; known are %s"), shown,
               known->str);
  return FALSE;
}

static json_t *
get_member (const PnField *field, gconstpointer member)
{
  switch (field->type)
    {
    case PN_FIELD_REAL:
      return pn_json_number (*(const double *) member);
    case PN_FIELD_COUNT:
      return json_integer ((json_int_t) * (const gsize *) member);
    case PN_FIELD_SEED:
      return json_integer ((json_int_t) * (const guint64 *) member);
    case PN_FIELD_BOOLEAN:
      return json_boolean (*(const gboolean *) member);
    case PN_FIELD_CHOICE:
      return json_string (field->name (*(const guint *) member));
    case PN_FIELD_TEXT:
    default:
      return *(char *const *) member != NULL ? json_string (*(char *const *) member) : json_null ();
    }
}

static void
put_path (json_t *object, const char *dotted, json_t *value)
{
  const char *dot = strchr (dotted, '.');
  g_autofree char *key = NULL;

  if (dot == NULL)
    {
      json_object_set_new (object, dotted, value);
      return;
    }
  key = g_strndup (dotted, (gsize) (dot - dotted));
  if (json_object_get (object, key) == NULL)
    json_object_set_new (object, key, json_object ());
  put_path (json_object_get (object, key), dot + 1, value);
}

static void
put_field (const PnField *field, json_t *object, gconstpointer source, gconstpointer defaults)
{
  json_t *value = get_member (field, (const char *) source + field->offset);
  g_autoptr (json_t) usual = NULL;

  if (defaults != NULL && field->flags & PN_FIELD_IF_SET)
    usual = get_member (field, (const char *) defaults + field->offset);
  if (usual != NULL && json_equal (value, usual))
    json_decref (value);
  else
    put_path (object, field->path, value);
}

void
pn_fields_put (const PnField *fields,
               gsize n_fields,
               json_t *object,
               gconstpointer source,
               gconstpointer defaults)
{
  for (gsize i = 0; i < n_fields; i++)
    put_field (&fields[i], object, source, defaults);
}
