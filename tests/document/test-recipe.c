/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-recipe.h"

#include <string.h>

#include "pn-error.h"

/* A recipe with nothing at its default, to change one thing in. */
static const char full[]
    = "{\"format\": \"perceptron-recipe\", \"version\": 1, \"name\": \"Full\","
      " \"data\": {\"set\": \"fashion-mnist\", \"train\": 5000, \"validation\": \"rest\","
      "            \"normalise\": \"unit\","
      "            \"table\": {\"separator\": \"semicolon\", \"header\": \"no\", \"label\": 3, "
      "\"skip\": \"1, 5\"},"
      "            \"augment\": {\"rotation\": 12, \"strokes\": 0.5, \"recenter\": true}},"
      " \"input\": [1, 28, 28],"
      " \"layers\": [{\"kind\": \"dense\", \"units\": 20, \"activation\": \"relu\", \"init\": "
      "\"he\","
      "               \"bias\": \"layer\", \"dropout\": 0.25},"
      "              {\"kind\": \"dense\", \"units\": 10, \"activation\": \"identity\","
      "               \"init\": \"glorot\", \"bias\": \"none\"}],"
      " \"loss\": \"softmax-cross-entropy\", \"optimizer\": \"sgd\", \"learning_rate\": 0.05,"
      " \"momentum\": 0.5, \"batch\": 16, \"epochs\": 3, \"shuffle\": false,"
      " \"checks_per_epoch\": 2, \"patience\": 7, \"keep_best\": true, \"seed\": 42}";

static PnRecipe *
parse_good (const char *json)
{
  g_autoptr (GError) error = NULL;
  PnRecipe *recipe = pn_recipe_parse (json, -1, "test", &error);

  g_assert_no_error (error);
  g_assert_nonnull (recipe);
  return recipe;
}

static void
test_full (void)
{
  g_autoptr (PnRecipe) recipe = parse_good (full);
  const PnSettings *settings = &recipe->settings;

  g_assert_cmpstr (recipe->name, ==, "Full");
  g_assert_cmpstr (recipe->set, ==, "fashion-mnist");
  g_assert_cmpuint (recipe->train, ==, 5000);
  g_assert_cmpint (recipe->validation, ==, PN_VALIDATION_REST);
  g_assert_cmpint (recipe->normalise, ==, PN_NORMALISE_UNIT);
  g_assert_cmpint (recipe->table.separator, ==, PN_CSV_SEPARATOR_SEMICOLON);
  g_assert_cmpint (recipe->table.header, ==, PN_CSV_HEADER_NO);
  g_assert_cmpint (recipe->table.decimal, ==, PN_CSV_DECIMAL_FOUND);
  g_assert_cmpuint (recipe->table.label, ==, 3);
  g_assert_cmpstr (recipe->table.skip, ==, "1, 5");
  g_assert_cmpfloat (recipe->augment.rotation, ==, 12);
  g_assert_cmpfloat (recipe->augment.shift, ==, 0);
  g_assert_cmpfloat (recipe->augment.strokes, ==, 0.5);
  g_assert_true (recipe->augment.recenter);
  g_assert_cmpuint (recipe->spec->n_layers, ==, 2);
  g_assert_cmpuint (recipe->spec->layers[0].units, ==, 20);
  g_assert_cmpint (recipe->spec->layers[0].activation, ==, PN_ACTIVATION_RELU);
  g_assert_cmpint (recipe->spec->layers[0].init, ==, PN_INIT_HE);
  g_assert_cmpint (recipe->spec->layers[0].bias, ==, PN_BIAS_LAYER);
  g_assert_cmpfloat (recipe->spec->layers[0].dropout, ==, 0.25);
  g_assert_cmpint (recipe->spec->layers[1].bias, ==, PN_BIAS_NONE);
  g_assert_cmpfloat (settings->learning_rate, ==, 0.05);
  g_assert_cmpfloat (settings->momentum, ==, 0.5);
  g_assert_cmpuint (settings->batch, ==, 16);
  g_assert_cmpuint (settings->epochs, ==, 3);
  g_assert_false (settings->shuffle);
  g_assert_cmpuint (settings->checks_per_epoch, ==, 2);
  g_assert_cmpuint (settings->patience, ==, 7);
  g_assert_true (settings->keep_best);
  g_assert_cmpuint (settings->seed, ==, 42);
}

