/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-model-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-file-private.h"
#include "pn-file.h"
#include "pn-model-json-private.h"
#include "pn-model-tensors-private.h"
#include "pn-safetensors.h"

#define RECIPE_KEY "perceptron_recipe"
#define BEST_PREFIX "optimizer.best."

/* "optimizer.0." */
static char *
slot_prefix (gsize slot)
{
  return g_strdup_printf ("optimizer.%zu.", slot);
}

/* The copy to rewind to: "optimizer.copy.parameters.", "optimizer.copy.0." and so on. */
static char *
copy_prefix (gsize array)
{
  if (array == 0)
    return g_strdup ("optimizer.copy.parameters.");
  return g_strdup_printf ("optimizer.copy.%zu.", array - 1);
}

/* Arrays of the optimiser have the layout of the parameters, so a network can carry each of them
 * for a moment.
 */
static gboolean
add_array (const PnNetwork *network,
           const PnReal *array,
           const char *prefix,
           PnSafetensors *file,
           GError **error)
{
  g_autoptr (PnNetwork) carrier = pn_network_copy (network, error);

  if (carrier == NULL)
    return FALSE;
  memcpy (pn_network_parameters (carrier), array, pn_network_length (carrier) * sizeof *array);
  return pn_model_add_tensors (carrier, prefix, file, error);
}

static gboolean
add_copy (PnSnapshot *snapshot, PnSafetensors *file, GError **error)
{
  for (gsize i = 0; i <= pn_snapshot_n_slots (snapshot); i++)
    {
      g_autofree char *prefix = copy_prefix (i);

      if (!add_array (pn_snapshot_network (snapshot), pn_snapshot_copy (snapshot, i), prefix, file,
                      error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_state (PnSnapshot *snapshot, PnSafetensors *file, GError **error)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  const PnReal *best = pn_snapshot_best (snapshot);
  PnModelState state = {
    .fit = *pn_snapshot_fit_state (snapshot),
    .n_slots = pn_snapshot_n_slots (snapshot),
    .has_best = best != NULL,
  };

  for (gsize i = 0; i < state.n_slots; i++)
    {
      g_autofree char *prefix = slot_prefix (i);

      if (!add_array (network, pn_snapshot_slot (snapshot, i), prefix, file, error))
        return FALSE;
    }
  pn_model_state_write (&state, file);
  if (state.fit.has_copy && !add_copy (snapshot, file, error))
    return FALSE;
  return best == NULL || add_array (network, best, BEST_PREFIX, file, error);
}

GBytes *
pn_model_to_bytes (PnSnapshot *snapshot, const PnRecipe *recipe, gboolean state, GError **error)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  g_autoptr (PnSafetensors) file = pn_safetensors_new ();

  /* What libraries look for in files that hold tensors named as these are. */
  pn_safetensors_set_metadata (file, "format", "pt");
  pn_model_info_write (pn_network_spec (network), pn_snapshot_normalisation (snapshot),
                       pn_snapshot_class_names (snapshot), file);
  if (recipe != NULL)
    {
      g_autofree char *json = pn_recipe_to_json (recipe);

      pn_safetensors_set_metadata (file, RECIPE_KEY, json);
    }
  if (!pn_model_add_tensors (network, "", file, error))
    return NULL;
  if (state && pn_snapshot_fit_state (snapshot) != NULL && !add_state (snapshot, file, error))
    return NULL;
  return pn_safetensors_write (file, error);
}

gboolean
pn_model_save (PnSnapshot *snapshot,
               const PnRecipe *recipe,
               gboolean state,
               const char *path,
               GError **error)
{
  g_autoptr (GBytes) bytes = pn_model_to_bytes (snapshot, recipe, state, error);
  gsize length;
  gconstpointer data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return pn_file_write (path, data, length, error);
}

/* A file while it becomes a snapshot. */
typedef struct
{
  PnSafetensors *file;
  const char *source;
  PnModelInfo info;
  PnModelState state;
  gboolean has_state;
  PnNetwork *network;
  GPtrArray *slots; /* PnReal arrays */
  GPtrArray *copy;  /* the same, of the copy to rewind to; NULL where there is none */
  PnReal *best;
} Load;

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->file, pn_safetensors_free);
  pn_model_info_clear (&load->info);
  g_clear_pointer (&load->network, pn_network_free);
  g_clear_pointer (&load->slots, g_ptr_array_unref);
  g_clear_pointer (&load->copy, g_ptr_array_unref);
  g_clear_pointer (&load->best, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

/* The prefixes of all arrays that the metadata promise besides the parameters: slots, the copy to
 * rewind to, the best.
 */
static GStrv
array_prefixes (const PnModelState *state)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < state->n_slots; i++)
    {
      g_autofree char *prefix = slot_prefix (i);

      g_strv_builder_add (builder, prefix);
    }
  for (gsize i = 0; state->fit.has_copy && i <= state->n_slots; i++)
    {
      g_autofree char *prefix = copy_prefix (i);

      g_strv_builder_add (builder, prefix);
    }
  if (state->has_best)
    g_strv_builder_add (builder, BEST_PREFIX);
  return g_strv_builder_end (builder);
}

