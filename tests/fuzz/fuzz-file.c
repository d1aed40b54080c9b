/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MEMORY "/dev/shm"

static char *folder;

static void
sweep (void)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
make_folder (void)
{
  const char *parent = g_access (MEMORY, W_OK) == 0 ? MEMORY : g_get_tmp_dir ();

  folder = g_build_filename (parent, "fuzz-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder));
  atexit (sweep);
}

const char *
fuzz_file (const guint8 *data, gsize size, const char *extension)
{
  static char *path;
  int file;

  if (folder == NULL)
    make_folder ();
  if (path == NULL)
    path = g_strconcat (folder, G_DIR_SEPARATOR_S, "input", extension, NULL);
  file = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (write (file, data, size), ==, (gssize) size);
  close (file);
  return path;
}
