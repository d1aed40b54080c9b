/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-table-private.h"

/* RFC 4180: what holds a comma, a quotation mark or a line's end is quoted. */
static void
append_csv (GString *text, const char *value)
{
  g_autoptr (GString) quoted = NULL;

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  if (!value || !strpbrk (value, ",\"\r\n"))
    {
      g_string_append (text, value ? value : "");
      return;
    }
  quoted = g_string_new (value);
  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (text, "\"%s\"", quoted->str);
}

char *
pn_table_to_csv (const PnTable *self)
{
  GString *text = g_string_new (pn_table_subject (self));

  for (guint field = 0; field < pn_table_n_fields (self); field++)
    if (!(pn_table_flags (self, field) & PN_TABLE_SECTION))
      append_csv (text, pn_table_key (self, field));
  g_string_append_c (text, '\n');
  for (guint record = 0; record < pn_table_n_records (self); record++)
    {
      append_csv (text, pn_table_record_name (self, record));
      for (guint field = 0; field < pn_table_n_fields (self); field++)
        if (!(pn_table_flags (self, field) & PN_TABLE_SECTION))
          append_csv (text, pn_table_data (self, field, record));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static gboolean
has_words (const PnTable *self, guint field)
{
  return !(pn_table_flags (self, field) & PN_TABLE_DATA_ONLY);
}

static void
append_markdown (GString *text, const char *words, gboolean bold)
{
  g_autoptr (GString) escaped = g_string_new (words);

  g_string_replace (escaped, "\\", "\\\\", 0);
  g_string_replace (escaped, "|", "\\|", 0);
  g_string_replace (escaped, "*", "\\*", 0);
  g_string_replace (escaped, "_", "\\_", 0);
  g_string_append_printf (text, bold && escaped->len > 0 ? " **%s** |" : " %s |", escaped->str);
}

char *
pn_table_to_markdown (const PnTable *self)
{
  GString *text = g_string_new ("| |");

  for (guint record = 0; record < pn_table_n_records (self); record++)
    append_markdown (text, pn_table_record_name (self, record), FALSE);
  g_string_append (text, "\n|:---|");
  for (guint record = 0; record < pn_table_n_records (self); record++)
    g_string_append (text, "---:|");
  for (guint field = 0; field < pn_table_n_fields (self); field++)
    {
      if (!has_words (self, field))
        continue;
      g_string_append (text, "\n|");
      append_markdown (text, pn_table_label (self, field),
                       pn_table_flags (self, field) & PN_TABLE_SECTION);
      for (guint record = 0; record < pn_table_n_records (self); record++)
        append_markdown (text, pn_table_words (self, field, record), FALSE);
    }
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

/* What means something to TeX, and what a plain document has no letter for. */
static const char *
latex_letter (gunichar letter)
{
  switch (letter)
    {
    case '\\':
      return "\\textbackslash{}";
    case '~':
      return "\\textasciitilde{}";
    case '^':
      return "\\textasciicircum{}";
    case '|':
      return "\\textbar{}";
    case '<':
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case 0x00b1: /* ± */
      return "$\\pm$";
    case 0x00d7: /* × */
      return "$\\times$";
    case 0x2013: /* – */
      return "--";
    case 0x2212: /* − */
      return "$-$";
    case 0x2192: /* → */
      return "$\\to$";
    case 0x221a: /* √ */
      return "$\\surd$";
    case 0x03c1: /* ρ */
      return "$\\rho$";
    case 0x03b2: /* β */
      return "$\\beta$";
    case 0x2081: /* ₁ */
      return "$_1$";
    case 0x2082: /* ₂ */
      return "$_2$";
    case 0x00a0: /* no-break spaces */
    case 0x202f:
      return "~";
    default:
      return NULL;
    }
}

static void
append_latex (GString *text, const char *words)
{
  for (const char *p = words; *p; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);
      const char *command = latex_letter (letter);

      if (command)
        g_string_append (text, command);
      else
        g_string_append_printf (text, "%s",
                                letter < 128 && strchr ("&%$#_{}", (int) letter) ? "\\" : "");
      if (!command)
        g_string_append_unichar (text, letter);
    }
}

static void
append_latex_row (GString *text, const PnTable *self, guint field)
{
  gboolean section = pn_table_flags (self, field) & PN_TABLE_SECTION;

  g_string_append (text, section ? "\\hline\n\\textbf{" : "");
  append_latex (text, pn_table_label (self, field));
  g_string_append (text, section ? "}" : "");
  for (guint record = 0; record < pn_table_n_records (self); record++)
    {
      g_string_append (text, " & ");
      append_latex (text, pn_table_words (self, field, record));
    }
  g_string_append (text, " \\\\\n");
}

char *
pn_table_to_latex (const PnTable *self)
{
  GString *text = g_string_new ("\\begin{tabular}{l");

  for (guint record = 0; record < pn_table_n_records (self); record++)
    g_string_append_c (text, 'r');
  g_string_append (text, "}\n\\hline\n");
  for (guint record = 0; record < pn_table_n_records (self); record++)
    {
      g_string_append (text, "& ");
      append_latex (text, pn_table_record_name (self, record));
      g_string_append_c (text, ' ');
    }
  g_string_append (text, "\\\\\n");
  for (guint field = 0; field < pn_table_n_fields (self); field++)
    if (has_words (self, field))
      append_latex_row (text, self, field);
  g_string_append (text, "\\hline\n\\end{tabular}\n");
  return g_string_free (text, FALSE);
}
