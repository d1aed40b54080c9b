/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-sections-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "pn-blas.h"
#include "pn-json.h"
#include "pn-recipe-table.h"
#include "pn-style.h"
#include "pn-table-private.h"

/* With what the runs were trained, and how to do it again. */

static void
add_data_words (PnReport *report, const PnReportRun *run)
{
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *n_train = pn_report_count_words (pn_dataset_n_samples (run->data->train));
  g_autofree char *n_validation = pn_report_count_words (pn_report_run_n_validation (run));
  g_autofree char *mean = pn_numbers_format (&numbers, run->data->normalisation.mean, 4);
  g_autofree char *std = pn_numbers_format (&numbers, run->data->normalisation.std, 4);
  g_autofree char *words
      = g_strdup_printf (_ ("Data: %s, %s images to train on, %s to validate on. Pixels p enter as "
                            "(p − %s) / %s."),
                         run->recipe->set, n_train, n_validation, mean, std);

  pn_report_add_paragraph (report, words);
}

/* What the first run has; where others differ, the table says it. */
static char *
method_words (const PnRecipe *recipe)
{
  const PnSettings *settings = &recipe->settings;
  GString *words = g_string_new (NULL);

  g_string_append_printf (words,
                          _ ("Softmax and mean cross-entropy; batches of %zu, an incomplete last "
                             "one dropped; at most %zu epochs; %zu checks an epoch, the first "
                             "before the first step."),
                          settings->batch, settings->epochs, MAX (settings->checks_per_epoch, 1));
  g_string_append_c (words, ' ');
  if (settings->patience > 0)
    g_string_append_printf (words,
                            _ ("Training stops early when the best validation loss is %zu checks "
                               "old."),
                            settings->patience);
  else
    g_string_append (words, _ ("Training does not stop early."));
  if (recipe->spec->layers[0].bias == PN_BIAS_INPUT)
    g_string_append_printf (words, " %s",
                            _ ("A constant 1 is appended to the input (the bias trick); there is "
                               "no other bias."));
  return g_string_free (words, FALSE);
}

static gboolean
same_bias (const GPtrArray *runs)
{
  const PnSpec *first = ((PnReportRun *) runs->pdata[0])->recipe->spec;

  for (guint i = 0; i < runs->len; i++)
    {
      const PnSpec *spec = ((PnReportRun *) runs->pdata[i])->recipe->spec;

      for (gsize layer = 0; layer < spec->n_layers; layer++)
        if (spec->layers[layer].bias != first->layers[layer == 0 ? 0 : first->n_layers - 1].bias)
          return FALSE;
    }
  return TRUE;
}

/* Fields of the table of differences that are no columns: the network's column says the units, and
 * the words above a bias that all have.
 */
static gboolean
is_column (const PnTable *differences, guint field, const GPtrArray *runs)
{
  const char *key = pn_table_key (differences, field);

  return !g_str_equal (key, "units") && !(g_str_equal (key, "bias") && same_bias (runs));
}

static void
add_run_row (PnReportTable *table, const PnTable *differences, const GPtrArray *runs, guint index)
{
  const PnReportRun *run = runs->pdata[index];

  pn_report_table_take_cell (table, pn_report_run_title (run));
  pn_report_table_take_cell (table, pn_report_units_words (run->recipe->spec));
  for (guint field = 0; field < pn_table_n_fields (differences); field++)
    if (is_column (differences, field, runs))
      pn_report_table_take_cell (table, g_strdup (pn_table_words (differences, field, index)));
}

static PnReportTable *
turn_table (const PnTable *differences, const GPtrArray *runs)
{
  PnReportTable *table = pn_report_table_new ();

  pn_report_table_add_column (table, PN_ANCHOR_START, _ ("Run"));
  pn_report_table_add_column (table, PN_ANCHOR_START, _ ("Network"));
  for (guint field = 0; field < pn_table_n_fields (differences); field++)
    if (is_column (differences, field, runs))
      pn_report_table_add_column (
          table,
          pn_table_flags (differences, field) & PN_TABLE_NUMBERS ? PN_ANCHOR_END : PN_ANCHOR_START,
          pn_table_label (differences, field));
  for (guint i = 0; i < runs->len; i++)
    add_run_row (table, differences, runs, i);
  return table;
}

static void
add_differences (PnReport *report, const GPtrArray *runs)
{
  g_autoptr (PnTable) differences = pn_table_new ();
  g_autoptr (GPtrArray) recipes = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];

      pn_table_add_record (differences, run->name, run->look);
      g_ptr_array_add (recipes, run->recipe);
    }
  pn_recipe_table_append_differences (differences, (const PnRecipe *const *) recipes->pdata);
  pn_report_take_table (report, turn_table (differences, runs), _ ("In what the runs differ."));
}

void
pn_report_add_settings (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);
  const PnReportRun *first = runs->pdata[0];
  g_autofree char *method = method_words (first->recipe);

  pn_report_add_heading (report, 1, _ ("Data and settings"));
  if (runs->len > 1)
    pn_report_add_paragraph (report, _ ("What follows holds for every run, unless the table says "
                                        "otherwise."));
  if (first->data != NULL)
    add_data_words (report, first);
  pn_report_add_paragraph (report, method);
  add_differences (report, runs);
}

