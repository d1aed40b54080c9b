/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The same bits (architecture, rule 8): every combination of workers, pace and cut, for each table
 * of kernels; and the tables agree within rounding.
 */

#include "core-fixture.h"

#include <math.h>
#include <string.h>

#include "pn-fit-private.h"

#define N_STEPS 24

typedef struct
{
  const PnKernels *kernels;
  gsize n_hidden;
  gsize units;
  gsize batch;
  gsize n_workers;
  gboolean slow;
  guint64 cut; /* 0: uncut */
  gboolean floats;
  double clip_norm;
} Run;

typedef struct
{
  PnNetwork *network;
  PnDataset *data;
  PnFit *fit;
} Trained;

static Trained
start (const Run *run)
{
  PnSettings settings = pn_settings_default ();
  PnNormalisation normalisation;
  Trained trained = { .network = core_fixture_network (run->n_hidden, run->units) };
  g_autoptr (GError) error = NULL;

  trained.data = run->floats ? core_fixture_bars_as_floats (700, 1) : core_fixture_bars (700, 1);
  normalisation = pn_dataset_measure (trained.data);
  settings.batch = run->batch;
  settings.clip_norm = run->clip_norm;
  trained.fit = pn_fit_new (trained.network, trained.data, NULL, &normalisation, &settings, &error);
  g_assert_no_error (error);
  trained.fit->workspace->kernels = run->kernels;
  g_assert_true (pn_fit_set_workers (trained.fit, run->n_workers, NULL));
  return trained;
}

static void
stop (Trained *trained)
{
  pn_fit_free (trained->fit);
  pn_network_free (trained->network);
  pn_dataset_unref (trained->data);
}

static gboolean
pace_cb (const PnEvent *event, gpointer user_data)
{
  const Run *run = user_data;

  if (run->slow && event->step % 8 == 0)
    g_usleep (500);
  return TRUE;
}

static void
hand_over (Trained *from, Trained *to)
{
  gsize bytes = pn_network_length (from->network) * sizeof (PnReal);
  PnFitState state = pn_fit_get_state (from->fit);

  memcpy (pn_network_parameters (to->network), pn_network_parameters (from->network), bytes);
  memcpy (pn_fit_optimizer_state (to->fit, 0), pn_fit_optimizer_state (from->fit, 0), bytes);
  pn_fit_set_state (to->fit, &state);
}

static PnReal *
train (Run run, gsize *length)
{
  Trained trained = start (&run);
  PnReal *parameters;

  if (run.cut > 0)
    {
      Trained rest = start (&run);

      pn_fit_run (trained.fit, run.cut, pace_cb, &run);
      hand_over (&trained, &rest);
      stop (&trained);
      trained = rest;
    }
  pn_fit_run (trained.fit, N_STEPS, pace_cb, &run);
  *length = pn_network_length (trained.network);
  parameters = g_memdup2 (pn_network_parameters (trained.network), *length * sizeof (PnReal));
  stop (&trained);
  return parameters;
}

static void
check_combinations (const Run *base)
{
  gsize length;
  g_autofree PnReal *expected = train (*base, &length);

  for (gsize n_workers = 1; n_workers <= 3; n_workers++)
    for (int slow = 0; slow < 2; slow++)
      for (guint64 cut = 0; cut < N_STEPS; cut += 11)
        {
          Run run = *base;
          g_autofree PnReal *found = NULL;

          run.n_workers = n_workers;
          run.slow = slow;
          run.cut = cut;
          found = train (run, &length);
          core_fixture_assert_same (length, expected, found);
        }
}

/* Small layers by the kernels and large ones by BLAS; batches that are and aren't whole pieces. */
static void
test_same_bits (gconstpointer data)
{
  const PnKernels *kernels = data;
  Run runs[] = {
    { .kernels = kernels, .n_hidden = 2, .units = 20, .batch = 32, .n_workers = 1 },
    { .kernels = kernels, .n_hidden = 1, .units = 70, .batch = 75, .n_workers = 1 },
    { .kernels = kernels, .n_hidden = 2, .units = 200, .batch = 128, .n_workers = 1 },
    { .kernels = kernels, .n_hidden = 2, .units = 20, .batch = 50, .n_workers = 1, .floats = TRUE },
    { .kernels = kernels,
      .n_hidden = 1,
      .units = 20,
      .batch = 32,
      .n_workers = 1,
      .clip_norm = 0.1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    check_combinations (&runs[i]);
}

static void
assert_near (gsize n, const PnReal *a, const PnReal *b)
{
  for (gsize i = 0; i < n; i++)
    g_assert_true (fabs ((double) a[i] - (double) b[i]) <= 2e-4);
}

static void
test_tables_agree (gconstpointer data)
{
  Run run = { .n_hidden = 2, .units = 20, .batch = 32, .n_workers = 1 };
  gsize length;
  g_autofree PnReal *plain = NULL;
  g_autofree PnReal *vector = NULL;
  g_autofree PnReal *dense = NULL;

  run.kernels = &pn_kernels_plain;
  plain = train (run, &length);
  run.kernels = data;
  vector = train (run, &length);
  assert_near (length, vector, plain);
  run.floats = TRUE;
  dense = train (run, &length);
  assert_near (length, dense, plain);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "plain", "avx2", "avx512" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PnKernels *kernels = pn_kernels_by_name (names[i]);
      g_autofree char *same = g_strdup_printf ("/repeatable/same-bits/%s", names[i]);
      g_autofree char *agree = g_strdup_printf ("/repeatable/tables-agree/%s", names[i]);

      if (kernels == NULL)
        continue;
      g_test_add_data_func (same, kernels, test_same_bits);
      g_test_add_data_func (agree, kernels, test_tables_agree);
    }
  return g_test_run ();
}
