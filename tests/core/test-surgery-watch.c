/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "core-fixture.h"
#include "pn-error.h"
#include "pn-surgery.h"

typedef struct
{
  double share; /* the latest */
  guint n;
  guint most; /* then it ends */
} Watching;

static gboolean
watch_cb (double share, gpointer user_data)
{
  Watching *watching = user_data;

  g_assert_true (share >= watching->share && share <= 1.0);
  watching->share = share;
  return ++watching->n <= watching->most;
}

/* 36-20-20-3 with its first layer narrowed to 8, looked on by `watching`. */
static PnNetwork *
narrow (Watching *watching, GError **error)
{
  const PnSurgeryWatch watch = { watch_cb, watching };
  const PnNormalisation normalisation = { 0, 255 };
  PnDataset *bars = core_fixture_bars (300, 1);
  PnInputs samples = pn_surgery_inputs (bars, &normalisation, 300);
  PnNetwork *network = core_fixture_network (2, 20), *result;
  PnSpec *to = pn_spec_copy (pn_network_spec (network));

  to->layers[0].units = 8;
  result = pn_surgery_operate (network, to, pn_surgery_find (pn_network_spec (network), to),
                               &samples, 1, &watch, NULL, NULL, error);
  pn_spec_free (to);
  pn_network_free (network);
  pn_dataset_unref (bars);
  return result;
}

/* A narrowing tells how far it is. */
static void
test_share (void)
{
  Watching watching = { 0.0, 0, G_MAXUINT };
  GError *error = NULL;
  PnNetwork *result = narrow (&watching, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pn_network_spec (result)->layers[0].units, ==, 8);
  g_assert_cmpuint (watching.n, >=, 12);
  g_assert_true (watching.share > 0.5);
  pn_network_free (result);
}

/* It ends where that is wished, with an error. */
static void
test_ended (void)
{
  for (guint most = 0; most < 12; most += 3)
    {
      Watching watching = { 0.0, 0, most };
      GError *error = NULL;

      g_assert_null (narrow (&watching, &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_CANCELLED);
      g_assert_cmpuint (watching.n, ==, most + 1);
      g_clear_error (&error);
    }
}

/* What is exact is known from the designs, and is the least work. */
static void
test_work (void)
{
  PnNetwork *network = core_fixture_network (2, 20);
  const PnSpec *from = pn_network_spec (network);
  PnSpec *to = pn_spec_copy (from);
  double wider, narrower;

  to->layers[0].units = 30;
  g_assert_true (pn_surgery_is_exact (from, to, pn_surgery_find (from, to)));
  wider = pn_surgery_work (from, to, pn_surgery_find (from, to), 2000);
  to->layers[0].units = 10;
  g_assert_false (pn_surgery_is_exact (from, to, pn_surgery_find (from, to)));
  narrower = pn_surgery_work (from, to, pn_surgery_find (from, to), 2000);
  g_assert_true (wider > 0.0 && narrower > 100.0 * wider);
  pn_spec_free (to);
  pn_network_free (network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surgery-watch/share", test_share);
  g_test_add_func ("/surgery-watch/ended", test_ended);
  g_test_add_func ("/surgery-watch/work", test_work);
  return g_test_run ();
}
