/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-figure.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"

/* A run as long as the longest of the assignment, with a check each 125 steps. */
static PnFigureRun *
make_run (const char *name, guint index, gsize n)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (PnHistoryRow));
  GRand *rand = g_rand_new_with_seed (index + 1);

  for (gsize step = 0; step <= n; step++)
    {
      double loss = 0.05 + 2.3 * exp (-(double) step / 900);
      PnHistoryRow row
          = { step, step / 625.0, FALSE, loss * (0.3 + 1.4 * g_rand_double (rand)), 0.5, NAN, NAN };

      if (step > 0)
        g_array_append_val (rows, row);
      row = (PnHistoryRow){ step,         step / 625.0, TRUE,           loss,
                            1 - loss / 3, loss + 0.05,  0.97 - loss / 3 };
      if (step % 125 == 0)
        g_array_append_val (rows, row);
    }
  g_rand_free (rand);
  return pn_figure_run_new_from_rows (name, index, (const PnHistoryRow *) rows->data, rows->len);
}

static GBytes *export(const PnFigureRun *run, const PnFigureOptions *options, PnFigureFormat format)
{
  g_autoptr (GError) error = NULL;
  const PnFigureRun *const runs[] = { run };
  GBytes *bytes = pn_figure_export (runs, 1, options, format, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  return bytes;
}

static char *
export_text (const PnFigureRun *run, const PnFigureOptions *options, PnFigureFormat format)
{
  g_autoptr (GBytes) bytes = export(run, options, format);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_series_of_rows (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 1000);

  g_assert_cmpuint (run->training_loss->length, ==, 1000);
  g_assert_cmpuint (run->validation_loss->length, ==, 9);
  /* Measured at the checks, not the batches' 0.5. */
  g_assert_cmpuint (run->training_accuracy->length, ==, 9);
  g_assert_cmpfloat (run->training_accuracy->y[8], >, 0.6);
}

static void
test_svg (void)
{
  g_autoptr (PnFigureRun) run = make_run ("64 <units> & more", 1, 30000);
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *svg = export_text (run, &options, PN_FIGURE_SVG);
  const char *const texts[] = { ">Cross-entropy loss<",
                                ">Accuracy (from 0.88)<",
                                ">step<",
                                ">validation<",
                                ">training<",
                                ">10,000<",
                                ">64 &lt;units&gt; &amp; more<" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_nonnull (strstr (svg, texts[i]));
  g_assert_nonnull (strstr (svg, "width=\"174mm\" height=\"70mm\""));
  g_assert_cmpuint (strlen (svg), <, 60000);
}

static void
test_pdf (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 30000);
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GBytes) pdf = export(run, &options, PN_FIGURE_PDF);
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  g_assert_true (memcmp (data, "%PDF-", 5) == 0);
  g_assert_nonnull (memmem (data, size, "/FontFile", 9));
  g_assert_cmpuint (size, <, 60000);
}

/* The same curves over epochs; over seconds the error says what is missing. */
static void
test_units (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 1250);
  const PnFigureRun *const runs[] = { run };
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GError) error = NULL;
  g_autofree char *svg = NULL, *csv = NULL, *examples = NULL;

  options.x_unit = PN_X_EPOCH;
  svg = export_text (run, &options, PN_FIGURE_SVG);
  csv = export_text (run, &options, PN_FIGURE_CSV);
  g_assert_nonnull (strstr (svg, ">epoch<"));
  g_assert_null (strstr (svg, ">step<"));
  g_assert_true (g_str_has_prefix (csv, "run,metric,split,epoch,value\n"));
  g_assert_nonnull (strstr (csv, "one,loss,training,1,"));
  options.x_unit = PN_X_EXAMPLES;
  g_assert_null (pn_figure_export (runs, 1, &options, PN_FIGURE_SVG, NULL, &error));
  g_assert_nonnull (strstr (error->message, "one: doesn't say how many examples"));
  g_clear_error (&error);
  pn_figure_run_set_batch (run, 32);
  examples = export_text (run, &options, PN_FIGURE_CSV);
  g_assert_nonnull (strstr (examples, "one,loss,training,20000,"));
  options.x_unit = PN_X_SECONDS;
  g_assert_null (pn_figure_export (runs, 1, &options, PN_FIGURE_PDF, NULL, &error));
  g_assert_nonnull (strstr (error->message, "one: says nothing of seconds"));
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *out, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (out, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* 60 mm at 151 dpi are 356.7 pixels: the last row is of the ground's colour, as the first pixel is,
 * not a mixture with nothing.
 */
static void
test_png_edges (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 300);
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GBytes) png = NULL;
  Reader reader;

  options.width_mm = 84;
  options.height_mm = 60;
  options.dpi = 151;
  png = export(run, &options, PN_FIGURE_PNG);
  reader.data = g_bytes_get_data (png, &reader.left);
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  int last = cairo_image_surface_get_height (surface) - 1;
  guint32 ground = *(const guint32 *) cairo_image_surface_get_data (surface);
  const guint8 *row
      = cairo_image_surface_get_data (surface) + last * cairo_image_surface_get_stride (surface);
  for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
    g_assert_cmphex (((const guint32 *) row)[x], ==, ground);
  cairo_surface_destroy (surface);
}

