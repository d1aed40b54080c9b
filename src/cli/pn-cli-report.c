/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* report: a template's runs trained, judged and written down. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pn-cli-commands.h"
#include "pn-cli-interrupt.h"
#include "pn-cli-progress.h"
#include "pn-cli-recipe.h"
#include "pn-file.h"
#include "pn-report-jobs.h"
#include "pn-report-write.h"

#define MAX_THREADS 64

typedef struct
{
  char *out;
  char *data;
  char **set;
  char *threads;
  char *gradients;
} ReportOptions;

/* A run before, and after, it is trained. */
typedef struct
{
  char *key;
  guint look;
  gboolean repeat;
  PnRecipe *recipe;
  PnTrainingData *data;
  PnReportRun *run;
} Job;

typedef struct
{
  const PnCli *cli;
  const ReportOptions *options;
  guint n_at_once;
  double most_work; /* of one check of gradients */
  PnReportTemplate *plan;
  GPtrArray *jobs;
  GPtrArray *runs; /* of the jobs, borrowed */
  double seconds;
  PnCliProgress progress;
  const char *doing;
} ReportCall;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->key);
  pn_recipe_free (job->recipe);
  pn_training_data_free (job->data);
  pn_report_run_free (job->run);
  g_free (job);
}

static gboolean
progress_cb (double share, gpointer user_data)
{
  ReportCall *call = user_data;

  pn_cli_progress_update (&call->progress, share, call->doing);
  return !pn_cli_interrupted ();
}

/* Works on `items` under a bar that says what is done. */
static gboolean
work (ReportCall *call, const char *doing, GPtrArray *items, PnReportWork each, GError **error)
{
  gboolean done;

  call->doing = doing;
  pn_cli_progress_init (&call->progress);
  done = pn_report_jobs_run (items, each, call->n_at_once, progress_cb, call, error);
  pn_cli_progress_finish (&call->progress);
  return done;
}

/* Data that another run has loaded is shared. */
static PnTrainingData *
load_data (const ReportCall *call, const PnRecipe *recipe, GError **error)
{
  for (guint i = 0; i < call->jobs->len; i++)
    {
      const Job *job = call->jobs->pdata[i];

      if (pn_recipe_same_data (job->recipe, recipe))
        return pn_training_data_copy (job->data);
    }
  return pn_training_data_load (recipe, call->options->data, error);
}

static gboolean
add_job (ReportCall *call,
         const char *key,
         guint look,
         guint repeat,
         const PnRecipe *recipe,
         GError **error)
{
  Job *job = g_new0 (Job, 1);

  job->key = g_strdup (key);
  job->look = look;
  job->repeat = repeat > 0;
  job->recipe = pn_recipe_copy (recipe);
  job->recipe->settings.seed += repeat;
  job->data = load_data (call, job->recipe, error);
  g_ptr_array_add (call->jobs, job);
  return job->data != NULL;
}

static gboolean
add_jobs (ReportCall *call, PnCliStatus *status)
{
  for (guint i = 0; call->plan->runs[i] != NULL; i++)
    {
      const char *key = call->plan->runs[i];
      g_autofree char *file = pn_report_template_recipe (call->plan, key);
      g_autoptr (PnRecipe) recipe
          = pn_cli_load_recipe (call->cli, file, call->options->set, NULL, status);
      g_autoptr (GError) error = NULL;

      if (recipe == NULL)
        return FALSE;
      for (guint seed = 0; seed < pn_report_template_n_seeds (call->plan, key); seed++)
        if (!add_job (call, key, i, seed, recipe, &error))
          {
            *status = pn_cli_fail (call->cli, error);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
train_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  Job *job = item;

  job->run = pn_report_run_train (job->recipe, job->data, progress, progress_data, error);
  if (job->run == NULL)
    return FALSE;
  g_free (job->run->name);
  job->run->name = g_strdup (_ (job->recipe->name));
  job->run->key = g_strdup (job->key);
  job->run->look = job->look;
  job->run->repeat = job->repeat;
  return pn_report_run_answer (job->run, error);
}

static gboolean
gradient_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  return pn_report_run_check_gradients (item, progress, progress_data, error);
}

static gboolean
train_all (ReportCall *call, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GPtrArray) chosen = NULL;

  if (!work (call, _ ("training"), call->jobs, train_work, error))
    return FALSE;
  call->seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  for (guint i = 0; i < call->jobs->len; i++)
    g_ptr_array_add (call->runs, ((Job *) call->jobs->pdata[i])->run);
  chosen = pn_report_runs_to_check (call->runs, call->most_work);
  return work (call, _ ("checking gradients"), chosen, gradient_work, error);
}

