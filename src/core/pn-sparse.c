/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-sparse.h"

#include <string.h>

#include "pn-checked.h"
#include "pn-layer-kind.h"
#include "pn-memory.h"

/* Samples that are looked at, and the share of non-zero bytes below which skipping zeros pays. */
#define N_LOOKED_AT 8
#define DENSE_SHARE 0.4
/* A group's masks begin a cache line: two workers on two groups don't slow each other. */
#define LINE_MASKS (PN_ALIGNMENT / sizeof (guint64))

static gsize
byte_stride (gsize n_inputs)
{
  return (n_inputs + PN_MASK_BITS - 1) / PN_MASK_BITS * PN_MASK_BITS;
}

static gsize
n_pieces (gsize fan_in)
{
  return (fan_in + PN_ROW_PIECE - 1) / PN_ROW_PIECE;
}

static void *
array_new (gsize n, gsize size, gsize *missing)
{
  void *array = pn_try_new0_aligned (n, size);

  if (array == NULL)
    *missing = pn_checked_add (*missing, pn_checked_multiply (n, size));
  return array;
}

void
pn_sparse_allocate (PnWorkspace *workspace, gsize *missing)
{
  gsize stride = workspace->layers[0].stride;

  workspace->sparse.byte_stride = byte_stride (workspace->n_inputs);
  workspace->bytes = array_new (workspace->capacity, workspace->sparse.byte_stride, missing);
  workspace->sparse.mask_stride
      = pn_checked_add (workspace->capacity, LINE_MASKS - 1) / LINE_MASKS * LINE_MASKS;
  workspace->masks = array_new (pn_checked_multiply (workspace->sparse.byte_stride / PN_MASK_BITS,
                                                     workspace->sparse.mask_stride),
                                sizeof (guint64), missing);
  workspace->second_half
      = array_new (pn_checked_multiply (workspace->capacity, stride), sizeof (PnReal), missing);
  workspace->forward_base = array_new (stride, sizeof (PnReal), missing);
  workspace->row_sums = array_new (pn_checked_multiply (n_pieces (workspace->n_inputs), stride),
                                   sizeof (PnReal), missing);
  workspace->backward_base = array_new (stride, sizeof (PnReal), missing);
  workspace->columns = array_new (pn_sparse_n_columns (workspace), sizeof (guint64), missing);
  if (stride > PN_CHUNK)
    workspace->delta_chunks
        = array_new (pn_checked_multiply (workspace->capacity, stride), sizeof (PnReal), missing);
  workspace->sparse.bytes = workspace->bytes;
  workspace->sparse.masks = workspace->masks;
}

void
pn_sparse_free (PnWorkspace *workspace)
{
  free (workspace->bytes);
  free (workspace->masks);
  free (workspace->second_half);
  free (workspace->forward_base);
  free (workspace->backward_base);
  free (workspace->row_sums);
  free (workspace->columns);
  free (workspace->delta_chunks);
}

static const guint8 *
input_row (const PnWorkspace *workspace, gsize sample)
{
  const PnInputs *inputs = &workspace->inputs;
  gsize item = inputs->items != NULL ? inputs->items[sample] : sample;

  return inputs->bytes + item * workspace->n_inputs;
}

/* A function of the batch alone, so that a run is the same each time. */
static gboolean
is_mostly_zero (const PnWorkspace *workspace)
{
  gsize n = MIN (workspace->n, N_LOOKED_AT);
  gsize n_non_zero = 0;

  for (gsize s = 0; s < n; s++)
    {
      const guint8 *row = input_row (workspace, s);

      for (gsize i = 0; i < workspace->n_inputs; i++)
        n_non_zero += row[i] != 0;
    }
  return (double) n_non_zero < DENSE_SHARE * (double) (n * workspace->n_inputs);
}

