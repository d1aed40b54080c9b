/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-snapshot.h"

G_BEGIN_DECLS

/* `from` after its design was changed to `spec`: the layers that still fit (same inputs and units,
 * matched by position from the front and then from the back, so that a layer inserted or removed in
 * the middle leaves the others alone) keep their numbers, the optimiser's for them too, and their
 * kind of bias; the others start as their initialisation says with `seed`. Step and position stay;
 * the best check doesn't, as it was another network's. Where nothing but initialisations and bias
 * kinds differ, which act at the next start, it is `from` itself. NULL with an error for a design
 * that is not valid or too large. A new reference. Any thread.
 */
PnSnapshot *pn_snapshot_adopt (PnSnapshot *from, const PnSpec *spec, guint64 seed, GError **error);

G_END_DECLS
