/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "pn-recipe-table.h"

/* A setting's value: words and data that the caller frees. */
typedef struct
{
  char *words;
  char *data;
} Value;

typedef Value (*Read) (const PnRecipe *recipe, gsize offset);

typedef struct
{
  const char *key; /* as in a recipe; of layers and data without the path */
  const char *label;
  Read read;
  gsize offset; /* in PnRecipe, for those who read a plain number */
} Setting;

static Value
real_value (double number)
{
  return (Value){ g_strdup_printf ("%g", number), pn_table_number (number) };
}

static Value
read_real (const PnRecipe *recipe, gsize offset)
{
  return real_value (G_STRUCT_MEMBER (double, recipe, offset));
}

static Value
read_count (const PnRecipe *recipe, gsize offset)
{
  gsize count = G_STRUCT_MEMBER (gsize, recipe, offset);

  return (Value){ g_strdup_printf ("%'zu", count), g_strdup_printf ("%zu", count) };
}

static Value
read_flag (const PnRecipe *recipe, gsize offset)
{
  gboolean flag = G_STRUCT_MEMBER (gboolean, recipe, offset);

  return (Value){ g_strdup (flag ? _ ("yes") : _ ("no")), g_strdup (flag ? "true" : "false") };
}

static Value
read_seed (const PnRecipe *recipe, gsize offset)
{
  guint64 seed = recipe->settings.seed;

  return (Value){ g_strdup_printf ("%" PRIu64, seed), g_strdup_printf ("%" PRIu64, seed) };
}

static Value
named_value (const char *label, const char *name)
{
  return (Value){ g_strdup (label), g_strdup (name) };
}

static Value
read_optimizer (const PnRecipe *recipe, gsize offset)
{
  return named_value (pn_optimizer_label (recipe->settings.optimizer),
                      pn_optimizer_name (recipe->settings.optimizer));
}

static Value
read_schedule (const PnRecipe *recipe, gsize offset)
{
  return named_value (pn_schedule_label (recipe->settings.schedule),
                      pn_schedule_name (recipe->settings.schedule));
}

static Value
read_weighting (const PnRecipe *recipe, gsize offset)
{
  return named_value (pn_class_weighting_label (recipe->settings.class_weighting),
                      pn_class_weighting_name (recipe->settings.class_weighting));
}

static Value
read_set (const PnRecipe *recipe, gsize offset)
{
  return named_value (recipe->set, recipe->set);
}

static Value
read_train (const PnRecipe *recipe, gsize offset)
{
  if (recipe->train == 0)
    return named_value (_ ("all"), "all");
  return read_count (recipe, offset);
}

static Value
read_split (const PnRecipe *recipe, gsize offset)
{
  const char *labels[] = { [PN_SPLIT_FIRST] = _ ("the first"),
                           [PN_SPLIT_RANDOM] = _ ("drawn by the seed"),
                           [PN_SPLIT_STRATIFIED] = _ ("drawn, each class alike") };
  const char *names[] = { "first", "random", "stratified" };

  return named_value (labels[recipe->split], names[recipe->split]);
}

static Value
read_validation (const PnRecipe *recipe, gsize offset)
{
  const char *labels[] = { [PN_VALIDATION_TEST] = _ ("on the test images"),
                           [PN_VALIDATION_REST] = _ ("on the images left over"),
                           [PN_VALIDATION_NONE] = _ ("none") };
  const char *names[] = { "test", "rest", "none" };

  return named_value (labels[recipe->validation], names[recipe->validation]);
}

static Value
read_normalise (const PnRecipe *recipe, gsize offset)
{
  const char *labels[] = { [PN_NORMALISE_STANDARD] = _ ("mean 0, deviation 1"),
                           [PN_NORMALISE_UNIT] = _ ("from 0 to 1"),
                           [PN_NORMALISE_NONE] = _ ("from 0 to 255, as they are") };
  const char *names[] = { "standard", "unit", "none" };

  return named_value (labels[recipe->normalise], names[recipe->normalise]);
}

