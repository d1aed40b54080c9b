/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-split.h"

#include <string.h>

#include "core-fixture.h"
#include "pn-error.h"

#define N 301

static void
count_classes (const PnDataset *dataset, gsize counts[3])
{
  for (gsize i = 0; i < pn_dataset_n_samples (dataset); i++)
    counts[pn_dataset_labels (dataset)[i]]++;
}

/* Every sample is in one part, in the data's order: the parts merge into the whole. */
static void
assert_merges (const PnDataset *all, const PnDataset *a, const PnDataset *b)
{
  gsize n_inputs = pn_dataset_n_inputs (all);
  gsize i = 0;
  gsize k = 0;

  for (gsize s = 0; s < pn_dataset_n_samples (all); s++)
    {
      const guint8 *row = pn_dataset_bytes (all) + s * n_inputs;

      if (i < pn_dataset_n_samples (a)
          && memcmp (row, pn_dataset_bytes (a) + i * n_inputs, n_inputs) == 0)
        i++;
      else
        {
          g_assert_cmpmem (row, n_inputs, pn_dataset_bytes (b) + k * n_inputs, n_inputs);
          k++;
        }
    }
  g_assert_cmpuint (i, ==, pn_dataset_n_samples (a));
  g_assert_cmpuint (k, ==, pn_dataset_n_samples (b));
}

static void
test_parts (void)
{
  g_autoptr (PnDataset) all = core_fixture_bars (N, 1);

  for (int stratified = 0; stratified < 2; stratified++)
    {
      g_autoptr (PnDataset) first = NULL;
      g_autoptr (PnDataset) rest = NULL;

      g_assert_true (pn_split (all, 100, 7, stratified, &first, &rest, NULL));
      g_assert_cmpuint (pn_dataset_n_samples (first), ==, 100);
      g_assert_cmpuint (pn_dataset_n_samples (rest), ==, N - 100);
      assert_merges (all, first, rest);
    }
}

static void
test_stratified (void)
{
  g_autoptr (PnDataset) all = core_fixture_bars (N, 1);
  gsize whole[3] = { 0 };

  count_classes (all, whole);
  for (guint64 seed = 1; seed < 6; seed++)
    {
      g_autoptr (PnDataset) first = NULL;
      g_autoptr (PnDataset) rest = NULL;
      gsize counts[3] = { 0 };

      g_assert_true (pn_split (all, 90, seed, TRUE, &first, &rest, NULL));
      count_classes (first, counts);
      for (int k = 0; k < 3; k++)
        g_assert_cmpfloat_with_epsilon ((double) counts[k], 90.0 * (double) whole[k] / N, 1.0);
    }
}

static void
test_seed (void)
{
  g_autoptr (PnDataset) all = core_fixture_bars (N, 1);
  g_autoptr (PnDataset) a = NULL;
  g_autoptr (PnDataset) b = NULL;
  g_autoptr (PnDataset) c = NULL;
  PnDataset *rest;
  gsize size = 100 * pn_dataset_n_inputs (all);

  g_assert_true (pn_split (all, 100, 1, FALSE, &a, &rest, NULL));
  pn_dataset_unref (rest);
  g_assert_true (pn_split (all, 100, 1, FALSE, &b, &rest, NULL));
  pn_dataset_unref (rest);
  g_assert_true (pn_split (all, 100, 2, FALSE, &c, &rest, NULL));
  pn_dataset_unref (rest);
  g_assert_cmpmem (pn_dataset_bytes (a), size, pn_dataset_bytes (b), size);
  g_assert_cmpint (memcmp (pn_dataset_bytes (a), pn_dataset_bytes (c), size), !=, 0);
}

static void
test_refused (void)
{
  g_autoptr (PnDataset) all = core_fixture_bars (N, 1);
  PnDataset *first = NULL;
  PnDataset *rest = NULL;

  for (gsize n_first = 0; n_first <= N; n_first += N)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pn_split (all, n_first, 1, FALSE, &first, &rest, &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/parts", test_parts);
  g_test_add_func ("/split/stratified", test_stratified);
  g_test_add_func ("/split/seed", test_seed);
  g_test_add_func ("/split/refused", test_refused);
  return g_test_run ();
}