static void
test_round_trip (void)
{
  g_autoptr (PnRecipe) recipe = parse_good (full);
  g_autofree char *json = pn_recipe_to_json (recipe);
  g_autoptr (PnRecipe) again = parse_good (json);
  g_autofree char *json_again = pn_recipe_to_json (again);

  g_assert_true (pn_recipe_equal (recipe, again));
  g_assert_cmpstr (json, ==, json_again);
}

/* Numbers are written as people write them, in any locale. */
static void
test_plain_numbers (void)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  g_autofree char *json = pn_recipe_to_json (recipe);

  g_assert_nonnull (strstr (json, "\"learning_rate\":0.02,"));
  g_assert_nonnull (strstr (json, "\"momentum\":0.9,"));
}

static void
test_shipped (void)
{
  g_auto (GStrv) names = pn_recipe_list ();

  g_assert_cmpuint (g_strv_length (names), >=, 12);
  g_assert_cmpstr (names[0], ==, "task2");
  g_assert_cmpstr (names[10], ==, "task4e-ten-hidden");
  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PnRecipe) recipe = pn_recipe_load (*name, &error);
      g_autoptr (PnRecipe) again = NULL;
      g_autofree char *json = NULL;

      g_assert_no_error (error);
      json = pn_recipe_to_json (recipe);
      again = parse_good (json);
      g_assert_true (pn_recipe_equal (recipe, again));
    }
}

/* What a file leaves out does as little as possible. */
static void
test_defaults (void)
{
  g_autoptr (PnRecipe) recipe
      = parse_good ("{\"format\": \"perceptron-recipe\", \"version\": 1, \"input\": [4],"
                    " \"layers\": [{\"units\": 3}]}");

  g_assert_cmpuint (recipe->spec->input[0], ==, 1);
  g_assert_cmpuint (recipe->spec->input[2], ==, 4);
  g_assert_cmpstr (recipe->set, ==, "mnist");
  g_assert_cmpuint (recipe->train, ==, 0);
  g_assert_cmpfloat (recipe->settings.momentum, ==, 0);
  g_assert_cmpuint (recipe->settings.patience, ==, 0);
  g_assert_cmpint (recipe->spec->layers[0].bias, ==, PN_BIAS_LAYER);
}

/* A change in the full recipe, and what the error must say. */
typedef struct
{
  const char *from;
  const char *to;
  const char *says;
} Malformed;

