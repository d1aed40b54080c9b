/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-table.h"

static PnTable *
table_new (void)
{
  PnTable *table = pn_table_new ();

  pn_table_add_record (table, "Plain", 0);
  pn_table_add_record (table, "50 % \"off\", a_b|c", 7);
  pn_table_add_field (table, "accuracy", "Accuracy", "Explained", PN_TABLE_NUMBERS);
  pn_table_add_field (table, "accuracy_low", "", NULL, PN_TABLE_DATA_ONLY);
  pn_table_add_field (table, NULL, "What differs", NULL, PN_TABLE_SECTION);
  pn_table_add_field (table, "note", "Note & more", NULL, PN_TABLE_WORDS);
  pn_table_set (table, 0, 0, g_strdup ("0.9571 ± 0.0040"), pn_table_number (0.9571));
  pn_table_set (table, 1, 0, NULL, pn_table_number (0.1 + 0.2));
  pn_table_set (table, 3, 0, g_strdup ("x"), g_strdup ("two\nlines"));
  pn_table_set (table, 3, 1, g_strdup ("β₁ = 0,9"), g_strdup ("0.9"));
  return table;
}

static void
test_csv (void)
{
  g_autoptr (PnTable) table = table_new ();
  g_autofree char *text = pn_table_to_csv (table);

  g_assert_cmpstr (text, ==,
                   "run,accuracy,accuracy_low,note\n"
                   "Plain,0.9571,0.30000000000000004,\"two\nlines\"\n"
                   "\"50 % \"\"off\"\", a_b|c\",,,0.9\n");
}

static void
test_markdown (void)
{
  g_autoptr (PnTable) table = table_new ();
  g_autofree char *text = pn_table_to_markdown (table);

  g_assert_cmpstr (text, ==,
                   "| | Plain | 50 % \"off\", a\\_b\\|c |\n"
                   "|:---|---:|---:|\n"
                   "| Accuracy | 0.9571 ± 0.0040 | – |\n"
                   "| **What differs** |  |  |\n"
                   "| Note & more | x | β₁ = 0,9 |\n");
}

static void
test_latex (void)
{
  g_autoptr (PnTable) table = table_new ();
  g_autofree char *text = pn_table_to_latex (table);

  g_assert_cmpstr (text, ==,
                   "\\begin{tabular}{lrr}\n"
                   "\\hline\n"
                   "& Plain & 50 \\% \"off\", a\\_b\\textbar{}c \\\\\n"
                   "Accuracy & 0.9571 $\\pm$ 0.0040 & -- \\\\\n"
                   "\\hline\n"
                   "\\textbf{What differs} &  &  \\\\\n"
                   "Note \\& more & x & $\\beta$$_1$ = 0,9 \\\\\n"
                   "\\hline\n"
                   "\\end{tabular}\n");
}

static void
test_shape (void)
{
  g_autoptr (PnTable) a = table_new ();
  g_autoptr (PnTable) b = table_new ();

  pn_table_set (b, 0, 1, g_strdup ("0.9"), NULL);
  g_assert_true (pn_table_same_shape (a, b));
  pn_table_add_field (b, "more", "More", NULL, PN_TABLE_WORDS);
  g_assert_false (pn_table_same_shape (a, b));
  g_assert_cmpstr (pn_table_words (a, 2, 0), ==, "");
  g_assert_cmpstr (pn_table_words (a, 0, 1), ==, "–");
}

static void
test_sort (void)
{
  g_autoptr (PnTable) table = pn_table_new ();
  static const char *const names[] = { "b", "none", "c", "a", "also b" };
  static const char *const data[] = { "2", NULL, "10", "-1e3", "2" };
  static const char *const orders[][5] = { { "a", "b", "also b", "c", "none" },
                                           { "c", "b", "also b", "a", "none" },
                                           { "b", "none", "c", "a", "also b" } };

  for (guint i = 0; i < 5; i++)
    pn_table_add_record (table, names[i], i);
  pn_table_add_field (table, "x", "X", NULL, PN_TABLE_NUMBERS);
  for (guint i = 0; i < 5; i++)
    pn_table_set (table, 0, i, g_strdup (names[i]), g_strdup (data[i]));
  for (guint order = 0; order < 3; order++)
    {
      pn_table_sort (table, order < 2 ? "x" : NULL, order == 1);
      for (guint i = 0; i < 5; i++)
        {
          g_assert_cmpstr (pn_table_record_name (table, i), ==, orders[order][i]);
          g_assert_cmpstr (pn_table_words (table, 0, i), ==, orders[order][i]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/csv", test_csv);
  g_test_add_func ("/table/markdown", test_markdown);
  g_test_add_func ("/table/latex", test_latex);
  g_test_add_func ("/table/shape", test_shape);
  g_test_add_func ("/table/sort", test_sort);
  return g_test_run ();
}
