/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-fetch.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "pn-data-folder.h"
#include "pn-error.h"

/* SHA-256 and bytes of the raw IDX files. */
static const struct
{
  const char *name;
  const char *sha256;
  gsize size;
} files[] = {
  { "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    47040016 },
  { "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    60008 },
  { "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    7840016 },
  { "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    10008 },
};

#define SIZE_TOTAL 54950048

static const char *const default_mirrors[]
    = { "https://storage.googleapis.com/cvdf-datasets/mnist",
        "https://ossci-datasets.s3.amazonaws.com/mnist", NULL };

typedef struct
{
  PnFetchProgress progress;
  gpointer progress_data;
  GMainContext *context;
  gsize done; /* bytes of the files before the present one */
  gint64 reported;
} Fetch;

typedef struct
{
  PnFetchProgress progress;
  gpointer progress_data;
  double share;
} Report;

static void
fetch_free (Fetch *fetch)
{
  g_main_context_unref (fetch->context);
  g_free (fetch);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;

  report->progress (report->share, report->progress_data);
  return G_SOURCE_REMOVE;
}

/* At most ten times a second. */
static void
report_progress (Fetch *fetch, gsize bytes)
{
  gint64 now = g_get_monotonic_time ();

  if (fetch->progress == NULL || now - fetch->reported < G_USEC_PER_SEC / 10)
    return;
  fetch->reported = now;
  Report *report = g_new (Report, 1);
  *report = (Report){ fetch->progress, fetch->progress_data,
                      MIN ((double) (fetch->done + bytes) / SIZE_TOTAL, 1) };
  g_main_context_invoke_full (fetch->context, G_PRIORITY_DEFAULT, report_cb, report, g_free);
}

/* Reads all of `stream`, refusing more than `size` bytes. */
static GByteArray *
read_all (Fetch *fetch, GInputStream *stream, gsize size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 chunk[65536];
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, sizeof chunk, cancellable, error)) > 0)
    {
      g_byte_array_append (all, chunk, n);
      report_progress (fetch, all->len);
      if (all->len > size)
        {
          g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                       _ ("more than the %zu bytes of MNIST’s file came"), size);
          return NULL;
        }
    }
  return n < 0 ? NULL : g_steal_pointer (&all);
}

static GInputStream *
open_url (SoupSession *session, const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);

  if (message == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: not a URL"), url);
      return NULL;
    }
  g_autoptr (GInputStream) stream = soup_session_send (session, message, cancellable, error);
  if (stream == NULL)
    return NULL;
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_FAILED, _ ("%s: the server answered %u %s"), url,
                   soup_message_get_status (message), soup_message_get_reason_phrase (message));
      return NULL;
    }
  return g_steal_pointer (&stream);
}

static GByteArray *
fetch_one (Fetch *fetch,
           SoupSession *session,
           const char *url,
           gsize size,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GInputStream) packed = open_url (session, url, cancellable, error);

  if (packed == NULL)
    return NULL;
  g_autoptr (GConverter) gunzip
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GInputStream) raw = g_converter_input_stream_new (packed, gunzip);
  g_autoptr (GByteArray) bytes = read_all (fetch, raw, size, cancellable, error);
  if (bytes == NULL)
    g_prefix_error (error, "%s: ", url);
  return g_steal_pointer (&bytes);
}

static gboolean
is_right (const guint8 *bytes, gsize length, const char *sha256)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);

  return g_strcmp0 (sum, sha256) == 0;
}

static gboolean
is_there (const char *path, const char *sha256)
{
  g_autofree char *bytes = NULL;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, NULL)
         && is_right ((const guint8 *) bytes, length, sha256);
}

static gboolean
fetch_file (Fetch *fetch,
            SoupSession *session,
            const char *mirror,
            gsize index,
            const char *folder,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = g_build_filename (folder, files[index].name, NULL);
  g_autofree char *url = g_strconcat (mirror, g_str_has_suffix (mirror, "/") ? "" : "/",
                                      files[index].name, ".gz", NULL);

  if (is_there (path, files[index].sha256))
    return TRUE;
  g_autoptr (GByteArray) bytes
      = fetch_one (fetch, session, url, files[index].size, cancellable, error);
  if (bytes == NULL)
    return FALSE;
  if (!is_right (bytes->data, bytes->len, files[index].sha256))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: not MNIST’s file (wrong checksum); it was thrown away"), url);
      return FALSE;
    }
  return g_file_set_contents (path, (const char *) bytes->data, bytes->len, error);
}

static gboolean
fetch_from (Fetch *fetch,
            const char *mirror,
            const char *folder,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 30, NULL);

  fetch->done = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if (!fetch_file (fetch, session, mirror, i, folder, cancellable, error))
        return FALSE;
      fetch->done += files[i].size;
    }
  return TRUE;
}

static char **
list_mirrors (void)
{
  const char *replaced = g_getenv ("PERCEPTRON_MIRRORS");

  if (replaced != NULL && *replaced != '\0')
    return g_strsplit (replaced, " ", -1);
  return g_strdupv ((char **) default_mirrors);
}

static void
fetch_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autofree char *root = pn_data_folder_user ();
  g_autofree char *folder = g_build_filename (root, "mnist", NULL);
  g_auto (GStrv) mirrors = list_mirrors ();
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_task_return_new_error (task, PN_ERROR, PN_ERROR_FAILED,
                               _ ("%s: cannot make the folder: %s"), folder, g_strerror (errno));
      return;
    }
  for (gsize i = 0; mirrors[i] != NULL; i++)
    {
      if (*mirrors[i] == '\0')
        continue;
      g_clear_error (&error);
      if (fetch_from (task_data, mirrors[i], folder, cancellable, &error))
        {
          g_task_return_boolean (task, TRUE);
          return;
        }
      if (g_cancellable_is_cancelled (cancellable))
        break;
    }
  if (error == NULL)
    error = g_error_new (PN_ERROR, PN_ERROR_NOT_FOUND, _ ("PERCEPTRON_MIRRORS names no mirror"));
  g_task_return_error (task, error);
}

void
pn_fetch_mnist_async (PnFetchProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->progress = progress;
  fetch->progress_data = progress_data;
  fetch->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, pn_fetch_mnist_async);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  g_task_run_in_thread (task, fetch_thread);
}

gboolean
pn_fetch_mnist_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
