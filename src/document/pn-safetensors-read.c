/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "pn-error.h"
#include "pn-json.h"
#include "pn-safetensors-private.h"

#define PREFIX 8

/* The specification's own bound. */
#define MAX_HEADER 100000000

static const struct
{
  const char *name;
  gsize size;
} dtypes[] = {
  { "F32", 4 }, { "BOOL", 1 }, { "U8", 1 },   { "I8", 1 },      { "I16", 2 },
  { "U16", 2 }, { "F16", 2 },  { "BF16", 2 }, { "I32", 4 },     { "U32", 4 },
  { "F64", 8 }, { "I64", 8 },  { "U64", 8 },  { "F8_E4M3", 1 }, { "F8_E5M2", 1 },
};

/* What is needed while reading: a tensor with where its data stands. */
typedef struct
{
  PnTensor *tensor;
  gsize begin;
  gsize end;
} Place;

typedef struct
{
  PnSafetensors *file;
  const char *source;
  const guint8 *data;
  gsize data_length;
  GArray *places;
} Reader;

static gboolean
fail (const Reader *reader, const char *tensor, const char *message, GError **error)
{
  g_autofree char *name = pn_error_quote (tensor);

  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, "%s: %s%s%s", reader->source, name,
               *name != '\0' ? ": " : "", message);
  return FALSE;
}

/* The JSON text of the header. */
static const char *
find_header (Reader *reader, GBytes *bytes, gsize *length, GError **error)
{
  gsize size;
  const guint8 *file = g_bytes_get_data (bytes, &size);
  guint64 header;

  if (size < PREFIX)
    return fail (reader, "",
                 _ ("is too short for a safetensors file, which begins with eight bytes"), error),
           NULL;
  memcpy (&header, file, sizeof header);
  header = GUINT64_FROM_LE (header);
  if (header > MAX_HEADER || header > size - PREFIX)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: isn't a safetensors file, or ends early: its header would be %" PRIu64
                      " bytes, but %zu follow"),
                   reader->source, header, size - PREFIX);
      return NULL;
    }
  if (header == 0 || file[PREFIX] != '{')
    return fail (reader, "", _ ("isn't a safetensors file: its header doesn't begin with {"),
                 error),
           NULL;
  *length = (gsize) header;
  reader->data = file + PREFIX + *length;
  reader->data_length = size - PREFIX - *length;
  return (const char *) file + PREFIX;
}

static gboolean
read_metadata (Reader *reader, json_t *metadata, GError **error)
{
  const char *key;
  json_t *value;

  if (!json_is_object (metadata))
    return fail (reader, "__metadata__", _ ("must be an object"), error);
  json_object_foreach (metadata, key, value)
  {
    if (!json_is_string (value))
      return fail (reader, "__metadata__", _ ("every value must be a string"), error);
  }
  json_object_update (reader->file->metadata, metadata);
  return TRUE;
}

/* The size of one value; 0 for a type that isn't in the specification. */
static gsize
read_dtype (const json_t *value, PnDtype *dtype)
{
  const char *name = json_string_value (value);

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (dtypes); i++)
    if (g_str_equal (dtypes[i].name, name))
      {
        *dtype = i == 0 ? PN_DTYPE_F32 : PN_DTYPE_OTHER;
        return dtypes[i].size;
      }
  return 0;
}

static gboolean
read_size (const json_t *value, gsize *size)
{
  json_int_t number = json_integer_value (value);

  *size = (gsize) number;
  return json_is_integer (value) && number >= 0;
}

static gboolean
read_shape (const json_t *shape, PnTensor *tensor)
{
  tensor->n_dims = json_array_size (shape);
  tensor->n_values = 1;
  if (!json_is_array (shape) || tensor->n_dims > PN_SAFETENSORS_MAX_DIMS)
    return FALSE;
  for (gsize i = 0; i < tensor->n_dims; i++)
    if (!read_size (json_array_get (shape, i), &tensor->shape[i])
        || !g_size_checked_mul (&tensor->n_values, tensor->n_values, tensor->shape[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_offsets (const Reader *reader, const json_t *offsets, Place *place)
{
  return json_array_size (offsets) == 2 && read_size (json_array_get (offsets, 0), &place->begin)
         && read_size (json_array_get (offsets, 1), &place->end) && place->begin <= place->end
         && place->end <= reader->data_length;
}

/* Fills `place` and its tensor from the header's entry; a message where it is wrong, NULL else. */
static const char *
read_entry (const Reader *reader, json_t *entry, Place *place)
{
  gsize size = read_dtype (json_object_get (entry, "dtype"), &place->tensor->dtype);
  gsize bytes;

  if (!json_is_object (entry) || json_object_size (entry) != 3)
    return _ ("must be an object with exactly dtype, shape and data_offsets");
  if (size == 0)
    return _ ("dtype must be a type of the specification, such as \"F32\"");
  if (!read_shape (json_object_get (entry, "shape"), place->tensor))
    return _ ("shape must be an array of at most eight whole numbers, not negative, that can be "
              "multiplied");
  if (!read_offsets (reader, json_object_get (entry, "data_offsets"), place))
    return _ ("data_offsets must be [begin, end] within the data that follows the header");
  if (!g_size_checked_mul (&bytes, place->tensor->n_values, size)
      || bytes != place->end - place->begin)
    return _ ("shape and dtype need another number of bytes than data_offsets give");
  return NULL;
}

static gboolean
read_tensor (Reader *reader, const char *name, json_t *entry, GError **error)
{
  Place place = { g_new0 (PnTensor, 1) };
  const char *message;

  place.tensor->name = g_strdup (name);
  pn_safetensors_take_tensor (reader->file, place.tensor);
  message = read_entry (reader, entry, &place);
  if (message != NULL)
    return fail (reader, name, message, error);
  place.tensor->data = reader->data + place.begin;
  g_array_append_val (reader->places, place);
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return left->end < right->end ? -1 : left->end > right->end;
}

/* That tensors cover the data exactly once. */
static gboolean
check_cover (Reader *reader, GError **error)
{
  gsize end = 0;

  g_array_sort (reader->places, compare_places);
  for (guint i = 0; i < reader->places->len; i++)
    {
      const Place *place = &g_array_index (reader->places, Place, i);

      if (place->begin < end)
        return fail (reader, place->tensor->name, _ ("its data overlaps another tensor's"), error);
      if (place->begin > end)
        return fail (reader, place->tensor->name, _ ("there is a hole before its data"), error);
      end = place->end;
    }
  if (end != reader->data_length)
    return fail (reader, "", _ ("there are bytes behind the last tensor's data"), error);
  return TRUE;
}

static gboolean
read_header (Reader *reader, json_t *header, GError **error)
{
  const char *name;
  json_t *entry;

  json_object_foreach (header, name, entry)
  {
    gboolean good = g_str_equal (name, "__metadata__") ? read_metadata (reader, entry, error)
                                                       : read_tensor (reader, name, entry, error);

    if (!good)
      return FALSE;
  }
  return check_cover (reader, error);
}

PnSafetensors *
pn_safetensors_read (GBytes *bytes, const char *source, GError **error)
{
  g_autoptr (PnSafetensors) file = pn_safetensors_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (json_t) header = NULL;
  Reader reader = { file, source, NULL, 0, places };
  gsize length;
  const char *text;

  file->bytes = g_bytes_ref (bytes);
  text = find_header (&reader, bytes, &length, error);
  if (text == NULL)
    return NULL;
  header = pn_json_parse_object (text, length, source, error);
  if (header == NULL || !read_header (&reader, header, error))
    return NULL;
  return g_steal_pointer (&file);
}