void
pn_sparse_sum_rows (const PnNetwork *network, PnWorkspace *workspace, gsize row)
{
  const PnLayerPlan *plan = &network->layers[0];

  if (row < plan->fan_in)
    workspace->kernels->sum_rows (MIN (PN_ROW_PIECE, plan->fan_in - row), plan->stride,
                                  network->parameters + plan->offset + row * plan->stride,
                                  workspace->row_sums + row / PN_ROW_PIECE * plan->stride);
}

void
pn_sparse_note_sums (const PnNetwork *network, PnWorkspace *workspace)
{
  workspace->sums_stamp = network->stamp;
}

static void
prepare_base (const PnNetwork *network, PnWorkspace *workspace)
{
  const PnLayerPlan *plan = &network->layers[0];
  const PnReal *bias = network->parameters + plan->offset + plan->fan_in * plan->stride;
  PnReal shift
      = (PnReal) (workspace->inputs.normalisation.mean / workspace->inputs.normalisation.std);

  for (gsize row = 0; workspace->sums_stamp != network->stamp && row < plan->fan_in;
       row += PN_ROW_PIECE)
    pn_sparse_sum_rows (network, workspace, row);
  pn_sparse_note_sums (network, workspace);
  workspace->kernels->sum_rows (n_pieces (plan->fan_in), plan->stride, workspace->row_sums,
                                workspace->forward_base);
  for (gsize j = 0; j < plan->stride; j++)
    workspace->forward_base[j]
        = (plan->has_bias ? bias[j] : 0) - shift * workspace->forward_base[j];
}

static gboolean
has_scale (const PnWorkspace *workspace)
{
  const PnNormalisation *now = &workspace->inputs.normalisation;
  const PnNormalisation *then = &workspace->base_normalisation;

  return workspace->base_stamp != 0 && now->mean == then->mean && now->std == then->std;
}

void
pn_sparse_prepare (const PnNetwork *network, PnWorkspace *workspace)
{
  workspace->is_sparse
      = workspace->allow_sparse && workspace->inputs.bytes != NULL && is_mostly_zero (workspace);
  if (!workspace->is_sparse || (has_scale (workspace) && workspace->base_stamp == network->stamp))
    return;
  for (int value = 0; !has_scale (workspace) && value < 256; value++)
    workspace->sparse.scale[value] = (PnReal) (value / workspace->inputs.normalisation.std);
  prepare_base (network, workspace);
  workspace->base_stamp = network->stamp;
  workspace->base_normalisation = workspace->inputs.normalisation;
}

static gsize
n_groups (const PnWorkspace *workspace)
{
  return workspace->sparse.byte_stride / PN_MASK_BITS;
}

static gsize
first_group (const PnWorkspace *workspace, gsize half)
{
  return half * n_groups (workspace) / PN_SPARSE_HALVES;
}

gsize
pn_sparse_half_begin (const PnWorkspace *workspace, gsize half)
{
  return MIN (first_group (workspace, half) * PN_MASK_BITS, workspace->n_inputs);
}

static void
load_half (PnWorkspace *workspace, gsize half, gsize first, gsize end)
{
  gsize group = first_group (workspace, half);
  gsize begin = pn_sparse_half_begin (workspace, half);
  gsize length = pn_sparse_half_begin (workspace, half + 1) - begin;

  for (gsize s = first; s < end; s++)
    {
      guint8 *bytes = workspace->bytes + s * workspace->sparse.byte_stride + begin;

      memcpy (bytes, input_row (workspace, s) + begin, length);
      workspace->kernels->find_non_zero (
          first_group (workspace, half + 1) - group, bytes, workspace->sparse.mask_stride,
          workspace->masks + group * workspace->sparse.mask_stride + s);
    }
}

void
pn_sparse_add_half (const PnNetwork *network,
                    PnWorkspace *workspace,
                    gsize half,
                    gsize first,
                    gsize end)
{
  const PnLayerPlan *plan = &network->layers[0];

  load_half (workspace, half, first, end);
  workspace->kernels->sparse_forward (&workspace->sparse, first, end, first_group (workspace, half),
                                      first_group (workspace, half + 1), plan->stride,
                                      network->parameters + plan->offset,
                                      half == 0 ? workspace->forward_base : NULL,
                                      half == 0 ? workspace->scratch[0].z : workspace->second_half);
}

