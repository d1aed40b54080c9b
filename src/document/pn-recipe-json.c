/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-recipe-json-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-field-private.h"
#include "pn-json.h"
#include "pn-spec-json-private.h"

#define FORMAT "perceptron-recipe"
#define VERSION 1
#define LOSS "softmax-cross-entropy"

/* That of pn_settings_validate(). */
#define MAX_COUNT 1e9

static const char *
validation_name (guint value)
{
  static const char *const names[] = { "test", "rest", "none" };

  return names[value];
}

static const char *
split_name (guint value)
{
  static const char *const names[] = { "first", "random", "stratified" };

  return names[value];
}

static const char *
normalise_name (guint value)
{
  static const char *const names[] = { "standard", "unit", "none" };

  return names[value];
}

static const char *
optimizer_name (guint value)
{
  return pn_optimizer_name ((PnOptimizer) value);
}

static const char *
schedule_name (guint value)
{
  return pn_schedule_name ((PnSchedule) value);
}

static const char *
class_weighting_name (guint value)
{
  return pn_class_weighting_name ((PnClassWeighting) value);
}

#define RECIPE(member) G_STRUCT_OFFSET (PnRecipe, member)
#define AUGMENT(member) G_STRUCT_OFFSET (PnRecipe, augment.member)
#define SETTING(member) G_STRUCT_OFFSET (PnRecipe, settings.member)

/* In two tables, so that files list the network between data and settings. What a simple recipe
 * doesn't use isn't written into it.
 */
static const PnField data_fields[] = {
  { "name", PN_FIELD_TEXT, RECIPE (name) },
  { "data.set", PN_FIELD_TEXT, RECIPE (set) },
  { "data.table.separator", PN_FIELD_CHOICE, RECIPE (table.separator), PN_FIELD_IF_SET, 0, 0,
    PN_CSV_N_SEPARATORS, pn_csv_separator_name },
  { "data.table.header", PN_FIELD_CHOICE, RECIPE (table.header), PN_FIELD_IF_SET, 0, 0,
    PN_CSV_N_HEADERS, pn_csv_header_name },
  { "data.table.decimal", PN_FIELD_CHOICE, RECIPE (table.decimal), PN_FIELD_IF_SET, 0, 0,
    PN_CSV_N_DECIMALS, pn_csv_decimal_name },
  { "data.table.label", PN_FIELD_COUNT, RECIPE (table.label), PN_FIELD_IF_SET, 0,
    PN_FIELD_MAX_COUNT },
  { "data.table.skip", PN_FIELD_TEXT, RECIPE (table.skip), PN_FIELD_IF_SET },
  { "data.train", PN_FIELD_COUNT, RECIPE (train), 0, 0, PN_FIELD_MAX_COUNT },
  { "data.split", PN_FIELD_CHOICE, RECIPE (split), PN_FIELD_IF_SET, 0, 0, 3, split_name },
  { "data.validation", PN_FIELD_CHOICE, RECIPE (validation), 0, 0, 0, 3, validation_name },
  { "data.normalise", PN_FIELD_CHOICE, RECIPE (normalise), 0, 0, 0, 3, normalise_name },
  { "data.augment.shift", PN_FIELD_REAL, AUGMENT (shift), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_SHIFT },
  { "data.augment.rotation", PN_FIELD_REAL, AUGMENT (rotation), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_ROTATION },
  { "data.augment.scale", PN_FIELD_REAL, AUGMENT (scale), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_SCALE },
  { "data.augment.shear", PN_FIELD_REAL, AUGMENT (shear), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_SHEAR },
  { "data.augment.thickness", PN_FIELD_REAL, AUGMENT (thickness), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_THICKNESS },
  { "data.augment.elastic", PN_FIELD_REAL, AUGMENT (elastic), PN_FIELD_IF_SET, 0,
    PN_AUGMENT_MAX_ELASTIC },
  { "data.augment.strokes", PN_FIELD_REAL, AUGMENT (strokes), PN_FIELD_IF_SET, 0, 1 },
  { "data.augment.recenter", PN_FIELD_BOOLEAN, AUGMENT (recenter), PN_FIELD_IF_SET },
};

