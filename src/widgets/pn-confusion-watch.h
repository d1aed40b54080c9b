/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-confusion.h"
#include "pn-document.h"

G_BEGIN_DECLS

/* PnConfusionWatch: measures the confusion of a document's selected run on a thread, anew a moment
 * after its network changed: while it trains not at all, so that training goes at its pace. Another
 * run, or another network, cancels what is under way. Main thread.
 */
typedef struct _PnConfusionWatch PnConfusionWatch;

typedef enum
{
  PN_CONFUSION_NOTHING,   /* no run */
  PN_CONFUSION_UNTRAINED, /* nothing to be measured yet */
  PN_CONFUSION_NO_DATA,   /* it isn't on this machine */
  PN_CONFUSION_NO_IMAGES, /* the run has none for checks */
  PN_CONFUSION_WAITING,   /* for the data, or for training to pause */
  PN_CONFUSION_BUSY,
  PN_CONFUSION_READY,
  PN_CONFUSION_FAILED,
} PnConfusionState;

/* `changed` is called whenever one of the answers below is another. */
PnConfusionWatch *
pn_confusion_watch_new (PnDocument *document, void (*changed) (gpointer), gpointer data);
void pn_confusion_watch_free (PnConfusionWatch *self);

/* Whether anybody looks: else nothing is measured. */
void pn_confusion_watch_set_active (PnConfusionWatch *self, gboolean active);

PnConfusionState pn_confusion_watch_get_state (PnConfusionWatch *self);
/* The selected run's; NULL while there is none. While waiting or busy it may be the network's of a
 * moment ago. Borrowed.
 */
PnConfusion *pn_confusion_watch_get (PnConfusionWatch *self);
/* What it was measured on; NULL together with the confusion. Borrowed. */
PnDataset *pn_confusion_watch_get_images (PnConfusionWatch *self);
/* After PN_CONFUSION_FAILED, why. */
const char *pn_confusion_watch_get_message (PnConfusionWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnConfusionWatch, pn_confusion_watch_free)

G_END_DECLS