/* One layer's value. */
typedef Value (*ReadLayer) (const PnLayerSpec *layer);

static Value
layer_activation (const PnLayerSpec *layer)
{
  return named_value (pn_activation_label (layer->activation),
                      pn_activation_name (layer->activation));
}

static Value
layer_init (const PnLayerSpec *layer)
{
  return named_value (pn_init_label (layer->init), pn_init_name (layer->init));
}

static Value
layer_bias (const PnLayerSpec *layer)
{
  return named_value (pn_bias_label (layer->bias), pn_bias_name (layer->bias));
}

static Value
layer_dropout (const PnLayerSpec *layer)
{
  return real_value (layer->dropout);
}

static Value
layer_units (const PnLayerSpec *layer)
{
  char *units = g_strdup_printf ("%zu", layer->units);

  return (Value){ units, g_strdup (units) };
}

static gboolean
all_alike (const PnSpec *spec, gsize n, ReadLayer read)
{
  gboolean alike = TRUE;

  for (gsize i = 0; i < n; i++)
    {
      Value first = read (&spec->layers[0]), value = read (&spec->layers[i]);

      alike = alike && g_str_equal (first.data, value.data);
      g_free (first.words);
      g_free (first.data);
      g_free (value.words);
      g_free (value.data);
    }
  return alike;
}

/* "60-60"; where all layers are alike and `fold` says so, the one word for all. */
static Value
join_layers (const PnSpec *spec, gsize n, ReadLayer read, gboolean fold, const char *between)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) data = g_string_new (NULL);

  if (n > 1 && fold && all_alike (spec, n, read))
    n = 1;
  for (gsize i = 0; i < n; i++)
    {
      Value value = read (&spec->layers[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? between : "", value.words);
      g_string_append_printf (data, "%s%s", i > 0 ? "-" : "", value.data);
      g_free (value.words);
      g_free (value.data);
    }
  return (Value){ g_strdup (n > 0 ? words->str : _ ("none")), g_strdup (data->str) };
}

static Value
read_units (const PnRecipe *recipe, gsize offset)
{
  return join_layers (recipe->spec, recipe->spec->n_layers - 1, layer_units, FALSE, "-");
}

static Value
read_activation (const PnRecipe *recipe, gsize offset)
{
  return join_layers (recipe->spec, recipe->spec->n_layers - 1, layer_activation, TRUE, ", ");
}

static Value
read_init (const PnRecipe *recipe, gsize offset)
{
  return join_layers (recipe->spec, recipe->spec->n_layers, layer_init, TRUE, ", ");
}

static Value
read_bias (const PnRecipe *recipe, gsize offset)
{
  return join_layers (recipe->spec, recipe->spec->n_layers, layer_bias, TRUE, ", ");
}

static Value
read_dropout (const PnRecipe *recipe, gsize offset)
{
  return join_layers (recipe->spec, recipe->spec->n_layers, layer_dropout, TRUE, ", ");
}

#define REAL(name, label)                                                                          \
  {                                                                                                \
#name, label, read_real, G_STRUCT_OFFSET(PnRecipe, settings.name)                              \
  }
#define COUNT(name, label)                                                                         \
  {                                                                                                \
#name, label, read_count, G_STRUCT_OFFSET(PnRecipe, settings.name)                             \
  }
#define FLAG(name, label)                                                                          \
  {                                                                                                \
#name, label, read_flag, G_STRUCT_OFFSET(PnRecipe, settings.name)                              \
  }
#define VARIATION(name, label)                                                                     \
  {                                                                                                \
    "augment_" #name, label, read_real, G_STRUCT_OFFSET (PnRecipe, augment.name)                   \
  }

