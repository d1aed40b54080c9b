/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-network.h"
#include "pn-settings.h"

G_BEGIN_DECLS

/* Surgery: one change to the design of a trained network that keeps what it learnt. Pure functions;
 * any thread, as long as nobody writes to the network meanwhile.
 *
 * Widen   exact for any activation. New units are copies; a copy takes a share of 0.2–0.8, one for
 *         the whole unit, of the outgoing weights of the unit that it splits, which keeps the rest.
 *         The output is the same, the gradients aren't, so that training tells the copies apart.
 *         (After Chen, Goodfellow, Shlens: "Net2Net", ICLR 2016, where copies share equally.)
 * Insert  exact where pn_surgery_exact_units() are enough; else the best linear path that the new
 *         layer has room for.
 * Narrow  takes away, one after the other, the unit whose loss costs least after refitting the next
 *         layer (Hassibi, Stork: "Second order derivatives for network pruning: Optimal Brain
 *         Surgeon", NIPS 1992, on the next layer's pre-activations).
 * Remove  puts the two layers' linear product in their place.
 * Change  of an activation keeps all weights.
 *
 * After all but the exact ones the next layer's weights are refitted by least squares with a ridge
 * to what entered its activation before, on the samples, its bias too where it has one. No bias is
 * added. A layer with more than PN_SURGERY_MOST_INPUTS inputs is not refitted: it would take too
 * long.
 */
#define PN_SURGERY_MOST_INPUTS 1500
#define PN_SURGERY_SAMPLES 2000 /* as many are worth giving */

typedef enum
{
  PN_SURGERY_NONE, /* the same, or more than one change */
  PN_SURGERY_WIDEN,
  PN_SURGERY_NARROW,
  PN_SURGERY_INSERT,
  PN_SURGERY_REMOVE,
  PN_SURGERY_ACTIVATION,
} PnSurgeryKind;

/* `layer` is an index into `layers`: of the new design for an insertion, of both else (the old one
 * for a removal).
 */
typedef struct
{
  PnSurgeryKind kind;
  gsize layer;
} PnSurgery;

/* The single change that makes `to` of `from`. Initialisation and dropout don't count: they act
 * later. Biases must stay, but for the trick, which follows the first layer.
 */
PnSurgery pn_surgery_find (const PnSpec *from, const PnSpec *to);

/* The smallest layer that pn_spec_insert() can put at `index` without changing any output; 0 where
 * none is exact. With n inputs (or n units in the layer behind, if fewer: then the new layer does
 * its work) n units of the identity are enough, and of ReLU and leaky ReLU where what enters is
 * never negative; 2n as pairs f(x) − f(−x), which is x for ReLU, GELU, SiLU and softplus, and
 * (1 + slope) x for leaky ReLU. The trick costs one unit more, which carries the old first layer's
 * bias.
 */
gsize pn_surgery_exact_units (const PnSpec *spec, gsize index, PnActivation activation);

/* Whether `surgery`, which pn_surgery_find() found between the two, changes no output at all. */
gboolean pn_surgery_is_exact (const PnSpec *from, const PnSpec *to, PnSurgery surgery);

/* About how many multiplications it takes on `n` samples: some 10⁹ a second. */
double pn_surgery_work (const PnSpec *from, const PnSpec *to, PnSurgery surgery, gsize n);

/* Called now and then with the share that is done, 0 to 1, by the thread that operates; FALSE ends
 * the operation.
 */
typedef struct
{
  gboolean (*progress) (double share, gpointer user_data);
  gpointer user_data;
} PnSurgeryWatch;

/* An optimiser's numbers, in the network's order. With NULL slots there are none. */
typedef struct
{
  PnOptimizer optimizer;
  gsize n_slots;
  PnReal *slots[2];
} PnSurgeryState;

/* `from` after `surgery`, which pn_surgery_find() found between its spec and `to`. `samples` (may
 * be NULL, then nothing is refitted) are training inputs, of at least one row. `state` (may be
 * NULL) is the optimiser's for `from`; `new_state` receives what it is for the result, in arrays
 * that the caller frees with g_free(): it goes along exactly where the change is exact; a velocity
 * follows the weights, Adam's and RMSprop's moments the gradients; what is new starts at zero.
 * `watch` may be NULL. NULL with an error for an invalid design, where there is no memory, and
 * where the watch ended it.
 */
PnNetwork *pn_surgery_operate (const PnNetwork *from,
                               const PnSpec *to,
                               PnSurgery surgery,
                               const PnInputs *samples,
                               guint64 seed,
                               const PnSurgeryWatch *watch,
                               const PnSurgeryState *state,
                               PnSurgeryState *new_state,
                               GError **error);

/* The first `n` rows (or all, if there are fewer) of `dataset` as inputs; borrows its memory. */
PnInputs
pn_surgery_inputs (const PnDataset *dataset, const PnNormalisation *normalisation, gsize n);

G_END_DECLS
