/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A Python program that needs nothing but NumPy, with the weights inside. */

#include "config.h"

#include <string.h>

#include "pn-json.h"
#include "pn-model-export-private.h"

#define LINE 92

static const char intro[]
    = "Rows are in the data's own units, one picture a row; normalisation is inside.\n"
      "\n"
      "    import this_file\n"
      "    this_file.probabilities(rows)\n"
      "\n"
      "or: python3 this_file.py ROWS.npy\n"
      "\"\"\"\n"
      "\n"
      "import base64\n"
      "import math\n"
      "import sys\n"
      "\n"
      "import numpy as np\n"
      "\n";

static const char functions[]
    = "\n"
      "\n"
      "def tensor(text, *shape):\n"
      "    return np.frombuffer(base64.b64decode(text), '<f4').reshape(shape)\n"
      "\n"
      "\n"
      "def sigmoid(z):\n"
      "    return 0.5 * (1 + np.tanh(0.5 * z))\n"
      "\n"
      "\n"
      "def gelu(z):\n"
      "    return 0.5 * z * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))\n"
      "\n"
      "\n"
      "ACTIVATIONS = {\n"
      "    'identity': lambda z: z,\n"
      "    'sigmoid': sigmoid,\n"
      "    'improved-sigmoid': lambda z: 1.7159 * np.tanh(2 * z / 3),\n"
      "    'tanh': np.tanh,\n"
      "    'relu': lambda z: np.maximum(z, 0),\n"
      "    'leaky-relu': lambda z: np.where(z > 0, z, 0.01 * z),\n"
      "    'elu': lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),\n"
      "    'gelu': gelu,\n"
      "    'softplus': lambda z: np.logaddexp(z, 0),\n"
      "    'silu': lambda z: z * sigmoid(z),\n"
      "}\n"
      "\n"
      "\n"
      "def logits(rows):\n"
      "    rows = np.asarray(rows, dtype=np.float64)\n"
      "    a = (rows.reshape(-1, LAYERS[0][0].shape[1]) - MEAN) / STD\n"
      "    for weight, bias, activation in LAYERS:\n"
      "        a = ACTIVATIONS[activation](a @ weight.T + bias)\n"
      "    return a\n"
      "\n"
      "\n"
      "def probabilities(rows):\n"
      "    z = logits(rows)\n"
      "    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
      "    return e / e.sum(axis=1, keepdims=True)\n"
      "\n"
      "\n"
      "def classify(rows):\n"
      "    return [CLASSES[k] for k in logits(rows).argmax(axis=1)]\n"
      "\n"
      "\n"
      "# Weight [out, in], bias, activation of each layer.\n"
      "LAYERS = [\n";

static const char outro[]
    = "]\n"
      "\n"
      "\n"
      "if __name__ == '__main__':\n"
      "    np.savetxt(sys.stdout, logits(np.load(sys.argv[1])), fmt='%.9g')\n";

/* tensor('''…''', 64, 784), the bytes in base64 on lines of a bearable length. */
static void
append_tensor (GString *text, const float *values, gsize rows, gsize columns)
{
  gsize n = rows * MAX (columns, 1);
  g_autofree guint32 *bits = g_new (guint32, n);
  g_autofree char *base64 = NULL;
  gsize length;

  memcpy (bits, values, n * sizeof *bits);
  for (gsize i = 0; i < n; i++)
    bits[i] = GUINT32_TO_LE (bits[i]);
  base64 = g_base64_encode ((const guchar *) bits, n * sizeof *bits);
  length = strlen (base64);
  g_string_append (text, "tensor('''\n");
  for (gsize i = 0; i < length; i += LINE)
    {
      g_string_append_len (text, base64 + i, (gssize) MIN (LINE, length - i));
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "''', %zu", rows);
  if (columns > 0)
    g_string_append_printf (text, ", %zu", columns);
  g_string_append_c (text, ')');
}

static void
append_layer (GString *text, const PnExportLayer *layer)
{
  g_string_append (text, "    (");
  append_tensor (text, layer->weights, layer->units, layer->fan_in);
  g_string_append (text, ",\n     ");
  if (layer->bias != NULL)
    append_tensor (text, layer->bias, layer->units, 0);
  else
    g_string_append_c (text, '0');
  g_string_append_printf (text, ", '%s'),\n", pn_activation_name (layer->activation));
}

/* A list of strings in JSON is one in Python. */
static void
append_classes (GString *text, PnSnapshot *snapshot)
{
  const char *const *names = pn_snapshot_class_names (snapshot);
  g_autoptr (json_t) array = json_array ();

  for (; *names != NULL; names++)
    json_array_append_new (array, json_string (*names));
  g_string_append (text, "CLASSES = ");
  pn_json_append (text, array);
}

static void
append_head (GString *text, PnSnapshot *snapshot)
{
  const PnNormalisation *normalisation = pn_snapshot_normalisation (snapshot);
  g_autofree char *mean = pn_json_format_double (normalisation->mean);
  g_autofree char *std = pn_json_format_double (normalisation->std);

  g_string_append (text, "#!/usr/bin/env python3\n\"\"\"A network trained by Perceptron.\n\n");
  g_string_append (text, intro);
  g_string_append_printf (text, "MEAN = %s\nSTD = %s\n", mean, std);
  append_classes (text, snapshot);
  g_string_append (text, functions);
}

GBytes *
pn_export_python (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error)
{
  g_autoptr (GPtrArray) layers = pn_export_layers (snapshot, error);
  GString *text;

  if (layers == NULL)
    return NULL;
  text = g_string_new (NULL);
  append_head (text, snapshot);
  for (guint i = 0; i < layers->len; i++)
    append_layer (text, g_ptr_array_index (layers, i));
  g_string_append (text, outro);
  return g_string_free_to_bytes (text);
}
