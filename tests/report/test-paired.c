/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "pn-paired.h"

#define N 600 /* more than two batches */

static void
assert_near (double found, double wanted, double tolerance)
{
  if (!(ABS (found - wanted) <= tolerance))
    g_error ("%.17g is not %.17g", found, wanted);
}

static void
test_counts (void)
{
  const gboolean first[] = { 1, 1, 1, 1, 1, 1, 0, 0 };
  const gboolean second[] = { 1, 0, 0, 0, 0, 0, 1, 0 };
  PnPaired paired = pn_paired_new (first, second, G_N_ELEMENTS (first));

  g_assert_cmpuint (paired.n, ==, 8);
  g_assert_cmpuint (paired.n_first, ==, 6);
  g_assert_cmpuint (paired.n_second, ==, 2);
  g_assert_cmpuint (paired.only_first, ==, 5);
  g_assert_cmpuint (paired.only_second, ==, 1);
  assert_near (paired.p, 14.0 / 64, 1e-12); /* 2 (C(6,0) + C(6,1)) / 2⁶ */
}

/* Without differences, and without images. */
static void
test_edges (void)
{
  const gboolean right[] = { 1, 1, 1 }, wrong[] = { 0, 0, 0 };

  assert_near (pn_paired_new (right, right, 3).p, 1, 0);
  assert_near (pn_paired_new (wrong, wrong, 3).p, 1, 0);
  assert_near (pn_paired_new (right, wrong, 3).p, 0.25, 1e-12);
  assert_near (pn_paired_new (NULL, NULL, 0).p, 1, 0);
}

static void
test_words (void)
{
  g_autofree char *same
      = pn_paired_describe (&(PnPaired){ 100, 90, 92, 5, 7, 0.774 }, "Plain", "Wide");
  g_autofree char *better
      = pn_paired_describe (&(PnPaired){ 10000, 9000, 9200, 100, 300, 1e-9 }, "Plain", "Wide");

  g_assert_cmpstr (
      same, ==,
      "No detectable difference (p = 0.77, exact McNemar test). On the same 100 images: "
      "0.9000 and 0.9200 right; on 5 only “Plain” was, on 7 only “Wide”.");
  g_assert_true (g_str_has_prefix (better, "“Wide” is better than “Plain” (p < 0.001, exact"));
}

/* Two pixels, two classes: class k is the brighter pixel, but in every tenth image. */
static PnDataset *
images_new (void)
{
  const gsize shape[3] = { 1, 1, 2 };
  guint8 pixels[2 * N] = { 0 };
  guint16 labels[N];
  g_autoptr (GBytes) inputs = NULL;
  g_autoptr (GBytes) classes = NULL;
  g_autoptr (GError) error = NULL;
  PnDataset *images;

  for (gsize i = 0; i < N; i++)
    {
      labels[i] = i % 2;
      pixels[2 * i + (i % 10 == 0 ? 1 - labels[i] : labels[i])] = 200;
    }
  inputs = g_bytes_new (pixels, sizeof pixels);
  classes = g_bytes_new (labels, sizeof labels);
  images = pn_dataset_new_bytes (shape, N, inputs, classes, NULL, 2, &error);
  g_assert_no_error (error);
  return images;
}

static PnSnapshot *
snapshot_new (gsize n_inputs, const PnReal *weights)
{
  const gsize input[3] = { 1, 1, n_inputs };
  const PnNormalisation normalisation = { 5, 3 };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, NULL, 0, 2);
  g_autoptr (GError) error = NULL;
  PnNetwork *network = pn_network_new (spec, &error);

  g_assert_no_error (error);
  pn_network_set_weights (network, 0, weights, NULL);
  return pn_snapshot_new_take (network, &normalisation, NULL, NULL, NULL, 0, NULL, NULL);
}

/* The one takes the brighter pixel, the other always says 0. */
static void
test_measured (void)
{
  const PnReal brighter[4] = { 1, 0, 0, 1 }, nothing[4] = { 0 };
  PnSnapshot *first = snapshot_new (2, brighter), *second = snapshot_new (2, nothing);
  PnDataset *images = images_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  PnPaired paired;

  g_assert_true (pn_paired_measure (first, second, images, cancellable, &paired, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (paired.n, ==, N);
  g_assert_cmpuint (paired.n_first, ==, 540);
  g_assert_cmpuint (paired.n_second, ==, 300);
  g_assert_cmpuint (paired.only_first, ==, 300);
  g_assert_cmpuint (paired.only_second, ==, 60);
  g_cancellable_cancel (cancellable);
  g_assert_false (pn_paired_measure (first, second, images, cancellable, &paired, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  pn_snapshot_unref (first);
  pn_snapshot_unref (second);
  pn_dataset_unref (images);
}

static void
test_misfit (void)
{
  const PnReal weights[6] = { 0 };
  PnSnapshot *snapshot = snapshot_new (3, weights);
  PnDataset *images = images_new ();
  g_autoptr (GError) error = NULL;
  PnPaired paired;

  g_assert_false (pn_paired_measure (snapshot, snapshot, images, NULL, &paired, &error));
  g_assert_nonnull (strstr (error->message, "fit"));
  pn_snapshot_unref (snapshot);
  pn_dataset_unref (images);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paired/counts", test_counts);
  g_test_add_func ("/paired/edges", test_edges);
  g_test_add_func ("/paired/words", test_words);
  g_test_add_func ("/paired/measured", test_measured);
  g_test_add_func ("/paired/misfit", test_misfit);
  return g_test_run ();
}
