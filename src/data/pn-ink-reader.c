/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-ink-reader.h"

#include "pn-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <jansson.h>
#include <math.h>

#define LARGEST_COORDINATE 1e6

void
pn_ink_sample_free (PnInkSample *self)
{
  if (self == NULL)
    return;
  pn_ink_free (self->ink);
  g_free (self->label);
  g_free (self);
}

static gboolean
read_coordinate (json_t *value, double *coordinate)
{
  if (!json_is_number (value))
    return FALSE;
  *coordinate = json_number_value (value);
  return fabs (*coordinate) <= LARGEST_COORDINATE;
}

static gboolean
read_stroke (json_t *stroke, PnInk *ink)
{
  gsize index;
  json_t *point;

  if (!json_is_array (stroke))
    return FALSE;
  pn_ink_begin_stroke (ink);
  json_array_foreach (stroke, index, point)
  {
    double x, y;

    if (!read_coordinate (json_array_get (point, 0), &x)
        || !read_coordinate (json_array_get (point, 1), &y))
      return FALSE;
    pn_ink_add_point (ink, x, y);
  }
  return TRUE;
}

static gboolean
read_strokes (json_t *strokes, PnInk *ink, const char *where, GError **error)
{
  gsize index;
  json_t *stroke;

  if (!json_is_array (strokes))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: no \"strokes\", which is a list of lists of [x, y]"), where);
      return FALSE;
    }
  json_array_foreach (strokes, index, stroke)
  {
    if (!read_stroke (stroke, ink))
      {
        g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                     _ ("%s: stroke %zu isn't a list of [x, y], numbers within "
                        "±1,000,000"),
                     where, index + 1);
        return FALSE;
      }
  }
  return TRUE;
}

static gboolean
read_label (json_t *value, char **label, const char *where, GError **error)
{
  if (value == NULL || json_is_null (value))
    return TRUE;
  if (json_is_integer (value) && json_integer_value (value) >= 0)
    *label = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  else if (json_is_string (value))
    *label = g_strdup (json_string_value (value));
  else
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: the label is neither a whole number from 0 nor the name of a class"),
                   where);
      return FALSE;
    }
  return TRUE;
}

static PnInkSample *
read_object (json_t *object, const char *where, GError **error)
{
  g_autoptr (PnInkSample) self = g_new0 (PnInkSample, 1);

  self->ink = pn_ink_new ();
  if (!read_strokes (json_object_get (object, "strokes"), self->ink, where, error)
      || !read_label (json_object_get (object, "label"), &self->label, where, error))
    return NULL;
  return g_steal_pointer (&self);
}

PnInkSample *
pn_ink_read_line (const char *line, gsize length, const char *where, GError **error)
{
  json_error_t problem;
  json_t *object = json_loadb (line, length, JSON_REJECT_DUPLICATES, &problem);
  PnInkSample *self;

  if (object == NULL)
    {
      g_autofree char *what = pn_error_quote (problem.text);

      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: not a JSON object: %s (at byte %d)"),
                   where, what, problem.position);
      return NULL;
    }
  self = read_object (object, where, error);
  json_decref (object);
  return self;
}

static gboolean
is_blank (const char *line, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_next (GDataInputStream *lines,
           const char *name,
           gsize number,
           GPtrArray *samples,
           gboolean *end,
           GError **error)
{
  GError *cause = NULL;
  gsize length;
  g_autofree char *line = g_data_input_stream_read_line (lines, &length, NULL, &cause);
  g_autofree char *where = g_strdup_printf ("%s:%zu", name, number);
  PnInkSample *sample;

  *end = line == NULL;
  if (cause != NULL)
    {
      g_propagate_prefixed_error (error, cause, "%s: ", where);
      return FALSE;
    }
  if (line == NULL || is_blank (line, length))
    return TRUE;
  sample = pn_ink_read_line (line, length, where, error);
  if (sample == NULL)
    return FALSE;
  sample->line = number;
  g_ptr_array_add (samples, sample);
  return TRUE;
}

GPtrArray *
pn_ink_read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GPtrArray) samples
      = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_ink_sample_free);
  gboolean end = FALSE;

  if (stream == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_LF);
  for (gsize number = 1; !end; number++)
    if (!read_next (lines, name, number, samples, &end, error))
      return NULL;
  return g_steal_pointer (&samples);
}