static void
test_png (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 300);
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GBytes) png = NULL;
  const guint8 *data;

  options.width_mm = 84;
  options.height_mm = 60;
  options.dpi = 150;
  png = export(run, &options, PN_FIGURE_PNG);
  data = g_bytes_get_data (png, NULL);
  /* 84 mm at 150 dpi are 496 pixels, 60 mm 354. */
  g_assert_cmpint (data[18] << 8 | data[19], ==, 496);
  g_assert_cmpint (data[22] << 8 | data[23], ==, 354);
}

static void
test_csv (void)
{
  g_autoptr (PnFigureRun) run = make_run ("a, \"b\"", 0, 125);
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  options.splits = PN_FIGURE_VALIDATION;
  csv = export_text (run, &options, PN_FIGURE_CSV);
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "run,metric,split,step,value");
  g_assert_cmpstr (lines[1], ==, "\"a, \"\"b\"\"\",loss,validation,0,2.4");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 4 + 1);
}

static void
test_tex (void)
{
  g_autoptr (PnFigureRun) run = make_run ("50% & x_1", 0, 6000);
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *tex = export_text (run, &options, PN_FIGURE_TEX);

  g_assert_nonnull (strstr (tex, "\\addlegendentry{50\\% \\& x\\_1}"));
  g_assert_nonnull (strstr (tex, "ylabel={Accuracy (from 0.88)}"));
  g_assert_nonnull (strstr (tex, "\\end{groupplot}"));
  g_assert_null (strstr (tex, "nan"));
}

