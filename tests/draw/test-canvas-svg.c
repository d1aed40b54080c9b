/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-canvas.h"

#include <math.h>
#include <string.h>

/* A document with everything a canvas can do. */
static char *
draw_document (const char *text, const char *metadata)
{
  g_autoptr (PnCanvas) canvas = pn_canvas_new_svg (100, 50, 0.5, metadata);
  const PnFont font = { "DejaVu Sans", 12, TRUE };
  const PnColor red = PN_COLOR (0xff0000);
  const guint32 pixels[4] = { 0xffff0000, 0xff00ff00, 0xff0000ff, 0x80000080 };
  const PnImage image = { (const guint8 *) pixels, 2, 2, 8 };
  const PnRect rect = { 1, 2, 30, 20 }, source = { 1, 0, 1, 2 };
  const double dashes[] = { 2.5, 1 };
  PnStroke pen = { .width = 1.25, .dashes = dashes, .n_dashes = 2, .round = TRUE };

  pn_canvas_save (canvas);
  pn_canvas_clip (canvas, &rect);
  pn_canvas_translate (canvas, 3, 4);
  pn_canvas_rect_path (canvas, &rect, 5);
  pn_canvas_paint (canvas, &red, &red, &pen);
  pn_canvas_save (canvas);
  pn_canvas_rotate (canvas, 0.5);
  pn_canvas_text (canvas, &font, pn_color_with_alpha (red, 0.5), 1, 2, PN_ANCHOR_END, text);
  pn_canvas_restore (canvas);
  pn_canvas_restore (canvas);
  pn_canvas_image (canvas, &image, &source, &rect, PN_FILTER_NEAREST);
  pn_canvas_line (canvas, 0, 0, NAN, 1e6, red, 1);
  return pn_canvas_svg_finish (canvas);
}

static void
count_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  g_hash_table_insert (
      user_data, g_strdup (element),
      GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (user_data, element)) + 1));
}

static void
collect_text_cb (GMarkupParseContext *context,
                 const char *text,
                 gsize length,
                 gpointer user_data,
                 GError **error)
{
  g_autofree char *copy = g_strndup (text, length);

  if (strcmp (g_markup_parse_context_get_element (context), "text") == 0)
    g_hash_table_insert (user_data, g_strconcat ("text:", copy, NULL), NULL);
}

/* Fails if it is not well-formed; the elements with their numbers, and "text:…" for each text. */
static GHashTable *
parse (const char *svg)
{
  const GMarkupParser parser = { count_element_cb, NULL, collect_text_cb, NULL, NULL };
  GHashTable *elements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, elements, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  return elements;
}

static void
test_well_formed (void)
{
  g_autofree char *svg = draw_document ("Loss", NULL);
  g_autoptr (GHashTable) elements = parse (svg);

  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (elements, "text")), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (elements, "image")), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (elements, "path")), ==, 2);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (elements, "g")), ==, 3);
  g_assert_true (g_hash_table_contains (elements, "text:Loss"));
  g_assert_nonnull (strstr (svg, "width=\"50mm\" height=\"25mm\" viewBox=\"0 0 100 50\""));
  g_assert_nonnull (strstr (svg, "text-anchor=\"end\""));
  g_assert_nonnull (strstr (svg, "stroke-dasharray=\"2.5 1\""));
}

static void
test_hostile_text (void)
{
  g_autofree char *svg = draw_document ("a<b>&\"'\001\x1b \xff é ]]>", "<script>&\002");
  g_autoptr (GHashTable) elements = parse (svg);

  g_assert_false (g_hash_table_contains (elements, "script"));
  g_assert_true (g_utf8_validate (svg, -1, NULL));
  for (const char *c = svg; *c != '\0'; c++)
    g_assert_true ((guchar) *c >= 0x20 || *c == '\n');
}

static void
test_metadata (void)
{
  g_autofree char *svg = draw_document ("x", "{\"version\":1}");

  g_assert_nonnull (strstr (svg, "<metadata id=\"perceptron\">{&quot;version&quot;:1}</metadata>"));
}

static void
test_ellipsis (void)
{
  const PnFont font = { "DejaVu Sans", 12, FALSE };
  const char *text = "Improved sigmoid only";
  double full = pn_text_width (NULL, &font, text);

  for (double width = 0; width < full + 10; width += 7)
    {
      g_autofree char *cut = pn_text_ellipsize (NULL, &font, text, width);

      g_assert_cmpfloat (pn_text_width (NULL, &font, cut), <=, width);
      if (width >= full)
        g_assert_cmpstr (cut, ==, text);
      else if (*cut != '\0')
        g_assert_true (g_str_has_suffix (cut, "…"));
    }
}

static void
test_wrap (void)
{
  const PnFont font = { "DejaVu Sans", 12, FALSE };
  g_auto (GStrv) lines = pn_text_wrap (NULL, &font, "one two three four-and-a-very-long-word", 60);
  g_autofree char *joined = g_strjoinv (" ", lines);

  g_assert_cmpuint (g_strv_length (lines), >=, 3);
  g_assert_cmpstr (joined, ==, "one two three four-and-a-very-long-word");
}

/* Text of twice the size is twice as wide: no hinting gets into the layout. */
static void
test_text_scales (void)
{
  const PnFont small = { "DejaVu Sans", 10, FALSE }, large = { "DejaVu Sans", 20, FALSE };

  g_assert_cmpfloat_with_epsilon (2 * pn_text_width (NULL, &small, "Cross-entropy"),
                                  pn_text_width (NULL, &large, "Cross-entropy"), 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/svg/well-formed", test_well_formed);
  g_test_add_func ("/draw/svg/hostile-text", test_hostile_text);
  g_test_add_func ("/draw/svg/metadata", test_metadata);
  g_test_add_func ("/draw/text/ellipsis", test_ellipsis);
  g_test_add_func ("/draw/text/wrap", test_wrap);
  g_test_add_func ("/draw/text/scales", test_text_scales);
  return g_test_run ();
}
