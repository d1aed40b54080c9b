/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-canvas-private.h"

#include <math.h>
#include <string.h>

/* The SVG writer: SVG 1.1, real <text>, numbers in the C locale whatever the user's. Clips and
 * transformations open groups; a restore closes those opened since its save.
 */
typedef struct
{
  PnCanvas parent;
  GString *body;
  GString *path;
  GArray *open; /* for each save: groups opened since; the first is for those without a save */
  guint n_clips;
} SvgCanvas;

static SvgCanvas *
svg (PnCanvas *self)
{
  return (SvgCanvas *) self;
}

/* To 1/100 of a unit, without trailing zeros: files stay small, and nobody sees the difference. */
static void
append_number (GString *string, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  if (!isfinite (value))
    value = 0;
  g_ascii_formatd (buffer, sizeof buffer, "%.2f", value);
  end = buffer + strlen (buffer);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_string_append (string, strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

static void
append_point (GString *string, char command, double x, double y)
{
  g_string_append_c (string, command);
  append_number (string, x);
  g_string_append_c (string, ' ');
  append_number (string, y);
}

static void
append_attribute (GString *string, const char *name, double value)
{
  g_string_append_printf (string, " %s=\"", name);
  append_number (string, value);
  g_string_append_c (string, '"');
}

/* Text that XML 1.0 allows: valid UTF-8 without control characters, escaped. */
static char *
escape (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (char *c = valid; *c != '\0'; c++)
    if ((guchar) *c < 0x20 && *c != '\t' && *c != '\n' && *c != '\r')
      *c = ' ';
  return g_markup_escape_text (valid, -1);
}

static void
append_color (GString *string, const char *name, const PnColor *color)
{
  if (color == NULL)
    {
      g_string_append_printf (string, " %s=\"none\"", name);
      return;
    }
  g_string_append_printf (string, " %s=\"#%06x\"", name,
                          pn_color_to_argb (pn_color_with_alpha (*color, 1)) & 0xffffff);
  if (color->alpha < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      append_attribute (string, opacity, color->alpha);
    }
}

static void
append_pen (GString *string, const PnStroke *pen)
{
  append_attribute (string, "stroke-width", pen->width);
  g_string_append (string, " stroke-linejoin=\"round\"");
  if (pen->round)
    g_string_append (string, " stroke-linecap=\"round\"");
  if (pen->dashes == NULL || pen->n_dashes == 0)
    return;
  g_string_append (string, " stroke-dasharray=\"");
  for (int i = 0; i < pen->n_dashes; i++)
    {
      if (i > 0)
        g_string_append_c (string, ' ');
      append_number (string, pen->dashes[i]);
    }
  g_string_append_c (string, '"');
}

static void
svg_move_to (PnCanvas *self, double x, double y)
{
  append_point (svg (self)->path, 'M', x, y);
}

static void
svg_line_to (PnCanvas *self, double x, double y)
{
  append_point (svg (self)->path, 'L', x, y);
}

static void
svg_curve_to (PnCanvas *self, const double p[6])
{
  append_point (svg (self)->path, 'C', p[0], p[1]);
  append_point (svg (self)->path, ' ', p[2], p[3]);
  append_point (svg (self)->path, ' ', p[4], p[5]);
}

static void
svg_close_path (PnCanvas *self)
{
  g_string_append_c (svg (self)->path, 'Z');
}

static void
svg_paint (PnCanvas *self, const PnColor *fill, const PnColor *stroke, const PnStroke *pen)
{
  GString *body = svg (self)->body;
  GString *path = svg (self)->path;

  if (path->len > 0 && (fill != NULL || stroke != NULL))
    {
      g_string_append_printf (body, "<path d=\"%s\"", path->str);
      append_color (body, "fill", fill);
      if (stroke != NULL)
        {
          append_color (body, "stroke", stroke);
          append_pen (body, pen);
        }
      g_string_append (body, "/>\n");
    }
  g_string_truncate (path, 0);
}

static cairo_status_t
append_bytes_cb (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static char *
encode_png (const PnImage *image, const PnRect *source)
{
  gsize skip = (gsize) source->y * image->stride + (gsize) source->x * 4;
  cairo_surface_t *surface
      = cairo_image_surface_create_for_data ((guchar *) image->pixels + skip, CAIRO_FORMAT_ARGB32,
                                             source->width, source->height, image->stride);
  g_autoptr (GByteArray) png = g_byte_array_new ();

  cairo_surface_write_to_png_stream (surface, append_bytes_cb, png);
  cairo_surface_destroy (surface);
  return g_base64_encode (png->data, png->len);
}

static void
svg_image (PnCanvas *self,
           const PnImage *image,
           const PnRect *source,
           const PnRect *target,
           PnFilter filter)
{
  GString *body = svg (self)->body;
  g_autofree char *data = encode_png (image, source);

  g_string_append (body, "<image");
  append_attribute (body, "x", target->x);
  append_attribute (body, "y", target->y);
  append_attribute (body, "width", target->width);
  append_attribute (body, "height", target->height);
  g_string_append (body, " preserveAspectRatio=\"none\"");
  if (filter == PN_FILTER_NEAREST)
    g_string_append (body,
                     " image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"");
  g_string_append_printf (body, " xlink:href=\"data:image/png;base64,%s\"/>\n", data);
}

static void
count_group (PnCanvas *self)
{
  GArray *open = svg (self)->open;

  g_array_index (open, guint, open->len - 1)++;
}

static void
svg_clip (PnCanvas *self, const PnRect *rect)
{
  GString *body = svg (self)->body;
  guint id = ++svg (self)->n_clips;

  g_string_append_printf (body, "<clipPath id=\"clip%u\"><rect", id);
  append_attribute (body, "x", rect->x);
  append_attribute (body, "y", rect->y);
  append_attribute (body, "width", rect->width);
  append_attribute (body, "height", rect->height);
  g_string_append_printf (body, "/></clipPath>\n<g clip-path=\"url(#clip%u)\">\n", id);
  count_group (self);
}

static void
svg_save (PnCanvas *self)
{
  guint none = 0;

  g_array_append_val (svg (self)->open, none);
}

static void
close_groups (SvgCanvas *self)
{
  for (guint n = g_array_index (self->open, guint, self->open->len - 1); n > 0; n--)
    g_string_append (self->body, "</g>\n");
  g_array_set_size (self->open, self->open->len - 1);
}

static void
svg_restore (PnCanvas *self)
{
  g_return_if_fail (svg (self)->open->len > 1);
  close_groups (svg (self));
}

static void
svg_transform (PnCanvas *self, const cairo_matrix_t *m)
{
  GString *body = svg (self)->body;
  const double values[6] = { m->xx, m->yx, m->xy, m->yy, m->x0, m->y0 };

  g_string_append (body, "<g transform=\"matrix(");
  for (int i = 0; i < 6; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append (body, i > 0 ? " " : "");
      g_string_append (body, g_ascii_formatd (buffer, sizeof buffer, "%.6g", values[i]));
    }
  g_string_append (body, ")\">\n");
  count_group (self);
}

static void
svg_text (PnCanvas *self,
          const PnFont *font,
          PnColor color,
          double x,
          double y,
          PnAnchor anchor,
          const char *text)
{
  static const char *const anchors[] = { NULL, "middle", "end" };
  GString *body = svg (self)->body;
  g_autofree char *escaped = escape (text);
  g_autofree char *family = escape (font->family != NULL ? font->family : "sans-serif");

  g_string_append (body, "<text");
  append_attribute (body, "x", x);
  append_attribute (body, "y", y);
  g_string_append_printf (body, " font-family=\"%s\"", family);
  append_attribute (body, "font-size", font->size);
  if (font->bold)
    g_string_append (body, " font-weight=\"bold\"");
  if (anchors[anchor] != NULL)
    g_string_append_printf (body, " text-anchor=\"%s\"", anchors[anchor]);
  append_color (body, "fill", &color);
  g_string_append_printf (body, ">%s</text>\n", escaped);
}

/* There are no pixels; lines are thinned to columns of half a unit, so that files stay small. */
static double
svg_device_scale (PnCanvas *self)
{
  return 2;
}

static void
svg_free (PnCanvas *self)
{
  g_string_free (svg (self)->body, TRUE);
  g_string_free (svg (self)->path, TRUE);
  g_array_unref (svg (self)->open);
  g_free (self);
}

static const PnCanvasClass svg_class = {
  .move_to = svg_move_to,
  .line_to = svg_line_to,
  .curve_to = svg_curve_to,
  .close_path = svg_close_path,
  .paint = svg_paint,
  .image = svg_image,
  .clip = svg_clip,
  .save = svg_save,
  .restore = svg_restore,
  .transform = svg_transform,
  .text = svg_text,
  .device_scale = svg_device_scale,
  .free = svg_free,
};

static void
append_header (GString *body, double width, double height, double unit_mm)
{
  const char *unit = unit_mm > 0 ? "mm\"" : "\"";
  double scale = unit_mm > 0 ? unit_mm : 1;

  g_string_append (body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<svg xmlns=\"http://www.w3.org/2000/svg\""
                         " xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"");
  append_number (body, width * scale);
  g_string_append_printf (body, "%s height=\"", unit);
  append_number (body, height * scale);
  g_string_append_printf (body, "%s viewBox=\"0 0 ", unit);
  append_number (body, width);
  g_string_append_c (body, ' ');
  append_number (body, height);
  g_string_append (body, "\">\n");
}

PnCanvas *
pn_canvas_new_svg (double width, double height, double unit_mm, const char *metadata)
{
  SvgCanvas *self = g_new0 (SvgCanvas, 1);

  self->parent.class = &svg_class;
  self->parent.context = pn_text_context_new ();
  self->body = g_string_new (NULL);
  self->path = g_string_new (NULL);
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));
  svg_save (&self->parent);
  append_header (self->body, width, height, unit_mm);
  if (metadata != NULL)
    {
      g_autofree char *escaped = escape (metadata);

      g_string_append_printf (self->body, "<metadata id=\"perceptron\">%s</metadata>\n", escaped);
    }
  return &self->parent;
}

char *
pn_canvas_svg_finish (PnCanvas *self)
{
  g_return_val_if_fail (self->class == &svg_class, NULL);
  while (svg (self)->open->len > 0)
    close_groups (svg (self));
  g_string_append (svg (self)->body, "</svg>\n");
  return g_strdup (svg (self)->body->str);
}
