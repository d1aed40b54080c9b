/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-data-cache.h"
#include "pn-data-folder.h"

struct _PnDataCache
{
  GObject parent;
  GHashTable *sets;    /* key of the set → Pair */
  GHashTable *entries; /* key of the recipe's data → PnTrainingData */
  GQueue requests;     /* GTask, the first of them being worked on */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PnDataCache, pn_data_cache, G_TYPE_OBJECT)

/* A data set as it lies on the disk. Read-only once made: threads may share it. */
typedef struct
{
  PnDataset *all;
  PnDataset *test;
} Pair;

typedef struct
{
  PnRecipe *recipe;
  char *key;
  Pair *pair; /* what the cache has, or what was loaded */
} Request;

static void
pair_free (Pair *pair)
{
  if (!pair)
    return;
  g_clear_pointer (&pair->all, pn_dataset_unref);
  g_clear_pointer (&pair->test, pn_dataset_unref);
  g_free (pair);
}

static Pair *
pair_copy (const Pair *pair)
{
  Pair *copy = g_new0 (Pair, 1);

  copy->all = pn_dataset_ref (pair->all);
  copy->test = pair->test ? pn_dataset_ref (pair->test) : NULL;
  return copy;
}

static void
request_free (Request *request)
{
  pn_recipe_free (request->recipe);
  g_free (request->key);
  pair_free (request->pair);
  g_free (request);
}

/* A set, as it is read. */
static char *
set_key (const PnRecipe *recipe)
{
  const PnCsvFormat *table = &recipe->table;

  return g_strdup_printf ("%s\n%d %d %d %zu %s", recipe->set, table->separator, table->header,
                          table->decimal, table->label, table->skip != NULL ? table->skip : "");
}

static char *
key_of (const PnRecipe *recipe)
{
  guint64 seed = recipe->split == PN_SPLIT_FIRST ? 0 : recipe->settings.seed;
  g_autofree char *set = set_key (recipe);

  return g_strdup_printf ("%s\n%zu %d %d %d %" G_GUINT64_FORMAT, set, recipe->train,
                          recipe->validation, recipe->normalise, recipe->split, seed);
}

static void
pn_data_cache_finalize (GObject *object)
{
  PnDataCache *self = PN_DATA_CACHE (object);

  g_hash_table_unref (self->sets);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (pn_data_cache_parent_class)->finalize (object);
}

static void
pn_data_cache_class_init (PnDataCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pn_data_cache_finalize;
}

static void
pn_data_cache_init (PnDataCache *self)
{
  self->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) pair_free);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) pn_training_data_free);
  g_queue_init (&self->requests);
}

PnDataCache *
pn_data_cache_get (void)
{
  static PnDataCache *shared;

  if (shared)
    return g_object_ref (shared);
  shared = g_object_new (PN_TYPE_DATA_CACHE, NULL);
  g_object_add_weak_pointer (G_OBJECT (shared), (gpointer *) &shared);
  return shared;
}

const PnTrainingData *
pn_data_cache_lookup (PnDataCache *self, const PnRecipe *recipe)
{
  g_autofree char *key = key_of (recipe);

  return g_hash_table_lookup (self->entries, key);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  PnTrainingData *loaded;

  if (!request->pair)
    {
      request->pair = g_new0 (Pair, 1);
      if (!pn_data_load (request->recipe->set, &request->recipe->table, &request->pair->all,
                         &request->pair->test, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  loaded = pn_training_data_new (request->recipe, request->pair->all, request->pair->test, &error);
  if (loaded)
    g_task_return_pointer (task, loaded, (GDestroyNotify) pn_training_data_free);
  else
    g_task_return_error (task, error);
}

static void serve_next (PnDataCache *self);

static const PnTrainingData *
keep (PnDataCache *self, const Request *request, PnTrainingData *data)
{
  g_hash_table_replace (self->sets, set_key (request->recipe), pair_copy (request->pair));
  g_hash_table_replace (self->entries, g_strdup (request->key), data);
  return data;
}

static void
answer (GTask *request, const PnTrainingData *data, GError *error)
{
  if (data)
    g_task_return_pointer (request, (gpointer) data, NULL);
  else
    g_task_return_error (request, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnDataCache *self = PN_DATA_CACHE (source);
  g_autoptr (GTask) request = G_TASK (user_data);
  GError *error = NULL;
  PnTrainingData *data = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (data)
    keep (self, g_task_get_task_data (G_TASK (result)), data);
  answer (request, data, error);
  serve_next (self);
}

static Request *
request_new (PnDataCache *self, const PnRecipe *recipe)
{
  g_autofree char *set = set_key (recipe);
  const Pair *pair = g_hash_table_lookup (self->sets, set);
  Request *request = g_new0 (Request, 1);

  request->recipe = pn_recipe_copy (recipe);
  request->key = key_of (recipe);
  request->pair = pair ? pair_copy (pair) : NULL;
  return request;
}

/* The request at the head is answered from the cache if what was loaded for another fits it too. */
static void
serve (PnDataCache *self, GTask *request)
{
  const PnRecipe *recipe = g_task_get_task_data (request);
  const PnTrainingData *data = pn_data_cache_lookup (self, recipe);
  g_autoptr (GTask) task = NULL;

  if (data || g_task_return_error_if_cancelled (request))
    {
      if (data)
        answer (request, data, NULL);
      g_object_unref (request);
      return;
    }
  self->busy = TRUE;
  task = g_task_new (self, NULL, loaded_cb, request);
  g_task_set_task_data (task, request_new (self, recipe), (GDestroyNotify) request_free);
  g_task_run_in_thread (task, load_thread);
}

static void
serve_next (PnDataCache *self)
{
  GTask *request;

  while (!self->busy && (request = g_queue_pop_head (&self->requests)))
    serve (self, request);
}

void
pn_data_cache_load_async (PnDataCache *self,
                          const PnRecipe *recipe,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pn_data_cache_load_async);
  g_task_set_task_data (task, pn_recipe_copy (recipe), (GDestroyNotify) pn_recipe_free);
  g_queue_push_tail (&self->requests, task);
  serve_next (self);
}

const PnTrainingData *
pn_data_cache_load_finish (PnDataCache *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
