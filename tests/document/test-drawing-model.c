/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The model that is open at the first start (build-aux/make-drawing-model), on the real MNIST. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "pn-data-folder.h"
#include "pn-model-file.h"
#include "pn-picture.h"

#define SIDE 28
#define N_PIXELS (SIDE * SIDE)

/* Enough to tell 99.5 % from less. */
#define N_ENLARGED 2000

#define LARGEST_FILE 2500000

static PnSnapshot *model;
static PnDataset *images;

/* Whether model and MNIST are there; with CI=true both must be. */
static gboolean
load (void)
{
  g_autoptr (GError) error = NULL;

  if (model == NULL)
    model = pn_model_load ("drawing", NULL, &error);
  if (model != NULL && images == NULL)
    pn_data_load ("mnist", NULL, NULL, &images, &error);
  if (images != NULL)
    return TRUE;
  if (g_strcmp0 (g_getenv ("CI"), "true") == 0)
    g_error ("with CI=true the model and MNIST must be there: %s", error->message);
  g_test_skip (error->message);
  return FALSE;
}

static void
test_size (void)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!load ())
    return;
  bytes = pn_model_to_bytes (model, NULL, FALSE, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), <=, LARGEST_FILE);
}

static void
test_accuracy (void)
{
  g_autoptr (PnWorkspace) workspace = NULL;
  PnEvaluation evaluation;

  if (!load ())
    return;
  workspace = pn_workspace_new (pn_snapshot_network (model), 250, NULL);
  g_assert_true (pn_network_evaluate (pn_snapshot_network (model), workspace, images,
                                      pn_snapshot_normalisation (model), NULL, &evaluation));
  g_assert_cmpuint (evaluation.n, ==, 10000);
  g_assert_cmpfloat (evaluation.accuracy, >=, 0.985);
}

static gsize
answer (PnWorkspace *workspace, const guint8 *pixels)
{
  const PnInputs inputs
      = { .n = 1, .bytes = pixels, .normalisation = *pn_snapshot_normalisation (model) };
  PnReal probabilities[10];
  gsize best = 0;

  pn_network_forward (pn_snapshot_network (model), workspace, &inputs);
  pn_workspace_get_probabilities (workspace, probabilities);
  for (gsize i = 1; i < 10; i++)
    if (probabilities[i] > probabilities[best])
      best = i;
  return best;
}

static GdkPixbuf *
enlarge (const guint8 *pixels, GdkInterpType how)
{
  g_autoptr (GdkPixbuf) small = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SIDE, SIDE);
  guint8 *bytes = gdk_pixbuf_get_pixels (small);
  int stride = gdk_pixbuf_get_rowstride (small);

  for (int i = 0; i < N_PIXELS; i++)
    memset (bytes + i / SIDE * stride + i % SIDE * 3, pixels[i], 3);
  return gdk_pixbuf_scale_simple (small, SIDE * 8, SIDE * 8, how);
}

/* Scaled up eightfold and given as a picture, a test image is answered as it was. */
static void
test_enlarged (gconstpointer data)
{
  GdkInterpType how = (GdkInterpType) GPOINTER_TO_INT (data);
  g_autoptr (PnWorkspace) workspace = NULL;
  gsize n_same = 0;

  if (!load ())
    return;
  workspace = pn_workspace_new (pn_snapshot_network (model), 1, NULL);
  for (gsize i = 0; i < N_ENLARGED; i++)
    {
      const guint8 *pixels = pn_dataset_bytes (images) + i * N_PIXELS;
      g_autoptr (GdkPixbuf) picture = enlarge (pixels, how);
      guint8 digit[N_PIXELS];

      g_assert_true (pn_picture_to_digit (picture, SIDE, digit));
      n_same += answer (workspace, digit) == answer (workspace, pixels);
    }
  g_test_message ("%zu of %d", n_same, N_ENLARGED);
  g_assert_cmpuint (n_same * 1000, >=, N_ENLARGED * 995);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/drawing-model/size", test_size);
  g_test_add_func ("/document/drawing-model/accuracy", test_accuracy);
  g_test_add_data_func ("/document/drawing-model/enlarged-squares",
                        GINT_TO_POINTER (GDK_INTERP_NEAREST), test_enlarged);
  g_test_add_data_func ("/document/drawing-model/enlarged-blended",
                        GINT_TO_POINTER (GDK_INTERP_BILINEAR), test_enlarged);
  status = g_test_run ();
  g_clear_pointer (&model, pn_snapshot_unref);
  g_clear_pointer (&images, pn_dataset_unref);
  return status;
}
