/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"

G_BEGIN_DECLS

/* A document in a folder of its own, with runs whose histories are made up. */
typedef struct
{
  char *folder;
  PnDocument *document;
} PnTestDocument;

void pn_test_document_set_up (PnTestDocument *self);
void pn_test_document_tear_down (PnTestDocument *self);

/* A folder with all that it holds; a file, too. */
void pn_test_remove_folder (const char *path);

/* Another run, 784-64-10, untrained, selected if it is the first. */
PnRun *pn_test_document_add (PnTestDocument *self, const char *name);

/* Appends what a run reports on its way to `steps` batches: a loss that falls, the faster the
 * smaller `pace` is, and a check every 125 steps.
 */
void pn_test_document_train (PnRun *run, guint64 steps, double pace);

G_END_DECLS
