/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Fetching MNIST (11 MB) into the data folder: only when asked. The mirrors are those of
 * build-aux/fetch-mnist; $PERCEPTRON_MIRRORS (URLs of folders, space-separated) replaces them. Each
 * file is unpacked and its SHA-256 compared before anything is written; what is already there and
 * right is not fetched again.
 */

/* The share done, 0 to 1; called on the thread that started the fetch. */
typedef void (*PnFetchProgress) (double share, gpointer user_data);

/* `progress` may be NULL; `progress_data` must live until `callback` was called. Works on a thread
 * of its own, against the default main context of the caller.
 */
void pn_fetch_mnist_async (PnFetchProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* FALSE with an error that names the mirror and the file, if no mirror had them. */
gboolean pn_fetch_mnist_finish (GAsyncResult *result, GError **error);

G_END_DECLS
