/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Counter-based random numbers: Philox 4×32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011). A value is a function of its coordinates alone, never of
 * how many were drawn before, so that threads, prefetching, pausing and resuming can't change a
 * bit. All functions are pure and may be called from any thread.
 */

/* What the numbers are for. Two uses never share a stream. The values are part of the file format
 * (a seed means the same numbers for ever): append, never renumber.
 */
typedef enum
{
  PN_STREAM_INITIALISE = 0, /* epoch 0, item = layer, index = weight in [out][in] order */
  PN_STREAM_SHUFFLE = 1,    /* epoch, item 0, index = position */
  PN_STREAM_DROPOUT = 2,    /* epoch, item = sample, index = unit */
  PN_STREAM_AUGMENT = 3,    /* epoch, item = sample, index */
  PN_STREAM_SPLIT = 4,      /* epoch 0, item 0, index = sample */
  PN_STREAM_SURGERY = 5,    /* epoch 0, item = layer, index = unit */
} PnStream;

typedef struct
{
  guint64 seed;
  PnStream stream;
  guint32 epoch;
  guint32 item;
} PnRandom;

/* The four 32-bit words of block `index` of `random`. */
void pn_random_block (const PnRandom *random, guint32 index, guint32 words[4]);

/* Uniform in [0, 1) with 53 bits; element `index` of the sequence. */
double pn_random_uniform (const PnRandom *random, guint32 index);

/* Standard normal, by the Box-Muller transform; element `index` of the sequence. */
double pn_random_normal (const PnRandom *random, guint32 index);

/* Writes a permutation of 0 … n − 1 (Fisher-Yates) into `order`. */
void pn_random_permutation (const PnRandom *random, guint32 *order, gsize n);

G_END_DECLS
