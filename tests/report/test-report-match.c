/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-report-match.h"

/* A finished run of a shipped recipe, without numbers. */
static PnReportRun *
make_run (const char *recipe_name, guint64 seed, PnStopReason reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRecipe) recipe = pn_recipe_load (recipe_name, &error);
  g_autoptr (PnHistory) history = pn_history_new ();
  g_autoptr (PnNetwork) network = NULL;
  g_autoptr (PnSnapshot) snapshot = NULL;
  const PnNormalisation normalisation = { 0, 1 };

  g_assert_no_error (error);
  recipe->settings.seed = seed;
  network = pn_network_new (recipe->spec, &error);
  snapshot = pn_snapshot_new (network, &normalisation, NULL, NULL, &error);
  g_assert_no_error (error);
  return pn_report_run_new ("Mine", 0, recipe, history, snapshot, reason, NULL);
}

static GPtrArray *
make_runs (const char *const *names)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_report_run_free);

  for (; *names != NULL; names++)
    g_ptr_array_add (runs, make_run (*names, 1, PN_STOP_EARLY));
  return runs;
}

static const char *const widths[] = { "task4a-32", "task3-all", "task4b-128", NULL };

/* One figure's runs: that figure, under its own number, and what is claimed of them alone. */
static void
test_figure (void)
{
  g_autoptr (GPtrArray) runs = make_runs (widths);
  g_autoptr (PnReportTemplate) plan = pn_report_match (runs);

  g_assert_nonnull (plan);
  g_assert_cmpuint (plan->figures->len, ==, 1);
  g_assert_cmpuint (((PnReportFigure *) plan->figures->pdata[0])->number, ==, 3);
  g_assert_cmpuint (plan->claims->len, ==, 6);
  g_assert_cmpstr (((PnReportRun *) runs->pdata[0])->key, ==, "task4a-32");
}

/* Another seed of the same is a repeat; the recipe's own stands for it, wherever it is. */
static void
test_seeds (void)
{
  g_autoptr (GPtrArray) runs = make_runs (widths);
  g_autoptr (PnReportTemplate) plan = NULL;
  PnReportRun *other = make_run ("task3-all", 4, PN_STOP_EARLY);

  g_ptr_array_insert (runs, 0, other);
  plan = pn_report_match (runs);
  g_assert_nonnull (plan);
  g_assert_cmpstr (other->key, ==, "task3-all");
  g_assert_true (other->repeat);
  g_assert_false (((PnReportRun *) runs->pdata[2])->repeat);
}

/* The same run twice is written once, under the recipe's name where one has it. */
static void
test_twins (void)
{
  g_autoptr (GPtrArray) runs = make_runs (widths);
  g_autoptr (PnReportTemplate) plan = NULL;
  PnReportRun *named = make_run ("task3-all", 1, PN_STOP_EARLY);

  g_free (named->name);
  named->name = g_strdup (named->recipe->name);
  g_ptr_array_add (runs, named);
  plan = pn_report_match (runs);
  g_assert_nonnull (plan);
  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_true (g_ptr_array_find (runs, named, NULL));
  g_assert_false (named->repeat);
}

static void
assert_no_match (GPtrArray *runs)
{
  g_assert_null (pn_report_match (runs));
  for (guint i = 0; i < runs->len; i++)
    g_assert_null (((PnReportRun *) runs->pdata[i])->key);
}

/* A setting of one's own, an unfinished run, too few of them: a report without claims. */
static void
test_others (void)
{
  g_autoptr (GPtrArray) changed = make_runs (widths);
  g_autoptr (GPtrArray) paused = make_runs (widths);
  const char *const few[] = { "task4a-32", "task3-init", NULL };
  g_autoptr (GPtrArray) too_few = make_runs (few);
  PnReportRun *run = changed->pdata[1];

  run->recipe->settings.learning_rate *= 2;
  assert_no_match (changed);
  run = paused->pdata[0];
  run->reason = PN_STOP_USER;
  assert_no_match (paused);
  assert_no_match (too_few);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/report-match/figure", test_figure);
  g_test_add_func ("/report/report-match/seeds", test_seeds);
  g_test_add_func ("/report/report-match/twins", test_twins);
  g_test_add_func ("/report/report-match/others", test_others);
  return g_test_run ();
}
