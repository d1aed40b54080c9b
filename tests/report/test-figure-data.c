/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-figure-data.h"

#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-figure.h"
#include "pn-pdf.h"

static PnHistory *
make_history (void)
{
  PnHistory *history = pn_history_new ();

  pn_history_set_steps_per_epoch (history, 10);
  for (guint i = 1; i <= 40; i++)
    {
      PnStepRecord step = { i, 1.0f / (float) i, (float) i / 41 };
      PnCheckRecord check = { .step = i,
                              .epoch = i / 10.0,
                              .loss = 0.1 + 1.0 / 3 / i,
                              .accuracy = 0.9,
                              .train_loss = i == 20 ? NAN : 0.5,
                              .train_accuracy = NAN };

      pn_history_append_records (history, &step, 1, &check, i % 10 == 0 ? 1 : 0);
    }
  return history;
}

static GPtrArray *
make_runs (void)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_data_run_free);
  g_autoptr (PnHistory) history = make_history ();
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();

  g_free (recipe->name);
  recipe->name = g_strdup ("small");
  g_ptr_array_add (runs, pn_figure_data_run_new ("Æsop & <b>sons</b>", recipe, history));
  g_ptr_array_add (runs, pn_figure_data_run_new ("bare", NULL, history));
  return runs;
}

static GBytes *export(const GPtrArray *runs, PnFigureFormat format)
{
  g_autoptr (GError) error = NULL;
  const PnFigureDataRun *first = g_ptr_array_index (runs, 0);
  g_autoptr (PnFigureRun) curve = pn_figure_run_new_from_rows (
      first->name, 0, (const PnHistoryRow *) (void *) first->rows->data, first->rows->len);
  const PnFigureRun *curves[] = { curve };
  const PnFigureOptions options = pn_figure_options_default ();
  g_autofree char *text = pn_figure_data_to_text (runs);
  GBytes *figure = pn_figure_export (curves, 1, &options, format, text, &error);

  g_assert_no_error (error);
  return figure;
}

static void
assert_same_number (double a, double b)
{
  g_assert_true (a == b || (isnan (a) && isnan (b)));
}

static void
assert_same_rows (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const PnHistoryRow *x = &g_array_index (a, PnHistoryRow, i);
      const PnHistoryRow *y = &g_array_index (b, PnHistoryRow, i);

      g_assert_true (x->step == y->step && x->check == y->check);
      assert_same_number (x->epoch, y->epoch);
      assert_same_number (x->training_loss, y->training_loss);
      assert_same_number (x->training_accuracy, y->training_accuracy);
      assert_same_number (x->validation_loss, y->validation_loss);
      assert_same_number (x->validation_accuracy, y->validation_accuracy);
    }
}

/* What a figure of each kind carries is, to the last digit, what was put in. */
static void
test_round_trip (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (GBytes) figure = export(runs, GPOINTER_TO_INT (data));
  g_autofree char *text = pn_figure_data_find (figure, "f", &error);
  g_autoptr (GPtrArray) again = NULL;

  g_assert_no_error (error);
  again = pn_figure_data_parse (text, "f", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, runs->len);
  for (guint i = 0; i < runs->len; i++)
    {
      const PnFigureDataRun *a = g_ptr_array_index (runs, i), *b = g_ptr_array_index (again, i);

      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_true ((a->recipe == NULL) == (b->recipe == NULL));
      g_assert_true (a->recipe == NULL || pn_recipe_equal (a->recipe, b->recipe));
      assert_same_rows (a->rows, b->rows);
    }
}