void
pn_sparse_join (PnWorkspace *workspace, gsize first, gsize end)
{
  gsize stride = workspace->layers[0].stride;
  PnReal *restrict z = workspace->scratch[0].z;
  const PnReal *restrict second = workspace->second_half;

  for (gsize i = first * stride; i < end * stride; i++)
    z[i] += second[i];
}

/* Chunk after chunk, so that the rows of one chunk lie together. One chunk is packed as it is. */
static void
pack_delta (PnWorkspace *workspace)
{
  gsize stride = workspace->layers[0].stride;
  const PnReal *delta = workspace->scratch[0].delta;
  PnReal *packed = workspace->delta_chunks;

  workspace->packed_delta = stride <= PN_CHUNK ? delta : packed;
  for (gsize j = 0; stride > PN_CHUNK && j < stride; j += PN_CHUNK)
    for (gsize s = 0; s < workspace->n; s++)
      {
        gsize width = MIN (stride - j, PN_CHUNK);

        memcpy (packed, delta + s * stride + j, width * sizeof (PnReal));
        packed += width;
      }
}

void
pn_sparse_prepare_backward (PnWorkspace *workspace)
{
  PnReal shift
      = (PnReal) (workspace->inputs.normalisation.mean / workspace->inputs.normalisation.std);

  for (gsize j = 0; j < workspace->layers[0].stride; j++)
    workspace->backward_base[j] = -shift * workspace->scratch[0].delta_sums[j];
  pack_delta (workspace);
}

gsize
pn_sparse_n_columns (const PnWorkspace *workspace)
{
  return pn_checked_multiply (PN_MASK_BITS, (workspace->capacity + 63) / 64);
}

/* A 64 × 64 matrix of bits turned, by exchanging ever smaller blocks off the diagonal (Warren,
 * "Hacker's Delight", section 7-3, mirrored).
 */
static void
turn_bits (guint64 bits[64])
{
  guint64 low = G_GUINT64_CONSTANT (0x00000000ffffffff);

  for (guint width = 32; width != 0; width >>= 1, low ^= low << width)
    for (guint i = 0; i < 64; i = (i + width + 1) & ~width)
      {
        guint64 change = (bits[i] >> width ^ bits[i + width]) & low;

        bits[i] ^= change << width;
        bits[i + width] ^= change;
      }
}

/* One group's masks by pixel: which samples have it. */
static void
turn_group (const PnWorkspace *workspace, gsize group, guint64 *columns)
{
  const guint64 *masks = workspace->masks + group * workspace->sparse.mask_stride;

  for (gsize block = 0; block < workspace->n; block += 64)
    {
      for (gsize s = block; s < block + 64; s++)
        columns[s] = s < workspace->n ? masks[s] : 0;
      turn_bits (columns + block);
    }
}

void
pn_sparse_gradient (PnWorkspace *workspace,
                    gsize first,
                    gsize end,
                    guint64 *columns,
                    PnReal *gradients)
{
  const PnLayerPlan *plan = &workspace->layers[0];
  gsize n_weights = MIN (end, plan->fan_in) - MIN (first, plan->fan_in);

  if (n_weights > 0)
    {
      turn_group (workspace, first / PN_MASK_BITS, columns);
      workspace->kernels->sparse_rows (
          &workspace->sparse, first / PN_MASK_BITS, columns, workspace->n, n_weights, plan->stride,
          workspace->packed_delta, workspace->backward_base, gradients);
    }
  if (end > plan->fan_in)
    memcpy (gradients + n_weights * plan->stride, workspace->scratch[0].delta_sums,
            plan->stride * sizeof (PnReal));
}
