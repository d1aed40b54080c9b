/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* edit: surgery on a trained network, and what it costs. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-error.h"
#include "pn-model-file.h"
#include "pn-operate.h"

#define BATCH 256

/* The options; one of them is given. */
typedef struct
{
  char *widen;
  char *narrow;
  char *insert;
  char *remove;
} Wish;

typedef struct
{
  PnEvaluation before;
  PnEvaluation after;
  double change; /* the greatest of any probability */
} Cost;

static void
wish_clear (Wish *self)
{
  g_free (self->widen);
  g_free (self->narrow);
  g_free (self->insert);
  g_free (self->remove);
}

static int
count_wishes (const Wish *wish)
{
  return (wish->widen != NULL) + (wish->narrow != NULL) + (wish->insert != NULL)
         + (wish->remove != NULL);
}

/* "A=B"; FALSE, and said, where it isn't. */
static gboolean
split_pair (const PnCli *cli, const char *option, const char *text, char ***parts)
{
  *parts = g_strsplit (text, "=", 2);
  if (g_strv_length (*parts) == 2)
    return TRUE;
  pn_cli_misuse (cli, _ ("%s: is %s, but must be LAYER=UNITS, as in 1=64"), option, text);
  return FALSE;
}

/* A hidden layer's number on the picture, as an index. */
static gboolean
read_hidden (const PnCli *cli,
             const PnSpec *spec,
             const char *option,
             const char *text,
             gsize *index)
{
  guint64 layer;

  if (spec->n_layers < 2)
    {
      pn_cli_misuse (cli, _ ("%s: the model has no hidden layers"), option);
      return FALSE;
    }
  if (!pn_cli_read_number (cli, option, text, 1, spec->n_layers - 1, &layer))
    return FALSE;
  *index = (gsize) layer - 1;
  return TRUE;
}

static gboolean
read_resize (const PnCli *cli, PnSpec *spec, const char *option, const char *text, gboolean widen)
{
  g_auto (GStrv) parts = NULL;
  guint64 units;
  gsize index;

  if (!split_pair (cli, option, text, &parts) || !read_hidden (cli, spec, option, parts[0], &index))
    return FALSE;
  if (!widen && spec->layers[index].units == 1)
    {
      pn_cli_misuse (cli, _ ("%s: layer %s has one unit already"), option, parts[0]);
      return FALSE;
    }
  if (!pn_cli_read_number (cli, option, parts[1], widen ? spec->layers[index].units + 1 : 1,
                           widen ? G_MAXUINT32 : spec->layers[index].units - 1, &units))
    return FALSE;
  spec->layers[index].units = (gsize) units;
  return TRUE;
}

static gboolean
read_activation (const PnCli *cli, const char *text, PnActivation *activation)
{
  g_autoptr (GError) error = NULL;

  if (pn_activation_from_name (text, activation, &error))
    return TRUE;
  pn_cli_misuse (cli, "--insert: %s", error->message);
  return FALSE;
}

/* AFTER=UNITS:ACTIVATION; what is left open is as the layer before has it. */
static gboolean
read_insert (const PnCli *cli, PnSpec *spec, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "=:", 3);
  guint64 after, units;
  PnLayerSpec layer;

  if (g_strv_length (parts) != 3)
    {
      pn_cli_misuse (
          cli, _ ("--insert: is %s, but must be AFTER=UNITS:ACTIVATION, as in 1=64:relu"), text);
      return FALSE;
    }
  if (!pn_cli_read_number (cli, "--insert", parts[0], 0, spec->n_layers - 1, &after)
      || !pn_cli_read_number (cli, "--insert", parts[1], 1, G_MAXUINT32, &units))
    return FALSE;
  layer = pn_spec_propose (spec, (gsize) after);
  layer.units = (gsize) units;
  if (!read_activation (cli, parts[2], &layer.activation))
    return FALSE;
  pn_spec_insert (spec, (gsize) after, &layer);
  return TRUE;
}

static gboolean
read_remove (const PnCli *cli, PnSpec *spec, const char *text)
{
  gsize index;

  if (!read_hidden (cli, spec, "--remove", text, &index))
    return FALSE;
  pn_spec_remove (spec, index);
  return TRUE;
}

