/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "idx-fixture.h"
#include "pn-data-folder.h"
#include "pn-error.h"

#include <string.h>

/* The environment is read once by GLib, so the tests share one set of folders, made in main(). */
static char *home;
static char *user_folder;
static char *system_folder;

static void
write_pair (const char *folder, const char *images, const char *labels, guint8 value)
{
  const guint8 values[] = { value, value, value, value };
  const guint8 classes[] = { 1 };
  g_autoptr (GByteArray) pictures = fixture_idx ((const guint32[]){ 1, 2, 2 }, 3, values, 4);
  g_autoptr (GByteArray) names = fixture_idx ((const guint32[]){ 1 }, 1, classes, 1);
  g_autoptr (GByteArray) packed = fixture_gzip (names);
  g_autofree char *a = fixture_write (folder, images, pictures->data, pictures->len);
  g_autofree char *b = fixture_write (folder, labels, packed->data, packed->len);
}

static char *
make_set (const char *parent, const char *name, guint8 value)
{
  char *folder = g_build_filename (parent, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_pair (folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz", value);
  write_pair (folder, "t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte", (guint8) (value + 1));
  return folder;
}

static void
test_user_folder (void)
{
  g_autofree char *given = pn_data_folder_user ();
  g_autofree char *usual = NULL;
  g_autofree char *expected
      = g_build_filename (g_get_user_data_dir (), "perceptron", "datasets", NULL);

  g_assert_cmpstr (given, ==, user_folder);
  g_unsetenv ("PERCEPTRON_DATA_DIR");
  usual = pn_data_folder_user ();
  g_setenv ("PERCEPTRON_DATA_DIR", user_folder, TRUE);
  g_assert_cmpstr (usual, ==, expected);
}

static void
test_load (void)
{
  g_autofree char *folder = make_set (user_folder, "mnist", 7);
  g_autoptr (PnDataset) train = NULL;
  g_autoptr (PnDataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pn_data_load ("mnist", NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_bytes (train)[0], ==, 7);
  g_assert_cmpuint (pn_dataset_bytes (test)[0], ==, 8);
  g_assert_cmpuint (pn_dataset_n_classes (train), ==, 10);
  g_assert_cmpstr (pn_dataset_class_names (train)[1], ==, "1");
}

static void
test_load_folder (void)
{
  g_autofree char *folder = make_set (home, "anywhere", 20);
  g_autoptr (PnDataset) test = NULL;

  g_assert_true (pn_data_load (folder, NULL, NULL, &test, NULL));
  g_assert_cmpuint (pn_dataset_bytes (test)[0], ==, 21);
}

static void
test_system_folders (void)
{
  g_autofree char *debian = g_build_filename (system_folder, "datasets", NULL);
  g_autofree char *ours = g_build_filename (system_folder, "perceptron", "datasets", NULL);
  g_autofree char *first = make_set (debian, "fashion-mnist", 30);
  g_autofree char *found = pn_data_folder_find ("fashion-mnist", NULL);
  g_autofree char *second = NULL;
  g_autofree char *preferred = NULL;
  g_autoptr (PnDataset) train = NULL;

  g_assert_cmpstr (found, ==, first);
  second = make_set (ours, "fashion-mnist", 40);
  preferred = pn_data_folder_find ("fashion-mnist", NULL);
  g_assert_cmpstr (preferred, ==, second);
  g_assert_true (pn_data_load ("fashion-mnist", NULL, &train, NULL, NULL));
  g_assert_cmpstr (pn_dataset_class_names (train)[9], ==, "Ankle boot");
}

static void
assert_not_found (const char *name, const char *part)
{
  g_autoptr (PnDataset) train = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_data_load (name, NULL, &train, NULL, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (train);
}

static void
test_not_found (void)
{
  g_autofree char *incomplete = make_set (user_folder, "half", 1);
  g_autofree char *file = g_build_filename (incomplete, "train-labels-idx1-ubyte.gz", NULL);

  assert_not_found ("no-such-set", "no-such-set");
  assert_not_found ("./no-such-folder", "train-images-idx3-ubyte");
  g_remove (file);
  assert_not_found ("half", "half");
  assert_not_found (incomplete, "train-labels-idx1-ubyte");
}

static void
test_different_shapes (void)
{
  g_autofree char *folder = make_set (home, "shapes", 1);
  const guint8 values[] = { 1, 2, 3, 4 };
  g_autoptr (GByteArray) wide = fixture_idx ((const guint32[]){ 1, 1, 4 }, 3, values, 4);
  g_autofree char *path = fixture_write (folder, "train-images-idx3-ubyte", wide->data, wide->len);
  g_autoptr (PnDataset) train = NULL;
  g_autoptr (PnDataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_data_load (folder, NULL, &train, &test, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "1 × 4, but test pictures are 2 × 2"));
  g_assert_null (train);
  g_assert_null (test);
}

int
main (int argc, char **argv)
{
  int status;

  home = fixture_folder_new ();
  user_folder = g_build_filename (home, "user", NULL);
  system_folder = g_build_filename (home, "system", NULL);
  g_setenv ("PERCEPTRON_DATA_DIR", user_folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", system_folder, TRUE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/folder/user", test_user_folder);
  g_test_add_func ("/data/folder/load", test_load);
  g_test_add_func ("/data/folder/load-folder", test_load_folder);
  g_test_add_func ("/data/folder/system", test_system_folders);
  g_test_add_func ("/data/folder/not-found", test_not_found);
  g_test_add_func ("/data/folder/different-shapes", test_different_shapes);
  status = g_test_run ();

  fixture_folder_remove (home);
  g_free (home);
  g_free (user_folder);
  g_free (system_folder);
  return status;
}
