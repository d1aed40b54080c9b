/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-report.h"

#include <glib/gstdio.h>
#include <string.h>

#include "pn-error.h"

#define N_SECTIONS 300

static void
draw_cb (PnCanvas *canvas, const PnRect *rect, gpointer data)
{
  PnFont font = { "DejaVu Sans", 8, FALSE };
  PnColor ground = PN_COLOR (0xeeeeee), ink = PN_COLOR (0x000000);

  pn_canvas_fill_rect (canvas, rect, 0, ground);
  pn_canvas_text (canvas, &font, ink, rect->x + 4, rect->y + 12, PN_ANCHOR_START, data);
}

static PnReportTable *
make_table (guint n_rows)
{
  PnReportTable *table = pn_report_table_new ();

  pn_report_table_add_column (table, PN_ANCHOR_START, "Run|name");
  pn_report_table_add_column (table, PN_ANCHOR_END, "Accuracy at stop");
  for (guint i = 0; i < n_rows; i++)
    {
      pn_report_table_take_cell (table, g_strdup_printf ("row_%u", i));
      pn_report_table_take_cell (table, i % 2 == 0 ? g_strdup_printf ("0.%04u", i) : NULL);
    }
  return table;
}

static void
add_section (PnReport *report, guint i)
{
  g_autofree char *heading = g_strdup_printf ("Section %u", i);
  g_autoptr (GString) text = g_string_new (NULL);

  pn_report_add_heading (report, 1 + i % 2, heading);
  for (guint word = 0; word < 60 + i * 37 % 200; word++)
    g_string_append_printf (text, "%sword", word == 0 ? "" : " ");
  pn_report_add_paragraph (report, text->str);
}

static PnReport *
make_report (void)
{
  PnReport *report = pn_report_new ("A report of runs");

  for (guint i = 0; i < N_SECTIONS; i++)
    add_section (report, i);
  pn_report_add_picture (report, "figure-1", 174, 60, draw_cb, (gpointer) "inside-the-picture",
                         NULL, "Figure 1: a caption");
  pn_report_add_formula (report, "δ_k = ŷ_k − y_k\nw ← w − αδ");
  pn_report_add_code (report, "perceptron-cli report tdt4265-a2 --out report.pdf");
  pn_report_take_table (report, make_table (90), "Table 1: of rows");
  return report;
}

/* The text of each page; NULL where the reader isn't installed. */
static char **
read_pages (GBytes *pdf)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const char *const call[] = { "pdftotext", "-layout", NULL, "-", NULL };
  const char *argv[G_N_ELEMENTS (call)];
  int fd = g_file_open_tmp ("report-XXXXXX.pdf", &path, NULL);

  g_close (fd, NULL);
  memcpy (argv, call, sizeof call);
  argv[2] = path;
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  if (program != NULL)
    g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                                 NULL, NULL, NULL));
  g_unlink (path);
  return text != NULL ? g_strsplit (text, "\f", -1) : NULL;
}

static GBytes *
make_pdf (PnReport *report, guint *n_pages)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = pn_report_to_pdf (report, n_pages, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  return pdf;
}

/* The last line with something on it, the foot aside. */
static char *
last_line (const char *page)
{
  g_auto (GStrv) lines = g_strsplit (page, "\n", -1);
  char *last = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && strstr (lines[i], " / ") == NULL)
      {
        g_free (last);
        last = g_strdup (lines[i]);
      }
  return last;
}

static void
test_pages (void)
{
  g_autoptr (PnReport) report = make_report ();
  guint n_pages = 0;
  g_autoptr (GBytes) pdf = make_pdf (report, &n_pages);
  g_auto (GStrv) pages = read_pages (pdf);

  g_assert_cmpuint (n_pages, >, 5);
  if (pages == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_cmpuint (g_strv_length (pages), ==, n_pages + 1);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u / %u", i + 1, n_pages);
      g_autofree char *last = last_line (pages[i]);

      g_assert_nonnull (strstr (pages[i], number));
      /* No heading is left alone at a page's end. */
      g_assert_false (g_str_has_prefix (last, "Section"));
      /* A table that goes on says its titles again. */
      if (strstr (pages[i], "row_") != NULL)
        g_assert_nonnull (strstr (pages[i], "Run|name"));
    }
}