/* The value of a line "KEY : value" of the kernel's description of the processor. */
static char *
processor_name (void)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("^model name\\s*:\\s*(.*)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL)
      && g_regex_match (regex, text, 0, &match))
    name = g_match_info_fetch (match, 1);
  return name != NULL ? g_steal_pointer (&name) : g_strdup (_ ("unknown processor"));
}

static void
add_machine (PnReport *report, const PnReportInput *input)
{
  const PnReportRun *first = input->runs->pdata[0];
  const PnFitState *state = pn_snapshot_fit_state (first->snapshot);
  g_autofree char *processor = processor_name ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *words
      = g_strdup_printf (_ ("Machine: %s, %u processors, %s. BLAS: %s, kernels for %s."), processor,
                         g_get_num_processors (), system != NULL ? system : "–",
                         pn_blas_description (), pn_blas_kernel ());

  pn_report_add_paragraph (report, words);
  if (state != NULL)
    {
      g_autofree char *kernels = g_strdup_printf (_ ("Computed with %s kernels, first layer %s."),
                                                  pn_kernel_set_name (state->kernels),
                                                  pn_first_layer_name (state->first_layer));

      pn_report_add_paragraph (report, kernels);
    }
}

static void
add_times (PnReport *report, const PnReportInput *input)
{
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *seconds = pn_numbers_format (&numbers, input->seconds, 1);
  g_autofree char *words = NULL;

  if (input->n_at_once == 0)
    return;
  if (input->n_at_once == 1)
    words = g_strdup_printf (_ ("Training all %u runs took %s s, one after the other."),
                             input->runs->len, seconds);
  else
    words = g_strdup_printf (_ ("Training all %u runs took %s s, %u side by side, each on one "
                                "core: alone, each is a little faster."),
                             input->runs->len, seconds, input->n_at_once);
  pn_report_add_paragraph (report, words);
}

/* " 1, 2, 3": those of the run and of its repeats. */
static void
append_seeds (GString *words, const PnReportInput *input, const PnReportRun *run)
{
  const char *before = " ";

  for (guint i = 0; i < input->runs->len; i++)
    {
      const PnReportRun *other = input->runs->pdata[i];

      if (other != run && !(other->repeat && g_strcmp0 (other->key, run->key) == 0))
        continue;
      g_string_append_printf (words, "%s%" PRIu64, before, other->recipe->settings.seed);
      before = ", ";
    }
}

static void
add_seed_words (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);
  g_autoptr (GString) words = g_string_new (_ ("Seeds of initial weights and shuffling:"));

  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];

      g_string_append_printf (words, "%s %s", i > 0 ? ";" : "",
                              run->key != NULL ? run->key : run->name);
      append_seeds (words, input, run);
    }
  g_string_append_c (words, '.');
  pn_report_add_paragraph (report, words->str);
}

/* From here on a line ends at the next comma. */
#define LONG_LINE 56

/* The same JSON on lines that fit a page: broken in the midst of a word it could not be copied. */
static char *
fold_json (const char *json)
{
  GString *folded = g_string_new (NULL);
  gsize begin = 0;
  int depth = 0;
  gboolean quoted = FALSE;

  for (const char *c = json; *c != '\0'; c++)
    {
      g_string_append_c (folded, *c);
      if (*c == '"' && (c == json || c[-1] != '\\'))
        quoted = !quoted;
      if (quoted)
        continue;
      depth += (*c == '{' || *c == '[') - (*c == '}' || *c == ']');
      if (*c != ',' || (depth > 1 && folded->len - begin < LONG_LINE))
        continue;
      begin = folded->len + 1;
      g_string_append_printf (folded, "\n%*s", depth, "");
    }
  return g_string_free (folded, FALSE);
}

static void
add_recipe (PnReport *report, const PnReportRun *run)
{
  g_autofree char *json = pn_recipe_to_json (run->recipe);
  g_autofree char *folded = fold_json (g_strchomp (json));

  pn_report_add_heading (report, 2, run->name);
  if (pn_report_run_was_changed (run))
    pn_report_add_paragraph (report, _ ("This run was changed while it was trained, or began from "
                                        "trained weights: the recipe says how it ended, and does "
                                        "not repeat it by itself."));
  pn_report_add_code (report, folded);
}

void
pn_report_add_reproduction (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);

  pn_report_add_heading (report, 1, _ ("How to make it again"));
  add_seed_words (report, input);
  add_machine (report, input);
  add_times (report, input);
  if (input->command != NULL)
    {
      pn_report_add_paragraph (report, _ ("The same seeds give the same numbers, to the last digit "
                                          "on the same kind of processor:"));
      pn_report_add_code (report, input->command);
    }
  if (input->command != NULL)
    return;
  pn_report_add_paragraph (report, _ ("Each run as a recipe. Saved as run.json, it is trained by"));
  pn_report_add_code (report, "perceptron-cli train run.json");
  for (guint i = 0; i < runs->len; i++)
    add_recipe (report, runs->pdata[i]);
}
