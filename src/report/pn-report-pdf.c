/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "pn-error.h"

/* Pieces onto pages. A4, in points. */
#define PAGE_WIDTH (210 * PN_REPORT_POINTS_PER_MM)
#define PAGE_HEIGHT (297 * PN_REPORT_POINTS_PER_MM)
#define MARGIN (18 * PN_REPORT_POINTS_PER_MM)
#define FOOT 24.0 /* from the text's end to the page number's line */
#define FOOT_SIZE 7.5
#define BOTTOM (PAGE_HEIGHT - MARGIN - 10)

typedef struct
{
  const PnReport *report;
  GArray *pieces;
  PangoContext *context;
  cairo_t *cr;
  cairo_surface_t *surface;
  GArray *starts; /* guint: the first piece of each page */
  int outline[3]; /* the latest entry of each level */
} Book;

static const PnReportPiece *
get_piece (const Book *self, guint index)
{
  return &g_array_index (self->pieces, PnReportPiece, index);
}

/* The end of what has to be on one page, from `first` on, and how high it is. */
static guint
group_end (const Book *self, guint first, double *height)
{
  guint end = first;

  *height = 0;
  do
    {
      const PnReportPiece *piece = get_piece (self, end);

      *height += piece->height + (end > first ? piece->space : 0);
    }
  while (get_piece (self, end++)->keep && end < self->pieces->len);
  return end;
}

static double
repeated_height (const Book *self, guint index)
{
  int repeat = get_piece (self, index)->repeat;

  return repeat >= 0 ? get_piece (self, (guint) repeat)->height : 0;
}

static void
start_page (Book *self, guint index, double *y)
{
  g_array_append_val (self->starts, index);
  *y = MARGIN + repeated_height (self, index);
}

/* A group that no page can hold is cut where the page ends. */
static void
break_pages (Book *self)
{
  double y = MARGIN;
  double height;

  start_page (self, 0, &y);
  for (guint i = 0, end; i < self->pieces->len; i = end)
    {
      gboolean top = y <= MARGIN;

      end = group_end (self, i, &height);
      if (!top && y + get_piece (self, i)->space + height > BOTTOM)
        start_page (self, i, &y);
      for (guint k = i; k < end; k++)
        {
          const PnReportPiece *piece = get_piece (self, k);
          double space = y > MARGIN ? piece->space : 0;

          if (y > MARGIN && y + space + piece->height > BOTTOM)
            start_page (self, k, &y);
          y += (y > MARGIN ? piece->space : 0) + piece->height;
        }
    }
}

static void
set_grey (cairo_t *cr, double grey)
{
  cairo_set_source_rgb (cr, grey, grey, grey);
}

static void
draw_line (const Book *self, const PnReportPiece *piece, double y)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (piece->layout, piece->line);
  PangoRectangle extents;
  double ascent, height;

  pango_layout_line_get_extents (line, NULL, &extents);
  ascent = PANGO_ASCENT (extents) / (double) PANGO_SCALE;
  height = extents.height / (double) PANGO_SCALE;
  if (piece->grey)
    {
      set_grey (self->cr, 0.95);
      cairo_rectangle (self->cr, MARGIN, y, PAGE_WIDTH - 2 * MARGIN, piece->height);
      cairo_fill (self->cr);
    }
  set_grey (self->cr, 0.08);
  cairo_move_to (self->cr, MARGIN + piece->x, y + (piece->height - height) / 2 + ascent);
  pango_cairo_show_layout_line (self->cr, line);
}

static void
draw_row (const Book *self, const PnReportPiece *piece, double y)
{
  double bottom = y + piece->height;

  set_grey (self->cr, 0.08);
  for (guint i = 0; i < piece->cells->len; i++)
    {
      cairo_move_to (self->cr, MARGIN + piece->cell_x[i], y + 2.2);
      pango_cairo_show_layout (self->cr, piece->cells->pdata[i]);
    }
  set_grey (self->cr, 0.45);
  cairo_set_line_width (self->cr, piece->rule);
  cairo_move_to (self->cr, MARGIN, bottom);
  cairo_line_to (self->cr, PAGE_WIDTH - MARGIN, bottom);
  cairo_stroke (self->cr);
}

static void
draw_picture (const Book *self, const PnReportPiece *piece, double y)
{
  const PnReportBlock *block = piece->block;
  PnRect rect = { 0, 0, block->width_mm * PN_REPORT_POINTS_PER_MM,
                  block->height_mm * PN_REPORT_POINTS_PER_MM };
  PnCanvas *canvas;

  cairo_save (self->cr);
  cairo_translate (self->cr, MARGIN + piece->x, y);
  canvas = pn_canvas_new_cairo (self->cr, NULL);
  block->draw (canvas, &rect, block->data);
  pn_canvas_free (canvas);
  cairo_restore (self->cr);
}

