/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-canvas-private.h"

#include <pango/pangocairo.h>

PangoContext *
pn_text_context_new (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoFontDescription *description = pango_font_description_from_string ("Sans 11");

  pango_context_set_font_description (context, description);
  pango_font_description_free (description);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  return context;
}

static PangoLayout *
make_layout (PangoContext *context, const PnFont *font, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *description
      = pango_font_description_copy (pango_context_get_font_description (context));

  if (font->family != NULL)
    pango_font_description_set_family (description, font->family);
  pango_font_description_set_absolute_size (description, font->size * PANGO_SCALE);
  pango_font_description_set_weight (description,
                                     font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* A context's layouts: a picture that moves has the same words in nearly every frame, and shaping
 * them takes longer than drawing them.
 */
typedef struct
{
  GHashTable *layouts; /* font and text as a string: PangoLayout */
  PangoContext *twin;  /* theirs: of the context itself they would keep what keeps them */
  guint serial;        /* the context's, when they were made */
} Cache;

/* More than the words of two plots and a network; beyond that they are other ones all the time. */
#define MOST_LAYOUTS 512

static void
cache_free (gpointer data)
{
  Cache *self = data;

  g_hash_table_unref (self->layouts);
  g_clear_object (&self->twin);
  g_free (self);
}

static PangoContext *
copy_context (PangoContext *context)
{
  PangoContext *copy = pango_font_map_create_context (pango_context_get_font_map (context));

  pango_context_set_font_description (copy, pango_context_get_font_description (context));
  pango_context_set_language (copy, pango_context_get_language (context));
  pango_context_set_base_dir (copy, pango_context_get_base_dir (context));
  pango_context_set_round_glyph_positions (copy, pango_context_get_round_glyph_positions (context));
  pango_cairo_context_set_resolution (copy, pango_cairo_context_get_resolution (context));
  pango_cairo_context_set_font_options (copy, pango_cairo_context_get_font_options (context));
  return copy;
}

static void
renew_cache (Cache *self, PangoContext *context)
{
  g_hash_table_remove_all (self->layouts);
  g_clear_object (&self->twin);
  self->twin = copy_context (context);
  self->serial = pango_context_get_serial (context);
}

static Cache *
get_cache (PangoContext *context)
{
  Cache *cache = g_object_get_data (G_OBJECT (context), "pn-layouts");

  if (cache == NULL)
    {
      cache = g_new0 (Cache, 1);
      cache->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_object_set_data_full (G_OBJECT (context), "pn-layouts", cache, cache_free);
    }
  if (cache->serial != pango_context_get_serial (context)
      || g_hash_table_size (cache->layouts) >= MOST_LAYOUTS)
    renew_cache (cache, context);
  return cache;
}

PangoLayout *
pn_text_layout (PangoContext *context, const PnFont *font, const char *text)
{
  Cache *cache = get_cache (context);
  g_autofree char *key = g_strdup_printf (
      "%s\n%a\n%d\n%s", font->family != NULL ? font->family : "", font->size, font->bold, text);
  PangoLayout *layout = g_hash_table_lookup (cache->layouts, key);

  if (layout == NULL)
    {
      layout = make_layout (cache->twin, font, text);
      g_hash_table_insert (cache->layouts, g_steal_pointer (&key), layout);
    }
  return g_object_ref (layout);
}

static double
layout_width (PangoContext *context, const PnFont *font, const char *text)
{
  g_autoptr (PangoLayout) layout = pn_text_layout (context, font, text);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return width / (double) PANGO_SCALE;
}

double
pn_text_width (PangoContext *context, const PnFont *font, const char *text)
{
  PangoContext *own = context == NULL ? pn_text_context_new () : NULL;
  double width = 0;

  if (text != NULL && *text != '\0')
    width = layout_width (own != NULL ? own : context, font, text);
  g_clear_object (&own);
  return width;
}

static char *
cut_text (const char *text, glong n_chars)
{
  g_autofree char *head = g_utf8_substring (text, 0, n_chars);

  return g_strconcat (g_strchomp (head), "…", NULL);
}

char *
pn_text_ellipsize (PangoContext *context, const PnFont *font, const char *text, double width)
{
  glong low = 0, high = text != NULL ? g_utf8_strlen (text, -1) : 0;

  if (high == 0)
    return g_strdup ("");
  if (pn_text_width (context, font, text) <= width)
    return g_strdup (text);
  /* `low` characters and an ellipsis fit, `high` don't; 0 means not even one. */
  while (high - low > 1)
    {
      glong middle = (low + high) / 2;
      g_autofree char *cut = cut_text (text, middle);

      if (pn_text_width (context, font, cut) <= width)
        low = middle;
      else
        high = middle;
    }
  return low > 0 ? cut_text (text, low) : g_strdup ("");
}

char **
pn_text_wrap (PangoContext *context, const PnFont *font, const char *text, double width)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *line = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *longer
          = line != NULL ? g_strjoin (" ", line, words[i], NULL) : g_strdup (words[i]);

      if (line != NULL && pn_text_width (context, font, longer) > width)
        {
          g_ptr_array_add (lines, g_steal_pointer (&line));
          line = g_strdup (words[i]);
          continue;
        }
      g_free (line);
      line = g_steal_pointer (&longer);
    }
  if (line != NULL)
    g_ptr_array_add (lines, g_steal_pointer (&line));
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}
