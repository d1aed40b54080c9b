/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-recipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const gsize mnist_shape[3] = { 1, 28, 28 };

PnRecipe *
pn_recipe_new (void)
{
  PnRecipe *recipe = g_new0 (PnRecipe, 1);
  const PnLayerSpec hidden = {
    .kind = PN_LAYER_DENSE,
    .units = 64,
    .activation = PN_ACTIVATION_IMPROVED_SIGMOID,
    .init = PN_INIT_NORMAL_FAN_IN,
    .bias = PN_BIAS_INPUT,
  };

  recipe->name = g_strdup (_ ("My first network"));
  recipe->set = g_strdup ("mnist");
  recipe->train = 20000;
  recipe->validation = PN_VALIDATION_TEST;
  recipe->normalise = PN_NORMALISE_STANDARD;
  recipe->spec = pn_spec_new_dense (mnist_shape, &hidden, 1, 10);
  recipe->settings = pn_settings_default ();
  return recipe;
}

PnRecipe *
pn_recipe_copy (const PnRecipe *recipe)
{
  PnRecipe *copy = g_new (PnRecipe, 1);

  *copy = *recipe;
  copy->name = g_strdup (recipe->name);
  copy->set = g_strdup (recipe->set);
  pn_csv_format_copy (&recipe->table, &copy->table);
  copy->spec = recipe->spec != NULL ? pn_spec_copy (recipe->spec) : NULL;
  return copy;
}

void
pn_recipe_free (PnRecipe *recipe)
{
  if (recipe == NULL)
    return;
  g_free (recipe->name);
  g_free (recipe->set);
  pn_csv_format_clear (&recipe->table);
  pn_spec_free (recipe->spec);
  g_free (recipe);
}

gboolean
pn_recipe_equal (const PnRecipe *a, const PnRecipe *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && pn_recipe_same_data (a, b)
         && pn_augmentation_equal (&a->augment, &b->augment) && pn_spec_equal (a->spec, b->spec)
         && pn_settings_equal (&a->settings, &b->settings);
}

gboolean
pn_recipe_repeats (const PnRecipe *a, const PnRecipe *b)
{
  g_autoptr (PnRecipe) copy = pn_recipe_copy (a);

  copy->settings.seed = b->settings.seed;
  g_free (copy->name);
  copy->name = g_strdup (b->name);
  return pn_recipe_equal (copy, b);
}

gboolean
pn_recipe_same_data (const PnRecipe *a, const PnRecipe *b)
{
  return g_strcmp0 (a->set, b->set) == 0 && pn_csv_format_equal (&a->table, &b->table)
         && a->train == b->train && a->validation == b->validation && a->normalise == b->normalise
         && a->split == b->split
         && (a->split == PN_SPLIT_FIRST || a->settings.seed == b->settings.seed);
}

void
pn_recipe_adapt (PnRecipe *recipe, const PnDataset *all, gboolean has_test)
{
  const gsize *shape = pn_dataset_shape (all);
  gsize n = pn_dataset_n_samples (all);

  memcpy (recipe->spec->input, shape, sizeof recipe->spec->input);
  recipe->spec->layers[recipe->spec->n_layers - 1].units = pn_dataset_n_classes (all);
  if (pn_dataset_bytes (all) == NULL || shape[0] != 1 || shape[1] == 1)
    recipe->augment = (PnAugmentation){ 0 };
  if (has_test)
    return;
  recipe->train = n > 1 ? MAX (n * 4 / 5, 1) : 0;
  recipe->split = PN_SPLIT_STRATIFIED;
  recipe->validation = n > 1 ? PN_VALIDATION_REST : PN_VALIDATION_NONE;
}

PnSource *
pn_recipe_source (const PnRecipe *recipe, PnDataset *train, GError **error)
{
  if (pn_augmentation_is_none (&recipe->augment))
    return NULL;
  return pn_augment_source_new (train, &recipe->augment, recipe->settings.seed, error);
}
