/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-confusion-figure.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-figure-private.h"
#include "pn-file.h"

/* Millimetres: for the caption and the columns' names, and for each class. */
#define HEAD_MM 12
#define CLASS_MM 6

/* In points. */
#define MARGIN 3.0

typedef struct
{
  PnMatrix matrix;
  const PnFigureOptions *options;
} Picture;

PnFigureOptions
pn_confusion_figure_options (const PnConfusion *confusion)
{
  PnFigureOptions options = pn_figure_options_default ();

  options.height_mm = CLAMP (HEAD_MM + CLASS_MM * (double) confusion->n_classes, 10, 2000);
  return options;
}

static void
draw_cb (PnCanvas *canvas, const PnRect *rect, gpointer data)
{
  const Picture *picture = data;
  PnStyle style = pn_figure_style (picture->options);
  PnColor paper = PN_COLOR (0xffffff);
  PnRect inner = pn_rect_inset (rect, MARGIN, MARGIN);

  pn_canvas_fill_rect (canvas, rect, 0, paper);
  pn_matrix_draw (&picture->matrix, canvas, &inner, &style);
}

static GBytes *
export_table (const PnConfusion *confusion, gboolean rates, const char *ending)
{
  gboolean csv = g_str_equal (ending, ".csv");
  g_autoptr (PnTable) table = pn_confusion_table (confusion, rates, csv);
  char *text = csv                           ? pn_table_to_csv (table)
               : g_str_equal (ending, ".md") ? pn_table_to_markdown (table)
                                             : pn_table_to_latex (table);

  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
export_picture (const PnConfusion *confusion,
                gboolean rates,
                const PnFigureOptions *options,
                PnFigureFormat format,
                GError **error)
{
  Picture picture = { pn_confusion_matrix (confusion, rates), options };
  const PnFigurePainter painter = { draw_cb, &picture, _ ("Confusion matrix") };

  if (!pn_figure_options_validate (options, error))
    return NULL;
  return pn_figure_paint (&painter, options, format, NULL, error);
}

static GBytes *export(const PnConfusion *confusion,
                      gboolean rates,
                      const PnFigureOptions *options,
                      const char *path,
                      GError **error)
{
  static const char *const endings[] = { ".csv", ".md", ".tex", ".png", ".svg", ".pdf" };
  static const PnFigureFormat formats[] = { PN_FIGURE_PNG, PN_FIGURE_SVG, PN_FIGURE_PDF };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return i < 3 ? export_table (confusion, rates, endings[i])
                   : export_picture (confusion, rates, options, formats[i - 3], error);
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: the name ends in .png, .svg, .pdf, .csv, .md or .tex"), path);
  return NULL;
}

gboolean
pn_confusion_save (const PnConfusion *confusion,
                   gboolean rates,
                   const PnFigureOptions *options,
                   const char *path,
                   GError **error)
{
  g_autoptr (GBytes) bytes = export(confusion, rates, options, path, error);

  return bytes
         && pn_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}
