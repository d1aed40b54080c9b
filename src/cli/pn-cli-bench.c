/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* bench: the speed of training steps on MNIST, beside that of their matrix products alone. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "pn-cli-bench-gemm.h"
#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-error.h"

#define MAX_UNITS 64
#define MAX_BATCH 60000
#define MAX_SECONDS 3600
#define MAX_THREADS 1024
#define N_INPUTS 784
#define N_CLASSES 10

/* Steps before the clock counts: pages touched, caches and branch predictors warm. */
#define WARM_UP 200
#define STEPS_AT_ONCE 50

typedef struct
{
  char *units_text;
  char *batch_text;
  char *threads_text;
  char *seconds_text;
  char *data;

  gsize units[MAX_UNITS];
  gsize n_units;
  guint64 batch;
  guint64 threads;
  double seconds;
} Bench;

static gboolean
read_units (const PnCli *cli, Bench *bench)
{
  const char *text = bench->units_text != NULL ? bench->units_text : "784,64,10";
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  bench->n_units = g_strv_length (words);
  if (bench->n_units < 2 || bench->n_units > MAX_UNITS)
    {
      pn_cli_misuse (cli, _ ("--units: must be 2 to %d numbers, as in 784,64,10"), MAX_UNITS);
      return FALSE;
    }
  for (gsize i = 0; i < bench->n_units; i++)
    {
      guint64 units;

      if (!pn_cli_read_number (cli, "--units", words[i], 1, 1000000, &units))
        return FALSE;
      bench->units[i] = (gsize) units;
    }
  if (bench->units[0] == N_INPUTS && bench->units[bench->n_units - 1] == N_CLASSES)
    return TRUE;
  pn_cli_misuse (cli, _ ("--units: must begin with %d and end with %d, as MNIST does"), N_INPUTS,
                 N_CLASSES);
  return FALSE;
}

static gboolean
read_seconds (const PnCli *cli, Bench *bench)
{
  char *end = NULL;

  bench->seconds = bench->seconds_text != NULL ? g_ascii_strtod (bench->seconds_text, &end) : 3;
  if (bench->seconds > 0 && bench->seconds <= MAX_SECONDS && (end == NULL || *end == '\0'))
    return TRUE;
  pn_cli_misuse (cli, _ ("--seconds: is %s, but must be a number above 0 and at most %d"),
                 bench->seconds_text, MAX_SECONDS);
  return FALSE;
}

static gboolean
read_options (const PnCli *cli, Bench *bench)
{
  bench->batch = 32;
  bench->threads = 1;
  return read_units (cli, bench) && read_seconds (cli, bench)
         && (bench->batch_text == NULL
             || pn_cli_read_number (cli, "--batch", bench->batch_text, 1, MAX_BATCH, &bench->batch))
         && (bench->threads_text == NULL
             || pn_cli_read_number (cli, "--threads", bench->threads_text, 1, MAX_THREADS,
                                    &bench->threads));
}

/* ReLU, a bias in each layer, learning rate 0.02, momentum 0.9; as long as need be. */
static PnRecipe *
make_recipe (const Bench *bench)
{
  PnRecipe *recipe = pn_recipe_new ();
  PnSpec *spec = pn_spec_new (1, 28, 28);

  spec->n_layers = bench->n_units - 1;
  spec->layers = g_new0 (PnLayerSpec, spec->n_layers);
  for (gsize i = 0; i < spec->n_layers; i++)
    spec->layers[i] = (PnLayerSpec){
      .kind = PN_LAYER_DENSE,
      .units = bench->units[i + 1],
      .activation = i + 1 < spec->n_layers ? PN_ACTIVATION_RELU : PN_ACTIVATION_IDENTITY,
      .init = PN_INIT_HE,
      .bias = PN_BIAS_LAYER,
    };
  pn_spec_free (recipe->spec);
  recipe->spec = spec;
  recipe->train = 0;
  recipe->settings.batch = bench->batch;
  recipe->settings.epochs = 1000000000;
  recipe->settings.patience = 0;
  return recipe;
}

