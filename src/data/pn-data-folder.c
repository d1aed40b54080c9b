/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-data-folder.h"

#include "pn-error.h"
#include "pn-idx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_CLASSES 10

/* Xiao, Rasul, Vollgraf: "Fashion-MNIST", 2017, table 2. Not translated, because they go into model
 * files.
 */
static const char *const fashion_names[N_CLASSES + 1] = {
  "T-shirt", "Trouser", "Pullover", "Dress",      "Coat", "Sandal",
  "Shirt",   "Sneaker", "Bag",      "Ankle boot", NULL,
};

static const char *const known_sets[] = { "mnist", "fashion-mnist", NULL };

typedef enum
{
  PART_TRAIN,
  PART_TEST,
} Part;

static const char *const images_stems[] = { "train-images", "t10k-images" };
static const char *const labels_stems[] = { "train-labels", "t10k-labels" };

char *
pn_data_folder_user (void)
{
  const char *folder = g_getenv ("PERCEPTRON_DATA_DIR");

  if (folder != NULL && *folder != '\0')
    return g_strdup (folder);
  return g_build_filename (g_get_user_data_dir (), "perceptron", "datasets", NULL);
}

const char *const *
pn_data_folder_known_sets (void)
{
  return known_sets;
}

/* The file of that stem in any of its spellings; NULL where there is none. */
static char *
find_file (const char *folder, const char *stem, const char *type)
{
  static const char *const spellings[] = { "-", "." };
  static const char *const endings[] = { "", ".gz" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (spellings); j++)
      {
        g_autofree char *name = g_strconcat (stem, spellings[j], type, endings[i], NULL);
        g_autofree char *path = g_build_filename (folder, name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
          return g_steal_pointer (&path);
      }
  return NULL;
}

static char *
require_file (const char *folder, const char *stem, const char *type, GError **error)
{
  char *path = find_file (folder, stem, type);

  if (path == NULL)
    g_set_error (error, PN_ERROR, PN_ERROR_NOT_FOUND,
                 _ ("%s: there is no %s-%s in this folder, plain or with .gz at the end"), folder,
                 stem, type);
  return path;
}

static gboolean
is_complete (const char *folder)
{
  for (Part part = PART_TRAIN; part <= PART_TEST; part++)
    {
      g_autofree char *images = find_file (folder, images_stems[part], "idx3-ubyte");
      g_autofree char *labels = find_file (folder, labels_stems[part], "idx1-ubyte");

      if (images == NULL || labels == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Folders in which sets are looked for, in order. */
static GStrv
search_folders (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *user = pn_data_folder_user ();
  const char *const *system = g_get_system_data_dirs ();

  g_strv_builder_add (builder, user);
  for (gsize i = 0; system[i] != NULL; i++)
    {
      g_autofree char *ours = g_build_filename (system[i], "perceptron", "datasets", NULL);
      g_autofree char *theirs = g_build_filename (system[i], "datasets", NULL);

      g_strv_builder_add_many (builder, ours, theirs, NULL);
    }
  return g_strv_builder_end (builder);
}

char *
pn_data_folder_find (const char *name, GError **error)
{
  g_auto (GStrv) folders = search_folders ();

  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_build_filename (folders[i], name, NULL);

      if (is_complete (folder))
        return g_steal_pointer (&folder);
    }
  if (strcmp (name, "mnist") == 0)
    g_set_error (error, PN_ERROR, PN_ERROR_NOT_FOUND,
                 _ ("MNIST is not in %s or the system's data folders; build-aux/fetch-mnist "
                    "fetches it"),
                 folders[0]);
  else if (strcmp (name, "fashion-mnist") == 0)
    g_set_error (
        error, PN_ERROR, PN_ERROR_NOT_FOUND,
        _ ("Fashion-MNIST is not in %s or the system's data folders; on Debian the package "
           "dataset-fashion-mnist installs it"),
        folders[0]);
  else
    g_set_error (error, PN_ERROR, PN_ERROR_NOT_FOUND,
                 _ ("there is no data set \"%s\" in %s or the system's data folders"), name,
                 folders[0]);
  return NULL;
}

static gboolean
is_fashion (const char *folder)
{
  g_autofree char *name = g_path_get_basename (folder);

  return strcmp (name, "fashion-mnist") == 0;
}

static PnDataset *
load_part (const char *folder, Part part, GError **error)
{
  g_autofree char *images = NULL;
  g_autofree char *labels = NULL;

  images = require_file (folder, images_stems[part], "idx3-ubyte", error);
  if (images == NULL)
    return NULL;
  labels = require_file (folder, labels_stems[part], "idx1-ubyte", error);
  if (labels == NULL)
    return NULL;
  return pn_idx_read_dataset (images, labels, is_fashion (folder) ? fashion_names : NULL, N_CLASSES,
                              error);
}

static gboolean
check_shapes (const char *folder, PnDataset *train, PnDataset *test, GError **error)
{
  const gsize *a = pn_dataset_shape (train);
  const gsize *b = pn_dataset_shape (test);

  if (memcmp (a, b, 3 * sizeof *a) == 0)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: training pictures are %zu × %zu, but test pictures are %zu × %zu"), folder,
               a[1], a[2], b[1], b[2]);
  return FALSE;
}

static gboolean
load_folder (const char *folder, PnDataset **train, PnDataset **test, GError **error)
{
  g_autoptr (PnDataset) train_part = NULL;
  g_autoptr (PnDataset) test_part = NULL;

  if (train != NULL && (train_part = load_part (folder, PART_TRAIN, error)) == NULL)
    return FALSE;
  if (test != NULL && (test_part = load_part (folder, PART_TEST, error)) == NULL)
    return FALSE;
  if (train_part != NULL && test_part != NULL
      && !check_shapes (folder, train_part, test_part, error))
    return FALSE;
  if (train != NULL)
    *train = g_steal_pointer (&train_part);
  if (test != NULL)
    *test = g_steal_pointer (&test_part);
  return TRUE;
}

/* A table is one part. */
static gboolean
load_table (const char *path,
            const PnCsvFormat *format,
            PnDataset **train,
            PnDataset **test,
            GError **error)
{
  static const PnCsvFormat found = { 0 };
  g_autoptr (PnDataset) all
      = pn_csv_read (path, format != NULL ? format : &found, NULL, NULL, NULL, error);

  if (all == NULL)
    return FALSE;
  if (train != NULL)
    *train = g_steal_pointer (&all);
  if (test != NULL)
    *test = NULL;
  return TRUE;
}

gboolean
pn_data_is_path (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR)
         || (pn_csv_is_name (path) && g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

gboolean
pn_data_load_path (const char *path,
                   const PnCsvFormat *table,
                   PnDataset **train,
                   PnDataset **test,
                   GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (pn_csv_is_name (path))
    return load_table (path, table, train, test, error);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return load_folder (path, train, test, error);
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: no data: a folder of IDX files or a table (.csv, .tsv) would be right"),
               path);
  return FALSE;
}

gboolean
pn_data_load (const char *set_or_path,
              const PnCsvFormat *table,
              PnDataset **train,
              PnDataset **test,
              GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) not_found = NULL;

  g_return_val_if_fail (set_or_path != NULL, FALSE);

  if (strchr (set_or_path, G_DIR_SEPARATOR) == NULL)
    folder = pn_data_folder_find (set_or_path, &not_found);
  if (folder != NULL)
    return load_folder (folder, train, test, error);
  if (not_found == NULL || g_file_test (set_or_path, G_FILE_TEST_EXISTS))
    return pn_data_load_path (set_or_path, table, train, test, error);
  g_propagate_error (error, g_steal_pointer (&not_found));
  return FALSE;
}
