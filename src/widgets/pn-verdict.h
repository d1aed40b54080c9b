/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnVerdict: whether two runs differ, in words on a label. The test takes both networks through all
 * images, on a thread; what it was started for has to be current still when it ends.
 */
typedef struct _PnVerdict PnVerdict;

/* Keeps the label, which must outlive it. */
PnVerdict *pn_verdict_new (PnDocument *document, GtkLabel *label);
void pn_verdict_free (PnVerdict *self);

/* What can be said of `runs` (PnRun): tested anew only where their networks are others. */
void pn_verdict_update (PnVerdict *self, GPtrArray *runs);

G_END_DECLS
