/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnDataset: samples with their targets. Immutable and reference-counted, shared freely between
 * threads. Inputs stay as they were read, 8 bit or float32, row by row, in the data's own units;
 * normalisation happens where a batch is used.
 */
typedef struct _PnDataset PnDataset;

/* x = (p − mean)/std, in the data's own units. {0, 1} changes nothing. */
typedef struct
{
  double mean;
  double std; /* > 0 */
} PnNormalisation;

/* What a class is called; `shape` is [channels, height, width], {1, 1, n} for plain vectors.
 * `inputs` holds n × channels × height × width bytes (or floats), `labels` n entries below
 * `n_classes`. `class_names` (NULL-terminated, `n_classes` of them) may be NULL: "0", "1", ….
 * Both GBytes are referenced, not copied. Fails where sizes don't agree, and on the first label out
 * of range, naming its index.
 */
PnDataset *pn_dataset_new_bytes (const gsize shape[3],
                                 gsize n,
                                 GBytes *inputs,
                                 GBytes *labels /* guint16 each */,
                                 const char *const *class_names,
                                 gsize n_classes,
                                 GError **error);
PnDataset *pn_dataset_new_floats (const gsize shape[3],
                                  gsize n,
                                  GBytes *inputs,
                                  GBytes *labels,
                                  const char *const *class_names,
                                  gsize n_classes,
                                  GError **error);

PnDataset *pn_dataset_ref (PnDataset *dataset);
void pn_dataset_unref (PnDataset *dataset);

/* The first `n` samples, sharing the memory of `dataset`; all of them if it has fewer. */
PnDataset *pn_dataset_head (PnDataset *dataset, gsize n);
/* `n` samples from `first` on, all within `dataset`, sharing its memory. */
PnDataset *pn_dataset_slice (PnDataset *dataset, gsize first, gsize n);

/* The same with names for its inputs (n_inputs of them, NULL-terminated), sharing its memory; with
 * NULL the same without.
 */
PnDataset *pn_dataset_with_input_names (PnDataset *dataset, const char *const *names);

/* The same with its classes in the order of `names` (`n_classes` of them), as a network knows them:
 * classes that don't occur may be among them. Fails, naming it, on the first class of `dataset`
 * that isn't. Shares the inputs' memory.
 */
PnDataset *pn_dataset_with_classes (PnDataset *dataset,
                                    const char *const *names,
                                    gsize n_classes,
                                    GError **error);

gsize pn_dataset_n_samples (const PnDataset *dataset);
gsize pn_dataset_n_inputs (const PnDataset *dataset); /* channels × height × width */
const gsize *pn_dataset_shape (const PnDataset *dataset);
gsize pn_dataset_n_classes (const PnDataset *dataset);
const char *const *pn_dataset_class_names (const PnDataset *dataset);
/* What the inputs are called, NULL-terminated; NULL where they are pixels. */
const char *const *pn_dataset_input_names (const PnDataset *dataset);

/* The rows, n × n_inputs; NULL where the data is of the other kind. */
const guint8 *pn_dataset_bytes (const PnDataset *dataset);
const float *pn_dataset_floats (const PnDataset *dataset);
const guint16 *pn_dataset_labels (const PnDataset *dataset);

/* Mean and standard deviation (of the population) over all input values of all samples, in double
 * precision; std 1 where they are all the same. MNIST's first 20,000: 33.55, 78.88.
 */
PnNormalisation pn_dataset_measure (const PnDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnDataset, pn_dataset_unref)

G_END_DECLS
