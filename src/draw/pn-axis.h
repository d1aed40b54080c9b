/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-style.h"
#include "pn-ticks.h"

G_BEGIN_DECLS

typedef enum
{
  PN_SCALE_LINEAR,
  PN_SCALE_LOG,
} PnScale;

/* PnAxis: a range of data and how it is laid out. A plain value; min < max, and 0 < min on a
 * logarithmic axis.
 */
typedef struct
{
  PnScale scale;
  double min;
  double max;
} PnAxis;

/* Makes the range one that can be drawn: finite, of some extent, positive where logarithmic. */
void pn_axis_sanitize (PnAxis *self);

/* A value as a fraction of the axis, 0 at min and 1 at max, outside beyond; NaN for what the axis
 * can't show (not finite, or not positive on a logarithmic axis). And back.
 */
double pn_axis_map (const PnAxis *self, double value);
double pn_axis_unmap (const PnAxis *self, double fraction);

/* The axis seen `factor` times closer (above 1) or from farther away, with what is at `fraction`
 * kept in place; and moved by `fraction` of its length.
 */
void pn_axis_zoom (PnAxis *self, double fraction, double factor);
void pn_axis_pan (PnAxis *self, double fraction);

/* About `wanted` ticks within the range. */
PnTicks *pn_axis_ticks (const PnAxis *self, int wanted);

/* The label of a major tick: as many decimals as the step needs. The caller frees it. */
char *pn_ticks_label (const PnTicks *ticks, double value, const PnNumbers *numbers);

G_END_DECLS