static void
append_argument (GString *command, const char *name, const char *value)
{
  gboolean plain = value[strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_./=,-")]
                   == '\0';
  g_autofree char *quoted = plain ? g_strdup (value) : g_shell_quote (value);

  g_string_append_printf (command, " %s%s%s", name, *name != '\0' ? " " : "", quoted);
}

/* As it was called: what changes the report, without what doesn't. */
static char *
command_words (const ReportCall *call)
{
  GString *command = g_string_new ("perceptron-cli report");

  append_argument (command, "", call->cli->arguments[0]);
  if (call->options->data != NULL)
    append_argument (command, "--data", call->options->data);
  for (char **set = call->options->set; set != NULL && *set != NULL; set++)
    append_argument (command, "--set", *set);
  if (call->options->gradients != NULL)
    append_argument (command, "--gradients", call->options->gradients);
  append_argument (command, "--out", call->options->out);
  return g_string_free (command, FALSE);
}

static gboolean
save (const ReportCall *call, guint *n_pages, GError **error)
{
  g_autofree char *command = command_words (call);
  const PnReportInput input = { .plan = call->plan,
                                .runs = call->runs,
                                .command = command,
                                .n_at_once = call->n_at_once,
                                .seconds = call->seconds };
  g_autoptr (PnReport) report = pn_report_write (&input);

  return pn_report_save (report, call->options->out, n_pages, error);
}

static void
say (const ReportCall *call, guint n_pages)
{
  json_t *event;

  if (!call->cli->json && n_pages > 0)
    printf (ngettext ("%s: %u page\n", "%s: %u pages\n", n_pages), call->options->out, n_pages);
  if (!call->cli->json && n_pages == 0)
    printf (_ ("%s: written\n"), call->options->out);
  if (!call->cli->json)
    return;
  event = pn_cli_event ("reported");
  json_object_set_new (event, "file", json_string (call->options->out));
  json_object_set_new (event, "pages", n_pages > 0 ? json_integer (n_pages) : json_null ());
  pn_cli_set (event, "seconds", call->seconds);
  pn_cli_emit_take (event);
}

static PnCliStatus
make (ReportCall *call)
{
  g_autoptr (GError) error = NULL;
  PnCliStatus status = PN_CLI_FAILED;
  guint n_pages;

  call->plan = pn_report_template_load (call->cli->arguments[0], &error);
  if (call->plan == NULL || !pn_file_check_writable (call->options->out, &error))
    return pn_cli_fail (call->cli, error);
  if (!add_jobs (call, &status))
    return status;
  pn_cli_interrupt_catch ();
  if (train_all (call, &error) && save (call, &n_pages, &error))
    {
      say (call, n_pages);
      return PN_CLI_DONE;
    }
  if (error != NULL)
    return pn_cli_fail (call->cli, error);
  pn_cli_note (call->cli, _ ("stopped before the report was written"));
  return PN_CLI_FAILED;
}

static gboolean
read_gradients (const PnCli *cli, const char *text, double *most_work)
{
  if (text == NULL || g_str_equal (text, "quick"))
    *most_work = PN_REPORT_QUICK_WORK;
  else if (g_str_equal (text, "all"))
    *most_work = INFINITY;
  else if (g_str_equal (text, "none"))
    *most_work = -1;
  else
    {
      pn_cli_misuse (cli, _ ("--gradients: is %s, but must be none, quick or all"), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_options (const PnCli *cli, const ReportOptions *options, ReportCall *call)
{
  guint64 threads = CLAMP (g_get_num_processors (), 1, 8);
  g_autoptr (GError) error = NULL;

  if (options->out == NULL)
    pn_cli_misuse (cli, _ ("--out is missing: where is the report to be written?"));
  else if (!pn_report_check_path (options->out, &error))
    pn_cli_misuse (cli, "%s", error->message);
  else if (read_gradients (cli, options->gradients, &call->most_work)
           && (options->threads == NULL
               || pn_cli_read_number (cli, "--threads", options->threads, 1, MAX_THREADS,
                                      &threads)))
    {
      call->n_at_once = (guint) threads;
      return TRUE;
    }
  return FALSE;
}

static PnCliStatus
start (const PnCli *cli, const ReportOptions *options)
{
  ReportCall call = { .cli = cli, .options = options };
  PnCliStatus status = PN_CLI_USAGE;

  call.jobs = g_ptr_array_new_with_free_func (job_free);
  call.runs = g_ptr_array_new ();
  if (read_options (cli, options, &call))
    status = make (&call);
  g_ptr_array_unref (call.runs);
  g_ptr_array_unref (call.jobs);
  pn_report_template_free (call.plan);
  return status;
}

static void
options_clear (ReportOptions *options)
{
  g_free (options->out);
  g_free (options->data);
  g_free (options->threads);
  g_free (options->gradients);
  g_strfreev (options->set);
}

PnCliStatus
pn_cli_report (PnCli *cli, int argc, char **argv)
{
  ReportOptions options = { NULL };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out,
      N_ ("Write the report there; its ending says how: .pdf .md"), N_ ("FILE") },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
      N_ ("Folder with IDX files, or a table (CSV)"), N_ ("DIR") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.set,
      N_ ("Change a setting of all recipes, as in epochs=4"), N_ ("PATH=VALUE") },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &options.threads,
      N_ ("How many runs are trained side by side; the numbers are the same with any"), N_ ("N") },
    { "gradients", 0, 0, G_OPTION_ARG_STRING, &options.gradients,
      N_ ("Which networks' gradients are checked: none, all, or those where it takes seconds "
          "(quick, unless said)"),
      N_ ("WHICH") },
    { NULL },
  };
  PnCliStatus status = PN_CLI_USAGE;

  if (pn_cli_parse (cli, entries, argc, argv, 1, 1))
    status = start (cli, &options);
  options_clear (&options);
  return status;
}
