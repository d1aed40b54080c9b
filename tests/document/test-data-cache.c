/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-data-cache.h"
#include "test-set.h"

typedef struct
{
  guint n_answers;
  GError *error;
} Answers;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;

  g_clear_error (&answers->error);
  pn_data_cache_load_finish (PN_DATA_CACHE (source), result, &answers->error);
  answers->n_answers++;
}

static void
wait_for (Answers *answers, guint n)
{
  while (answers->n_answers < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Threads hold on to their tasks a moment longer than their answers take. */
static void
drop (PnDataCache *cache)
{
  gpointer gone = cache;

  g_object_add_weak_pointer (G_OBJECT (cache), &gone);
  g_object_unref (cache);
  for (guint i = 0; i < 2000 && gone; i++)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_null (gone);
}

/* Two recipes, one set: its pictures lie in memory once. */
static void
test_shared (void)
{
  g_autofree char *set = test_set_new ();
  g_autoptr (PnRecipe) all = test_recipe (set);
  g_autoptr (PnRecipe) some = test_recipe (set);
  PnDataCache *cache = pn_data_cache_get (), *again = pn_data_cache_get ();
  const PnTrainingData *a, *b;
  Answers answers = { 0 };

  g_assert_true (cache == again);
  g_object_unref (again);
  some->train = 100;
  g_assert_null (pn_data_cache_lookup (cache, all));
  pn_data_cache_load_async (cache, all, NULL, loaded_cb, &answers);
  pn_data_cache_load_async (cache, some, NULL, loaded_cb, &answers);
  pn_data_cache_load_async (cache, all, NULL, loaded_cb, &answers);
  wait_for (&answers, 3);
  g_assert_no_error (answers.error);
  a = pn_data_cache_lookup (cache, all);
  b = pn_data_cache_lookup (cache, some);
  g_assert_cmpuint (pn_dataset_n_samples (a->train), ==, 400);
  g_assert_cmpuint (pn_dataset_n_samples (b->train), ==, 100);
  g_assert_true (pn_dataset_bytes (a->train) == pn_dataset_bytes (b->train));
  g_assert_true (a->validation == b->validation);
  drop (cache);
  test_remove_folder (set);
}

static void
test_missing (void)
{
  g_autofree char *set = test_set_new ();
  g_autoptr (PnRecipe) bad = test_recipe ("/nowhere/at/all");
  g_autoptr (PnRecipe) good = test_recipe (set);
  PnDataCache *cache = pn_data_cache_get ();
  Answers answers = { 0 };

  pn_data_cache_load_async (cache, bad, NULL, loaded_cb, &answers);
  wait_for (&answers, 1);
  g_assert_nonnull (answers.error);
  g_assert_null (pn_data_cache_lookup (cache, bad));
  pn_data_cache_load_async (cache, good, NULL, loaded_cb, &answers);
  wait_for (&answers, 2);
  g_assert_no_error (answers.error);
  g_assert_nonnull (pn_data_cache_lookup (cache, good));
  drop (cache);
  test_remove_folder (set);
}

static void
test_cancelled (void)
{
  g_autofree char *set = test_set_new ();
  g_autoptr (PnRecipe) recipe = test_recipe (set);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PnDataCache *cache = pn_data_cache_get ();
  Answers answers = { 0 };

  pn_data_cache_load_async (cache, recipe, cancellable, loaded_cb, &answers);
  g_cancellable_cancel (cancellable);
  wait_for (&answers, 1);
  g_assert_error (answers.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answers.error);
  drop (cache);
  test_remove_folder (set);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-cache/shared", test_shared);
  g_test_add_func ("/data-cache/missing", test_missing);
  g_test_add_func ("/data-cache/cancelled", test_cancelled);
  return g_test_run ();
}
