/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* ONNX (IR version 7, operators of version 13): "input" [N, inputs] in the data's own units,
 * normalised inside; "logits" and "probabilities" [N, classes]. Messages and their field numbers by
 * onnx.proto, operators by "ONNX Operators".
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-model-export-private.h"
#include "pn-model-json-private.h"
#include "pn-protobuf-private.h"

#define IR_VERSION 7
#define OPERATORS_VERSION 13

/* Protocol Buffers end at 2 GiB; half of that leaves room for the copies. */
#define MAX_PARAMETERS ((gsize) 1 << 28)

/* ModelProto, GraphProto, … */
enum
{
  MODEL_IR_VERSION = 1,
  MODEL_PRODUCER_NAME = 2,
  MODEL_PRODUCER_VERSION = 3,
  MODEL_GRAPH = 7,
  MODEL_OPSET_IMPORT = 8,
  MODEL_METADATA = 14,
  ENTRY_KEY = 1,
  ENTRY_VALUE = 2,
  OPSET_VERSION = 2,
  GRAPH_NODE = 1,
  GRAPH_NAME = 2,
  GRAPH_INITIALIZER = 5,
  GRAPH_INPUT = 11,
  GRAPH_OUTPUT = 12,
  NODE_INPUT = 1,
  NODE_OUTPUT = 2,
  NODE_NAME = 3,
  NODE_OPERATOR = 4,
  NODE_ATTRIBUTE = 5,
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_FLOAT = 2,
  ATTRIBUTE_INT = 3,
  ATTRIBUTE_TYPE = 20,
  ATTRIBUTE_TYPE_FLOAT = 1,
  ATTRIBUTE_TYPE_INT = 2,
  TENSOR_DIMS = 1,
  TENSOR_TYPE = 2,
  TENSOR_NAME = 8,
  TENSOR_RAW_DATA = 9,
  VALUE_NAME = 1,
  VALUE_TYPE = 2,
  TYPE_TENSOR = 1,
  TENSOR_TYPE_ELEMENT = 1,
  TENSOR_TYPE_SHAPE = 2,
  SHAPE_DIM = 1,
  DIM_VALUE = 1,
  DIM_PARAM = 2,
  TYPE_FLOAT = 1,
};

/* The graph while it grows; `last` names the value that the next node takes. */
typedef struct
{
  GByteArray *graph;
  char *last;
  guint n_nodes;
} Graph;

static void
add_tensor (Graph *self, const char *name, gsize rows, gsize columns, const float *values)
{
  GByteArray *tensor = g_byte_array_new ();

  if (rows > 0)
    pn_protobuf_put_int (tensor, TENSOR_DIMS, rows);
  if (columns > 0)
    pn_protobuf_put_int (tensor, TENSOR_DIMS, columns);
  pn_protobuf_put_int (tensor, TENSOR_TYPE, TYPE_FLOAT);
  pn_protobuf_put_string (tensor, TENSOR_NAME, name);
  pn_protobuf_put_floats_raw (tensor, TENSOR_RAW_DATA, values, MAX (rows, 1) * MAX (columns, 1));
  pn_protobuf_put_message (self->graph, GRAPH_INITIALIZER, tensor);
}

static void
add_scalar (Graph *self, const char *name, double value)
{
  float number = (float) value;

  add_tensor (self, name, 0, 0, &number);
}

static GByteArray *
new_int_attribute (const char *name, guint64 value)
{
  GByteArray *attribute = g_byte_array_new ();

  pn_protobuf_put_string (attribute, ATTRIBUTE_NAME, name);
  pn_protobuf_put_int (attribute, ATTRIBUTE_INT, value);
  pn_protobuf_put_int (attribute, ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_INT);
  return attribute;
}

static GByteArray *
new_float_attribute (const char *name, double value)
{
  GByteArray *attribute = g_byte_array_new ();

  pn_protobuf_put_string (attribute, ATTRIBUTE_NAME, name);
  pn_protobuf_put_float (attribute, ATTRIBUTE_FLOAT, (float) value);
  pn_protobuf_put_int (attribute, ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_FLOAT);
  return attribute;
}

/* A node from the last value, and `second` and `third` (may be NULL), to a new one, which becomes
 * the last. Takes the attribute (may be NULL).
 */
