/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "idx-fixture.h"
#include "pn-error.h"
#include "pn-idx.h"

#include <string.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = fixture_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_folder_remove (fixture->folder);
  g_free (fixture->folder);
}

static const guint8 pictures[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

/* Two pictures of two rows and three columns. */
static GByteArray *
pictures_file (void)
{
  const guint32 dims[] = { 2, 2, 3 };

  return fixture_idx (dims, 3, pictures, sizeof pictures);
}

static char *
write_array (Fixture *fixture, const char *name, const GByteArray *content)
{
  return fixture_write (fixture->folder, name, content->data, content->len);
}

static void
assert_pictures (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnIdx) idx = pn_idx_read (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (idx->n_dims, ==, 3);
  g_assert_cmpuint (idx->dims[0], ==, 2);
  g_assert_cmpuint (idx->dims[1], ==, 2);
  g_assert_cmpuint (idx->dims[2], ==, 3);
  g_assert_cmpuint (idx->dims[3], ==, 1);
  g_assert_cmpmem (g_bytes_get_data (idx->values, NULL), g_bytes_get_size (idx->values), pictures,
                   sizeof pictures);
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) file = pictures_file ();
  g_autofree char *path = write_array (fixture, "pictures.gz", file);

  /* The name lies; the content counts. */
  assert_pictures (path);
}

static void
test_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) file = pictures_file ();
  g_autoptr (GByteArray) packed = fixture_gzip (file);
  g_autofree char *path = write_array (fixture, "pictures", packed);

  assert_pictures (path);
}

static void
assert_fails (const char *path, int code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnIdx) idx = pn_idx_read (path, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (idx);
  g_assert_error (error, PN_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, name));
  if (strstr (error->message, part) == NULL)
    g_error ("\"%s\" should say \"%s\"", error->message, part);
}

static void
cut_everywhere (Fixture *fixture, const GByteArray *content)
{
  for (gsize length = 0; length < content->len; length++)
    {
      g_autofree char *path = fixture_write (fixture->folder, "cut.idx3", content->data, length);

      assert_fails (path, PN_ERROR_INVALID, "ends");
    }
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) file = pictures_file ();
  g_autoptr (GByteArray) packed = fixture_gzip (file);

  cut_everywhere (fixture, file);
  cut_everywhere (fixture, packed);
}

static void
test_trailing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) file = pictures_file ();
  g_autoptr (GByteArray) longer = fixture_gzip (file);
  g_autoptr (GByteArray) packed = NULL;
  g_autofree char *plain_path = NULL;
  g_autofree char *packed_path = NULL;
  g_autofree char *longer_path = NULL;

  g_byte_array_append (longer, (const guint8 *) "behind", 6);
  longer_path = write_array (fixture, "longer", longer);
  assert_fails (longer_path, PN_ERROR_INVALID, "goes on after the 12 values");
  g_byte_array_append (file, (const guint8 *) "x", 1);
  packed = fixture_gzip (file);
  plain_path = write_array (fixture, "plain", file);
  packed_path = write_array (fixture, "packed", packed);
  assert_fails (plain_path, PN_ERROR_INVALID, "goes on after the 12 values");
  assert_fails (packed_path, PN_ERROR_INVALID, "goes on after the 12 values");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) file = pictures_file ();
  g_autoptr (GByteArray) packed = fixture_gzip (file);
  g_autofree char *path = NULL;

  packed->data[packed->len - 6] ^= 1; /* the checksum at the end */
  path = write_array (fixture, "packed", packed);
  assert_fails (path, PN_ERROR_INVALID, "damaged");
}

static void
test_magic (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint8 magic[4];
    int code;
    const char *part;
  } cases[] = {
    { { 1, 0, 8, 1 }, PN_ERROR_INVALID, "begins with 01 00 08 01" },
    { { 0, 9, 8, 1 }, PN_ERROR_INVALID, "not an IDX file" },
    { { 0, 0, 0, 1 }, PN_ERROR_INVALID, "not an IDX file" },
    { { 0, 0, 13, 1 }, PN_ERROR_UNSUPPORTED, "type 0d" },
    { { 0, 0, 8, 0 }, PN_ERROR_UNSUPPORTED, "0 dimensions" },
    { { 0, 0, 8, 5 }, PN_ERROR_UNSUPPORTED, "5 dimensions" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint32 dims[] = { 1 };
      g_autoptr (GByteArray) file = fixture_idx (dims, 1, pictures, 1);
      g_autofree char *path = NULL;

      memcpy (file->data, cases[i].magic, 4);
      path = write_array (fixture, "magic", file);
      assert_fails (path, cases[i].code, cases[i].part);
    }
}

