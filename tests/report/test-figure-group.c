/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-figure.h"

/* Runs that differ by their seed as one curve. */

static void
assert_near (double found, double wanted)
{
  if (!(ABS (found - wanted) <= 1e-12))
    g_error ("%.17g is not %.17g", found, wanted);
}

/* A check every 10 steps, at each a tenth more right; a step in between has no check. */
static PnFigureRun *
make_run (double start, gsize n_checks, double seconds)
{
  PnFigureRun *run = pn_figure_run_new ("Plain", 0);

  for (gsize i = 0; i < n_checks; i++)
    {
      PnCheckRecord check = { .step = 10 * i, .training_seconds = seconds * i };

      pn_series_append (run->validation_accuracy, 10.0 * i, start + 0.1 * i);
      pn_series_append (run->validation_loss, 10.0 * i, 1 - start);
      g_array_append_val (run->checks, check);
    }
  return run;
}

static PnFigureRun *
make_group (void)
{
  PnFigureRun *runs[] = { make_run (0.2, 3, 1), make_run (0.5, 4, 2), make_run (0.5, 3, 3) };
  PnFigureRun *group = pn_figure_run_new_group ("Plain", 2, (const PnFigureRun *const *) runs, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    pn_figure_run_free (runs[i]);
  return group;
}

/* As far as all go: the first stopped before the second. */
static void
test_mean (void)
{
  g_autoptr (PnFigureRun) group = make_group ();

  g_assert_cmpstr (group->name, ==, "Plain (mean and min–max of 3 seeds)");
  g_assert_cmpuint (group->run, ==, 2);
  g_assert_cmpuint (group->validation_accuracy->length, ==, 3);
  g_assert_cmpuint (group->accuracy_band.low->length, ==, 3);
  assert_near (group->validation_accuracy->y[1], (0.3 + 0.6 + 0.6) / 3);
  assert_near (group->accuracy_band.low->y[1], 0.3);
  assert_near (group->accuracy_band.high->y[1], 0.6);
  assert_near (group->loss_band.high->y[2], 0.8);
  g_assert_cmpuint (group->training_loss->length, ==, 0);
  g_assert_cmpuint (group->checks->len, ==, 3);
  assert_near (g_array_index (group->checks, PnCheckRecord, 2).training_seconds, 4);
}

static char *export(const PnFigureRun *run, PnFigureFormat format)
{
  PnFigureOptions options = pn_figure_options_default ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pn_figure_export (&run, 1, &options, format, NULL, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The band is in every format. */
static void
test_formats (void)
{
  g_autoptr (PnFigureRun) group = make_group ();
  g_autofree char *csv = export(group, PN_FIGURE_CSV), *tex = export(group, PN_FIGURE_TEX),
                  *with = export(group, PN_FIGURE_SVG), *without = NULL;

  g_assert_nonnull (strstr (csv, "accuracy,validation minimum,10,0.3"));
  g_assert_nonnull (strstr (csv, "accuracy,validation maximum,10,0.6"));
  g_assert_nonnull (strstr (tex, "opacity=0.5"));
  g_assert_nonnull (strstr (with, "of 3 seeds)</text>"));
  g_clear_pointer (&group->accuracy_band.low, pn_series_free);
  g_clear_pointer (&group->accuracy_band.high, pn_series_free);
  without = export(group, PN_FIGURE_SVG);
  g_assert_cmpuint (strlen (with), >, strlen (without));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure-group/mean", test_mean);
  g_test_add_func ("/figure-group/formats", test_formats);
  return g_test_run ();
}
