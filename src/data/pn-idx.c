/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-idx.h"

#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TYPE_BYTES 8

/* Deflate can't make more than 1032 bytes of one (zlib's documentation), which bounds what a
 * compressed file may promise.
 */
#define DEFLATE_LIMIT 1032

typedef struct
{
  char *name;  /* for messages: without its folders, which the user knows */
  gsize limit; /* bytes that there can be in it at most, unpacked */
  gboolean compressed;
  guint32 last_word; /* of a compressed file: how much it is unpacked (RFC 1952), modulo 2³² */
  GInputStream *stream;
} Source;

static void
source_clear (Source *source)
{
  g_clear_pointer (&source->name, g_free);
  g_clear_object (&source->stream);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gboolean
file_size (GFileInputStream *stream, gsize *size, GError **error)
{
  g_autoptr (GFileInfo) info
      = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, error);

  if (info == NULL)
    return FALSE;
  *size = (gsize) g_file_info_get_size (info);
  return TRUE;
}

static gboolean
is_gzip (GFileInputStream *stream, gboolean *answer, GError **error)
{
  static const guint8 magic[2] = { 0x1f, 0x8b };
  guint8 start[2] = { 0 };

  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, NULL, NULL, error))
    return FALSE;
  *answer = memcmp (start, magic, sizeof magic) == 0;
  return g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, error);
}

/* A file too short for it is cut, which shows when it is unpacked. */
static gboolean
read_last_word (GFileInputStream *stream, gsize size, guint32 *word, GError **error)
{
  guint32 raw = 0;

  if (size < sizeof raw)
    return TRUE;
  if (!g_seekable_seek (G_SEEKABLE (stream), -(goffset) sizeof raw, G_SEEK_END, NULL, error)
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), &raw, sizeof raw, NULL, NULL, error))
    return FALSE;
  *word = GUINT32_FROM_LE (raw);
  return g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, error);
}

static GInputStream *
unzip (GFileInputStream *stream)
{
  g_autoptr (GZlibDecompressor) decompressor
      = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

  return g_converter_input_stream_new (G_INPUT_STREAM (stream), G_CONVERTER (decompressor));
}

static gboolean
source_open (Source *source, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;

  source->name = g_path_get_basename (path);
  stream = g_file_read (file, NULL, error);
  if (stream == NULL || !file_size (stream, &source->limit, error)
      || !is_gzip (stream, &source->compressed, error)
      || !read_last_word (stream, source->limit, &source->last_word, error))
    {
      g_prefix_error (error, "%s: ", source->name);
      return FALSE;
    }
  source->stream = source->compressed ? unzip (stream) : G_INPUT_STREAM (g_object_ref (stream));
  if (source->compressed && !g_size_checked_mul (&source->limit, source->limit, DEFLATE_LIMIT))
    source->limit = G_MAXSIZE;
  return TRUE;
}

/* Zlib's own words ("Need more input") say nothing about the file. */
static gboolean
source_fail_read (Source *source, GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: the compressed file ends early; fetch it again"), source->name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: the compressed file is damaged; fetch it again"), source->name);
  else
    g_set_error (error, cause->domain, cause->code, "%s: %s", source->name, cause->message);
  g_error_free (cause);
  return FALSE;
}

/* Fills as much of `buffer` as there is. */
static gboolean
source_read (Source *source, void *buffer, gsize length, gsize *n_read, GError **error)
{
  GError *cause = NULL;

  if (g_input_stream_read_all (source->stream, buffer, length, n_read, NULL, &cause))
    return TRUE;
  return source_fail_read (source, cause, error);
}

static gboolean
read_header_bytes (Source *source, guint8 *buffer, gsize length, GError **error)
{
  gsize n_read;

  if (!source_read (source, buffer, length, &n_read, error))
    return FALSE;
  if (n_read == length)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: the file ends inside its header, which is 4 bytes and 4 for each dimension"),
               source->name);
  return FALSE;
}