static const PnField setting_fields[] = {
  { "optimizer", PN_FIELD_CHOICE, SETTING (optimizer), 0, 0, 0, PN_N_OPTIMIZERS, optimizer_name },
  { "learning_rate", PN_FIELD_REAL, SETTING (learning_rate), PN_FIELD_ABOVE_MIN, 0, 1e6 },
  { "momentum", PN_FIELD_REAL, SETTING (momentum), PN_FIELD_BELOW_MAX, 0, 1 },
  { "batch", PN_FIELD_COUNT, SETTING (batch), 0, 1, MAX_COUNT },
  { "epochs", PN_FIELD_COUNT, SETTING (epochs), 0, 1, MAX_COUNT },
  { "shuffle", PN_FIELD_BOOLEAN, SETTING (shuffle) },
  { "checks_per_epoch", PN_FIELD_COUNT, SETTING (checks_per_epoch), 0, 0, MAX_COUNT },
  { "patience", PN_FIELD_COUNT, SETTING (patience), 0, 0, MAX_COUNT },
  { "keep_best", PN_FIELD_BOOLEAN, SETTING (keep_best) },
  { "seed", PN_FIELD_SEED, SETTING (seed) },
  { "rho", PN_FIELD_REAL, SETTING (rho), PN_FIELD_BELOW_MAX | PN_FIELD_IF_SET, 0, 1 },
  { "beta1", PN_FIELD_REAL, SETTING (beta1), PN_FIELD_BELOW_MAX | PN_FIELD_IF_SET, 0, 1 },
  { "beta2", PN_FIELD_REAL, SETTING (beta2), PN_FIELD_BELOW_MAX | PN_FIELD_IF_SET, 0, 1 },
  { "epsilon", PN_FIELD_REAL, SETTING (epsilon), PN_FIELD_ABOVE_MIN | PN_FIELD_IF_SET, 0, 1 },
  { "l2", PN_FIELD_REAL, SETTING (l2), PN_FIELD_IF_SET, 0, 1e6 },
  { "l1", PN_FIELD_REAL, SETTING (l1), PN_FIELD_IF_SET, 0, 1e6 },
  { "clip_norm", PN_FIELD_REAL, SETTING (clip_norm), PN_FIELD_IF_SET, 0, 1e9 },
  { "schedule", PN_FIELD_CHOICE, SETTING (schedule), PN_FIELD_IF_SET, 0, 0, PN_N_SCHEDULES,
    schedule_name },
  { "schedule_decay", PN_FIELD_REAL, SETTING (schedule_decay), PN_FIELD_ABOVE_MIN | PN_FIELD_IF_SET,
    0, 1 },
  { "schedule_every", PN_FIELD_COUNT, SETTING (schedule_every), PN_FIELD_IF_SET, 1,
    PN_FIELD_MAX_COUNT },
  { "warm_up", PN_FIELD_REAL, SETTING (warm_up), PN_FIELD_IF_SET, 0, 1e9 },
  { "label_smoothing", PN_FIELD_REAL, SETTING (label_smoothing),
    PN_FIELD_BELOW_MAX | PN_FIELD_IF_SET, 0, 1 },
  { "class_weighting", PN_FIELD_CHOICE, SETTING (class_weighting), PN_FIELD_IF_SET, 0, 0,
    PN_N_CLASS_WEIGHTINGS, class_weighting_name },
};

/* Takes a key that can have only one value. */
static gboolean
take_constant (json_t *object, const char *key, const json_t *value, GError **error)
{
  json_t *found = json_object_get (object, key);
  g_autofree char *wanted = NULL;

  if (json_equal (found, value))
    {
      json_object_del (object, key);
      return TRUE;
    }
  wanted = pn_json_to_string_take (json_incref ((json_t *) value));
  if (found == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: is missing, but must be %s"), key,
                 wanted);
  else
    {
      g_autofree char *text = pn_json_to_string_take (json_incref (found));
      g_autofree char *shown = pn_error_quote (text);

      g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED, _ ("%s: is %s, but must be %s"), key,
                   shown, wanted);
    }
  return FALSE;
}

static gboolean
take_header (json_t *object, GError **error)
{
  g_autoptr (json_t) format = json_string (FORMAT);
  g_autoptr (json_t) version = json_integer (VERSION);
  g_autoptr (json_t) loss = json_string (LOSS);

  return take_constant (object, "format", format, error)
         && take_constant (object, "version", version, error)
         && (json_object_get (object, "loss") == NULL
             || take_constant (object, "loss", loss, error));
}

static gboolean
take_recipe (json_t *object, PnRecipe *recipe, GError **error)
{
  if (!take_header (object, error)
      || !pn_fields_take (data_fields, G_N_ELEMENTS (data_fields), object, "", recipe, error))
    return FALSE;
  recipe->spec = pn_spec_take_json (object, "", error);
  return recipe->spec != NULL
         && pn_fields_take (setting_fields, G_N_ELEMENTS (setting_fields), object, "", recipe,
                            error)
         && pn_settings_validate (&recipe->settings, error);
}

/* A file needn't say what is as usual. What it leaves out is what does least. */
static PnRecipe *
recipe_defaults (void)
{
  PnRecipe *recipe = g_new0 (PnRecipe, 1);

  recipe->name = g_strdup (_ ("Untitled"));
  recipe->set = g_strdup ("mnist");
  recipe->settings = pn_settings_default ();
  recipe->settings.momentum = 0;
  recipe->settings.patience = 0;
  return recipe;
}

