/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include "pn-activation.h"
#include "pn-blas.h"
#include "pn-least-squares.h"
#include "pn-pass.h"
#include "pn-random.h"
#include "pn-surgery-private.h"

/* Root mean square of what enters a saturating activation: small enough to be nearly linear. */
#define LINEAR_ZONE 0.25

/* The linear path through the new layer: `d` directions of its inputs, and what the next layer
 * reads from each. A direction takes one unit, or with `pairs` two, f(x) and f(−x).
 */
typedef struct
{
  const PnLayerPlan *old;  /* of `from`, reading what the new layer will read */
  const PnLayerPlan *new;  /* the new layer */
  const PnLayerPlan *next; /* the old one behind it */
  gboolean carries;        /* its last unit is a constant that stands for the old layer's bias */
  gboolean pairs;
  gboolean exact;
  gsize d;
  PnReal *directions; /* [inputs][d] */
  PnReal *readout;    /* [d][next's stride] */
  PnReal *scales;     /* [d] */
} Path;

static gboolean
is_homogeneous (PnActivation activation)
{
  return activation == PN_ACTIVATION_IDENTITY || activation == PN_ACTIVATION_RELU
         || activation == PN_ACTIVATION_LEAKY_RELU || activation == PN_ACTIVATION_GELU
         || activation == PN_ACTIVATION_SOFTPLUS || activation == PN_ACTIVATION_SILU;
}

/* Whether f(x) = x for everything that enters. */
static gboolean
passes (const PnOperation *op)
{
  PnActivation activation = op->to->layers[op->layer].activation;
  PnActivation before
      = op->layer > 0 ? op->from->layers[op->layer - 1].activation : PN_ACTIVATION_IDENTITY;

  if (activation == PN_ACTIVATION_IDENTITY)
    return TRUE;
  return (activation == PN_ACTIVATION_RELU || activation == PN_ACTIVATION_LEAKY_RELU)
         && (before == PN_ACTIVATION_RELU || before == PN_ACTIVATION_SIGMOID
             || before == PN_ACTIVATION_SOFTPLUS);
}

static Path
plan_path (const PnOperation *op)
{
  Path path = { .old = &op->from->layers[op->layer],
                .new = &op->to->layers[op->layer],
                .next = &op->to->layers[op->layer + 1] };
  PnActivation activation = path.new->activation;
  gsize n = path.old->fan_in, few = MIN (n, path.old->units), room = path.new->units;

  path.carries = path.old->has_bias && !path.next->has_bias && path.new->has_bias &&room > 1;
  room -= path.carries ? 1 : 0;
  if (activation == PN_ACTIVATION_IDENTITY || (passes (op) && room >= n))
    path.pairs = FALSE;
  else
    path.pairs = is_homogeneous (activation) ? room > 1 : room >= 2 * few;
  path.d = MIN (path.pairs ? room / 2 : room, n);
  if (path.d < n)
    path.d = MIN (path.d, path.old->units);
  path.exact = is_homogeneous (activation) && path.d >= few && (path.pairs || passes (op))
               && (path.carries || path.next->has_bias || !path.old->has_bias);
  return path;
}

static gboolean
allocate (Path *path)
{
  path->directions = g_try_new0 (PnReal, path->old->fan_in * path->d);
  path->readout = g_try_new0 (PnReal, path->d * path->next->stride);
  path->scales = g_try_new (PnReal, path->d);
  for (gsize j = 0; path->scales != NULL && j < path->d; j++)
    path->scales[j] = 1;
  return path->directions != NULL && path->readout != NULL && path->scales != NULL;
}

static void
path_clear (Path *path)
{
  g_free (path->directions);
  g_free (path->readout);
  g_free (path->scales);
}

/* ZᵀZ of what the old layer made of the samples, its bias left out; without samples, as if its
 * inputs were independent. [units][units]; NULL where there is no memory.
 */
