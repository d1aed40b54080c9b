/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-data-folder.h"
#include "pn-error.h"

/* A folder of data that is opened or dropped becomes the selected run's data. */

typedef struct
{
  char *folder;
  PnRun *run;
  PnRecipe *recipe; /* the run's, with these data */
} Request;

static void
request_free (Request *self)
{
  g_free (self->folder);
  g_object_unref (self->run);
  pn_recipe_free (self->recipe);
  g_free (self);
}

gboolean
pn_window_is_data (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL
         && (strstr (name, "idx3-ubyte") != NULL || strstr (name, "idx1-ubyte") != NULL
             || g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL)
                    == G_FILE_TYPE_DIRECTORY);
}

/* The folder itself, or that in which the IDX file lies beside the other three. */
static char *
folder_of (GFile *file)
{
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    return g_file_get_path (file);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  return parent != NULL ? g_file_get_path (parent) : NULL;
}

/* A set that is known by its name stays so, that the document finds it on other computers too. */
static char *
set_of (const char *folder)
{
  const char *const *names = pn_data_folder_known_sets ();

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *known = pn_data_folder_find (names[i], NULL);

      if (g_strcmp0 (known, folder) == 0)
        return g_strdup (names[i]);
    }
  return g_strdup (folder);
}

static gboolean
fits (const PnSpec *spec, PnDataset *data, const char *folder, GError **error)
{
  const gsize *shape = pn_dataset_shape (data);

  if (memcmp (shape, spec->input, sizeof spec->input) == 0
      && pn_spec_n_outputs (spec) == pn_dataset_n_classes (data))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: pictures of %zu × %zu in %zu classes, but the network takes %zu × %zu and "
                  "has %zu outputs"),
               folder, shape[1], shape[2], pn_dataset_n_classes (data), spec->input[1],
               spec->input[2], pn_spec_n_outputs (spec));
  return FALSE;
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  g_autoptr (PnDataset) all = NULL;
  g_autoptr (PnDataset) test = NULL;
  g_autoptr (PnTrainingData) made = NULL;
  GError *error = NULL;

  if (pn_data_load_path (request->folder, NULL, &all, &test, &error)
      && fits (request->recipe->spec, all, request->folder, &error))
    made = pn_training_data_new (request->recipe, all, test, &error);
  if (made != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
describe (const Request *request)
{
  g_autofree char *name = g_path_get_basename (request->folder);
  const char *run = pn_run_get_name (request->run);

  if (pn_run_get_state (request->run) == PN_RUN_UNTRAINED)
    /* Translators: the names of a folder and of a run. */
    return g_strdup_printf (_ ("“%s” is the data of “%s”"), name, run);
  return g_strdup_printf (_ ("“%s” is the data of “%s” from its next start"), name, run);
}

static gboolean
has_run (PnDocument *document, PnRun *run)
{
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    if (pn_document_get_run (document, i) == run)
      return TRUE;
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PnWindow *self = PN_WINDOW (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->data_folder, g_free);
  if (self->document == NULL || !has_run (self->document, request->run))
    return;
  /* Settings may have changed meanwhile. */
  recipe = pn_recipe_copy (pn_run_get_recipe (request->run));
  g_free (recipe->set);
  recipe->set = g_strdup (request->recipe->set);
  if (g_task_propagate_boolean (G_TASK (result), &error)
      && pn_document_set_recipe (self->document, request->run, recipe, _ ("Change Data"), 0,
                                 &error))
    {
      pn_document_refresh_data (self->document);
      text = describe (request);
    }
  pn_window_say (self, error != NULL ? error->message : text);
}

static Request *
request_new (PnRun *run, const char *folder)
{
  Request *request = g_new0 (Request, 1);

  request->folder = g_strdup (folder);
  request->run = g_object_ref (run);
  request->recipe = pn_recipe_copy (pn_run_get_recipe (run));
  g_free (request->recipe->set);
  request->recipe->set = set_of (folder);
  return request;
}

/* Four files that are dropped together are one set. */
void
pn_window_import_data (PnWindow *self, GFile *file)
{
  g_autofree char *folder = folder_of (file);

  if (folder == NULL || g_strcmp0 (folder, self->data_folder) == 0)
    return;
  if (self->run == NULL)
    {
      pn_window_say (self, _ ("There is no run that could take the data: add one first"));
      return;
    }
  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_task_data (task, request_new (self->run, folder), (GDestroyNotify) request_free);
  g_free (self->data_folder);
  self->data_folder = g_steal_pointer (&folder);
  g_task_run_in_thread (task, read_thread);
}
