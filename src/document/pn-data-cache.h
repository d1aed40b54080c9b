/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-recipe.h"

G_BEGIN_DECLS

/* PnDataCache: each data set once in memory, whatever number of runs and documents use it. Loading
 * is on a thread, one set after another; everything else on the main thread.
 */
#define PN_TYPE_DATA_CACHE (pn_data_cache_get_type ())
G_DECLARE_FINAL_TYPE (PnDataCache, pn_data_cache, PN, DATA_CACHE, GObject)

/* The one cache of the program, made for the first who asks and gone with the last who holds it. */
PnDataCache *pn_data_cache_get (void);

/* NULL where it isn't loaded. Borrowed: valid while the cache lives. */
const PnTrainingData *pn_data_cache_lookup (PnDataCache *self, const PnRecipe *recipe);

/* Loads what pn_data_cache_lookup() then finds. Fails as pn_training_data_load() does. */
void pn_data_cache_load_async (PnDataCache *self,
                               const PnRecipe *recipe,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
const PnTrainingData *
pn_data_cache_load_finish (PnDataCache *self, GAsyncResult *result, GError **error);

G_END_DECLS
