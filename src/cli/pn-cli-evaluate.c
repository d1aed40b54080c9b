/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* evaluate: loss, accuracy and confusion matrix of a model on a split of its data. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-confusion-figure.h"
#include "pn-error.h"
#include "pn-statistics.h"

#define BATCH 256

typedef struct
{
  PnEvaluation evaluation;
  gsize n_classes;
  const char *const *classes;
  guint64 *confusion; /* [true][predicted] */
  double low;
  double high;
} Result;

static const char *const splits[] = { "train", "validation", "test", NULL };

/* NULL where the recipe has none. */
static PnDataset *
find_split (const PnTrainingData *data, const char *name)
{
  if (g_str_equal (name, "train"))
    return data->train;
  return g_str_equal (name, "validation") ? data->validation : data->test;
}

/* Where a model doesn't say what data it was trained on. */
static PnRecipe *
guess_recipe (void)
{
  PnRecipe *recipe = pn_recipe_new ();

  recipe->train = 0;
  return recipe;
}

/* A model needn't come from this program, nor the data be what it was trained on. */
static gboolean
check_fit (const PnCli *cli, PnSnapshot *snapshot, PnDataset *dataset)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);

  if (pn_spec_n_inputs (spec) == pn_dataset_n_inputs (dataset)
      && pn_spec_n_outputs (spec) == pn_dataset_n_classes (dataset))
    return TRUE;
  pn_cli_note (cli,
               _ ("the model takes %zu inputs and knows %zu classes, but the data has %zu and %zu"),
               pn_spec_n_inputs (spec), pn_spec_n_outputs (spec), pn_dataset_n_inputs (dataset),
               pn_dataset_n_classes (dataset));
  return FALSE;
}

static gboolean
measure (const PnCli *cli, PnSnapshot *snapshot, PnDataset *dataset, Result *result)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  const PnNormalisation *normalisation = pn_snapshot_normalisation (snapshot);
  g_autoptr (PnWorkspace) workspace = pn_cli_new_workspace (cli, network, BATCH);

  if (workspace == NULL)
    return FALSE;
  result->n_classes = pn_dataset_n_classes (dataset);
  result->classes = pn_snapshot_class_names (snapshot);
  result->confusion = g_new0 (guint64, result->n_classes * result->n_classes);
  pn_network_evaluate (network, workspace, dataset, normalisation, NULL, &result->evaluation);
  pn_network_confusion (network, workspace, dataset, normalisation, result->confusion);
  pn_wilson_interval (result->evaluation.n_correct, result->evaluation.n, &result->low,
                      &result->high);
  return TRUE;
}

static json_t *
confusion_to_json (const Result *result)
{
  json_t *rows = json_array ();

  for (gsize i = 0; i < result->n_classes; i++)
    {
      json_t *row = json_array ();

      for (gsize j = 0; j < result->n_classes; j++)
        json_array_append_new (
            row, json_integer ((json_int_t) result->confusion[i * result->n_classes + j]));
      json_array_append_new (rows, row);
    }
  return rows;
}

static void
report_json (const Result *result, const char *split)
{
  json_t *line = pn_cli_event ("evaluated");
  json_t *interval = json_array ();

  json_array_append_new (interval, json_real (result->low));
  json_array_append_new (interval, json_real (result->high));
  json_object_set_new (line, "split", json_string (split));
  pn_cli_set_count (line, "count", result->evaluation.n);
  pn_cli_set (line, "loss", result->evaluation.loss);
  pn_cli_set (line, "accuracy", result->evaluation.accuracy);
  json_object_set_new (line, "accuracy_interval", interval);
  json_object_set_new (line, "confusion", confusion_to_json (result));
  pn_cli_emit_take (line);
}

static void
report_words (const Result *result)
{
  printf (_ ("%zu images: loss %.4f, accuracy %.4f (95 %% interval %.4f to %.4f)\n"),
          result->evaluation.n, result->evaluation.loss, result->evaluation.accuracy, result->low,
          result->high);
  printf (_ ("Rows are the true classes, columns the answers:\n"));
  printf ("%12s", "");
  for (gsize j = 0; j < result->n_classes; j++)
    printf (" %6.6s", result->classes[j]);
  for (gsize i = 0; i < result->n_classes; i++)
    {
      printf ("\n%12.12s", result->classes[i]);
      for (gsize j = 0; j < result->n_classes; j++)
        printf (" %6" G_GUINT64_FORMAT, result->confusion[i * result->n_classes + j]);
    }
  printf ("\n");
}

/* What was asked for besides the words. */
typedef struct
{
  char *data;
  char *split;
  char *out;
  gboolean rates;
} Options;