static double *
spread_of (const PnOperation *op, const PnLayerPlan *old)
{
  const PnReal *bias = pn_surgery_const_row (old, op->from->parameters, old->fan_in);
  const PnReal *z
      = op->before != NULL ? op->before->scratch[op->layer].z : op->from->parameters + old->offset;
  gsize n = op->before != NULL ? op->before->n : old->fan_in;
  g_autofree PnReal *packed = g_try_new (PnReal, n * old->units);

  if (packed == NULL)
    return NULL;
  for (gsize s = 0; s < n; s++)
    for (gsize unit = 0; unit < old->units; unit++)
      packed[s * old->units + unit]
          = z[s * old->stride + unit] - (op->before != NULL && old->has_bias ? bias[unit] : 0);
  return pn_surgery_gram (n, old->units, packed);
}

/* All that is known of the old layer's outputs goes through `d` numbers: its leading directions. */
static void
squeeze (const PnOperation *op, Path *path)
{
  const PnLayerPlan *old = path->old;
  PnRandom random = { op->seed, PN_STREAM_SURGERY, 0, (guint32) op->layer };
  g_autofree double *spread = spread_of (op, old);
  g_autofree double *v = g_try_new (double, old->units * path->d);
  g_autofree PnReal *vectors = g_try_new0 (PnReal, old->stride * path->d);

  if (spread == NULL || v == NULL || vectors == NULL)
    return;
  for (gsize i = 0; i < old->units * path->d; i++)
    v[i] = pn_random_normal (&random, (guint32) i);
  pn_leading_vectors (old->units, spread, path->d, v);
  for (gsize unit = 0; unit < old->units; unit++)
    for (gsize j = 0; j < path->d; j++)
      {
        vectors[unit * path->d + j] = (PnReal) v[unit * path->d + j];
        path->readout[j * path->next->stride + unit] = (PnReal) v[unit * path->d + j];
      }
  pn_blas_multiply (old->fan_in, path->d, old->units, op->from->parameters + old->offset,
                    old->stride, vectors, path->d, 0, path->directions, path->d);
}

/* The inputs themselves, or what the old layer made of them, or the best of that. */
static void
choose_directions (const PnOperation *op, Path *path)
{
  const PnLayerPlan *old = path->old;
  const PnReal *weights = op->from->parameters + old->offset;

  if (path->d == old->fan_in)
    {
      for (gsize i = 0; i < path->d; i++)
        path->directions[i * path->d + i] = 1;
      memcpy (path->readout, weights, path->d * old->stride * sizeof (PnReal));
    }
  else if (path->d == old->units)
    for (gsize j = 0; j < path->d; j++)
      {
        path->readout[j * path->next->stride + j] = 1;
        for (gsize i = 0; i < old->fan_in; i++)
          path->directions[i * path->d + j] = weights[i * old->stride + j];
      }
  else
    squeeze (op, path);
}

/* Mean squares of the directions on the samples, or of their weights. */
static void
measure_directions (const PnOperation *op, const Path *path, double *squares)
{
  gsize n = op->before != NULL ? op->before->n : 1, d = path->d, ld = 0;
  const PnReal *x = op->before != NULL ? pn_pass_layer_input (op->before, op->layer, &ld) : NULL;
  g_autofree PnReal *u = x != NULL ? g_try_new (PnReal, n * d) : NULL;

  if (u != NULL)
    pn_blas_multiply (n, d, path->old->fan_in, x, ld, path->directions, d, 0, u, d);
  for (gsize s = 0; s < (u != NULL ? n : path->old->fan_in); s++)
    for (gsize j = 0; j < d; j++)
      {
        double value = (double) (u != NULL ? u : path->directions)[s * d + j];

        squares[j] += value * value / (u != NULL ? (double) n : 1.0);
      }
}

static void
scale_down (const PnOperation *op, Path *path)
{
  g_autofree double *squares = g_new0 (double, path->d);

  measure_directions (op, path, squares);
  for (gsize j = 0; j < path->d; j++)
    path->scales[j] = squares[j] > 0.0 ? (PnReal) (LINEAR_ZONE / sqrt (squares[j])) : 1;
}

/* What one unit (or pair) gives for 1 that enters. */
static PnReal
gain (const PnOperation *op, const Path *path)
{
  PnActivation activation = path->new->activation;

  if (path->exact && activation == PN_ACTIVATION_LEAKY_RELU && path->pairs)
    return 1 + PN_LEAKY_SLOPE;
  if (is_homogeneous (activation) && (path->pairs || passes (op)))
    return 1;
  return (path->pairs ? 2 : 1) * pn_surgery_slope (activation);
}

