/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-snapshot.h"

G_BEGIN_DECLS

/* Two networks on the same images. */
typedef struct
{
  gsize n;
  gsize n_first; /* right in the first, and in the second */
  gsize n_second;
  gsize only_first; /* right in the first alone, and in the second alone */
  gsize only_second;
  double p; /* exact two-sided McNemar: pn_mcnemar_exact() */
} PnPaired;

/* From p = 0.05 on there is said to be no detectable difference. */
#define PN_PAIRED_LEVEL 0.05

/* `right_first[i]` and `right_second[i]` say whether image i was answered rightly. */
PnPaired pn_paired_new (const gboolean *right_first, const gboolean *right_second, gsize n);

/* Lets a network answer all images, with its own normalisation: whether each was answered rightly,
 * an array for g_free(). Any thread. NULL as pn_paired_measure() fails.
 */
gboolean *pn_paired_answer (PnSnapshot *snapshot,
                            PnDataset *images,
                            GCancellable *cancellable,
                            GError **error);

/* Lets both answer all images, each with its own normalisation: some tenths of a second. Any
 * thread. Fails when cancelled, for memory, and where images and networks don't fit.
 */
gboolean pn_paired_measure (PnSnapshot *first,
                            PnSnapshot *second,
                            PnDataset *images,
                            GCancellable *cancellable,
                            PnPaired *paired,
                            GError **error);

/* What came of it, in a sentence or two; the caller frees it. */
char *pn_paired_describe (const PnPaired *paired, const char *first, const char *second);

G_END_DECLS
