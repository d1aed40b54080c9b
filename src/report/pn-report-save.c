/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "pn-error.h"
#include "pn-file.h"

#define PDF ".pdf"
#define MARKDOWN ".md"
#define FIGURES "-figures"

static gboolean
has_ending (const char *path, const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ending);
}

gboolean
pn_report_check_path (const char *path, GError **error)
{
  if (has_ending (path, PDF) || has_ending (path, MARKDOWN))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED, _ ("%s: a report's name ends in .pdf or .md"),
               path);
  return FALSE;
}

static gboolean
save_pdf (const PnReport *self, const char *path, guint *n_pages, GError **error)
{
  g_autoptr (GBytes) pdf = pn_report_to_pdf (self, n_pages, error);

  return pdf != NULL
         && pn_file_write (path, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), error);
}

static gboolean
save_picture (const PnReportBlock *block, const char *folder, GError **error)
{
  PnRect rect = { 0, 0, block->width_mm * PN_REPORT_POINTS_PER_MM,
                  block->height_mm * PN_REPORT_POINTS_PER_MM };
  g_autoptr (PnCanvas) canvas
      = pn_canvas_new_svg (rect.width, rect.height, 1 / PN_REPORT_POINTS_PER_MM, NULL);
  g_autofree char *name = g_strconcat (block->name, ".svg", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *svg = NULL;

  block->draw (canvas, &rect, block->data);
  svg = pn_canvas_svg_finish (canvas);
  return pn_file_write (path, svg, strlen (svg), error);
}

static gboolean
save_pictures (const PnReport *self, const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: the folder can't be made: %s"), folder,
                   g_strerror (errno));
      return FALSE;
    }
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const PnReportBlock *block = self->blocks->pdata[i];

      if (block->kind == PN_BLOCK_PICTURE && !save_picture (block, folder, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_markdown (const PnReport *self, const char *path, GError **error)
{
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (MARKDOWN));
  g_autofree char *folder = g_strconcat (stem, FIGURES, NULL);
  g_autofree char *link = g_path_get_basename (folder);
  g_autofree char *text = pn_report_to_markdown (self, link);

  return save_pictures (self, folder, error) && pn_file_write (path, text, strlen (text), error);
}

gboolean
pn_report_save (const PnReport *self, const char *path, guint *n_pages, GError **error)
{
  if (n_pages != NULL)
    *n_pages = 0;
  if (!pn_report_check_path (path, error))
    return FALSE;
  return has_ending (path, PDF) ? save_pdf (self, path, n_pages, error)
                                : save_markdown (self, path, error);
}
