/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-report-claim.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 100

static PnDataset *
make_images (void)
{
  const gsize shape[3] = { 1, 1, 1 };
  g_autoptr (GBytes) inputs = g_bytes_new_take (g_malloc0 (N_IMAGES), N_IMAGES);
  g_autoptr (GBytes) labels = g_bytes_new_take (g_malloc0 (2 * N_IMAGES), 2 * N_IMAGES);
  g_autoptr (GError) error = NULL;
  PnDataset *images = pn_dataset_new_bytes (shape, N_IMAGES, inputs, labels, NULL, 2, &error);

  g_assert_no_error (error);
  return images;
}

/* A run of which the first `n_right` images, from `first` on, are answered rightly. */
static PnReportRun *
make_run (const char *key, guint64 seed, guint first, guint n_right, PnDataset *images)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  g_autoptr (PnHistory) history = pn_history_new ();
  g_autoptr (PnNetwork) network = pn_network_new (recipe->spec, NULL);
  const PnNormalisation normalisation = { 0, 1 };
  g_autoptr (PnSnapshot) snapshot = pn_snapshot_new (network, &normalisation, NULL, NULL, NULL);
  const PnTrainingData data = { .train = images, .validation = images };
  PnReportRun *run;

  recipe->settings.seed = seed;
  run = pn_report_run_new (key, 0, recipe, history, snapshot, PN_STOP_EARLY, &data);
  run->key = g_strdup (key);
  run->repeat = seed > 1;
  run->right = g_new0 (gboolean, N_IMAGES);
  for (guint i = first; i < first + n_right; i++)
    run->right[i] = TRUE;
  run->numbers.stop_accuracy.share = n_right / (double) N_IMAGES;
  run->numbers.split = -1;
  return run;
}

static void
add (GPtrArray *runs, PnReportRun *run)
{
  g_ptr_array_add (runs, run);
}

static GPtrArray *
new_runs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pn_report_run_free);
}

static PnReportVerdict
judge (GPtrArray *runs, PnReportClaimKind kind, const char *than)
{
  PnReportClaim claim = { .kind = kind, .run = (char *) "a", .than = (char *) than };
  g_autofree char *found = NULL;

  return pn_report_claim_judge (&claim, runs, &found);
}

/* 90 against 60 of 100 is a difference, 60 against 59 none. */
static void
test_paired (void)
{
  g_autoptr (PnDataset) images = make_images ();
  g_autoptr (GPtrArray) runs = new_runs ();

  add (runs, make_run ("a", 1, 0, 90, images));
  add (runs, make_run ("worse", 1, 0, 60, images));
  add (runs, make_run ("alike", 1, 1, 89, images));
  g_assert_cmpint (judge (runs, PN_CLAIM_MORE_ACCURATE, "worse"), ==, PN_VERDICT_HOLDS);
  g_assert_cmpint (judge (runs, PN_CLAIM_LESS_ACCURATE, "worse"), ==, PN_VERDICT_FAILS);
  g_assert_cmpint (judge (runs, PN_CLAIM_SAME_ACCURACY, "worse"), ==, PN_VERDICT_FAILS);
  g_assert_cmpint (judge (runs, PN_CLAIM_MORE_ACCURATE, "alike"), ==, PN_VERDICT_UNDETECTABLE);
  g_assert_cmpint (judge (runs, PN_CLAIM_SAME_ACCURACY, "alike"), ==, PN_VERDICT_HOLDS);
  g_assert_cmpint (judge (runs, PN_CLAIM_MORE_ACCURATE, "missing"), ==, PN_VERDICT_UNKNOWN);
}

/* Each seed against the same seed; more than half decide. */
static void
test_seeds (void)
{
  g_autoptr (PnDataset) images = make_images ();
  g_autoptr (GPtrArray) runs = new_runs ();
  PnReportClaim claim
      = { .kind = PN_CLAIM_MORE_ACCURATE, .run = (char *) "a", .than = (char *) "b" };
  g_autofree char *found = NULL;

  for (guint seed = 1; seed <= 3; seed++)
    {
      add (runs, make_run ("a", seed, 0, seed == 1 ? 60 : 90, images));
      add (runs, make_run ("b", seed, 0, seed == 1 ? 90 : 60, images));
    }
  g_assert_cmpint (pn_report_claim_judge (&claim, runs, &found), ==, PN_VERDICT_HOLDS);
  g_assert_nonnull (strstr (found, "seed 1: 0.6000 against 0.9000: 0 images right here alone, 30"));
  g_assert_nonnull (strstr (found, "of 3 seeds it holds for 2, does not for 1"));
  g_ptr_array_set_size (runs, 4); /* one for, one against */
  g_assert_cmpint (judge (runs, PN_CLAIM_MORE_ACCURATE, "b"), ==, PN_VERDICT_UNDETECTABLE);
}

static void
test_quantities (void)
{
  g_autoptr (PnDataset) images = make_images ();
  g_autoptr (GPtrArray) runs = new_runs ();
  PnReportClaim claim = { .kind = PN_CLAIM_BETWEEN,
                          .quantity = PN_QUANTITY_EPOCHS,
                          .run = (char *) "a",
                          .low = 10,
                          .high = 20 };
  const double epochs[] = { 9.9, 10, 20, 20.1, NAN };
  const PnReportVerdict wanted[] = { PN_VERDICT_FAILS, PN_VERDICT_HOLDS, PN_VERDICT_HOLDS,
                                     PN_VERDICT_FAILS, PN_VERDICT_UNKNOWN };
  PnReportRun *run = make_run ("a", 1, 0, 50, images);

  add (runs, run);
  for (gsize i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      g_autofree char *found = NULL;

      run->numbers.epochs = epochs[i];
      g_assert_cmpint (pn_report_claim_judge (&claim, runs, &found), ==, wanted[i]);
    }
}

static void
test_splits (void)
{
  g_autoptr (PnDataset) images = make_images ();
  g_autoptr (GPtrArray) runs = new_runs ();
  PnReportRun *run = make_run ("a", 1, 0, 50, images);

  add (runs, run);
  g_assert_cmpint (judge (runs, PN_CLAIM_SPLITS, NULL), ==, PN_VERDICT_UNKNOWN);
  run->numbers.gap = 0.03;
  g_assert_cmpint (judge (runs, PN_CLAIM_SPLITS, NULL), ==, PN_VERDICT_FAILS);
  run->numbers.split = 250;
  g_assert_cmpint (judge (runs, PN_CLAIM_SPLITS, NULL), ==, PN_VERDICT_HOLDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/report-claim/paired", test_paired);
  g_test_add_func ("/report/report-claim/seeds", test_seeds);
  g_test_add_func ("/report/report-claim/quantities", test_quantities);
  g_test_add_func ("/report/report-claim/splits", test_splits);
  return g_test_run ();
}
