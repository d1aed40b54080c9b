/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"

G_BEGIN_DECLS

/* Cuts a data set in two by lot: `n_first` samples into `first`, the others into `rest`, each in
 * the data's order, copied. The lot is a pure function of seed and sample; with `stratified` each
 * class is cut in the same proportion, as nearly as whole samples allow. Three parts are two cuts.
 * Fails unless 0 < n_first < samples, and where there is no memory.
 */
gboolean pn_split (PnDataset *dataset,
                   gsize n_first,
                   guint64 seed,
                   gboolean stratified,
                   PnDataset **first,
                   PnDataset **rest,
                   GError **error);

G_END_DECLS