static const Malformed malformed[] = {
  { "{\"format\"", "[\"format\"", "test:1:" },
  { "\"version\": 1", "\"version\": 1, \"version\": 1", "test:1:" },
  { "\"version\": 1", "\"version\": 2", "test: version: is 2, but must be 1" },
  { "\"version\": 1, ", "", "test: version: is missing" },
  { "\"perceptron-recipe\"", "\"recipe\"", "test: format: is \"recipe\"" },
  { "\"Full\"", "7", "test: name: is 7" },
  { "\"Full\"", "\"\"", "test: name: is \"\"" },
  { "\"train\": 5000", "\"train\": -1", "test: data.train: is -1" },
  { "\"train\": 5000", "\"train\": 1.5", "test: data.train: is 1.5" },
  { "\"train\": 5000", "\"tran\": 5000", "test: data.tran: is not known; known are format" },
  { "\"rest\"", "\"some\"", "data.validation: is \"some\", but must be one of test, rest, none" },
  { "\"unit\"", "\"unity\"", "data.normalise: is \"unity\", but must be one of standard, unit" },
  { "[1, 28, 28]", "[28, 28]", "test: input: must be" },
  { "[1, 28, 28]", "[1, 0, 28]", "test: input: must be" },
  { "[1, 28, 28]", "[1, 28, \"28\"]", "test: input: must be" },
  { "[1, 28, 28]", "[9000000000000000, 9000000000000000, 28]", "test: " },
  { "\"units\": 20", "\"units\": 0", "layers.0.units: is 0, but must be a whole number from 1" },
  { "\"units\": 20", "\"units\": 20.5", "layers.0.units: is 20.5" },
  { "\"units\": 20", "\"units\": 99999999999999999999", "test:1:" },
  { "\"units\": 20,", "", "layers.0.units: is missing" },
  { "\"units\": 10", "\"unit\": 10", "layers.1.units: is missing" },
  { "\"relu\"", "\"rely\"", "layers.0.activation: is \"rely\", but must be one of identity" },
  { "\"he\"", "\"hee\"", "layers.0.init: is \"hee\", but must be one of uniform" },
  { "\"none\"}", "\"input\"}", "layers.1.bias: is \"input\", which only the first layer" },
  { "\"kind\": \"dense\"", "\"kind\": \"sparse\"", "layers.0.kind: is \"sparse\"" },
  { "0.25}", "1.0}", "layers.0.dropout: is 1.0, but must be a number from 0 to below 1" },
  { "0.25}", "0.25, \"size\": {}}", "layers.0.size: is not known" },
  { "\"layers\": [{", "\"layers\": [7, {", "layers.0: must be an object" },
  { "softmax", "hardmax", "test: loss: is \"hardmax-cross-entropy\", but must be \"softmax" },
  { "\"sgd\"", "\"sgdd\"", "optimizer: is \"sgdd\", but must be one of sgd" },
  { "0.05", "0", "learning_rate: is 0, but must be a number above 0" },
  { "0.05", "\"0.05\"", "learning_rate: is \"0.05\"" },
  { "0.05", "NaN", "test:1:" },
  { "0.05", "1e400", "test:1:" },
  { "\"momentum\": 0.5", "\"momentum\": 1", "momentum: is 1, but must be a number from 0 to" },
  { "\"batch\": 16", "\"batch\": 0", "batch: is 0, but must be a whole number from 1 to" },
  { "\"epochs\": 3", "\"epochs\": true", "epochs: is true" },
  { "false", "0", "shuffle: is 0, but must be true or false" },
  { "\"keep_best\"", "\"keep_bets\"", "test: keep_bets: is not known" },
  { "\"seed\": 42", "\"seed\": -1", "seed: is -1, but must be a whole number from 0" },
  { "\"seed\": 42", "\"seed\": 42, \"data2\": {\"x\": 1}", "test: data2.x: is not known" },
  { "42}", "42} ]", "test:1:" },
};

static char *
replace (const char *from, const char *to)
{
  const char *place = strstr (full, from);

  g_assert_nonnull (place);
  return g_strdup_printf ("%.*s%s%s", (int) (place - full), full, to, place + strlen (from));
}

static void
test_malformed (gconstpointer data)
{
  const Malformed *self = data;
  g_autofree char *json = replace (self->from, self->to);
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_recipe_parse (json, -1, "test", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == PN_ERROR);
  if (strstr (error->message, self->says) == NULL)
    g_error ("“%s” doesn't say “%s”", error->message, self->says);
}