/* Units that the path doesn't need keep their initial weights, and nothing reads them yet. */
static void
lay_new_layer (PnOperation *op, const Path *path)
{
  const PnLayerPlan *plan = path->new;
  PnReal *array = op->to->parameters;
  gsize used = path->pairs ? 2 * path->d : path->d;

  for (gsize i = 0; i < plan->rows; i++)
    for (gsize j = 0; j < path->d; j++)
      {
        PnReal weight = i < plan->fan_in ? path->scales[j] * path->directions[i * path->d + j] : 0;

        pn_surgery_row (plan, array, i)[j] = weight;
        if (path->pairs)
          pn_surgery_row (plan, array, i)[path->d + j] = -weight;
      }
  if (plan->has_bias)
    memset (pn_surgery_row (plan, array, plan->fan_in), 0, used * sizeof (PnReal));
  if (!path->carries)
    return;
  for (gsize i = 0; i < plan->rows; i++)
    pn_surgery_row (plan, array, i)[plan->units - 1] = i == plan->fan_in ? 1 : 0;
}

/* `readout` is [d][stride]; the rest of the next layer's rows in `array` become zero, but for the
 * bias.
 */
static void
lay_readout (const PnOperation *op, const Path *path, const PnReal *readout, PnReal *array)
{
  const PnLayerPlan *plan = path->next;
  PnReal whole = gain (op, path);

  memset (pn_surgery_row (plan, array, 0), 0, plan->fan_in * plan->stride * sizeof (PnReal));
  for (gsize j = 0; j < path->d; j++)
    for (gsize unit = 0; unit < plan->units; unit++)
      {
        PnReal weight = readout[j * plan->stride + unit] / (whole * path->scales[j]);

        pn_surgery_row (plan, array, j)[unit] = weight;
        if (path->pairs)
          pn_surgery_row (plan, array, path->d + j)[unit] = -weight;
      }
}

/* The bias in the next layer, or the carrying unit's weights. */
static void
lay_bias (const PnOperation *op, const Path *path, const PnReal *old, PnReal *array)
{
  const PnReal *bias = pn_surgery_const_row (path->old, old, path->old->fan_in);
  const PnReal one = 1;
  PnReal at_one = 1;
  PnReal *row;

  if (!path->old->has_bias || !(path->carries || path->next->has_bias))
    return;
  pn_plain_activations[path->new->activation](1, &one, &at_one, NULL);
  row = pn_surgery_row (path->next, array,
                        path->carries ? path->new->units - 1 : path->next->fan_in);
  for (gsize unit = 0; unit < path->next->units; unit++)
    row[unit] = bias[unit] / (path->carries ? at_one : 1);
}

/* A velocity may go along as the weights do; moments only where a weight stands for itself. */
static void
lay_slot (const PnOperation *op, const Path *path, gsize slot)
{
  gboolean adaptive = pn_surgery_is_adaptive (op->optimizer);
  gboolean same = path->exact && path->d == path->old->fan_in;
  const PnLayerPlan *next = path->next;
  PnReal *array = op->new_slots[slot];

  if (same && !(adaptive && path->pairs))
    lay_readout (op, path, op->old_slots[slot] + path->old->offset, array);
  else
    memset (pn_surgery_row (next, array, 0), 0, next->fan_in * next->stride * sizeof (PnReal));
  if (next->has_bias && path->old->has_bias)
    lay_bias (op, path, op->old_slots[slot], array);
}

void
pn_surgery_insert (PnOperation *op)
{
  Path path = plan_path (op);

  if (allocate (&path))
    {
      choose_directions (op, &path);
      if (!is_homogeneous (path.new->activation))
        scale_down (op, &path);
      lay_new_layer (op, &path);
      lay_readout (op, &path, path.readout, op->to->parameters);
      lay_bias (op, &path, op->from->parameters, op->to->parameters);
      for (gsize i = 0; i < op->n_slots; i++)
        lay_slot (op, &path, i);
      if (!path.exact)
        pn_surgery_refit (op, op->layer + 1, op->layer);
    }
  path_clear (&path);
}
