/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-data.h"
#include "pn-figure-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-deflate.h"
#include "pn-error.h"
#include "pn-file.h"
#include "pn-json.h"
#include "pn-pdf.h"
#include "pn-png.h"

/* Columns that a reader knows; `kind` is another. */
static const struct
{
  const char *name;
  gsize offset;
  gboolean optional; /* where it is missing, nothing of it is known */
} columns[] = {
  { "step", G_STRUCT_OFFSET (PnHistoryRow, step), FALSE },
  { "epoch", G_STRUCT_OFFSET (PnHistoryRow, epoch), FALSE },
  { "training_loss", G_STRUCT_OFFSET (PnHistoryRow, training_loss), FALSE },
  { "training_accuracy", G_STRUCT_OFFSET (PnHistoryRow, training_accuracy), FALSE },
  { "validation_loss", G_STRUCT_OFFSET (PnHistoryRow, validation_loss), FALSE },
  { "validation_accuracy", G_STRUCT_OFFSET (PnHistoryRow, validation_accuracy), FALSE },
  { "seconds", G_STRUCT_OFFSET (PnHistoryRow, seconds), TRUE },
  { "learning_rate", G_STRUCT_OFFSET (PnHistoryRow, learning_rate), TRUE },
  { "gradient_norm", G_STRUCT_OFFSET (PnHistoryRow, gradient_norm), TRUE },
};

/* Where the text of <metadata id="perceptron"> goes. */
typedef struct
{
  gboolean inside;
  GString *text; /* NULL: no such element yet */
} Metadata;

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Metadata *metadata = user_data;

  metadata->inside = FALSE;
  for (gsize i = 0; g_str_equal (element, "metadata") && names[i] != NULL; i++)
    metadata->inside |= g_str_equal (names[i], "id") && g_str_equal (values[i], PN_FIGURE_DATA_KEY);
  if (metadata->inside && metadata->text == NULL)
    metadata->text = g_string_new (NULL);
}

static void
end_element_cb (GMarkupParseContext *context,
                const char *element,
                gpointer user_data,
                GError **error)
{
  ((Metadata *) user_data)->inside = FALSE;
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Metadata *metadata = user_data;

  if (metadata->inside)
    g_string_append_len (metadata->text, text, (gssize) length);
}

/* In our own words: GMarkup's hold a piece of the file, of whatever bytes. */
static gboolean
parse_markup (GMarkupParseContext *context, const char *svg, gsize length, GError **error)
{
  int line, column;

  if (g_markup_parse_context_parse (context, svg, (gssize) length, NULL)
      && g_markup_parse_context_end_parse (context, NULL))
    return TRUE;
  g_markup_parse_context_get_position (context, &line, &column);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("The SVG file is broken at line %d, column %d"), line, column);
  return FALSE;
}

static char *
find_in_svg (const char *svg, gsize length, GError **error)
{
  const GMarkupParser parser
      = { .start_element = start_element_cb, .end_element = end_element_cb, .text = text_cb };
  Metadata metadata = { 0 };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, 0, &metadata, NULL);
  char *text = NULL;

  if (parse_markup (context, svg, length, error) && metadata.text != NULL)
    {
      gsize n;
      g_autofree guint8 *deflated = g_base64_decode (metadata.text->str, &n);

      text = pn_inflate (deflated, n, error);
    }
  if (metadata.text != NULL)
    g_string_free (metadata.text, TRUE);
  return text;
}

char *
pn_figure_data_find (GBytes *figure, const char *source, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (figure, &length);
  GError *local = NULL;
  char *text = NULL;

  if (length > 4 && memcmp (bytes, "\x89PNG", 4) == 0)
    text = pn_png_get_text (figure, PN_FIGURE_DATA_KEY, &local);
  else if (length > 4 && memcmp (bytes, "%PDF", 4) == 0)
    text = pn_pdf_get_attachment (figure, &local);
  else if (length > 5 && (memcmp (bytes, "<?xml", 5) == 0 || memcmp (bytes, "<svg", 4) == 0))
    text = find_in_svg (bytes, length, &local);
  else
    local = g_error_new (PN_ERROR, PN_ERROR_UNSUPPORTED,
                         _ ("Not a figure: PNG, SVG and PDF files can carry runs"));
  if (text == NULL && local == NULL)
    local = g_error_new (PN_ERROR, PN_ERROR_INVALID,
                         _ ("There are no runs inside of this figure; those exported with their "
                            "data have them"));
  if (local != NULL)
    g_propagate_prefixed_error (error, local, "%s: ", source);
  return text;
}

/* One number, NaN for null; FALSE for anything else. */
static gboolean
read_number (const json_t *value, double *number)
{
  *number = json_is_number (value) ? json_number_value (value) : NAN;
  return json_is_number (value) || json_is_null (value);
}

static gboolean
fail (GError **error, const char *source, gsize run, const char *what)
{
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, "%s: runs[%zu]: %s", source, run, what);
  return FALSE;
}

