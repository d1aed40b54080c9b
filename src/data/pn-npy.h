/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NPY, NumPy's file for one array ("NEP 1", versions 1.0 to 3.0): a magic, a version, the length of
 * a header, the header, which is a Python dictionary with descr, fortran_order and shape, then the
 * values. Read here are float32 (little-endian) and uint8, row by row.
 */

#define PN_NPY_MAX_DIMS 8

typedef enum
{
  PN_NPY_FLOAT32,
  PN_NPY_UINT8,
} PnNpyType;

typedef struct
{
  PnNpyType type;
  gsize n_dims;
  gsize shape[PN_NPY_MAX_DIMS];
  gsize n_values; /* the product of shape */
  GBytes *values; /* aligned; float or guint8 */
} PnNpy;

/* `bytes` is a whole file, `source` stands before the message of an error: PN_ERROR_INVALID where
 * it is malformed, PN_ERROR_UNSUPPORTED on other types and on Fortran's order. Any thread.
 */
PnNpy *pn_npy_read (GBytes *bytes, const char *source, GError **error);
void pn_npy_free (PnNpy *self);

/* The header of a float32 array of one or two dimensions (`columns` 0: one), to write the values
 * behind.
 */
GBytes *pn_npy_write_header (gsize rows, gsize columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnNpy, pn_npy_free)

G_END_DECLS
