/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* IDX, the format of MNIST's files (LeCun, Cortes, Burges: "The MNIST database of handwritten
 * digits"): two zero bytes, a byte for the type of its numbers, a byte for the number of
 * dimensions, the dimensions as big-endian 32-bit numbers, then the values, the last dimension
 * fastest. Read here are unsigned bytes (type 8) in one to four dimensions, plain or compressed by
 * gzip; which of the two is decided by the content, never by the name.
 */

#define PN_IDX_MAX_DIMS 4

typedef struct
{
  gsize n_dims;
  gsize dims[PN_IDX_MAX_DIMS]; /* 1 from n_dims on */
  GBytes *values;              /* the product of dims */
} PnIdx;

/* Reads a whole file. What the header promises is held against the size of the file before memory
 * is taken for it. Fails, always naming the file, with PN_ERROR_INVALID on a wrong magic number, a
 * file that ends early or goes on after its last value, PN_ERROR_UNSUPPORTED on numbers of another
 * type or too many dimensions, PN_ERROR_TOO_LARGE where sizes can't be counted or held in memory,
 * and with G_IO_ERROR where the file can't be read. Any thread.
 */
PnIdx *pn_idx_read (const char *path, GError **error);
void pn_idx_free (PnIdx *self);

/* A dataset from a file of pictures, n × height × width (or n × inputs, or n × channels × height ×
 * width), and a file of n labels below `n_classes`. `class_names` as in pn_dataset_new_bytes().
 * Fails as pn_idx_read() does, and where counts differ, where there is nothing in them, or on the
 * first label out of range, naming its index. Any thread.
 */
PnDataset *pn_idx_read_dataset (const char *images_path,
                                const char *labels_path,
                                const char *const *class_names,
                                gsize n_classes,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnIdx, pn_idx_free)

G_END_DECLS
