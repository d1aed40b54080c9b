/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

/* A table into rows. Columns get what their longest lines want; where that is too wide, what their
 * longest words need and a share of the rest; where even that is, smaller type.
 */

#define SIZE 7.6
#define LEAST_SIZE 4.0
#define GAP 1.2 /* of the size of the type */
#define PADDING 2.2
#define SPACE 4.0

typedef struct
{
  const PnReportTable *table;
  PangoContext *context;
  double size;
  double width; /* of all */
  guint n;
  double *widths; /* of each column */
} Frame;

static gboolean
is_number (const Frame *self, guint column)
{
  return g_array_index (self->table->columns, PnReportColumn, column).anchor == PN_ANCHOR_END;
}

/* "0.9174 [0.9118, 0.9226]" is read as one. */
static void
keep_whole (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_allow_breaks_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

static double
measure (const Frame *self, gboolean title, const char *text, double wrap)
{
  PnReportType type = title ? PN_TYPE_BOLD : PN_TYPE_PLAIN;
  g_autoptr (PangoLayout) layout = pn_report_layout (self->context, type, self->size, wrap, text);
  int width;

  if (wrap < 0)
    pango_layout_set_width (layout, -1);
  else
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_get_size (layout, &width, NULL);
  /* A hair more than it takes, so that rounding breaks no line. */
  return width / (double) PANGO_SCALE + 0.1;
}

/* How wide lines may be. */
typedef enum
{
  WHOLE_LINES,
  TITLES_BROKEN,
  ALL_BROKEN,
} Breaking;

static double
measure_column (const Frame *self, guint column, Breaking breaking)
{
  const PnReportColumn *head = &g_array_index (self->table->columns, PnReportColumn, column);
  double wrap = breaking == ALL_BROKEN && !is_number (self, column) ? 0 : -1;
  double widest = measure (self, TRUE, head->title, breaking == WHOLE_LINES ? -1 : 0);

  for (guint row = 0; row < pn_report_table_n_rows (self->table); row++)
    widest = MAX (widest,
                  measure (self, FALSE, pn_report_table_cell (self->table, row, column), wrap));
  return widest;
}

/* Fills `widths` and returns their sum. */
static double
measure_columns (const Frame *self, Breaking breaking, double *widths)
{
  double total = 0;

  for (guint i = 0; i < self->n; i++)
    total += widths[i] = measure_column (self, i, breaking);
  return total;
}

/* Between what is needed and what is wanted, as far as there is room. FALSE where not even the
 * words fit.
 */
static gboolean
share_width (Frame *self)
{
  double room = self->width - GAP * self->size * (self->n - 1);
  g_autofree double *least = g_new (double, self->n);
  double needed = measure_columns (self, ALL_BROKEN, least);
  double wanted = 0, share;

  for (int breaking = WHOLE_LINES; breaking < ALL_BROKEN; breaking++)
    {
      wanted = measure_columns (self, breaking, self->widths);
      if (wanted <= room)
        return TRUE;
    }
  share = wanted > needed ? MAX (room - needed, 0) / (wanted - needed) : 0;
  for (guint i = 0; i < self->n; i++)
    self->widths[i] = least[i] + share * (self->widths[i] - least[i]);
  return needed <= room;
}

static double
row_height (const PnReportPiece *piece)
{
  double highest = 0;

  for (guint i = 0; i < piece->cells->len; i++)
    {
      int height;

      pango_layout_get_size (piece->cells->pdata[i], NULL, &height);
      highest = MAX (highest, height / (double) PANGO_SCALE);
    }
  return highest + 2 * PADDING;
}

static const char *
text_of (const Frame *self, int row, guint column)
{
  return row < 0 ? g_array_index (self->table->columns, PnReportColumn, column).title
                 : pn_report_table_cell (self->table, (guint) row, column);
}

/* Row −1 is that of the titles. */
static void
cut_row (const Frame *self, GArray *pieces, int row, int repeat, gboolean keep)
{
  PnReportPiece piece = { .space = row < 0 ? SPACE : 0,
                          .keep = keep,
                          .repeat = repeat,
                          .rule = row < 0 ? 0.8 : 0.25,
                          .cells = g_ptr_array_new_with_free_func (g_object_unref),
                          .cell_x = g_new (double, self->n) };
  double x = 0;

  for (guint i = 0; i < self->n; i++)
    {
      PangoLayout *cell
          = pn_report_layout (self->context, row < 0 ? PN_TYPE_BOLD : PN_TYPE_PLAIN, self->size,
                              self->widths[i] + 0.1, text_of (self, row, i));

      if (is_number (self, i))
        pango_layout_set_alignment (cell, PANGO_ALIGN_RIGHT);
      if (is_number (self, i) && row >= 0)
        keep_whole (cell);
      g_ptr_array_add (piece.cells, cell);
      piece.cell_x[i] = x;
      x += self->widths[i] + GAP * self->size;
    }
  piece.height = row_height (&piece);
  g_array_append_val (pieces, piece);
}

void
pn_report_cut_table (GArray *pieces,
                     const PnReportTable *table,
                     PangoContext *context,
                     double width)
{
  g_autofree double *widths = g_new0 (double, table->columns->len);
  Frame self = { table, context, SIZE, width, table->columns->len, widths };
  int n = (int) pn_report_table_n_rows (table);
  int head = (int) pieces->len;

  while (!share_width (&self) && self.size > LEAST_SIZE)
    self.size *= 0.95;
  cut_row (&self, pieces, -1, -1, TRUE);
  for (int row = 0; row < n; row++)
    cut_row (&self, pieces, row, head, (row == 0 && n > 1) || row == n - 2);
}
