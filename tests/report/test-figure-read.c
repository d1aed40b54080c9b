/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* An exported figure gives back the recipes of its runs; what is no such figure is refused in
 * words.
 */

#include <glib/gstdio.h>
#include <math.h>

#include "pn-figure-data.h"
#include "pn-figure-read.h"
#include "pn-figure.h"

static const PnHistoryRow rows[] = {
  { 0, 0, TRUE, NAN, 0.1, 2.3, 0.1 },
  { 1, 0.1, FALSE, 2.2, NAN, NAN, NAN },
  { 2, 0.2, TRUE, NAN, 0.5, 1.9, 0.4 },
};

static PnRecipe *
shipped (const char *name)
{
  g_autoptr (GError) error = NULL;
  PnRecipe *recipe = pn_recipe_load (name, &error);

  g_assert_no_error (error);
  return recipe;
}

/* Of two runs called "a < \"b\" & c" and "two". */
static char *
data_inside (void)
{
  PnFigureData *data = pn_figure_data_new ();
  g_autoptr (PnRecipe) first = shipped ("task3-all");
  g_autoptr (PnRecipe) second = shipped ("task4d-two-hidden");

  pn_figure_data_add_run (data, "a < \"b\" & c", first, rows, G_N_ELEMENTS (rows));
  pn_figure_data_add_run (data, "from a file", NULL, rows, G_N_ELEMENTS (rows));
  pn_figure_data_add_run (data, "two", second, rows, G_N_ELEMENTS (rows));
  return pn_figure_data_free_to_text (data);
}

static char *
write_figure (PnFigureFormat format, const char *name, const char *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnFigureRun) run = pn_figure_run_new_from_rows ("a", 0, rows, G_N_ELEMENTS (rows));
  const PnFigureRun *const runs[] = { run };
  PnFigureOptions options = pn_figure_options_default ();
  char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  options.width_mm = 84;
  options.dpi = 72;
  g_autoptr (GBytes) bytes = pn_figure_export (runs, 1, &options, format, data, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return path;
}

static void
assert_recipe (PnRecipe *recipe, const char *name, const char *as_shipped)
{
  g_autoptr (PnRecipe) expected = shipped (as_shipped);

  g_assert_cmpstr (recipe->name, ==, name);
  g_assert_cmpstr (recipe->set, ==, expected->set);
  g_assert_true (pn_spec_equal (recipe->spec, expected->spec));
  g_assert_true (pn_settings_equal (&recipe->settings, &expected->settings));
}

static void
assert_reads (PnFigureFormat format, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = data_inside ();
  g_autofree char *path = write_figure (format, name, data);
  g_autoptr (GPtrArray) recipes = pn_figure_read_recipes (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (recipes->len, ==, 2);
  assert_recipe (recipes->pdata[0], "a < \"b\" & c", "task3-all");
  assert_recipe (recipes->pdata[1], "two", "task4d-two-hidden");
  g_remove (path);
}

static void
test_png (void)
{
  assert_reads (PN_FIGURE_PNG, "figure-read.png");
}

static void
test_svg (void)
{
  assert_reads (PN_FIGURE_SVG, "figure-read.svg");
}

static void
assert_refused (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_figure_read_recipes (path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, path));
}

/* Without anything inside, with something else inside, and cut off. */
static void
test_refused (void)
{
  const char *insides[]
      = { NULL, "{}", "{\"runs\":[{\"recipe\":{\"layers\":7}}]}", "[", "{\"runs\":3}" };

  for (gsize i = 0; i < G_N_ELEMENTS (insides); i++)
    {
      g_autofree char *png = write_figure (PN_FIGURE_PNG, "figure-no.png", insides[i]);
      g_autofree char *svg = write_figure (PN_FIGURE_SVG, "figure-no.svg", insides[i]);
      assert_refused (png);
      assert_refused (svg);
      g_remove (png);
      g_remove (svg);
    }
}

static void
test_cut (void)
{
  g_autofree char *data = data_inside ();
  g_autofree char *path = write_figure (PN_FIGURE_SVG, "figure-cut.svg", data);
  g_autofree char *whole = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &whole, &size, NULL));
  for (gsize length = 0; length < size; length += 97)
    {
      g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
      assert_refused (path);
    }
  g_remove (path);
  assert_refused (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-read/png", test_png);
  g_test_add_func ("/figure-read/svg", test_svg);
  g_test_add_func ("/figure-read/refused", test_refused);
  g_test_add_func ("/figure-read/cut", test_cut);
  return g_test_run ();
}
