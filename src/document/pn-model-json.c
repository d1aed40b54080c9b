/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-model-json-private.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-field-private.h"
#include "pn-json.h"
#include "pn-spec-json-private.h"

#define INFO_KEY "perceptron"
#define STATE_KEY "perceptron_state"
#define VERSION 1
#define MAX_SLOTS 16

static const PnField normalisation_fields[] = {
  { "mean", PN_FIELD_REAL, G_STRUCT_OFFSET (PnNormalisation, mean), PN_FIELD_REQUIRED, -DBL_MAX,
    DBL_MAX },
  { "std", PN_FIELD_REAL, G_STRUCT_OFFSET (PnNormalisation, std),
    PN_FIELD_REQUIRED | PN_FIELD_ABOVE_MIN, 0, DBL_MAX },
};

#define FIT(member) G_STRUCT_OFFSET (PnModelState, fit.member)

static const char *
kernel_set_name (guint set)
{
  return pn_kernel_set_name (set);
}

static const char *
first_layer_name (guint first_layer)
{
  return pn_first_layer_name (first_layer);
}

static const PnField state_fields[] = {
  { "step", PN_FIELD_SEED, FIT (step), PN_FIELD_REQUIRED },
  { "epoch", PN_FIELD_SEED, FIT (epoch), PN_FIELD_REQUIRED },
  { "position", PN_FIELD_SEED, FIT (position), PN_FIELD_REQUIRED },
  { "best_loss", PN_FIELD_REAL, FIT (best_loss), 0, -DBL_MAX, DBL_MAX },
  { "best_accuracy", PN_FIELD_REAL, FIT (best_accuracy), 0, 0, 1 },
  { "best_step", PN_FIELD_SEED, FIT (best_step), PN_FIELD_REQUIRED },
  { "checks_since_best", PN_FIELD_SEED, FIT (checks_since_best), PN_FIELD_REQUIRED },
  { "check_due", PN_FIELD_BOOLEAN, FIT (check_due), 0 },
  { "copy_kept", PN_FIELD_BOOLEAN, FIT (has_copy), 0 },
  { "kernels", PN_FIELD_CHOICE, FIT (kernels), 0, 0, 0, PN_N_KERNEL_SETS, kernel_set_name },
  { "first_layer", PN_FIELD_CHOICE, FIT (first_layer), 0, 0, 0, PN_N_FIRST_LAYERS,
    first_layer_name },
  { "optimizer_slots", PN_FIELD_COUNT, G_STRUCT_OFFSET (PnModelState, n_slots), PN_FIELD_REQUIRED,
    0, MAX_SLOTS },
  { "best_kept", PN_FIELD_BOOLEAN, G_STRUCT_OFFSET (PnModelState, has_best), PN_FIELD_REQUIRED },
};

void
pn_model_info_clear (PnModelInfo *info)
{
  g_clear_pointer (&info->spec, pn_spec_free);
  g_clear_pointer (&info->classes, g_strfreev);
}

/* Classes without names are called by their numbers. */
static json_t *
classes_to_json (const char *const *classes, gsize n)
{
  json_t *array = json_array ();

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%zu", i);

      json_array_append_new (array, json_string (classes != NULL ? classes[i] : number));
    }
  return array;
}

char *
pn_model_info_to_json (const PnSpec *spec,
                       const PnNormalisation *normalisation,
                       const char *const *classes)
{
  json_t *object = json_object ();
  json_t *spec_object = json_object ();
  json_t *normalisation_object = json_object ();

  pn_spec_put_json (spec, spec_object);
  pn_fields_put (normalisation_fields, G_N_ELEMENTS (normalisation_fields), normalisation_object,
                 normalisation, NULL);
  json_object_set_new (object, "version", json_integer (VERSION));
  json_object_set_new (object, "spec", spec_object);
  json_object_set_new (object, "normalisation", normalisation_object);
  json_object_set_new (object, "classes", classes_to_json (classes, pn_spec_n_outputs (spec)));
  return pn_json_to_string_take (object);
}

void
pn_model_info_write (const PnSpec *spec,
                     const PnNormalisation *normalisation,
                     const char *const *classes,
                     PnSafetensors *file)
{
  g_autofree char *text = pn_model_info_to_json (spec, normalisation, classes);

  pn_safetensors_set_metadata (file, INFO_KEY, text);
}

static gboolean
check_version (const json_t *object, GError **error)
{
  json_t *version = json_object_get (object, "version");

  if (json_is_integer (version) && json_integer_value (version) == VERSION)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("version: must be %d, which is what this program reads"), VERSION);
  return FALSE;
}