/* The design that is wished for; NULL after a complaint. */
static PnSpec *
wished_spec (const PnCli *cli, const PnSpec *old, const Wish *wish)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (old);
  gboolean read;

  if (wish->widen != NULL)
    read = read_resize (cli, spec, "--widen", wish->widen, TRUE);
  else if (wish->narrow != NULL)
    read = read_resize (cli, spec, "--narrow", wish->narrow, FALSE);
  else if (wish->insert != NULL)
    read = read_insert (cli, spec, wish->insert);
  else
    read = read_remove (cli, spec, wish->remove);
  return read ? g_steal_pointer (&spec) : NULL;
}

static gboolean
fits (const PnSpec *spec, PnDataset *dataset)
{
  return dataset != NULL && pn_spec_n_inputs (spec) == pn_dataset_n_inputs (dataset)
         && pn_spec_n_outputs (spec) == pn_dataset_n_classes (dataset);
}

/* NULL with a note where there is none, or other data than the model's. Only a folder that was
 * named must be there.
 */
static gboolean
load_data (const PnCli *cli,
           const PnRecipe *recipe,
           const char *folder,
           const PnSpec *spec,
           PnTrainingData **data)
{
  g_autoptr (PnRecipe) usual = recipe == NULL ? pn_recipe_new () : NULL;
  g_autoptr (GError) error = NULL;

  *data = pn_training_data_load (recipe != NULL ? recipe : usual, folder, &error);
  if (*data != NULL && !fits (spec, (*data)->train))
    {
      g_set_error (
          &error, PN_ERROR, PN_ERROR_INVALID,
          _ ("the model takes %zu inputs and knows %zu classes, but the data has %zu and %zu"),
          pn_spec_n_inputs (spec), pn_spec_n_outputs (spec), pn_dataset_n_inputs ((*data)->train),
          pn_dataset_n_classes ((*data)->train));
      g_clear_pointer (data, pn_training_data_free);
    }
  if (*data != NULL)
    return TRUE;
  if (folder != NULL)
    {
      pn_cli_fail (cli, error);
      return FALSE;
    }
  pn_cli_note (cli, _ ("nothing is refitted or measured without data: %s"), error->message);
  return TRUE;
}

static PnSnapshot *
operate (const PnCli *cli,
         PnSnapshot *old,
         const PnRecipe *recipe,
         const PnSpec *spec,
         const PnTrainingData *data)
{
  PnSettings settings = recipe != NULL ? recipe->settings : pn_settings_default ();
  g_autoptr (GError) error = NULL;
  PnInputs samples = { 0 };
  PnSnapshot *result;

  if (data != NULL)
    samples = pn_surgery_inputs (data->train, pn_snapshot_normalisation (old), PN_SURGERY_SAMPLES);
  result = pn_snapshot_operate (old, spec, data != NULL ? &samples : NULL, settings.optimizer,
                                settings.seed, &error);
  if (result == NULL)
    pn_cli_fail (cli, error);
  return result;
}

/* The greatest change of a probability on the rows from `first` on, at most a batch of them. */
static double
compare (PnSnapshot *old, PnSnapshot *new, PnWorkspace *const workspaces[2], PnDataset *batch)
{
  gsize n = pn_dataset_n_samples (batch), size = n * pn_dataset_n_classes (batch);
  PnInputs inputs = pn_surgery_inputs (batch, pn_snapshot_normalisation (old), n);
  g_autofree PnReal *before = g_new (PnReal, size), *after = g_new (PnReal, size);
  double change = 0.0;

  pn_network_forward (pn_snapshot_network (old), workspaces[0], &inputs);
  pn_workspace_get_probabilities (workspaces[0], before);
  pn_network_forward (pn_snapshot_network (new), workspaces[1], &inputs);
  pn_workspace_get_probabilities (workspaces[1], after);
  for (gsize i = 0; i < size; i++)
    if (!(fabs ((double) (after[i] - before[i])) <= change))
      change = fabs ((double) (after[i] - before[i]));
  return change;
}

static gboolean
measure (const PnCli *cli, PnSnapshot *old, PnSnapshot *new, PnDataset *images, Cost *cost)
{
  const PnNormalisation *normalisation = pn_snapshot_normalisation (old);
  g_autoptr (PnWorkspace) a = pn_cli_new_workspace (cli, pn_snapshot_network (old), BATCH);
  g_autoptr (PnWorkspace) b = pn_cli_new_workspace (cli, pn_snapshot_network (new), BATCH);
  gsize n = pn_dataset_n_samples (images);

  if (a == NULL || b == NULL)
    return FALSE;
  pn_network_evaluate (pn_snapshot_network (old), a, images, normalisation, NULL, &cost->before);
  pn_network_evaluate (pn_snapshot_network (new), b, images, normalisation, NULL, &cost->after);
  cost->change = 0.0;
  for (gsize first = 0; first < n; first += BATCH)
    {
      g_autoptr (PnDataset) batch = pn_dataset_slice (images, first, MIN (BATCH, n - first));
      double change = compare (old, new, (PnWorkspace *const[2]){ a, b }, batch);

      if (!(change <= cost->change))
        cost->change = change;
    }
  return TRUE;
}

