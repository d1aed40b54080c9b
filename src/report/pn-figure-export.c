/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-deflate.h"
#include "pn-error.h"
#include "pn-file.h"
#include "pn-pdf.h"
#include "pn-png.h"

static const char *const endings[PN_N_FIGURE_FORMATS] = { ".png", ".svg", ".pdf", ".csv", ".tex" };

gboolean
pn_figure_format_from_path (const char *path, PnFigureFormat *format, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (int i = 0; i < PN_N_FIGURE_FORMATS; i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = i;
        return TRUE;
      }
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: a figure's name ends in .png, .svg, .pdf, .csv or .tex"), path);
  return FALSE;
}

static GBytes *
fail_for_surface (cairo_surface_t *surface, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("The figure can't be drawn: %s"),
               cairo_status_to_string (cairo_surface_status (surface)));
  cairo_surface_destroy (surface);
  return NULL;
}

static void
draw_on (cairo_surface_t *surface,
         double scale,
         const PnFigurePainter *painter,
         const PnFigureOptions *options)
{
  PnRect rect = pn_figure_rect (options);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas;

  /* Whole pixels: the figure's own white may cover only a part of the last row and column. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  canvas = pn_canvas_new_cairo (cr, NULL);
  painter->draw (canvas, &rect, painter->data);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
}

static GBytes *
export_png (const PnFigurePainter *painter,
            const PnFigureOptions *options,
            const char *data,
            GError **error)
{
  double scale = options->dpi / 72;
  PnRect rect = pn_figure_rect (options);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, lround (rect.width * scale), lround (rect.height * scale));
  GBytes *png;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return fail_for_surface (surface, error);
  draw_on (surface, scale, painter, options);
  png = pn_png_encode (surface, options->dpi, PN_FIGURE_DATA_KEY, data, error);
  cairo_surface_destroy (surface);
  return png;
}

static GBytes *
export_svg (const PnFigurePainter *painter, const PnFigureOptions *options, const char *data)
{
  PnRect rect = pn_figure_rect (options);
  g_autoptr (GByteArray) deflated = data != NULL ? pn_deflate (data) : NULL;
  g_autofree char *metadata
      = deflated != NULL ? g_base64_encode (deflated->data, deflated->len) : NULL;
  g_autoptr (PnCanvas) canvas
      = pn_canvas_new_svg (rect.width, rect.height, 1 / PN_FIGURE_POINTS_PER_MM, metadata);
  char *svg;

  painter->draw (canvas, &rect, painter->data);
  svg = pn_canvas_svg_finish (canvas);
  return g_bytes_new_take (svg, strlen (svg));
}

static cairo_status_t
append_cb (gpointer closure, const guchar *bytes, guint length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
export_pdf (const PnFigurePainter *painter,
            const PnFigureOptions *options,
            const char *data,
            GError **error)
{
  PnRect rect = pn_figure_rect (options);
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  cairo_surface_t *surface
      = cairo_pdf_surface_create_for_stream (append_cb, pdf, rect.width, rect.height);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, painter->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Perceptron " PN_VERSION);
  draw_on (surface, 1, painter, options);
  cairo_surface_finish (surface);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return fail_for_surface (surface, error);
  cairo_surface_destroy (surface);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&pdf));
  if (data != NULL)
    return pn_pdf_attach (bytes, PN_FIGURE_DATA_FILE, data, error);
  return g_steal_pointer (&bytes);
}

GBytes *
pn_figure_paint (const PnFigurePainter *painter,
                 const PnFigureOptions *options,
                 PnFigureFormat format,
                 const char *data,
                 GError **error)
{
  switch (format)
    {
    case PN_FIGURE_PNG:
      return export_png (painter, options, data, error);
    case PN_FIGURE_SVG:
      return export_svg (painter, options, data);
    case PN_FIGURE_PDF:
      return export_pdf (painter, options, data, error);
    case PN_FIGURE_CSV:
    case PN_FIGURE_TEX:
    case PN_N_FIGURE_FORMATS:
    default:
      g_return_val_if_reached (NULL);
    }
}

typedef struct
{
  const PnFigureRun *const *runs;
  gsize n_runs;
  const PnFigureOptions *options;
} Curves;

static void
draw_curves_cb (PnCanvas *canvas, const PnRect *rect, gpointer data)
{
  const Curves *curves = data;

  pn_figure_draw (curves->runs, curves->n_runs, curves->options, canvas, rect);
}

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
pn_figure_export (const PnFigureRun *const *runs,
                  gsize n_runs,
                  const PnFigureOptions *options,
                  PnFigureFormat format,
                  const char *data,
                  GError **error)
{
  Curves curves = { runs, n_runs, options };
  const PnFigurePainter painter = { draw_curves_cb, &curves, _ ("Training curves") };

  if (!pn_figure_options_validate (options, error)
      || !pn_figure_check_unit (runs, n_runs, options->x_unit, error)
      || !pn_figure_check_metrics (runs, n_runs, options->metrics, error))
    return NULL;
  if (format == PN_FIGURE_CSV)
    return take_text (pn_figure_to_csv (runs, n_runs, options));
  if (format == PN_FIGURE_TEX)
    return take_text (pn_figure_to_tex (runs, n_runs, options));
  return pn_figure_paint (&painter, options, format, data, error);
}

gboolean
pn_figure_save (const PnFigureRun *const *runs,
                gsize n_runs,
                const PnFigureOptions *options,
                const char *path,
                const char *data,
                GError **error)
{
  PnFigureFormat format;
  g_autoptr (GBytes) bytes = NULL;

  if (!pn_figure_format_from_path (path, &format, error))
    return FALSE;
  bytes = pn_figure_export (runs, n_runs, options, format, data, error);
  if (bytes == NULL)
    return FALSE;
  return pn_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
