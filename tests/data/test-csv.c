/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "idx-fixture.h"
#include "pn-csv.h"
#include "pn-error.h"

#include <string.h>

static PnDataset *
read_bytes (const char *text, gsize length, const PnCsvFormat *format, GError **error)
{
  g_autofree char *folder = fixture_folder_new ();
  g_autofree char *path = fixture_write (folder, "t.csv", text, length);
  PnDataset *dataset = pn_csv_read (path, format, NULL, NULL, NULL, error);

  fixture_folder_remove (folder);
  return dataset;
}

static PnDataset *
read_text (const char *text, const PnCsvFormat *format, GError **error)
{
  static const PnCsvFormat found = { 0 };

  return read_bytes (text, strlen (text), format != NULL ? format : &found, error);
}

/* Four inputs "a" to "d" and three classes, of which the lines hold these numbers. */
static const float numbers[]
    = { 5.1f, 3.5f, 1.4f, 0.2f, 7, 3.2f, 4.7f, 1.4f, 6.3f, -3.3f, 6, 2.5f };

static void
assert_flowers (PnDataset *dataset, gboolean named)
{
  const char *const *names = pn_dataset_input_names (dataset);
  const char *const *classes = pn_dataset_class_names (dataset);
  const guint16 *labels = pn_dataset_labels (dataset);

  g_assert_nonnull (dataset);
  g_assert_cmpuint (pn_dataset_n_samples (dataset), ==, 3);
  g_assert_cmpuint (pn_dataset_n_inputs (dataset), ==, 4);
  g_assert_cmpuint (pn_dataset_shape (dataset)[2], ==, 4);
  g_assert_cmpmem (pn_dataset_floats (dataset), sizeof numbers, numbers, sizeof numbers);
  g_assert_cmpstr (names[0], ==, named ? "a" : "1");
  g_assert_cmpstr (names[3], ==, named ? "d" : "4");
  g_assert_null (names[4]);
  g_assert_cmpuint (pn_dataset_n_classes (dataset), ==, 3);
  g_assert_cmpstr (classes[0], ==, "setosa");
  g_assert_cmpstr (classes[1], ==, "versicolor");
  g_assert_cmpuint (labels[0], ==, 0);
  g_assert_cmpuint (labels[1], ==, 2);
  g_assert_cmpuint (labels[2], ==, 1);
}

/* One table as different programs and countries write it. */
static void
test_spellings (void)
{
  static const struct
  {
    const char *text;
    gboolean named;
  } cases[] = {
    { "a,b,c,d,species\n5.1,3.5,1.4,0.2,setosa\n7,3.2,4.7,1.4,virginica\n"
      "6.3,-3.3,6,2.5,versicolor\n",
      TRUE },
    { "a;b;c;d;species\r\n5,1;3,5;1,4;,2;setosa\r\n7;3,2;4,7;1,4;virginica\r\n"
      "6,3;-3,3;6;2,5e0;versicolor",
      TRUE },
    { "\xef\xbb\xbf"
      "a\tb\tc\td\twhat\r5.1\t3.5\t1.4\t0.2\tsetosa\r7\t3.2\t4.7\t1.4\tvirginica\r"
      "6.3\t-3.3\t6\t2.5\tversicolor\r",
      TRUE },
    { "5.1 | 3.5 | 1.4 | 0.2 | setosa\n\n7 | 3.2 | 4.7 | 1.4 | virginica\n \n"
      "6.3 | -3.3 | 6 | 2.5 | versicolor\n\n",
      FALSE },
    { "\"species\",\"a\",\"b\",\"c\",\"d\"\n\"setosa\",5.1,\"3.5\",1.4,0.2\n"
      " \"virginica\" ,7,3.2,4.7,1.4\nversicolor,+6.3,-33e-1,6.,2.5\n",
      TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PnDataset) dataset = read_text (cases[i].text, NULL, &error);

      g_assert_no_error (error);
      assert_flowers (dataset, cases[i].named);
    }
}

static void
test_quotes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) dataset = read_text (
      "\"a, \"\"b\"\"\nc\",kind\n1.5,\"x,\ny\"\n2,\"he said \"\"no\"\"\"\n", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (pn_dataset_input_names (dataset)[0], ==, "a, \"b\"\nc");
  g_assert_cmpstr (pn_dataset_class_names (dataset)[0], ==, "he said \"no\"");
  g_assert_cmpstr (pn_dataset_class_names (dataset)[1], ==, "x,\ny");
}

/* Classes that are numbers stand in their order; a column that holds an identifier can be left out.
 */
