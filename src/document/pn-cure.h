/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"

G_BEGIN_DECLS

/* What helps a run whose numbers exploded, chosen by what broke. Main thread. */
typedef enum
{
  PN_CURE_NONE,    /* it didn't diverge */
  PN_CURE_WEIGHTS, /* better initial weights, and start over: the first loss was far beyond guessing
                    */
  PN_CURE_RATE,    /* a smaller learning rate, and continue */
  PN_CURE_CLIP,    /* gradients clipped at a norm, and continue */
} PnCureKind;

typedef struct
{
  PnCureKind kind;
  double value; /* the learning rate, or the norm */
} PnCure;

PnCure pn_cure_find (PnRun *run);

/* What the cure does, for its button: "Learning Rate 0.02 and Continue". The caller frees it; NULL
 * for none.
 */
char *pn_cure_label (const PnCure *cure);

/* Makes the change, one undo step, but doesn't train yet. Returns the run to train: `run` itself,
 * or, where it starts over, a copy, which is selected. NULL with an error if it was refused.
 */
PnRun *pn_document_cure (PnDocument *self, PnRun *run, const PnCure *cure, GError **error);

G_END_DECLS
