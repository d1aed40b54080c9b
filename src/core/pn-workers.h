/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

/* PnWorkers: threads that do one job together and wait for the next. Between two jobs that follow
 * one another closely they spin for some microseconds, then they sleep.
 */
typedef struct _PnWorkers PnWorkers;

/* Does work until there is none; as worker `worker`, 0 to n − 1, of which 0 is the caller. */
typedef void (*PnJob) (gsize worker, gpointer data);

#define PN_MOST_WORKERS 16

/* `n` of them, the caller included; fewer where the system gives no more threads. */
PnWorkers *pn_workers_new (gsize n);
void pn_workers_free (PnWorkers *workers);
gsize pn_workers_n (const PnWorkers *workers);

/* Pieces 0 to n − 1 of a job, shared out: each worker takes those of its own part first, the same
 * ones at each job of as many pieces, so that what it wrote the last time lies in its cache; then
 * it helps with the others' parts. The work goes from the middle of all pieces outwards: of a
 * picture's rows those have the most ink, and small pieces at the end leave nobody waiting.
 */
typedef struct
{
  gsize n_parts;
  struct
  {
    _Alignas(64) atomic_size_t next; /* a cache line of its own: workers don't slow each other */
    gsize begin;
    gsize end;
  } parts[PN_MOST_WORKERS];
} PnShares;

void pn_shares_init (PnShares *shares, gsize n_pieces, gsize n_workers);
/* The first `middle` pieces for the first half of the workers, the others for the second. */
void pn_shares_init_halves (PnShares *shares, gsize middle, gsize n_pieces, gsize n_workers);
/* FALSE where none is left. */
gboolean pn_shares_take (PnShares *shares, gsize worker, gsize *piece);

/* Runs `job` on the caller and on each helper that gets to it before the caller is through: the job
 * takes its work from shares until there is none. Returns when all that joined are done: what they
 * wrote is then visible. Where a helper loses its core to another program in the midst of a job, so
 * that the caller waits, the next jobs are the caller's alone.
 */
void pn_workers_run (PnWorkers *workers, PnJob job, gpointer data);

G_END_DECLS
