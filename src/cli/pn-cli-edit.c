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
#include "pn-edit-cost.h"
#include "pn-error.h"
#include "pn-model-file.h"
#include "pn-operate.h"

#define ACTIVATION "--activation"

/* The options; one of them is given. */
typedef struct
{
  char *widen;
  char *narrow;
  char *insert;
  char *remove;
  char *activation;
} Wish;

static void
wish_clear (Wish *self)
{
  g_free (self->widen);
  g_free (self->narrow);
  g_free (self->insert);
  g_free (self->remove);
  g_free (self->activation);
}

static int
count_wishes (const Wish *wish)
{
  return (wish->widen != NULL) + (wish->narrow != NULL) + (wish->insert != NULL)
         + (wish->remove != NULL) + (wish->activation != NULL);
}

/* "A=B"; FALSE, and said, where it isn't. */
static gboolean
split_pair (const PnCli *cli, const char *option, const char *text, char ***parts)
{
  *parts = g_strsplit (text, "=", 2);
  if (g_strv_length (*parts) == 2)
    return TRUE;
  if (g_str_equal (option, ACTIVATION))
    pn_cli_misuse (cli, _ ("%s: is %s, but must be LAYER=ACTIVATION, as in 1=relu"), option, text);
  else
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
read_activation (const PnCli *cli, const char *option, const char *text, PnActivation *activation)
{
  g_autoptr (GError) error = NULL;

  if (pn_activation_from_name (text, activation, &error))
    return TRUE;
  pn_cli_misuse (cli, "%s: %s", option, error->message);
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
  if (!read_activation (cli, "--insert", parts[2], &layer.activation))
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

static gboolean
read_change (const PnCli *cli, PnSpec *spec, const char *text)
{
  g_auto (GStrv) parts = NULL;
  gsize index;

  return split_pair (cli, ACTIVATION, text, &parts)
         && read_hidden (cli, spec, ACTIVATION, parts[0], &index)
         && read_activation (cli, ACTIVATION, parts[1], &spec->layers[index].activation);
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
  else if (wish->remove != NULL)
    read = read_remove (cli, spec, wish->remove);
  else
    read = read_change (cli, spec, wish->activation);
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

/* How wide an inserted layer would have to be so that nothing changes; 0 where it is so already, or
 * can't be.
 */
static gsize
wider_and_exact (PnSnapshot *old, const PnSpec *spec)
{
  PnSurgery surgery = pn_snapshot_find_surgery (old, spec);
  gsize exact;

  if (surgery.kind != PN_SURGERY_INSERT)
    return 0;
  exact = pn_surgery_exact_units (pn_snapshot_spec (old), surgery.layer,
                                  spec->layers[surgery.layer].activation);
  return exact > spec->layers[surgery.layer].units ? exact : 0;
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
                                settings.seed, NULL, &error);
  if (result == NULL)
    pn_cli_fail (cli, error);
  return result;
}

static void
report (const PnCli *cli, const char *out, PnSnapshot *new, gsize exact, const PnEditCost *cost)
{
  json_t *line;

  if (!cli->json)
    {
      printf (_ ("%s: %zu parameters\n"), out, pn_spec_n_parameters (pn_snapshot_spec (new)));
      if (isfinite (cost->before.accuracy))
        printf (_ ("Accuracy %.4f → %.4f, no probability changed by more than %.3g\n"),
                cost->before.accuracy, cost->after.accuracy, cost->change);
      if (exact > 0)
        printf (_ ("With %zu units nothing would have changed\n"), exact);
      return;
    }
  line = pn_cli_event ("edited");
  json_object_set_new (line, "file", json_string (out));
  pn_cli_set_count (line, "parameters", pn_spec_n_parameters (pn_snapshot_spec (new)));
  if (exact > 0)
    pn_cli_set_count (line, "exact_units", exact);
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
  PnEditCost cost = { 0, unknown, unknown, NAN };
  g_autoptr (GError) error = NULL;
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
  if (data != NULL && data->test != NULL
      && !pn_edit_cost_measure (old, new, data->test, NULL, &cost, &error))
    {
      pn_cli_fail (cli, error);
      return PN_CLI_FAILED;
    }
  if (!save (cli, new, recipe, cli->arguments[1]))
    return PN_CLI_FAILED;
  report (cli, cli->arguments[1], new, wider_and_exact (old, spec), &cost);
  return PN_CLI_DONE;
}

PnCliStatus
pn_cli_edit (PnCli *cli, int argc, char **argv)
{
  g_autofree char *data = NULL;
  Wish wish = { NULL };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder with IDX files, or a table (CSV)"),
      N_ ("DIR") },
    { "widen", 0, 0, G_OPTION_ARG_STRING, &wish.widen, N_ ("Give a layer more units"),
      N_ ("LAYER=UNITS") },
    { "narrow", 0, 0, G_OPTION_ARG_STRING, &wish.narrow, N_ ("Give a layer fewer units"),
      N_ ("LAYER=UNITS") },
    { "insert", 0, 0, G_OPTION_ARG_STRING, &wish.insert, N_ ("Insert a layer"),
      N_ ("AFTER=UNITS:ACTIVATION") },
    { "remove", 0, 0, G_OPTION_ARG_STRING, &wish.remove, N_ ("Remove a layer"), N_ ("LAYER") },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &wish.activation, N_ ("Change a layer's activation"),
      N_ ("LAYER=ACTIVATION") },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 2, 2))
    {
      if (count_wishes (&wish) == 1)
        status = edit (cli, &wish, data);
      else
        pn_cli_misuse (cli, _ ("one of --widen, --narrow, --insert, --remove and --activation must "
                               "be given"));
    }
  wish_clear (&wish);
  return status;
}