static gboolean
read_column (const json_t *run, const char *name, gsize offset, gboolean optional, GArray *rows)
{
  const json_t *numbers = json_object_get (run, name);
  gboolean missing = numbers == NULL && optional;

  if (!missing && json_array_size (numbers) != rows->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      char *row = (char *) &g_array_index (rows, PnHistoryRow, i);
      double *number = (double *) (void *) (row + offset);

      if (missing)
        *number = NAN;
      else if (!read_number (json_array_get (numbers, i), number))
        return FALSE;
    }
  return TRUE;
}

/* Steps are whole and never fall: what draws them counts on it. */
static gboolean
has_rising_steps (const GArray *rows)
{
  double last = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      double step = g_array_index (rows, PnHistoryRow, i).step;

      if (!(step >= last && step <= 9007199254740992.0 && step == floor (step)))
        return FALSE;
      last = step;
    }
  return TRUE;
}

static gboolean
read_rows (const json_t *run, gsize index, GArray *rows, const char *source, GError **error)
{
  const json_t *kinds = json_object_get (run, "kind");

  g_array_set_size (rows, (guint) json_array_size (kinds));
  for (guint i = 0; i < rows->len; i++)
    {
      const char *kind = json_string_value (json_array_get (kinds, i));

      if (g_strcmp0 (kind, "check") != 0 && g_strcmp0 (kind, "step") != 0)
        return fail (error, source, index, _ ("kind: must hold \"step\" and \"check\""));
      g_array_index (rows, PnHistoryRow, i).check = g_str_equal (kind, "check");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!read_column (run, columns[i].name, columns[i].offset, columns[i].optional, rows))
      return fail (error, source, index,
                   _ ("each column must have a number or null for each kind"));
  return has_rising_steps (rows)
         || fail (error, source, index, _ ("step: must be whole numbers that never fall"));
}

static gboolean
read_recipe (const json_t *object, const char *source, PnRecipe **recipe, GError **error)
{
  const json_t *value = json_object_get (object, "recipe");
  g_autoptr (GString) text = g_string_new (NULL);

  if (value == NULL)
    return TRUE;
  pn_json_append (text, value);
  *recipe = pn_recipe_parse (text->str, (gssize) text->len, source, error);
  return *recipe != NULL;
}

static PnFigureDataRun *
read_run (const json_t *object, gsize index, const char *source, GError **error)
{
  PnFigureDataRun *run = g_new0 (PnFigureDataRun, 1);
  const char *name = json_string_value (json_object_get (object, "name"));

  run->name = g_strdup (name);
  run->rows = g_array_new (FALSE, TRUE, sizeof (PnHistoryRow));
  if (name == NULL)
    fail (error, source, index, _ ("name: must be a string"));
  else if (read_recipe (object, source, &run->recipe, error)
           && read_rows (object, index, run->rows, source, error))
    return run;
  pn_figure_data_run_free (run);
  return NULL;
}

GPtrArray *
pn_figure_data_parse (const char *text, const char *source, GError **error)
{
  g_autoptr (json_t) object = pn_json_parse_object (text, strlen (text), source, error);
  const json_t *list = object != NULL ? json_object_get (object, "runs") : NULL;
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_data_run_free);

  if (object == NULL)
    return NULL;
  if (g_strcmp0 (json_string_value (json_object_get (object, "format")), PN_FIGURE_FORMAT) != 0
      || json_integer_value (json_object_get (object, "version")) != PN_FIGURE_VERSION
      || json_array_size (list) == 0)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                   _ ("%s: must be of format %s, version %d, with runs"), source, PN_FIGURE_FORMAT,
                   PN_FIGURE_VERSION);
      return NULL;
    }
  for (gsize i = 0; i < json_array_size (list); i++)
    {
      PnFigureDataRun *run = read_run (json_array_get (list, i), i, source, error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (runs, run);
    }
  return g_steal_pointer (&runs);
}

/* "runs/plain.csv" is called plain. */
static char *
name_of_history (const char *path)
{
  char *name = g_path_get_basename (path);

  name[strlen (name) - strlen (".csv")] = '\0';
  return name;
}

static GPtrArray *
read_history (const char *path, GError **error)
{
  GArray *rows = pn_history_csv_read (path, error);
  GPtrArray *runs;
  PnFigureDataRun *run;

  if (rows == NULL)
    return NULL;
  runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_data_run_free);
  run = g_new0 (PnFigureDataRun, 1);
  run->name = name_of_history (path);
  run->rows = rows;
  g_ptr_array_add (runs, run);
  return runs;
}

GPtrArray *
pn_figure_data_read (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *source = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_str_has_suffix (lower, ".csv"))
    return read_history (path, error);
  bytes = pn_file_read (path, error);
  if (bytes != NULL)
    text = pn_figure_data_find (bytes, source, error);
  return text != NULL ? pn_figure_data_parse (text, source, error) : NULL;
}