static gboolean
check_magic (Source *source, const guint8 magic[4], GError **error)
{
  if (magic[0] != 0 || magic[1] != 0 || magic[2] == 0)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: not an IDX file: it begins with %02x %02x %02x %02x, and 00 00 08 and "
                      "the number of dimensions would be right"),
                   source->name, magic[0], magic[1], magic[2], magic[3]);
      return FALSE;
    }
  if (magic[2] != TYPE_BYTES)
    {
      g_set_error (
          error, PN_ERROR, PN_ERROR_UNSUPPORTED,
          _ ("%s: the numbers are of type %02x, but only unsigned bytes, type 08, are read"),
          source->name, magic[2]);
      return FALSE;
    }
  if (magic[3] < 1 || magic[3] > PN_IDX_MAX_DIMS)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
                   _ ("%s: %u dimensions, but 1 to %d are read"), source->name, magic[3],
                   PN_IDX_MAX_DIMS);
      return FALSE;
    }
  return TRUE;
}

static gboolean
count_values (const PnIdx *self, Source *source, gsize *n_values, GError **error)
{
  *n_values = 1;
  for (gsize i = 0; i < self->n_dims; i++)
    if (!g_size_checked_mul (n_values, *n_values, self->dims[i]))
      {
        g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                     _ ("%s: the header promises more values than can be counted"), source->name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_header (PnIdx *self, Source *source, gsize *n_values, GError **error)
{
  guint8 magic[4];
  guint8 dims[4 * PN_IDX_MAX_DIMS];

  if (!read_header_bytes (source, magic, sizeof magic, error) || !check_magic (source, magic, error)
      || !read_header_bytes (source, dims, (gsize) 4 * magic[3], error))
    return FALSE;
  self->n_dims = magic[3];
  for (gsize i = 0; i < PN_IDX_MAX_DIMS; i++)
    {
      guint32 dim = 1;

      if (i < self->n_dims)
        memcpy (&dim, dims + 4 * i, sizeof dim);
      self->dims[i] = i < self->n_dims ? GUINT32_FROM_BE (dim) : 1;
    }
  return count_values (self, source, n_values, error);
}

static gboolean
fail_short (Source *source, gsize wanted, gsize found, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: the header promises %zu values, but the file ends after %zu"), source->name,
               wanted, found);
  return FALSE;
}

static gsize
header_size (const PnIdx *self)
{
  return 4 + 4 * self->n_dims;
}

static gboolean
check_promise (const PnIdx *self, Source *source, gsize n_values, GError **error)
{
  gsize header = header_size (self);

  if (n_values <= source->limit && header <= source->limit - n_values)
    return TRUE;
  if (!source->compressed)
    return fail_short (source, n_values, source->limit - header, error);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: the header promises %zu values, more than a compressed file "
                  "of this size can hold"),
               source->name, n_values);
  return FALSE;
}

/* Of what follows compressed data only its last word is seen. */
static gboolean
check_end (Source *source, gsize header, gsize n_values, GError **error)
{
  guint8 more;
  gsize n_read;

  if (!source_read (source, &more, 1, &n_read, error))
    return FALSE;
  if (n_read == 0 && (!source->compressed || source->last_word == (guint32) (header + n_values)))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: the file goes on after the %zu values that the header promises"),
               source->name, n_values);
  return FALSE;
}

static gboolean
read_values (PnIdx *self, Source *source, gsize n_values, GError **error)
{
  g_autofree guint8 *values = NULL;
  gsize n_read;

  if (!check_promise (self, source, n_values, error))
    return FALSE;
  values = g_try_malloc (MAX (n_values, 1));
  if (values == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("%s: there is no memory for its %zu bytes"), source->name, n_values);
      return FALSE;
    }
  if (!source_read (source, values, n_values, &n_read, error))
    return FALSE;
  if (n_read < n_values)
    return fail_short (source, n_values, n_read, error);
  self->values = g_bytes_new_take (g_steal_pointer (&values), n_values);
  return check_end (source, header_size (self), n_values, error);
}

