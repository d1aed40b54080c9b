/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-workspace-private.h"

G_BEGIN_DECLS

/* The pieces of a pass over a batch, for one caller or for several workers. In order:
 *
 *   prepare      alone          inputs into the workspace
 *   forward      samples        z, a and, in training, slopes
 *   loss         samples        losses and the output's δ
 *   delta        samples        δ of the layers before
 *   gather       alone          loss, right answers, sums of δ
 *   gradient     parameter rows
 *
 * "Samples" and "parameter rows" are ranges that may be cut among workers; the numbers don't depend
 * on the cut.
 */

/* Coordinates of dropout's random numbers; `items` are the samples' numbers in the data set. */
typedef struct
{
  guint64 seed;
  guint32 epoch;
  const guint32 *items;
} PnDropout;

typedef struct
{
  double loss;
  gsize n_correct;
  gsize bad_layer; /* what broke first, in the order of computing: the first layer whose sums aren't
                    * finite; else the last one if the loss isn't; else the last whose δ isn't.
                    * G_MAXSIZE where all is well */
} PnPassResult;

void pn_pass_prepare (const PnNetwork *network,
                      PnWorkspace *workspace,
                      const PnInputs *inputs,
                      gboolean training);
/* What `layer` reads: rows of `*ld` numbers. */
const PnReal *pn_pass_layer_input (const PnWorkspace *workspace, gsize layer, gsize *ld);
/* Samples [first, end) of the inputs into the workspace. Where they are sparse, workers may load
 * halves of them in its place: pn_sparse_add_half().
 */
void pn_pass_load (const PnNetwork *network, PnWorkspace *workspace, gsize first, gsize end);
/* Of samples that are loaded. `dropout` may be NULL. Without `training` no slopes are written. */
void pn_pass_forward (const PnNetwork *network,
                      PnWorkspace *workspace,
                      gsize first,
                      gsize end,
                      gboolean training,
                      const PnDropout *dropout);
/* Of the first layer only once after loading. */
void pn_pass_forward_layer (const PnNetwork *network,
                            PnWorkspace *workspace,
                            gsize layer,
                            gsize first,
                            gsize end,
                            gboolean training,
                            const PnDropout *dropout);
/* Σ of the samples' weights, which the mean is divided by. */
double pn_pass_total_weight (const guint16 *labels, gsize n, const PnObjective *objective);
void pn_pass_loss (PnWorkspace *workspace,
                   gsize first,
                   gsize end,
                   const guint16 *labels,
                   const PnObjective *objective,
                   double total_weight);
void pn_pass_delta (const PnNetwork *network, PnWorkspace *workspace, gsize first, gsize end);
PnPassResult pn_pass_gather (PnWorkspace *workspace, double total_weight);
/* Gradients of a layer's rows [first, end) to `gradients`, [end − first][stride]; `first` is a
 * multiple of PN_ROW_PIECE, and at most as many rows. `columns` is the caller's scratch, as
 * pn_sparse_n_columns() says.
 */
void pn_pass_gradient (PnWorkspace *workspace,
                       gsize layer,
                       gsize first,
                       gsize end,
                       guint64 *columns,
                       PnReal *gradients);
/* All of a layer's, by the caller alone. */
void pn_pass_layer_gradient (PnWorkspace *workspace, gsize layer, PnReal *gradients);

G_END_DECLS
