/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-run.h"

G_BEGIN_DECLS

/* PnStore: a document's file, an SQLite database.
 *
 * application_id is 0x506e4e6e ("PnNn"), user_version the version of the schema, 1:
 *
 *   document  key, value            "selected": id of a run; "touched": 1 once a person changed
 *                                   something; "view.…": what windows remember
 *   run       id, position, colour (0–5), checked,
 *             recipe, began, reference    recipes as JSON: of now; with which training began; from
 *                                   which it was copied, for its name
 *             began_from, state ("untrained", "paused", "finished"), stop ("early", …), NULL for
 * none, training_seconds, steps_per_epoch, checkpoint            hash of a blob; NULL while
 * untrained: the weights follow from the recipe's design and seed steps     run, block, n, finite,
 * data    the steps from 1,024 × block on, n of them, 16 bytes each: step (64 bit), loss, accuracy
 * (float32), little-endian; finite is 0 where a number in it is not checks    run, number, step, …
 * NULL stands for NaN; measures    run, number, learning_rate, gradient_norm: of the checks, where
 * they were recorded marks     run, number, step, kind ("early-stop", "best", "setting", "edit",
 * "diverged"), text blob      hash, data            hash: SHA-256 of the data in hexadecimal; data:
 * a checkpoint as safetensors, the format of pn-model-file.h
 *
 * Open it is in WAL mode and locked for others; closed, one file lies there. All writing is done by
 * one thread, in order, what has come together in one transaction; reading is done before it
 * begins. Its own functions are for the main thread.
 */
typedef struct _PnStore PnStore;

#define PN_STORE_BLOCK 1024

/* A run as it is stored. Written are the records from `from` on (`steps` begins at the block that
 * holds it), and what lies behind `length` goes.
 */
typedef struct
{
  guint64 id;
  guint position;
  guint colour;
  gboolean checked;
  char *recipe;
  char *began;
  char *reference;
  char *began_from;
  PnRunState state;
  PnStopReason reason;
  double training_seconds;
  guint64 steps_per_epoch;
  PnSnapshot *snapshot; /* NULL while untrained */
  PnHistoryLength from;
  PnHistoryLength length;
  GArray *steps;  /* PnStepRecord */
  GArray *checks; /* PnCheckRecord */
  GArray *marks;  /* PnMark */
} PnStoredRun;

PnStoredRun *pn_stored_run_new (void);
void pn_stored_run_free (PnStoredRun *run);

/* Makes a new file, or opens one that is there. Fails with words for people: not a document, from a
 * newer version, open elsewhere, can't be written.
 */
PnStore *pn_store_create (const char *path, GError **error);
PnStore *pn_store_open (const char *path, GError **error);

/* Before the first write. PnStoredRun by position; free with g_ptr_array_unref(). */
GPtrArray *pn_store_read_runs (PnStore *self, GError **error);
/* Strings by key; NULL with an error. */
GHashTable *pn_store_read_values (PnStore *self, GError **error);

/* Called on the main thread, with `owner` alive, when something could not be written. Before the
 * first write.
 */
typedef void (*PnStoreFailed) (const GError *error, gpointer owner);
void pn_store_set_failed (PnStore *self, PnStoreFailed failed, gpointer owner /* a GObject */);

/* These return at once. */
void pn_store_write_run (PnStore *self, PnStoredRun *run /* taken */);
void pn_store_remove_run (PnStore *self, guint64 id);
/* Nothing of what was there stays: before all is written anew. */
void pn_store_remove_all (PnStore *self);
void pn_store_set_value (PnStore *self, const char *key, const char *value);
/* Whether anything is still to be written, or the writer still rests from it: ten times as long as
 * it took, so that checkpoints of a large network leave the processor to training.
 */
gboolean pn_store_is_busy (PnStore *self);

/* Waits until all is written. FALSE if anything could not be since the last flush. */
gboolean pn_store_flush (PnStore *self);
/* Writes a copy of all to a new file at `path`, which must not be there. */
gboolean pn_store_copy_to (PnStore *self, const char *path, GError **error);
/* Writes what is left and leaves one file. `self` is gone afterwards, whatever happened. */
gboolean pn_store_close (PnStore *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnStoredRun, pn_stored_run_free)

G_END_DECLS