/* No beginning of a file is a file. */
static void
test_cut (void)
{
  for (gsize i = 0; i < sizeof full - 1; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *part = g_memdup2 (full, i + 1);

      g_assert_null (pn_recipe_parse (part, (gssize) i, "cut", &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
}

static void
test_deep (void)
{
  g_autofree char *json = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_recipe_parse (json, -1, "deep", &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
}

static void
set_good (PnRecipe *recipe, const char *path, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pn_recipe_set (recipe, path, value, &error));
  g_assert_no_error (error);
}

static void
test_set (void)
{
  g_autoptr (PnRecipe) recipe = parse_good (full);

  set_good (recipe, "epochs", "4");
  set_good (recipe, "layers.0.units", "32");
  set_good (recipe, "layers.0.activation", "tanh");
  set_good (recipe, "layers.1.bias", "\"layer\"");
  set_good (recipe, "data.train", "0");
  set_good (recipe, "shuffle", "true");
  set_good (recipe, "name", "128");
  set_good (recipe, "input", "[3, 8, 8]");
  g_assert_cmpuint (recipe->settings.epochs, ==, 4);
  g_assert_cmpuint (recipe->spec->layers[0].units, ==, 32);
  g_assert_cmpint (recipe->spec->layers[0].activation, ==, PN_ACTIVATION_TANH);
  g_assert_cmpint (recipe->spec->layers[1].bias, ==, PN_BIAS_LAYER);
  g_assert_cmpuint (recipe->train, ==, 0);
  g_assert_true (recipe->settings.shuffle);
  g_assert_cmpstr (recipe->name, ==, "128");
  g_assert_cmpuint (pn_spec_n_inputs (recipe->spec), ==, 192);
}

/* A setting that is left out of files while it does nothing can be set all the same. */
static void
test_set_absent (void)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();

  set_good (recipe, "layers.0.dropout", "0.5");
  set_good (recipe, "data.augment.shift", "2");
  set_good (recipe, "schedule", "cosine");
  g_assert_cmpfloat (recipe->augment.shift, ==, 2);
  g_assert_cmpint (recipe->settings.schedule, ==, PN_SCHEDULE_COSINE);
  g_assert_cmpfloat (recipe->spec->layers[0].dropout, ==, 0.5);
}

static void
test_set_wrong (void)
{
  static const char *const wrong[][2] = {
    { "epochs", "four" },
    { "epochs", "4.5" },
    { "epochs", "" },
    { "epoch", "4" },
    { "", "4" },
    { "layers.7.units", "3" },
    { "layers.x.units", "3" },
    { "layers.0", "3" },
    { "layers", "[]" },
    { "data", "mnist" },
    { "data.train.x", "1" },
    { "shuffle", "yes" },
    { "momentum", "1" },
    { "version", "2" },
    { ".", "1" },
    { "data.augment.shit", "1" },
    { "no.such", "1" },
    { "layers.1.bias", "input" },
  };
  g_autoptr (PnRecipe) recipe = parse_good (full);
  g_autoptr (PnRecipe) before = pn_recipe_copy (recipe);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      if (pn_recipe_set (recipe, wrong[i][0], wrong[i][1], &error))
        g_error ("%s=%s was taken", wrong[i][0], wrong[i][1]);
      g_assert_error (error, PN_ERROR, error->code);
      g_assert_true (pn_recipe_equal (recipe, before));
    }
}

static void
test_difference (void)
{
  g_autoptr (PnRecipe) from = pn_recipe_new ();
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (from);
  g_autofree char *nothing = pn_recipe_describe_difference (recipe, from);
  g_autofree char *one = NULL;
  g_autofree char *three = NULL;

  g_assert_cmpstr (nothing, ==, "");
  set_good (recipe, "layers.0.units", "128");
  one = pn_recipe_describe_difference (recipe, from);
  g_assert_cmpstr (one, ==, "128 units");
  set_good (recipe, "momentum", "0");
  set_good (recipe, "learning_rate", "0.05");
  set_good (recipe, "seed", "9");
  three = pn_recipe_describe_difference (recipe, from);
  g_assert_cmpstr (three, ==, "128 units, no momentum, learning rate 0.05");
}

static void
test_not_found (void)
{
  g_autoptr (GError) name = NULL;
  g_autoptr (GError) path = NULL;

  g_assert_null (pn_recipe_load ("task9", &name));
  g_assert_error (name, PN_ERROR, PN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (name->message, "first-network, task2, task3-all"));
  g_assert_null (pn_recipe_load ("./nowhere.json", &path));
  g_assert_error (path, PN_ERROR, PN_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/full", test_full);
  g_test_add_func ("/recipe/round-trip", test_round_trip);
  g_test_add_func ("/recipe/plain-numbers", test_plain_numbers);
  g_test_add_func ("/recipe/shipped", test_shipped);
  g_test_add_func ("/recipe/defaults", test_defaults);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strdup_printf ("/recipe/malformed/%zu", i);

      g_test_add_data_func (path, &malformed[i], test_malformed);
    }
  g_test_add_func ("/recipe/cut", test_cut);
  g_test_add_func ("/recipe/deep", test_deep);
  g_test_add_func ("/recipe/set", test_set);
  g_test_add_func ("/recipe/set-absent", test_set_absent);
  g_test_add_func ("/recipe/set-wrong", test_set_wrong);
  g_test_add_func ("/recipe/difference", test_difference);
  g_test_add_func ("/recipe/not-found", test_not_found);

  return g_test_run ();
}
