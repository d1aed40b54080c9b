/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-file.h"
#include "pn-json.h"
#include "pn-png.h"

#define KEYWORD "perceptron"

typedef struct
{
  gboolean inside;
  GString *text; /* NULL until the element was met */
} Search;

static void
start_cb (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Search *search = user_data;

  search->inside = g_str_equal (element, "metadata") && names[0] != NULL
                   && g_str_equal (names[0], "id") && g_str_equal (values[0], KEYWORD);
  if (search->inside && search->text == NULL)
    search->text = g_string_new (NULL);
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  ((Search *) user_data)->inside = FALSE;
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Search *search = user_data;

  if (search->inside)
    g_string_append_len (search->text, text, (gssize) length);
}

/* NULL without an error where nothing of ours is in it. */
static char *
svg_text (GBytes *svg, GError **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  Search search = { FALSE, NULL };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &search, NULL);
  gsize size;
  const char *data = g_bytes_get_data (svg, &size);

  gboolean read = g_markup_parse_context_parse (context, data, (gssize) size, error)
                  && g_markup_parse_context_end_parse (context, error);
  if (search.text == NULL)
    return NULL;
  return g_string_free (search.text, !read);
}

static char *
figure_text (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pn_file_read (path, error);

  if (bytes == NULL)
    return NULL;
  if (g_str_has_suffix (path, ".svg"))
    return svg_text (bytes, error);
  return pn_png_get_text (bytes, KEYWORD, error);
}

static PnRecipe *
run_recipe (const json_t *run, const char *path, GError **error)
{
  const json_t *recipe = json_object_get (run, "recipe");
  const char *name = json_string_value (json_object_get (run, "name"));
  g_autoptr (GString) text = g_string_new (NULL);

  pn_json_append (text, recipe);
  PnRecipe *parsed = pn_recipe_parse (text->str, (gssize) text->len, path, error);
  if (parsed != NULL && name != NULL)
    {
      g_free (parsed->name);
      parsed->name = g_strdup (name);
    }
  return parsed;
}

/* Curves from a file have no recipe: they are left out. */
static gboolean
add_recipes (GPtrArray *recipes, const json_t *runs, const char *path, GError **error)
{
  for (gsize i = 0; i < json_array_size (runs); i++)
    {
      const json_t *run = json_array_get (runs, i);
      PnRecipe *recipe;
      if (!json_is_object (json_object_get (run, "recipe")))
        continue;
      recipe = run_recipe (run, path, error);
      if (recipe == NULL)
        return FALSE;
      g_ptr_array_add (recipes, recipe);
    }
  if (recipes->len == 0)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: its curves came without the recipes of their runs"), path);
  return recipes->len > 0;
}

GPtrArray *
pn_figure_read_recipes (const char *path, GError **error)
{
  g_autoptr (GPtrArray) recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_recipe_free);
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *text = figure_text (path, &problem);
  if (problem != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&problem), "%s: ", path);
      return NULL;
    }
  if (text == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                   _ ("%s: not a figure that Perceptron exported with its runs inside"), path);
      return NULL;
    }
  g_autoptr (json_t) figure = pn_json_parse_object (text, strlen (text), path, error);
  if (figure == NULL || !add_recipes (recipes, json_object_get (figure, "runs"), path, error))
    return NULL;
  return g_steal_pointer (&recipes);
}
