/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"
#include "pn-real.h"
#include "pn-spec.h"

G_BEGIN_DECLS

/* PnNetwork: a spec compiled. All parameters lie in one aligned array and all gradients in another
 * of the same length, so that an optimiser is a loop over arrays and a checkpoint one copy.
 *
 * Memory order: layer by layer; each layer has one row for each of its inputs and, where it has a
 * bias or the trick, one more row for that; a row holds the layer's units, padded with zeros to
 * `stride` so that every row is aligned. Padding is never anything but zero, parameters, gradients
 * and optimiser state alike. Files and people count [out][in]; pn_network_get_weights() converts.
 *
 * A network is used by one thread at a time for writing; any number may predict with it, each with
 * a workspace of its own, while nobody writes.
 */
typedef struct _PnNetwork PnNetwork;

/* Activations and scratch for a batch of at most `capacity` samples. */
typedef struct _PnWorkspace PnWorkspace;

/* The parameters are zero until initialised or loaded. Fails on an invalid spec, and with the bytes
 * needed where there is no memory for it.
 */
PnNetwork *pn_network_new (const PnSpec *spec, GError **error);
PnNetwork *pn_network_copy (const PnNetwork *network, GError **error);
void pn_network_free (PnNetwork *network);

const PnSpec *pn_network_spec (const PnNetwork *network);

/* Draws all weights anew as the spec's initialisations say; a pure function of spec and seed. */
void pn_network_initialise (PnNetwork *network, guint64 seed);

/* Both arrays, `length` numbers each, padding included: not the number of parameters. */
/* For writing, until the next pass: to be called anew for each change, as it tells workspaces that
 * what they keep of the parameters (the sums of the first layer's columns) is no longer right.
 */
PnReal *pn_network_parameters (PnNetwork *network);
const PnReal *pn_network_const_parameters (const PnNetwork *network);
PnReal *pn_network_gradients (PnNetwork *network);
/* Gives the memory of the gradients back, for a network that will only predict: backward passes are
 * not possible any more. A copy of it has gradients again.
 */
void pn_network_drop_gradients (PnNetwork *network);
gsize pn_network_length (const PnNetwork *network);

/* Weights of the layer at index `layer` as [units][fan-in], and its bias [units] (the trick's
 * column or the layer's bias; zeros where it has none). `bias` may be NULL. Setting a bias where
 * the layer has none is an error of the programmer.
 */
void pn_network_get_weights (const PnNetwork *network, gsize layer, PnReal *weights, PnReal *bias);
void
pn_network_set_weights (PnNetwork *network, gsize layer, const PnReal *weights, const PnReal *bias);
/* The same of the gradients of the last backward pass. */
void
pn_network_get_gradients (const PnNetwork *network, gsize layer, PnReal *weights, PnReal *bias);

/* Scratch for `network`'s shape. Fails where there is no memory for it. */
PnWorkspace *pn_workspace_new (const PnNetwork *network, gsize capacity, GError **error);
void pn_workspace_free (PnWorkspace *workspace);
gsize pn_workspace_capacity (const PnWorkspace *workspace);

/* The inputs of a batch: `n` samples, row-major [n][n_inputs]; one of the three pointers, the
 * others NULL. Rows are normalised as (p − mean)/std on their way in. `reals` are floats in the
 * single build; in the double build they carry all digits.
 */
typedef struct
{
  gsize n;
  const guint32 *items; /* which rows of the array; NULL: the first n */
  const guint8 *bytes;
  const float *floats;
  const PnReal *reals;
  PnNormalisation normalisation;
} PnInputs;

/* What the mean loss weighs and wants, beyond softmax cross-entropy: with smoothing s the target is
 * (1 − s) one-hot + s / classes; a sample of class k weighs class_weights[k] (NULL: 1), and the
 * mean is Σ w loss / Σ w, as torch.nn.functional.cross_entropy defines both.
 */
typedef struct
{
  double label_smoothing;
  const double *class_weights;
} PnObjective;

/* Forward pass for prediction (no dropout): fills the workspace's activations and logits. */
void pn_network_forward (const PnNetwork *network, PnWorkspace *workspace, const PnInputs *inputs);

/* Results of the last forward pass, row-major [n][units]. `layer` is an index into the spec's
 * layers; z is what enters the activation function, a what leaves it; the output layer's a are the
 * logits. `out` is the caller's, n × units.
 */
void pn_workspace_get_activations (const PnWorkspace *workspace, gsize layer, PnReal *out);
void pn_workspace_get_preactivations (const PnWorkspace *workspace, gsize layer, PnReal *out);
void pn_workspace_get_logits (const PnWorkspace *workspace, PnReal *out);
/* softmax of the logits, stable for extreme ones. */
void pn_workspace_get_probabilities (const PnWorkspace *workspace, PnReal *out);

/* Mean softmax cross-entropy of the last forward pass against `labels` (n class indices), and how
 * many were right (the first of equals counts); either result may be NULL.
 */
void pn_workspace_loss (const PnWorkspace *workspace,
                        const guint16 *labels,
                        double *loss,
                        gsize *n_correct);

/* Forward and backward pass of the mean softmax cross-entropy over the batch: fills the gradients,
 * overwriting. `objective` may be NULL: no smoothing, equal weights. Returns the loss, and in
 * `n_correct` (may be NULL) how many were right.
 * Formulae: δ_k = ŷ_k − y_k; δ_j = f′(z_j) Σ_k w_kj δ_k; ∂C/∂w_ji = δ_j x_i, averaged.
 */
double pn_network_backward (PnNetwork *network,
                            PnWorkspace *workspace,
                            const PnInputs *inputs,
                            const guint16 *labels,
                            const PnObjective *objective,
                            gsize *n_correct);

/* Loss and accuracy (share of right answers) on a whole dataset, in batches of the workspace's
 * capacity. `stop` (may be NULL) is polled between batches; FALSE is returned once it is set.
 */
typedef struct
{
  gsize n;
  gsize n_correct;
  double loss;
  double accuracy;
} PnEvaluation;

gboolean pn_network_evaluate (const PnNetwork *network,
                              PnWorkspace *workspace,
                              const PnDataset *dataset,
                              const PnNormalisation *normalisation,
                              const gint *stop,
                              PnEvaluation *evaluation);

/* The confusion matrix [true][predicted], n_classes × n_classes, added to `counts`. */
void pn_network_confusion (const PnNetwork *network,
                           PnWorkspace *workspace,
                           const PnDataset *dataset,
                           const PnNormalisation *normalisation,
                           guint64 *counts);

/* Bytes that training this spec takes: parameters, gradients, optimiser state and activations. */
gsize pn_network_memory (const PnSpec *spec, gsize batch);

#ifndef PN_DOUBLE
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnNetwork, pn_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnWorkspace, pn_workspace_free)
#endif

G_END_DECLS
