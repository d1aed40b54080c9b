/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "pn-confusion-figure.h"

#define N 600 /* more than two batches */

static const char *const names[] = { "cat", "dog", "owl", NULL };

static void
assert_near (double found, double wanted, double tolerance)
{
  if (!(ABS (found - wanted) <= tolerance))
    g_error ("%.17g is not %.17g", found, wanted);
}

/* Of four cats one is taken for a dog; of two dogs one for a cat; there is no owl. */
static PnConfusion *
example (void)
{
  const guint16 labels[] = { 0, 0, 0, 0, 1, 1 }, answers[] = { 0, 0, 1, 0, 1, 0 };
  const float confidences[] = { 0.5, 0.9, 0.6, 0.9, 0.7, 0.8 };

  return pn_confusion_new (6, labels, answers, confidences, 3, names);
}

static void
test_scores (void)
{
  const guint64 counts[9] = { 3, 1, 0, 1, 1, 0, 0, 0, 0 };
  g_autoptr (PnConfusion) confusion = example ();

  g_assert_cmpuint (confusion->n_right, ==, 4);
  g_assert_cmpmem (confusion->counts, sizeof counts, counts, sizeof counts);
  assert_near (confusion->precision[0], 3 / 4.0, 1e-15);
  assert_near (confusion->recall[0], 3 / 4.0, 1e-15);
  assert_near (confusion->precision[1], 1 / 2.0, 1e-15);
  assert_near (confusion->recall[1], 1 / 2.0, 1e-15);
  assert_near (confusion->f1[0], 3 / 4.0, 1e-15);
  g_assert_true (isnan (confusion->precision[2]) && isnan (confusion->recall[2])
                 && isnan (confusion->f1[2]));
}

static void
assert_images (const PnConfusion *confusion, PnConfusionChoice choice, const char *wanted)
{
  g_autoptr (GArray) images = pn_confusion_choose (confusion, &choice);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < images->len; i++)
    g_string_append_printf (found, "%u ", g_array_index (images, guint32, i));
  g_assert_cmpstr (found->str, ==, wanted);
}

/* The surest first, equal ones as they came. */
static void
test_images (void)
{
  g_autoptr (PnConfusion) confusion = example ();

  assert_images (confusion, (PnConfusionChoice){ .label = 0, .answer = 0 }, "1 3 0 ");
  assert_images (confusion, (PnConfusionChoice){ .label = 0, .answer = 1 }, "2 ");
  assert_images (confusion, (PnConfusionChoice){ .label = 2, .answer = 2 }, "");
  assert_images (confusion,
                 (PnConfusionChoice){
                     .label = PN_CONFUSION_ANY, .answer = PN_CONFUSION_ANY, .mistakes = TRUE },
                 "5 2 ");
  assert_images (confusion, pn_confusion_spot_choice (confusion, 1, 0), "5 ");
  assert_images (confusion, pn_confusion_spot_choice (confusion, 1, 3 + PN_MATRIX_PRECISION),
                 "4 2 ");
  assert_images (confusion, pn_confusion_spot_choice (confusion, 1, 3 + PN_MATRIX_RECALL), "5 4 ");
  assert_images (confusion, pn_confusion_spot_choice (confusion, 1, 3 + PN_MATRIX_F1), "5 4 2 ");
}

static void
assert_words (const PnConfusion *confusion, gsize row, gsize column, const char *wanted)
{
  g_autofree char *words = pn_confusion_spot_words (confusion, row, column);

  g_assert_cmpstr (words, ==, wanted);
}

static void
test_words (void)
{
  g_autoptr (PnConfusion) confusion = example ();
  g_autofree char *all = pn_confusion_describe (confusion);

  assert_words (confusion, 0, 1, "true cat, answered dog: 1 image");
  assert_words (confusion, 0, 0, "true cat, answered cat: 3 images");
  assert_words (confusion, 1, 4, "recall of dog: 0.500");
  assert_words (confusion, 2, 5, "F1 of owl: not known, there are no such images");
  /* Wilson's interval of 4 of 6, as R's prop.test (4, 6, correct = FALSE) has it. */
  g_assert_cmpstr (all, ==, "4 of 6 right: accuracy 0.6667 (95 % interval 0.3000 to 0.9032)");
}

