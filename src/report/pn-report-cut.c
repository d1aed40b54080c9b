/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

/* Blocks into pieces: lines of text, and pictures with their captions. In points. */

#define TEXT_SIZE 9.0
#define CAPTION_SIZE 8.0
#define CODE_SIZE 7.6
#define INDENT 14.0
#define LEADING 1.38
#define PARAGRAPH_SPACE 5.0
#define BLOCK_SPACE 9.0

static const double heading_sizes[] = { 18, 13, 10.5 };
static const double heading_spaces[] = { 0, 20, 13 };

static void
piece_clear (gpointer data)
{
  PnReportPiece *piece = data;

  g_clear_object (&piece->layout);
  g_clear_pointer (&piece->cells, g_ptr_array_unref);
  g_clear_pointer (&piece->cell_x, g_free);
}

PangoLayout *
pn_report_layout (PangoContext *context,
                  PnReportType type,
                  double size,
                  double width,
                  const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font,
                                     type == PN_TYPE_MONO ? "DejaVu Sans Mono" : "DejaVu Sans");
  pango_font_description_set_weight (font, type == PN_TYPE_BOLD ? PANGO_WEIGHT_BOLD
                                                                : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

typedef struct
{
  PnReportType type;
  double size;
  double indent;
  double space;
  gboolean grey;
  gboolean keep; /* all of it with what follows */
} TextLook;

/* A line of a few stays with its neighbour: neither the first nor the last is ever alone. */
static void
cut_text (GArray *pieces,
          PangoContext *context,
          const TextLook *look,
          double width,
          const char *text)
{
  g_autoptr (PangoLayout) layout
      = pn_report_layout (context, look->type, look->size, width - 2 * look->indent, text);
  int n = pango_layout_get_line_count (layout);

  for (int i = 0; i < n; i++)
    {
      PnReportPiece piece = { .space = i == 0 ? look->space : 0,
                              .height = look->size * LEADING,
                              .keep = look->keep || (i == 0 && n > 1) || i == n - 2,
                              .repeat = -1,
                              .x = look->indent,
                              .layout = g_object_ref (layout),
                              .line = i,
                              .grey = look->grey };

      g_array_append_val (pieces, piece);
    }
}

static void
cut_heading (GArray *pieces, PangoContext *context, const PnReportBlock *block, double width)
{
  TextLook look = { .type = PN_TYPE_BOLD,
                    .size = heading_sizes[block->level],
                    .space = heading_spaces[block->level],
                    .keep = TRUE };
  guint first = pieces->len;

  cut_text (pieces, context, &look, width, block->text);
  g_array_index (pieces, PnReportPiece, first).block = block;
}

static void
cut_picture (GArray *pieces, PangoContext *context, const PnReportBlock *block, double width)
{
  double room = width - block->width_mm * PN_REPORT_POINTS_PER_MM;
  PnReportPiece piece = { .space = BLOCK_SPACE,
                          .height = block->height_mm * PN_REPORT_POINTS_PER_MM,
                          .keep = TRUE,
                          .repeat = -1,
                          .x = MAX (room, 0) / 2,
                          .block = block };
  TextLook look = { .size = CAPTION_SIZE, .space = 3, .keep = TRUE };

  g_array_append_val (pieces, piece);
  cut_text (pieces, context, &look, width, block->text);
}

static void
cut_table (GArray *pieces, PangoContext *context, const PnReportBlock *block, double width)
{
  TextLook look = { .size = CAPTION_SIZE, .space = BLOCK_SPACE, .keep = TRUE };

  if (*block->text != '\0')
    cut_text (pieces, context, &look, width, block->text);
  pn_report_cut_table (pieces, block->table, context, width);
}

static void
cut_block (GArray *pieces, PangoContext *context, const PnReportBlock *block, double width)
{
  const TextLook paragraph = { .size = TEXT_SIZE, .space = PARAGRAPH_SPACE };
  const TextLook formula
      = { .size = TEXT_SIZE, .space = PARAGRAPH_SPACE, .indent = INDENT, .keep = TRUE };
  const TextLook code = { .type = PN_TYPE_MONO,
                          .size = CODE_SIZE,
                          .space = PARAGRAPH_SPACE,
                          .indent = INDENT / 2,
                          .grey = TRUE };

  if (block->kind == PN_BLOCK_HEADING)
    cut_heading (pieces, context, block, width);
  else if (block->kind == PN_BLOCK_PICTURE)
    cut_picture (pieces, context, block, width);
  else if (block->kind == PN_BLOCK_TABLE)
    cut_table (pieces, context, block, width);
  else
    cut_text (pieces, context,
              block->kind == PN_BLOCK_CODE      ? &code
              : block->kind == PN_BLOCK_FORMULA ? &formula
                                                : &paragraph,
              width, block->text);
}

/* Whether the block ends in what the next one says or shows. */
static gboolean
leads_on (const PnReport *self, guint index)
{
  const PnReportBlock *block = self->blocks->pdata[index];
  const PnReportBlock *next = index + 1 < self->blocks->len ? self->blocks->pdata[index + 1] : NULL;

  return block->kind == PN_BLOCK_PARAGRAPH && next != NULL
         && (next->kind == PN_BLOCK_FORMULA || next->kind == PN_BLOCK_CODE
             || next->kind == PN_BLOCK_PICTURE);
}

GArray *
pn_report_cut (const PnReport *self, PangoContext *context, double width)
{
  GArray *pieces = g_array_new (FALSE, TRUE, sizeof (PnReportPiece));

  g_array_set_clear_func (pieces, piece_clear);
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const PnReportBlock *block = self->blocks->pdata[i];

      cut_block (pieces, context, block, width);
      if (block->kind != PN_BLOCK_HEADING)
        g_array_index (pieces, PnReportPiece, pieces->len - 1).keep = leads_on (self, i);
    }
  return pieces;
}