PnIdx *
pn_idx_read (const char *path, GError **error)
{
  g_auto (Source) source = { 0 };
  g_autoptr (PnIdx) self = g_new0 (PnIdx, 1);
  gsize n_values;

  g_return_val_if_fail (path != NULL, NULL);

  if (!source_open (&source, path, error) || !read_header (self, &source, &n_values, error)
      || !read_values (self, &source, n_values, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
pn_idx_free (PnIdx *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->values, g_bytes_unref);
  g_free (self);
}

/* Labels are bytes in the file and 16 bit in memory. */
static GBytes *
widen_labels (const PnIdx *labels, const char *name, GError **error)
{
  const guint8 *narrow = g_bytes_get_data (labels->values, NULL);
  guint16 *wide = g_try_new (guint16, labels->dims[0]);

  if (wide == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE, _ ("%s: there is no memory for its labels"),
                   name);
      return NULL;
    }
  for (gsize i = 0; i < labels->dims[0]; i++)
    wide[i] = narrow[i];
  return g_bytes_new_take (wide, labels->dims[0] * sizeof *wide);
}

static gboolean
check_pair (const PnIdx *images,
            const PnIdx *labels,
            const char *images_name,
            const char *labels_name,
            GError **error)
{
  if (images->n_dims < 2)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s: one dimension, but pictures have two or more; are these the labels?"),
                 images_name);
  else if (labels->n_dims != 1)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: %zu dimensions, but labels have one"),
                 labels_name, labels->n_dims);
  else if (images->dims[0] != labels->dims[0])
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                 _ ("%s has %zu pictures, but %s has %zu labels; "
                    "there must be one for each"),
                 images_name, images->dims[0], labels_name, labels->dims[0]);
  else if (g_bytes_get_size (images->values) == 0)
    g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: there is no picture in it"),
                 images_name);
  else
    return TRUE;
  return FALSE;
}

/* Here, not in the dataset, because only here the file has a name. */
static gboolean
check_labels (const PnIdx *labels, const char *name, gsize n_classes, GError **error)
{
  const guint8 *values = g_bytes_get_data (labels->values, NULL);

  for (gsize i = 0; i < labels->dims[0]; i++)
    if (values[i] >= n_classes)
      {
        g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                     _ ("%s: label %u at index %zu, but there are %zu classes"), name, values[i], i,
                     n_classes);
        return FALSE;
      }
  return TRUE;
}

/* The last three dimensions as channels, height and width; what is missing is 1. */
static void
shape_of (const PnIdx *images, gsize shape[3])
{
  for (gsize i = 0; i < 3; i++)
    {
      gsize missing = PN_IDX_MAX_DIMS - images->n_dims;

      shape[i] = i < missing ? 1 : images->dims[i - missing + 1];
    }
}

PnDataset *
pn_idx_read_dataset (const char *images_path,
                     const char *labels_path,
                     const char *const *class_names,
                     gsize n_classes,
                     GError **error)
{
  g_autoptr (PnIdx) images = NULL;
  g_autoptr (PnIdx) labels = NULL;
  g_autoptr (GBytes) wide = NULL;
  g_autofree char *images_name = g_path_get_basename (images_path);
  g_autofree char *labels_name = g_path_get_basename (labels_path);
  gsize shape[3];

  labels = pn_idx_read (labels_path, error);
  images = labels != NULL ? pn_idx_read (images_path, error) : NULL;
  if (images == NULL || !check_pair (images, labels, images_name, labels_name, error)
      || !check_labels (labels, labels_name, n_classes, error))
    return NULL;
  wide = widen_labels (labels, labels_name, error);
  if (wide == NULL)
    return NULL;
  shape_of (images, shape);
  return pn_dataset_new_bytes (shape, images->dims[0], images->values, wide, class_names, n_classes,
                               error);
}
