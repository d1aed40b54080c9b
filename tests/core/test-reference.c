/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Numbers from an independent implementation (data/mlp-reference.json; its field `about` says how
 * they were made). Built once for each precision.
 */

#include <jansson.h>
#include <math.h>

#include "pn-network.h"
#include "pn-optimizer.h"

#ifdef PN_DOUBLE
#define TOLERANCE 1e-12
#else
#define TOLERANCE 1e-5
#endif

/* |difference| ≤ tolerance × the largest magnitude of the reference tensor; NaN fails. */
static void
assert_near (const char *what, gsize n, const PnReal *found, const double *expected)
{
  double largest = 0.0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (expected[i]));
  for (gsize i = 0; i < n; i++)
    if (!(fabs ((double) found[i] - expected[i]) <= TOLERANCE * largest))
      {
        g_test_message ("%s[%zu]: %.17g, but the reference has %.17g", what, i, (double) found[i],
                        expected[i]);
        g_test_fail ();
        return;
      }
}

/* All numbers of nested arrays, in order. */
static void
flatten (json_t *value, GArray *numbers)
{
  gsize index;
  json_t *element;
  double number = json_number_value (value);

  if (!json_is_array (value))
    g_array_append_val (numbers, number);
  else
    json_array_foreach (value, index, element) flatten (element, numbers);
}

static double *
get_doubles (json_t *object, const char *name, gsize *n)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  flatten (json_object_get (object, name), numbers);
  if (n != NULL)
    *n = numbers->len;
  return (double *) g_array_free (numbers, FALSE);
}

static PnReal *
get_reals (json_t *object, const char *name, gsize *n)
{
  gsize length;
  g_autofree double *doubles = get_doubles (object, name, &length);
  PnReal *reals = g_new (PnReal, length);

  for (gsize i = 0; i < length; i++)
    reals[i] = (PnReal) doubles[i];
  if (n != NULL)
    *n = length;
  return reals;
}

static guint16 *
get_labels (json_t *object)
{
  gsize n;
  g_autofree double *doubles = get_doubles (object, "labels", &n);
  guint16 *labels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    labels[i] = (guint16) doubles[i];
  return labels;
}

static gsize
get_size (json_t *object, gsize index)
{
  json_t *sizes = json_object_get (object, "sizes");

  return (gsize) json_integer_value (json_array_get (sizes, index));
}

static PnActivation
get_activation (json_t *object, gsize layer)
{
  json_t *names = json_object_get (object, "hidden_activations");
  const char *name = json_string_value (json_array_get (names, layer));
  PnActivation activation = PN_ACTIVATION_IDENTITY;
  g_autoptr (GError) error = NULL;

  if (name != NULL)
    pn_activation_from_name (name, &activation, &error);
  g_assert_no_error (error);
  return activation;
}

static gboolean
has_trick (json_t *object)
{
  return g_str_equal (json_string_value (json_object_get (object, "bias")), "input");
}

static PnSpec *
build_spec (json_t *object)
{
  gsize n_layers = json_array_size (json_object_get (object, "sizes")) - 1;
  PnSpec *spec = pn_spec_new (1, 1, get_size (object, 0));

  for (gsize i = 0; i < n_layers; i++)
    {
      PnLayerSpec layer = { .units = get_size (object, i + 1),
                            .activation = get_activation (object, i),
                            .bias = PN_BIAS_LAYER };

      if (has_trick (object))
        layer.bias = i == 0 ? PN_BIAS_INPUT : PN_BIAS_NONE;
      pn_spec_insert (spec, i, &layer);
    }
  return spec;
}

/* With the trick the reference keeps the constant's weight as the last column of w. */
static void
split_trick (const PnReal *joined, gsize units, gsize fan_in, PnReal *weights, PnReal *bias)
{
  for (gsize unit = 0; unit < units; unit++)
    {
      for (gsize i = 0; i < fan_in; i++)
        weights[unit * fan_in + i] = joined[unit * (fan_in + 1) + i];
      bias[unit] = joined[unit * (fan_in + 1) + fan_in];
    }
}