/* A table has no splits but those that a recipe makes of it. */
static gboolean
is_table (const Options *options)
{
  return options->split == NULL && options->data != NULL && pn_csv_is_name (options->data);
}

static gboolean
write_out (PnSnapshot *snapshot, PnDataset *dataset, const Options *options, GError **error)
{
  g_autoptr (PnConfusion) confusion = pn_confusion_measure (snapshot, dataset, NULL, error);
  PnFigureOptions figure;

  if (confusion == NULL)
    return FALSE;
  figure = pn_confusion_figure_options (confusion);
  return pn_confusion_save (confusion, options->rates, &figure, options->out, error);
}

/* What is evaluated: all of a table that is handed in, its classes as the network knows them; else
 * the split that was asked for; else test images, or validation where there are none. A reference.
 */
static PnDataset *
choose (const PnTrainingData *data,
        PnSnapshot *snapshot,
        const Options *options,
        const char **split,
        GError **error)
{
  PnDataset *chosen;

  *split = options->split;
  if (is_table (options))
    {
      *split = "all";
      return pn_dataset_with_classes (data->train, pn_snapshot_class_names (snapshot),
                                      pn_spec_n_outputs (pn_snapshot_spec (snapshot)), error);
    }
  if (*split == NULL)
    *split = data->test != NULL || data->validation == NULL ? "test" : "validation";
  chosen = find_split (data, *split);
  if (chosen != NULL)
    return pn_dataset_ref (chosen);
  g_set_error (error, PN_ERROR, PN_ERROR_NOT_FOUND,
               _ ("--split %s: the model's recipe has no such images"), *split);
  return NULL;
}

static PnRecipe *
recipe_to_load (PnRecipe *recipe, const Options *options)
{
  PnRecipe *chosen = recipe != NULL ? recipe : guess_recipe ();

  if (is_table (options))
    {
      /* The same columns, but it may be written in another way. */
      chosen->table.separator = PN_CSV_SEPARATOR_FOUND;
      chosen->table.header = PN_CSV_HEADER_FOUND;
      chosen->table.decimal = PN_CSV_DECIMAL_FOUND;
      chosen->train = 0;
      chosen->validation = PN_VALIDATION_NONE;
    }
  return chosen;
}

static PnCliStatus
report (const PnCli *cli,
        PnSnapshot *snapshot,
        PnDataset *dataset,
        const Options *options,
        const char *split)
{
  g_autoptr (GError) error = NULL;
  Result result = { 0 };

  if (!check_fit (cli, snapshot, dataset))
    return PN_CLI_FAILED;
  if (options->out != NULL && !write_out (snapshot, dataset, options, &error))
    return pn_cli_fail (cli, error);
  if (!measure (cli, snapshot, dataset, &result))
    return PN_CLI_FAILED;
  if (cli->json)
    report_json (&result, split);
  else
    report_words (&result);
  g_free (result.confusion);
  return PN_CLI_DONE;
}

static PnCliStatus
evaluate (const PnCli *cli, const Options *options)
{
  PnRecipe *trained_by = NULL;
  g_autoptr (PnSnapshot) snapshot = pn_cli_load_model (cli, cli->arguments[0], &trained_by);
  g_autoptr (PnRecipe) recipe = recipe_to_load (trained_by, options);
  g_autoptr (PnTrainingData) data = NULL;
  g_autoptr (PnDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  const char *split;

  if (snapshot == NULL)
    return PN_CLI_FAILED;
  data = pn_training_data_load (recipe, options->data, &error);
  if (data != NULL)
    dataset = choose (data, snapshot, options, &split, &error);
  if (dataset == NULL)
    return pn_cli_fail (cli, error);
  return report (cli, snapshot, dataset, options, split);
}

static PnCliStatus
run (PnCli *cli, const Options *options)
{
  if (options->split != NULL && !g_strv_contains (splits, options->split))
    return pn_cli_misuse (cli, _ ("--split: is %s, but must be train, validation or test"),
                          options->split);
  if (options->rates && options->out == NULL)
    return pn_cli_misuse (cli, _ ("--rates: needs --out"));
  return evaluate (cli, options);
}

PnCliStatus
pn_cli_evaluate (PnCli *cli, int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
      N_ ("Folder with IDX files, or a table (CSV)"), N_ ("DIR") },
    { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
      N_ ("train, validation or test (test unless said, where there is one)"), N_ ("SPLIT") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out,
      N_ ("Write the confusion matrix: .png, .svg, .pdf, .csv, .md or .tex"), N_ ("FILE") },
    { "rates", 0, 0, G_OPTION_ARG_NONE, &options.rates,
      N_ ("There, shares of each true class instead of counts"), NULL },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 1, 1))
    status = run (cli, &options);
  g_free (options.data);
  g_free (options.split);
  g_free (options.out);
  return status;
}
