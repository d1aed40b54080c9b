/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-csv.h"
#include "pn-dataset.h"

G_BEGIN_DECLS

/* Where data sets are. A data folder has one sub-folder a set, "mnist" or "fashion-mnist", with
 * four IDX files, plain or gzip: train-images-idx3-ubyte, train-labels-idx1-ubyte,
 * t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; also with a dot before "idx", and with ".gz" at
 * the end. Looked through are, in this order: the user's data folder; perceptron/datasets/ and
 * datasets/ in each system data folder
 * ($XDG_DATA_DIRS), the latter being where Debian's dataset-fashion-mnist is. Any thread.
 */

/* The user's data folder, where fetched sets go: $PERCEPTRON_DATA_DIR, else
 * $XDG_DATA_HOME/perceptron/datasets. It need not exist.
 */
char *pn_data_folder_user (void);

/* Names of the sets that are known by name, NULL-terminated. */
const char *const *pn_data_folder_known_sets (void);

/* The folder of the set called `name`, the first that holds all four files; PN_ERROR_NOT_FOUND,
 * with what to do about it, where there is none.
 */
char *pn_data_folder_find (const char *name, GError **error);

/* Whether there is, at that path, what pn_data_load_path() could read: a folder, or a file with the
 * name of a table.
 */
gboolean pn_data_is_path (const char *path);

/* Loads the training and the test part of a set by its name, or from where `set_or_path` says: what
 * holds a slash, or isn't a set that is known or found, is the path of a folder or of a table.
 * `train` or `test` may be NULL: that part isn't read. Fails as pn_data_folder_find() and
 * pn_data_load_path() do. Nothing is set on failure.
 */
gboolean pn_data_load (const char *set_or_path,
                       const PnCsvFormat *table,
                       PnDataset **train,
                       PnDataset **test,
                       GError **error);

/* The same of a folder that holds the four files itself: ten classes; their names for
 * Fashion-MNIST, digits else. Or of a table (pn-csv.h), which is all training part: *test is NULL.
 * `table` says how that is read; NULL: as found. Fails as pn_idx_read_dataset() and pn_csv_read()
 * do, where the two parts differ in shape, and where a file is neither.
 */
gboolean pn_data_load_path (const char *path,
                            const PnCsvFormat *table,
                            PnDataset **train,
                            PnDataset **test,
                            GError **error);

G_END_DECLS
