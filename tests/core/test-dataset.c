/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-dataset.h"

#include <math.h>

#include "pn-error.h"

static const gsize shape[3] = { 1, 1, 2 };
static const guint8 bytes[] = { 0, 255, 10, 20, 0, 3 };
static const guint16 labels[] = { 0, 2, 1 };

static PnDataset *
build (gsize n, const guint16 *with_labels, const char *const *names, GError **error)
{
  g_autoptr (GBytes) inputs = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GBytes) targets = g_bytes_new_static (with_labels, sizeof labels);

  return pn_dataset_new_bytes (shape, n, inputs, targets, names, 3, error);
}

static void
test_fields (void)
{
  const char *const names[] = { "ant", "bee", "cat", NULL };
  g_autoptr (PnDataset) dataset = build (3, labels, names, NULL);
  g_autoptr (PnDataset) plain = build (3, labels, NULL, NULL);

  g_assert_cmpuint (pn_dataset_n_samples (dataset), ==, 3);
  g_assert_cmpuint (pn_dataset_n_inputs (dataset), ==, 2);
  g_assert_cmpuint (pn_dataset_n_classes (dataset), ==, 3);
  g_assert_cmpstr (pn_dataset_class_names (dataset)[1], ==, "bee");
  g_assert_cmpstr (pn_dataset_class_names (plain)[2], ==, "2");
  g_assert_cmpuint (pn_dataset_bytes (dataset)[1], ==, 255);
  g_assert_null (pn_dataset_floats (dataset));
  g_assert_cmpuint (pn_dataset_labels (dataset)[1], ==, 2);
}

static void
test_head (void)
{
  g_autoptr (PnDataset) dataset = build (3, labels, NULL, NULL);
  g_autoptr (PnDataset) head = pn_dataset_head (dataset, 2);
  g_autoptr (PnDataset) all = pn_dataset_head (dataset, 9);

  g_assert_cmpuint (pn_dataset_n_samples (head), ==, 2);
  g_assert_true (pn_dataset_bytes (head) == pn_dataset_bytes (dataset));
  g_assert_true (all == dataset);
}

static void
assert_refused (PnDataset *dataset, GError *error, const char *pattern)
{
  g_assert_null (dataset);
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_true (g_pattern_match_simple (pattern, error->message));
  g_error_free (error);
}

static void
test_refused (void)
{
  const guint16 wrong[] = { 0, 1, 12 };
  const char *const few[] = { "ant", NULL };
  GError *error = NULL;
  PnDataset *dataset;

  dataset = build (4, labels, NULL, &error);
  assert_refused (dataset, g_steal_pointer (&error), "inputs: 6 bytes*8*");
  dataset = build (3, wrong, NULL, &error);
  assert_refused (dataset, g_steal_pointer (&error), "label 12 at index 2*3 classes*");
  dataset = build (3, labels, few, &error);
  assert_refused (dataset, g_steal_pointer (&error), "1 class names*");
  dataset = build (0, labels, NULL, &error);
  assert_refused (dataset, g_steal_pointer (&error), "*at least one sample*");
}

static void
test_measure (void)
{
  const float floats[] = { 1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 9.0f };
  const float constant[] = { 7.0f, 7.0f, 7.0f, 7.0f, 7.0f, 7.0f };
  g_autoptr (GBytes) values = g_bytes_new_static (floats, sizeof floats);
  g_autoptr (GBytes) sevens = g_bytes_new_static (constant, sizeof constant);
  g_autoptr (GBytes) targets = g_bytes_new_static (labels, sizeof labels);
  g_autoptr (PnDataset) dataset = build (3, labels, NULL, NULL);
  g_autoptr (PnDataset) real = pn_dataset_new_floats (shape, 3, values, targets, NULL, 3, NULL);
  g_autoptr (PnDataset) flat = pn_dataset_new_floats (shape, 3, sevens, targets, NULL, 3, NULL);
  PnNormalisation measured = pn_dataset_measure (dataset);

  g_assert_true (fabs (measured.mean - 48.0) <= 1e-12);
  g_assert_true (fabs (measured.std - sqrt (8618.33333333333333)) <= 1e-9);
  measured = pn_dataset_measure (real);
  g_assert_true (fabs (measured.mean - 4.0) <= 1e-12);
  g_assert_true (fabs (measured.std - sqrt (40.0 / 6.0)) <= 1e-12);
  measured = pn_dataset_measure (flat);
  g_assert_true (measured.std == 1.0);
}

/* Names go along with every part of the data; classes move to where a network has them. */
static void
test_names_and_classes (void)
{
  const char *const inputs[] = { "length", "width", NULL };
  const char *const classes[] = { "no", "yes", NULL };
  const char *const known[] = { "maybe", "yes", "no", NULL };
  const guint16 answers[] = { 0, 1, 1 };
  const float floats[] = { 1.0f, 2.0f, 3.0f, 4.0f, 5.0f, 9.0f };
  const gsize pair[3] = { 1, 1, 2 };
  g_autoptr (GBytes) values = g_bytes_new_static (floats, sizeof floats);
  g_autoptr (GBytes) targets = g_bytes_new_static (answers, sizeof answers);
  g_autoptr (PnDataset) plain = pn_dataset_new_floats (pair, 3, values, targets, classes, 2, NULL);
  g_autoptr (PnDataset) named = pn_dataset_with_input_names (plain, inputs);
  g_autoptr (PnDataset) tail = pn_dataset_slice (named, 1, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnDataset) moved = pn_dataset_with_classes (named, known, 3, &error);

  g_assert_no_error (error);
  g_assert_null (pn_dataset_input_names (plain));
  g_assert_cmpstrv (pn_dataset_input_names (named), inputs);
  g_assert_cmpstrv (pn_dataset_input_names (tail), inputs);
  g_assert_cmpstrv (pn_dataset_input_names (moved), inputs);
  g_assert_cmpstrv (pn_dataset_class_names (moved), known);
  g_assert_cmpuint (pn_dataset_labels (moved)[0], ==, 2);
  g_assert_cmpuint (pn_dataset_labels (moved)[2], ==, 1);
  g_assert_null (pn_dataset_with_classes (named, known, 2, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“no”"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/fields", test_fields);
  g_test_add_func ("/dataset/head", test_head);
  g_test_add_func ("/dataset/refused", test_refused);
  g_test_add_func ("/dataset/measure", test_measure);
  g_test_add_func ("/dataset/names-and-classes", test_names_and_classes);
  return g_test_run ();
}
