/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

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

/* Runs `job` on the caller and on each helper that gets to it before the caller is through: the job
 * takes its work from a shared counter until there is none. Returns when all that joined are done:
 * what they wrote is then visible.
 */
void pn_workers_run (PnWorkers *workers, PnJob job, gpointer data);

G_END_DECLS
