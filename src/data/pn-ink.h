/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnInk: what a pen drew, as strokes of points, so that neither the size of the drawing nor that of
 * the screen is lost in it. Units are the caller's; x to the right, y downwards. A plain value: one
 * thread at a time, copied where two need it.
 */
typedef struct _PnInk PnInk;

typedef struct
{
  double x;
  double y;
} PnInkPoint;

PnInk *pn_ink_new (void);
PnInk *pn_ink_copy (const PnInk *self);
void pn_ink_free (PnInk *self);

/* A new stroke, without points yet. */
void pn_ink_begin_stroke (PnInk *self);

/* Adds a point to the last stroke (to a first one, if there is none). A point that isn't finite, or
 * equals the one before it, is left out.
 */
void pn_ink_add_point (PnInk *self, double x, double y);

/* Takes away the last stroke; FALSE if there is none. */
gboolean pn_ink_undo_stroke (PnInk *self);

/* Takes away the stroke that comes within `distance` of (x, y), the last one where several do;
 * FALSE if none does.
 */
gboolean pn_ink_erase_at (PnInk *self, double x, double y, double distance);

void pn_ink_clear (PnInk *self);

/* Whether there is no point in it. */
gboolean pn_ink_is_empty (const PnInk *self);

gsize pn_ink_n_strokes (const PnInk *self);

/* The points of a stroke, owned by the ink and valid until it changes. */
const PnInkPoint *pn_ink_stroke (const PnInk *self, gsize index, gsize *n_points);

/* The smallest and the largest coordinates; FALSE, and both zero, where it is empty. */
gboolean pn_ink_bounds (const PnInk *self, PnInkPoint *min, PnInkPoint *max);

/* The same strokes with a smooth curve through their points: a centripetal Catmull-Rom spline
 * (Yuksel, Schaefer, Keyser: "Parameterization and applications of Catmull-Rom curves", 2011),
 * which makes no loops that the hand didn't, as a polyline of eight pieces between two points. For
 * drawing them on a screen as the network is shown them.
 */
PnInk *pn_ink_smooth (const PnInk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnInk, pn_ink_free)

G_END_DECLS
