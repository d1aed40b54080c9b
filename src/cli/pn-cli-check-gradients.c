/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* check-gradients: every weight's derivative by backpropagation against its central difference. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-interrupt.h"
#include "pn-cli-progress.h"
#include "pn-cli-recipe.h"
#include "pn-gradient-check.h"

/* Central differences err by the order of ε², so that is how much may differ. */
#define N_SAMPLES 100
#define EPSILON 1e-3

static gboolean
progress_cb (double share, gpointer user_data)
{
  pn_cli_progress_update (user_data, share, NULL);
  return !pn_cli_interrupted ();
}

static gboolean
check (const PnCli *cli, const PnRecipe *recipe, PnTrainingData *data, PnGradientCheck *result)
{
  PnCliProgress progress;
  g_autoptr (GError) error = NULL;
  gsize n = MIN (N_SAMPLES, pn_dataset_n_samples (data->train));
  gboolean done;

  pn_cli_progress_init (&progress);
  done = pn_gradient_check (recipe->spec, recipe->settings.seed, data->train, &data->normalisation,
                            n, EPSILON, progress_cb, &progress, result, &error);
  pn_cli_progress_finish (&progress);
  if (error != NULL)
    pn_cli_fail (cli, error);
  else if (!done)
    pn_cli_note (cli, _ ("stopped before all weights were checked"));
  return done;
}

static void
report (const PnCli *cli, const PnGradientCheck *result)
{
  json_t *event;

  if (!cli->json)
    {
      printf (_ ("%zu weights, largest difference %.3g, at most %.3g wanted: %s\n"),
              result->n_weights, result->max_difference, EPSILON * EPSILON,
              result->passed ? _ ("passed") : _ ("failed"));
      return;
    }
  event = pn_cli_event ("gradients");
  pn_cli_set_count (event, "weights", result->n_weights);
  pn_cli_set (event, "max_difference", result->max_difference);
  json_object_set_new (event, "passed", json_boolean (result->passed));
  pn_cli_emit_take (event);
}

static PnCliStatus
check_recipe (const PnCli *cli, const char *folder)
{
  PnCliStatus status;
  g_autoptr (PnRecipe) recipe = pn_cli_load_recipe (cli, cli->arguments[0], NULL, NULL, &status);
  g_autoptr (PnTrainingData) data = NULL;
  g_autoptr (GError) error = NULL;
  PnGradientCheck result;

  if (recipe == NULL)
    return status;
  data = pn_training_data_load (recipe, folder, &error);
  if (data == NULL)
    return pn_cli_fail (cli, error);
  pn_cli_interrupt_catch ();
  if (!check (cli, recipe, data, &result))
    return PN_CLI_FAILED;
  report (cli, &result);
  return result.passed ? PN_CLI_DONE : PN_CLI_FAILED;
}

PnCliStatus
pn_cli_check_gradients (PnCli *cli, int argc, char **argv)
{
  g_autofree char *data = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder with IDX files, or a table (CSV)"),
      N_ ("DIR") },
    { NULL },
  };

  if (!pn_cli_parse (cli, entries, argc, argv, 1, 1))
    return PN_CLI_USAGE;
  return check_recipe (cli, data);
}