static void
add_node (Graph *self,
          const char *
          operator,
          const char * second,
          const char *third,
          const char *output,
          GByteArray *attribute)
{
  GByteArray *node = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf ("node_%u", self->n_nodes);
  char *value = output != NULL ? g_strdup (output) : g_strdup_printf ("value_%u", self->n_nodes);

  self->n_nodes++;
  pn_protobuf_put_string (node, NODE_INPUT, self->last);
  if (second != NULL)
    pn_protobuf_put_string (node, NODE_INPUT, second);
  if (third != NULL)
    pn_protobuf_put_string (node, NODE_INPUT, third);
  pn_protobuf_put_string (node, NODE_OUTPUT, value);
  pn_protobuf_put_string (node, NODE_NAME, name);
  pn_protobuf_put_string (node, NODE_OPERATOR, operator);
  if (attribute != NULL)
    pn_protobuf_put_message (node, NODE_ATTRIBUTE, attribute);
  pn_protobuf_put_message (self->graph, GRAPH_NODE, node);
  g_free (self->last);
  self->last = value;
}

/* z Φ(z) = z (1 + erf (z/√2)) / 2: there is no operator for it in version 13. */
static void
add_gelu (Graph *self)
{
  g_autofree char *z = g_strdup (self->last);

  add_node (self, "Mul", "sqrt_half", NULL, NULL, NULL);
  add_node (self, "Erf", NULL, NULL, NULL, NULL);
  add_node (self, "Add", "one", NULL, NULL, NULL);
  add_node (self, "Mul", "half", NULL, NULL, NULL);
  add_node (self, "Mul", z, NULL, NULL, NULL);
}

static void
add_silu (Graph *self)
{
  g_autofree char *z = g_strdup (self->last);

  add_node (self, "Sigmoid", NULL, NULL, NULL, NULL);
  add_node (self, "Mul", z, NULL, NULL, NULL);
}

static void
add_improved_sigmoid (Graph *self)
{
  add_node (self, "Mul", "two_thirds", NULL, NULL, NULL);
  add_node (self, "Tanh", NULL, NULL, NULL, NULL);
  add_node (self, "Mul", "height", NULL, NULL, NULL);
}

static void
add_activation (Graph *self, PnActivation activation)
{
  static const char *const operators[PN_N_ACTIVATIONS] = {
    [PN_ACTIVATION_SIGMOID] = "Sigmoid", [PN_ACTIVATION_TANH] = "Tanh",
    [PN_ACTIVATION_RELU] = "Relu",       [PN_ACTIVATION_LEAKY_RELU] = "LeakyRelu",
    [PN_ACTIVATION_ELU] = "Elu",         [PN_ACTIVATION_SOFTPLUS] = "Softplus",
  };

  if (activation == PN_ACTIVATION_IMPROVED_SIGMOID)
    add_improved_sigmoid (self);
  else if (activation == PN_ACTIVATION_GELU)
    add_gelu (self);
  else if (activation == PN_ACTIVATION_SILU)
    add_silu (self);
  else if (activation == PN_ACTIVATION_LEAKY_RELU)
    add_node (self, "LeakyRelu", NULL, NULL, NULL, new_float_attribute ("alpha", 0.01));
  else if (operators[activation] != NULL)
    add_node (self, operators[activation], NULL, NULL, NULL, NULL);
}

static void
add_layer (Graph *self, const PnExportLayer *layer)
{
  add_tensor (self, layer->weight_name, layer->units, layer->fan_in, layer->weights);
  if (layer->bias != NULL)
    add_tensor (self, layer->bias_name, layer->units, 0, layer->bias);
  add_node (self, "Gemm", layer->weight_name, layer->bias != NULL ? layer->bias_name : NULL, NULL,
            new_int_attribute ("transB", 1));
  add_activation (self, layer->activation);
}

