/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-snapshot.h"
#include "pn-surgery.h"

G_BEGIN_DECLS

/* `from` after its design was changed to `spec`, keeping what it does as far as possible: by
 * surgery (pn-surgery.h) where the change is a single operation, refitted to `samples` (may be
 * NULL), else as pn_snapshot_adopt() does. `optimizer` is that whose numbers the snapshot holds.
 * Step and position stay, the best check doesn't. `watch` as in pn_surgery_operate(). NULL with an
 * error for a design that is not valid or too large. A new reference. Any thread.
 */
PnSnapshot *pn_snapshot_operate (PnSnapshot *from,
                                 const PnSpec *spec,
                                 const PnInputs *samples,
                                 PnOptimizer optimizer,
                                 guint64 seed,
                                 const PnSurgeryWatch *watch,
                                 GError **error);

/* The surgery that it would be, with what acts at the next start left out; PN_SURGERY_NONE where it
 * would be adopted.
 */
PnSurgery pn_snapshot_find_surgery (PnSnapshot *from, const PnSpec *spec);

G_END_DECLS