static gboolean
train_until (PnFit *fit, guint64 step, GError **error)
{
  if (pn_fit_run (fit, step, NULL, NULL) != PN_STOP_DIVERGED)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_DIVERGED,
               _ ("the network diverged after %zu steps, so that its speed can't be measured; "
                  "fewer layers or a larger batch would be right"),
               (gsize) pn_fit_current_step (fit));
  return FALSE;
}

/* Samples a second, without the loading and the warming up; NaN with an error if it diverged. */
static double
measure (const Bench *bench, PnFit *fit, GError **error)
{
  double began;
  double spent = 0;
  guint64 first;

  if (!train_until (fit, WARM_UP, error))
    return NAN;
  began = pn_fit_training_seconds (fit);
  first = pn_fit_current_step (fit);
  while (spent < bench->seconds)
    {
      if (!train_until (fit, pn_fit_current_step (fit) + STEPS_AT_ONCE, error))
        return NAN;
      spent = pn_fit_training_seconds (fit) - began;
    }
  return (double) ((pn_fit_current_step (fit) - first) * bench->batch) / spent;
}

static void
report (const PnCli *cli, const Bench *bench, double rate, double gemm_rate)
{
  json_t *event;
  json_t *units = json_array ();

  if (!cli->json)
    {
      printf (_ ("%.0f samples a second; the matrix products alone %.0f; ratio %.3f\n"), rate,
              gemm_rate, rate / gemm_rate);
      json_decref (units);
      return;
    }
  for (gsize i = 0; i < bench->n_units; i++)
    json_array_append_new (units, json_integer ((json_int_t) bench->units[i]));
  event = pn_cli_event ("bench");
  json_object_set_new (event, "units", units);
  pn_cli_set_count (event, "batch", bench->batch);
  pn_cli_set_count (event, "threads", bench->threads);
  pn_cli_set (event, "samples_per_second", rate);
  pn_cli_set (event, "gemm_samples_per_second", gemm_rate);
  pn_cli_set (event, "ratio", rate / gemm_rate);
  pn_cli_emit_take (event);
}

static PnCliStatus
run (const PnCli *cli, const Bench *bench)
{
  g_autoptr (PnRecipe) recipe = make_recipe (bench);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnTrainingData) data = pn_training_data_load (recipe, bench->data, &error);
  g_autoptr (PnNetwork) network = data != NULL ? pn_network_new (recipe->spec, &error) : NULL;
  g_autoptr (PnFit) fit = NULL;
  double rate;

  if (network != NULL)
    fit = pn_fit_new (network, data->train, NULL, &data->normalisation, &recipe->settings, &error);
  if (fit == NULL || !pn_fit_set_workers (fit, bench->threads, &error))
    return pn_cli_fail (cli, error);
  pn_network_initialise (network, recipe->settings.seed);
  rate = measure (bench, fit, &error);
  if (error != NULL)
    return pn_cli_fail (cli, error);
  report (cli, bench, rate,
          pn_bench_gemm (bench->units, bench->n_units, bench->batch, bench->seconds));
  return PN_CLI_DONE;
}

PnCliStatus
pn_cli_bench (PnCli *cli, int argc, char **argv)
{
  Bench bench = { 0 };
  const GOptionEntry entries[] = {
    { "units", 0, 0, G_OPTION_ARG_STRING, &bench.units_text,
      N_ ("Sizes with input and output (784,64,10 unless said)"), N_ ("N,…") },
    { "batch", 0, 0, G_OPTION_ARG_STRING, &bench.batch_text, N_ ("Samples a step (32)"), N_ ("N") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &bench.threads_text, N_ ("Threads to train with (1)"),
      N_ ("N") },
    { "seconds", 0, 0, G_OPTION_ARG_STRING, &bench.seconds_text,
      N_ ("How long each of the two is measured (3)"), N_ ("S") },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &bench.data, N_ ("Folder with MNIST's IDX files"),
      N_ ("DIR") },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 0, 0) && read_options (cli, &bench))
    status = run (cli, &bench);
  g_free (bench.units_text);
  g_free (bench.batch_text);
  g_free (bench.threads_text);
  g_free (bench.seconds_text);
  g_free (bench.data);
  return status;
}
