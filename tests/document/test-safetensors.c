/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-safetensors.h"

#include <string.h>

#include "pn-error.h"

/* A file from its header's text and `n_data` bytes of data; `length` is what the prefix says, or −1
 * for the truth.
 */
static GBytes *
make_file (const char *header, gsize n_data, gint64 length)
{
  guint64 prefix = length < 0 ? strlen (header) : (guint64) length;
  GByteArray *file = g_byte_array_new ();
  g_autofree guint8 *data = g_malloc0 (n_data + 1);

  prefix = GUINT64_TO_LE (prefix);
  g_byte_array_append (file, (const guint8 *) &prefix, sizeof prefix);
  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  for (gsize i = 0; i < n_data; i++)
    data[i] = (guint8) i;
  g_byte_array_append (file, data, (guint) n_data);
  return g_byte_array_free_to_bytes (file);
}

#define A "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"
#define B "\"b\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]}"

typedef struct
{
  const char *name;
  const char *header;
  gsize n_data;
  const char *says;
} Malformed;

static const Malformed malformed[] = {
  { "empty-header", "", 0, "doesn't begin with {" },
  { "not-an-object", "[1]", 0, "doesn't begin with {" },
  { "space-first", " {}", 0, "doesn't begin with {" },
  { "not-json", "{\"a\"}", 0, "f:1:" },
  { "two-objects", "{}{}", 0, "f:1:" },
  { "duplicate", "{" A "," A "}", 8, "f:1:" },
  { "duplicate-inside",
    "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "f:1:" },
  { "trailing-bytes", "{" A "}", 9, "bytes behind the last" },
  { "nothing-but-bytes", "{}", 4, "bytes behind the last" },
  { "hole", "{" A ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", 16,
    "b: there is a hole" },
  { "hole-first", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12,
    "a: there is a hole" },
  { "overlap", "{" A ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12,
    "b: its data overlaps" },
  { "same-place", "{" A ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "overlaps" },
  { "beyond", "{" A "}", 7, "a: data_offsets must be" },
  { "backwards", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8,
    "a: data_offsets must be" },
  { "negative-offset", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", 8,
    "a: data_offsets must be" },
  { "one-offset", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}}", 8,
    "a: data_offsets must be" },
  { "offset-not-whole", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8.0]}}", 8,
    "a: data_offsets must be" },
  { "huge-offset",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,99999999999999999999]}}", 8,
    "f:1:" },
  { "negative-shape", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8,
    "a: shape must be" },
  { "shape-not-array", "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}", 8,
    "a: shape must be" },
  { "shape-overflow",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,2],\"data_offsets\":[0,8]}}", 8,
    "a: shape must be" },
  { "bytes-overflow",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}}", 0,
    "a: shape and dtype need another number" },
  { "nine-dimensions",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}", 4,
    "a: shape must be" },
  { "wrong-size", "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8,
    "a: shape and dtype need another number" },
  { "wrong-type-size", "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "a: shape and dtype need another number" },
  { "unknown-type", "{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "a: dtype must be" },
  { "no-type", "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "a: must be an object with exactly" },
  { "another-key", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":0}}", 8,
    "a: must be an object with exactly" },
  { "tensor-not-object", "{\"a\":[]}", 0, "a: must be an object" },
  { "metadata-not-object", "{\"__metadata__\":7}", 0, "__metadata__: must be an object" },
  { "metadata-not-string", "{\"__metadata__\":{\"a\":7}}", 0,
    "__metadata__: every value must be a string" },
  { "zero-in-key", "{\"a\\u0000b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8,
    "f:1:" },
};

static void
assert_refused (GBytes *file, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_safetensors_read (file, "f", &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” doesn't say “%s”", error->message, says);
}

static void
test_malformed (gconstpointer data)
{
  const Malformed *self = data;
  g_autoptr (GBytes) file = make_file (self->header, self->n_data, -1);

  assert_refused (file, self->says);
}

/* Lengths that a header can't have. */
static void
test_length (void)
{
  const gint64 lengths[] = { 3, 40, 100000001, G_MAXUINT32, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) file = make_file ("{}", 0, lengths[i]);

      assert_refused (file, "its header would be");
    }
}

/* 2⁶³, which is negative for those who read it as signed. */
static void
test_length_2_63 (void)
{
  const guint8 file[] = { 0, 0, 0, 0, 0, 0, 0, 0x80, '{', '}' };
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, sizeof file);

  assert_refused (bytes, "9223372036854775808");
}

static void
test_deep (void)
{
  g_autofree char *brackets = g_strnfill (200000, '[');
  g_autofree char *header = g_strconcat ("{\"a\":", brackets, NULL);
  g_autoptr (GBytes) file = make_file (header, 0, -1);

  assert_refused (file, "f:1:");
}

/* In any order, with empty tensors, scalars and other types. */
static void
test_good (void)
{
  g_autoptr (GBytes) bytes
      = make_file ("{\"__metadata__\":{\"k\":\"v\"}," B "," A
                   ",\"empty\":{\"dtype\":\"F32\",\"shape\":[0,5],\"data_offsets\":[8,8]}"
                   ",\"scalar\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[12,13]}}   ",
                   13, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnSafetensors) file = pn_safetensors_read (bytes, "f", &error);
  const guint8 zero[] = { 0, 1, 2, 3 };
  float expected;
  float a[2];

  g_assert_no_error (error);
  g_assert_cmpuint (pn_safetensors_n_tensors (file), ==, 4);
  g_assert_cmpstr (pn_safetensors_get_metadata (file, "k"), ==, "v");
  g_assert_null (pn_safetensors_get_metadata (file, "l"));
  g_assert_null (pn_safetensors_find (file, "c"));
  g_assert_cmpint (pn_safetensors_find (file, "scalar")->dtype, ==, PN_DTYPE_OTHER);
  g_assert_cmpuint (pn_safetensors_find (file, "scalar")->n_values, ==, 1);
  g_assert_cmpuint (pn_safetensors_find (file, "empty")->n_values, ==, 0);
  pn_tensor_get_floats (pn_safetensors_find (file, "a"), a);
  memcpy (&expected, zero, sizeof expected);
  g_assert_cmpmem (&a[0], sizeof a[0], &expected, sizeof expected);
}

static GBytes *
write_two (void)
{
  g_autoptr (PnSafetensors) file = pn_safetensors_new ();
  g_autoptr (GError) error = NULL;
  float *matrix = pn_safetensors_add_floats (file, "0.weight", 2, 3, &error);
  float *vector = pn_safetensors_add_floats (file, "0.bias", 2, 0, &error);

  for (int i = 0; i < 6; i++)
    matrix[i] = (float) i / 7;
  vector[0] = -1e-30f;
  vector[1] = 1e30f;
  pn_safetensors_set_metadata (file, "perceptron", "{\"a\":\"æ\"}");
  return pn_safetensors_write (file, &error);
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) bytes = write_two ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PnSafetensors) file = pn_safetensors_read (bytes, "f", &error);
  const PnTensor *matrix;
  float values[6];

  g_assert_no_error (error);
  matrix = pn_safetensors_find (file, "0.weight");
  g_assert_cmpuint (matrix->n_dims, ==, 2);
  g_assert_cmpuint (matrix->shape[0], ==, 2);
  g_assert_cmpuint (matrix->shape[1], ==, 3);
  pn_tensor_get_floats (matrix, values);
  for (int i = 0; i < 6; i++)
    g_assert_true (values[i] == (float) i / 7);
  g_assert_cmpstr (pn_safetensors_get_metadata (file, "perceptron"), ==, "{\"a\":\"æ\"}");
  g_assert_cmpuint (pn_safetensors_find (file, "0.bias")->n_dims, ==, 1);
}

