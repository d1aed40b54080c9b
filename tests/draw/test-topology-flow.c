/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "pn-made-network.h"

static GArray *
find_all (const MadeNetwork *made, const PnTopologyItem *focus, guint n)
{
  return pn_topology_find_connections (made->spec, (const float *const *) made->weights,
                                       made->input, (const float *const *) made->activations, focus,
                                       n);
}

/* What flows by the definition: weight × activation, and Σ w x from the input. */
static double
flow (const MadeNetwork *made, gsize layer, gsize unit, gsize source)
{
  gsize fan_in = pn_spec_fan_in (made->spec, layer - 1);
  const float *row = made->weights[layer - 1] + unit * fan_in;
  double sum = 0;

  if (layer > 1)
    return (double) row[source] * made->activations[layer - 2][source];
  for (gsize i = 0; i < fan_in; i++)
    sum += (double) row[i] * made->input[i];
  return sum;
}

/* How many connections into a layer are stronger than one. */
static gsize
count_stronger (const MadeNetwork *made, gsize layer, double strength)
{
  gsize sources = layer == 1 ? 1 : made->spec->layers[layer - 2].units, n = 0;

  for (gsize unit = 0; unit < made->spec->layers[layer - 1].units; unit++)
    for (gsize source = 0; source < sources; source++)
      n += fabs (flow (made, layer, unit, source)) > strength * (1 + 1e-5);
  return n;
}

static void
test_strongest (void)
{
  g_autoptr (MadeNetwork) made = made_network_new (20, 2);
  g_autoptr (GArray) found = find_all (made, NULL, 7);

  g_assert_cmpuint (found->len, ==, 3 * 7);
  for (guint i = 0; i < found->len; i++)
    {
      const PnTopologyConnection *it = &g_array_index (found, PnTopologyConnection, i);
      double expected = flow (made, it->layer, it->unit, it->source_unit);

      g_assert_cmpuint (it->layer, ==, 1 + i / 7);
      g_assert_cmpfloat_with_epsilon (it->strength, expected, 1e-3);
      g_assert_cmpuint (count_stronger (made, it->layer, fabs (it->strength)), ==, i % 7);
    }
}

static void
test_focus (void)
{
  g_autoptr (MadeNetwork) made = made_network_new (20, 2);
  PnTopologyItem focus = { PN_TOPOLOGY_UNIT, 2, 5 };
  g_autoptr (GArray) found = find_all (made, &focus, 6);

  g_assert_cmpuint (found->len, ==, 12);
  for (guint i = 0; i < found->len; i++)
    {
      const PnTopologyConnection *it = &g_array_index (found, PnTopologyConnection, i);

      g_assert_true ((it->layer == 2 && it->unit == 5) || (it->layer == 3 && it->source_unit == 5));
      g_assert_cmpfloat_with_epsilon (it->strength,
                                      flow (made, it->layer, it->unit, it->source_unit), 1e-5);
    }
}

static void
test_not_finite (void)
{
  g_autoptr (MadeNetwork) made = made_network_new (4, 1);
  g_autoptr (GArray) found = NULL;

  for (gsize i = 0; i < 4 * 784; i++)
    made->weights[0][i] = NAN;
  found = find_all (made, NULL, 3);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpuint (g_array_index (found, PnTopologyConnection, i).layer, ==, 2);
}

static void
test_nothing_known (void)
{
  g_autoptr (MadeNetwork) made = made_network_new (4, 1);
  g_autoptr (GArray) found = pn_topology_find_connections (
      made->spec, (const float *const *) made->weights, NULL, NULL, NULL, 5);

  g_assert_cmpuint (found->len, ==, 0);
}

static double
worth (const MadeNetwork *made, gsize layer, gsize unit)
{
  gsize n = made->spec->layers[layer - 1].units;
  double sum = 0;

  for (gsize k = 0; k < made->spec->layers[layer].units; k++)
    sum += fabs (made->weights[layer][k * n + unit]);
  return sum * fabs (made->activations[layer - 1][unit]);
}

static void
test_rank (void)
{
  g_autoptr (MadeNetwork) made = made_network_new (30, 2);
  gsize units[10];
  double least = INFINITY;
  gsize better = 0;

  pn_topology_rank_units (made->spec, (const float *const *) made->weights,
                          (const float *const *) made->activations, 1, 10, units);
  for (int i = 0; i < 10; i++)
    {
      g_assert_true (i == 0 || units[i] > units[i - 1]);
      least = MIN (least, worth (made, 1, units[i]));
    }
  for (gsize unit = 0; unit < 30; unit++)
    better += worth (made, 1, unit) >= least * (1 - 1e-6);
  g_assert_cmpuint (better, ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/topology-flow/strongest", test_strongest);
  g_test_add_func ("/draw/topology-flow/focus", test_focus);
  g_test_add_func ("/draw/topology-flow/not-finite", test_not_finite);
  g_test_add_func ("/draw/topology-flow/nothing-known", test_nothing_known);
  g_test_add_func ("/draw/topology-flow/rank", test_rank);
  return g_test_run ();
}