static void
test_nothing_is_lost (void)
{
  g_autoptr (PnReport) report = make_report ();
  g_autoptr (GBytes) pdf = make_pdf (report, NULL);
  g_auto (GStrv) pages = read_pages (pdf);
  g_autofree char *all = pages != NULL ? g_strjoinv ("\n", pages) : NULL;
  const char *const wanted[]
      = { "A report of runs",           "Section 0", "Section 299", "inside-the-picture",
          "Figure 1: a caption",        "← w − αδ",  "row_89",      "0.0088",
          "tdt4265-a2 --out report.pdf" };

  if (all == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (all, wanted[i]) == NULL)
      g_error ("the PDF lacks “%s”", wanted[i]);
}

/* A word longer than a line, and a table wider than a page: broken or smaller, never cut off. */
static void
test_too_wide (void)
{
  g_autoptr (PnReport) report = pn_report_new ("Wide");
  PnReportTable *table = pn_report_table_new ();
  g_autofree char *word = g_strnfill (400, 'x');
  g_autoptr (GBytes) pdf = NULL;
  g_auto (GStrv) pages = NULL;
  guint n = 0;

  for (int i = 0; i < 11; i++)
    pn_report_table_add_column (table, PN_ANCHOR_END, "Accuracies");
  for (int i = 0; i < 11; i++)
    pn_report_table_take_cell (table, g_strdup ("0.1234567890"));
  pn_report_add_code (report, word);
  pn_report_take_table (report, table, "");
  pdf = make_pdf (report, NULL);
  pages = read_pages (pdf);
  if (pages == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  for (const char *c = pages[0]; *c != '\0'; c++)
    n += *c == 'x';
  g_assert_cmpuint (n, ==, 400);
  g_assert_cmpuint (g_regex_match_simple ("(0\\.1234567890\\s+){11}", pages[0], 0, 0), ==, 1);
}

/* Cells of a line of a Markdown table; an escaped bar is none. */
static guint
count_cells (const char *line)
{
  guint bars = 0;

  for (const char *c = line; *c != '\0'; c++)
    if (*c == '|' && (c == line || c[-1] != '\\'))
      bars++;
  return bars - 1;
}

static void
test_markdown (void)
{
  g_autoptr (PnReport) report = make_report ();
  g_autofree char *text = pn_report_to_markdown (report, "my report-figures");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint rows = 0;

  g_assert_true (g_str_has_prefix (text, "# A report of runs\n\n## Section 0\n"));
  g_assert_nonnull (strstr (text, "](my%20report-figures/figure-1.svg)"));
  g_assert_nonnull (strstr (text, "```\nperceptron-cli report"));
  g_assert_nonnull (strstr (text, "> δ\\_k = ŷ\\_k − y\\_k\\\n> w ← w − αδ\n"));
  for (gsize i = 0; lines[i] != NULL; i++)
    if (*lines[i] == '|')
      {
        rows++;
        g_assert_cmpuint (count_cells (lines[i]), ==, 2);
      }
  g_assert_cmpuint (rows, ==, 92);
}

static void
test_save (void)
{
  g_autoptr (PnReport) report = make_report ();
  g_autofree char *folder = g_dir_make_tmp ("report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.md", NULL);
  g_autofree char *figures = g_build_filename (folder, "mine-figures", NULL);
  g_autofree char *figure = g_build_filename (figures, "figure-1.svg", NULL);
  g_autofree char *svg = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pages = 1;

  g_assert_true (pn_report_save (report, path, &n_pages, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, ==, 0);
  g_assert_true (g_file_get_contents (figure, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, ">inside-the-picture</text>"));
  g_unlink (figure);
  g_rmdir (figures);
  g_unlink (path);
  g_rmdir (folder);
  g_assert_false (pn_report_save (report, "report.doc", &n_pages, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/report/pages", test_pages);
  g_test_add_func ("/report/report/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/report/report/too-wide", test_too_wide);
  g_test_add_func ("/report/report/markdown", test_markdown);
  g_test_add_func ("/report/report/save", test_save);
  return g_test_run ();
}
