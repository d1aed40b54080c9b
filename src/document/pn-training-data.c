/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-data-folder.h"
#include "pn-error.h"
#include "pn-split.h"
#include "pn-recipe.h"

#define BYTE_MAX 255.0

static PnNormalisation
normalisation_for (const PnRecipe *recipe, const PnDataset *train)
{
  if (recipe->normalise == PN_NORMALISE_STANDARD)
    return pn_dataset_measure (train);
  return (PnNormalisation){ 0, recipe->normalise == PN_NORMALISE_UNIT ? BYTE_MAX : 1 };
}

/* What is trained on, and the training images that it leaves over: NULL where it takes all. */
static gboolean
choose_train (const PnRecipe *recipe,
              PnDataset *all,
              PnDataset **train,
              PnDataset **rest,
              GError **error)
{
  gsize n = pn_dataset_n_samples (all);
  gboolean takes_all = recipe->train == 0 || recipe->train >= n;

  if (!takes_all && recipe->split != PN_SPLIT_FIRST)
    return pn_split (all, recipe->train, recipe->settings.seed,
                     recipe->split == PN_SPLIT_STRATIFIED, train, rest, error);
  *train = takes_all ? pn_dataset_ref (all) : pn_dataset_head (all, recipe->train);
  *rest = takes_all ? NULL : pn_dataset_slice (all, recipe->train, n - recipe->train);
  return TRUE;
}

static gboolean
choose_validation (const PnRecipe *recipe, PnDataset *rest, PnTrainingData *data, GError **error)
{
  PnDataset *chosen = NULL;

  if (recipe->validation == PN_VALIDATION_TEST)
    chosen = data->test;
  else if (recipe->validation == PN_VALIDATION_REST)
    chosen = rest;
  if (recipe->validation == PN_VALIDATION_REST && rest == NULL)
    {
      g_set_error (
          error, PN_ERROR, PN_ERROR_INVALID,
          _ ("data.validation: \"rest\" needs training images that data.train leaves over, "
             "but it takes all %zu"),
          pn_dataset_n_samples (data->train));
      return FALSE;
    }
  data->validation = chosen != NULL ? pn_dataset_ref (chosen) : NULL;
  return TRUE;
}

PnTrainingData *
pn_training_data_new (const PnRecipe *recipe, PnDataset *all, PnDataset *test, GError **error)
{
  g_autoptr (PnTrainingData) data = g_new0 (PnTrainingData, 1);
  g_autoptr (PnDataset) rest = NULL;

  data->test = test != NULL ? pn_dataset_ref (test) : NULL;
  if (!choose_train (recipe, all, &data->train, &rest, error)
      || !choose_validation (recipe, rest, data, error))
    return NULL;
  data->normalisation = normalisation_for (recipe, data->train);
  return g_steal_pointer (&data);
}

PnTrainingData *
pn_training_data_load (const PnRecipe *recipe, const char *folder, GError **error)
{
  g_autoptr (PnDataset) all = NULL;
  g_autoptr (PnDataset) test = NULL;
  gboolean loaded;

  if (folder != NULL)
    loaded = pn_data_load_path (folder, &recipe->table, &all, &test, error);
  else
    loaded = pn_data_load (recipe->set, &recipe->table, &all, &test, error);
  return loaded ? pn_training_data_new (recipe, all, test, error) : NULL;
}

PnTrainingData *
pn_training_data_copy (const PnTrainingData *data)
{
  PnTrainingData *copy = g_new0 (PnTrainingData, 1);

  copy->train = pn_dataset_ref (data->train);
  copy->validation = data->validation != NULL ? pn_dataset_ref (data->validation) : NULL;
  copy->test = data->test != NULL ? pn_dataset_ref (data->test) : NULL;
  copy->normalisation = data->normalisation;
  return copy;
}

void
pn_training_data_free (PnTrainingData *data)
{
  if (data == NULL)
    return;
  g_clear_pointer (&data->train, pn_dataset_unref);
  g_clear_pointer (&data->validation, pn_dataset_unref);
  g_clear_pointer (&data->test, pn_dataset_unref);
  g_free (data);
}
