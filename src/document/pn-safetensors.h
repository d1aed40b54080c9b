/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The container of model files, after its specification ("Safetensors", format of Hugging Face):
 * eight bytes with the length of the header, little-endian; the header, a JSON object that maps
 * tensor names to
 * {"dtype", "shape", "data_offsets": [begin, end]}, and "__metadata__" to strings; then the data,
 * without holes, row-major, little-endian.
 */

#define PN_SAFETENSORS_MAX_DIMS 8

typedef enum
{
  PN_DTYPE_F32,
  PN_DTYPE_OTHER, /* a type of the specification that models here don't have */
} PnDtype;

typedef struct
{
  char *name;
  PnDtype dtype;
  gsize n_dims;
  gsize shape[PN_SAFETENSORS_MAX_DIMS];
  gsize n_values;     /* the product of shape; 1 for no dimensions */
  const guint8 *data; /* in the file's bytes, not aligned */
} PnTensor;

typedef struct _PnSafetensors PnSafetensors;

/* Reads strictly: everything that the header says is checked against the file's size before memory
 * is taken, and tensors must cover the data exactly once. Errors (PN_ERROR_INVALID) begin with
 * `source`. Keeps a reference to `bytes`.
 */
PnSafetensors *pn_safetensors_read (GBytes *bytes, const char *source, GError **error);

/* For writing. */
PnSafetensors *pn_safetensors_new (void);
void pn_safetensors_free (PnSafetensors *self);

gsize pn_safetensors_n_tensors (const PnSafetensors *self);
const PnTensor *pn_safetensors_tensor (const PnSafetensors *self, gsize index);
/* NULL where there is none of that name. */
const PnTensor *pn_safetensors_find (const PnSafetensors *self, const char *name);

/* A value of "__metadata__"; NULL where there is none. */
const char *pn_safetensors_get_metadata (const PnSafetensors *self, const char *key);
void pn_safetensors_set_metadata (PnSafetensors *self, const char *key, const char *value);

/* Adds a tensor of one or two dimensions and returns the memory for its values, for the caller to
 * fill: rows × columns floats; `columns` 0: one dimension. NULL with an error where there is no
 * memory.
 */
float *pn_safetensors_add_floats (PnSafetensors *self,
                                  const char *name,
                                  gsize rows,
                                  gsize columns,
                                  GError **error);

/* Reads a tensor into `values`, n_values of them. It must be F32. */
void pn_tensor_get_floats (const PnTensor *tensor, float *values);

/* The file: header first, padded with spaces so that the data is aligned to eight bytes, tensors in
 * the order in which they were added. NULL with an error where there is no memory.
 */
GBytes *pn_safetensors_write (const PnSafetensors *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnSafetensors, pn_safetensors_free)

G_END_DECLS
