/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <jansson.h>

#include "pn-safetensors.h"

G_BEGIN_DECLS

struct _PnSafetensors
{
  GPtrArray *tensors;  /* PnTensor, in the order of their data */
  GHashTable *by_name; /* borrows both from `tensors` */
  json_t *metadata;
  GBytes *bytes;     /* a file that was read */
  GPtrArray *blocks; /* the data of tensors that were added */
};

void pn_safetensors_take_tensor (PnSafetensors *self, PnTensor *tensor);

G_END_DECLS
