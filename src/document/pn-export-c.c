/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A C program that needs nothing but libm, with the weights inside. */

#include "config.h"

#include "pn-json.h"
#include "pn-model-export-private.h"

static const char intro[] = "/* A network trained by Perceptron. C99; link with -lm.\n"
                            " *\n"
                            " * void perceptron_logits (const float *input, float *logits);\n"
                            " * int perceptron_classify (const float *input);\n"
                            " *\n"
                            " * The input is one picture in the data's own units; normalisation is "
                            "inside. As a program it\n"
                            " * reads such pictures as numbers from standard input and prints a "
                            "line of logits for each;\n"
                            " * compiled with -DPERCEPTRON_NO_MAIN it is a part of another.\n"
                            " */\n"
                            "\n"
                            "#include <math.h>\n"
                            "#include <stdio.h>\n"
                            "\n";

static const char functions[]
    = "\n"
      "static double sigmoid (double z) { return 0.5 * (1 + tanh (0.5 * z)); }\n"
      "\n"
      "static double\n"
      "activate (enum activation activation, double z)\n"
      "{\n"
      "  switch (activation)\n"
      "    {\n"
      "    case SIGMOID: return sigmoid (z);\n"
      "    case IMPROVED_SIGMOID: return 1.7159 * tanh (2 * z / 3);\n"
      "    case TANH: return tanh (z);\n"
      "    case RELU: return z > 0 ? z : 0;\n"
      "    case LEAKY_RELU: return z > 0 ? z : 0.01 * z;\n"
      "    case ELU: return z > 0 ? z : expm1 (z);\n"
      "    case GELU: return 0.5 * z * (1 + erf (z * 0.70710678118654752));\n"
      "    case SOFTPLUS: return z > 0 ? z + log1p (exp (-z)) : log1p (exp (z));\n"
      "    case SILU: return z * sigmoid (z);\n"
      "    default: return z;\n"
      "    }\n"
      "}\n"
      "\n"
      "static void\n"
      "dense (const float *weight, const float *bias, int units, int fan_in,\n"
      "       enum activation activation, const float *in, float *out)\n"
      "{\n"
      "  for (int k = 0; k < units; k++)\n"
      "    {\n"
      "      double z = bias ? bias[k] : 0;\n"
      "\n"
      "      for (int i = 0; i < fan_in; i++)\n"
      "        z += (double) weight[k * fan_in + i] * in[i];\n"
      "      out[k] = (float) activate (activation, z);\n"
      "    }\n"
      "}\n"
      "\n";

static const char outro[] = "int\n"
                            "perceptron_classify (const float *input)\n"
                            "{\n"
                            "  float logits[N_CLASSES];\n"
                            "  int best = 0;\n"
                            "\n"
                            "  perceptron_logits (input, logits);\n"
                            "  for (int k = 1; k < N_CLASSES; k++)\n"
                            "    if (logits[k] > logits[best])\n"
                            "      best = k;\n"
                            "  return best;\n"
                            "}\n"
                            "\n"
                            "#ifndef PERCEPTRON_NO_MAIN\n"
                            "int\n"
                            "main (void)\n"
                            "{\n"
                            "  static float input[N_INPUTS];\n"
                            "  float logits[N_CLASSES];\n"
                            "  int n = 0;\n"
                            "\n"
                            "  while (scanf (\"%f\", &input[n]) == 1)\n"
                            "    if (++n == N_INPUTS)\n"
                            "      {\n"
                            "        perceptron_logits (input, logits);\n"
                            "        for (int k = 0; k < N_CLASSES; k++)\n"
                            "          printf (\"%s%.9g\", k ? \" \" : \"\", logits[k]);\n"
                            "        printf (\"\\n\");\n"
                            "        n = 0;\n"
                            "      }\n"
                            "  return n != 0;\n"
                            "}\n"
                            "#endif\n";

