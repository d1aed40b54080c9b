/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* NPZ: a ZIP archive, without compression as numpy.savez writes it, of NPY files that are named as
 * the tensors of model files are; and "perceptron.json", what model files have in their metadata.
 * ZIP by "APPNOTE.TXT", 4.3: local headers with the data, then the central directory.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zlib.h>

#include "pn-error.h"
#include "pn-model-export-private.h"
#include "pn-model-json-private.h"
#include "pn-npy.h"

#define LOCAL_SIGNATURE 0x04034b50
#define CENTRAL_SIGNATURE 0x02014b50
#define END_SIGNATURE 0x06054b50
#define VERSION 20
#define UTF8_NAMES 0x0800
#define FIRST_DAY 0x0021 /* 1 January 1980: the same model is the same file */

/* Without the extension for more, an archive's offsets are 32 bit. */
#define MAX_ARCHIVE 0xffffffffu

typedef struct
{
  GByteArray *file;
  GByteArray *central;
  guint n_members;
} Archive;

static void
put16 (GByteArray *array, guint16 value)
{
  const guint8 bytes[] = { (guint8) value, (guint8) (value >> 8) };

  g_byte_array_append (array, bytes, sizeof bytes);
}

static void
put32 (GByteArray *array, guint32 value)
{
  put16 (array, (guint16) value);
  put16 (array, (guint16) (value >> 16));
}

/* What local and central header have in common. */
static void
put_member (GByteArray *array, guint32 crc, guint32 size, const char *name)
{
  put16 (array, VERSION);
  put16 (array, UTF8_NAMES);
  put16 (array, 0); /* stored */
  put16 (array, 0);
  put16 (array, FIRST_DAY);
  put32 (array, crc);
  put32 (array, size);
  put32 (array, size);
  put16 (array, (guint16) strlen (name));
  put16 (array, 0);
}

static void
add_member (Archive *archive, const char *name, GBytes *header, gconstpointer data, gsize length)
{
  const guint8 *header_data = header != NULL ? g_bytes_get_data (header, NULL) : NULL;
  gsize header_length = header != NULL ? g_bytes_get_size (header) : 0;
  guint32 offset = archive->file->len;
  guint32 size = (guint32) (header_length + length);
  uLong crc = crc32_z (0, NULL, 0);

  if (header_data != NULL)
    crc = crc32_z (crc, header_data, header_length);
  crc = crc32_z (crc, data, length);
  put32 (archive->file, LOCAL_SIGNATURE);
  put_member (archive->file, (guint32) crc, size, name);
  g_byte_array_append (archive->file, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (archive->file, header_data, (guint) header_length);
  g_byte_array_append (archive->file, data, (guint) length);

  put32 (archive->central, CENTRAL_SIGNATURE);
  put16 (archive->central, VERSION);
  put_member (archive->central, (guint32) crc, size, name);
  put16 (archive->central, 0); /* comment */
  put16 (archive->central, 0); /* disk */
  put16 (archive->central, 0); /* attributes */
  put32 (archive->central, 0);
  put32 (archive->central, offset);
  g_byte_array_append (archive->central, (const guint8 *) name, (guint) strlen (name));
  archive->n_members++;
}

static void
add_array (Archive *archive, const char *name, gsize rows, gsize columns, const float *values)
{
  g_autoptr (GBytes) header = pn_npy_write_header (rows, columns);
  g_autofree char *file = g_strconcat (name, ".npy", NULL);

  add_member (archive, file, header, values, rows * MAX (columns, 1) * sizeof *values);
}

static void
add_info (Archive *archive, PnSnapshot *snapshot)
{
  g_autofree char *info
      = pn_model_info_to_json (pn_snapshot_spec (snapshot), pn_snapshot_normalisation (snapshot),
                               pn_snapshot_class_names (snapshot));

  add_member (archive, "perceptron.json", NULL, info, strlen (info));
}

static void
finish (Archive *archive)
{
  guint32 offset = archive->file->len;

  g_byte_array_append (archive->file, archive->central->data, archive->central->len);
  put32 (archive->file, END_SIGNATURE);
  put32 (archive->file, 0); /* disks */
  put16 (archive->file, (guint16) archive->n_members);
  put16 (archive->file, (guint16) archive->n_members);
  put32 (archive->file, archive->central->len);
  put32 (archive->file, offset);
  put16 (archive->file, 0); /* comment */
}

/* Whether all fits, with room for names and headers. */
static gboolean
check_size (PnSnapshot *snapshot, GError **error)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);
  const gsize per_member = 1024;

  if (spec->n_layers < G_MAXUINT16 / 2
      && pn_spec_n_parameters (spec)
             < (MAX_ARCHIVE - 2 * spec->n_layers * per_member) / sizeof (float) / 2)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
               _ ("a network of %zu parameters is too large for an .npz; .safetensors takes it"),
               pn_spec_n_parameters (spec));
  return FALSE;
}

GBytes *
pn_export_npz (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error)
{
  g_autoptr (GPtrArray) layers = NULL;
  Archive archive = { NULL };

  if (!check_size (snapshot, error))
    return NULL;
  layers = pn_export_layers (snapshot, error);
  if (layers == NULL)
    return NULL;
  archive.file = g_byte_array_new ();
  archive.central = g_byte_array_new ();
  for (guint i = 0; i < layers->len; i++)
    {
      const PnExportLayer *layer = g_ptr_array_index (layers, i);

      add_array (&archive, layer->weight_name, layer->units, layer->fan_in, layer->weights);
      if (layer->bias != NULL)
        add_array (&archive, layer->bias_name, layer->units, 0, layer->bias);
    }
  add_info (&archive, snapshot);
  finish (&archive);
  g_byte_array_unref (archive.central);
  return g_byte_array_free_to_bytes (archive.file);
}
