/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-augment.h"
#include "pn-csv.h"
#include "pn-dataset.h"
#include "pn-settings.h"
#include "pn-spec.h"

G_BEGIN_DECLS

/* PnRecipe: all that a run needs before it is trained: data, design, settings. The file format is
 * JSON ("perceptron-recipe", version 1); unknown keys, duplicate keys and numbers out of range are
 * errors that name the dotted path and what would be right. A plain value, as PnSpec is.
 */
typedef enum
{
  PN_VALIDATION_TEST, /* the set's test images */
  PN_VALIDATION_REST, /* the training images that `train` leaves over */
  PN_VALIDATION_NONE,
} PnValidation;

/* Which `train` of the training images are trained on. */
typedef enum
{
  PN_SPLIT_FIRST,      /* the first */
  PN_SPLIT_RANDOM,     /* drawn by the settings' seed: pn_split() */
  PN_SPLIT_STRATIFIED, /* drawn so that each class gives the same share */
} PnRecipeSplit;

typedef enum
{
  PN_NORMALISE_STANDARD, /* mean and standard deviation over all pixels of the training images */
  PN_NORMALISE_UNIT,     /* 0–255 to 0–1 */
  PN_NORMALISE_NONE,
} PnNormalise;

typedef struct
{
  char *name;
  char *set;         /* "mnist", "fashion-mnist", or the path of a folder or a table */
  PnCsvFormat table; /* how a table is read */
  gsize train;       /* so many of the training images; 0: all */
  PnRecipeSplit split;
  PnValidation validation;
  PnNormalise normalise;
  PnAugmentation augment; /* of training images, in "data.augment"; checks see them as they are */
  PnSpec *spec;
  PnSettings settings;
} PnRecipe;

PnRecipe *pn_recipe_new (void); /* *My first network*: 784-64-10 on MNIST's first 20,000 */
PnRecipe *pn_recipe_copy (const PnRecipe *recipe);
void pn_recipe_free (PnRecipe *recipe);
gboolean pn_recipe_equal (const PnRecipe *a, const PnRecipe *b);
/* Whether they are the same but for seed and name. */
gboolean pn_recipe_repeats (const PnRecipe *a, const PnRecipe *b);
/* Whether both train and validate on the same numbers. */
gboolean pn_recipe_same_data (const PnRecipe *a, const PnRecipe *b);

/* `source` names the text in errors. */
PnRecipe *pn_recipe_parse (const char *json, gssize length, const char *source, GError **error);
char *pn_recipe_to_json (const PnRecipe *recipe);

/* A path, or the name of a shipped one ("task3-all"). */
PnRecipe *pn_recipe_load (const char *path_or_name, GError **error);
/* Names of the shipped recipes in the order of the assignment, NULL-terminated; free with
 * g_strfreev().
 */
char **pn_recipe_list (void);

/* `path` dotted as in the JSON: "epochs", "layers.0.units", "data.train"; value as JSON or bare
 * word. */
gboolean pn_recipe_set (PnRecipe *recipe, const char *path, const char *value, GError **error);

/* Takes `all`, which is the data of its set, as it is: the network gets its inputs and a unit for
 * each of its classes; without `has_test`, four fifths of it are trained on, drawn so that each
 * class gives the same share, and the rest is validation. Variations of what is no picture go.
 */
void pn_recipe_adapt (PnRecipe *recipe, const PnDataset *all, gboolean has_test);

/* What differs between two recipes, in words for people ("128 units", "no momentum"), at most three
 * of them joined by commas; "" if nothing does. Caller frees.
 */
char *pn_recipe_describe_difference (const PnRecipe *recipe, const PnRecipe *from);

/* What makes `train` (the recipe's training images) vary as the recipe says, for
 * pn_fit_set_source(). NULL without an error where it says that they are taken as they are.
 */
PnSource *pn_recipe_source (const PnRecipe *recipe, PnDataset *train, GError **error);

/* The data as the recipe wants it. */
typedef struct
{
  PnDataset *train;
  PnDataset *validation; /* NULL for PN_VALIDATION_NONE */
  PnDataset *test;       /* NULL where the set has none */
  PnNormalisation normalisation;
} PnTrainingData;

/* Loads from `folder` (or a table), or from where the recipe's set is found when that is NULL.
 * Blocks for a tenth of a second or so: any thread.
 */
PnTrainingData *pn_training_data_load (const PnRecipe *recipe, const char *folder, GError **error);
/* The same from a set that is loaded already; `test` may be NULL. Shares its memory. */
PnTrainingData *
pn_training_data_new (const PnRecipe *recipe, PnDataset *all, PnDataset *test, GError **error);
PnTrainingData *pn_training_data_copy (const PnTrainingData *data); /* shares the datasets */
void pn_training_data_free (PnTrainingData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnRecipe, pn_recipe_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTrainingData, pn_training_data_free)

G_END_DECLS
