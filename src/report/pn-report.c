/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

static void
block_free (gpointer data)
{
  PnReportBlock *block = data;

  if (block->destroy != NULL)
    block->destroy (block->data);
  pn_report_table_free (block->table);
  g_free (block->name);
  g_free (block->text);
  g_free (block);
}

static PnReportBlock *
add_block (PnReport *self, PnReportBlockKind kind, const char *text)
{
  PnReportBlock *block = g_new0 (PnReportBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);
  return block;
}

PnReport *
pn_report_new (const char *title)
{
  PnReport *self = g_new0 (PnReport, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_free);
  add_block (self, PN_BLOCK_HEADING, title);
  return self;
}

void
pn_report_free (PnReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
pn_report_add_heading (PnReport *self, guint level, const char *text)
{
  g_return_if_fail (level >= 1 && level <= 2);

  add_block (self, PN_BLOCK_HEADING, text)->level = level;
}

void
pn_report_add_paragraph (PnReport *self, const char *text)
{
  add_block (self, PN_BLOCK_PARAGRAPH, text);
}

void
pn_report_add_formula (PnReport *self, const char *text)
{
  add_block (self, PN_BLOCK_FORMULA, text);
}

void
pn_report_add_code (PnReport *self, const char *text)
{
  add_block (self, PN_BLOCK_CODE, text);
}

void
pn_report_add_picture (PnReport *self,
                       const char *name,
                       double width_mm,
                       double height_mm,
                       PnReportDraw draw,
                       gpointer data,
                       GDestroyNotify destroy,
                       const char *caption)
{
  PnReportBlock *block = add_block (self, PN_BLOCK_PICTURE, caption);

  block->name = g_strdup (name);
  block->width_mm = MIN (width_mm, PN_REPORT_WIDTH);
  block->height_mm = height_mm;
  block->draw = draw;
  block->data = data;
  block->destroy = destroy;
}

void
pn_report_take_table (PnReport *self, PnReportTable *table, const char *caption)
{
  add_block (self, PN_BLOCK_TABLE, caption)->table = table;
}

static void
column_clear (gpointer data)
{
  g_free (((PnReportColumn *) data)->title);
}

PnReportTable *
pn_report_table_new (void)
{
  PnReportTable *table = g_new0 (PnReportTable, 1);

  table->columns = g_array_new (FALSE, FALSE, sizeof (PnReportColumn));
  g_array_set_clear_func (table->columns, column_clear);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  return table;
}

void
pn_report_table_free (PnReportTable *table)
{
  if (table == NULL)
    return;
  g_array_unref (table->columns);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

void
pn_report_table_add_column (PnReportTable *table, PnAnchor anchor, const char *title)
{
  PnReportColumn column = { g_strdup (title), anchor };

  g_return_if_fail (table->cells->len == 0);
  g_array_append_val (table->columns, column);
}

void
pn_report_table_take_cell (PnReportTable *table, char *text)
{
  g_ptr_array_add (table->cells, text != NULL ? text : g_strdup ("–"));
}

guint
pn_report_table_n_rows (const PnReportTable *table)
{
  return table->columns->len > 0 ? table->cells->len / table->columns->len : 0;
}

const char *
pn_report_table_cell (const PnReportTable *table, guint row, guint column)
{
  return table->cells->pdata[row * table->columns->len + column];
}
