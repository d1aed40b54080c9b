/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-model-export.h"

G_BEGIN_DECLS

/* A layer as files hold it. */
typedef struct
{
  gsize units;
  gsize fan_in;
  PnActivation activation;
  float *weights;    /* [units][fan_in] */
  float *bias;       /* [units], the trick folded in; NULL where there is none */
  char *weight_name; /* "2.weight" */
  char *bias_name;
} PnExportLayer;

/* All layers, for g_ptr_array_unref(). NULL with an error where there is no memory. */
GPtrArray *pn_export_layers (PnSnapshot *snapshot, GError **error);

/* The formats, each in its file. `recipe` may be NULL. */
GBytes *pn_export_npz (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error);
GBytes *pn_export_onnx (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error);
GBytes *pn_export_python (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error);
GBytes *pn_export_c (PnSnapshot *snapshot, const PnRecipe *recipe, GError **error);

G_END_DECLS
