/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-matrix.h"
#include "pn-snapshot.h"
#include "pn-table.h"

G_BEGIN_DECLS

/* PnConfusion: how a network answers labelled images: which classes it takes for which, how well it
 * does on each, and which images are behind each number. Immutable once measured, and
 * reference-counted: any thread.
 */
typedef struct
{
  gsize n; /* images */
  gsize n_right;
  gsize n_classes;
  char **names;       /* of the classes */
  guint64 *counts;    /* [true][answer] */
  guint16 *labels;    /* [n] true class */
  guint16 *answers;   /* [n] the most probable class */
  float *confidences; /* [n] its probability */
  /* [n_classes], NaN where there is nothing to divide by. Of a class: right answers to all answers
   * of that class, right answers to all images of that class, and their harmonic mean (van
   * Rijsbergen, Information Retrieval, 1979, chapter 7).
   */
  double *precision;
  double *recall;
  double *f1;
} PnConfusion;

/* Lets the network answer all images: some tenths of a second for 10,000. Any thread. Fails when
 * cancelled, for memory, and where images and network don't fit.
 */
PnConfusion *pn_confusion_measure (PnSnapshot *snapshot,
                                   PnDataset *images,
                                   GCancellable *cancellable,
                                   GError **error);
/* From answers that are known; all arrays are copied. `names` has n_classes entries. */
PnConfusion *pn_confusion_new (gsize n,
                               const guint16 *labels,
                               const guint16 *answers,
                               const float *confidences,
                               gsize n_classes,
                               const char *const *names);
PnConfusion *pn_confusion_ref (PnConfusion *self);
void pn_confusion_unref (PnConfusion *self);

/* What is drawn of it, borrowed: valid as long as the confusion. */
PnMatrix pn_confusion_matrix (const PnConfusion *self, gboolean rates);

/* Which images: those in a cell, in a row or column, or the mistakes. */
#define PN_CONFUSION_ANY (-1)
typedef struct
{
  int label;         /* class, or PN_CONFUSION_ANY */
  int answer;        /* likewise */
  gboolean either;   /* those of the class `label` together with those answered `answer` */
  gboolean mistakes; /* wrong answers alone */
} PnConfusionChoice;

/* Indices (guint32) of the images, the surest answer first, equal ones in the order of the data;
 * free with g_array_unref().
 */
GArray *pn_confusion_choose (const PnConfusion *self, const PnConfusionChoice *choice);

/* What a spot of the matrix stands for (see pn-matrix.h), and in words: "true 4, answered 9: 12
 * images", "precision of 4: 0.957". The caller frees the words.
 */
PnConfusionChoice pn_confusion_spot_choice (const PnConfusion *self, gsize row, gsize column);
char *pn_confusion_spot_words (const PnConfusion *self, gsize row, gsize column);

/* "9,631 of 10,000 right: accuracy 0.9631 (95 % interval 0.9592 to 0.9666)". The caller frees it.
 */
char *pn_confusion_describe (const PnConfusion *self);

/* Counts, or rates of the true class, with precision, recall and F1. A true class is a row: a line
 * of CSV (`for_data`), or of Markdown and LaTeX.
 */
PnTable *pn_confusion_table (const PnConfusion *self, gboolean rates, gboolean for_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnConfusion, pn_confusion_unref)

G_END_DECLS
