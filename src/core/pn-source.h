/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnSource: where a fit's batches come from when they aren't the dataset's own rows; augmentation
 * is one. Immutable and reference-counted, shared freely between threads.
 */
typedef struct _PnSource PnSource;

/* Writes the inputs of `n` samples of the dataset, by their `indices`, as they are in `epoch`, into
 * `out`: n rows of n_inputs bytes. A pure function of what it is handed, from any thread.
 */
typedef void (*PnSourceFill) (gpointer user_data,
                              guint64 epoch,
                              const guint32 *indices,
                              gsize n,
                              guint8 *out);

/* `destroy` (may be NULL) is called with `user_data` after the last reference went. */
PnSource *pn_source_new (PnSourceFill fill, gpointer user_data, GDestroyNotify destroy);
PnSource *pn_source_ref (PnSource *source);
void pn_source_unref (PnSource *source);

void pn_source_fill (const PnSource *source,
                     guint64 epoch,
                     const guint32 *indices,
                     gsize n,
                     guint8 *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnSource, pn_source_unref)

G_END_DECLS
