/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Microseconds that one image takes forwards through 784-128-10, as at every motion of the pen. */

#include <glib.h>

#include "pn-network.h"

#define ROUNDS 20000

/* A digit's worth of ink: 19 % of the pixels. */
static void
draw (guint8 *pixels)
{
  for (gsize i = 0; i < 784; i++)
    pixels[i] = i % 28 > 10 && i % 28 < 17 && i / 28 > 3 && i / 28 < 24 ? 200 : 0;
}

/* With parameters that have just changed, as while a run trains, or not. */
static double
measure (PnNetwork *network, gboolean changed)
{
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (network, 1, NULL);
  guint8 pixels[784];
  float logits[10];
  PnInputs inputs = { .n = 1, .bytes = pixels, .normalisation = { 33.3, 78.6 } };
  gint64 begun;

  draw (pixels);
  pn_network_forward (network, workspace, &inputs);
  begun = g_get_monotonic_time ();
  for (int i = 0; i < ROUNDS; i++)
    {
      if (changed)
        pn_network_parameters (network);
      pn_network_forward (network, workspace, &inputs);
      pn_workspace_get_logits (workspace, logits);
    }
  return (double) (g_get_monotonic_time () - begun) / ROUNDS;
}

int
main (void)
{
  const gsize input[3] = { 1, 28, 28 };
  const PnLayerSpec hidden
      = { PN_LAYER_DENSE, 128, PN_ACTIVATION_RELU, PN_INIT_HE, PN_BIAS_LAYER, 0.0 };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, &hidden, 1, 10);
  g_autoptr (PnNetwork) network = pn_network_new (spec, NULL);

  pn_network_initialise (network, 1);
  g_print ("%.2f us an image, the first after a change %.2f us\n", measure (network, FALSE),
           measure (network, TRUE));
  return 0;
}
