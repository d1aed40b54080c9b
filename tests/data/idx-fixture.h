/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

/* What the tests of readers share: files that they make, in a folder of their own. */

/* A file called `name` with this content in `folder`; its path. */
static inline char *
fixture_write (const char *folder, const char *name, gconstpointer data, gsize length)
{
  char *path = g_build_filename (folder, name, NULL);
  gboolean written = g_file_set_contents (path, data, (gssize) length, NULL);

  g_assert_true (written);
  return path;
}

/* The bytes of an IDX file: `dims` (n of them, one to four) and values. */
static inline GByteArray *
fixture_idx (const guint32 *dims, guint8 n, const guint8 *values, gsize n_values)
{
  GByteArray *file = g_byte_array_new ();
  guint8 magic[4] = { 0, 0, 8, n };

  g_byte_array_append (file, magic, sizeof magic);
  for (gsize i = 0; i < n; i++)
    {
      guint32 dim = GUINT32_TO_BE (dims[i]);

      g_byte_array_append (file, (const guint8 *) &dim, sizeof dim);
    }
  g_byte_array_append (file, values, (guint) n_values);
  return file;
}

static inline GByteArray *
fixture_gzip (const GByteArray *plain)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GInputStream) memory
      = g_memory_input_stream_new_from_data (plain->data, (gssize) plain->len, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (compressor));
  GByteArray *packed = g_byte_array_new ();
  guint8 buffer[256];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (packed, buffer, (guint) n);
  g_assert_cmpint (n, ==, 0);
  return packed;
}

static inline char *
fixture_folder_new (void)
{
  char *folder = g_dir_make_tmp ("perceptron-test-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

/* With the files in it and in its sub-folders. */
static inline void
fixture_folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        fixture_folder_remove (path);
      else
        g_remove (path);
    }
  g_rmdir (folder);
}
