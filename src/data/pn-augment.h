/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"
#include "pn-random.h"
#include "pn-source.h"

G_BEGIN_DECLS

/* PnAugmentation: how training pictures are varied, so that a network learns what doesn't matter. A
 * plain value. Each number is the widest of a uniform distribution around "unchanged"; all zero
 * changes nothing. The names are those of the keys in recipes.
 */
typedef struct
{
  double shift;      /* pixels, either way on each axis */
  double rotation;   /* degrees, either way */
  double scale;      /* share, each axis on its own, larger or smaller */
  double shear;      /* tangent of the slant, either way */
  double thickness;  /* pixels by which a stroke gets thicker or thinner */
  double elastic;    /* pixels by which points of a coarse grid move, either way */
  double strokes;    /* share of digits over which people's strokes are drawn */
  gboolean recenter; /* afterwards the ink is fitted and centred as the drawing pad does it */
} PnAugmentation;

/* The largest of each; the smallest is 0. */
#define PN_AUGMENT_MAX_SHIFT 8
#define PN_AUGMENT_MAX_ROTATION 90
#define PN_AUGMENT_MAX_SCALE 0.5
#define PN_AUGMENT_MAX_SHEAR 1
#define PN_AUGMENT_MAX_THICKNESS 2
#define PN_AUGMENT_MAX_ELASTIC 4

/* Every number within its range; the error names the key, as recipes do, and the range. */
gboolean pn_augmentation_validate (const PnAugmentation *self, GError **error);

gboolean pn_augmentation_equal (const PnAugmentation *a, const PnAugmentation *b);

/* Whether it changes nothing. */
gboolean pn_augmentation_is_none (const PnAugmentation *self);

/* Writes a variation of `in` into `out`, both height × width bytes, light ink on 0; they must not
 * overlap. `random` has the stream PN_STREAM_AUGMENT, the epoch, and the sample as its item: the
 * variation is a function of these alone. `digit` (0 … 9, else anything) chooses what people's
 * strokes are drawn over it: a slash through a zero, a bar and a hook on a seven, a flag and a foot
 * on a one, a lower stem for a four. A pure function; any thread. 4 to 256 pixels a side.
 *
 * The smooth displacement is that of Simard, Steinkraus, Platt: "Best practices for convolutional
 * neural networks applied to visual document analysis", 2003, with a cubic B-spline over a grid in
 * place of a Gaussian filter.
 */
void pn_augment (const PnAugmentation *self,
                 const PnRandom *random,
                 guint digit,
                 gsize height,
                 gsize width,
                 const guint8 *in,
                 guint8 *out);

/* A dataset's variations as batches, for pn_fit_set_source(): sample i of an epoch is pn_augment()
 * of it with that epoch and i, under `seed`. References `dataset`: 8 bit, one channel, 4 to 256
 * pixels a side; an error else, or where pn_augmentation_validate() has one.
 */
PnSource *pn_augment_source_new (PnDataset *dataset,
                                 const PnAugmentation *augmentation,
                                 guint64 seed,
                                 GError **error);

G_END_DECLS