static void
load_parameters (PnNetwork *network, json_t *object, const char *name)
{
  const PnSpec *spec = pn_network_spec (network);

  for (gsize i = 0; i < spec->n_layers; i++)
    {
      json_t *tensors = json_array_get (json_object_get (object, name), i);
      gsize fan_in = pn_spec_fan_in (spec, i);
      g_autofree PnReal *w = get_reals (tensors, "w", NULL);
      g_autofree PnReal *weights = g_new (PnReal, spec->layers[i].units * fan_in);
      g_autofree PnReal *bias = g_new (PnReal, spec->layers[i].units);

      if (spec->layers[i].bias == PN_BIAS_INPUT)
        {
          split_trick (w, spec->layers[i].units, fan_in, weights, bias);
          pn_network_set_weights (network, i, weights, bias);
        }
      else if (spec->layers[i].bias == PN_BIAS_LAYER)
        {
          g_autofree PnReal *b = get_reals (tensors, "b", NULL);

          pn_network_set_weights (network, i, w, b);
        }
      else
        pn_network_set_weights (network, i, w, NULL);
    }
}

typedef void (*Getter) (const PnNetwork *, gsize, PnReal *, PnReal *);

/* The network's parameters or gradients as the reference lays them out. */
static void
assert_tensors (const PnNetwork *network, json_t *object, const char *name, Getter get)
{
  const PnSpec *spec = pn_network_spec (network);

  for (gsize i = 0; i < spec->n_layers; i++)
    {
      json_t *tensors = json_array_get (json_object_get (object, name), i);
      gsize units = spec->layers[i].units;
      gsize fan_in = pn_spec_fan_in (spec, i);
      gboolean trick = spec->layers[i].bias == PN_BIAS_INPUT;
      gsize n;
      g_autofree double *w = get_doubles (tensors, "w", &n);
      g_autofree double *b = get_doubles (tensors, "b", NULL);
      g_autofree PnReal *weights = g_new (PnReal, units * fan_in);
      g_autofree PnReal *bias = g_new (PnReal, units);
      g_autofree PnReal *joined = g_new (PnReal, units * (fan_in + 1));

      get (network, i, weights, bias);
      g_assert_cmpuint (n, ==, units * (fan_in + (trick ? 1 : 0)));
      for (gsize unit = 0; unit < units; unit++)
        {
          for (gsize k = 0; k < fan_in; k++)
            joined[unit * (fan_in + 1) + k] = weights[unit * fan_in + k];
          joined[unit * (fan_in + 1) + fan_in] = bias[unit];
        }
      assert_near (name, n, trick ? joined : weights, w);
      if (spec->layers[i].bias == PN_BIAS_LAYER)
        assert_near (name, units, bias, b);
    }
}

static PnNetwork *
build_network (json_t *object, const char *parameters)
{
  g_autoptr (GError) error = NULL;
  PnSpec *spec = build_spec (object);
  PnNetwork *network = pn_network_new (spec, &error);

  g_assert_no_error (error);
  pn_spec_free (spec);
  load_parameters (network, object, parameters);
  return network;
}

static void
test_case (gconstpointer data)
{
  json_t *object = (json_t *) data;
  PnNetwork *network = build_network (object, "params");
  gsize n;
  g_autofree PnReal *x = get_reals (object, "x", &n);
  g_autofree guint16 *labels = get_labels (object);
  PnInputs inputs = { .n = n / get_size (object, 0), .reals = x, .normalisation = { 0.0, 1.0 } };
  PnWorkspace *workspace = pn_workspace_new (network, inputs.n, NULL);
  g_autofree double *class_weights = get_doubles (object, "class_weights", &n);
  PnObjective objective = {
    .label_smoothing = json_number_value (json_object_get (object, "label_smoothing")),
    .class_weights = n > 1 ? class_weights : NULL,
  };
  g_autofree double *logits = get_doubles (object, "logits", &n);
  g_autofree double *probabilities = get_doubles (object, "probabilities", NULL);
  g_autofree double *expected_loss = get_doubles (object, "loss", NULL);
  g_autofree PnReal *out = g_new (PnReal, n);
  PnReal loss;

  pn_network_forward (network, workspace, &inputs);
  pn_workspace_get_logits (workspace, out);
  assert_near ("logits", n, out, logits);
  pn_workspace_get_probabilities (workspace, out);
  assert_near ("probabilities", n, out, probabilities);
  loss = (PnReal) pn_network_backward (network, workspace, &inputs, labels, &objective, NULL);
  assert_near ("loss", 1, &loss, expected_loss);
  assert_tensors (network, object, "grads", pn_network_get_gradients);
  pn_workspace_free (workspace);
  pn_network_free (network);
}