/* Headings in the reader's side pane. */
static void
add_outline (Book *self, const PnReportBlock *block, double y)
{
  /* Whole points: cairo 1.16 reads fractions as the user's locale writes them. */
  g_autofree char *place = g_strdup_printf ("page=%u pos=[0 %d]", self->starts->len, (int) y);
  int parent = block->level > 0 ? self->outline[block->level - 1] : CAIRO_PDF_OUTLINE_ROOT;

  self->outline[block->level] = cairo_pdf_surface_add_outline (self->surface, parent, block->text,
                                                               place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void
draw_piece (Book *self, const PnReportPiece *piece, double y)
{
  if (piece->cells != NULL)
    draw_row (self, piece, y);
  else if (piece->layout != NULL)
    draw_line (self, piece, y);
  else
    draw_picture (self, piece, y);
}

static void
draw_foot_text (const Book *self, const char *text, PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout
      = pn_report_layout (self->context, PN_TYPE_PLAIN, FOOT_SIZE, PAGE_WIDTH - 2 * MARGIN, text);

  pango_layout_set_alignment (layout, alignment);
  set_grey (self->cr, 0.35);
  cairo_move_to (self->cr, MARGIN, BOTTOM + FOOT - FOOT_SIZE);
  pango_cairo_show_layout (self->cr, layout);
}

static void
draw_foot (const Book *self, guint page, guint n_pages)
{
  const PnReportBlock *title = self->report->blocks->pdata[0];
  g_autofree char *number = g_strdup_printf ("%u / %u", page, n_pages);

  draw_foot_text (self, title->text, PANGO_ALIGN_LEFT);
  draw_foot_text (self, number, PANGO_ALIGN_RIGHT);
}

static void
draw_page (Book *self, guint first, guint end)
{
  int repeat = get_piece (self, first)->repeat;
  double y = MARGIN;

  if (repeat >= 0)
    draw_piece (self, get_piece (self, (guint) repeat), y);
  y += repeated_height (self, first);
  for (guint i = first; i < end; i++)
    {
      const PnReportPiece *piece = get_piece (self, i);

      y += y > MARGIN ? piece->space : 0;
      draw_piece (self, piece, y);
      if (piece->layout != NULL && piece->block != NULL)
        add_outline (self, piece->block, y);
      y += piece->height;
    }
}

static void
draw_pages (Book *self)
{
  GArray *starts = g_steal_pointer (&self->starts);

  /* Counts the pages drawn, for the outline. */
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint page = 0; page < starts->len; page++)
    {
      guint first = g_array_index (starts, guint, page);
      guint end
          = page + 1 < starts->len ? g_array_index (starts, guint, page + 1) : self->pieces->len;

      g_array_append_val (self->starts, first);
      draw_page (self, first, end);
      draw_foot (self, page + 1, starts->len);
      cairo_show_page (self->cr);
    }
  g_array_unref (starts);
}

static cairo_status_t
append_cb (gpointer closure, const guchar *bytes, guint length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
book_init (Book *self, const PnReport *report, GByteArray *pdf)
{
  const PnReportBlock *title = report->blocks->pdata[0];

  self->report = report;
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->context = pn_text_context_new ();
  self->pieces = pn_report_cut (report, self->context, PAGE_WIDTH - 2 * MARGIN);
  self->surface = cairo_pdf_surface_create_for_stream (append_cb, pdf, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title->text);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR,
                                  "Perceptron " PN_VERSION);
  self->cr = cairo_create (self->surface);
}

static void
book_clear (Book *self)
{
  g_array_unref (self->pieces);
  g_array_unref (self->starts);
  g_object_unref (self->context);
  cairo_surface_destroy (self->surface);
}

GBytes *
pn_report_to_pdf (const PnReport *self, guint *n_pages, GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  Book book = { NULL };
  cairo_status_t status;

  book_init (&book, self, pdf);
  break_pages (&book);
  draw_pages (&book);
  if (n_pages != NULL)
    *n_pages = book.starts->len;
  cairo_destroy (book.cr);
  cairo_surface_finish (book.surface);
  status = cairo_surface_status (book.surface);
  book_clear (&book);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&pdf));
  g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("The report can't be drawn: %s"),
               cairo_status_to_string (status));
  return NULL;
}