static void
test_said (void)
{
  static const char text[] = "10,5,0.5,id7\n9,5,0.25,id8\n10,6,1,id9\n";
  g_autoptr (GError) error = NULL;
  PnCsvFormat format = { .label = 1 };
  g_autoptr (PnDataset) first = read_text (text, &format, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_n_inputs (first), ==, 2);
  g_assert_cmpstr (pn_dataset_class_names (first)[0], ==, "9");
  g_assert_cmpstr (pn_dataset_class_names (first)[1], ==, "10");
  g_assert_cmpfloat (pn_dataset_floats (first)[3], ==, 0.25);

  format = (PnCsvFormat){ .label = 2, .skip = (char *) "1, 4", .header = PN_CSV_HEADER_YES };
  g_autoptr (PnDataset) second = read_text (text, &format, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_n_samples (second), ==, 2);
  g_assert_cmpuint (pn_dataset_n_inputs (second), ==, 1);
  g_assert_cmpstr (pn_dataset_input_names (second)[0], ==, "0.5");
}

/* Which column the class is taken to be in. */
static void
test_label_found (void)
{
  static const struct
  {
    const char *text;
    gsize label;
  } cases[] = {
    { "x,Class,y2\n1.5,0,2\n2.5,1,3\n", 2 },
    { "1.5,a,2\n2.5,b,3\n", 2 },
    { "1.5,2.5,0\n2.5,1.5,1\n2,2,0\n3,3,1\n", 3 },
    { "3,0.5,17.5\n4,1.5,18.5\n3,2,19\n4,3,20\n", 1 },
    { "1.5,2.5\n3.5,4.5\n", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = fixture_folder_new ();
      g_autofree char *path
          = fixture_write (folder, "t.csv", cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;
      g_autoptr (PnCsvPreview) preview = pn_csv_preview_new (path, &(PnCsvFormat){ 0 }, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (preview->format.label, ==, cases[i].label);
      fixture_folder_remove (folder);
    }
}

/* A table of pixels is pictures, so that the pad and everything else that shows them works. */
static void
test_pictures (void)
{
  GString *text = g_string_new ("label");
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) dataset = NULL;

  for (int i = 0; i < 64; i++)
    g_string_append_printf (text, ",pixel%d", i);
  for (int row = 0; row < 3; row++)
    {
      g_string_append_printf (text, "\n%d", 2 - row);
      for (int i = 0; i < 64; i++)
        g_string_append_printf (text, ",%d", (i * (row + 2)) % 256);
    }
  dataset = read_text (text->str, NULL, &error);
  g_string_free (text, TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_shape (dataset)[1], ==, 8);
  g_assert_cmpuint (pn_dataset_shape (dataset)[2], ==, 8);
  g_assert_cmpuint (pn_dataset_bytes (dataset)[64 + 63], ==, 189);
  g_assert_null (pn_dataset_input_names (dataset));
  g_assert_cmpuint (pn_dataset_labels (dataset)[0], ==, 2);
}

/* Each error says the file, the line and the column, and what is wrong there. */
static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *where;
    const char *what;
  } cases[] = {
    { "", "t.csv: ", "empty" },
    { "\n\n  \n", "t.csv: ", "empty" },
    { "1\n2\n", "t.csv: ", "no columns" },
    { "a,class\n", "t.csv: ", "nothing below" },
    { "x,y\nyes,no\nno,no\n", "t.csv: ", "no column of numbers" },
    { "a,class\n1,x\n2,y,3\n", "t.csv: line 3: ", "3 columns, but the first line has 2" },
    { "a,class\n1,x\n2\n", "t.csv: line 3: ", "1 columns" },
    { "a,b,class\n1,2,x\n2,,y\n", "t.csv: line 3, column 2 (b): ", "no number" },
    { "a,class\n1,x\n1e39,y\n", "t.csv: line 3, column 1 (a): ", "no number" },
    { "a,b,class\n1,1,x\n1,nan,y\n", "t.csv: line 3, column 2 (b): ", "no number" },
    { "a;b;class\n1,5;2,5;x\n1,5;3.5;y\n", "t.csv: line 3, column 2 (b): ", "decimal comma" },
    { "a,class\n1,x\n1,\n", "t.csv: line 3, column 2 (class): ", "class" },
    { "a,class\n1,x\n1,\xe5\n", "t.csv: line 3, column 2 (class): ", "UTF-8" },
    { "a,class\n1,\"x\n2,y\n", "t.csv: line 2, column 2: ", "never closed" },
    { "a,class\n1,\"x\"y\n2,y\n", "t.csv: line 2, column 2: ", "quotation mark" },
    { "\xff\xfe"
      "a",
      "t.csv: line 1, column 1: ", "UTF-16" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      /* Said, so that a column with a hole in it isn't left out. */
      const PnCsvFormat format = { .skip = (char *) (strstr (cases[i].text, "yes") ? NULL : "none"),
                                   .header = PN_CSV_HEADER_FOUND };

      g_assert_null (read_text (cases[i].text, &format, &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, cases[i].where));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].what));
    }
}