/* What is known, beside the fields of the tables, for the error on what is not. */
static char *
known_others (void)
{
  GString *known = g_string_new ("format, version, input, layers, loss");

  for (gsize i = 0; i < G_N_ELEMENTS (data_fields); i++)
    g_string_append_printf (known, ", %s", data_fields[i].path);
  return g_string_free (known, FALSE);
}

PnRecipe *
pn_recipe_from_json (const json_t *json, GError **error)
{
  g_autoptr (json_t) object = json_deep_copy (json);
  g_autoptr (PnRecipe) recipe = recipe_defaults ();
  g_autofree char *others = known_others ();

  if (!take_recipe (object, recipe, error)
      || !pn_fields_check_nothing_left (setting_fields, G_N_ELEMENTS (setting_fields), object, "",
                                        others, error))
    return NULL;
  return g_steal_pointer (&recipe);
}

json_t *
pn_recipe_as_json (const PnRecipe *recipe)
{
  json_t *object = json_object ();
  g_autoptr (PnRecipe) defaults = recipe_defaults ();

  json_object_set_new (object, "format", json_string (FORMAT));
  json_object_set_new (object, "version", json_integer (VERSION));
  pn_fields_put (data_fields, G_N_ELEMENTS (data_fields), object, recipe, defaults);
  pn_spec_put_json (recipe->spec, object);
  json_object_set_new (object, "loss", json_string (LOSS));
  pn_fields_put (setting_fields, G_N_ELEMENTS (setting_fields), object, recipe, defaults);
  return object;
}

PnRecipe *
pn_recipe_parse (const char *json, gssize length, const char *source, GError **error)
{
  gsize size = length < 0 ? strlen (json) : (gsize) length;
  g_autoptr (json_t) object = pn_json_parse_object (json, size, source, error);
  PnRecipe *recipe;

  if (object == NULL)
    return NULL;
  recipe = pn_recipe_from_json (object, error);
  if (recipe == NULL)
    g_prefix_error (error, "%s: ", source);
  return recipe;
}

char *
pn_recipe_to_json (const PnRecipe *recipe)
{
  return pn_json_to_string_take (pn_recipe_as_json (recipe));
}

/* A step of a dotted path: a key of an object, or an index into an array. NULL where there is none.
 */
static json_t *
step_into (json_t *parent, const char *key)
{
  guint64 index;

  if (json_is_array (parent) && g_ascii_string_to_unsigned (key, 10, 0, G_MAXUINT32, &index, NULL))
    return json_array_get (parent, (gsize) index);
  return json_object_get (parent, key);
}

/* The same on the way to a setting. A part that isn't written while all in it is as usual is made;
 * whether there is such a part is for the reader to say.
 */
static json_t *
step_towards (json_t *parent, const char *key)
{
  if (json_is_object (parent) && json_object_get (parent, key) == NULL)
    json_object_set_new (parent, key, json_object ());
  return step_into (parent, key);
}

static gboolean
is_text_field (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (data_fields); i++)
    if (g_str_equal (data_fields[i].path, path))
      return data_fields[i].type == PN_FIELD_TEXT;
  return FALSE;
}

/* What `text` means: a word where a text belongs, else JSON where it is JSON. */
static json_t *
parse_value (const char *text, gboolean is_text)
{
  json_t *value = json_loads (text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);

  if (value == NULL || (is_text && !json_is_string (value)))
    {
      json_decref (value);
      value = json_string (text);
    }
  return value;
}

static gboolean
set_path (json_t *object, const char *path, const char *text, GError **error)
{
  g_auto (GStrv) keys = g_strsplit (path, ".", -1);
  guint n = g_strv_length (keys);
  json_t *parent = object;
  json_t *value;

  for (guint i = 0; i + 1 < n; i++)
    parent = step_towards (parent, keys[i]);
  if (n > 0 && parent != NULL)
    {
      gboolean is_text = is_text_field (path) || json_is_string (step_into (parent, keys[n - 1]));

      value = parse_value (text, is_text);
      if (json_is_object (parent) && json_object_set (parent, keys[n - 1], value) == 0)
        {
          json_decref (value);
          return TRUE;
        }
      json_decref (value);
    }
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: there is no such setting in this recipe; it should be like epochs, "
                  "data.train or layers.0.units"),
               path);
  return FALSE;
}

gboolean
pn_recipe_set (PnRecipe *recipe, const char *path, const char *value, GError **error)
{
  g_autoptr (json_t) object = pn_recipe_as_json (recipe);
  PnRecipe *changed;

  if (!set_path (object, path, value, error))
    return FALSE;
  changed = pn_recipe_from_json (object, error);
  if (changed == NULL)
    return FALSE;
  g_free (recipe->name);
  g_free (recipe->set);
  pn_csv_format_clear (&recipe->table);
  pn_spec_free (recipe->spec);
  *recipe = *changed;
  g_free (changed);
  return TRUE;
}