/* None of these may take memory by what the header says. */
static void
test_huge (Fixture *fixture, gconstpointer data)
{
  const guint32 rows[] = { 1u << 31, 28, 28 };
  const guint32 beyond[] = { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, G_MAXUINT32 };
  g_autoptr (GByteArray) many = fixture_idx (rows, 3, pictures, sizeof pictures);
  g_autoptr (GByteArray) packed = fixture_gzip (many);
  g_autoptr (GByteArray) uncountable = fixture_idx (beyond, 4, pictures, sizeof pictures);
  g_autofree char *many_path = write_array (fixture, "many", many);
  g_autofree char *packed_path = write_array (fixture, "packed", packed);
  g_autofree char *uncountable_path = write_array (fixture, "uncountable", uncountable);

  assert_fails (many_path, PN_ERROR_INVALID,
                "promises 1683627180032 values, but the file ends after 12");
  assert_fails (packed_path, PN_ERROR_INVALID, "more than a compressed file");
  assert_fails (uncountable_path, PN_ERROR_TOO_LARGE, "can be counted");
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nothing", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_idx_read (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static char *
write_labels (Fixture *fixture, const char *name, const guint8 *labels, guint32 n)
{
  g_autoptr (GByteArray) file = fixture_idx (&n, 1, labels, n);

  return write_array (fixture, name, file);
}

static void
test_dataset (Fixture *fixture, gconstpointer data)
{
  const guint8 values[] = { 3, 9 };
  g_autoptr (GByteArray) file = pictures_file ();
  g_autofree char *images = write_array (fixture, "images", file);
  g_autofree char *labels = write_labels (fixture, "labels", values, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) dataset = pn_idx_read_dataset (images, labels, NULL, 10, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pn_dataset_n_samples (dataset), ==, 2);
  g_assert_cmpuint (pn_dataset_shape (dataset)[0], ==, 1);
  g_assert_cmpuint (pn_dataset_shape (dataset)[1], ==, 2);
  g_assert_cmpuint (pn_dataset_shape (dataset)[2], ==, 3);
  g_assert_cmpmem (pn_dataset_bytes (dataset), 12, pictures, sizeof pictures);
  g_assert_cmpuint (pn_dataset_labels (dataset)[0], ==, 3);
  g_assert_cmpuint (pn_dataset_labels (dataset)[1], ==, 9);
  g_assert_cmpstr (pn_dataset_class_names (dataset)[9], ==, "9");
}

static void
test_shapes (Fixture *fixture, gconstpointer data)
{
  const guint32 dims[][4] = { { 2, 6 }, { 2, 2, 3 }, { 2, 3, 1, 2 } };
  const gsize shapes[][3] = { { 1, 1, 6 }, { 1, 2, 3 }, { 3, 1, 2 } };
  const guint8 values[] = { 0, 1 };
  g_autofree char *labels = write_labels (fixture, "labels", values, 2);

  for (guint8 i = 0; i < G_N_ELEMENTS (dims); i++)
    {
      g_autoptr (GByteArray) file = fixture_idx (dims[i], i + 2, pictures, sizeof pictures);
      g_autofree char *images = write_array (fixture, "images", file);
      g_autoptr (PnDataset) dataset = pn_idx_read_dataset (images, labels, NULL, 2, NULL);

      g_assert_nonnull (dataset);
      g_assert_cmpmem (pn_dataset_shape (dataset), sizeof shapes[i], shapes[i], sizeof shapes[i]);
    }
}

static void
assert_pair_fails (const char *images, const char *labels, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) dataset = pn_idx_read_dataset (images, labels, NULL, 10, &error);

  g_assert_null (dataset);
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_pair_errors (Fixture *fixture, gconstpointer data)
{
  const guint8 values[] = { 0, 1, 2, 3, 4, 5, 6, 12 };
  const guint32 eight[] = { 8, 1 };
  g_autoptr (GByteArray) file = fixture_idx (eight, 2, pictures, 8);
  g_autoptr (GByteArray) none = fixture_idx ((const guint32[]){ 0, 2, 2 }, 3, pictures, 0);
  g_autofree char *images = write_array (fixture, "images.idx2", file);
  g_autofree char *empty = write_array (fixture, "empty.idx3", none);
  g_autofree char *wrong = write_labels (fixture, "labels.idx1", values, 8);
  g_autofree char *few = write_labels (fixture, "few.idx1", values, 3);
  g_autofree char *zero = write_labels (fixture, "zero.idx1", values, 0);

  assert_pair_fails (images, wrong, "labels.idx1: label 12 at index 7, but there are 10 classes");
  assert_pair_fails (images, few,
                     "images.idx2 has 8 pictures, but few.idx1 has 3 labels; there must be one for "
                     "each");
  assert_pair_fails (few, few,
                     "few.idx1: one dimension, but pictures have two or more; are these the "
                     "labels?");
  assert_pair_fails (images, images, "images.idx2: 2 dimensions, but labels have one");
  assert_pair_fails (empty, zero, "empty.idx3: there is no picture in it");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/data/idx/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plain", test_plain);
  ADD ("gzip", test_gzip);
  ADD ("cut", test_cut);
  ADD ("trailing", test_trailing);
  ADD ("damaged", test_damaged);
  ADD ("magic", test_magic);
  ADD ("huge", test_huge);
  ADD ("absent", test_absent);
  ADD ("dataset", test_dataset);
  ADD ("shapes", test_shapes);
  ADD ("pair-errors", test_pair_errors);
  return g_test_run ();
}