static void
test_bad_format (void)
{
  static const PnCsvFormat formats[] = {
    { .label = 4 },
    { .skip = (char *) "4" },
    { .skip = (char *) "0" },
    { .skip = (char *) "2-1" },
    { .skip = (char *) "1," },
    { .skip = (char *) "-" },
    { .skip = (char *) "1-2" },
    { .separator = PN_CSV_SEPARATOR_TAB },
    { .separator = PN_CSV_SEPARATOR_COMMA, .decimal = PN_CSV_DECIMAL_COMMA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text ("1,2,x\n3,4,y\n", &formats[i], &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
}

static void
test_too_many_classes (void)
{
  GString *text = g_string_new ("a,class\n");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i <= PN_CSV_MAX_CLASSES; i++)
    g_string_append_printf (text, "1,c%d\n", i);
  g_assert_null (read_text (text->str, NULL, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "line 1002, column 2"));
  g_string_free (text, TRUE);
}

/* Cut anywhere there is a table of what is left, or an error in words; never a crash. */
static void
test_cut (void)
{
  static const char text[] = "\xef\xbb\xbf"
                             "a;\"b \"\"1\"\"\";class\r\n1,5;2;x\r\n-2;3,25;\"y;\r\nz\"\r\n";

  for (gsize n = 0; n < sizeof text; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PnDataset) dataset = read_bytes (text, n, &(PnCsvFormat){ 0 }, &error);

      g_assert_true ((dataset != NULL) == (error == NULL));
      if (error != NULL)
        g_assert_true (g_str_has_prefix (error->message, "t.csv: "));
      else
        g_assert_cmpuint (pn_dataset_n_samples (dataset), >=, 1);
    }
}

/* More than one piece of the file, and more than is looked at to find its form. */
static void
test_long (void)
{
  GString *text = g_string_new ("a,b,class\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) dataset = NULL;
  const int n = 60000;

  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%d.5,-%d,%s\n", i, i, i % 3 == 0 ? "no" : "yes");
  g_assert_cmpuint (text->len, >, 600000);
  dataset = read_text (text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_n_samples (dataset), ==, n);
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpfloat (pn_dataset_floats (dataset)[2 * i], ==, i + 0.5f);
      g_assert_cmpfloat (pn_dataset_floats (dataset)[2 * i + 1], ==, -i);
      g_assert_cmpuint (pn_dataset_labels (dataset)[i], ==, i % 3 != 0);
    }
  /* A fault beyond the first lines. */
  g_string_append (text, "1,one,yes\n");
  g_assert_null (read_text (text->str, NULL, &error));
  g_assert_nonnull (strstr (error->message, "line 60002, column 2 (b): “one” is no number"));
  g_string_free (text, TRUE);
}

static void
count_cb (double share, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (share, >=, *last);
  g_assert_cmpfloat (share, <=, 1);
  *last = share;
}

static void
test_progress_and_cancel (void)
{
  static const char text[] = "a,class\n1,x\n2,y\n";
  g_autofree char *folder = fixture_folder_new ();
  g_autofree char *path = fixture_write (folder, "t.csv", text, strlen (text));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double share = 0;
  g_autoptr (PnDataset) dataset
      = pn_csv_read (path, &(PnCsvFormat){ 0 }, cancellable, count_cb, &share, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (share, ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (pn_csv_read (path, &(PnCsvFormat){ 0 }, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/spellings", test_spellings);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/said", test_said);
  g_test_add_func ("/csv/label-found", test_label_found);
  g_test_add_func ("/csv/pictures", test_pictures);
  g_test_add_func ("/csv/errors", test_errors);
  g_test_add_func ("/csv/bad-format", test_bad_format);
  g_test_add_func ("/csv/too-many-classes", test_too_many_classes);
  g_test_add_func ("/csv/cut", test_cut);
  g_test_add_func ("/csv/long", test_long);
  g_test_add_func ("/csv/progress-and-cancel", test_progress_and_cancel);
  return g_test_run ();
}
