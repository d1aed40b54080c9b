/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-private.h"

#include <string.h>

static void
append_escaped (GString *out, const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr ("\\`*_[]<>|#", *c) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *c);
    }
}

/* A heading, a caption: all on one line. */
static void
append_line (GString *out, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');

  append_escaped (out, line);
}

/* Lines of a cell stay lines. */
static void
append_cell (GString *out, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? "<br>" : "");
      append_escaped (out, lines[i]);
    }
}

/* A line's end that is kept is a backslash before it. */
static void
append_lines (GString *out, const char *prefix, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_string_append (out, prefix);
      append_escaped (out, lines[i]);
      g_string_append (out, lines[i + 1] != NULL && *lines[i] != '\0' ? "\\\n" : "\n");
    }
}

static void
append_row (GString *out, const PnReportTable *table, int row)
{
  g_string_append_c (out, '|');
  for (guint i = 0; i < table->columns->len; i++)
    {
      g_string_append_c (out, ' ');
      append_cell (out, row < 0 ? g_array_index (table->columns, PnReportColumn, i).title
                                : pn_report_table_cell (table, (guint) row, i));
      g_string_append (out, " |");
    }
  g_string_append_c (out, '\n');
}

static void
append_table (GString *out, const PnReportBlock *block)
{
  const PnReportTable *table = block->table;

  if (*block->text != '\0')
    append_lines (out, "", block->text);
  g_string_append_c (out, '\n');
  append_row (out, table, -1);
  g_string_append_c (out, '|');
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append (out, g_array_index (table->columns, PnReportColumn, i).anchor == PN_ANCHOR_END
                              ? " ---: |"
                              : " :--- |");
  g_string_append_c (out, '\n');
  for (guint row = 0; row < pn_report_table_n_rows (table); row++)
    append_row (out, table, (int) row);
}

static void
append_picture (GString *out, const PnReportBlock *block, const char *folder)
{
  g_autofree char *escaped = g_uri_escape_string (folder, NULL, TRUE);

  g_string_append (out, "![");
  append_line (out, block->text);
  g_string_append_printf (out, "](%s/%s.svg)\n\n", escaped, block->name);
  append_lines (out, "", block->text);
}

static void
append_block (GString *out, const PnReportBlock *block, const char *folder)
{
  switch (block->kind)
    {
    case PN_BLOCK_HEADING:
      g_string_append_printf (out, "%.*s ", (int) block->level + 1, "###");
      append_line (out, block->text);
      g_string_append_c (out, '\n');
      break;
    case PN_BLOCK_CODE:
      g_string_append_printf (out, "```\n%s\n```\n", block->text);
      break;
    case PN_BLOCK_FORMULA:
      append_lines (out, "> ", block->text);
      break;
    case PN_BLOCK_PICTURE:
      append_picture (out, block, folder);
      break;
    case PN_BLOCK_TABLE:
      append_table (out, block);
      break;
    case PN_BLOCK_PARAGRAPH:
    default:
      append_lines (out, "", block->text);
    }
}

char *
pn_report_to_markdown (const PnReport *self, const char *folder)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, '\n');
      append_block (out, self->blocks->pdata[i], folder);
    }
  return g_string_free (out, FALSE);
}