/* [N, n] of floats. */
static void
add_value (Graph *self, guint field, const char *name, gsize n)
{
  GByteArray *value = g_byte_array_new ();
  GByteArray *type = g_byte_array_new ();
  GByteArray *tensor = g_byte_array_new ();
  GByteArray *shape = g_byte_array_new ();
  GByteArray *rows = g_byte_array_new ();
  GByteArray *columns = g_byte_array_new ();

  pn_protobuf_put_string (rows, DIM_PARAM, "N");
  pn_protobuf_put_int (columns, DIM_VALUE, n);
  pn_protobuf_put_message (shape, SHAPE_DIM, rows);
  pn_protobuf_put_message (shape, SHAPE_DIM, columns);
  pn_protobuf_put_int (tensor, TENSOR_TYPE_ELEMENT, TYPE_FLOAT);
  pn_protobuf_put_message (tensor, TENSOR_TYPE_SHAPE, shape);
  pn_protobuf_put_message (type, TYPE_TENSOR, tensor);
  pn_protobuf_put_string (value, VALUE_NAME, name);
  pn_protobuf_put_message (value, VALUE_TYPE, type);
  pn_protobuf_put_message (self->graph, field, value);
}

static void
add_constants (Graph *self, const PnNormalisation *normalisation)
{
  add_scalar (self, "mean", normalisation->mean);
  add_scalar (self, "std", normalisation->std);
  add_scalar (self, "height", 1.7159);
  add_scalar (self, "two_thirds", 2.0 / 3);
  add_scalar (self, "half", 0.5);
  add_scalar (self, "one", 1);
  add_scalar (self, "sqrt_half", G_SQRT2 / 2);
}

static GByteArray *
make_graph (PnSnapshot *snapshot, const PnRecipe *recipe, GPtrArray *layers)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);
  Graph self = { g_byte_array_new (), g_strdup ("input"), 0 };

  pn_protobuf_put_string (self.graph, GRAPH_NAME, recipe != NULL ? recipe->name : "perceptron");
  add_value (&self, GRAPH_INPUT, "input", pn_spec_n_inputs (spec));
  add_value (&self, GRAPH_OUTPUT, "logits", pn_spec_n_outputs (spec));
  add_value (&self, GRAPH_OUTPUT, "probabilities", pn_spec_n_outputs (spec));
  add_constants (&self, pn_snapshot_normalisation (snapshot));
  add_node (&self, "Sub", "mean", NULL, NULL, NULL);
  add_node (&self, "Div", "std", NULL, NULL, NULL);
  for (guint i = 0; i < layers->len; i++)
    add_layer (&self, g_ptr_array_index (layers, i));
  add_node (&self, "Identity", NULL, NULL, "logits", NULL);
  add_node (&self, "Softmax", NULL, NULL, "probabilities", new_int_attribute ("axis", 1));
  g_free (self.last);
  return self.graph;
}

static GByteArray *
make_model (PnSnapshot *snapshot, GByteArray *graph)
{
  GByteArray *model = g_byte_array_new ();
  GByteArray *opset = g_byte_array_new ();
  GByteArray *entry = g_byte_array_new ();
  g_autofree char *info
      = pn_model_info_to_json (pn_snapshot_spec (snapshot), pn_snapshot_normalisation (snapshot),
                               pn_snapshot_class_names (snapshot));

  pn_protobuf_put_int (opset, OPSET_VERSION, OPERATORS_VERSION);
  pn_protobuf_put_string (entry, ENTRY_KEY, "perceptron");
  pn_protobuf_put_string (entry, ENTRY_VALUE, info);
  pn_protobuf_put_int (model, MODEL_IR_VERSION, IR_VERSION);
  pn_protobuf_put_string (model, MODEL_PRODUCER_NAME, "perceptron");
  pn_protobuf_put_string (model, MODEL_PRODUCER_VERSION, PN_VERSION);
  pn_protobuf_put_message (model, MODEL_GRAPH, graph);
  pn_protobuf_put_message (model, MODEL_OPSET_IMPORT, opset);
  pn_protobuf_put_message (model, MODEL_METADATA, entry);
  return model;
}

GBytes *
pn_export_onnx (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error)
{
  gsize n_parameters = pn_spec_n_parameters (pn_snapshot_spec (snapshot));
  g_autoptr (GPtrArray) layers = NULL;

  if (n_parameters > MAX_PARAMETERS)
    {
      g_set_error (
          error, PN_ERROR, PN_ERROR_TOO_LARGE,
          _ ("a network of %zu parameters is too large for an .onnx; .safetensors takes it"),
          n_parameters);
      return NULL;
    }
  layers = pn_export_layers (snapshot, error);
  if (layers == NULL)
    return NULL;
  return g_byte_array_free_to_bytes (make_model (snapshot, make_graph (snapshot, recipe, layers)));
}
