/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The recipes that a program carries inside: there, well-formed, and with the parameter counts that
 * the report states. Counted here by hand, without the core, so that the two check each other.
 */

#include <gio/gio.h>
#include <jansson.h>

#define RECIPES "/io/github/perceptron_lab/Perceptron/recipes"

typedef struct
{
  const char *name;
  json_int_t parameters;
} Expected;

static const Expected expected[] = {
  { "first-network", 50880 },
  { "task2", 50880 },
  { "task3-sigmoid-only", 50880 },
  { "task3-init", 50880 },
  { "task3-init-sigmoid", 50880 },
  { "task3-all", 50880 },
  { "task3-momentum-only", 50880 },
  { "task3-no-shuffle", 50880 },
  { "task4a-32", 25440 },
  { "task4b-128", 101760 },
  { "task4d-two-hidden", 51300 },
  { "task4e-ten-hidden", 87744 },
  { "drawing", 535818 },
};

static json_t *
load (const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.json", RECIPES, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  json_error_t where;
  gsize length;
  const char *text;
  json_t *recipe;

  g_assert_no_error (error);
  text = g_bytes_get_data (bytes, &length);
  recipe = json_loadb (text, length, JSON_REJECT_DUPLICATES, &where);
  if (recipe == NULL)
    g_error ("%s:%d: %s", path, where.line, where.text);
  return recipe;
}

static json_int_t
count_parameters (json_t *recipe)
{
  json_int_t fan_in = 1;
  json_int_t parameters = 0;
  size_t i;
  json_t *value;

  json_array_foreach (json_object_get (recipe, "input"), i, value) fan_in
      *= json_integer_value (value);
  json_array_foreach (json_object_get (recipe, "layers"), i, value)
  {
    json_int_t units = json_integer_value (json_object_get (value, "units"));
    const char *bias = json_string_value (json_object_get (value, "bias"));

    parameters += units * (fan_in + (g_str_equal (bias, "none") ? 0 : 1));
    fan_in = units;
  }
  return parameters;
}

static void
test_parameters (gconstpointer data)
{
  const Expected *self = data;
  json_t *recipe = load (self->name);

  g_assert_cmpint (count_parameters (recipe), ==, self->parameters);
  json_decref (recipe);
}

/* What the report's runs have in common (the classes, the first 20,000 images, the early stop). */
static void
test_common (gconstpointer data)
{
  const Expected *self = data;
  json_t *recipe = load (self->name);
  json_t *data_part = json_object_get (recipe, "data");
  json_t *layers = json_object_get (recipe, "layers");
  json_t *output = json_array_get (layers, json_array_size (layers) - 1);

  g_assert_cmpstr (json_string_value (json_object_get (recipe, "format")), ==, "perceptron-recipe");
  g_assert_cmpint (json_integer_value (json_object_get (recipe, "version")), ==, 1);
  g_assert_cmpstr (json_string_value (json_object_get (data_part, "set")), ==, "mnist");
  g_assert_cmpint (json_integer_value (json_object_get (data_part, "train")), ==, 20000);
  g_assert_cmpint (json_integer_value (json_object_get (output, "units")), ==, 10);
  g_assert_cmpint (json_integer_value (json_object_get (recipe, "batch")), ==, 32);
  g_assert_cmpint (json_integer_value (json_object_get (recipe, "patience")), ==, 50);
  g_assert_cmpint (json_integer_value (json_object_get (recipe, "checks_per_epoch")), ==, 5);
  json_decref (recipe);
}

/* Two runs of one name could not be told apart in a legend. */
static void
test_names_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      json_t *recipe = load (expected[i].name);
      const char *name = json_string_value (json_object_get (recipe, "name"));

      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, g_strdup (name)));
      json_decref (recipe);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *parameters = g_strdup_printf ("/recipes/%s/parameters", expected[i].name);
      g_autofree char *common = g_strdup_printf ("/recipes/%s/common", expected[i].name);

      g_test_add_data_func (parameters, &expected[i], test_parameters);
      if (!g_str_equal (expected[i].name, "drawing")) /* all images, varied, and no early stop */
        g_test_add_data_func (common, &expected[i], test_common);
    }
  g_test_add_func ("/recipes/names-differ", test_names_differ);

  return g_test_run ();
}