/* All tensors that the metadata promise, and no others: before memory is taken for a network. */
static gboolean
check_tensors (Load *load, GError **error)
{
  g_auto (GStrv) prefixes = array_prefixes (&load->state);
  gsize n_arrays = 1 + g_strv_length (prefixes);
  gsize expected = n_arrays * pn_model_count_tensors (load->info.spec);
  gsize found = pn_safetensors_n_tensors (load->file);

  if (!pn_model_check_tensors (load->file, load->info.spec, "", load->source, error))
    return FALSE;
  for (gsize i = 0; prefixes[i] != NULL; i++)
    if (!pn_model_check_tensors (load->file, load->info.spec, prefixes[i], load->source, error))
      return FALSE;
  if (found == expected)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: holds %zu tensors, but the network has %zu"), load->source, found, expected);
  return FALSE;
}

static PnReal *
take_array (Load *load, const char *prefix, GError **error)
{
  g_autoptr (PnNetwork) carrier = pn_network_new (load->info.spec, error);
  gsize length;
  PnReal *array;

  if (carrier == NULL || !pn_model_get_tensors (load->file, prefix, carrier, error))
    return NULL;
  length = pn_network_length (carrier);
  array = g_try_new (PnReal, length);
  if (array == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                 _ ("%s: there is no memory for the state of the optimiser"), load->source);
  else
    memcpy (array, pn_network_const_parameters (carrier), length * sizeof *array);
  return array;
}

/* Arrays 0 to n − 1, by their prefix. NULL with an error. */
static GPtrArray *
take_arrays (Load *load, gsize n, char *(*prefix_of) (gsize array), GError **error)
{
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *prefix = prefix_of (i);
      PnReal *array = take_array (load, prefix, error);

      if (array == NULL)
        return NULL;
      g_ptr_array_add (arrays, array);
    }
  return g_steal_pointer (&arrays);
}

static gboolean
take_state (Load *load, GError **error)
{
  const PnModelState *state = &load->state;

  load->slots = take_arrays (load, state->n_slots, slot_prefix, error);
  if (load->slots != NULL && state->fit.has_copy)
    load->copy = take_arrays (load, 1 + state->n_slots, copy_prefix, error);
  if (load->slots == NULL || (state->fit.has_copy && load->copy == NULL))
    return FALSE;
  if (state->has_best)
    load->best = take_array (load, BEST_PREFIX, error);
  return !state->has_best || load->best != NULL;
}

static gboolean
load_network (Load *load, GError **error)
{
  load->network = pn_network_new (load->info.spec, error);
  if (load->network == NULL)
    {
      g_prefix_error (error, "%s: ", load->source);
      return FALSE;
    }
  return pn_model_get_tensors (load->file, "", load->network, error) && take_state (load, error);
}

static PnSnapshot *
load_finish (Load *load)
{
  return pn_snapshot_new_take (
      g_steal_pointer (&load->network), &load->info.normalisation,
      (const char *const *) load->info.classes, load->has_state ? &load->state.fit : NULL,
      (const PnReal *const *) load->slots->pdata, load->slots->len, load->best,
      load->copy != NULL ? (const PnReal *const *) load->copy->pdata : NULL);
}

static gboolean
read_recipe (Load *load, PnRecipe **recipe, GError **error)
{
  const char *json = pn_safetensors_get_metadata (load->file, RECIPE_KEY);
  g_autofree char *where = g_strconcat (load->source, ": __metadata__." RECIPE_KEY, NULL);

  if (recipe == NULL)
    return TRUE;
  *recipe = json != NULL ? pn_recipe_parse (json, -1, where, error) : NULL;
  return json == NULL || *recipe != NULL;
}

PnSnapshot *
pn_model_from_bytes (GBytes *bytes, const char *source, PnRecipe **recipe, GError **error)
{
  g_auto (Load) load = { .source = source };

  load.file = pn_safetensors_read (bytes, source, error);
  if (load.file == NULL || !pn_model_info_read (load.file, source, &load.info, error)
      || !pn_model_state_read (load.file, source, &load.state, &load.has_state, error)
      || !check_tensors (&load, error) || !load_network (&load, error)
      || !read_recipe (&load, recipe, error))
    return NULL;
  return load_finish (&load);
}

PnSnapshot *
pn_model_load (const char *path_or_name, PnRecipe **recipe, GError **error)
{
  g_autoptr (GBytes) bytes
      = pn_file_read_or_shipped (path_or_name, "models", ".safetensors", _ ("model"), error);

  if (bytes == NULL)
    return NULL;
  return pn_model_from_bytes (bytes, path_or_name, recipe, error);
}