static gboolean
runs (const char *folder, const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  int status = -1;

  return g_spawn_sync (folder, words, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                           | G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_tex_compiles (void)
{
  g_autoptr (PnFigureRun) run = make_run ("50% of {x_1} ~ ^ \\ $", 2, 2000);
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *tex = NULL, *document = NULL, *path = NULL;
  g_autofree char *folder = g_dir_make_tmp ("figure-XXXXXX", NULL);

  if (!runs (folder, "kpsewhich pgfplots.sty"))
    {
      g_test_skip ("pgfplots isn't installed");
      g_rmdir (folder);
      return;
    }
  options.log_y = TRUE;
  tex = export_text (run, &options, PN_FIGURE_TEX);
  document = g_strconcat ("\\documentclass{article}\\usepackage{pgfplots}"
                          "\\usepgfplotslibrary{groupplots}\\begin{document}\n",
                          tex, "\\end{document}\n", NULL);
  path = g_build_filename (folder, "t.tex", NULL);
  g_assert_true (g_file_set_contents (path, document, -1, NULL));
  g_assert_true (runs (folder, "pdflatex -halt-on-error -interaction=nonstopmode t.tex"));
  remove_folder (folder);
}

/* A metric alone: the other one's label and curve are not there. */
static void
test_one_metric (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 300);
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *svg = NULL;

  options.metrics = PN_FIGURE_ACCURACY;
  options.splits = PN_FIGURE_VALIDATION;
  svg = export_text (run, &options, PN_FIGURE_SVG);
  g_assert_null (strstr (svg, ">Cross-entropy loss<"));
  g_assert_null (strstr (svg, ">training<"));
  g_assert_nonnull (strstr (svg, ">validation<"));
}

/* No text reaches out of the figure, whatever its size. */
static void
test_texts_inside (void)
{
  const double sizes[][2] = { { 174, 70 }, { 84, 60 }, { 84, 110 }, { 300, 150 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (PnFigureRun) run
          = make_run ("A run with quite a long name for a figure", 0, 31250);
      PnFigureOptions options = pn_figure_options_default ();
      PnFont font = { options.family, options.text_pt, FALSE };
      g_autofree char *svg = NULL;

      options.width_mm = sizes[i][0];
      options.height_mm = sizes[i][1];
      svg = export_text (run, &options, PN_FIGURE_SVG);
      for (const char *at = svg; (at = strstr (at, "<text x=\"")) != NULL; at++)
        {
          double x = g_ascii_strtod (at + 9, NULL), width, left;
          const char *begin = strchr (at, '>') + 1;
          g_autofree char *text = g_strndup (begin, strchr (begin, '<') - begin);
          g_autofree char *tag = g_strndup (at, begin - at);

          width = pn_text_width (NULL, &font, text);
          left = strstr (tag, "\"end\"")      ? x - width
                 : strstr (tag, "\"middle\"") ? x - width / 2
                                              : x;
          if (x == 0) /* turned, along the axis */
            continue;
          g_assert_cmpfloat (left, >=, -0.5);
          g_assert_cmpfloat (left + width, <=, sizes[i][0] * 72 / 25.4 + 0.5);
        }
    }
}

static void
test_refuses (void)
{
  PnFigureOptions good = pn_figure_options_default (), bad[7];

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].width_mm = NAN;
  bad[1].height_mm = 1e9;
  bad[2].dpi = 0;
  bad[3].metrics = 0;
  bad[4].splits = 0;
  bad[5].smoothing = 1;
  bad[6].width_mm = bad[6].height_mm = 1900;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pn_figure_export (NULL, 0, &bad[i], PN_FIGURE_PNG, NULL, &error));
      g_assert_true (error != NULL && error->domain == PN_ERROR);
    }
}

static void
test_formats (void)
{
  PnFigureFormat format;
  g_autoptr (GError) error = NULL;

  g_assert_true (pn_figure_format_from_path ("a/b.c/Loss.PDF", &format, &error));
  g_assert_cmpint (format, ==, PN_FIGURE_PDF);
  g_assert_false (pn_figure_format_from_path ("loss.gif", &format, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, ".svg"));
}

static void
test_no_runs (void)
{
  PnFigureOptions options = pn_figure_options_default ();

  for (int format = 0; format < PN_N_FIGURE_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = pn_figure_export (NULL, 0, &options, format, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (bytes);
    }
}

static void
test_save (void)
{
  g_autoptr (PnFigureRun) run = make_run ("one", 0, 300);
  const PnFigureRun *const runs[] = { run };
  PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *folder = g_dir_make_tmp ("figure-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.svg", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "figure.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (pn_figure_save (runs, 1, &options, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_false (pn_figure_save (runs, 1, &options, nowhere, NULL, &error));
  g_assert_nonnull (error);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/figure/series-of-rows", test_series_of_rows);
  g_test_add_func ("/report/figure/svg", test_svg);
  g_test_add_func ("/report/figure/units", test_units);
  g_test_add_func ("/report/figure/pdf", test_pdf);
  g_test_add_func ("/report/figure/png", test_png);
  g_test_add_func ("/report/figure/png-edges", test_png_edges);
  g_test_add_func ("/report/figure/csv", test_csv);
  g_test_add_func ("/report/figure/tex", test_tex);
  g_test_add_func ("/report/figure/tex-compiles", test_tex_compiles);
  g_test_add_func ("/report/figure/one-metric", test_one_metric);
  g_test_add_func ("/report/figure/texts-inside", test_texts_inside);
  g_test_add_func ("/report/figure/refuses", test_refuses);
  g_test_add_func ("/report/figure/formats", test_formats);
  g_test_add_func ("/report/figure/no-runs", test_no_runs);
  g_test_add_func ("/report/figure/save", test_save);
  return g_test_run ();
}
