/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pango.h>

#include "pn-report.h"

G_BEGIN_DECLS

#define PN_REPORT_POINTS_PER_MM (72 / 25.4)

typedef enum
{
  PN_BLOCK_HEADING,
  PN_BLOCK_PARAGRAPH,
  PN_BLOCK_FORMULA,
  PN_BLOCK_CODE,
  PN_BLOCK_PICTURE,
  PN_BLOCK_TABLE,
} PnReportBlockKind;

typedef struct
{
  PnReportBlockKind kind;
  guint level; /* of a heading; 0 is the title */
  char *text;  /* of pictures and tables the caption */

  char *name; /* a picture */
  double width_mm;
  double height_mm;
  PnReportDraw draw;
  gpointer data;
  GDestroyNotify destroy;

  PnReportTable *table;
} PnReportBlock;

struct _PnReport
{
  GPtrArray *blocks; /* of PnReportBlock, the title first */
};

typedef struct
{
  char *title;
  PnAnchor anchor;
} PnReportColumn;

struct _PnReportTable
{
  GArray *columns;  /* of PnReportColumn */
  GPtrArray *cells; /* char *, row by row */
};

guint pn_report_table_n_rows (const PnReportTable *table);
const char *pn_report_table_cell (const PnReportTable *table, guint row, guint column);

/* What can't be cut at a page's end: a line, a row, a picture. Lengths in points. */
typedef struct
{
  double space; /* above it, but not at a page's top */
  double height;
  gboolean keep; /* on the page of the next piece */
  int repeat;    /* the piece that is repeated above it at a page's top; −1 for none */

  double x;
  PangoLayout *layout; /* of which `line` is drawn */
  int line;
  gboolean grey;              /* a ground behind it */
  GPtrArray *cells;           /* of a row: PangoLayout */
  double *cell_x;             /* and where each begins */
  double rule;                /* thickness of the line under it; 0 for none */
  const PnReportBlock *block; /* a picture; of headings, what the outline says */
} PnReportPiece;

/* The report in pieces `width` wide, whose text is laid out by `context`; an array of
 * PnReportPiece to be freed by g_array_unref().
 */
GArray *pn_report_cut (const PnReport *self, PangoContext *context, double width);

/* The pieces of one block; `pieces` is appended to. */
void pn_report_cut_table (GArray *pieces,
                          const PnReportTable *table,
                          PangoContext *context,
                          double width);

/* A layout of the report's type: `size` in points, wrapped at `width`. */
typedef enum
{
  PN_TYPE_PLAIN,
  PN_TYPE_BOLD,
  PN_TYPE_MONO,
} PnReportType;
PangoLayout *pn_report_layout (PangoContext *context,
                               PnReportType type,
                               double size,
                               double width,
                               const char *text);

G_END_DECLS