static void
test_table (void)
{
  g_autoptr (PnConfusion) confusion = example ();
  g_autoptr (PnTable) data = pn_confusion_table (confusion, FALSE, TRUE);
  g_autoptr (PnTable) words = pn_confusion_table (confusion, TRUE, FALSE);
  g_autofree char *csv = pn_table_to_csv (data);
  g_autofree char *markdown = pn_table_to_markdown (words);

  g_assert_cmpstr (csv, ==,
                   "true,answered cat,answered dog,answered owl,images,precision,recall,f1\n"
                   "cat,3,1,0,4,0.75,0.75,0.75\n"
                   "dog,1,1,0,2,0.5,0.5,0.5\n"
                   "owl,0,0,0,0,,,\n");
  g_assert_nonnull (strstr (markdown, "\n| true cat | 0.7500 | 0.2500 | 0.0000 | 4 | 0.7500 |"));
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

/* Takes the brighter pixel, by a difference of logits of (200/100). */
static PnSnapshot *
snapshot_new (gsize n_inputs)
{
  const gsize input[3] = { 1, 1, n_inputs };
  const PnReal weights[6] = { 1, 0, 0, 1, 0, 0 };
  const PnNormalisation normalisation = { 0, 100 };
  g_autoptr (PnSpec) spec = pn_spec_new_dense (input, NULL, 0, 2);
  g_autoptr (GError) error = NULL;
  PnNetwork *network = pn_network_new (spec, &error);

  g_assert_no_error (error);
  pn_network_set_weights (network, 0, weights, NULL);
  return pn_snapshot_new_take (network, &normalisation, NULL, NULL, NULL, 0, NULL, NULL);
}

static void
test_measured (void)
{
  PnSnapshot *snapshot = snapshot_new (2);
  PnDataset *images = images_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PnConfusion) confusion = pn_confusion_measure (snapshot, images, cancellable, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (confusion->n, ==, N);
  g_assert_cmpuint (confusion->counts[0], ==, 240); /* of 300 zeros the 60 at tens are not */
  g_assert_cmpuint (confusion->counts[1], ==, 60);
  g_assert_cmpuint (confusion->counts[2], ==, 0);
  g_assert_cmpuint (confusion->counts[3], ==, 300);
  assert_near (confusion->confidences[N - 1], 1 / (1 + exp (-2)), 1e-6);
  g_cancellable_cancel (cancellable);
  g_assert_null (pn_confusion_measure (snapshot, images, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  pn_snapshot_unref (snapshot);
  pn_dataset_unref (images);
}

static void
test_misfit (void)
{
  PnSnapshot *snapshot = snapshot_new (3);
  PnDataset *images = images_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_confusion_measure (snapshot, images, NULL, &error));
  g_assert_nonnull (strstr (error->message, "fit"));
  pn_snapshot_unref (snapshot);
  pn_dataset_unref (images);
}

/* Its beginning, and a text that has to be in it. */
static void
assert_saved (const char *name, const char *beginning, const char *inside)
{
  g_autoptr (PnConfusion) confusion = example ();
  PnFigureOptions options = pn_confusion_figure_options (confusion);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  pn_confusion_save (confusion, FALSE, &options, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_str_has_prefix (contents, beginning));
  g_assert_true (inside == NULL || g_strstr_len (contents, (gssize) length, inside) != NULL);
  g_remove (path);
}

static void
test_saved (void)
{
  g_autoptr (PnConfusion) confusion = example ();
  PnFigureOptions options = pn_confusion_figure_options (confusion);
  g_autoptr (GError) error = NULL;

  assert_saved ("perceptron-confusion.png", "\x89PNG", NULL);
  assert_saved ("perceptron-confusion.svg", "<?xml", ">owl</text>");
  assert_saved ("perceptron-confusion.pdf", "%PDF", NULL);
  assert_saved ("perceptron-confusion.csv", "true,answered cat", NULL);
  assert_saved ("perceptron-confusion.md", "| | cat |", NULL);
  assert_saved ("perceptron-confusion.tex", "\\begin{tabular}{lrrrrrrr}", "true owl");
  g_assert_false (pn_confusion_save (confusion, FALSE, &options, "/tmp/figure.doc", &error));
  g_assert_nonnull (strstr (error->message, ".png, .svg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/confusion/scores", test_scores);
  g_test_add_func ("/confusion/images", test_images);
  g_test_add_func ("/confusion/words", test_words);
  g_test_add_func ("/confusion/table", test_table);
  g_test_add_func ("/confusion/measured", test_measured);
  g_test_add_func ("/confusion/misfit", test_misfit);
  g_test_add_func ("/confusion/saved", test_saved);
  return g_test_run ();
}