/* What people ask first comes first. */
static const Setting settings[] = {
  { "units", N_ ("Hidden units"), read_units, 0 },
  { "activation", N_ ("Activation"), read_activation, 0 },
  { "init", N_ ("Initial weights"), read_init, 0 },
  { "optimizer", N_ ("Optimiser"), read_optimizer, 0 },
  REAL (learning_rate, N_ ("Learning rate")),
  REAL (momentum, N_ ("Momentum")),
  COUNT (batch, N_ ("Batch size")),
  FLAG (shuffle, N_ ("Shuffle each epoch")),
  COUNT (epochs, N_ ("Epochs")),
  COUNT (patience, N_ ("Checks without improvement before stopping")),
  COUNT (checks_per_epoch, N_ ("Checks an epoch")),
  FLAG (keep_best, N_ ("Keep the best weights")),
  { "bias", N_ ("Bias"), read_bias, 0 },
  { "dropout", N_ ("Dropout"), read_dropout, 0 },
  REAL (l2, N_ ("L2 penalty")),
  REAL (l1, N_ ("L1 penalty")),
  REAL (clip_norm, N_ ("Clip gradients at")),
  { "schedule", N_ ("Learning rate over time"), read_schedule, 0 },
  REAL (schedule_decay, N_ ("Rate’s decay")),
  COUNT (schedule_every, N_ ("Epochs a step")),
  REAL (warm_up, N_ ("Warm-up epochs")),
  REAL (rho, N_ ("Decay ρ")),
  REAL (beta1, N_ ("Decay β₁")),
  REAL (beta2, N_ ("Decay β₂")),
  REAL (epsilon, N_ ("Epsilon")),
  REAL (label_smoothing, N_ ("Label smoothing")),
  { "class_weighting", N_ ("Weights of classes"), read_weighting, 0 },
  { "set", N_ ("Data"), read_set, 0 },
  { "train", N_ ("Training images"), read_train, G_STRUCT_OFFSET (PnRecipe, train) },
  { "split", N_ ("Which of them"), read_split, 0 },
  { "validation", N_ ("Validation"), read_validation, 0 },
  { "normalise", N_ ("Pixel values"), read_normalise, 0 },
  VARIATION (shift, N_ ("Images shifted by, pixels")),
  VARIATION (rotation, N_ ("Images turned by, degrees")),
  VARIATION (scale, N_ ("Images scaled by")),
  VARIATION (shear, N_ ("Images slanted by")),
  VARIATION (thickness, N_ ("Strokes thicker by, pixels")),
  VARIATION (elastic, N_ ("Images bent by, pixels")),
  VARIATION (strokes, N_ ("Share with other ways of writing")),
  { "augment_recenter", N_ ("Images centred anew"), read_flag,
    G_STRUCT_OFFSET (PnRecipe, augment.recenter) },
  { "seed", N_ ("Seed"), read_seed, 0 },
};

static gboolean
differ (const Value *values, guint n)
{
  for (guint i = 1; i < n; i++)
    if (g_strcmp0 (values[i].data, values[0].data) != 0)
      return TRUE;
  return FALSE;
}

/* Takes the values. */
static gboolean
append_setting (PnTable *table, const Setting *setting, Value *values)
{
  guint n = pn_table_n_records (table), field = 0;
  gboolean wanted = differ (values, n);

  if (wanted)
    field = pn_table_add_field (table, setting->key, _ (setting->label), NULL, PN_TABLE_WORDS);
  for (guint i = 0; i < n; i++)
    {
      if (wanted)
        pn_table_set (table, field, i, g_steal_pointer (&values[i].words),
                      g_steal_pointer (&values[i].data));
      g_free (values[i].words);
      g_free (values[i].data);
    }
  return wanted;
}

guint
pn_recipe_table_append_differences (PnTable *table, const PnRecipe *const *recipes)
{
  guint n = pn_table_n_records (table), n_fields = 0;
  g_autofree Value *values = g_new0 (Value, n);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      for (guint record = 0; record < n; record++)
        values[record] = settings[i].read (recipes[record], settings[i].offset);
      n_fields += append_setting (table, &settings[i], values);
    }
  return n_fields;
}