static double
get_number (json_t *object, const char *name, double fallback)
{
  json_t *number = json_object_get (object, name);

  return number != NULL ? json_number_value (number) : fallback;
}

static PnSettings
get_settings (json_t *optimizer)
{
  const char *name = json_string_value (json_object_get (optimizer, "name"));
  PnSettings settings = pn_settings_default ();

  if (json_is_true (json_object_get (optimizer, "nesterov")))
    name = "nesterov";
  else if (g_str_has_prefix (name, "sgd"))
    name = "sgd";
  g_assert_true (pn_optimizer_from_name (name, &settings.optimizer, NULL));
  settings.learning_rate = get_number (optimizer, "lr", 0.0);
  settings.momentum = get_number (optimizer, "momentum", 0.0);
  settings.l2 = get_number (optimizer, "weight_decay", 0.0);
  settings.rho = get_number (optimizer, "alpha", settings.rho);
  settings.beta1 = get_number (optimizer, "beta1", settings.beta1);
  settings.beta2 = get_number (optimizer, "beta2", settings.beta2);
  settings.epsilon = get_number (optimizer, "eps", settings.epsilon);
  return settings;
}

static void
test_optimizer (gconstpointer data)
{
  json_t *object = (json_t *) data;
  PnSettings settings = get_settings (json_object_get (object, "optimizer"));
  PnNetwork *network = build_network (object, "start");
  gsize length = pn_network_length (network);
  gsize n;
  g_autofree PnReal *x = get_reals (object, "x", &n);
  g_autofree guint16 *labels = get_labels (object);
  PnInputs inputs = { .n = n / get_size (object, 0), .reals = x, .normalisation = { 0.0, 1.0 } };
  PnWorkspace *workspace = pn_workspace_new (network, inputs.n, NULL);
  g_autofree double *losses = get_doubles (object, "losses", &n);
  g_autofree PnReal *first = g_new0 (PnReal, length);
  g_autofree PnReal *second = g_new0 (PnReal, length);
  PnReal *const slots[2] = { first, second };

  for (gsize step = 0; step < n; step++)
    {
      PnUpdate update = pn_update_new (&settings, 0.0, step);
      PnReal loss = (PnReal) pn_network_backward (network, workspace, &inputs, labels, NULL, NULL);

      assert_near ("losses", 1, &loss, &losses[step]);
      g_assert_true (pn_update_apply (&update, length, pn_network_parameters (network), slots,
                                      pn_network_gradients (network)));
    }
  assert_tensors (network, object, "end", pn_network_get_weights);
  pn_workspace_free (workspace);
  pn_network_free (network);
}

static void
add_tests (json_t *root)
{
  gsize index;
  json_t *object;

  json_array_foreach (json_object_get (root, "cases"), index, object)
  {
    const char *name = json_string_value (json_object_get (object, "name"));
    g_autofree char *path = g_strdup_printf ("/reference/%s", name);

    g_test_add_data_func (path, object, test_case);
  }
  json_array_foreach (json_object_get (root, "optimizers"), index, object)
  {
    json_t *optimizer = json_object_get (object, "optimizer");
    g_autofree char *path = g_strdup_printf (
        "/reference/optimizer/%s", json_string_value (json_object_get (optimizer, "name")));

    g_test_add_data_func (path, object, test_optimizer);
  }
}

int
main (int argc, char *argv[])
{
  g_autofree char *path = NULL;
  json_error_t error;
  json_t *root;
  int status;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "data", "mlp-reference.json", NULL);
  root = json_load_file (path, 0, &error);
  if (root == NULL)
    g_error ("%s: line %d: %s", path, error.line, error.text);
  add_tests (root);
  status = g_test_run ();
  json_decref (root);
  return status;
}
