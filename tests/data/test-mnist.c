/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-data-folder.h"
#include "pn-ink-raster.h"
#include "pn-picture.h"

#include <math.h>
#include <string.h>

/* With the real MNIST: whether it is what it should be, and whether our picture of a digit is its.
 */

static gboolean
load (PnDataset **train, PnDataset **test)
{
  g_autoptr (GError) error = NULL;

  if (pn_data_load ("mnist", NULL, train, test, &error))
    return TRUE;
  if (g_strcmp0 (g_getenv ("CI"), "true") == 0)
    g_error ("with CI=true MNIST must be there: %s", error->message);
  g_test_skip (error->message);
  return FALSE;
}

static void
test_statistics (void)
{
  g_autoptr (PnDataset) train = NULL;
  g_autoptr (PnDataset) test = NULL;
  g_autoptr (PnDataset) first = NULL;
  PnNormalisation normalisation;
  gsize counts[10] = { 0 };

  if (!load (&train, &test))
    return;
  g_assert_cmpuint (pn_dataset_n_samples (train), ==, 60000);
  g_assert_cmpuint (pn_dataset_n_samples (test), ==, 10000);
  g_assert_cmpuint (pn_dataset_n_inputs (train), ==, 784);
  g_assert_cmpuint (pn_dataset_labels (train)[0], ==, 5);
  g_assert_cmpuint (pn_dataset_labels (test)[0], ==, 7);
  for (gsize i = 0; i < 60000; i++)
    counts[pn_dataset_labels (train)[i]]++;
  g_assert_cmpuint (counts[1], ==, 6742);
  g_assert_cmpuint (counts[5], ==, 5421);

  first = pn_dataset_head (train, 20000);
  normalisation = pn_dataset_measure (first);
  g_assert_cmpfloat_with_epsilon (normalisation.mean, 33.55, 0.005);
  g_assert_cmpfloat_with_epsilon (normalisation.std, 78.88, 0.005);
}

/* The recipe's last step, on MNIST's own pictures: true of all of them. */
static void
test_centroids (void)
{
  g_autoptr (PnDataset) test = NULL;

  if (!load (NULL, &test))
    return;
  for (gsize i = 0; i < 10000; i++)
    {
      const guint8 *pixels = pn_dataset_bytes (test) + i * 784;
      double sum = 0, x = 0, y = 0;

      for (gsize j = 0; j < 784; j++)
        {
          sum += pixels[j];
          x += (double) (j % 28 * pixels[j]);
          y += (double) (j / 28 * pixels[j]);
        }
      g_assert_cmpfloat_with_epsilon (x / sum, 14, 0.5 + 1e-9);
      g_assert_cmpfloat_with_epsilon (y / sum, 14, 0.5 + 1e-9);
    }
}

/* Enough to tell 99.5 % from less, and fast under sanitizers. */
#define N_ENLARGED 1000

static GdkPixbuf *
enlarge (const guint8 *pixels, GdkInterpType how, gboolean invert)
{
  g_autoptr (GdkPixbuf) small = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 28, 28);
  guint8 *bytes = gdk_pixbuf_get_pixels (small);
  int stride = gdk_pixbuf_get_rowstride (small);

  for (int i = 0; i < 784; i++)
    memset (bytes + i / 28 * stride + i % 28 * 3, invert ? 255 - pixels[i] : pixels[i], 3);
  return gdk_pixbuf_scale_simple (small, 28 * 8, 28 * 8, how);
}

static gsize
count_equal (const PnDataset *test, GdkInterpType how, gboolean invert, int tolerance)
{
  gsize equal = 0;

  for (gsize i = 0; i < N_ENLARGED; i++)
    {
      const guint8 *pixels = pn_dataset_bytes (test) + i * 784;
      g_autoptr (GdkPixbuf) picture = enlarge (pixels, how, invert);
      guint8 digit[784];
      double difference = 0;

      g_assert_true (pn_picture_to_digit (picture, 28, digit));
      for (gsize j = 0; j < 784; j++)
        difference += ABS (digit[j] - pixels[j]);
      equal += difference / 784 <= tolerance;
    }
  return equal;
}

/* Scaled up eightfold, a test image comes back as it was: to the bit where pixels became squares,
 * and nearly (16 of 255 in the mean) where they were blended.
 */
static void
test_enlarged (void)
{
  g_autoptr (PnDataset) test = NULL;

  if (!load (NULL, &test))
    return;
  g_assert_cmpuint (count_equal (test, GDK_INTERP_NEAREST, FALSE, 1), >=, N_ENLARGED * 995 / 1000);
  g_assert_cmpuint (count_equal (test, GDK_INTERP_NEAREST, TRUE, 1), >=, N_ENLARGED * 995 / 1000);
  g_assert_cmpuint (count_equal (test, GDK_INTERP_BILINEAR, TRUE, 16), >=, N_ENLARGED * 97 / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/mnist/statistics", test_statistics);
  g_test_add_func ("/data/mnist/centroids", test_centroids);
  g_test_add_func ("/data/mnist/enlarged", test_enlarged);
  return g_test_run ();
}