/* "IMPROVED_SIGMOID" */
static char *
constant_name (PnActivation activation)
{
  char *name = g_ascii_strup (pn_activation_name (activation), -1);

  return g_strdelimit (name, "-", '_');
}

static void
append_enumeration (GString *text)
{
  g_string_append (text, "enum activation\n{\n");
  for (guint i = 0; i < PN_N_ACTIVATIONS; i++)
    {
      g_autofree char *name = constant_name ((PnActivation) i);

      g_string_append_printf (text, "  %s,\n", name);
    }
  g_string_append (text, "};\n");
}

/* Nine digits tell one float from the next. */
static void
append_array (GString *text, const char *name, guint index, const float *values, gsize n)
{
  g_string_append_printf (text, "static const float %s_%u[] = {", name, index);
  for (gsize i = 0; i < n; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.9e", (double) values[i]);
      g_string_append_printf (text, "%s%sf,", i % 6 == 0 ? "\n  " : " ", number);
    }
  g_string_append (text, "\n};\n");
}

static void
append_head (GString *text, PnSnapshot *snapshot)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);

  g_string_append (text, intro);
  g_string_append_printf (text, "#define N_INPUTS %zu\n#define N_CLASSES %zu\n\n",
                          pn_spec_n_inputs (spec), pn_spec_n_outputs (spec));
  append_enumeration (text);
  g_string_append (text, functions);
}

static void
append_call (GString *text, const PnExportLayer *layer, guint index, guint last)
{
  g_autofree char *bias = layer->bias != NULL ? g_strdup_printf ("bias_%u", index) : g_strdup ("0");
  g_autofree char *out = index == last ? g_strdup ("logits") : g_strdup_printf ("a_%u", index);
  g_autofree char *in = index == 0 ? g_strdup ("x") : g_strdup_printf ("a_%u", index - 1);
  g_autofree char *activation = constant_name (layer->activation);

  g_string_append_printf (text, "  dense (weight_%u, %s, %zu, %zu, %s, %s, %s);\n", index, bias,
                          layer->units, layer->fan_in, activation, in, out);
}

static void
append_forward (GString *text, PnSnapshot *snapshot, GPtrArray *layers)
{
  const PnNormalisation *normalisation = pn_snapshot_normalisation (snapshot);
  g_autofree char *mean = pn_json_format_double (normalisation->mean);
  g_autofree char *std = pn_json_format_double (normalisation->std);

  g_string_append (text, "\nvoid\nperceptron_logits (const float *input, float *logits)\n{\n"
                         "  static float x[N_INPUTS];\n");
  for (guint i = 0; i + 1 < layers->len; i++)
    {
      const PnExportLayer *layer = g_ptr_array_index (layers, i);

      g_string_append_printf (text, "  static float a_%u[%zu];\n", i, layer->units);
    }
  g_string_append_printf (text,
                          "\n  for (int i = 0; i < N_INPUTS; i++)\n"
                          "    x[i] = (float) ((input[i] - %s) / %s);\n",
                          mean, std);
  for (guint i = 0; i < layers->len; i++)
    append_call (text, g_ptr_array_index (layers, i), i, layers->len - 1);
  g_string_append (text, "}\n\n");
}

GBytes *
pn_export_c (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error)
{
  g_autoptr (GPtrArray) layers = pn_export_layers (snapshot, error);
  GString *text;

  if (layers == NULL)
    return NULL;
  text = g_string_new (NULL);
  append_head (text, snapshot);
  for (guint i = 0; i < layers->len; i++)
    {
      const PnExportLayer *layer = g_ptr_array_index (layers, i);

      append_array (text, "weight", i, layer->weights, layer->units * layer->fan_in);
      if (layer->bias != NULL)
        append_array (text, "bias", i, layer->bias, layer->units);
    }
  append_forward (text, snapshot, layers);
  g_string_append (text, outro);
  return g_string_free_to_bytes (text);
}