/* Cut anywhere, a figure gives an error or all that it carries, never a part. */
static void
test_cut (gconstpointer data)
{
  g_autoptr (GPtrArray) runs = make_runs ();
  g_autoptr (GBytes) figure = export(runs, GPOINTER_TO_INT (data));
  g_autofree char *whole = pn_figure_data_find (figure, "f", NULL);
  gsize n_whole = 0;

  for (gsize i = 0; i < g_bytes_get_size (figure); i++)
    {
      /* A block of its own, so that a byte read behind its end is found. */
      g_autofree guint8 *part = g_memdup2 (g_bytes_get_data (figure, NULL), MAX (i, 1));
      g_autoptr (GBytes) cut = g_bytes_new (part, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = pn_figure_data_find (cut, "f", &error);

      g_assert_true ((text == NULL) == (error != NULL));
      if (text != NULL)
        g_assert_cmpstr (text, ==, whole);
      n_whole += text != NULL;
    }
  g_assert_cmpuint (n_whole, <, g_bytes_get_size (figure));
}

static void
test_nothing_inside (void)
{
  const char *const figures[]
      = { "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.5\n%%EOF\n", "GIF89a", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autoptr (GBytes) figure = g_bytes_new_static (figures[i], strlen (figures[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (pn_figure_data_find (figure, "some file", &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, "some file: "));
    }
}

static void
test_attach_to_foreign (void)
{
  const char *const documents[] = {
    "", "%PDF-1.7\nno table\n", "%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n",
    "%PDF-1.7\nxref\n0 1\ntrailer\n<< /Size 9 /Root 8 0 R /Info 7 0 R >>\nstartxref\n9\n%%EOF\n",
    "%PDF-1.7\nstartxref\n99999999\n%%EOF\n"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *copy = g_strdup (documents[i]);
      g_autoptr (GBytes) pdf = g_bytes_new (copy, strlen (copy));
      g_autoptr (GError) error = NULL;

      g_assert_null (pn_pdf_attach (pdf, "a.json", "{}", &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
}

#define BEGIN "{\"format\":\"perceptron-figure\",\"version\":1,\"runs\":[{\"name\":\"a\","
#define REST                                                                                       \
  "\"epoch\":[0],\"training_loss\":[1],\"training_accuracy\":[null],\"validation_loss\":[2],"      \
  "\"validation_accuracy\":[0.5]}]}"

static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    const char *word; /* in the error; NULL: it is well formed */
  } cases[] = {
    { BEGIN "\"kind\":[\"step\"],\"step\":[1]," REST, NULL },
    { BEGIN "\"kind\":[\"walk\"],\"step\":[1]," REST, "runs[0]: kind" },
    { BEGIN "\"kind\":[\"step\"],\"step\":[1,2]," REST, "runs[0]: each column" },
    { BEGIN "\"kind\":[\"step\"],\"step\":[\"1\"]," REST, "runs[0]: each column" },
    { BEGIN "\"kind\":[\"step\"],\"step\":[-1]," REST, "runs[0]: step" },
    { BEGIN "\"kind\":[\"step\"],\"step\":[1.5]," REST, "runs[0]: step" },
    { BEGIN "\"kind\":[\"step\"],\"step\":[null]," REST, "runs[0]: step" },
    { BEGIN "\"kind\":[\"step\"],\"recipe\":{},\"step\":[1]," REST, "f:" },
    { "{\"format\":\"perceptron-figure\",\"version\":1,\"runs\":[{}]}", "runs[0]: name" },
    { "{\"format\":\"perceptron-figure\",\"version\":1,\"runs\":[]}", "with runs" },
    { "{\"format\":\"perceptron-figure\",\"version\":2,\"runs\":[{}]}", "version 1" },
    { "[]", "f" },
    { "{", "f" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) runs = pn_figure_data_parse (cases[i].text, "f", &error);

      g_assert_true ((runs != NULL) == (cases[i].word == NULL));
      if (cases[i].word != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = PN_FIGURE_PNG; i <= PN_FIGURE_PDF; i++)
    {
      g_autofree char *round_trip = g_strdup_printf ("/figure-data/round-trip/%d", i);
      g_autofree char *cut = g_strdup_printf ("/figure-data/cut/%d", i);

      g_test_add_data_func (round_trip, GINT_TO_POINTER (i), test_round_trip);
      g_test_add_data_func (cut, GINT_TO_POINTER (i), test_cut);
    }
  g_test_add_func ("/figure-data/nothing-inside", test_nothing_inside);
  g_test_add_func ("/figure-data/attach-to-foreign", test_attach_to_foreign);
  g_test_add_func ("/figure-data/malformed", test_malformed);
  return g_test_run ();
}
