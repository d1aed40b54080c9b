/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-model-export-private.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-model-file.h"

typedef struct
{
  const char *ending;
  GBytes *(*write) (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error);
} Format;

static GBytes *
write_safetensors (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error)
{
  return pn_model_to_bytes (snapshot, recipe, FALSE, error);
}

static const Format formats[] = {
  { ".safetensors", write_safetensors }, { ".onnx", pn_export_onnx }, { ".npz", pn_export_npz },
  { ".py", pn_export_python },           { ".c", pn_export_c },
};

static const Format *
find_format (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (path, formats[i].ending))
      return &formats[i];
  return NULL;
}

gboolean
pn_model_export_knows (const char *path)
{
  return find_format (path) != NULL;
}

char *
pn_model_export_endings (void)
{
  GString *endings = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    g_string_append_printf (endings, "%s%s", i == 0 ? "" : ", ", formats[i].ending);
  return g_string_free (endings, FALSE);
}

GBytes *
pn_model_export (PnSnapshot *snapshot, const PnRecipe *recipe, const char *path, GError **error)
{
  const Format *format = find_format (path);
  g_autofree char *endings = NULL;

  if (format != NULL)
    return format->write (snapshot, recipe, error);
  endings = pn_model_export_endings ();
  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: its ending names no format; there are %s"), path, endings);
  return NULL;
}