static gboolean
read_spec (json_t *object, PnModelInfo *info, GError **error)
{
  json_t *spec = json_object_get (object, "spec");

  if (!json_is_object (spec))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("spec: must be an object with input and layers, as in a recipe"));
      return FALSE;
    }
  info->spec = pn_spec_take_json (spec, "spec.", error);
  return info->spec != NULL
         && pn_fields_check_nothing_left (NULL, 0, spec, "spec.", "input, layers", error);
}

static gboolean
read_normalisation (json_t *object, PnModelInfo *info, GError **error)
{
  const gsize n = G_N_ELEMENTS (normalisation_fields);
  json_t *normalisation = json_object_get (object, "normalisation");

  if (!json_is_object (normalisation))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("normalisation: must be an object with mean and std"));
      return FALSE;
    }
  return pn_fields_take (normalisation_fields, n, normalisation, "normalisation.",
                         &info->normalisation, error)
         && pn_fields_check_nothing_left (normalisation_fields, n, normalisation, "normalisation.",
                                          "", error);
}

static gboolean
read_classes (json_t *object, PnModelInfo *info, GError **error)
{
  json_t *classes = json_object_get (object, "classes");
  gsize n = pn_spec_n_outputs (info->spec);
  gboolean good = json_array_size (classes) == n;

  info->classes = good ? g_new0 (char *, n + 1) : NULL;
  for (gsize i = 0; good && i < n; i++)
    {
      const char *name = json_string_value (json_array_get (classes, i));

      good = name != NULL;
      info->classes[i] = g_strdup (name);
    }
  if (!good)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("classes: must be an array of %zu names, one for each unit of the output"), n);
  return good;
}

static gboolean
read_info (json_t *object, PnModelInfo *info, GError **error)
{
  static const char *const keys[] = { "version", "spec", "normalisation", "classes" };

  if (!check_version (object, error) || !read_spec (object, info, error)
      || !read_normalisation (object, info, error) || !read_classes (object, info, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    json_object_del (object, keys[i]);
  return pn_fields_check_nothing_left (NULL, 0, object, "", "version, spec, normalisation, classes",
                                       error);
}

gboolean
pn_model_info_read (const PnSafetensors *file,
                    const char *source,
                    PnModelInfo *info,
                    GError **error)
{
  const char *text = pn_safetensors_get_metadata (file, INFO_KEY);
  g_autofree char *where = g_strconcat (source, ": __metadata__." INFO_KEY, NULL);
  g_autoptr (json_t) object = NULL;

  if (text == NULL)
    {
      g_set_error (
          error, PN_ERROR, PN_ERROR_UNSUPPORTED,
          _ ("%s: is missing, so the file doesn't say what its tensors are; models written "
             "by this program have it"),
          where);
      return FALSE;
    }
  object = pn_json_parse_object (text, strlen (text), where, error);
  if (object == NULL)
    return FALSE;
  if (read_info (object, info, error))
    return TRUE;
  g_prefix_error (error, "%s: ", where);
  return FALSE;
}

void
pn_model_state_write (const PnModelState *state, PnSafetensors *file)
{
  json_t *object = json_object ();
  g_autofree char *text = NULL;

  pn_fields_put (state_fields, G_N_ELEMENTS (state_fields), object, state, NULL);
  /* Before the first check there is no best. */
  if (!isfinite (state->fit.best_loss))
    json_object_del (object, "best_loss");
  if (!isfinite (state->fit.best_accuracy))
    json_object_del (object, "best_accuracy");
  text = pn_json_to_string_take (object);
  pn_safetensors_set_metadata (file, STATE_KEY, text);
}

gboolean
pn_model_state_read (const PnSafetensors *file,
                     const char *source,
                     PnModelState *state,
                     gboolean *found,
                     GError **error)
{
  const gsize n = G_N_ELEMENTS (state_fields);
  const char *text = pn_safetensors_get_metadata (file, STATE_KEY);
  g_autofree char *where = g_strconcat (source, ": __metadata__." STATE_KEY, NULL);
  g_autoptr (json_t) object = NULL;

  *state = (PnModelState){ .fit = { .best_loss = NAN, .best_accuracy = NAN } };
  *found = text != NULL;
  if (text == NULL)
    return TRUE;
  object = pn_json_parse_object (text, strlen (text), where, error);
  if (object == NULL)
    return FALSE;
  if (pn_fields_take (state_fields, n, object, "", state, error)
      && pn_fields_check_nothing_left (state_fields, n, object, "", "", error))
    return TRUE;
  g_prefix_error (error, "%s: ", where);
  return FALSE;
}