/* Data begins at a multiple of eight, so that others can map it. */
static void
test_aligned (void)
{
  g_autoptr (GBytes) bytes = write_two ();
  const guint8 *file = g_bytes_get_data (bytes, NULL);

  g_assert_cmpuint (file[0] % 8, ==, 0);
}

static void
test_cut (void)
{
  g_autoptr (GBytes) bytes = write_two ();
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < size; i++)
    {
      /* A copy of that size, so that a sanitizer sees a read beyond it. */
      g_autofree guint8 *part = g_memdup2 (g_bytes_get_data (bytes, NULL), MAX (i, 1));
      g_autoptr (GBytes) cut = g_bytes_new (part, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (pn_safetensors_read (cut, "f", &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
}

/* No byte that is changed may make the reader crash; whether it refuses depends on the byte. */
static void
test_changed (void)
{
  g_autoptr (GBytes) bytes = write_two ();
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < size; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
        g_autoptr (GBytes) changed = NULL;
        g_autoptr (PnSafetensors) file = NULL;
        g_autoptr (GError) error = NULL;

        copy[i] ^= (guint8) (1 << bit);
        changed = g_bytes_new_take (copy, size);
        file = pn_safetensors_read (changed, "f", &error);
        g_assert_true ((file == NULL) == (error != NULL));
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strconcat ("/safetensors/malformed/", malformed[i].name, NULL);

      g_test_add_data_func (path, &malformed[i], test_malformed);
    }
  g_test_add_func ("/safetensors/length", test_length);
  g_test_add_func ("/safetensors/length-2-63", test_length_2_63);
  g_test_add_func ("/safetensors/deep", test_deep);
  g_test_add_func ("/safetensors/good", test_good);
  g_test_add_func ("/safetensors/round-trip", test_round_trip);
  g_test_add_func ("/safetensors/aligned", test_aligned);
  g_test_add_func ("/safetensors/cut", test_cut);
  g_test_add_func ("/safetensors/changed", test_changed);

  return g_test_run ();
}
