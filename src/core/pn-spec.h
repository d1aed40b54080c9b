/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnSpec: the editable description of a network. A plain value: copied, compared, never shared. It
 * says what a network is, not what it has learnt; PnNetwork is a spec compiled.
 *
 * Layers are numbered as on the picture: 0 is the input, 1 the first layer after it. In the array
 * `layers` the first layer after the input is at index 0.
 */

/* The values are indices into the tables of pn-activation.c and pn-spec.c; files use the names. */
typedef enum
{
  PN_ACTIVATION_IDENTITY,
  PN_ACTIVATION_SIGMOID,
  PN_ACTIVATION_IMPROVED_SIGMOID, /* 1.7159 tanh (2z/3): LeCun et al., "Efficient BackProp", 1998 */
  PN_ACTIVATION_TANH,
  PN_ACTIVATION_RELU,
  PN_ACTIVATION_LEAKY_RELU, /* slope 0.01 for z < 0 */
  PN_ACTIVATION_ELU,        /* α = 1 */
  PN_ACTIVATION_GELU,       /* exact: z Φ(z) */
  PN_ACTIVATION_SOFTPLUS,
  PN_ACTIVATION_SILU,
  PN_N_ACTIVATIONS,
} PnActivation;

typedef enum
{
  PN_INIT_UNIFORM,       /* uniform (−1, 1) */
  PN_INIT_NORMAL_FAN_IN, /* normal, σ = 1/√fan-in: LeCun et al. 1998; the trick's constant counts */
  PN_INIT_GLOROT,        /* uniform (−r, r), r = √(6/(fan-in + fan-out)): Glorot, Bengio 2010 */
  PN_INIT_HE,            /* normal, σ = √(2/fan-in): He et al. 2015 */
  PN_N_INITS,
} PnInit;

typedef enum
{
  PN_BIAS_NONE,
  PN_BIAS_LAYER, /* a bias for each unit, zero at the start */
  PN_BIAS_INPUT, /* first layer only, the bias trick: a constant 1 is appended to the input; its
                  * column is initialised as the other weights are */
  PN_N_BIASES,
} PnBias;

typedef enum
{
  PN_LAYER_DENSE,
  PN_N_LAYER_KINDS,
} PnLayerKind;

typedef struct
{
  PnLayerKind kind;
  gsize units;
  PnActivation activation;
  PnInit init;
  PnBias bias;
  double dropout; /* share of this layer's activations dropped in training, [0, 1) */
} PnLayerSpec;

typedef struct
{
  gsize input[3]; /* channels, height, width; a plain vector is {1, 1, n} */
  gsize n_layers; /* hidden layers and the output */
  PnLayerSpec *layers;
} PnSpec;

/* A spec without layers. Free with pn_spec_free(). */
PnSpec *pn_spec_new (gsize channels, gsize height, gsize width);

/* input-hidden…-classes: hidden layers as `hidden` says, `n_hidden` of them, and an output of
 * `classes` units with identity activation, the initialisation of `hidden` and its bias (none if
 * that is the trick). The bias trick is kept in the first layer only.
 */
PnSpec *
pn_spec_new_dense (const gsize input[3], const PnLayerSpec *hidden, gsize n_hidden, gsize classes);

PnSpec *pn_spec_copy (const PnSpec *spec);
void pn_spec_free (PnSpec *spec);
gboolean pn_spec_equal (const PnSpec *a, const PnSpec *b);

/* Whether both compile to networks with the same parameters (same shapes and bias kinds), so that
 * one may take the other's numbers.
 */
gboolean pn_spec_same_shape (const PnSpec *a, const PnSpec *b);

/* Sizes positive and countable, at least one layer, the trick in the first layer only, dropout in
 * [0, 1). The error names the layer as on the picture.
 */
gboolean pn_spec_validate (const PnSpec *spec, GError **error);

gsize pn_spec_n_inputs (const PnSpec *spec);
gsize pn_spec_n_outputs (const PnSpec *spec);

/* Inputs of the layer at index `layer` of `layers`, without the trick's constant. */
gsize pn_spec_fan_in (const PnSpec *spec, gsize layer);

/* Weights and biases, the trick's column included; G_MAXSIZE when they can't be counted. */
gsize pn_spec_n_parameters (const PnSpec *spec);
gsize pn_spec_layer_n_parameters (const PnSpec *spec, gsize layer);

/* Multiplications with an addition for one sample forwards: one a weight, the trick's included. */
gsize pn_spec_multiply_adds (const PnSpec *spec);

/* Edits. `index` is into `layers`. The output (the last layer) is never removed, moved or preceded
 * by nothing: callers ask pn_spec_can_… first. Moving or inserting keeps the bias trick on
 * whichever layer is first.
 */
void pn_spec_insert (PnSpec *spec, gsize index, const PnLayerSpec *layer);
void pn_spec_remove (PnSpec *spec, gsize index);
void pn_spec_move (PnSpec *spec, gsize from, gsize to);

/* "hidden layer 3", "the output layer": translated, in the middle of a sentence. The caller frees
 * it. */
char *pn_spec_layer_name (const PnSpec *spec, gsize layer);

/* The layer that *Insert* puts at `index`: units, activation and initialisation of the layer before
 * it (for the first: of the layer after it, if hidden; else 64 units of improved sigmoid).
 */
PnLayerSpec pn_spec_propose (const PnSpec *spec, gsize index);

/* Two equal hidden layers: the width x whose parameter count comes nearest to `parameters`, with
 * the exact solution of the quadratic equation in `exact` (may be NULL).
 */
gsize pn_spec_match_two_hidden (const PnSpec *spec, gsize parameters, double *exact);

/* Names: `…_name` is the file's ("improved-sigmoid"), never translated; `…_label` the screen's
 * ("improved sigmoid"), translated. `…_from_name` fails with an error that lists the known names.
 */
const char *pn_activation_name (PnActivation activation);
const char *pn_activation_label (PnActivation activation);
gboolean pn_activation_from_name (const char *name, PnActivation *activation, GError **error);
const char *pn_init_name (PnInit init);
const char *pn_init_label (PnInit init);
gboolean pn_init_from_name (const char *name, PnInit *init, GError **error);
const char *pn_bias_name (PnBias bias);
const char *pn_bias_label (PnBias bias);
gboolean pn_bias_from_name (const char *name, PnBias *bias, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnSpec, pn_spec_free)

G_END_DECLS
