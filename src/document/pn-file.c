/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-file.h"
#include "pn-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pn-error.h"

#define RESOURCES "/io/github/perceptron_lab/Perceptron/"

static gboolean
fail_errno (const char *path, int code, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_FAILED, "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* TRUE once `length` bytes are there; a file that shrinks meanwhile is an error. */
static gboolean
read_all (int fd, guint8 *data, gsize length, const char *path, GError **error)
{
  while (length > 0)
    {
      ssize_t n = read (fd, data, MIN (length, (gsize) G_MAXINT));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail_errno (path, n < 0 ? errno : EIO, error);
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static GBytes *
read_descriptor (int fd, const char *path, GError **error)
{
  struct stat status;
  guint8 *data;

  if (fstat (fd, &status) < 0)
    return fail_errno (path, errno, error), NULL;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: is not a regular file"), path);
      return NULL;
    }
  data = g_try_malloc ((gsize) status.st_size + 1);
  if (data == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("%s: holds %" PRId64 " bytes, more than there is memory for"), path,
                   (gint64) status.st_size);
      return NULL;
    }
  if (!read_all (fd, data, (gsize) status.st_size, path, error))
    {
      g_free (data);
      return NULL;
    }
  return g_bytes_new_take (data, (gsize) status.st_size);
}

GBytes *
pn_file_read (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  GBytes *bytes;

  if (fd < 0)
    {
      g_set_error (error, PN_ERROR, errno == ENOENT ? PN_ERROR_NOT_FOUND : PN_ERROR_FAILED,
                   "%s: %s", path, g_strerror (errno));
      return NULL;
    }
  bytes = read_descriptor (fd, path, error);
  close (fd);
  return bytes;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
pn_file_list_shipped (const char *folder, const char *suffix)
{
  g_autofree char *path = g_strconcat (RESOURCES, folder, NULL);
  char **names = g_resources_enumerate_children (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (names == NULL)
    return g_new0 (char *, 1);
  for (char **name = names; *name != NULL; name++)
    if (g_str_has_suffix (*name, suffix))
      (*name)[strlen (*name) - strlen (suffix)] = '\0';
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
}

static GBytes *
read_shipped (const char *name,
              const char *folder,
              const char *suffix,
              const char *kind,
              GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCES, folder, "/", name, suffix, NULL);
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  if (bytes != NULL)
    return bytes;
  names = pn_file_list_shipped (folder, suffix);
  list = g_strjoinv (", ", names);
  g_set_error (error, PN_ERROR, PN_ERROR_NOT_FOUND,
               _ ("%s: there is no such file, and no %s of that name is shipped; shipped are: %s"),
               name, kind, *list != '\0' ? list : "–");
  return NULL;
}

GBytes *
pn_file_read_or_shipped (const char *path_or_name,
                         const char *folder,
                         const char *suffix,
                         const char *kind,
                         GError **error)
{
  if (strchr (path_or_name, '/') != NULL || g_str_has_suffix (path_or_name, suffix)
      || g_file_test (path_or_name, G_FILE_TEST_IS_REGULAR))
    return pn_file_read (path_or_name, error);
  return read_shipped (path_or_name, folder, suffix, kind, error);
}

/* Temporary files and renames are for regular files: beside a device they would replace it. */
static gboolean
write_special (const char *path, const guint8 *data, gsize length, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return fail_errno (path, errno, error);
  while (length > 0)
    {
      ssize_t n = write (fd, data, MIN (length, (gsize) G_MAXINT));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail_errno (path, errno, error);
          close (fd);
          return FALSE;
        }
      data += n;
      length -= (gsize) n;
    }
  if (close (fd) < 0)
    return fail_errno (path, errno, error);
  return TRUE;
}

gboolean
pn_file_write (const char *path, const void *data, gsize length, GError **error)
{
  char *target = realpath (path, NULL);
  g_autoptr (GError) cause = NULL;
  struct stat status;
  gboolean done;

  if (target != NULL && stat (target, &status) == 0 && !S_ISREG (status.st_mode))
    done = write_special (path, data, length, error);
  else
    {
      done = g_file_set_contents_full (target != NULL ? target : path, data, (gssize) length,
                                       G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                       0666, &cause);
      if (!done)
        g_set_error (error, PN_ERROR, PN_ERROR_FAILED, "%s: %s", path, cause->message);
    }
  free (target);
  return done;
}

gboolean
pn_file_check_writable (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return fail_errno (path, EISDIR, error);
  if (g_access (folder, W_OK | X_OK) == 0 || g_access (path, W_OK) == 0)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: can't be written, for its folder: %s"),
               path, g_strerror (errno));
  return FALSE;
}
