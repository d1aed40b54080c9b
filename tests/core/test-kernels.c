/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every kernel of the vector tables against its plain twin, on shapes with and without remainders.
 */

#include "pn-kernels.h"

#include <math.h>

#include "pn-random.h"

static float
draw (guint32 item, gsize index)
{
  PnRandom random = { .seed = 5, .item = item };

  return (float) (2.0 * pn_random_uniform (&random, (guint32) index) - 1.0);
}

static float *
draw_all (guint32 item, gsize n)
{
  float *numbers = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    numbers[i] = draw (item, i);
  return numbers;
}

static void
assert_near (gsize n, const float *a, const float *b, float tolerance)
{
  for (gsize i = 0; i < n; i++)
    if (!(fabsf (a[i] - b[i]) <= tolerance * MAX (1.0f, fabsf (b[i]))))
      g_error ("at %zu: %.9g, but the plain kernel says %.9g", i, (double) a[i], (double) b[i]);
}

/* Each sum must not depend on the range that it is computed in: to the bit. */
static void
test_multiply (gconstpointer data)
{
  const PnKernels *kernels = data;
  static const gsize sizes[][3] = { { 1, 16, 1 },  { 3, 16, 7 },   { 32, 64, 64 },  { 13, 48, 20 },
                                    { 9, 80, 33 }, { 17, 112, 5 }, { 43, 208, 201 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize m = sizes[i][0];
      gsize n = sizes[i][1];
      gsize k = sizes[i][2];
      float tolerance = 1e-7f * (float) MAX (k, 20); /* rounding grows with the terms */
      g_autofree float *a = draw_all (1, m * k);
      g_autofree float *b = draw_all (2, k * n);
      g_autofree float *bias = draw_all (3, n);
      g_autofree float *c = g_new (float, m *n);
      g_autofree float *plain = g_new (float, m *n);

      kernels->multiply (m, n, k, a, k, 1, b, n, bias, c, n);
      pn_kernels_plain.multiply (m, n, k, a, k, 1, b, n, bias, plain, n);
      assert_near (m * n, c, plain, tolerance);
      for (gsize row = 0; row < m; row++)
        kernels->multiply (1, n, k, a + row * k, k, 1, b, n, bias, plain + row * n, n);
      g_assert_cmpmem (c, m * n * sizeof *c, plain, m * n * sizeof *plain);
      kernels->multiply (m, n, k, a, 1, m, b, n, NULL, c, n);
      pn_kernels_plain.multiply (m, n, k, a, 1, m, b, n, NULL, plain, n);
      assert_near (m * n, c, plain, tolerance);
    }
}

#define N_SAMPLES 11
#define N_GROUPS 3
#define BYTE_STRIDE (N_GROUPS * PN_MASK_BITS)

static void
draw_pictures (guint8 *bytes)
{
  for (gsize i = 0; i < N_SAMPLES * BYTE_STRIDE; i++)
    bytes[i] = draw (7, i) > 0.6f ? (guint8) (100.0f + 150.0f * draw (8, i)) : 0;
}

static void
find_all (const PnKernels *kernels, const guint8 *bytes, guint64 *masks)
{
  for (gsize s = 0; s < N_SAMPLES; s++)
    kernels->find_non_zero (N_GROUPS, bytes + s * BYTE_STRIDE, N_SAMPLES, masks + s);
}

static void
test_find_non_zero (gconstpointer data)
{
  const PnKernels *kernels = data;
  guint8 bytes[N_SAMPLES * BYTE_STRIDE];
  guint64 masks[N_SAMPLES * N_GROUPS];
  guint64 plain[N_SAMPLES * N_GROUPS];

  draw_pictures (bytes);
  bytes[0] = 1;
  bytes[63] = 255;
  find_all (kernels, bytes, masks);
  find_all (&pn_kernels_plain, bytes, plain);
  g_assert_cmpmem (masks, sizeof masks, plain, sizeof plain);
  g_assert_cmphex (masks[0] & 1, ==, 1);
  g_assert_cmphex (masks[0] >> 63, ==, 1);
}

/* Half of the groups first, then the others on top of them: as one call, up to rounding. */
static void
assert_halves_join (const PnKernels *kernels,
                    const PnSparse *sparse,
                    gsize stride,
                    const float *rows,
                    const float *base,
                    const float *whole)
{
  gsize n = N_SAMPLES * stride;
  g_autofree float *z = g_new (float, n);
  g_autofree float *second = g_new (float, n);

  kernels->sparse_forward (sparse, 0, N_SAMPLES, 0, 1, stride, rows, base, z);
  kernels->sparse_forward (sparse, 0, N_SAMPLES, 1, N_GROUPS, stride, rows, NULL, second);
  for (gsize i = 0; i < n; i++)
    z[i] += second[i];
  assert_near (n, z, whole, 1e-5f);
}

static void
test_sparse_forward (gconstpointer data)
{
  const PnKernels *kernels = data;
  static const gsize strides[] = { 16, 32, 48, 64, 80, 128, 208, 272 };
  guint8 bytes[N_SAMPLES * BYTE_STRIDE];
  guint64 masks[N_SAMPLES * N_GROUPS];
  PnSparse sparse
      = { .bytes = bytes, .masks = masks, .byte_stride = BYTE_STRIDE, .mask_stride = N_SAMPLES };

  draw_pictures (bytes);
  find_all (&pn_kernels_plain, bytes, masks);
  for (int value = 0; value < 256; value++)
    sparse.scale[value] = (float) value / 80.0f;
  for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
    {
      gsize n = N_SAMPLES * strides[i];
      g_autofree float *rows = draw_all (1, BYTE_STRIDE * strides[i]);
      g_autofree float *base = draw_all (2, strides[i]);
      g_autofree float *z = g_new (float, n);
      g_autofree float *plain = g_new (float, n);

      kernels->sparse_forward (&sparse, 0, 4, 0, N_GROUPS, strides[i], rows, base, z);
      kernels->sparse_forward (&sparse, 4, N_SAMPLES, 0, N_GROUPS, strides[i], rows, base, z);
      pn_kernels_plain.sparse_forward (&sparse, 0, N_SAMPLES, 0, N_GROUPS, strides[i], rows, base,
                                       plain);
      assert_near (n, z, plain, 1e-5f);
      assert_halves_join (kernels, &sparse, strides[i], rows, base, plain);
    }
}

/* More than 64 samples, so that there are two blocks of masks. */
static void
test_sparse_rows (gconstpointer data)
{
  enum
  {
    N = 70
  };
  const PnKernels *kernels = data;
  static const gsize strides[] = { 16, 48, 64, 80, 128 };
  static guint8 bytes[N * BYTE_STRIDE];
  guint64 columns[2 * PN_MASK_BITS] = { 0 };
  PnSparse sparse = { .bytes = bytes, .byte_stride = BYTE_STRIDE };

  for (int value = 0; value < 256; value++)
    sparse.scale[value] = (float) value / 80.0f;
  for (gsize s = 0; s < N; s++)
    for (gsize i = 0; i < PN_MASK_BITS; i++)
      {
        gboolean set = draw (7, s * PN_MASK_BITS + i) > 0.6f;

        bytes[s * BYTE_STRIDE + PN_MASK_BITS + i] = set ? (guint8) (1 + s + i) : 0;
        columns[s / 64 * 64 + i] |= (guint64) set << s % 64;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
    {
      gsize n = 50 * strides[i];
      g_autofree float *delta = draw_all (1, N * strides[i]);
      g_autofree float *base = draw_all (2, strides[i]);
      g_autofree float *gradients = g_new (float, n);
      g_autofree float *plain = g_new (float, n);

      kernels->sparse_rows (&sparse, 1, columns, N, 50, strides[i], delta, base, gradients);
      pn_kernels_plain.sparse_rows (&sparse, 1, columns, N, 50, strides[i], delta, base, plain);
      assert_near (n, gradients, plain, 1e-5f);
    }
}

static void
test_transpose (gconstpointer data)
{
  const PnKernels *kernels = data;

  for (gsize n = 1; n <= 70; n += 23)
    for (gsize m = 1; m <= 40; m += 13)
      {
        gsize in_stride = (m + 15) / 16 * 16;
        gsize out_stride = (n + 15) / 16 * 16;
        g_autofree float *in = draw_all (1, n * in_stride);
        g_autofree float *out = g_new0 (float, m *out_stride);

        kernels->transpose (n, m, in, in_stride, out, out_stride);
        for (gsize i = 0; i < n; i++)
          for (gsize j = 0; j < m; j++)
            g_assert_true (out[j * out_stride + i] == in[i * in_stride + j]);
      }
}

static void
test_sum_and_scale (gconstpointer data)
{
  const PnKernels *kernels = data;

  for (gsize n = 1; n < 40; n += 6)
    for (gsize stride = 16; stride <= 144; stride += 32)
      {
        g_autofree float *rows = draw_all (1, n * stride);
        g_autofree float *copy = draw_all (1, n * stride);
        g_autofree float *factors = draw_all (2, n * stride);
        g_autofree float *sums = g_new (float, stride);
        g_autofree float *plain = g_new (float, stride);

        kernels->sum_rows (n, stride, rows, sums);
        pn_kernels_plain.sum_rows (n, stride, rows, plain);
        assert_near (stride, sums, plain, 5e-6f);
        kernels->scale (n * stride - 3, rows, factors);
        pn_kernels_plain.scale (n * stride - 3, copy, factors);
        g_assert_cmpmem (rows, n * stride * sizeof *rows, copy, n * stride * sizeof *copy);
      }
}

static void
test_softmax (gconstpointer data)
{
  const PnKernels *kernels = data;

  for (gsize n = 1; n <= 40; n += 3)
    {
      g_autofree float *logits = draw_all (1, n + 16);
      float probabilities[48];
      float plain[40];
      double log_sum;

      for (gsize i = 0; i < n; i++)
        logits[i] *= 30.0f;
      /* Padding may hold anything. */
      for (gsize i = n; i < n + 16; i++)
        logits[i] = NAN;
      log_sum = kernels->softmax (n, logits, probabilities);
      g_assert_true (fabs (log_sum - pn_kernels_plain.softmax (n, logits, plain)) <= 1e-5);
      assert_near (n, probabilities, plain, 2e-7f);
    }
}

static void
test_softmax_extreme (gconstpointer data)
{
  const PnKernels *kernels = data;
  const float logits[16] = { 1e30f, -1e30f, 0.0f };
  const float broken[16] = { 1.0f, NAN, 0.0f };
  float probabilities[16];

  g_assert_true (isfinite (kernels->softmax (3, logits, probabilities)));
  g_assert_true (probabilities[0] == 1.0f && probabilities[1] == 0.0f);
  g_assert_true (isnan (kernels->softmax (3, broken, probabilities)));
}

/* In units of the last place of the larger of |plain| and 1/8: near 0 the plain formulae are no
 * better.
 */
static void
test_activations (gconstpointer data)
{
  const PnKernels *kernels = data;
  enum
  {
    N = 4001
  };
  static float z[N], a[N], slope[N], plain_a[N], plain_slope[N];

  for (int i = 0; i < N; i++)
    z[i] = (float) (i - N / 2) * 0.0125f;
  z[0] = -1e4f;
  z[1] = 1e4f;
  z[2] = -100.0f;
  z[3] = 100.0f;
  for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
    {
      kernels->activations[activation](N, z, a, slope);
      pn_kernels_plain.activations[activation](N, z, plain_a, plain_slope);
      assert_near (N, a, plain_a, 4e-7f);
      assert_near (N, slope, plain_slope, 6e-7f);
      kernels->activations[activation](3, z + 2, a, NULL);
      assert_near (3, a, plain_a + 2, 4e-7f);
    }
}

/* ELU on the left is eˣ − 1, and the sigmoid's tail is eˣ: both must keep their relative precision.
 */
static void
test_exponential (gconstpointer data)
{
  const PnKernels *kernels = data;

  for (double x = -80.0; x < 0.0; x += 0.00371)
    {
      float z = (float) x;
      float a;

      kernels->activations[PN_ACTIVATION_ELU](1, &z, &a, NULL);
      g_assert_true (fabs ((double) a / expm1 ((double) z) - 1.0) <= 2.4e-7);
      kernels->activations[PN_ACTIVATION_SIGMOID](1, &z, &a, NULL);
      g_assert_true (fabs ((double) a * (1.0 + exp (-(double) z)) - 1.0) <= 4.8e-7);
    }
}

static void
test_nan (gconstpointer data)
{
  const PnKernels *kernels = data;
  const float z = NAN;

  for (int activation = 0; activation < PN_N_ACTIVATIONS; activation++)
    {
      float a;

      kernels->activations[activation](1, &z, &a, NULL);
      g_assert_true (isnan (a));
    }
}

static void
test_update (gconstpointer data)
{
  const PnKernels *kernels = data;
  const gsize n = 77;

  for (int optimizer = 0; optimizer < PN_N_OPTIMIZERS; optimizer++)
    {
      PnSettings settings = pn_settings_default ();
      PnUpdate update;
      g_autofree float *w = draw_all (1, n);
      g_autofree float *plain_w = draw_all (1, n);
      g_autofree float *first = g_new0 (float, n);
      g_autofree float *second = g_new0 (float, n);
      g_autofree float *plain_first = g_new0 (float, n);
      g_autofree float *plain_second = g_new0 (float, n);
      float *const slots[2] = { first, second };
      float *const plain_slots[2] = { plain_first, plain_second };

      settings.optimizer = (PnOptimizer) optimizer;
      settings.l1 = 0.01;
      settings.l2 = 0.02;
      for (guint64 step = 0; step < 5; step++)
        {
          g_autofree float *g = draw_all (10 + (guint32) step, n);

          update = pn_update_new (&settings, 0.0, step);
          g_assert_true (kernels->update (&update, n, w, slots, g));
          g_assert_true (pn_kernels_plain.update (&update, n, plain_w, plain_slots, g));
        }
      assert_near (n, w, plain_w, 1e-5f);
      for (gsize i = 0; i < n; i += 19)
        {
          g_autofree float *g = draw_all (20, n);

          g[i] = i % 2 == 0 ? INFINITY : NAN;
          g_assert_false (kernels->update (&update, n, w, slots, g));
          w[i] = first[i] = second[i] = 0.0f;
        }
    }
}

static void
add (const char *name, const char *test, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/kernels/%s/%s", name, test);

  g_test_add_data_func (path, pn_kernels_by_name (name), function);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "plain", "avx2", "avx512" };

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (pn_kernels ());
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (pn_kernels_by_name (names[i]) == NULL)
        continue;
      add (names[i], "multiply", test_multiply);
      add (names[i], "find-non-zero", test_find_non_zero);
      add (names[i], "sparse-forward", test_sparse_forward);
      add (names[i], "sparse-rows", test_sparse_rows);
      add (names[i], "transpose", test_transpose);
      add (names[i], "sum-and-scale", test_sum_and_scale);
      add (names[i], "softmax", test_softmax);
      add (names[i], "softmax-extreme", test_softmax_extreme);
      add (names[i], "activations", test_activations);
      add (names[i], "exponential", test_exponential);
      add (names[i], "nan", test_nan);
      add (names[i], "update", test_update);
    }
  return g_test_run ();
}