static void
report (const PnCli *cli, const char *out, PnSnapshot *new, const Cost *cost)
{
  json_t *line;

  if (!cli->json)
    {
      printf (_ ("%s: %zu parameters\n"), out, pn_spec_n_parameters (pn_snapshot_spec (new)));
      if (isfinite (cost->before.accuracy))
        printf (_ ("Accuracy %.4f → %.4f, no probability changed by more than %.3g\n"),
                cost->before.accuracy, cost->after.accuracy, cost->change);
      return;
    }
  line = pn_cli_event ("edited");
  json_object_set_new (line, "file", json_string (out));
  pn_cli_set_count (line, "parameters", pn_spec_n_parameters (pn_snapshot_spec (new)));
  pn_cli_set (line, "max_probability_change", cost->change);
  pn_cli_set (line, "accuracy_before", cost->before.accuracy);
  pn_cli_set (line, "accuracy_after", cost->after.accuracy);
  pn_cli_set (line, "loss_before", cost->before.loss);
  pn_cli_set (line, "loss_after", cost->after.loss);
  pn_cli_emit_take (line);
}

/* A checkpoint stays one. */
static gboolean
save (const PnCli *cli, PnSnapshot *new, PnRecipe *recipe, const char *out)
{
  g_autoptr (GError) error = NULL;

  if (recipe != NULL)
    {
      pn_spec_free (recipe->spec);
      recipe->spec = pn_spec_copy (pn_snapshot_spec (new));
    }
  if (pn_model_save (new, recipe, pn_snapshot_fit_state (new) != NULL, out, &error))
    return TRUE;
  pn_cli_fail (cli, error);
  return FALSE;
}

static PnCliStatus
edit (const PnCli *cli, const Wish *wish, const char *folder)
{
  const PnEvaluation unknown = { .loss = NAN, .accuracy = NAN };
  Cost cost = { unknown, unknown, NAN };
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (PnSnapshot) old = pn_cli_load_model (cli, cli->arguments[0], &recipe);
  g_autoptr (PnSnapshot) new = NULL;
  g_autoptr (PnTrainingData) data = NULL;
  g_autoptr (PnSpec) spec = NULL;

  if (old == NULL)
    return PN_CLI_FAILED;
  spec = wished_spec (cli, pn_snapshot_spec (old), wish);
  if (spec == NULL)
    return PN_CLI_USAGE;
  if (!load_data (cli, recipe, folder, spec, &data))
    return PN_CLI_FAILED;
  new = operate (cli, old, recipe, spec, data);
  if (new == NULL)
    return PN_CLI_FAILED;
  if (data != NULL && data->test != NULL && !measure (cli, old, new, data->test, &cost))
    return PN_CLI_FAILED;
  if (!save (cli, new, recipe, cli->arguments[1]))
    return PN_CLI_FAILED;
  report (cli, cli->arguments[1], new, &cost);
  return PN_CLI_DONE;
}

PnCliStatus
pn_cli_edit (PnCli *cli, int argc, char **argv)
{
  g_autofree char *data = NULL;
  Wish wish = { NULL };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder with IDX files"), N_ ("DIR") },
    { "widen", 0, 0, G_OPTION_ARG_STRING, &wish.widen, N_ ("Give a layer more units"),
      N_ ("LAYER=UNITS") },
    { "narrow", 0, 0, G_OPTION_ARG_STRING, &wish.narrow, N_ ("Give a layer fewer units"),
      N_ ("LAYER=UNITS") },
    { "insert", 0, 0, G_OPTION_ARG_STRING, &wish.insert, N_ ("Insert a layer"),
      N_ ("AFTER=UNITS:ACTIVATION") },
    { "remove", 0, 0, G_OPTION_ARG_STRING, &wish.remove, N_ ("Remove a layer"), N_ ("LAYER") },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 2, 2))
    {
      if (count_wishes (&wish) == 1)
        status = edit (cli, &wish, data);
      else
        pn_cli_misuse (cli, _ ("one of --widen, --narrow, --insert and --remove must be given"));
    }
  wish_clear (&wish);
  return status;
}
